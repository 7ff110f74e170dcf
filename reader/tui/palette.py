"""The command palette's view of the command table."""

from collections.abc import Callable
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from reader.tui.commands import COMMANDS, MAIN_COMMANDS, Command, key_label
from reader.tui.screens.layer import Layer
from reader.tui.screens.main import MainScreen


class CommandProvider(Provider):
    """Finds commands by their description."""

    def _commands(self) -> list[tuple[Command, str, Callable[[], object]]]:
        layer = self.screen
        if isinstance(layer, Layer):
            return [
                (command, _text(command), partial(layer.run_command, command))
                for command in COMMANDS
                if layer.place in command.places and command.palette
            ]
        main = self.app.screen_stack[0]
        if not isinstance(main, MainScreen):
            return []
        return [
            (command, _text(command), partial(main.run_command, command))
            for command in MAIN_COMMANDS
            if command.palette and (command.id != "export.stop" or main.reader_app.exporting)
        ]

    async def discover(self) -> Hits:
        for command, text, act in self._commands():
            yield DiscoveryHit(text, act, help=_keys(command))

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command, text, act in self._commands():
            score = matcher.match(text)
            if score > 0:
                yield Hit(score, matcher.highlight(text), act, help=_keys(command))


def _text(command: Command) -> str:
    return command.description


def _keys(command: Command) -> str:
    keys = " or ".join(key_label(key) for key in command.keys)
    return f"{keys}  ({command.id})" if keys else f"({command.id})"
