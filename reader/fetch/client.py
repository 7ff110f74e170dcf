"""One request and its answer, within the limits. Redirects, retries and turns are decided above."""

import asyncio
import os
import ssl
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import NamedTuple

import httpx

from reader.fetch.addresses import host_of
from reader.fetch.failures import from_transport
from reader.fetch.headers import raw_value
from reader.fetch.manners import Manners
from reader.fetch.packing import BadPacking, CutPacking, TooLarge, Unpacker
from reader.fetch.replies import FetchError, shown

_IDLE = 30.0


class Exchange(NamedTuple):
    """An answer. The content is b'' unless the status is one of success: the pages of errors are not read."""

    url: httpx.URL
    status: int
    headers: httpx.Headers
    """Without `Location`."""
    location: str | None
    """Each character stands for one byte."""
    content: bytes


class Client:
    """Connections that are kept open between requests: HTTP/1.1, no cookies, proxies as the environment names them."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._clients: dict[str, httpx.AsyncClient] = {}

    async def close(self) -> None:
        """Close all connections."""
        for client in self._clients.values():
            await client.aclose()
        self._clients.clear()

    async def ask(
        self,
        address: httpx.URL,
        headers: list[tuple[bytes, bytes]],
        *,
        limit: int | None = None,
        truncate: bool = False,
    ) -> Exchange:
        """Get an address, as it is: a redirect is an answer like others. `limit` is bytes after decompression, which
        with `truncate` cuts the content instead of refusing it.

        Raises FetchError for whatever keeps the answer from being read as a whole.
        """
        manners = self._manners
        try:
            async with asyncio.timeout(manners.total):
                return await self._ask(address, headers, limit or manners.max_bytes, truncate)
        except httpx.HTTPError as error:
            raise from_transport(error, address, manners) from error
        except CutPacking as error:
            raise FetchError(
                f"{shown(address)} came incomplete. Try again later.", "reset", passing=True
            ) from error
        except BadPacking as error:
            raise FetchError(
                f"{shown(address)} is packed in a way that cannot be read ({str(error)[:40]!a}). Try again later.",
                "encoding",
            ) from error
        except TooLarge as error:
            raise _too_large(address, manners) from error
        except TimeoutError as error:
            raise FetchError(
                f"{shown(address)} was not there as a whole after {manners.total:g} seconds. Try again later, or raise "
                "sync.timeout.",
                "timeout",
            ) from error

    async def _ask(
        self, address: httpx.URL, headers: list[tuple[bytes, bytes]], limit: int, truncate: bool
    ) -> Exchange:
        async with self._client(address).stream("GET", address, headers=headers) as response:
            answer = Exchange(
                address, response.status_code, response.headers, response.extensions["location"], b""
            )
            if not response.is_success:
                return answer
            length = response.headers.get("content-length", "")
            if length.isascii() and length.isdigit() and int(length[:20]) > limit and not truncate:
                raise TooLarge
            body = Unpacker(response.headers.get("content-encoding", ""), limit, truncate=truncate)
            async for piece in response.aiter_raw():
                body.feed(piece)
                if body.full:
                    break
            return answer._replace(content=body.finish())

    def _client(self, address: httpx.URL) -> httpx.AsyncClient:
        """One for each scheme: who asks over http alone need not wait until all known certificates are read."""
        client = self._clients.get(address.scheme)
        if client is None:
            client = self._clients[address.scheme] = self._made(address)
        return client

    def _made(self, address: httpx.URL) -> httpx.AsyncClient:
        manners = self._manners
        try:
            return httpx.AsyncClient(
                verify=_trusting() if address.scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
                headers={"User-Agent": manners.user_agent, "Accept": "*/*", "Accept-Encoding": "gzip"},
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
                timeout=httpx.Timeout(manners.timeout, pool=None),
                limits=httpx.Limits(
                    max_connections=None, max_keepalive_connections=manners.hosts, keepalive_expiry=_IDLE
                ),
                follow_redirects=False,
                event_hooks={"response": [_keep_location]},
            )
        except (ValueError, ImportError, httpx.InvalidURL) as error:
            raise FetchError(
                f"{host_of(address)} cannot be asked: the proxy that HTTP_PROXY, HTTPS_PROXY or ALL_PROXY names cannot "
                "be used. Write it such as http://proxy.example:3128, or unset it.",
                "connect",
            ) from error
        except OSError as error:
            raise FetchError(
                "The certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read. Correct or unset them.",
                "tls",
            ) from error


async def _keep_location(response: httpx.Response) -> None:
    """Keep the library from reading where a redirect leads, which it does even when it is not to go there: what it
    makes of odd addresses cannot be told from a broken connection."""
    response.extensions["location"] = raw_value(response.headers.raw, b"location")
    response.headers.pop("location", None)


def _trusting() -> ssl.SSLContext:
    """Trusts whom the system trusts and whom the authorities' list that comes along names; only those that the
    environment names where it does."""
    context = httpx.create_ssl_context()
    if not (os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR")):
        context.load_default_certs()
    return context


def _too_large(address: httpx.URL, manners: Manners) -> FetchError:
    return FetchError(
        f"{shown(address)} is larger than {manners.max_bytes >> 20} MiB, more than a list or a release ever is. "
        "Check the address.",
        "too_large",
    )
