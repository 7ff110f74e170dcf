"""Documents over HTTP, with manners. The only code that reaches a network; it knows no library and no format.

`Fetcher.get` is the one thing others call; `schedule.next_due` says when to call it again. A *host* is a name and a
port: requests to one never overlap and have a pause between them, requests to several run at the same time.
"""
