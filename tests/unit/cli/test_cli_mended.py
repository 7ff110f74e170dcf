"""`search` on an index of which a file is gone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import listings


@pytest.mark.parametrize("queued", [False, True])
@pytest.mark.parametrize("extension", [".rows", ".trm", ".pst", ".words", ".lengths"])
def test_a_missing_file_is_mended_by_the_search_that_misses_it(
    filled: Callable[..., Any], home: Path, tmp_path: Path, extension: str, queued: bool
) -> None:
    assert filled("search", "ammonia", "--json").json["total"] == 1
    current = home / "index" / (home / "index" / "current").read_text().strip()
    (path,) = current.glob(f"*{extension}")
    path.unlink()
    if queued:
        more = tmp_path / "more"
        more.mkdir()
        assert filled("import", str(listings.write(more, listings.many(2)))).code == 0
    done = filled("search", "ammonia", "--json")
    assert (done.code, done.json["total"]) == (0, 1)
    assert filled("search", "tariffs", "--json").json["total"] == 1 + 2 * queued
