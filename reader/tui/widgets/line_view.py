"""What the widgets that paint line by line share.

Scrolling without a layout, lines of an exact width, and a sentence where there are no lines.
"""

from collections.abc import Iterable
from typing import TypedDict

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.cells import safe
from reader.cells.wrap import centred


class ViewOptions(TypedDict, total=False):
    """What every view can be made with."""

    empty_text: str
    name: str | None
    id: str | None
    classes: str | None


class LineView(ScrollView, can_focus=True, inherit_bindings=False):
    """A view on a number of lines, scrolled by whole ones."""

    ALLOW_SELECT = False

    def __init__(
        self,
        *,
        empty_text: str = "",
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
    ) -> None:
        """`empty_text` stands in the middle while there are no lines."""
        super().__init__(name=name, id=id, classes=classes)
        self._empty_text = empty_text

    @property
    def empty_text(self) -> str:
        """What stands in the middle while there are no lines."""
        return self._empty_text

    @empty_text.setter
    def empty_text(self, text: str) -> None:
        self._empty_text = text
        if not self.virtual_size.height:
            self.refresh()

    def render_empty(self, y: int, style: Style) -> Strip:
        """One visible line of a view without lines."""
        width, height = self.size
        text = "\n".join(map(safe, self._empty_text.split("\n")))
        lines = centred(text, width, height)
        return Strip([Segment(lines.get(y, " " * width), style)], width)

    @property
    def top(self) -> int:
        """Number of the first visible line, from 0."""
        return round(self.scroll_y)

    def scroll_to_line(self, line: int) -> None:
        """Makes a line the first visible one, as far as there are lines below it."""
        self.scroll_to(y=line, animate=False, force=True)

    def set_line_count(self, lines: int) -> None:
        """Says how many lines there are.

        Setting `virtual_size` as usual would lay out the whole screen, and paint it twice, for a change that
        concerns the scrollbar alone.
        """
        size = Size(self.size.width, lines)
        self.set_reactive(ScrollView.virtual_size, size)
        shows = lines > self.size.height
        if shows != self.show_vertical_scrollbar:
            self.refresh(layout=True)
        elif shows:
            self.vertical_scrollbar.window_virtual_size = lines
            self.vertical_scrollbar.refresh()


def exact(segments: Iterable[Segment], width: int, style: Style) -> Strip:
    """A strip of `width` cells: padded in a style where it is shorter, cut where it is longer."""
    line = list(segments)
    used = sum(segment.cell_length for segment in line)
    if used > width:
        return Strip(line, used).crop(0, width)
    if used < width:
        line.append(Segment(" " * (width - used), style))
    return Strip(line, width)
