"""A field of one line for text that is typed or pasted."""

from textual.widgets import Input

from reader import cells


class Field(Input):
    """Holds what can be shown: of what is pasted, tabs become blanks, controls their pictures."""

    def validate_value(self, value: str) -> str:
        """Keeps from the field what a terminal would act on, wherever it comes from."""
        return cells.shown(cells.safe(value))
