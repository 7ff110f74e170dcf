"""Where `pressreader` begins: answers `--version` by itself, because loading the command line takes longer."""

import sys

from reader import __version__


def main() -> int:
    """Run the command that the process was started with; its exit code."""
    if sys.argv[1:2] == ["--version"]:
        print(f"pressreader {__version__}")
        return 0
    try:
        from reader.cli.start import start  # noqa: PLC0415 - not for --version

        return start(sys.argv[1:])
    except KeyboardInterrupt:  # before anything was begun
        return 130


if __name__ == "__main__":
    sys.exit(main())
