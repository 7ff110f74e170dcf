"""Errors of the HTTP library as sentences."""

import socket
import ssl
from http import HTTPStatus
from typing import TypeVar

import httpx

from reader.fetch.addresses import host_of
from reader.fetch.manners import Manners
from reader.fetch.replies import FetchError, shown

_Cause = TypeVar("_Cause", bound=BaseException)


def from_transport(error: httpx.HTTPError, address: httpx.URL, manners: Manners) -> FetchError:
    """What went wrong on the way. Only what may go better the next time is `passing`."""
    host = host_of(address)
    if isinstance(error, httpx.TimeoutException):
        # Who takes no connection for so long is gone rather than busy: asking again would hold up other hosts.
        return FetchError(
            f"{host} did not answer within {manners.timeout:g} seconds. Try again later, or raise sync.timeout.",
            "timeout",
            passing=not isinstance(error, httpx.ConnectTimeout),
        )
    if isinstance(error, httpx.ProxyError):
        return FetchError(
            f"The proxy does not let us reach {host} ({str(error)[:80]!a}). Check HTTPS_PROXY and NO_PROXY.",
            "connect",
        )
    if tls := _cause(error, ssl.SSLError):
        return _from_tls(tls, host)
    if isinstance(error, httpx.ConnectError):
        return _from_connecting(error, host)
    return FetchError(
        f"{host} broke off while it was answering. Try again later: what came before is kept.",
        "reset",
        passing=True,
    )


def _from_tls(error: ssl.SSLError, host: str) -> FetchError:
    if isinstance(error, ssl.SSLCertVerificationError):
        reason = error.verify_message.rstrip(".")
        return FetchError(
            f"The certificate of {host} is not to be trusted ({reason}), so nothing was fetched. Check the date of "
            "this machine, or try again later; a certificate of your own network belongs in SSL_CERT_FILE.",
            "tls",
        )
    reason = (error.reason or "no reason given").replace("_", " ").lower()
    return FetchError(
        f"No safe connection to {host} came about ({reason}). Try again later.", "tls", passing=True
    )


def _from_connecting(error: httpx.ConnectError, host: str) -> FetchError:
    if _cause(error, socket.gaierror):
        return FetchError(
            f"No server named {host} was found. Check the address and the connection of this machine.",
            "dns",
            passing=True,
        )
    return FetchError(
        f"{host} takes no connections. Check the connection of this machine, or try again later.",
        "connect",
        passing=True,
    )


def from_status(status: int, address: httpx.URL) -> FetchError:
    """A status that brings no document. Only those of servers in trouble are `passing`."""
    where = shown(address)
    if status in (404, 410):
        advice = "Look whether the page has another address now."
    elif status in (401, 402, 403, 451):
        advice = "It is not open to everybody, or not to programs: read it in a browser."
    elif status == 429:
        advice = "We asked too often: try again in some hours."
    elif status >= 500:
        advice = "Try again later."
    else:
        advice = "Check the address."
    return FetchError(f"{where} answers {_named(status)}. {advice}", "status", passing=status >= 500)


def _named(status: int) -> str:
    try:
        return f"{status} ({HTTPStatus(status).phrase})"
    except ValueError:
        return str(status)


def _cause(error: BaseException, kind: type[_Cause]) -> _Cause | None:
    """The error of that kind that this one comes from."""
    at: BaseException | None = error
    while at is not None and not isinstance(at, kind):
        at = at.__cause__ or at.__context__
    return at
