"""The sources that are fetched: how far a sync is with each, when it was fetched last, and what is wrong with it."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.errors import PressReaderError
from reader.model import Source
from reader.tui.screens.sizes import LOW
from reader.tui.syncer import Event, Syncer, counted, page
from reader.tui.widgets.guide_pane import GuideGroup, GuidePane
from reader.wording import count

_STATES = {
    "waiting": "waits for its turn",
    "fetching": "is being fetched",
    "done": "fetched",
    "failed": "failed",
}


class SourcesScreen(ModalScreen[None]):
    """Follows a sync that is under way; closed by esc or q."""

    VERTICAL_BREAKPOINTS = LOW
    BINDINGS = [  # noqa: RUF012 - Textual's own form
        ("escape,q", "dismiss", "Close"),
        ("j,down", "scroll(1)", "Down"),
        ("k,up", "scroll(-1)", "Up"),
        ("g,home", "scroll(-1000000)", "First"),
        ("G,end", "scroll(1000000)", "Last"),
        ("space,pagedown", "scroll_page(1)", "Page down"),
        ("pageup", "scroll_page(-1)", "Page up"),
        ("ctrl+r", "sync", "Sync"),
    ]

    def __init__(
        self, sources: Callable[[], Sequence[Source]], syncer: Syncer, sync: Callable[[], Awaitable[None]]
    ) -> None:
        """`sources` reads them anew; `sync` starts a sync."""
        super().__init__()
        self._sources = sources
        self._syncer = syncer
        self._sync = sync
        self._pane = GuidePane([])

    def compose(self) -> ComposeResult:
        with Vertical(id="report"):
            yield Static("Sources", classes="words", markup=False)
            yield self._pane
            yield Static("ctrl+r syncs · j k scroll · esc closes", classes="hint", markup=False)

    def on_mount(self) -> None:
        self._pane.focus()
        self._syncer.watch = self._update
        self._update()

    def on_unmount(self) -> None:
        self._syncer.watch = None

    def _update(self) -> None:
        try:
            sources = self._sources()
        except PressReaderError as error:
            self.query_one(".words", Static).update(str(error))
            return
        title = (
            f"{count(len(sources), 'source')} that are fetched"
            if len(sources) > 1
            else "One source is fetched"
        )
        self.query_one(".words", Static).update(title)
        self._pane.replace(list(groups(sources, self._syncer.sources)))

    async def action_sync(self) -> None:
        """Start a sync, if none is under way."""
        if not self._syncer.busy:
            await self._sync()

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self._pane.scroll_lines(lines)

    def action_scroll_page(self, pages: int) -> None:
        """Scroll by pages."""
        self._pane.scroll_page(pages)


def groups(sources: Sequence[Source], events: Mapping[str, Event]) -> Iterator[GuideGroup]:
    """What is told of each source."""
    for source in sources:
        yield source.name, list(_rows(source, events.get(source.key)))


def _rows(source: Source, event: Event | None) -> Iterator[tuple[str, str]]:
    if event is not None:
        state = _STATES.get(str(event.get("state")), "")
        yield (
            "this sync",
            " · ".join(
                filter(None, (state, page(event) if event.get("state") == "fetching" else "", counted(event)))
            ),
        )
    yield "last good", _moment(source.last_good, "never yet")
    error = event.get("error") if event is not None else source.error
    if error:
        yield "error", str(error)
    yield "next due", _moment(source.next_due, "at the next sync")
    for address in source.addresses:
        yield "address", address


def _moment(moment: str | None, none: str) -> str:
    return f"{moment[:16].replace('T', ' ')} UTC" if moment else none
