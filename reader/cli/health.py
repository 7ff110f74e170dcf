"""`doctor`: what is wrong with this computer's PressReader, if anything."""

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from reader.cli import output
from reader.cli.arguments import with_json

if TYPE_CHECKING:
    from reader.library.checkup import Check


@click.command("doctor")
@with_json
def doctor(as_json: bool) -> int:
    """Check that all is well.

    Looks at folders, library, search index, versions and terminal, and explains what it finds.
    """
    checks = []
    for check in _checks():
        checks.append(check)
        if not as_json:
            sign = (
                output.paint("ok   ", fg="green") if check.ok else output.paint("WRONG", fg="red", bold=True)
            )
            output.line(f"{sign}  {check.name}: {output.safe(check.message)}")
    if as_json:
        output.document([{"name": check.name, "ok": check.ok, "message": check.message} for check in checks])
    return 0 if all(check.ok for check in checks) else 3


def _checks() -> Iterator["Check"]:
    from reader.library.checkup import Check, checkup  # noqa: PLC0415 - not for --help
    from reader.paths import Paths  # noqa: PLC0415

    yield from checkup(Paths.find())
    encoding = (sys.stdout.encoding or "unknown").upper()
    if not output.on_terminal():
        yield Check("terminal", True, f"Standard output is no terminal; it takes {encoding}.")
    elif encoding.replace("-", "") != "UTF8":
        yield Check(
            "terminal", False, f"The terminal takes {encoding}, not UTF-8. Set LANG to a UTF-8 locale."
        )
    else:
        kind = output.safe(os.environ.get("TERM", "unknown"))
        yield Check(
            "terminal", True, f"The terminal ({kind}) is {output.width()} columns wide and takes UTF-8."
        )
