"""Lets keys and pastes have their turn, one strictly after the other."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

if TYPE_CHECKING:
    from textual.app import App
    from textual.events import Event
    from textual.message_pump import MessagePump

PATIENCE = 1.0
"""Seconds after which a key has its turn though something has not come to rest; nobody waits for that again until it
has."""
_LATE = 0.2
"""Seconds by which a timer is late where the whole loop was held up: nobody had the time to come to rest."""


class Turns:
    """Holds what is typed until everything that was typed before it has been done.

    Textual hands a key on at once, to whatever has the focus when the key arrives; the key before it may still stand
    in the queue of the widget that will open a field for this one. Here a key's turn comes when nothing is at work any
    more: every queue is empty and its task waits for a message. So a screen that was opened is mounted and has its
    focus, what was submitted is taken, and what was closed is gone. Textual has one task with a queue for each widget;
    one that is at work gets a callback, which it runs when it has done what it has; then all are looked at again.
    """

    def __init__(self, app: "App[Any]", forward: "Callable[[Event], Awaitable[None]]") -> None:
        """`forward` is how Textual hands a key on."""
        self._app = app
        self._forward = forward
        self._waiting: deque[Event] = deque()
        self._settling = False
        """The first of those that wait gets its turn when everything has come to rest."""
        self._turn = 0
        self._stuck: WeakSet[MessagePump] = WeakSet()
        """What did not come to rest in time, and is not waited for."""
        self._watch: asyncio.TimerHandle | None = None

    async def take(self, event: "Event") -> None:
        """Hand a key on when its turn has come; what follows the key that quits is dropped."""
        self._waiting.append(event)
        if self._settling:
            return
        # The app is at work on this very key: its queue alone says whether there is more.
        if self._app._message_queue.empty() and next(self._at_work(self._app._registry), None) is None:
            await self._give()
        else:
            self._begin()

    async def _give(self) -> None:
        event = self._waiting.popleft()
        if self._app.return_code is not None:
            self._waiting.clear()
            return
        await self._forward(event)
        if self._waiting:
            self._begin()

    def _begin(self) -> None:
        self._settling = True
        self._turn += 1
        self._watch_out(self._turn)
        asyncio.get_running_loop().call_soon(self._settle, self._turn)

    def _settle(self, turn: int) -> None:
        """Give the next key its turn if nothing is at work; else look again when what is at work is done."""
        if turn != self._turn:
            return
        for pump in self._at_work((self._app, *self._app._registry)):
            if pump.call_later(self._look_again, turn):
                return
        self._end()

    def _look_again(self, turn: int) -> None:
        # Not at once: whoever calls this is at work until it has returned.
        asyncio.get_running_loop().call_soon(self._settle, turn)

    def _at_work(self, pumps: "Iterable[MessagePump]") -> "Iterator[MessagePump]":
        """Those that have something to do."""
        for pump in pumps:
            if resting(pump):
                self._stuck.discard(pump)
            elif pump not in self._stuck:
                yield pump

    def _end(self) -> None:
        self._turn += 1
        if self._watch is not None:
            self._watch.cancel()
        self._app.call_later(self._give_first)

    async def _give_first(self) -> None:
        self._settling = False
        await self._give()

    # Where something does not come to rest

    def _watch_out(self, turn: int) -> None:
        loop = asyncio.get_running_loop()
        self._watch = loop.call_later(PATIENCE, self._give_up, turn, loop.time() + PATIENCE)

    def _give_up(self, turn: int, due: float) -> None:
        """Give the next key its turn though something is at work, as a handler that waits for ever: ctrl+q may come."""
        if turn != self._turn:
            return
        if asyncio.get_running_loop().time() > due + _LATE:
            self._watch_out(turn)
            return
        self._stuck.update(self._at_work((self._app, *self._app._registry)))
        self._end()


def resting(pump: "MessagePump") -> bool:
    """Whether a widget has nothing to do: no message to it waits, and its task waits for one.

    Neither Textual nor asyncio says so in public; an empty queue alone may be that of a handler that awaits something.
    """
    queue: Any = pump._message_queue
    return queue.empty() and bool(queue.ready_event._waiters)
