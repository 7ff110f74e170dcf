"""A note within a larger document keeps to its place: its headings are lower, and nothing of it reaches further."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.export.escape import note_markdown
from reader.export.within import note_alone, note_within

MARKDOWN = MarkdownIt("commonmark")
PIECES = st.sampled_from(
    [
        *("#", "##", "######", "#a", "=", "===", "==", "-", "--", "---", "*", "+", "1.", "2)", ">", ">>"),
        *("```", "````", "~~~", "~~~~", "`", "a", "word", "é"),
        *("\n", "\n\n", " ", "  ", "    ", "\t", "\\", "\r\n", "- - -", "* * *"),
        *("<h1>", "</h2>", "<div>", "</div>", "<!--", "-->", "<pre>", "<details>", "<?", "<![CDATA[", "<!A"),
        *("<https://example.org/>", "<a@example.org>", "&lt;", "[a]: b", "| a |\n|---|", "$$"),
    ]
)
NOTES = st.lists(PIECES, max_size=20).map("".join) | st.lists(PIECES, max_size=10).map("\n".join)


@given(NOTES)
@example("- ```\n# x")
@example("   ```\n# x\n```\n# y")
@example("<div>\n```\n</div>\n\n# x")
@example("> a\n> ===\n\n- b\n  ---\n")
@example("<https://example.org/>\n```")
@example("a\n\n===\nb\n=")
def test_headings_are_lower_and_what_follows_is_in_its_place(note: str) -> None:
    inside = note_within(note, 3)
    tokens = MARKDOWN.parse(f"### before\n\n{inside}\n\n### after\n\nend\n")
    headings = [(token.tag, token.level) for token in tokens if token.type == "heading_open"]
    assert headings[0] == headings[-1] == ("h3", 0)
    assert all(tag > "h3" for tag, _ in headings[1:-1])
    assert [token.content for token in tokens if token.type == "inline"][-2:] == ["after", "end"]
    assert not any(token.type == "html_block" for token in tokens)
    for token in tokens:
        assert not any(child.type == "html_inline" for child in token.children or ())


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("Ask **them**.\n\n- a\n- b", "Ask **them**.\n\n- a\n- b"),
        ("# One\ntwo", "### One\ntwo"),
        ("###### Six", "###### Six"),
        ("One\n===\ntwo", "### One\ntwo"),
        ("One\n---\ntwo", "#### One\ntwo"),
        ("one\ntwo\n---", "one\ntwo\n* * *"),
        ("one\ntwo\n==", "one\ntwo\n\\=="),
        ("- one\n  -", "- one\n  \\-"),
        ("> # One", "> ### One"),
        ("```\n# no heading <b>\n```\n# one", "```\n# no heading <b>\n```\n### one"),
        ("~~~\n# open", "~~~\n# open\n~~~"),
        ("a < b, <b>c</b>", "a < b, &lt;b>c&lt;/b>"),
        ("<https://example.org/a?b> <me@example.org>", "<https://example.org/a?b> <me@example.org>"),
        ("#tag and #1", "#tag and #1"),
        ("%% mine %% and $$x$$", "%% mine %% and $$x$$"),
        ("%% never closed", r"\%\% never closed"),
        ("$$a$$ $$b", r"$$a$$ \$\$b"),
        (" \n\n", ""),
        ("mail `a%%b` and %% never", r"mail `a%%b` and \%\% never"),
        ("`a\n%%`", "`a\n%%`"),
        ("```\n$$\n%%\n```", "```\n$$\n%%\n```"),
        ("%% a `%%` b %%", "%% a `%%` b %%"),
        ("%% a\n```\n%%\n```", "\\%\\% a\n```\n%%\n```"),
        ("one ` sign\n\n%% another `", "one ` sign\n\n\\%\\% another `"),
        ("# one ` sign\n$$ another `", "### one ` sign\n\\$\\$ another `"),
        (r"\`%%\`", r"\`\%\%\`"),
    ],
)
def test_the_rest_is_as_it_was_written(note: str, shown: str) -> None:
    assert note_within(note, 2) == shown


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("# One\n<b>c</b>\n%% mine %%", "# One\n<b>c</b>\n%% mine %%"),
        ("One %%\n\n%% two %% three", "One %%\n\n%% two \\%\\% three"),
        ("costs $$", "costs \\$\\$"),
        ("```\n%%\n```\n`%%`", "```\n%%\n```\n`%%`"),
        ("~~~\n%%", "~~~\n%%\n~~~"),
        ("\n%%\r\nb", "\\%\\%\nb"),
    ],
)
def test_a_note_of_its_own_hides_nothing_below_it(note: str, shown: str) -> None:
    assert note_alone(note) == shown


@given(NOTES)
def test_a_note_of_its_own_is_otherwise_as_it_was_typed(note: str) -> None:
    plain = note.replace("$", "")
    assert note_alone(plain) == note_markdown(plain)
