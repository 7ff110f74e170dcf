"""The commands that select, keep, write, hand on and look, and those of the app."""

from reader.tui.commands.command import LAYERS, PANES, Command

_ANYWHERE = (*PANES, *LAYERS)


def _selecting(name: str, keys: tuple[str, ...], label: str, description: str, weight: int = 0) -> Command:
    """A row for the text while a passage is selected."""
    return Command(f"select.{name}", keys, label, description, "Select", ("select",), weight, palette=False)


ROWS: tuple[Command, ...] = (
    Command(
        "state.bookmark",
        ("b",),
        "bookmark",
        "Bookmark this or the marked; again: take it away",
        "State",
        weight=8,
    ),
    Command(
        "state.read",
        ("r",),
        "read/unread",
        "Mark this or the marked as read or unread",
        "State",
        weight=5,
    ),
    Command(
        "state.tags",
        ("t",),
        "tags",
        "Tags of this release or of the marked: give, take away",
        "State",
        weight=5,
    ),
    Command("state.all_read", ("R",), "all read", "Mark everything in the list as read", "State"),
    Command(
        "state.undo",
        ("ctrl+z",),
        "undo",
        "Undo the last change of state, tags, notes or saved searches",
        "State",
    ),
    Command(
        "select.start",
        ("v",),
        "select",
        "Select a passage of the text, to note or to copy it",
        "Select",
        ("list", "text"),
        weight=6,
    ),
    _selecting("next_sentence", ("j", "down"), "sentence", "The next sentence", 9),
    _selecting("previous_sentence", ("k", "up"), "back", "The sentence before", 2),
    _selecting("next_word", ("l", "right", "w"), "word", "The next word; of a sentence: its first", 8),
    _selecting(
        "previous_word", ("h", "left", "b"), "word back", "The word before; of a sentence: its last", 2
    ),
    _selecting("next_paragraph", ("}",), "next paragraph", "The next paragraph"),
    _selecting("previous_paragraph", ("{",), "paragraph back", "The paragraph before"),
    _selecting("more_sentences", ("J", "shift+down"), "+sentence", "Move the end on by a sentence", 6),
    _selecting("fewer_sentences", ("K", "shift+up"), "−sentence", "Move the end back by a sentence", 1),
    _selecting("more_words", ("L", "shift+right", "W"), "+word", "Move the end on by a word", 6),
    _selecting("fewer_words", ("H", "shift+left", "B"), "−word", "Move the end back by a word", 1),
    _selecting("more_paragraphs", (")",), "+paragraph", "Move the end on by a paragraph"),
    _selecting("fewer_paragraphs", ("(",), "−paragraph", "Move the end back by a paragraph"),
    _selecting("to_end", ("$", "shift+end"), "to the end", "Select as far as the end of the text"),
    _selecting(
        "to_beginning", ("^", "shift+home"), "to the beginning", "Select back to the beginning of the text"
    ),
    _selecting("other_end", ("o",), "other end", "Move the other end from now on", 5),
    _selecting(
        "widen", ("v",), "wider", "The sentence around the word, the paragraph around it, the word again", 6
    ),
    _selecting("next_hit", ("n",), "next hit", "Select the next hit", 3),
    _selecting("previous_hit", ("N",), "previous hit", "Select the previous hit"),
    _selecting("first", ("g", "home"), "first", "The first sentence of the text"),
    _selecting("last", ("G", "end"), "last", "The last sentence of the text"),
    _selecting("page_down", ("space", "pagedown", "ctrl+d"), "page", "A sentence of the next page"),
    _selecting("page_up", ("pageup", "ctrl+u"), "page back", "A sentence of the page before"),
    _selecting("leave", ("escape", "q"), "leave", "Select nothing any more", 6),
    Command(
        "note.add",
        ("a",),
        "note",
        "Write a note on this release, or on the selected passage",
        "Write",
        (*PANES, "select"),
        weight=7,
    ),
    Command(
        "note.external",
        ("e",),
        "note in $EDITOR",
        "Write a note on this release, or on the selected passage, in $VISUAL or $EDITOR",
        "Write",
        (*PANES, "select"),
        weight=3,
    ),
    Command(
        "note.save",
        ("escape",),
        "save",
        "Save the note and close the editor",
        "Write",
        ("editor",),
        9,
        palette=False,
    ),
    Command(
        "note.discard",
        ("ctrl+x",),
        "discard",
        "Discard what was written; asks",
        "Write",
        ("editor",),
        8,
        palette=False,
    ),
    Command("note.list", ("A",), "notes", "The notes of this release: read, edit, remove", "Write", weight=3),
    Command(
        "note.remove", ("D",), "remove note", "Remove the note of this release; of several, one", "Write"
    ),
    Command(
        "copy.link",
        ("y",),
        "copy",
        "Copy the link, or the passage with its source",
        "Reuse",
        (*PANES, "select"),
        7,
    ),
    Command("copy.citation", ("Y",), "cite", "Copy the citation of this or of the marked", "Reuse"),
    Command(
        "copy.selected",
        ("ctrl+c", "super+c"),
        "copy",
        "Copy what is selected; else as y",
        "Reuse",
        (*PANES, "select"),
        palette=False,
    ),
    Command("link.open", ("o",), "browser", "Open the link in the browser", "Reuse"),
    Command("export.release", ("x",), "export", "Export this or the marked as Markdown", "Reuse", weight=6),
    Command("export.list", ("X",), "export list", "Export everything in the list as Markdown", "Reuse"),
    Command(
        "export.elsewhere",
        (),
        "export to",
        "Export this release to another folder, and the next ones too",
        "Reuse",
    ),
    Command(
        "export.format",
        (),
        "export as",
        "Export as …: this or the marked, in a format of your choice",
        "Reuse",
    ),
    Command("export.stop", (), "stop export", "Break off the export that is under way", "Reuse"),
    Command("export.report", (), "report", "What the last export left alone, and why", "Reuse"),
    Command(
        "look.text_only", ("z",), "text only", "Show the text alone, or the panes again", "Look", weight=1
    ),
    Command("look.wider", (">",), "wider", "Longer lines in the text", "Look"),
    Command("look.narrower", ("<",), "narrower", "Shorter lines in the text", "Look"),
    Command("look.theme", (), "theme", "Dark, light, or the terminal's own colours", "Look"),
    Command(
        "sync.start",
        ("ctrl+r",),
        "sync",
        "Fetch what is new from the sources; under way: how far",
        "Sources",
        weight=2,
    ),
    Command(
        "sync.full", (), "sync all", "Fetch all older pages of the ministry too; says how many", "Sources"
    ),
    Command("sync.stop", (), "stop sync", "Break off the sync that is under way", "Sources"),
    Command(
        "sync.show", (), "sources", "Sources: when each was fetched, and what is wrong with it", "Sources"
    ),
    Command("sync.news", ("w",), "what is new", "What the last sync or import brought: is:new", "Sources"),
    Command(
        "source.add", (), "add source", "Add a source: a feed, a page that names one, the ministry", "Sources"
    ),
    Command(
        "release.complete", ("c",), "complete", "Fetch the whole text of a release that a list cut", "Sources"
    ),
    Command("link.attachment", (), "attachment", "Open or copy the address of an attachment", "Reuse"),
    Command("app.help", ("?",), "help", "Keys and signs, for where you are", "App", _ANYWHERE, 9),
    Command(
        "app.palette",
        ("ctrl+p", ":"),
        "commands",
        "Find a command by its name",
        "App",
        _ANYWHERE,
        palette=False,
    ),
    Command(
        "app.close",
        ("escape",),
        "close",
        "Close what lies on top; never quits",
        "App",
        _ANYWHERE,
        palette=False,
    ),
    Command("app.back", ("q",), "back", "Back; from the list: quit", "App", _ANYWHERE, 9, palette=False),
    Command("app.quit", ("ctrl+q",), "quit", "Quit", "App", (*_ANYWHERE, "bar", "find", "editor")),
)
