"""What the search bar understands, on one sheet."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.tui.screens.sizes import LOW
from reader.tui.widgets.guide_pane import GuideGroup, GuidePane


class GuideScreen(ModalScreen[None]):
    """Closed by esc, q or ctrl+g; the bar below keeps its text and the focus."""

    VERTICAL_BREAKPOINTS = LOW
    BINDINGS = [  # noqa: RUF012 - Textual's own form
        ("escape,q,ctrl+g", "dismiss", "Close"),
        ("j,down", "scroll(1)", "Down"),
        ("k,up", "scroll(-1)", "Up"),
        ("g,home", "scroll(-1000000)", "First"),
        ("G,end", "scroll(1000000)", "Last"),
        ("space,pagedown", "scroll_page(1)", "Page down"),
        ("pageup", "scroll_page(-1)", "Page up"),
    ]

    def __init__(self, groups: Sequence[GuideGroup]) -> None:
        super().__init__()
        self._pane = GuidePane(groups)

    def compose(self) -> ComposeResult:
        with Vertical(id="guide"):
            yield Static("What the search bar understands", classes="title", markup=False)
            yield self._pane
            yield Static("j k scroll · esc closes", classes="hint", markup=False)

    def on_mount(self) -> None:
        self._pane.focus()

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self._pane.scroll_lines(lines)

    def action_scroll_page(self, pages: int) -> None:
        """Scroll by pages."""
        self._pane.scroll_page(pages)
