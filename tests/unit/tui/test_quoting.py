"""Quotation marks inside of what is quoted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.tui.quoting import in_marks

MARKS = '“”‘’"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain  text\nin two lines", "“plain text in two lines”"),
        ("It names “green” alloys.", "“It names ‘green’ alloys.”"),
        ('It names "green" alloys.', "“It names ‘green’ alloys.”"),
        ("장관은 “논의하겠다”고 밝혔다.", "“장관은 ‘논의하겠다’고 밝혔다.”"),
        ("‘그린’ 철강과 “수소”", "“‘그린’ 철강과 ‘수소’”"),
        ("“The ministry’s ‘green’ plan”, he said.", "“‘The ministry’s “green” plan’, he said.”"),
        ("the ministries’ ‘green’ plan", "“the ministries’ ‘green’ plan”"),
        ("and goes on”, he said. “Then", "“and goes on’, he said. ‘Then”"),
        ('a pipe of 5" and more', '“a pipe of 5" and more”'),
        ("", "“”"),
    ],
)
def test_marks_inside_are_nested(text: str, expected: str) -> None:
    assert in_marks(text) == expected


@given(st.text(st.sampled_from(f"ab {MARKS}\n항")) | st.text())
def test_the_words_do_not_change(text: str) -> None:
    def words(of: str) -> str:
        return " ".join("".join(one for one in of if one not in MARKS).split())

    quoted = in_marks(text)
    assert words(quoted) == words(text)
    assert (quoted[0], quoted[-1]) == ("“", "”")
    assert len(quoted) == len(" ".join(text.split())) + 2
