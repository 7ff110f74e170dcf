"""What was reworded in the whole library, the newest first."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Static

from reader.errors import PressReaderError
from reader.library import Library
from reader.library.rewordings import RewordingRows
from reader.tui.differences import rewording_row
from reader.tui.guard import guarded
from reader.tui.presenting import count
from reader.tui.screens.layer import Layer
from reader.tui.widgets.rewording_list import RewordingList, RewordingRow

_NONE = "No source has reworded a release that is here.\n\nWhat comes from now on is compared with what was there."


class RewordingsScreen(Layer):
    """Enter opens the differences of one."""

    PLACE = "rewordings"

    def __init__(self, library: Library, rows: RewordingRows) -> None:
        super().__init__()
        self._library = library
        self._rows = rows
        self._list = RewordingList(len(rows), self._fetched, id="rewordings", empty_text=_NONE)

    def compose(self) -> ComposeResult:
        yield Static("Reworded by their sources, the newest first", classes="title", markup=False)
        yield self._list
        yield from super().compose()

    def on_mount(self) -> None:
        super().on_mount()
        self._list.focus()
        self.status.show_left(count(len(self._rows), "rewording"))

    def _fetched(self, start: int, rows: int) -> Sequence[RewordingRow]:
        try:
            return [rewording_row(one) for one in self._rows.page(start, rows)]
        except PressReaderError as error:  # painting must go on
            self.call_later(self.say, str(error), error=True)
            return []

    @guarded
    def on_rewording_list_chosen(self, event: RewordingList.Chosen) -> None:
        event.stop()
        self._open(event.index)

    def do_release_open(self) -> None:
        if self._list.count:
            self._open(self._list.cursor)

    def _open(self, index: int) -> None:
        found = self._rows.page(index, 1)
        if found:
            self.reader_app.main.show_revisions(found[0].release, found[0].after.number)
        else:
            self.say("This release is no longer in the library.")

    def do_export_rewordings(self) -> None:
        numbers = self._rows.numbers()
        if numbers:
            self.reader_app.main.export_rewordings(numbers)
        else:
            self.say("There is nothing here to export.")

    def do_move_down(self) -> None:
        self._list.move(1)

    def do_move_up(self) -> None:
        self._list.move(-1)

    def do_move_first(self) -> None:
        self._list.move_to(0)

    def do_move_last(self) -> None:
        self._list.move_to(self._list.count - 1)

    def do_move_half_down(self) -> None:
        self._list.half_page(1)

    def do_move_half_up(self) -> None:
        self._list.half_page(-1)

    def do_move_page_down(self) -> None:
        self._list.page(1)

    def do_move_page_up(self) -> None:
        self._list.page(-1)
