"""The pane that shows what is different between two wordings, painted line by line."""

from collections.abc import Iterator
from typing import ClassVar, Unpack

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader import cells
from reader.tui.widgets.diff_page import Cell, DiffPage, Layout, Line, lay_out
from reader.tui.widgets.line_view import LineView, ViewOptions, exact
from reader.tui.widgets.selectable import margin

_WIDEST = 100
"""Cells of a line of text at most, and of each of two columns."""
BESIDE_FROM = 100
"""Cells from which two wordings have room beside each other."""
_SIGNS = {"old": "-", "new": "+"}


class DiffPane(LineView, can_focus=True):
    """Shows a `DiffPage`: one wording written into the other, or both beside each other.

    What was taken out and what was put in differ by marks, or by their column, by a line through or below them, and
    by colour; the change that `go_to` shows is reversed.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "diff-pane--text",
        "diff-pane--facts",
        "diff-pane--called",
        "diff-pane--title",
        "diff-pane--columns",
        "diff-pane--bar",
        "diff-pane--old",
        "diff-pane--new",
        "diff-pane--strong",
        "diff-pane--current",
    }

    def __init__(self, **options: Unpack[ViewOptions]) -> None:
        super().__init__(**options)
        self._page: DiffPage | None = None
        self._layout: Layout | None = None
        self._laid_out_for = 0
        self._wanted: bool | None = None
        self._by_role: dict[str, Style] = {}
        self.current = -1
        """Number of the change that was gone to; -1 before the first."""

    def show(self, page: DiffPage) -> None:
        """Shows two wordings from their beginning."""
        self._page = page
        self.current = -1
        self._arrange()
        self.scroll_to_line(0)

    @property
    def beside(self) -> bool:
        """Whether the wordings stand beside each other: where the user did not say, if there is room."""
        return self._wanted if self._wanted is not None else self.size.width >= BESIDE_FROM

    def set_beside(self, beside: bool) -> None:
        """Has the wordings beside each other, or one written into the other, whatever the width."""
        self._wanted = beside
        self._rearrange()

    def go_to(self, change: int) -> None:
        """Makes a change the current one and shows it, with some lines above it where it was out of view."""
        self.current = change
        if self._layout is not None:
            line, height = self._layout.places[change], self.size.height
            if not self.top <= line < self.top + height - 1:
                self.scroll_to_line(line - height // 3)
        self.refresh()

    def scroll_lines(self, lines: int) -> None:
        """Scrolls down by so many lines, up where negative."""
        self.scroll_to_line(self.top + lines)

    def scroll_page(self, pages: int) -> None:
        """Scrolls by what is visible but two lines."""
        self.scroll_lines(pages * max(1, self.size.height - 2))

    def half_page(self, halves: int) -> None:
        """Scrolls by half of what is visible."""
        self.scroll_lines(halves * max(1, self.size.height // 2))

    def on_resize(self) -> None:
        """Wraps for the new width; the change that was gone to, or the first block in view, stays in view."""
        self._rearrange()

    def notify_style_update(self) -> None:
        """Forgets the styles when the theme or the focus changes."""
        self._by_role.clear()
        super().notify_style_update()

    def _rearrange(self) -> None:
        before, top = self._layout, self.top
        self._arrange()
        after = self._layout
        if before is None or after is None or before is after:
            return
        if self.current >= 0:
            self.scroll_to_line(after.places[self.current] - self.size.height // 3)
        elif top and before.lines:
            block = before.lines[min(top, len(before.lines) - 1)].block
            self.scroll_to_line(next((at for at, line in enumerate(after.lines) if line.block == block), 0))

    def _arrange(self) -> None:
        width = self.size.width
        if not width or self._page is None:
            return
        beside, room = self.beside, width - 2 * margin(width)
        column = min(room, 2 * _WIDEST if beside else _WIDEST)
        self._layout = lay_out(self._page, column, beside=beside)
        self._laid_out_for = width
        self.set_line_count(len(self._layout.lines))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paints one visible line."""
        width = self.size.width
        if self._laid_out_for != width:  # the first frame is painted before the first resize is told
            self._arrange()
        number = y + self.top
        if self._layout is None or number >= len(self._layout.lines):
            return Strip.blank(width, self._style("text"))
        return exact(
            self._segments(self._layout, self._layout.lines[number], width), width, self._style("text")
        )

    def _segments(self, layout: Layout, line: Line, width: int) -> Iterator[Segment]:
        style = self._line_style(line)
        edge = margin(width)
        sign = self._sign(layout, line.left, line.right)
        yield Segment(sign + " " * (edge - len(sign)), self._style("bar"))
        used = 0
        for segment in self._cell(layout, line.left, style):
            used += segment.cell_length
            yield segment
        if (layout.beside and line.block >= 0) or line.role == "columns":
            yield Segment(" " * (layout.column - used) + " │ ", self._style("bar"))
            yield from self._cell(layout, line.right, style)

    def _line_style(self, line: Line) -> Style:
        match line.role:
            case "facts" | "title" | "columns" | "called":
                return self._style(line.role)
            case "heading":
                return self._style("text") + Style(bold=True)
            case _:
                return self._style("text")

    def _sign(self, layout: Layout, *places: Cell | None) -> str:
        """What stands at the left of a line in which something changed."""
        roles = {
            run.role
            for place in places
            if place is not None
            for _, _, run in layout.parts[place[0]].runs_in(*place[1:])
        }
        found = "".join(sign for role, sign in _SIGNS.items() if role in roles)
        return "±" if len(found) > 1 else found

    def _cell(self, layout: Layout, place: Cell | None, style: Style) -> Iterator[Segment]:
        if place is None:
            return
        part, start, end = layout.parts[place[0]], place[1], place[2]
        for left, right, run in part.runs_in(start, end):
            painted = style
            if run.role != "same":
                painted += self._style(run.role)
                painted += self._style("strong") if run.strong else Style()
            if run.change >= 0 and run.change == self.current:
                painted += self._style("current")
            yield Segment(cells.shown(part.text[left:right]), painted)

    def _style(self, role: str) -> Style:
        style = self._by_role.get(role)
        if style is None:
            name = f"diff-pane--{role}"
            partial = role in ("old", "new", "strong", "current")
            style = (
                self.get_component_rich_style(name, partial=True)
                if partial
                else self.get_component_rich_style(name)
            )
            self._by_role[role] = style
        return style
