"""Finds the files that ship beside the code: below the package in a wheel, beside it in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def _folder(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def styles() -> Path:
    """Folder of the `.tcss` stylesheets."""
    return _folder("styles")


def starter() -> Path:
    """The listing with the starter library's digests."""
    return _folder("assets") / "starter.txt"


def citation_style() -> Path:
    """The style that citations are laid out by, in the Citation Style Language 1.0.2."""
    return _folder("assets") / "press-release.csl"
