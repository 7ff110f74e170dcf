"""The line that says how much is shown and what is going on."""

from typing import ClassVar, Literal

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from reader import cells
from reader.tui.widgets.line_view import exact

Severity = Literal["information", "error"]

_WORDS: dict[Severity, str] = {"information": "", "error": "Error: "}


class StatusLine(Widget):
    """Counts at the left; progress, or the last thing that went wrong, at the right."""

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "status-line--left",
        "status-line--information",
        "status-line--error",
    }

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._left = ""
        self._right = ""
        self._severity: Severity = "information"

    @property
    def left(self) -> str:
        """What is said of what is shown."""
        return self._left

    @property
    def right(self) -> str:
        """What is said of what is going on."""
        return self._right

    def show_left(self, text: str) -> None:
        """Says what is shown: counts, and what hides the rest."""
        if text != self._left:
            self._left = text
            self.refresh()

    def show_right(self, text: str, severity: Severity = "information") -> None:
        """Says what is going on; an error begins with that word."""
        if (text, severity) != (self._right, self._severity):
            self._right, self._severity = text, severity
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - there is one line
        """Paints the line; where both texts do not fit, neither takes more than it leaves the other."""
        width = self.size.width
        room = max(0, width - 2)
        right = cells.safe(f"{_WORDS[self._severity]}{self._right}") if self._right else ""
        left, right = _share(cells.safe(self._left), right, room)
        gap = " " * (room - cells.width(left) - cells.width(right))
        style = self.get_component_rich_style("status-line--left")
        right_style = self.get_component_rich_style(f"status-line--{self._severity}")
        segments = [
            Segment(f" {cells.shown(left)}{gap}", style),
            Segment(f"{cells.shown(right)} ", right_style),
        ]
        return exact(segments, width, style)


def _share(left: str, right: str, room: int) -> tuple[str, str]:
    """Both texts in `room` cells, two of them between.

    What is said at the right is news and may say what to do: of it at least three quarters of the line are shown.
    """
    if not left or not right:
        return cells.fit(left, room)[0], cells.fit(right, room)[0]
    room = max(0, room - 2)
    right_room = max(room - cells.width(left), room - room // 4)
    right = cells.fit(right, right_room)[0]
    return cells.fit(left, room - cells.width(right))[0], right
