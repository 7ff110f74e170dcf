"""The themes: dark and light ones of our own, and one that leaves the terminal its colours."""

from textual.theme import Theme

DARK = Theme(
    name="dark",
    primary="#7aa2c8",
    secondary="#9a8fb8",
    accent="#d9a441",
    warning="#d9a441",
    error="#e06c66",
    success="#7fb07a",
    foreground="#d6d8da",
    background="#16191d",
    surface="#1b1f24",
    panel="#242a31",
    dark=True,
)
LIGHT = Theme(
    name="light",
    primary="#2a5f8f",
    secondary="#6a5a8c",
    accent="#9a5b00",
    warning="#9a5b00",
    error="#b3261e",
    success="#2f6b34",
    foreground="#22262a",
    background="#faf8f4",
    surface="#f4f1eb",
    panel="#e8e3d9",
    dark=False,
)
TERMINAL = "ansi-dark"
"""Textual's theme of named terminal colours: background and text stay the terminal's own."""
TERMINAL_LIGHT = "ansi-light"
THEMES = (DARK.name, LIGHT.name, TERMINAL, TERMINAL_LIGHT)
NAMES = {
    DARK.name: "dark",
    LIGHT.name: "light",
    TERMINAL: "the terminal's own colours, on dark",
    TERMINAL_LIGHT: "the terminal's own colours, on light",
}
