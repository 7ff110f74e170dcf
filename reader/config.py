"""What the user set in `config.toml`: a frozen value; what is not set is as it would be without the file."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from reader.errors import UsageError

_PLACE = re.compile(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", re.DOTALL)
_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[\w-]{1,63}(?:\.[\w-]{1,63})*)(?::(?P<port>\d{1,5}))?")


@dataclass(frozen=True, slots=True)
class ExportConfig:
    """The table `[export]`."""

    obsidian: bool = False
    """Whether each highlight in a Markdown file gets a block id, which Obsidian can link to."""


@dataclass(frozen=True, slots=True)
class SyncConfig:
    """The table `[sync]`: how servers are treated."""

    pause: float = 1.0
    """Seconds between two requests to one host, at least."""
    hosts: int = 8
    """Hosts asked at the same time."""
    timeout: float = 20.0
    """Seconds to wait for a connection, and for the next bytes of an answer."""
    attempts: int = 4
    """How often something is asked for before it has failed."""


@dataclass(frozen=True, slots=True)
class MinistryConfig:
    """The table `[ministry]`."""

    hosts: tuple[str, ...] = ("english.motir.go.kr", "english.motie.go.kr")
    """Names, or `name:port`, of the servers that are the ministry's; nothing is read as its own from any other."""


@dataclass(frozen=True, slots=True)
class Config:
    """The whole file."""

    export: ExportConfig = ExportConfig()
    sync: SyncConfig = SyncConfig()
    ministry: MinistryConfig = MinistryConfig()


class _Table(NamedTuple):
    """A table that this part of the program knows."""

    make: Callable[..., Any]
    example: str
    settings: "Mapping[str, _Setting]"


class _Setting(NamedTuple):
    """What a key may be set to. `read` gives the value as it is used, or None for one that is not allowed."""

    read: Callable[[object], Any]
    allowed: str


def _switch() -> _Setting:
    return _Setting(
        lambda value: value if isinstance(value, bool) else None, "true or false, without quotation marks"
    )


def _number(least: float, most: float) -> _Setting:
    return _Setting(
        lambda value: (
            float(value) if isinstance(value, int | float) and _within(value, least, most) else None
        ),
        f"a number from {least:g} to {most:g}, without quotation marks",
    )


def _count(most: int) -> _Setting:
    return _Setting(
        lambda value: value if isinstance(value, int) and _within(value, 1, most) else None,
        f"a whole number from 1 to {most}, without quotation marks",
    )


def _within(value: object, least: float, most: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most


def _hosts(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list) or not value:
        return None
    return tuple(value) if all(isinstance(host, str) and _is_host(host) for host in value) else None


def _is_host(text: str) -> bool:
    found = _HOST.fullmatch(text)
    return found is not None and (found["port"] is None or 0 < int(found["port"]) < 65536)


_TABLES = {
    "export": _Table(ExportConfig, "[export] with obsidian = true below it", {"obsidian": _switch()}),
    "sync": _Table(
        SyncConfig,
        "[sync] with pause = 1.0 below it",
        {
            "pause": _number(0.01, 3600),
            "hosts": _count(64),
            "timeout": _number(0.1, 600),
            "attempts": _count(10),
        },
    ),
    "ministry": _Table(
        MinistryConfig,
        '[ministry] with hosts = ["english.motir.go.kr"] below it',
        {"hosts": _Setting(_hosts, 'a list of hosts such as ["english.motir.go.kr"] or ["127.0.0.1:8000"]')},
    ),
}


def load(path: Path) -> Config:
    """What the file says; the defaults where there is none.

    Tables that this part of the program knows nothing of are left to those that do. Raises UsageError for a
    file that cannot be read, and for a key or value in a known table that is not allowed there.
    """
    document = _read(path)
    return Config(**{name: _table(path, name, document.get(name, {})) for name in _TABLES})


def _table(path: Path, name: str, given: object) -> Any:
    table = _TABLES[name]
    if not isinstance(given, dict):
        raise UsageError(f"In {path}, {name} is no table: write {table.example}.")
    return table.make(**{key: _value(path, name, key, value) for key, value in given.items()})


def _value(path: Path, name: str, key: str, value: object) -> Any:
    settings = _TABLES[name].settings
    if key not in settings:
        raise UsageError(f"{path} sets {name}.{key}, which is no setting: there is {', '.join(settings)}.")
    taken = settings[key].read(value)
    if taken is None:
        raise UsageError(f"{path} sets {name}.{key} to {value!r}: it is {settings[key].allowed}.")
    return taken


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf").decode())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror}. Make it readable, or take it away to go without settings."
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not written in UTF-8. Save it in UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(_sentence(path, str(error))) from error


def _sentence(path: Path, reason: str) -> str:
    found = _PLACE.fullmatch(reason)
    said, line = (found[1], found[2]) if found else (reason, None)
    where = f"line {line}" if line else "its end"
    return f"{path} cannot be read as TOML at {where}: {said}. Write settings such as {_TABLES['export'].example}."
