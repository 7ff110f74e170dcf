"""How a long walk through the index ends early: somebody asks for something newer meanwhile."""

from collections.abc import Callable


class Overtaken(Exception):
    """Nobody waits for this answer any more."""


class Watch:
    """Handed to whatever walks through many documents, which looks at it every hundred or so."""

    def __init__(self) -> None:
        self.stop: Callable[[], bool] | None = None
        """Says whether to stop; None where nothing can be newer."""

    def look(self) -> None:
        """Raises Overtaken when it is time to stop."""
        if self.stop is not None and self.stop():
            raise Overtaken
