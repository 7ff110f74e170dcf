"""Listings of any size and any damage: nothing raises, and nothing wrong with one entry costs another."""

from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.ingest import listing
from reader.ingest.listing import MAX_ENTRY, Entry, Parsed, read
from reader.model import Problem

THREE = b"-\nIndustry\nForum opens\nThe forum opened on Monday. date2025-11-20\n"
TWO = b"-\nPlant closes\nThe plant closed. date2024-02-29\n"


def entries(content: bytes) -> list[Entry]:
    return list(read(BytesIO(content), path="list.txt"))


@pytest.mark.parametrize("piece", [b"x" * 70_000, b"x\n" * 35_000], ids=["one line", "many lines"])
def test_an_entry_that_is_too_large_is_left_out(piece: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MAX_ENTRY", 1 << 16)
    content = b"-\nBig\n" + piece + b"\n" + THREE
    problem, entry = entries(TWO + content)[1:]
    assert isinstance(problem, Problem)
    assert (problem.line, "larger than" in problem.reason) == (4, True)
    assert isinstance(entry, Parsed)
    assert entry.line == 4 + content[: -len(THREE)].count(b"\n")
    assert entry.offset == len(TWO) + len(content)


def test_reading_holds_one_entry_at_a_time() -> None:
    class Endless:
        """A listing that never ends."""

        def __init__(self) -> None:
            self.lines = 0

        def readline(self, size: int, /) -> bytes:
            self.lines += 1
            return TWO.splitlines(keepends=True)[self.lines % 3 - 1]

    stream = Endless()
    reading = read(stream, path="-")
    for number in range(1, 100):
        assert isinstance(next(reading), Parsed)
        assert stream.lines == number * 3 + 1


def test_a_line_is_never_asked_for_whole() -> None:
    class Huge:
        """A file of one line that is larger than memory."""

        def __init__(self) -> None:
            self.left = 20

        def readline(self, size: int, /) -> bytes:
            assert size == MAX_ENTRY
            self.left -= 1
            return b"-\n" if self.left == 19 else b"x" * 1000 * bool(self.left > 0)

    (problem,) = read(Huge(), path="-")
    assert isinstance(problem, Problem)


@given(st.binary())
@example(b"-")
@example(b"\xef\xbb\xbf-\r")
@example(b"-\n\xff\n-\n\x00\n\x00\n date0000-00-00")
def test_any_bytes_are_read(content: bytes) -> None:
    for entry in entries(content):
        assert isinstance(entry, Parsed | Problem)


pieces = st.sampled_from(
    [
        b"-\n",
        b"-\r\n",
        b"-",
        b"\n",
        b"Industry\n",
        b"Title\n",
        b"Text",
        b" date2025-11-20",
        b"date2025-02-30\n",
        b"\xff",
    ]
)


@given(st.lists(pieces).map(b"".join))
def test_anything_like_a_listing_is_read_and_accounted_for(content: bytes) -> None:
    found = entries(content)
    lines = content.count(b"\n") + 1
    for entry in found:
        assert 0 <= entry.line <= lines
        if isinstance(entry, Parsed):
            assert entry.release.title
            assert entry.release.date == "2025-11-20"
            assert entry.offset <= len(content)
    offsets = [entry.offset for entry in found if isinstance(entry, Parsed)]
    assert offsets == sorted(offsets)


@st.composite
def listings(draw: st.DrawFn) -> list[bytes]:
    """Valid entries whose headlines number them."""
    count = draw(st.integers(1, 6))
    words = st.text(alphabet=st.characters(categories=["L", "N", "Po"]), min_size=1, max_size=20)
    rendered = []
    for number in range(count):
        category = f"{draw(words)}x\n" if draw(st.booleans()) else ""
        rendered.append(f"-\n{category}Title {number}\n{draw(words)} date2025-01-{number + 1:02}\n".encode())
    return rendered


@given(listings(), st.data())
def test_an_edit_costs_no_entry_but_the_one_edited(rendered: list[bytes], data: st.DataObject) -> None:
    edited = data.draw(st.integers(0, len(rendered) - 1))
    text = rendered[edited][2:-1]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    put = data.draw(st.one_of(st.binary(max_size=30), pieces))
    damaged = [*rendered]
    damaged[edited] = b"-\n" + text[:start] + put + text[end:] + b"\n"
    before = entries(b"".join(rendered))
    after = entries(b"".join(damaged))
    wanted = [e.release for number, e in enumerate(before) if isinstance(e, Parsed) and number != edited]
    assert len(wanted) == len(rendered) - 1
    found = [e.release for e in after if isinstance(e, Parsed)]
    assert [release for release in found if release in wanted] == wanted
