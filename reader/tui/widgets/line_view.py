"""What the widgets that paint line by line share: scrolling without a layout, and lines of an exact width."""

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip


class LineView(ScrollView, can_focus=True, inherit_bindings=False):
    """A view on a number of lines, scrolled by whole ones."""

    ALLOW_SELECT = False

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
