"""The commands that show what sources reworded."""

from reader.tui.commands.command import Command, Place

_DIFF: tuple[Place, ...] = ("diff",)

ROWS: tuple[Command, ...] = (
    Command(
        "look.revisions", ("d",), "what changed", "What its source changed in this release", "Look", weight=1
    ),
    Command(
        "look.rewordings", ("W",), "rewordings", "What was reworded in all releases, newest first", "Look"
    ),
    Command("diff.next", ("n",), "next change", "To the next change", "Look", _DIFF, 9),
    Command("diff.previous", ("N",), "change before", "To the change before", "Look", _DIFF, 3),
    Command(
        "diff.layout",
        ("s",),
        "side by side",
        "The wordings beside each other, or one written into the other",
        "Look",
        _DIFF,
        8,
    ),
    Command("diff.older", ("[", "left", "h"), "older", "The two wordings before", "Look", _DIFF, 6),
    Command("diff.newer", ("]", "right", "l"), "newer", "The two wordings after", "Look", _DIFF, 6),
    Command(
        "diff.from_older",
        ("{",),
        "from earlier",
        "Compare the later wording with an earlier one",
        "Look",
        _DIFF,
        2,
    ),
    Command("diff.from_newer", ("}",), "from later", "Compare it with a nearer one again", "Look", _DIFF),
    Command("diff.copy", ("y", "ctrl+c", "super+c"), "copy", "Copy what changed as text", "Reuse", _DIFF, 5),
    Command(
        "export.rewordings",
        ("x",),
        "export",
        "Export what was reworded here as one Markdown document",
        "Reuse",
        ("diff", "rewordings"),
        4,
    ),
)
