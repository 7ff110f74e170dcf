"""A question that is at work ends when a newer one is asked; other errands do not."""

import threading
from pathlib import Path

import pytest

from reader.library import Library
from reader.library.answers import Answer, Question
from reader.library.search import Search
from reader.tui.search_thread import SearchThread


def test_a_newer_question_ends_the_one_at_work(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, answered = threading.Event(), threading.Event()
    delivered: list[Answer] = []
    asks = Search.ask

    def ask(self: Search, question: Question) -> Answer:
        if question.text == "slow":
            begun.set()
            while True:
                self.watch.look()
        return asks(self, question)

    def deliver(answer: Answer) -> None:
        delivered.append(answer)
        answered.set()

    monkeypatch.setattr(Search, "ask", ask)
    with Library.open() as library:
        thread = SearchThread(library.paths, deliver)
        thread.start()
        thread.ask(Question("slow"))
        assert begun.wait(30)
        thread.ask(Question("is:unread"))
        assert answered.wait(30)
        watched: list[object] = []
        seen = threading.Event()

        def receive(result: object) -> None:
            watched.append(result)
            seen.set()

        thread.run(lambda search: search.watch.stop is None, receive)
        assert seen.wait(30)
        thread.stop()
        thread.join(30)
    assert [answer.question.text for answer in delivered] == ["is:unread"]
    assert watched == [True]
