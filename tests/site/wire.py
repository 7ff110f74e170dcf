"""Requests as the test site reads them, answers as it writes them: HTTP/1.1 by hand, so that it can be done wrongly."""

import asyncio
import gzip
import hashlib
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit


class Request(NamedTuple):
    """One request."""

    method: str
    target: str
    """Path and query as they came."""
    headers: dict[str, str]
    """Names in lower case; values as Latin-1, so that every byte is there."""

    @property
    def path(self) -> str:
        """Without the query, percent signs decoded."""
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> dict[str, str]:
        """The parameters; of one that comes twice the last value."""
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))


@dataclass(frozen=True)
class Answer:
    """What a handler answers. Content-Length is added unless the headers or `play` make it wrong."""

    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    play: "Play | None" = None
    """How the answer goes out, where not simply at once."""

    def having(self, **headers: str) -> "Answer":
        """The same with more headers; underscores stand for hyphens."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers={**self.headers, **more})

    def head(self, *, length: bool = True) -> bytes:
        """Status line and headers, with the empty line that ends them."""
        try:
            phrase = HTTPStatus(self.status).phrase
        except ValueError:
            phrase = "Whatever"
        names = {"Date": formatdate(usegmt=True)}
        if self.status != 304 and self.content_type:
            names["Content-Type"] = self.content_type
        if length and self.status != 304:
            names["Content-Length"] = str(len(self.body))
        names |= self.headers
        lines = [f"HTTP/1.1 {self.status} {phrase}", *(f"{name}: {value}" for name, value in names.items())]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


Handler = Callable[[Request], Answer]
Play = Callable[[Answer], AsyncIterator[bytes]]
"""Yields the pieces of an answer, its head first. A ConnectionResetError raised by it resets the connection; any other
end leaves the connection open for the next request, so that it must have said how long it is, or asked to close."""


def conditional(request: Request, answer: Answer) -> Answer:
    """304 where the request has the answer's validators, compared byte for byte."""
    tag, day = answer.headers.get("ETag"), answer.headers.get("Last-Modified")
    asked, since = request.headers.get("if-none-match"), request.headers.get("if-modified-since")
    same = asked == tag if asked is not None else since is not None and since == day
    return replace(answer, status=304, body=b"") if same and (tag or day) else answer


def packed(request: Request, answer: Answer) -> Answer:
    """The answer with gzip, where the request takes it."""
    if "gzip" not in request.headers.get("accept-encoding", "") or not answer.body:
        return answer
    return replace(answer, body=gzip.compress(answer.body, 1)).having(Content_Encoding="gzip")


def tag_of(content: bytes) -> str:
    """A strong entity tag, quotes included."""
    return f'"{hashlib.sha256(content).hexdigest()[:16]}"'


def text(content: str, content_type: str = "text/html; charset=utf-8") -> Answer:
    """A page in UTF-8."""
    return Answer(content.encode(), content_type)


def json_answer(value: Any, content_type: str = "application/feed+json") -> Answer:
    """A value as JSON."""
    return Answer(json.dumps(value, ensure_ascii=False, indent=1).encode(), content_type)


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """The next request of a connection; None when the client has gone, or speaks something else."""
    try:
        first_byte = await reader.readexactly(1)
        if not first_byte.isalpha():
            return None
        head = first_byte + await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    first, *lines = head.decode("latin-1").split("\r\n")[:-2]
    method, target, _ = first.split(" ")
    pairs = (line.partition(":") for line in lines)
    return Request(method, target, {name.lower(): value.strip() for name, _, value in pairs})
