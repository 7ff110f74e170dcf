"""Keeps the reader on its feet: what the library refuses is said on the screen and ends nothing."""

import functools
from collections.abc import Callable, Coroutine
from inspect import isawaitable
from typing import Any, Concatenate, ParamSpec

from reader.errors import PressReaderError

_P = ParamSpec("_P")


def guarded(
    method: Callable[Concatenate[Any, _P], object],
) -> Callable[Concatenate[Any, _P], Coroutine[Any, Any, None]]:
    """For everything that Textual calls: keys, messages, timers, callbacks.

    A library that is busy, full, damaged or gone must not take down a reader that shows text and holds an
    editor. The error, which is a sentence, is given to `say`.
    """

    @functools.wraps(method)
    async def safely(self: Any, /, *arguments: _P.args, **named: _P.kwargs) -> None:
        try:
            done = method(self, *arguments, **named)
            if isawaitable(done):
                await done
        except PressReaderError as error:
            self.say(str(error), error=True)

    return safely
