"""Whatever a user does to the files between exports, no word of theirs is lost and no conflict goes unsaid."""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from reader.export import ExportReport, Item, export_markdown
from reader.model import Note

IDS = ("aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc")
ids = st.sampled_from(IDS)
regions = st.sampled_from(["head", "note", "highlights", "text", "citation"])
BROKEN = "broken: [\n"


class Vault(RuleBasedStateMachine):
    """Two of the three releases share their name. Every word a user writes is one of a kind: `w1w`, `w2w` …"""

    make_item: Callable[..., Item]
    make_note: Callable[..., Note]

    def __init__(self) -> None:
        super().__init__()
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self.temporary.name) / "vault"
        self.count = 0
        self.wording = dict.fromkeys(IDS, 1)
        self.notes: dict[str, list[str]] = {number: [] for number in IDS}
        self.tags: dict[str, list[str]] = {number: [] for number in IDS}
        self.paths: dict[str, Path] = {}
        self.words: dict[str, set[str]] = {number: set() for number in IDS}
        """Written outside of what is ours."""
        self.by_hand: dict[str, dict[str, str]] = {number: {} for number in IDS}
        """Written into what is ours, by the part."""
        self.deleted: dict[str, set[str]] = {number: set() for number in IDS}
        self.copies: dict[str, Path] = {}

    def teardown(self) -> None:
        self.temporary.cleanup()

    def word(self) -> str:
        self.count += 1
        return f"w{self.count}w"

    def item(self, number: str) -> Item:
        wording = self.wording[number]
        notes = [
            type(self).make_note(text, "fair" if place % 2 else None, number=place % 9)
            for place, text in enumerate(self.notes[number])
        ]
        return type(self).make_item(
            "Fair" if number != "cccccccccc" else "Other",
            f"The fair: wording {wording}.",
            id=number,
            revision=wording,
            revision_count=wording,
            notes=notes,
            tags=tuple(self.tags[number]),
            url="https://example.org" if wording % 2 else None,
        )

    def read(self, number: str) -> str:
        return self.paths[number].read_bytes().decode()

    def save(self, number: str, text: str) -> None:
        self.paths[number].write_bytes(text.encode())

    # The library changes.

    @rule(number=ids)
    def reword(self, number: str) -> None:
        self.wording[number] += 1

    @rule(number=ids)
    def note(self, number: str) -> None:
        self.notes[number].append(
            f"note {len(self.notes[number])}\n# heading\n<!-- pressreader:end note -->\n```"
        )

    @rule(number=ids)
    def remove_notes(self, number: str) -> None:
        self.notes[number].clear()

    @rule(number=ids, tag=st.sampled_from(["one", "two", "no", "3"]))
    def tag(self, number: str, tag: str) -> None:
        self.tags[number] = [other for other in self.tags[number] if other != tag] or [tag]

    # The user works in the files.

    @rule(number=ids, place=st.integers(0, 5))
    def write(self, number: str, place: int) -> None:
        if number in self.paths:
            text = self.read(number)
            places = [len(text), *(found.start() for found in re.finditer("<!-- pressreader:begin", text))]
            at = places[place % len(places)]
            word = self.word()
            self.save(number, f"{text[:at]}{word}\n# {word}\n\n{text[at:]}")
            self.words[number].add(word)

    @rule(number=ids, top=st.booleans())
    def add_property(self, number: str, top: bool) -> None:
        if number in self.paths:
            word = self.word()
            line = f"k{word}:   '{word}'  # {word}"
            pattern = r"^---(?=\r?\n)" if top else r"^publisher:.*?(?=\r?$)"
            self.save(number, re.sub(pattern, rf"\g<0>\n{line}", self.read(number), count=1, flags=re.M))
            if line in self.read(number):
                self.words[number].add(line)

    @rule(number=ids)
    def add_tag(self, number: str) -> None:
        if number in self.paths:
            word = self.word()
            text, changed = re.subn(r"^(tags:\r?\n)", rf"\1  - {word}\n", self.read(number), flags=re.M)
            if changed:
                self.save(number, text)
                self.words[number].add(word)

    @rule(number=ids)
    def move(self, number: str) -> None:
        if number in self.paths:
            target = self.folder / self.word() / f"{self.word()}.md"
            target.parent.mkdir()
            self.paths[number] = self.paths[number].rename(target)

    @rule(number=ids, name=regions)
    def delete_region(self, number: str, name: str) -> None:
        if number in self.paths:
            pattern = rf"<!-- pressreader:begin {name} -->.*<!-- pressreader:end {name} -->\r?\n"
            text, changed = re.subn(pattern, "", self.read(number), flags=re.S)
            if changed:
                self.save(number, text)
                self.deleted[number].add(name)
                self.by_hand[number].pop(name, None)

    @rule(number=ids, name=regions)
    def edit_region(self, number: str, name: str) -> None:
        if number in self.paths:
            word = self.word()
            pattern = rf"^<!-- pressreader:end {name} -->"
            text, changed = re.subn(pattern, rf"{word}\n\g<0>", self.read(number), flags=re.M)
            if changed:
                self.save(number, text)
                self.by_hand[number][name] = word

    @rule(number=ids, name=st.sampled_from(["title", "category", "revision", "bookmarked"]))
    def edit_property(self, number: str, name: str) -> None:
        if number in self.paths:
            word = self.word()
            self.save(number, re.sub(rf"^{name}: [^\r\n]*", f"{name}: {word}", self.read(number), flags=re.M))
            self.by_hand[number][name] = word

    @rule(number=ids)
    def break_or_mend(self, number: str) -> None:
        if number in self.paths:
            text = self.read(number)
            if BROKEN in text:
                self.save(number, text.replace(BROKEN, ""))
            else:
                self.save(number, text.replace("pressreader_id:", f"{BROKEN}pressreader_id:", 1))

    @rule(number=ids)
    def copy_or_discard(self, number: str) -> None:
        if number in self.copies:
            self.copies.pop(number).unlink()
        elif number in self.paths:
            copy = self.folder / f"{self.word()}.md"
            copy.write_bytes(self.paths[number].read_bytes())
            self.copies[number] = copy

    @rule(number=ids, windows=st.booleans())
    def change_line_ends(self, number: str, windows: bool) -> None:
        if number in self.paths and BROKEN not in self.read(number):
            text = self.read(number).replace("\r\n", "\n")
            self.save(number, text.replace("\n", "\r\n") if windows else text)

    # Exports.

    @rule(some=st.permutations(IDS), many=st.integers(1, 3))
    def export(self, some: list[str], many: int) -> None:
        before = self.files()
        report = export_markdown([self.item(number) for number in some[:many]], self.folder)
        self.check(some[:many], report, before)
        after = self.files()
        again = export_markdown([self.item(number) for number in some[:many][::-1]], self.folder)
        assert self.files() == after
        assert not again.written
        assert not again.updated
        assert {problem.id for problem in again.conflicts} == {problem.id for problem in report.conflicts}

    @rule(some=st.permutations(IDS), many=st.integers(1, 3))
    def dry_run(self, some: list[str], many: int) -> None:
        before = self.files()
        export_markdown([self.item(number) for number in some[:many]], self.folder, dry_run=True)
        assert self.files() == before

    @rule(number=ids)
    def force(self, number: str) -> None:
        before = self.files()
        if not self.untouchable(number):
            self.by_hand[number].clear()
        self.check([number], export_markdown([self.item(number)], self.folder, force=True), before)

    def files(self) -> dict[Path, tuple[bytes, int]]:
        return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in self.folder.rglob("*.md")}

    def untouchable(self, number: str) -> bool:
        return number in self.copies or (number in self.paths and BROKEN in self.read(number))

    def check(self, exported: list[str], report: ExportReport, before: dict[Path, tuple[bytes, int]]) -> None:
        assert not report.failed
        for made in report.written:
            assert made.id not in self.paths
            assert made.path not in before
            self.paths[made.id] = made.path
        for path, state in before.items():
            if path not in [updated.path for updated in report.updated]:
                assert (path.read_bytes(), path.stat().st_mtime_ns) == state
        conflicts = {problem.id for problem in report.conflicts}
        for number in exported:
            if self.untouchable(number):
                assert number in conflicts
            else:
                assert (number in conflicts) == bool(self.by_hand[number])
                if not self.by_hand[number] and "text" not in self.deleted[number]:
                    assert f"The fair: wording {self.wording[number]}." in self.read(number)

    @invariant()
    def nothing_is_lost(self) -> None:
        for number, path in self.paths.items():
            text = path.read_bytes().decode()
            for word in self.words[number] | set(self.by_hand[number].values()):
                assert word in text
            for name in self.deleted[number]:
                assert f"pressreader:begin {name}" not in text


def test_no_word_is_lost_and_no_conflict_unsaid(
    make_item: Callable[..., Item], make_note: Callable[..., Note]
) -> None:
    machine = type(
        "BoundVault", (Vault,), {"make_item": staticmethod(make_item), "make_note": staticmethod(make_note)}
    )
    run_state_machine_as_test(
        machine, settings=settings(max_examples=25, stateful_step_count=30, deadline=None)
    )
