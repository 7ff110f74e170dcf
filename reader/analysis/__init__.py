"""Pure functions on the text of releases: where its sentences are, how it is laid out for reading.

Nothing here reads, writes or remembers; every answer is made of spans of the text that was given.
"""
