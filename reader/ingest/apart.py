"""Documents that anybody may have written are read apart: in a process that may not grow or run on without end.

`Apart` is this side; `python -m reader.ingest.apart` is the other. A request is a line of JSON and the bytes that it
announces; an answer is lines of JSON, one for each release, the last with what else was found. The process serves one
document after the other, and ends when its standard input does, however its parent ended.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import IO, Any, Final, Self

from reader.ingest.documents import Document, FeedLink, Found, Kind, Pages
from reader.model import Attachment, Problem, Release

MAX_DOCUMENT: Final = 20 << 20
"""Bytes of a document."""
SECONDS: Final = 10.0
"""Time that a document may take, the start of the process included."""
MEMORY: Final = 300_000_000
"""Bytes of address space of the process, code and all: what it holds in memory is less."""
MAX_ANSWER: Final = 96 << 20
"""Bytes of an answer; JSON makes more of a text than the document had."""

TOO_LARGE: Final = f"This is larger than {MAX_DOCUMENT >> 20} MiB and was not read."
_TOO_LONG: Final = f"Reading this takes longer than {SECONDS:.0f} seconds; it was given up."
_TOO_MUCH: Final = f"Reading this takes more than {MEMORY // 1_000_000} MB of memory; it was given up."
_DIED: Final = "Reading this ended the process that reads documents: it takes too much memory, or is damaged."
_NO_START: Final = "The process that reads documents could not be started"
_PIECE: Final = 1 << 16
_SPENT: Final = 4 << 20
"""Bytes of a document after which the process ends: memory that it had for one does not all serve the next."""
_NO_MEMORY: Final = 99
"""Exit code of a process that found no more memory."""
_FIELDS: Final = (
    "title",
    "date",
    "body",
    "categories",
    "external_id",
    "url",
    "language",
    "attachments",
)
"""What an adapter fills in of a release, but the source."""


class Apart:
    """Reads documents in a process of its own, which starts with the first one. Threads that share it take turns."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, document: Document, source: str, *, kind: Kind | None = None) -> Found:
        """Find what a document holds, within the limits of this module; blocks until then.

        `source` is the key of the releases; `kind` says what the document is where that is not to be guessed. Raises
        nothing for what the bytes are: a document beyond the limits has no releases and one problem.
        """
        if len(document.content) > MAX_DOCUMENT:
            return _refused(document, kind, TOO_LARGE)
        with self._turn:
            try:
                return self._asked(document, source, kind)
            except _GivenUpError as error:
                self._end()
                return _refused(document, kind, str(error))
            except BaseException:
                # Interrupted in the middle of an answer: the rest of it must not be taken for the next one.
                self._end()
                raise

    def close(self) -> None:
        """End the process, if there is one."""
        with self._turn:
            self._end()

    def _asked(self, document: Document, source: str, kind: Kind | None) -> Found:
        deadline = time.monotonic() + SECONDS
        process = self._started()
        announced = {
            "url": document.url,
            "content_type": document.content_type,
            "kind": kind,
            "size": len(document.content),
        }
        request = json.dumps(announced).encode() + b"\n"
        found = _found(_exchanged(process, (request, document.content), deadline), source)
        if len(document.content) > _SPENT:
            self._end()
        return found

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        try:
            self._process = _start()
        except OSError as error:
            raise _GivenUpError(f"{_NO_START}: {error.strerror or error}.") from None
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        process.wait()


class _GivenUpError(Exception):
    """There is no answer; the text is a sentence."""


def _start() -> "subprocess.Popen[bytes]":
    # The folder that the program was started in may hold modules of the same names.
    root = str(Path(__file__).parents[2])
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "reader.ingest.apart"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))},
        # ctrl+c in the terminal is meant for the parent, which ends this process or goes on with it.
        start_new_session=True,
    )
    for pipe in (process.stdin, process.stdout):
        os.set_blocking(_number(pipe), False)
    return process


def _number(pipe: IO[bytes] | None) -> int:
    if pipe is None:
        raise ValueError("a process without pipes")
    return pipe.fileno()


def _exchanged(
    process: "subprocess.Popen[bytes]", request: tuple[bytes, ...], deadline: float
) -> Iterator[bytes]:
    """Send a request, give the lines of the answer; the last one is for the reader to know."""
    into, out = _number(process.stdin), _number(process.stdout)
    pending = [memoryview(piece) for piece in request if piece]
    started: list[bytes] = []
    taken = 0
    with selectors.DefaultSelector() as ready:
        ready.register(into, selectors.EVENT_WRITE)
        ready.register(out, selectors.EVENT_READ)
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise _GivenUpError(_TOO_LONG)
            for key, _ in ready.select(left):
                if key.fd == into:
                    if not (pending := _sent(into, pending)):
                        ready.unregister(into)
                    continue
                data = os.read(out, _PIECE)
                taken += len(data)
                if not data:
                    raise _GivenUpError(_why(process))
                if taken > MAX_ANSWER:
                    raise _GivenUpError(
                        f"What this holds is more than {MAX_ANSWER >> 20} MiB; it was given up."
                    )
                first, *others = data.split(b"\n")
                started.append(first)
                for piece in others:
                    yield b"".join(started)
                    started = [piece]


def _sent(into: int, pending: list[memoryview]) -> list[memoryview]:
    try:
        count = os.write(into, pending[0][:_PIECE])
    except BrokenPipeError:
        return []  # what became of the process is said where its answer ends
    rest = pending[0][count:]
    return [rest, *pending[1:]] if rest else pending[1:]


def _why(process: "subprocess.Popen[bytes]") -> str:
    try:
        code = process.wait(1)
    except subprocess.TimeoutExpired:
        return _DIED
    return {_NO_MEMORY: _TOO_MUCH, -signal.SIGALRM: _TOO_LONG}.get(code, _DIED)


def _found(lines: Iterator[bytes], source: str) -> Found:
    releases: list[Release] = []
    try:
        for line in lines:
            values = json.loads(line)
            if "kind" in values:
                return _rest(values, tuple(releases))
            releases.append(_release(values, source))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise _GivenUpError(_DIED) from None
    raise _GivenUpError(_DIED)


def _release(values: dict[str, Any], source: str) -> Release:
    files = tuple(Attachment(*file) for file in values.pop("attachments"))
    categories = tuple(values.pop("categories"))
    return Release(source=source, categories=categories, attachments=files, **values)


def _rest(values: dict[str, Any], releases: tuple[Release, ...]) -> Found:
    pages = values.pop("pages")
    return Found(
        releases=releases,
        problems=tuple(Problem(*problem) for problem in values.pop("problems")),
        pages=None if pages is None else Pages(*pages),
        feeds=tuple(FeedLink(*feed) for feed in values.pop("feeds")),
        skip_hours=tuple(values.pop("skip_hours")),
        skip_days=tuple(values.pop("skip_days")),
        **{name: value for name, value in values.items() if name != "releases"},
    )


def _refused(document: Document, kind: Kind | None, reason: str) -> Found:
    return Found(kind or "page", problems=(Problem(document.url, 0, reason),))


def main() -> None:
    """Serve documents from standard input until it ends."""
    _limit()
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a library says must not stand among the answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        from reader.ingest import adapters  # noqa: PLC0415 - the parsers are loaded in this process alone

        while header := requests.readline():
            # Also where the parent has gone and nobody else looks at the clock.
            signal.setitimer(signal.ITIMER_REAL, SECONDS)
            request = json.loads(header)
            content = requests.read(request["size"])
            if len(content) < request["size"]:
                return
            document = Document(content, request["url"], request["content_type"])
            found = adapters.read(document, "", request["kind"])
            for line in _written(found):
                answers.write(line)
            answers.flush()
            signal.setitimer(signal.ITIMER_REAL, 0)
    except MemoryError:
        os._exit(_NO_MEMORY)
    except BrokenPipeError:
        os._exit(1)


def _limit() -> None:
    import resource  # noqa: PLC0415 - not on every system

    # Not every system limits address space, and none needs a core of this.
    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))


def _written(found: Found) -> Iterator[bytes]:
    for release in found.releases:
        yield _line({name: getattr(release, name) for name in _FIELDS})
    yield _line({**found._asdict(), "releases": ()})


def _line(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


if __name__ == "__main__":
    main()
