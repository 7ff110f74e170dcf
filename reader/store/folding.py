"""What names are compared by: categories, sources, tags and saved searches are found in any case and typography."""

import unicodedata

_TYPOGRAPHY = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("‘’‛ʼ", "'") | {"\u00ad": ""})


def fold(text: str) -> str:
    """The text without case, accents and typographic width; hyphens, dashes and apostrophes of one kind each."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare).translate(_TYPOGRAPHY)
