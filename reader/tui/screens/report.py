"""What an export left alone, and why."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.tui.screens.sizes import LOW
from reader.tui.widgets.guide_pane import GuideGroup, GuidePane

if TYPE_CHECKING:
    from reader.export.item import ExportProblem
    from reader.library.exports import ExportReport

_MOST = 1000
"""Problems of a kind that are listed: nobody reads more, and each is wrapped before the first is shown."""


class ReportScreen(ModalScreen[None]):
    """Lists conflicts and failures; closed by esc or q."""

    VERTICAL_BREAKPOINTS = LOW
    BINDINGS = [  # noqa: RUF012 - Textual's own form
        ("escape,q", "dismiss", "Close"),
        ("j,down", "scroll(1)", "Down"),
        ("k,up", "scroll(-1)", "Up"),
        ("g,home", "scroll(-1000000)", "First"),
        ("G,end", "scroll(1000000)", "Last"),
        ("space,pagedown", "scroll_page(1)", "Page down"),
        ("pageup", "scroll_page(-1)", "Page up"),
    ]

    def __init__(self, title: str, report: "ExportReport") -> None:
        super().__init__()
        self._title = title
        self._pane = GuidePane(list(groups(report)))

    def compose(self) -> ComposeResult:
        with Vertical(id="report"):
            yield Static(self._title, classes="words", markup=False)
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


def groups(report: "ExportReport") -> Iterator[GuideGroup]:
    """The problems of an export by kind: which release, in which file, and why."""
    for title, problems in (
        ("Changed by hand, left alone", report.conflicts),
        ("Could not be read or written", report.failed),
    ):
        if problems:
            yield f"{title} ({len(problems):,})", list(_rows(problems))


def _rows(problems: "Sequence[ExportProblem]") -> Iterator[tuple[str, str]]:
    for problem in problems[:_MOST]:
        yield problem.id or problem.path.name, problem.reason  # which names the file
    if len(problems) > _MOST:
        yield "…", f"and {len(problems) - _MOST:,} more. `pressreader export` on the command line prints all."
