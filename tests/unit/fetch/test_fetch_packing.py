"""Packed bodies come out whole, however they are cut, and never beyond the bound."""

import gzip
import tracemalloc
import zlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.fetch.packing import BadPacking, CutPacking, TooLarge, Unpacker


def packed(coding: str, content: bytes) -> bytes:
    if coding == "raw deflate":
        engine = zlib.compressobj(wbits=-15)
        return engine.compress(content) + engine.flush()
    if coding == "gzip, gzip":
        return gzip.compress(gzip.compress(content))
    if coding == "deflate":
        return zlib.compress(content)
    return gzip.compress(content) if "gzip" in coding else content


def unpacked(coding: str, content: bytes, cuts: list[int], limit: int = 1 << 20) -> bytes:
    body = Unpacker(coding.removeprefix("raw "), limit)
    edges = [0, *sorted(cut for cut in cuts if cut <= len(content)), len(content)]
    for start, end in pairwise(edges):
        body.feed(content[start:end])
    return body.finish()


CODINGS = [
    "",
    "identity",
    "None",
    "UTF-8",
    "gzip",
    "x-gzip",
    "GZIP",
    "deflate",
    "raw deflate",
    "gzip, gzip",
    "identity, gzip",
]


@given(
    st.sampled_from(CODINGS),
    st.binary(max_size=3000).map(lambda part: part * 50),
    st.lists(st.integers(0, 4000)),
)
def test_what_was_packed_comes_out(coding: str, content: bytes, cuts: list[int]) -> None:
    sent = packed(coding.lower() if coding != "raw deflate" else coding, content)
    assert unpacked(coding, sent, cuts) == content


@given(st.sampled_from(["gzip", "deflate", "gzip, gzip"]), st.binary(max_size=300))
def test_any_bytes_come_out_or_are_refused(coding: str, content: bytes) -> None:
    body = Unpacker(coding, 1000)
    try:
        body.feed(content)
        assert len(body.finish()) <= 1000
    except (BadPacking, CutPacking, TooLarge):
        pass


@pytest.mark.parametrize("coding", ["gzip", "deflate", "raw deflate", "gzip, gzip"])
@pytest.mark.parametrize(
    "size", [65536 * n + more for n in (1, 2) for more in (-259, -258, -1, 0, 1, 2, 257, 258)]
)
def test_lengths_around_a_slice_come_out_whole(coding: str, size: int) -> None:
    assert unpacked(coding, packed(coding, bytes(size)), []) == bytes(size)


def test_members_one_after_another_and_padding() -> None:
    assert unpacked("gzip", gzip.compress(b"one ") + gzip.compress(b"two") + bytes(9), []) == b"one two"
    assert unpacked("gzip", gzip.compress(b"one") + b"<!-- by our cache -->", [7]) == b"one"
    assert (
        unpacked("gzip", gzip.compress(b"one ") + gzip.compress(b"two"), [len(gzip.compress(b"one "))])
        == b"one two"
    )


@pytest.mark.parametrize("coding", ["gzip", "deflate", "raw deflate", "gzip, gzip"])
def test_a_missing_end_is_noticed(coding: str) -> None:
    sent = packed(coding, bytes(range(256)) * 20)
    with pytest.raises(CutPacking):
        unpacked(coding, sent[:-6] if coding == "gzip, gzip" else sent[: len(sent) // 2], [])


def test_an_empty_body_has_no_end_to_miss() -> None:
    assert unpacked("gzip", b"", []) == b""


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, br", "gzip, gzip, gzip", "<script>"])
def test_other_codings_are_refused(coding: str) -> None:
    with pytest.raises(BadPacking):
        Unpacker(coding, 10)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_what_is_not_packed_is_refused(coding: str) -> None:
    with pytest.raises(BadPacking, match=coding):
        Unpacker(coding, 1000).feed(b"<rss></rss>")


@pytest.mark.parametrize("coding", ["", "gzip", "deflate"])
def test_the_bound_is_exact(coding: str) -> None:
    content = bytes(range(256)) * 4
    assert unpacked(coding, packed(coding, content), [], limit=1024) == content
    with pytest.raises(TooLarge):
        unpacked(coding, packed(coding, content), [], limit=1023)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "gzip, gzip"])
def test_a_bomb_never_takes_the_memory_that_it_asks_for(coding: str) -> None:
    bomb = packed(coding, bytes(64 << 20))
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            Unpacker(coding, 1 << 20).feed(bomb)
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
    finally:
        tracemalloc.stop()


def test_what_follows_a_packed_stream_is_bounded_too() -> None:
    body = Unpacker("gzip", 1000)
    body.feed(gzip.compress(b"one"))
    with pytest.raises(TooLarge):
        for _ in range(20):
            body.feed(bytes(100))


def test_more_than_wanted_can_be_dropped() -> None:
    body = Unpacker("gzip", 10, truncate=True)
    body.feed(gzip.compress(b"0123456789abc"))
    assert body.full
    assert body.finish() == b"0123456789"


def test_what_comes_to_nothing_in_the_end_is_bounded_too() -> None:
    nothing = gzip.compress(gzip.compress(b"") * 2000)
    with pytest.raises(TooLarge):
        unpacked("gzip, gzip", nothing, [], limit=10_000)
    assert unpacked("gzip, gzip", nothing, [], limit=100_000) == b""
