"""Everything that can go wrong, as one tree; each message is a sentence with a way out.

PressReaderError
├── UsageError            wrong arguments, or a query that cannot be read          exit 2
│   └── AmbiguousId       a prefix that fits several ids
├── LibraryError          the library, the index or a source cannot be used        exit 3
│   ├── NewerLibrary      written by a later version; left untouched
│   └── LibraryBusy       another process holds it for longer than we wait
├── NotFound              no such release, source or note                          exit 4
├── NoteChanged           a note is not what it was when its editor was opened     exit 3
├── PassageGone           a passage to be noted no longer stands where it was seen exit 3
└── ExportConflict        something in the export was changed by hand              exit 5

Errors of other packages are translated where they arise: nothing above `store` sees an sqlite3 error,
nothing above `index` a Whoosh one.
"""


class PressReaderError(Exception):
    """An error whose text can be shown to the user as it stands."""

    exit_code = 3
    kind = "error"


class UsageError(PressReaderError):
    """The command or the query cannot be understood."""

    exit_code = 2
    kind = "usage"


class AmbiguousId(UsageError):
    """A prefix fits several ids; `candidates` are the full ones."""

    kind = "ambiguous"

    def __init__(self, message: str, candidates: tuple[str, ...]) -> None:
        super().__init__(message)
        self.candidates = candidates


class LibraryError(PressReaderError):
    """The library, its index or a source cannot be used."""

    kind = "library"


class NewerLibrary(LibraryError):
    """The library was written by a later version of PressReader."""

    kind = "newer"


class LibraryBusy(LibraryError):
    """Another process kept the library locked for longer than we wait."""

    kind = "busy"


class NoteChanged(PressReaderError):
    """A note is not what it was when its editor was opened."""

    kind = "changed"


class PassageGone(PressReaderError):
    """A passage that a note is to be on no longer stands where it was seen."""

    kind = "changed"


class NotFound(PressReaderError):
    """No such release, source or note."""

    exit_code = 4
    kind = "not_found"


class ExportConflict(PressReaderError):
    """Something that PressReader exported was changed by hand since."""

    exit_code = 5
    kind = "conflict"
