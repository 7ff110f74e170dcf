"""Syncs in a process of their own, one at a time: hears how far each source is, and what became of all."""

import contextlib
import json
import subprocess
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reader.library import elsewhere
from reader.tui.guard import guarded
from reader.wording import count

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.tui.app import ReaderApp

Event = dict[str, Any]
"""What the process tells; `reader.library.syncing` says which keys there are."""

_MODULE = "reader.library.syncing"
_FIELDS = (("added", "new"), ("revised", "reworded"), ("completed", "completed"))
_END_SECONDS = 5.0
"""How long leaving waits for a process that was told to end, which ends as a killed one would."""


class Syncer:
    """Starts the process and reads what it tells, in a thread that hands every event to the screen's."""

    def __init__(self, app: "ReaderApp", ended: "Callable[[Event], object]") -> None:
        """`ended` is called on the screen's thread with the last event of a sync."""
        self._app = app
        self._ended = ended
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self.sources: dict[str, Event] = {}
        """The newest event of each source of this sync, or of the last one, by its key."""
        self.watch: Callable[[], object] | None = None
        """Called on the screen's thread after every event."""

    @property
    def busy(self) -> bool:
        """A sync is under way."""
        return self._process is not None

    def start(self, arguments: Sequence[str] = ()) -> None:
        """Begin, unless one is under way; `arguments` are those of the module."""
        if self._process is not None:
            return
        self.sources = {}
        self._stopped = False
        try:
            self._process = elsewhere.start(_MODULE, subprocess.PIPE, arguments)
        except OSError as error:
            self._later(
                self._ended, {"event": "end", "error": f"No sync could be started: {error.strerror}."}
            )
            return
        self._app.main.status.show_progress("Syncing…")
        threading.Thread(target=self._read, args=(self._process,), name="sync", daemon=True).start()

    def stop(self) -> bool:
        """Have it end now: what it stored stays, and the next sync goes on there. False where none is under way."""
        if self._process is None:
            return False
        self._stopped = True
        with contextlib.suppress(OSError):
            self._process.terminate()
        return True

    def finish(self) -> None:
        """End it because the reader ends."""
        process = self._process
        if process is None:
            return
        self.stop()
        try:
            process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _read(self, process: "subprocess.Popen[bytes]") -> None:
        """In the thread: hand on what is told, until the process has ended."""
        end: Event | None = None
        assert process.stdout is not None  # noqa: S101 - it is asked for
        with process.stdout:
            for line in process.stdout:
                event = _read_event(line)
                if event is not None and event["event"] == "end":
                    end = event
                elif event is not None:
                    self._later(self._heard, event)
        process.wait()
        self._later(self._over, end)

    @guarded
    def _heard(self, event: Event) -> None:
        self.sources[str(event.get("key"))] = event
        self._app.main.status.show_progress(progress(list(self.sources.values())))
        self._tell()

    @guarded
    def _over(self, end: Event | None) -> None:
        self._process = None
        self._app.main.status.show_progress("")
        if end is None and self._stopped:
            end = {"event": "end", "stopped": True, **_totals(self.sources.values())}
        elif end is None:
            end = {
                "event": "end",
                **_totals(self.sources.values()),
                "error": "The sync ended before its time. What it brought is kept; ctrl+r goes on.",
            }
        self._later(self._ended, end)
        self._tell()

    def say(self, text: str, *, error: bool = False) -> None:
        """Say what the library refused while an event was dealt with."""
        self._app.say(text, error=error)

    def _tell(self) -> None:
        if self.watch is not None:
            self.watch()

    def _later(self, call: "Callable[..., object]", *arguments: object) -> None:
        """Have something done on the screen's thread; where the screen is gone, by nobody."""
        with contextlib.suppress(RuntimeError):
            self._app.call_later(call, *arguments)


def _read_event(line: bytes) -> Event | None:
    with contextlib.suppress(ValueError):
        event = json.loads(line)
        if isinstance(event, dict) and event.get("event") in ("source", "end"):
            return event
    return None


def _totals(events: "Sequence[Event] | Any") -> Event:
    names = ("added", "revised", "completed", "unchanged")
    return {name: sum(int(event.get(name) or 0) for event in events) for name in names}


def counted(event: Event) -> str:
    """`12 new, 1 reworded`; '' where nothing came."""
    return ", ".join(f"{event[name]:,} {word}" for name, word in _FIELDS if event.get(name))


def progress(events: Sequence[Event]) -> str:
    """How far a sync is, in one line."""
    done = sum(event.get("state") in ("done", "failed") for event in events)
    parts = [f"Syncing: {done:,} of {count(len(events), 'source')}"]
    at_work = [event for event in events if event.get("state") == "fetching"]
    walking = next((event for event in at_work if (event.get("page") or 0) > 1), None)
    if walking is not None:
        parts.append(f"{walking['name']}: {page(walking)}")
    elif len(at_work) == 1:
        parts.append(str(at_work[0]["name"]))
    return " · ".join(filter(None, (*parts, counted(_totals(events)))))


def page(event: Event) -> str:
    """Where the walk of a source is: `page 3 of 340`; '' before its first page."""
    if not event.get("page"):
        return ""
    of = f" of {event['pages']:,}" if event.get("pages") else ""
    return f"page {event['page']:,}{of}"


def told(end: Event) -> str:
    """What a sync did, in one line; '' where all there is to say is why its only source failed."""
    if end.get("error"):
        return str(end["error"])
    if end.get("busy"):
        return "Another sync is under way; what it brings appears here."
    came = counted(end)
    if end.get("stopped"):
        return f"Stopped{f' after {came}' if came else ''}. The next sync goes on there."
    failed = int(end.get("failed") or 0)
    if not failed:
        return came or "Nothing new."
    of = int(end.get("sources") or failed)
    which = [f"{failed:,} of {count(of, 'source')} failed"] if of > 1 else []
    return "; ".join([came, *which] if came else which)
