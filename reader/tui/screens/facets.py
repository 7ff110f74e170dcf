"""What the list can be narrowed by, with how many releases each value has."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.tui.screens.sizes import LOW
from reader.tui.widgets.facet_pane import FacetGroup, FacetPane

FacetChoice = tuple[int, int]
"""Number of a group, and of a row in it, as they were given."""


class FacetScreen(ModalScreen[FacetChoice | None]):
    """Enter chooses a value, or takes an active one away; None when the user thought better of it."""

    VERTICAL_BREAKPOINTS = LOW
    BINDINGS = [  # noqa: RUF012 - Textual's own form
        ("escape,q,f", "dismiss(None)", "Close"),
        ("j,down", "move(1)", "Down"),
        ("k,up", "move(-1)", "Up"),
        ("l,right", "sideways(1)", "Next column"),
        ("h,left", "sideways(-1)", "Column before"),
        ("g,home", "move(-1000000)", "First"),
        ("G,end", "move(1000000)", "Last"),
        ("pagedown", "page(1)", "Page down"),
        ("pageup", "page(-1)", "Page up"),
        ("enter", "choose", "Choose"),
    ]

    def __init__(self, groups: Sequence[FacetGroup], total_text: str, words: Sequence[str] = ()) -> None:
        """`total_text` says of what the counts are: `143 releases for export`; `words`, which words were taken."""
        super().__init__()
        self._total_text = total_text
        self._words = words
        self._pane = FacetPane(groups, empty_text="Nothing is left to narrow down by.")

    def compose(self) -> ComposeResult:
        with Vertical(id="facets"):
            yield Static(f"Narrow down {self._total_text}", classes="title", markup=False)
            if self._words:
                yield Static("\n".join(self._words), classes="words", markup=False)
            yield self._pane
            yield Static(
                "enter puts it into the query, or takes a ✓ out · esc closes", classes="hint", markup=False
            )

    def on_mount(self) -> None:
        self._pane.focus()

    def on_facet_pane_chosen(self, event: FacetPane.Chosen) -> None:
        event.stop()
        self.dismiss((event.group, event.row))

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self._pane.move(rows)

    def action_sideways(self, step: int) -> None:
        """Move the cursor to another column."""
        self._pane.sideways(step)

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages."""
        self._pane.page(pages)

    def action_choose(self) -> None:
        """Choose what is under the cursor."""
        self._pane.choose()
