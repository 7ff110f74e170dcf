"""What goes wrong on the real network, each as a function from the right answer to the wrong one."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

from tests.site.wire import Answer, Request

Fault = Callable[[Request, Answer], Answer]


def reset(after: float = 0.5) -> Fault:
    """The connection is reset when this share of the body is out; 0 resets before the first byte of the answer."""

    def fault(request: Request, answer: Answer) -> Answer:
        async def play(answer: Answer) -> AsyncIterator[bytes]:
            if after:
                yield answer.head() + answer.body[: int(len(answer.body) * after)]
            raise ConnectionResetError

        return replace(answer, play=play)

    return fault


def truncated(after: float = 0.5) -> Fault:
    """The connection is closed politely when this share of the body is out."""

    def fault(request: Request, answer: Answer) -> Answer:
        async def play(answer: Answer) -> AsyncIterator[bytes]:
            yield answer.head() + answer.body[: int(len(answer.body) * after)]
            raise EOFError

        return replace(answer, play=play)

    return fault


def status(code: int, *, retry_after: str | None = None) -> Fault:
    """Another status, with a page that says so. `retry_after` as it is to be sent: seconds or an HTTP date."""

    def fault(request: Request, answer: Answer) -> Answer:
        wrong = Answer(f"<h1>{code}</h1>".encode(), status=code)
        return wrong if retry_after is None else wrong.having(Retry_After=retry_after)

    return fault


def moved(to: str, code: int = 302) -> Fault:
    """A redirect, to a look-alike for instance."""

    def fault(request: Request, answer: Answer) -> Answer:
        return Answer(b"<h1>Moved</h1>", status=code).having(Location=to)

    return fault


def mislabelled(charset: str = "euc-kr") -> Fault:
    """The bytes stay, the charset in the header does not fit them."""

    def fault(request: Request, answer: Answer) -> Answer:
        kind = answer.content_type.partition(";")[0]
        return replace(answer, content_type=f"{kind}; charset={charset}")

    return fault


def changed_markup(*renamed: tuple[str, str]) -> Fault:
    """The page as a relaunch of the site would have it: other names for elements and classes."""
    pairs = renamed or (
        ('class="board-list"', 'class="bbs-cards"'),
        ('class="title"', 'class="card-headline"'),
        ("article.view(", "bbs.open("),
        ("detail-cont", "card-text"),
    )

    def fault(request: Request, answer: Answer) -> Answer:
        body = answer.body
        for old, new in pairs:
            body = body.replace(old.encode(), new.encode())
        return replace(answer, body=body)

    return fault


def unchanged() -> Fault:
    """304, whatever was asked."""
    return lambda request, answer: replace(answer, status=304, body=b"")


def garbage(content: bytes = b"SSH-2.0-OpenSSH_9.6\r\n\r\n") -> Fault:
    """Something that is no HTTP."""

    def fault(request: Request, answer: Answer) -> Answer:
        async def play(answer: Answer) -> AsyncIterator[bytes]:
            yield content
            raise EOFError

        return replace(answer, play=play)

    return fault


def endless(chunk: bytes = b"<!-- and on -->" * 4096) -> Fault:
    """A body that never ends, as fast as it is read."""

    def fault(request: Request, answer: Answer) -> Answer:
        async def play(answer: Answer) -> AsyncIterator[bytes]:
            yield answer.having(Connection="close").head(length=False) + answer.body
            while True:
                yield chunk

        return replace(answer, play=play)

    return fault


def drip(piece: int = 1, every: float = 0.01) -> Fault:
    """The body comes, and goes on coming, `piece` bytes every `every` seconds."""

    def fault(request: Request, answer: Answer) -> Answer:
        async def play(answer: Answer) -> AsyncIterator[bytes]:
            yield answer.head()
            for start in range(0, len(answer.body), piece):
                await asyncio.sleep(every)
                yield answer.body[start : start + piece]

        return replace(answer, play=play)

    return fault


def silence() -> Fault:
    """The request is read and never answered."""

    def fault(request: Request, answer: Answer) -> Answer:
        async def play(answer: Answer) -> AsyncIterator[bytes]:
            await asyncio.Event().wait()
            yield b""

        return replace(answer, play=play)

    return fault


def bomb(size: int = 1 << 30, coding: str = "gzip") -> Fault:
    """A small body that unpacks to `size` zeros; `coding` is gzip or deflate."""
    member = zlib.compressobj(9, zlib.DEFLATED, 31 if coding == "gzip" else 15)
    block = bytes(1 << 20)
    content = b"".join([*(member.compress(block) for _ in range(size >> 20)), member.flush()])
    return lambda request, answer: replace(answer, body=content).having(Content_Encoding=coding)


def encoded(coding: str, content: bytes | None = None) -> Fault:
    """The header names a coding; the body is `content`, or what it was."""

    def fault(request: Request, answer: Answer) -> Answer:
        body = answer.body if content is None else content
        return replace(answer, body=body).having(Content_Encoding=coding)

    return fault


def gzipped_twice() -> Fault:
    """Packed by the program and again by its front end."""

    def fault(request: Request, answer: Answer) -> Answer:
        if "Content-Encoding" not in answer.headers:
            answer = replace(answer, body=gzip.compress(answer.body))
        return replace(answer, body=gzip.compress(answer.body)).having(Content_Encoding="gzip, gzip")

    return fault


def header(name: str, value: str) -> Fault:
    """One more header, or another value of one."""
    return lambda request, answer: replace(answer, headers={**answer.headers, name: value})
