"""The commands: their names, where each is implemented, and how click's complaints become ours."""

import difflib
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from reader import __version__
from reader.cli.lost import OutputLost
from reader.errors import PressReaderError, UsageError

_COMMANDS = {
    "import": ("importing", "import_releases"),
    "sync": ("syncing", "sync"),
    "list": ("finding", "list_releases"),
    "search": ("finding", "search"),
    "show": ("showing", "show"),
    "diff": ("differing", "diff"),
    "rewordings": ("differing", "rewordings"),
    "bookmark": ("keeping", "bookmark"),
    "read": ("keeping", "read"),
    "tag": ("tagging", "tag"),
    "note": ("noting", "note"),
    "note edit": ("noting", "edit"),
    "note remove": ("noting", "remove"),
    "notes": ("noting", "notes"),
    "saved add": ("saving", "add"),
    "saved list": ("saving", "list_saved"),
    "saved remove": ("saving", "remove"),
    "alerts": ("saving", "alerts"),
    "export": ("exporting", "export"),
    "backup": ("backing_up", "backup"),
    "restore": ("backing_up", "restore"),
    "source add": ("sourcing", "add"),
    "source list": ("sourcing", "list_sources"),
    "source remove": ("sourcing", "remove"),
    "source import": ("sourcing", "import_sources"),
    "source export": ("sourcing", "export_sources"),
    "stats": ("upkeep", "stats"),
    "paths": ("upkeep", "paths"),
    "doctor": ("health", "doctor"),
    "index rebuild": ("upkeep", "rebuild_index"),
}
"""Name -> module of this package and the click command in it. A name may have two words."""


class _Commands(click.Group):
    """Loads the module of a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click hands it over
        return list(_COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click hands it over
        cmd_name: str,
    ) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"reader.cli.{module}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A name of two words goes before one: `note edit` is never the note on a release called `edit`."""
        for words in (2, 1):
            name = " ".join(args[:words])
            command = self.get_command(ctx, name)
            if command is not None:
                return name, command, args[words:]
        raise UsageError(_unknown(args[0]))


def _unknown(word: str) -> str:
    longer = [name for name in _COMMANDS if name.startswith(f"{word} ")]
    likely = longer or difflib.get_close_matches(word, _COMMANDS, n=1)
    if likely:
        return f"There is no command “{word}”. Did you mean {' or '.join(f'`pressreader {name}`' for name in likely)}?"
    return f"There is no command “{word}”. `pressreader --help` lists them all."


@click.group(
    cls=_Commands,
    no_args_is_help=False,
    epilog="Without a command the reader opens. Every command takes --json. "
    "Exit codes: 0 done, 1 nothing found, 2 wrong usage or query, 3 data, index or source problem, "
    "4 no such release, source or note, 5 conflict in an export, 130 interrupted.",
)
@click.version_option(__version__, message="pressreader %(version)s", prog_name="pressreader")
def _pressreader() -> None:
    """Fetches, reads, searches and keeps government press releases."""


def run(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name; its exit code.

    Raises PressReaderError, and whatever a command raises.
    """
    try:
        # click's own `main` would swallow interrupts and broken pipes.
        with _pressreader.make_context("pressreader", list(arguments)) as context:
            code: Any = _pressreader.invoke(context)
    except OSError as error:
        if "--help" in arguments:  # printed by click itself, and nothing else was done
            raise OutputLost(error) from error
        raise
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.Abort as error:
        raise KeyboardInterrupt from error
    except click.UsageError as error:
        raise UsageError(_with_help(error)) from error
    except click.ClickException as error:
        raise PressReaderError(error.format_message()) from error
    return int(code or 0)


def _with_help(error: click.UsageError) -> str:
    path = error.ctx.command_path if error.ctx else "pressreader"
    return f"{error.format_message().rstrip('.')}. `{path} --help` tells how it is used."
