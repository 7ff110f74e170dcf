"""Looking up names must not keep an interrupted program from ending."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Lookups(ThreadPoolExecutor):
    """An event loop's executor whose threads nobody waits for: the system's resolver can take half a minute and cannot
    be interrupted, and asyncio as well as the interpreter would wait for it at their end.

    Each call has a thread of its own; how many there are is bounded by those who ask.
    """

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> "Future[_T]":
        """Run it now."""
        future: Future[_T] = Future()

        def run() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                outcome = fn(*args, **kwargs)
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(outcome)

        threading.Thread(target=run, name="lookup", daemon=True).start()
        return future
