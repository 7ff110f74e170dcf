"""A web site on loopback, in a thread of its own: many hosts, every request logged, all that goes wrong on demand."""

import asyncio
import random
import socket
import ssl
import struct
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, Self

from tests.site.faults import Fault
from tests.site.wire import Answer, Handler, Request, read_request

HOME = "127.0.0.1"


class Served(Protocol):
    """Something with pages: a board, a feed."""

    def serve(self, request: Request) -> Answer | None:
        """The answer; None for a path that it does not have."""


@dataclass
class Hit:
    """One request in the log."""

    time: float
    """When it was read, `time.monotonic()`."""
    host: str
    """The address that it came to, as `127.0.0.2`."""
    path: str
    """With the query, as it came."""
    headers: dict[str, str]
    """Names in lower case."""
    status: int = 0
    """0 until the answer is known."""
    end: float = 0.0
    """When the answer was out, or broken off; 0 until then."""


@dataclass
class _Trouble:
    path: str
    host: str | None
    fault: Fault
    times: int | None
    share: float


def hosts(count: int) -> list[str]:
    """That many loopback addresses, from 127.0.1.1 on."""
    return [f"127.0.{1 + n // 250}.{1 + n % 250}" for n in range(count)]


class Site:
    """Serves from `with` on.

    Each host is a socket of its own, bound to a loopback address and to nothing else; all have the same port, so that
    `url` needs only the address.

    `port` 0 takes a free one; `tls` serves https. What is added without a host is served on every host.
    """

    def __init__(
        self,
        *served: Served,
        port: int = 0,
        hosts: Iterable[str] = (),
        tls: ssl.SSLContext | None = None,
        seed: int = 1,
    ) -> None:
        self.port = port
        self.log: list[Hit] = []
        self._served: list[tuple[str | None, Served]] = [(None, one) for one in served]
        self._routes: dict[tuple[str | None, str], Handler] = {}
        self._troubles: list[_Trouble] = []
        self._hosts = [HOME, *(host for host in hosts if host != HOME)]
        self._open: dict[str, asyncio.Server] = {}
        self._tls = tls
        self._random = random.Random(seed)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="test-site", daemon=True)
        self._talks: set[asyncio.Task[None]] = set()

    # What it serves

    def add(self, served: Served, *, host: str | None = None) -> None:
        """Serve a board or a feed too."""
        self._served.append((host, served))

    def route(self, path: str, page: Handler | Answer, *, host: str | None = None) -> None:
        """Serve one path; the newest for a path is the one that holds."""
        self._routes[host, path] = (lambda request: page) if isinstance(page, Answer) else page

    def robots(self, content: str = "", *, status: int = 200, host: str | None = None) -> None:
        """Serve a robots.txt; without one it is a 404."""
        self.route("/robots.txt", Answer(content.encode(), "text/plain", status), host=host)

    def fault(
        self,
        path: str,
        fault: Fault,
        *,
        times: int | None = None,
        share: float = 1.0,
        host: str | None = None,
    ) -> None:
        """Let what stands at a path go wrong: `times` times (None: always), for a share of the requests.

        `path` is without the query; one that ends in `*` means all that begin so (never robots.txt, unless it is
        named in full). The fault added first is tried first, and one request has one fault.
        """
        self._troubles.append(_Trouble(path, host, fault, times, share))

    def heal(self) -> None:
        """Nothing goes wrong any more."""
        self._troubles.clear()

    # Where it is

    def url(self, path: str = "/", *, host: str = HOME) -> str:
        """The address of a path; the host begins to listen if it did not."""
        self.listen(host)
        return f"{'https' if self._tls else 'http'}://{self.at(host)}{path}"

    def at(self, host: str = HOME) -> str:
        """`host:port`, as settings name hosts."""
        return f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}"

    def listen(self, host: str) -> None:
        """Let another loopback address be served."""
        if host not in self._open:
            asyncio.run_coroutine_threadsafe(self._listen(host), self._loop).result()

    def paths(self, host: str | None = None) -> list[str]:
        """The paths in the log, without robots.txt."""
        return [h.path for h in self.log if h.path != "/robots.txt" and host in (None, h.host)]

    # How it runs

    def __enter__(self) -> Self:
        self._thread.start()
        try:
            for host in self._hosts:
                self.listen(host)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop; connections that are open are broken off."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    async def _listen(self, host: str) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, self.port))
        except OSError:
            listener.close()
            raise
        self.port = listener.getsockname()[1]
        server = await asyncio.start_server(self._accept, sock=listener, backlog=256, ssl=self._tls)
        self._open[host] = server

    async def _close(self) -> None:
        for server in self._open.values():
            server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.current_task()
        assert talk is not None
        self._talks.add(talk)
        try:
            await self._talk(reader, writer)
        except asyncio.CancelledError:
            writer.transport.abort()
        finally:
            self._talks.discard(talk)
            writer.close()
            with suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        while (request := await read_request(reader)) is not None:
            hit = Hit(time.monotonic(), host, request.target, request.headers)
            self.log.append(hit)
            answer = self._answer(host, request)
            hit.status = answer.status
            try:
                await self._send(writer, answer)
            except (ConnectionResetError, BrokenPipeError):
                _reset(writer)
                return
            except EOFError:
                return
            finally:
                hit.end = time.monotonic()
            if "close" in (answer.headers.get("Connection"), request.headers.get("connection")):
                return

    async def _send(self, writer: asyncio.StreamWriter, answer: Answer) -> None:
        if answer.play is None:
            writer.write(answer.head() + answer.body)
            await writer.drain()
            return
        async for piece in answer.play(answer):
            writer.write(piece)
            await writer.drain()

    def _answer(self, host: str, request: Request) -> Answer:
        answer = self._right(host, request)
        for trouble in self._troubles:
            if self._strikes(trouble, host, request.path):
                return trouble.fault(request, answer)
        return answer

    def _right(self, host: str, request: Request) -> Answer:
        route = self._routes.get((host, request.path)) or self._routes.get((None, request.path))
        if route is not None:
            return route(request)
        for at, served in self._served:
            if at in (None, host) and (answer := served.serve(request)) is not None:
                return answer
        return Answer(b"<h1>Not Found</h1>", status=404)

    def _strikes(self, trouble: _Trouble, host: str, path: str) -> bool:
        fits = path == trouble.path or (
            trouble.path.endswith("*") and path.startswith(trouble.path[:-1]) and path != "/robots.txt"
        )
        if not fits or trouble.host not in (None, host) or trouble.times == 0:
            return False
        if trouble.share < 1 and self._random.random() >= trouble.share:
            return False
        if trouble.times is not None:
            trouble.times -= 1
        return True


def _reset(writer: asyncio.StreamWriter) -> None:
    """Send RST instead of an orderly end."""
    plug = writer.get_extra_info("socket")
    with suppress(OSError):
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
