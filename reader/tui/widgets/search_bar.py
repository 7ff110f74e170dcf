"""The search bar: one line, in which every key is a question."""

from textual.widgets import Input


class SearchBar(Input):
    """Says what is typed. The words stand as they will be searched: nothing is replaced."""

    class Changed(Input.Changed):
        """The text became another one."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(
            placeholder='Search: words, "a phrase", -without, title:… date:2025-12 is:unread',
            id=id,
            compact=True,
            select_on_focus=False,
        )
