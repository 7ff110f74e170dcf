"""One long-lived thread that answers the search bar, and a mailbox that holds only the newest question.

A thread a question would not do: none can be stopped, and a slow first one delivers after a fast second one.
"""

import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from reader.errors import NotFound, PressReaderError, UsageError
from reader.index.watch import Overtaken
from reader.library.answers import Answer, Question
from reader.paths import Paths

if TYPE_CHECKING:
    from reader.library.search import Search

Deliver = Callable[[Answer], object]
Errand = Callable[["Search"], object]
"""Something else to be asked of the search; what it returns is handed on."""
Receive = Callable[[object], object]
"""Gets what an errand returned, or the PressReaderError that it raised."""


class Sent(NamedTuple):
    """An errand that waits for its turn."""

    errand: Errand
    receive: Receive
    kind: str
    """Names errands that a newer one of their kind makes useless."""


Task = Question | Sent


class SearchThread:
    """Answers questions; an answer carries its question, so that one out of date can be dropped."""

    def __init__(self, paths: Paths, deliver: Deliver) -> None:
        self._paths = paths
        self._deliver = deliver
        self._newest: Question | None = None
        self._errands: deque[Sent] = deque()
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

    def run(self, errand: Errand, receive: Receive, kind: str = "") -> None:
        """Do something else with the search, after the question under way."""
        with self._mail:
            self._errands.append(Sent(errand, receive, kind))
            self._mail.notify()

    def forget(self, kind: str) -> None:
        """Take back the errands of a kind that nobody has begun."""
        with self._mail:
            self._errands = deque(sent for sent in self._errands if sent.kind != kind)

    def stop(self) -> None:
        """Let the thread end; does not wait for the question it is at."""
        with self._mail:
            self._stopped = True
            self._mail.notify()

    def join(self, timeout: float) -> None:
        """Wait for the thread to end, at most `timeout` seconds."""
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _next(self) -> Task | None:
        """The newest question, else the oldest errand; None when there is no more to do."""
        with self._mail:
            self._mail.wait_for(lambda: self._newest is not None or self._errands or self._stopped)
            if self._stopped:
                return None
            question, self._newest = self._newest, None
            return question or self._errands.popleft()

    def _overtaken(self) -> bool:
        return self._newest is not None or self._stopped

    def _run(self) -> None:
        # Here and not above: loading the engine would keep the first keys waiting.
        from reader.library.search import Search  # noqa: PLC0415

        search: Search | None = None
        try:
            while (task := self._next()) is not None:
                try:
                    if search is None:
                        search = Search.open(self._paths)
                except Exception as error:
                    self._refuse(task, _as_ours(error))
                    continue
                self._do(search, task)
        finally:
            if search is not None:
                search.close()

    def _do(self, search: "Search", task: Task) -> None:
        try:
            if isinstance(task, Question):
                search.watch.stop = self._overtaken
                self._answer(search, task)
            else:
                search.watch.stop = None
                task.receive(task.errand(search))
        except Overtaken:
            return
        except Exception as error:
            self._refuse(task, _as_ours(error))

    def _refuse(self, task: Task, error: PressReaderError) -> None:
        if not isinstance(task, Question):
            task.receive(error)
        elif isinstance(error, UsageError | NotFound):
            self._deliver(Answer(task, objection=str(error)))
        else:
            self._deliver(Answer(task, error=str(error)))

    def _answer(self, search: "Search", question: Question) -> None:
        answer = search.ask(question)
        self._deliver(answer)
        if answer.unindexed or self._overtaken():
            return
        for step in search.rest_of(answer):
            if self._overtaken():
                return
            if step is not None and step != answer:
                self._deliver(step)


def _as_ours(error: Exception) -> PressReaderError:
    """Whatever goes wrong is told, and the next question is answered all the same."""
    if isinstance(error, PressReaderError):
        return error
    return PressReaderError(f"This search failed: {error!r}. Try other words.")
