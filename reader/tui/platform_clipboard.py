"""A program: puts its standard input on the system's clipboard through pyperclip, and prints through what.

Exit code 1 where there is no clipboard that stays, or it does not hold the text afterwards. Imported by nobody.
"""

import sys

_NAMES = {"osx_pbcopy": "pbcopy", "osx_pyobjc": "the Mac’s clipboard", "wl": "wl-copy", "wsl": "clip.exe"}
_UNREAD = ("copy_wsl",)
"""What cannot be read back: PowerShell takes seconds."""


def main() -> int:
    import pyperclip  # noqa: PLC0415 - the reader's process never needs it

    text = sys.stdin.buffer.read().decode()
    copy, paste = pyperclip.determine_clipboard()
    way = getattr(copy, "__name__", "")
    if not way.startswith("copy_") or way == "copy_qt":
        return 1
    copy(text)
    # Its programs' exit codes are not looked at by pyperclip; what they hold is.
    if way not in _UNREAD and paste() != text:
        return 1
    name = way.removeprefix("copy_")
    print(_NAMES.get(name, name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
