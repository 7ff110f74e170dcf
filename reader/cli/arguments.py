"""What several commands take: text, ids, `--json`."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

Function = TypeVar("Function", bound=Callable[..., Any])


class _Text(click.types.StringParamType):
    """Text as typed; bytes that are no UTF-8 become U+FFFD, because neither tables nor documents can hold them."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        text = super().convert(value, param, ctx)
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


TEXT = _Text()

QUERY_WORDS = {"ignore_unknown_options": True, "help_option_names": ["--help"]}
"""Context settings of commands whose words make a query: `-rice` is one of them."""


def with_json(function: Function) -> Function:
    """Add `--json`, as the parameter `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(function)
