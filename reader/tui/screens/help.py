"""Help for where the user is: its keys, then all others, and what the signs in the list mean."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.tui.commands import Place, by_group, key_label
from reader.wording import BOOKMARKED, CUT, EDITED, NOTED, UNREAD

_SIGNS = (
    (UNREAD, "unread"),
    (BOOKMARKED, "bookmarked"),
    (NOTED, "there are notes on it; beside the text: on that passage"),
    (EDITED, "the source reworded it"),
    (CUT, "cut: the source’s list stops inside its text"),
    ("digest", "written by PressReader, not the ministry’s words"),
)
_PLACES = {
    "views": "the views",
    "list": "the list",
    "text": "the text",
    "select": "the text while a passage is selected",
    "bar": "the search bar",
    "editor": "the editor",
    "diff": "the differences of two wordings",
    "rewordings": "the list of rewordings",
}
_QUERIES = (
    ("tariff rice", "both words"),
    ('"free trade"', "these words next to each other"),
    ("-rice   NOT rice", "without"),
    ("tariff OR quota   ( )", "either; groups"),
    ("negot*", "words that begin so"),
    ("title:steel  body:  note:", "only there"),
    ("category:fta  category:none", "any part of a category's name; without one"),
    ("date:2025-11  date:2025-11-20..  after:  before:", "day of the release, ends included"),
    ("is:unread  read  bookmarked  new  edited  cut   has:note", "state"),
    ("source:starter", "where it comes from"),
)


class HelpScreen(ModalScreen[None]):
    """Closed by esc, q or ?."""

    BINDINGS = [  # noqa: RUF012 - Textual's own form
        ("escape,q,question_mark", "dismiss", "Close"),
        ("j,down", "scroll(1)", "Down"),
        ("k,up", "scroll(-1)", "Up"),
        ("space,pagedown", "scroll_page(1)", "Page down"),
        ("pageup", "scroll_page(-1)", "Page up"),
    ]

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._place = place

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            yield Static(self._text(), markup=False)

    def on_mount(self) -> None:
        self.query_one("#help").focus()

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one("#help").scroll_relative(y=lines, animate=False)

    def action_scroll_page(self, pages: int) -> None:
        """Scroll by pages."""
        box = self.query_one("#help")
        box.scroll_relative(y=pages * (box.size.height - 1), animate=False)

    def _text(self) -> Content:
        parts: list[tuple[str, str] | str] = [
            (f"Keys in {_PLACES[self._place]}", "bold"),
            "    esc closes this help\n",
        ]
        for group, commands in by_group(self._place):
            parts.append((f"\n{group}\n", "bold"))
            for command in commands:
                keys = " ".join(key_label(key) for key in command.keys) or "palette"
                parts.append(f"  {keys:<18}{command.description}\n")
        parts.append(("\nSigns in the list\n", "bold"))
        parts += [f"  {sign:<18}{meaning}\n" for sign, meaning in _SIGNS]
        parts.append(("\nWhat the search bar understands\n", "bold"))
        for example, meaning in _QUERIES:
            gap = "\n" + " " * 20 if len(example) > 17 else ""
            parts.append(f"  {example:<18}{gap}{meaning}\n")
        return Content.assemble(*parts)
