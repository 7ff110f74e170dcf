"""One long-lived thread that answers the search bar, and a mailbox that holds only the newest question.

A thread a question would not do: none can be stopped, and a slow first one delivers after a fast second one.
"""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.errors import PressReaderError, UsageError
from reader.library.answers import Answer, Question
from reader.paths import Paths

if TYPE_CHECKING:
    from reader.library.search import Search

Deliver = Callable[[Answer], object]


class SearchThread:
    """Answers questions; an answer carries its question, so that one out of date can be dropped."""

    def __init__(self, paths: Paths, deliver: Deliver) -> None:
        self._paths = paths
        self._deliver = deliver
        self._newest: Question | None = None
        self._stopped = False
        self._mail = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="search", daemon=True)

    def start(self) -> None:
        """Open the searcher in its thread, before the first question needs it."""
        self._thread.start()

    def ask(self, question: Question) -> None:
        """Ask something; whatever was asked before and has no answer yet is dropped."""
        with self._mail:
            self._newest = question
            self._mail.notify()

    def stop(self) -> None:
        """Let the thread end; does not wait for the question it is at."""
        with self._mail:
            self._stopped = True
            self._mail.notify()

    def join(self, timeout: float) -> None:
        """Wait for the thread to end, at most `timeout` seconds."""
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _next(self) -> Question | None:
        with self._mail:
            self._mail.wait_for(lambda: self._newest is not None or self._stopped)
            question, self._newest = self._newest, None
            return None if self._stopped else question

    def _overtaken(self) -> bool:
        return self._newest is not None or self._stopped

    def _run(self) -> None:
        # Here and not above: loading the engine would keep the first keys waiting.
        from reader.library.search import Search  # noqa: PLC0415

        search: Search | None = None
        try:
            while (question := self._next()) is not None:
                try:
                    if search is None:
                        search = Search.open(self._paths)
                    self._answer(search, question)
                except UsageError as error:
                    self._deliver(Answer(question, objection=str(error)))
                except PressReaderError as error:
                    self._deliver(Answer(question, error=str(error)))
                except Exception as error:
                    self._deliver(Answer(question, error=f"This search failed: {error!r}. Try other words."))
        finally:
            if search is not None:
                search.close()

    def _answer(self, search: "Search", question: Question) -> None:
        answer = search.ask(question)
        self._deliver(answer)
        if answer.complete or answer.unindexed or self._overtaken():
            return
        for step in search.all_of(answer):
            if self._overtaken():
                return
            if step is not None:
                self._deliver(step)
