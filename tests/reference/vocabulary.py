"""Words that are easily taken for each other, and random queries made of them.

A library and what is asked of it use a few rows of them: were all used, hardly any query would find anything.
"""

import re
from collections.abc import Sequence

from hypothesis import strategies as st

from reader import query

ALIKE = (
    ("tariff", "tariffs", "tariff’s", "tariff's", "Tariff‘s", "TARIFF"),
    ("negotiate", "negotiating", "negotiated", "negotiates", "negotiation"),
    ("import", "imports", "important", "imported", "importer"),
    ("operation", "operations", "opera", "operate", "operating"),
    ("agency", "agencies", "agency’s", "agent"),
    ("plan", "plans", "planned", "planning", "plane", "planed", "planet"),
    ("SME", "SMEs", "smes", "FTA", "FTAs", "FTA’s", "ft", "PC", "pcs", "MOU", "MOUs"),
    ("to", "be", "being", "bee", "bees", "s", "d", "r", "k", "u"),
    ("new", "news", "busy", "bus", "buses", "business"),
    ("K-beauty", "K–beauty", "K-battery", "beauty", "Kbeauty", "beautiful"),
    ("R&D", "R＆D", "RD", "R", "D", "M.AX", "MAX", "AX", "max"),
    ("Korea–U.S.", "Korea-U.S.", "U.S.", "US", "us", "Korea", "Korean"),
    ("FA-50", "FA–50", "50", "WT/DS600", "DS600", "600", "59.6", "59", "6", "5G", "5"),
    ("résumé", "re\u0301sume\u0301", "resume", "resumes", "résumés"),
    ("finance", "ﬁnance", "financing", "ＦＴＡ", "ｔａｒｉｆｆ", "１２", "12"),
    ("Øresund", "oresund", "Straße", "strasse", "STRASSEN", "æra", "aera", "ta\u00adriff"),
    ("산업통상부", "산업", "통상", "산", "부산", "산업통상부는", "KOTRA가", "kotra"),
    ("貿易", "貿易摩擦", "易", "カタカナ", "ｶﾀｶﾅ", "タカ", "ｶﾞｽ", "ガス", "경제·산업"),
)
"""What one of a row says must not be taken for what another says."""
JOINTS = (" ", " ", " ", ", ", ". ", "-", "’", "\u00a0", " “", "” ", "/", "\n")
CATEGORIES = (
    (),
    ("Industry",),
    ("Trade/Investment",),
    ("FTA/Economic Cooperation",),
    ("Énergie",),
    ("None of these",),
    ("ガス",),
    ("Øresund",),
)
DAYS = ("2024-12-31", "2025-01-01", "2025-11-19", "2025-11-20", "2025-11-21", "2025-12-01")
TAGS = ("asean", "to-read", "Énergie", "ガス", "カス", "u.s")
SOURCES = ("motir", "harbour")

fields: st.SearchStrategy[query.Field] = st.sampled_from([None, None, None, "title", "body", "note"])
rows = st.sets(st.integers(0, len(ALIKE) - 1), min_size=1, max_size=4).map(sorted)
"""Which rows of `ALIKE` a library uses."""


def words(chosen: Sequence[int]) -> st.SearchStrategy[str]:
    """Words of some rows."""
    return st.sampled_from([word for row in chosen for word in ALIKE[row]])


def texts(chosen: Sequence[int], most: int) -> st.SearchStrategy[str]:
    """Words with what stands between words: mostly a blank."""
    pieces = st.lists(st.tuples(words(chosen), st.sampled_from(JOINTS)), min_size=1, max_size=most)
    return pieces.map(lambda drawn: "".join(map("".join, drawn)).strip(" -\n"))


def all_words(chosen: Sequence[int]) -> list[query.Node]:
    """Every word of some rows, as a query: each must find its inflections and none of its neighbours."""
    return [query.Word(word) for row in chosen for word in ALIKE[row]]


def _beginnings(chosen: Sequence[int]) -> st.SearchStrategy[str]:
    return st.builds(lambda word, length: word[:length], words(chosen), st.integers(1, 8))


def _misspelt(chosen: Sequence[int]) -> st.SearchStrategy[str]:
    """Words without one or two of their letters, with two swapped, or with another one."""
    plain = [word for row in chosen for word in ALIKE[row] if re.fullmatch("[A-Za-z]{2,}", word)]

    def slip(word: str, at: int, kind: int) -> str:
        head, one, two, tail = word[:at], word[at : at + 1], word[at + 1 : at + 2], word[at + 2 :]
        return (head + (two + tail, two + one + tail, "x" + two + tail, tail)[kind]) or word

    once = st.builds(slip, st.sampled_from([*plain, "semiconductor"]), st.integers(0, 9), st.integers(0, 3))
    return st.one_of(once, st.builds(slip, once, st.integers(0, 9), st.integers(0, 2)))


def _text_leaves(chosen: Sequence[int]) -> st.SearchStrategy[query.Node]:
    word, begun = words(chosen), _beginnings(chosen)
    phrases = st.lists(word, min_size=1, max_size=3).map(" ".join)
    near = st.lists(word, min_size=2, max_size=3).map(" ".join)
    plain = st.builds(query.Word, st.one_of(word, word, begun), fields)
    return st.one_of(
        plain,
        plain,
        st.builds(query.Exact, word, fields),
        st.builds(query.Prefix, begun, fields),
        st.builds(query.Phrase, phrases, fields),
        st.builds(query.Near, near, st.integers(0, 3), fields),
        st.builds(query.Misspelt, _misspelt(chosen), fields),
    )


def _spans() -> st.SearchStrategy[tuple[str | None, str | None]]:
    ends = st.lists(st.sampled_from(DAYS), min_size=2, max_size=2).map(sorted)
    return st.one_of(
        ends.map(lambda pair: (pair[0], pair[1])),
        ends.map(lambda pair: (None, pair[0])),
        ends.map(lambda pair: (pair[0], None)),
    )


def _conditions(ids: Sequence[str], saved: Sequence[str]) -> st.SearchStrategy[query.Node]:
    return st.one_of(
        st.builds(query.Is, st.sampled_from(query.nodes.STATES)),
        st.builds(query.Has, st.just("note")),
        st.sampled_from(
            [None, "fta", "trade", "energie", "OPERATION", "t/e", "none", "カス", "ｶﾞｽ", "oresund"]
        ).map(query.Category),
        st.sampled_from([*SOURCES, "Ministry of Trade, Industry and Resources", "mot"]).map(query.SourceIs),
        st.sampled_from([*ids, *(one[:3] for one in ids), ids[0][:2], "zzz"]).map(query.IdIs),
        st.sampled_from(["en", "ko", "ja"]).map(query.Language),
        st.sampled_from([*TAGS, "ASEAN", "énergie", "read", "ｶﾞｽ", "U.S"]).map(query.Tag),
        _spans().map(lambda span: query.Days(*span)),
        _spans().map(lambda span: query.Seen(*span)),
        st.just(query.Everything()),
        *([st.sampled_from(list(saved)).map(query.Saved)] if saved else []),
    )


def queries(
    chosen: Sequence[int], ids: Sequence[str], saved: Sequence[str] = ()
) -> st.SearchStrategy[query.Node]:
    """Trees of conditions on a library of these rows of words, with these ids and saved searches."""
    text, condition = _text_leaves(chosen), _conditions(ids, saved)
    trees: st.SearchStrategy[query.Node] = st.recursive(
        st.one_of(text, text, text, condition),
        lambda inner: st.one_of(
            st.builds(query.Not, inner),
            st.builds(query.And, st.lists(inner, min_size=2, max_size=3).map(tuple)),
            st.builds(query.Or, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        ),
        max_leaves=5,
    )
    # Within a tree one leaf hides what is wrong with another; alone none does.
    return st.one_of(text, trees)


SCRAPS = (
    *(
        "(",
        ")",
        "((",
        '"',
        "“",
        "-",
        "--",
        "NOT ",
        "OR ",
        "AND ",
        "or ",
        " ",
        "*",
        "~",
        "~2",
        "=",
        "#",
        ":",
        "..",
        ",",
    ),
    *(
        "title:",
        "body:",
        "note:",
        "category:",
        "source:",
        "id:",
        "lang:",
        "tag:",
        "foo:",
        "date:",
        "seen:",
        "after:",
    ),
    *(
        "is:",
        "is:unread ",
        "has:note ",
        "date:2025",
        "date:2025-11",
        "date:today..",
        "sort:",
        "sort:date ",
        "&",
        "！",
    ),
)
"""What is left of a query when it is half typed, or typed wrongly."""


def scribbles(chosen: Sequence[int]) -> st.SearchStrategy[str]:
    """Anything that fingers may type in a search bar."""
    typed = st.one_of(words(chosen), _beginnings(chosen), *[st.sampled_from(SCRAPS)] * 2)
    return st.lists(typed, min_size=1, max_size=8).map("".join)
