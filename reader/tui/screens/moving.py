"""Moves the cursor, the text and the focus."""

from typing import TYPE_CHECKING

from textual.widget import Widget

from reader.model import Release
from reader.tui.guard import guarded
from reader.tui.screens.part import Part
from reader.tui.widgets.release_list import ReleaseList
from reader.tui.widgets.views_pane import ViewsPane

if TYPE_CHECKING:
    pass

_UNREAD_PAGE = 256
"""Releases that are looked at together when the next unread one is looked for."""
MEASURES = (52, 60, 66, 72, 80, 90, 100, 120)
"""Line lengths, in cells, that `<` and `>` step through."""


class Moving(Part):
    """The part of the main screen that moves."""

    # Lines and pages: in the pane that has the focus

    def do_move_down(self) -> None:
        self._move(1)

    def do_move_up(self) -> None:
        self._move(-1)

    def _move(self, lines: int) -> None:
        if self.place == "text":
            self.text.scroll_lines(lines)
        elif self.place == "views":
            self.views.move(lines)
        else:
            self.releases.move(lines)

    def do_move_first(self) -> None:
        if self.place == "text":
            self.text.home()
        elif self.place == "views":
            self.views.move_to(0)
        else:
            self.releases.move_to(0)

    def do_move_last(self) -> None:
        if self.place == "text":
            self.text.end()
        elif self.place == "views":
            self.views.move_to(self.views.count - 1)
        else:
            self.releases.move_to(self.releases.count - 1)

    def do_move_half_down(self) -> None:
        (self.text if self.place == "text" else self.releases).half_page(1)

    def do_move_half_up(self) -> None:
        (self.text if self.place == "text" else self.releases).half_page(-1)

    def do_move_page_down(self) -> None:
        self._page(1)

    def do_move_page_up(self) -> None:
        self._page(-1)

    def _page(self, pages: int) -> None:
        if self.place == "text":
            self.text.scroll_page(pages)
        else:
            self.releases.page(pages)

    def do_text_page(self) -> None:
        self.text.scroll_page(1)

    def do_text_scroll_down(self) -> None:
        self.text.scroll_lines(3)

    def do_text_scroll_up(self) -> None:
        self.text.scroll_lines(-3)

    # Panes

    def do_focus_next(self) -> None:
        self._cycle(1)

    def do_focus_previous(self) -> None:
        self._cycle(-1)

    def _cycle(self, step: int) -> None:
        panes: list[Widget] = [self.views] if self.views.display else []
        panes += [self.releases, self.text]
        if self.editor is not None and self.editor.is_open:
            panes.append(self.editor.area)
        focused = self.focused
        at = next((number for number, pane in enumerate(panes) if pane is focused), 0)
        self._enter(panes[(at + step) % len(panes)])

    def do_focus_views(self) -> None:
        self.text_only = False
        self.set_class(True, "-views")
        self.views.focus()

    def do_focus_list(self) -> None:
        self.text_only = False
        self._hide_views()
        self.releases.focus()

    def do_focus_text(self) -> None:
        self._hide_views()
        if self.focused is self.text and self.editor is not None and self.editor.is_open:
            self._enter(self.editor.area)
        else:
            self._enter(self.text)

    def _enter(self, pane: Widget) -> None:
        # Where there is room for one pane: what is put away while it has the focus would lose it.
        self.reading = self.reading or pane not in (self.views, self.releases)
        pane.focus()

    def _hide_views(self) -> None:
        """Where there is little room, the views are there only while they are used."""
        self.set_class(False, "-views")

    # Releases

    def do_release_open(self) -> None:
        if self.place == "views":
            self.views.choose()
        elif self.releases.selected is not None:
            self._open(self.releases.selected)

    @guarded
    def on_release_list_opened(self, event: ReleaseList.Opened) -> None:
        event.stop()
        self._open(event.release)

    def _open(self, release: Release) -> None:
        self.mark_read(release)
        self.leave()
        self._enter(self.text)

    @guarded
    def on_views_pane_chosen(self, event: ViewsPane.Chosen) -> None:
        event.stop()
        if event.item.saved:
            self.open_saved(event.item.name)
            return
        self.choose_view(event.item.key)
        self.do_focus_list()

    def do_release_next(self) -> None:
        self._step(1)

    def do_release_previous(self) -> None:
        self._step(-1)

    def _step(self, step: int) -> None:
        before = self.releases.selected
        self.releases.move(step)
        after = self.releases.selected
        if after is None or before is None or after.number == before.number:
            self.say(
                "This is the last release of the list."
                if step > 0
                else "This is the first release of the list."
            )
        elif self.place == "text":
            self.mark_read(after)

    def do_release_next_unread(self) -> None:
        self._to_unread(1)

    def do_release_previous_unread(self) -> None:
        self._to_unread(-1)

    def _to_unread(self, step: int) -> None:
        index = self._find_unread(step)
        if index is None:
            self.say("No more unread releases below." if step > 0 else "No more unread releases above.")
            return
        self.releases.move_to(index)
        if self.place == "text" and self.releases.selected is not None:
            self.mark_read(self.releases.selected)

    def _find_unread(self, step: int) -> int | None:
        """The nearest unread release in a direction, page by page."""
        if not self.library.releases.tally()["unread"]:
            return None
        rows, at = self.rows, self.releases.cursor + step
        while 0 <= at < len(rows):
            start = at if step > 0 else max(0, at - _UNREAD_PAGE + 1)
            end = min(len(rows), start + _UNREAD_PAGE) if step > 0 else at + 1
            page = list(enumerate(rows.page(start, end - start), start))
            for index, release in page if step > 0 else reversed(page):
                if not release.read:
                    return index
            at = end if step > 0 else start - 1
        return None

    # Layers

    def do_app_close(self) -> None:
        self._close_layer()

    def do_app_back(self) -> None:
        if not self._close_layer():
            self.end()

    def _close_layer(self) -> bool:
        """Close what lies on top; False when only the list is left."""
        if self.place == "views":
            self.do_focus_list()
        elif self.text_only:
            self.text_only = False
            self.releases.focus()
        elif self.place == "text":
            self.releases.focus()
        elif self.releases.marked:
            self.releases.set_marked([])
            self.count()
        elif self.bar.value:
            self.bar.value = ""
        elif self.view.query:
            self.choose_view("All")
        else:
            return False
        return True

    # The width of the text

    def do_look_wider(self) -> None:
        wider = [measure for measure in MEASURES if measure > self.text.measure]
        self._measure(wider[0] if wider else self.text.measure)

    def do_look_narrower(self) -> None:
        narrower = [measure for measure in MEASURES if measure < self.text.measure]
        self._measure(narrower[-1] if narrower else self.text.measure)

    def _measure(self, measure: int) -> None:
        self.text.measure = measure
        self.say(f"Lines of at most {measure} characters")
