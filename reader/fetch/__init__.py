"""Documents over HTTP, with manners. The only code that reaches a network; it knows no library and no format."""
