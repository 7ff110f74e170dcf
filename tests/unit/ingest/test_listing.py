"""The listing text format, rule by rule."""

from io import BytesIO
from pathlib import Path

import pytest

from reader.ingest.listing import Entry, Parsed, read
from reader.model import MOTIR, Problem, Release

THREE = "-\nIndustry\nForum opens\nThe forum opened on Monday. date2025-11-20\n"
TWO = "-\nPlant closes\nThe plant closed. date2024-02-29\n"


def entries(text: str | bytes, **options: str) -> list[Entry]:
    content = text.encode() if isinstance(text, str) else text
    return list(read(BytesIO(content), path="list.txt", **options))


def only(text: str | bytes) -> Release:
    (entry,) = entries(text)
    assert isinstance(entry, Parsed)
    return entry.release


def refused(text: str | bytes) -> Problem:
    (entry,) = entries(text)
    assert isinstance(entry, Problem)
    assert entry.path == "list.txt"
    assert entry.reason.endswith(".")
    return entry


def test_three_lines_are_category_headline_and_body() -> None:
    assert only(THREE) == Release(
        source=MOTIR,
        title="Forum opens",
        date="2025-11-20",
        body="The forum opened on Monday.",
        categories=("Industry",),
    )


def test_two_lines_are_headline_and_body() -> None:
    release = only(TWO)
    assert (release.categories, release.title, release.body) == ((), "Plant closes", "The plant closed.")


@pytest.mark.parametrize(
    "category", ["Trade/Investment", "FTA/Economic Cooperation", "Nobody has seen this one", "1"]
)
def test_lines_are_counted_and_categories_not_known(category: str) -> None:
    assert only(THREE.replace("Industry", category)).categories == (category,)


def test_a_known_category_on_the_first_of_two_lines_is_the_headline() -> None:
    assert only("-\nIndustry\nThe text. date2025-01-01").title == "Industry"


def test_all_from_the_third_line_on_is_the_body() -> None:
    release = only("-\nEnergy\nGrid grows\nOne,\ntwo\n\nand three. date2025-11-20\n")
    assert (release.categories, release.title) == (("Energy",), "Grid grows")
    assert release.body == "One,\ntwo\n\nand three."


@pytest.mark.parametrize(
    ("last_line", "body"),
    [
        ("The text. date2025-11-20", "The text."),
        ("The text.  \tdate2025-11-20  \t", "The text."),
        ("The text.\xa0date2025-11-20\xa0", "The text."),
        ("date2025-11-20", ""),
        (" date2025-11-20", ""),
        ("The text.date2025-11-20", "The text."),
        ("“The text.”date2025-11-20", "“The text.”"),
        ("See date2024-01-01 in the annex. date2025-11-20", "See date2024-01-01 in the annex."),
        ("A date date2024-01-01 date2025-11-20", "A date date2024-01-01"),
        ("The text.\ndate2025-11-20", "The text."),
        ("The text. date2025-11-20\u200b\ufeff", "The text."),
        ("The text. date2025-11-20\n\n \n\xa0\n\u200b\n", "The text."),
        ("It was cut in the midd date2025-11-20", "It was cut in the midd"),
    ],
)
def test_the_day_ends_the_body(last_line: str, body: str) -> None:
    release = only(f"-\nIndustry\nTitle\n{last_line}")
    assert (release.title, release.body, release.date) == ("Title", body, "2025-11-20")


@pytest.mark.parametrize(
    "last_line",
    [
        "The text.",
        "The text. 2025-11-20",
        "The text. date 2025-11-20",
        "The text. Date2025-11-20",
        "The text. date2025-11-2",
        "The text. date2025/11/20",
        "The text. date2025-11-20.",
        "The text. date2025-11-20 and more",
        "The text. date２０２５-11-20",
        "The text. date12025-11-20",
        "The update2025-11-20",
        "The text. date2025-11-20\nShare this page",
    ],
)
def test_a_body_that_does_not_end_in_its_day_is_refused(last_line: str) -> None:
    problem, after = entries(f"{TWO}-\nIndustry\nTitle\n{last_line}\n{THREE}")[1:]
    assert isinstance(problem, Problem)
    assert "does not end in its day" in problem.reason
    assert problem.line == 4 + 3 + last_line.count("\n")
    assert isinstance(after, Parsed)


@pytest.mark.parametrize(
    "day", ["2025-02-30", "2023-02-29", "2025-13-01", "2025-00-10", "2025-01-00", "0999-01-01"]
)
def test_a_day_that_does_not_exist_is_refused(day: str) -> None:
    problem = refused(f"-\nIndustry\nTitle\nThe text. date{day}\n")
    assert problem.line == 4
    assert day in problem.reason
    assert "does not exist" in problem.reason


@pytest.mark.parametrize("day", ["1000-01-01", "1899-12-31", "2024-02-29", "9999-12-31"])
def test_every_day_that_exists_is_taken(day: str) -> None:
    assert only(f"-\nTitle\nThe text. date{day}\n").date == day


@pytest.mark.parametrize("blank", ["", " ", "\t", "\xa0", "\u200b", "\x1b[0m", "\xad", "\u3164"], ids=ascii)
def test_an_empty_headline_or_category_is_refused_with_its_line(blank: str) -> None:
    of_three = refused(f"-\nIndustry\n{blank}\nThe text. date2025-11-20\n")
    of_two = refused(f"-\n{blank}\nThe text. date2025-11-20\n")
    category = refused(f"-\n{blank}\nTitle\nThe text. date2025-11-20\n")
    assert (of_three.line, of_two.line, category.line) == (3, 2, 2)
    assert "headline" in of_three.reason
    assert "headline" in of_two.reason
    assert "category" in category.reason


def test_an_entry_of_less_than_two_lines_is_refused() -> None:
    problems = entries("-\n-\n\n-\nTitle\n-\nThe text. date2025-11-20\n")
    assert [problem.line for problem in problems] == [1, 2, 4, 6]
    assert all(isinstance(problem, Problem) and "two lines or more" in problem.reason for problem in problems)


@pytest.mark.parametrize(
    "end", ["", "T", "Industry\nTitle", "Title\nThe text goes on", "Title\nThe text. date2025-1"]
)
def test_a_file_that_ends_inside_its_last_entry_says_so(end: str) -> None:
    first, problem = entries(f"{TWO}-\n{end}")
    assert isinstance(first, Parsed)
    assert isinstance(problem, Problem)
    assert "The file ends inside this entry" in problem.reason
    assert problem.line == 4 + end.count("\n") + bool(end)


def test_a_file_that_ends_inside_a_character_says_so() -> None:
    problem = refused("-\nTitle\nThe text goes –".encode()[:-1])
    assert (problem.line, "middle of a character" in problem.reason) == (3, True)


def test_text_that_is_not_utf8_costs_its_own_entry_only() -> None:
    korean = "산업".encode("cp949")
    content = TWO.encode() + b"-\nIndustry\nTitle\nText " + korean + b" date2025-11-20\n" + THREE.encode()
    before, problem, after = entries(content)
    assert isinstance(before, Parsed)
    assert isinstance(after, Parsed)
    assert isinstance(problem, Problem)
    assert problem.line == 7
    assert f"byte 0x{korean[0]:02x} at offset {content.index(korean)} of the file" in problem.reason


def test_a_line_that_is_a_hyphen_starts_an_entry_even_inside_a_body() -> None:
    first, second, third = entries(f"-\nIndustry\nTitle\nOne\n-\ntwo date2025-11-20\n{TWO}")
    assert [entry.line for entry in (first, second, third)] == [4, 5, 7]
    assert isinstance(first, Problem)
    assert isinstance(second, Problem)
    assert isinstance(third, Parsed)


@pytest.mark.parametrize("line", ["- ", " -", "--", "–", "-\xa0", "- item"])
def test_only_a_line_that_is_exactly_a_hyphen_starts_an_entry(line: str) -> None:
    body = only(f"-\nIndustry\nTitle\nOne\n{line}\ntwo date2025-11-20\n").body
    assert body == f"One\n{line}\ntwo"


@pytest.mark.parametrize("end", ["\r\n", "\r\r\n"], ids=ascii)
def test_other_line_ends_change_nothing(end: str) -> None:
    unix = f"{THREE}{TWO}-\nEnergy\nTitle\nOne\ntwo date2025-11-20"
    releases = [entry.release for entry in entries(unix) if isinstance(entry, Parsed)]
    assert len(releases) == 3
    again = [entry.release for entry in entries(unix.replace("\n", end)) if isinstance(entry, Parsed)]
    assert [(r.title, r.date) for r in again] == [(r.title, r.date) for r in releases]
    assert again[2].body == "One\ntwo"


def test_line_separators_inside_a_line_do_not_count_as_lines() -> None:
    release = only("-\nTwo\u2028lines\vof title\nThe\x85text. date2025-11-20\n")
    assert (release.categories, release.title, release.body) == ((), "Two lines of title", "The\ntext.")


def test_headlines_are_one_line_and_text_is_cleaned() -> None:
    release = only("-\n In\x1b[1mdustry\t\n The \t big\x00 forum \nThe\u202e text\x07. date2025-11-20\n")
    assert (release.categories, release.title, release.body) == (("Industry",), "The big forum", "The text.")


@pytest.mark.parametrize("start", ["\ufeff", "\n\n", "\ufeff\r\n \n", "\u200b\n"], ids=ascii)
def test_nothing_visible_before_the_first_entry_is_no_problem(start: str) -> None:
    (entry,) = entries(start + THREE)
    assert isinstance(entry, Parsed)
    assert entry.line == 1 + start.count("\n")


@pytest.mark.parametrize(
    ("start", "line"),
    [("Press releases\n", 1), ("\ufeff\n \nPress\nreleases\n", 3), ("\udc80\n", 1)],
    ids=ascii,
)
def test_text_before_the_first_entry_is_a_problem_of_its_own(start: str, line: int) -> None:
    problem, entry = entries((start + THREE).encode("utf-8", "surrogateescape"))
    assert isinstance(problem, Problem)
    assert problem.line == line
    assert "before the first entry" in problem.reason
    assert isinstance(entry, Parsed)


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"Press releases\n", "-\nA\n".encode("utf-16"), b"-\rA\rB date2025-01-01\r"]
)
def test_bytes_without_any_entry(content: bytes) -> None:
    problem = refused(content)
    assert problem.line == 0
    assert "No entry starts" in problem.reason


def test_lists_joined_without_a_line_end_between_them_stay_apart() -> None:
    joined = THREE.rstrip("\n") + TWO.rstrip("\n") + "\ufeff" + TWO.replace("\n", "\r\n").rstrip() + THREE
    found = entries(joined)
    assert [entry.line for entry in found] == [1, 4, 6, 8]
    assert all(isinstance(entry, Parsed) for entry in found)
    single = [*entries(THREE), *entries(TWO), *entries(TWO), *entries(THREE)]
    assert [e.release for e in found if isinstance(e, Parsed)] == [
        e.release for e in single if isinstance(e, Parsed)
    ]


def test_a_hyphen_after_anything_but_the_day_is_text() -> None:
    release = only("-\nIndustry\nTitle\nSome pre-\nand post-\nfixes date2025-11-20\n")
    assert release.body == "Some pre-\nand post-\nfixes"


def test_offsets_count_the_bytes_read() -> None:
    content = ("\ufeff" + THREE + TWO.replace("text", "“text”") + THREE.rstrip("\n") + TWO).encode()
    found = [entry for entry in entries(content) if isinstance(entry, Parsed)]
    ends = [entry.offset for entry in found]
    assert ends[-1] == len(content)
    assert content[ends[0] : ends[0] + 2] == b"-\n"
    assert content[ends[1] : ends[1] + 2] == b"-\n"
    assert content[: ends[2]].endswith(b"date2025-11-20")


def test_the_source_is_what_the_caller_says() -> None:
    (entry,) = entries(THREE, source="starter")
    assert isinstance(entry, Parsed)
    assert entry.release.source == "starter"


def test_the_language_is_that_of_the_body() -> None:
    assert only("-\nTitle\n산업통상부는 20일 서울에서 회의를 열었다. date2025-11-20").language == "ko"
    assert only("-\nThe opening of the forum\ndate2025-11-20").language == "en"


def test_the_real_listings(seeds: Path) -> None:
    found: list[Entry] = []
    for path in sorted(seeds.glob("*.txt")):
        with path.open("rb") as stream:
            found += read(stream, path=path.name)
    releases = [entry.release for entry in found if isinstance(entry, Parsed)]
    assert len(releases) == len(found) == 28
    assert min(str(release.date) for release in releases) == "2024-04-16"
    assert max(str(release.date) for release in releases) == "2025-12-23"
    assert {category for release in releases for category in release.categories} == {"Industry"}
    assert {release.language for release in releases} == {"en"}


def test_the_real_listings_joined(seeds: Path) -> None:
    contents = [path.read_bytes() for path in sorted(seeds.glob("*.txt"))]
    apart = [entry.release for content in contents for entry in entries(content) if isinstance(entry, Parsed)]
    joined = [entry.release for entry in entries(b"".join(contents)) if isinstance(entry, Parsed)]
    assert joined == apart


def test_a_soft_hyphen_before_the_day_goes_with_it() -> None:
    assert only("-\nTitle\nThe text ends w\u00addate2025-01-01\n").body == "The text ends w"
