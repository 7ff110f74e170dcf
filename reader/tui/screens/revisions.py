"""What is different between two wordings of a release."""

from collections.abc import Sequence

from textual.app import ComposeResult

from reader.analysis.telling import told
from reader.library.rewordings import Comparison
from reader.model import Release, Revision
from reader.tui.differences import copied, diff_page
from reader.tui.presenting import count
from reader.tui.screens.layer import Layer
from reader.tui.widgets.diff_pane import DiffPane


class RevisionsScreen(Layer):
    """Shows two of the wordings, the last two at first; there must be two at least."""

    PLACE = "diff"

    def __init__(
        self, release: Release, revisions: Sequence[Revision], source: str, after: int | None = None
    ) -> None:
        """`after` is the number of the later wording to begin with; before it stands the one stored before."""
        super().__init__()
        self._release = release
        self._revisions = tuple(revisions)
        self._source = source
        numbers = [one.number for one in self._revisions]
        self._after = numbers.index(after) if after in numbers[1:] else len(numbers) - 1
        self._before = self._after - 1
        self._pane = DiffPane(id="diff")
        self._compared = self._comparison()

    def compose(self) -> ComposeResult:
        yield self._pane
        yield from super().compose()

    def on_mount(self) -> None:
        super().on_mount()
        self._pane.focus()
        self._show()

    def _comparison(self) -> Comparison:
        return Comparison.of(self._release, self._revisions[self._before], self._revisions[self._after])

    def _show(self) -> None:
        self._pane.show(diff_page(self._compared, self._source))
        pair = f"revision {self._compared.before.number} → {self._compared.after.number}"
        self.status.show_left(f"{pair} · {count(len(self._compared.changes), 'change')}")

    # Changes

    def do_diff_next(self) -> None:
        self._step(1)

    def do_diff_previous(self) -> None:
        self._step(-1)

    def _step(self, step: int) -> None:
        total, at = len(self._compared.changes), self._pane.current
        number = (at + step) % total if at >= 0 else 0 if step > 0 else total - 1
        self._pane.go_to(number)
        self.say(f"{number + 1} of {total}: {told(self._compared.changes[number])}")

    # Pairs

    def do_diff_older(self) -> None:
        self._choose(self._before - 1, self._after - 1)

    def do_diff_newer(self) -> None:
        self._choose(self._before + 1, self._after + 1)

    def do_diff_from_older(self) -> None:
        self._choose(self._before - 1, self._after)

    def do_diff_from_newer(self) -> None:
        self._choose(self._before + 1, self._after)

    def _choose(self, before: int, after: int) -> None:
        if len(self._revisions) == 2:
            self.say("There are only these two wordings.")
        elif before < 0:
            self.say(f"Revision {self._revisions[0].number} is the first one.")
        elif after >= len(self._revisions):
            self.say(f"Revision {self._revisions[-1].number} is the last one.")
        elif before >= after:
            self.say("The earlier wording must stay before the later one: ] shows the next two.")
        else:
            self._before, self._after = before, after
            self._compared = self._comparison()
            self.say("")
            self._show()

    # Looks

    def do_diff_layout(self) -> None:
        beside = not self._pane.beside
        self._pane.set_beside(beside)
        self.say("Beside each other" if beside else "One in the other: [-taken out-] {+put in+}")

    def do_move_down(self) -> None:
        self._pane.scroll_lines(1)

    def do_move_up(self) -> None:
        self._pane.scroll_lines(-1)

    def do_move_first(self) -> None:
        self._pane.scroll_to_line(0)

    def do_move_last(self) -> None:
        self._pane.scroll_to_line(self._pane.max_scroll_y)

    def do_move_half_down(self) -> None:
        self._pane.half_page(1)

    def do_move_half_up(self) -> None:
        self._pane.half_page(-1)

    def do_move_page_down(self) -> None:
        self._pane.scroll_page(1)

    def do_move_page_up(self) -> None:
        self._pane.scroll_page(-1)

    def do_text_page(self) -> None:
        self._pane.scroll_page(1)

    # Reuse

    def do_diff_copy(self) -> None:
        self.reader_app.handing_on.copy("the changes", copied(self._compared))

    def do_export_rewordings(self) -> None:
        self.reader_app.main.export_rewordings([self._release.number])
