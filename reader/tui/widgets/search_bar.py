"""The search bar: one line, in which every key is a question."""

from rich.segment import Segment
from textual.strip import Strip
from textual.widgets import Input

from reader import cells
from reader.tui.widgets.field import Field


class SearchBar(Field):
    """Says what is typed. The words stand as they will be searched: nothing is replaced."""

    class Changed(Input.Changed):
        """The text became another one."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(
            placeholder='Search: words, "a phrase", -without, title:… date:2025-12 is:unread',
            id=id,
            compact=True,
            select_on_focus=False,
        )
        self._ghost = ""

    @property
    def ghost(self) -> str:
        """What is drawn after the text."""
        return self._ghost

    def show_ghost(self, text: str) -> None:
        """Draws something quieter right after the text until that changes; it is never part of it.

        No key of the field takes it over. An empty field shows its placeholder instead.
        """
        if text != self._ghost:
            self._ghost = text
            self.refresh()

    def show_objection(self, on: bool) -> None:
        """Shows that what stands here could not be read, or with False that it could."""
        self.set_class(on, "-objection")

    def watch_value(self) -> None:
        """Takes the ghost away: it was about another text."""
        self.show_ghost("")

    def render_line(self, y: int) -> Strip:
        """Paints the text, and the ghost as far as there is room for it."""
        strip = super().render_line(y)
        end = cells.width(self.value) - round(self.scroll_x)
        room = self.scrollable_content_region.width - end
        if y or not self._ghost or not self.value or end < 0 or room <= 0:
            return strip
        style = self.rich_style + self.get_component_rich_style("input--suggestion")
        text = cells.padded(cells.safe(self._ghost), room)
        under = cells.cut(text, 1) or cells.cut(text, 2)
        under_style = style
        if self.has_focus and self._cursor_visible and self.cursor_at_end:
            under_style += self.get_component_rich_style("input--cursor")
        ghost = [Segment(text[:under], under_style), Segment(text[under:], style)]
        return Strip.join([strip.crop(0, end), Strip(ghost), strip.crop(end + room)])
