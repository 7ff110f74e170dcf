"""Runs commands in this process, and as processes of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from reader.cli.start import start
from tests import listings

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Result:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output; anything else there is an error."""
        return json.loads(self.out)


Press = Callable[..., Result]


@pytest.fixture
def press(home: Path) -> Press:
    """Runs a command as `pressreader` would, in this process and without a terminal."""

    def run(*arguments: str, stdin: str | bytes = b"") -> Result:
        with CliRunner().isolation(input=stdin) as (out, err, _):
            code = start(arguments)
            sys.stdout.flush()
            sys.stderr.flush()
            return Result(code, out.getvalue().decode(), err.getvalue().decode())

    return run


@pytest.fixture
def filled(press: Press, tmp_path: Path) -> Press:
    """The same, on a library that holds the listing of the tests."""
    assert press("import", str(listings.write(tmp_path))).code == 0
    return press


@pytest.fixture
def by_title(filled: Press) -> Callable[[str], str]:
    """The id of the release whose headline begins so."""

    def find(beginning: str) -> str:
        hits = filled("list", "--json").json["hits"]
        (ident,) = (hit["id"] for hit in hits if hit["title"].startswith(beginning))
        return str(ident)

    return find


def environment(**more: str) -> dict[str, str]:
    """The environment of a process: this test's home, this checkout."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


@pytest.fixture
def process(home: Path, tmp_path: Path) -> Press:
    """Runs a command as a process of its own."""

    def run(*arguments: str, stdin: bytes = b"", **variables: str) -> Result:
        done = subprocess.run(
            [sys.executable, "-m", "reader", *arguments],
            input=stdin,
            capture_output=True,
            env=environment(**variables),
            cwd=tmp_path,
            timeout=60,
            check=False,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run
