"""The smallest Textual app that answers a key: what the answer to any key is compared with."""

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static


class Echo(App[None]):
    """Counts the keys."""

    pressed = 0

    def compose(self) -> ComposeResult:
        yield Static("Ready")

    def on_key(self, event: events.Key) -> None:
        """Show how many there were."""
        self.pressed += 1
        self.query_one(Static).update(f"{self.pressed} keys, the last one {event.key}")


if __name__ == "__main__":
    Echo().run()
