"""The line that says how much is shown and what is going on; what does not fit takes more lines until the next key."""

import re
import time
from typing import ClassVar, Literal

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from reader import cells
from reader.cells.wrap import wrap
from reader.tui.widgets.line_view import exact

Severity = Literal["information", "error"]

_WORDS: dict[Severity, str] = {"information": "", "error": "Error: "}
_FRESH = 4.0
"""Seconds for which what was said last goes before the progress of something."""
_LINES = 5
"""Lines that a message takes at most, and no more than a third of the screen."""
_PATH = re.compile(r"(?<![^\s“(])[/~][^\s“”]*/[^\s“”]*")
_LEAST_PATH = 24
"""Characters that are left of a path at least."""
_CUT = 4
"""Characters that are taken out of it at a time."""


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
        self._progress = ""
        self._said = 0.0
        self._settled = False
        """What is said is shown in one line, whatever is left of it."""

    @property
    def progress(self) -> str:
        """How far something is that takes a while."""
        return self._progress

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
        self._said = time.monotonic()
        if (text, severity, False) != (self._right, self._severity, self._settled):
            self._right, self._severity, self._settled = text, severity, False
            self._grow()
            self.refresh()

    def show_progress(self, text: str) -> None:
        """Says how far something is, '' when it has ended; what was said last goes before it for some seconds."""
        if text != self._progress:
            self._progress = text
            self._grow()
            self.refresh()

    def settle(self) -> None:
        """Go back to one line: what was said has been read."""
        if not self._settled:
            self._settled = True
            self._grow()

    def on_resize(self) -> None:
        """Finds out anew how many lines it takes."""
        self._grow()

    def _grow(self) -> None:
        """Take as many lines as what is said needs."""
        lines = 1 if self._settled or not self.size.width else max(1, len(self._lines()))
        if self.styles.height is None or self.styles.height.value != lines:
            self.styles.height = lines

    @property
    def _shows_progress(self) -> bool:
        """What was said last has been there for long enough."""
        return bool(self._progress) and (not self._right or time.monotonic() - self._said > _FRESH)

    def _message(self) -> str:
        """What stands at the right."""
        if self._shows_progress:
            return cells.safe(self._progress)
        return cells.safe(f"{_WORDS[self._severity]}{self._right}") if self._right else ""

    def _lines(self) -> list[str]:
        """What is said in lines of their own; none where it fits beside what is shown."""
        room = max(0, self.size.width - 2)
        text = self._message()
        beside = _right_room(cells.safe(self._left), room)
        # An error names its file in full where there is room for that.
        inline = text if self._severity == "error" else _shortened(text, beside)
        if self._shows_progress or cells.width(inline) <= beside:
            return []
        most = max(1, min(_LINES, self.app.size.height // 3))
        while len(lines := wrap(text, 0, len(text), room)) > most and (shorter := _shorter(text)) != text:
            text = shorter
        found = [text[start:end] for start, end in lines[:most]]
        if len(lines) > most:
            found[-1] = cells.fit(text[lines[most - 1][0] :], room)[0]
        return found

    def render_line(self, y: int) -> Strip:
        """Paints one line; where both texts do not fit in one, neither takes more than it leaves the other."""
        width = self.size.width
        room = max(0, width - 2)
        style = self.get_component_rich_style("status-line--left")
        severity = "information" if self._shows_progress else self._severity
        right_style = self.get_component_rich_style(f"status-line--{severity}")
        if self.size.height > 1:
            lines = self._lines()
            text = lines[y] if y < len(lines) else ""
            return exact([Segment(f" {cells.shown(text)}", right_style)], width, style)
        right = self._message()
        left = cells.safe(self._left)
        if self._progress and not self._shows_progress:
            left = cells.safe(self._progress)
        left, right = _share(left, _shortened(right, _right_room(left, room)), room)
        gap = " " * (room - cells.width(left) - cells.width(right))
        segments = [
            Segment(f" {cells.shown(left)}{gap}", style),
            Segment(f"{cells.shown(right)} ", right_style),
        ]
        return exact(segments, width, style)


def _shortened(text: str, room: int) -> str:
    """A text with so much cut out of its paths that it fits, if it can."""
    while cells.width(text) > room and (shorter := _shorter(text)) != text:
        text = shorter
    return text


def _shorter(text: str) -> str:
    """A text with its longest path cut in the middle by some cells; the same where none can be cut."""
    longest = max(_PATH.finditer(text), key=lambda match: len(match[0]), default=None)
    if longest is None or len(longest[0]) <= _LEAST_PATH:
        return text
    head, _, tail = longest[0].partition("…")
    if not tail:
        head, tail = head[: len(head) // 3], head[len(head) // 3 :]
    if len(head) > len(tail) // 2:
        head = head[:-_CUT]
    else:
        tail = tail[_CUT:]
    return f"{text[: longest.start()]}{head}…{tail}{text[longest.end() :]}"


def _right_room(left: str, room: int) -> int:
    """Cells for what is said at the right: what the left leaves, at least three quarters of the line."""
    if not left:
        return room
    room = max(0, room - 2)
    return max(room - cells.width(left), room - room // 4)


def _share(left: str, right: str, room: int) -> tuple[str, str]:
    """Both texts in `room` cells, two of them between.

    What is said at the right is news and may say what to do: of it at least three quarters of the line are shown.
    """
    if not left or not right:
        return cells.fit(left, room)[0], cells.fit(right, room)[0]
    right = cells.fit(right, _right_room(left, room))[0]
    return cells.fit(left, max(0, room - 2) - cells.width(right))[0], right
