"""What the user set in `config.toml`: a frozen value; what is not set is as it would be without the file."""

import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from reader.errors import UsageError

_PLACE = re.compile(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", re.DOTALL)
_EXAMPLE = "[export] with obsidian = true below it"


@dataclass(frozen=True, slots=True)
class ExportConfig:
    """The table `[export]`."""

    obsidian: bool = False
    """Whether each highlight in a Markdown file gets a block id, which Obsidian can link to."""


@dataclass(frozen=True, slots=True)
class Config:
    """The whole file."""

    export: ExportConfig = ExportConfig()


def load(path: Path) -> Config:
    """What the file says; the defaults where there is none.

    Tables that this part of the program knows nothing of are left to those that do. Raises UsageError for a
    file that cannot be read, and for a key or value in a known table that is not allowed there.
    """
    table = _read(path).get("export", {})
    if not isinstance(table, dict):
        raise UsageError(f"In {path}, export is no table: write {_EXAMPLE}.")
    for key, value in table.items():
        _check(path, key, value)
    return Config(ExportConfig(**table))


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
    return f"{path} cannot be read as TOML at {where}: {said}. Write settings such as {_EXAMPLE}."


def _check(path: Path, key: str, value: object) -> None:
    allowed = [field.name for field in fields(ExportConfig)]
    if key not in allowed:
        raise UsageError(f"{path} sets export.{key}, which is no setting: there is {', '.join(allowed)}.")
    if not isinstance(value, bool):
        raise UsageError(
            f"{path} sets export.{key} to {value!r}: it is true or false, without quotation marks."
        )
