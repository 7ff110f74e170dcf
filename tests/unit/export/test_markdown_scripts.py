"""A thousand scripts of what a user, a ministry and a library do to a folder between exports lose no word.

Every word that the user writes is one of a kind, `w1w`, `w2w` …, and the model knows which of them the user has not
taken away again. It reads a file by its lines alone, so that it shares nothing with what it judges. The number of a
script is the seed of its random steps: a failure names it. A quarter of the scripts run each time, all in a soak.
"""

import io
import os
import random
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from ruamel.yaml import YAML

from reader.export import ExportReport, Item, export_markdown
from reader.export.document import KEYS, REGIONS
from reader.model import Note

IDS = ("aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc")
SCRIPTS, CHUNK, AT_ONCE = 1000, 125, 250
TOKEN = re.compile(r"w\d+w")
BEGIN, END = "<!-- pressreader:begin {} -->", "<!-- pressreader:end {} -->"
BODIES = (
    "The fair opened on 3 May. It cost $5 to $6, * more than [planned].",
    "1. A number begins it, #tagged and _underlined_; 2~3 or 4~5.",
    "# No heading: <b> & &amp; are text.\n- No item.\nA line — and “words” said.",
)

State = dict[str, Any]
"""What the library has of one release."""


def owners(text: str) -> dict[str, str]:
    """Whose each word of the user's is by where it stands: a region's, a property's, or the user's own (empty)."""
    found: dict[str, str] = {}
    place, key = "", ""
    lines = text.removeprefix("\ufeff").splitlines()
    front = bool(lines) and lines[0].rstrip() == "---"
    for number, line in enumerate(lines):
        if front and number and line.rstrip() in ("---", "..."):
            front, key = False, ""
        elif front:
            if named := re.match(r"([^\s#:-][^:]*):", line):
                key = named[1]
            owned = key in KEYS and key != "tags" and not line.lstrip().startswith("#")
            # A comment is the user's wherever it stands.
            value, sign, comment = line.partition(" #")
            found.update(dict.fromkeys(TOKEN.findall(value), key if owned else ""))
            found.update(dict.fromkeys(TOKEN.findall(comment if sign else ""), ""))
            continue
        if marker := re.match(r"<!-- pressreader:(begin|end) (\w+) -->\s*$", line):
            place = marker[2] if marker[1] == "begin" else ""
        found.update(dict.fromkeys(TOKEN.findall(line), place))
    return found


class Script:
    """One folder, what its user knows of it, and what the library holds."""

    def __init__(
        self, seed: int, folder: Path, make_item: Callable[..., Item], make_note: Callable[..., Note]
    ) -> None:
        self.random = random.Random(seed)
        self.folder = folder
        self.make_item, self.make_note = make_item, make_note
        self.words = 0
        self.states: dict[str, State] = {ident: self.first(ident) for ident in IDS}
        self.paths: dict[str, Path] = {}
        self.gone: dict[str, set[str]] = {ident: set() for ident in IDS}
        """Regions that the user took out."""
        self.broken: set[str] = set()
        """Ids whose file cannot be merged, or that two files have."""
        self.mended: dict[str, str] = {}
        """What files were before they were broken."""
        self.done: list[str] = []

    def first(self, ident: str) -> State:
        title = "Fair" if ident != IDS[2] else "Other: “things” [in] #Busan"
        return {"title": title, "body": self.random.choice(BODIES), "id": ident, "revision": 1}

    def item(self, ident: str) -> Item:
        state = dict(self.states[ident])
        return self.make_item(state.pop("title"), state.pop("body"), **state)

    def word(self) -> str:
        self.words += 1
        return f"w{self.words}w"

    # The ministry and the library.

    def reword(self, state: State) -> None:
        state["revision"] += 1
        state["revision_count"] = state["revision"]
        state["body"] = f"{self.random.choice(BODIES)} Wording {state['revision']}."
        if self.random.random() < 0.3:
            state["title"] = f"Fair {state['revision']}"

    def cut_or_complete(self, state: State) -> None:
        state["cut"] = not state.get("cut", False)
        state["body"] = f"{state['body']} And more"

    def change_notes(self, state: State) -> None:
        notes = list(state.get("notes", ()))
        if notes and self.random.random() < 0.5:
            notes.pop(self.random.randrange(len(notes)))
        number = len(notes) + 1
        text = self.random.choice(
            ["short", "# h\n\n- list\n\n```", "<!-- pressreader:end note -->", "a\n\n***\n"]
        )
        quote = self.random.choice([None, "opened on 3 May", "[planned]"])
        notes.append(self.make_note(text, quote, changed=bool(quote) and number % 2 == 0, number=number % 10))
        state["notes"] = tuple(notes)

    def change_state(self, state: State) -> None:
        state["bookmarked"] = not state.get("bookmarked", False)
        state["tags"] = tuple(
            self.random.sample(["asean", "no", "3", "v1.2", "산업"], self.random.randrange(4))
        )
        state["url"] = self.random.choice([None, "https://example.org/1", "https://example.org/2"])
        state["categories"] = self.random.choice([(), ("Industry",), ("Trade: new",)])

    # The user.

    def read(self, ident: str) -> str:
        return self.paths[ident].read_bytes().decode()

    def save(self, ident: str, text: str) -> None:
        self.paths[ident].write_bytes(text.encode())

    def body_line(self, lines: list[str]) -> int:
        closing = [number for number, line in enumerate(lines) if line.strip("\ufeff\r\n ") == "---"][1]
        return self.random.randrange(closing + 1, len(lines) + 1)

    def write_a_line(self, ident: str) -> None:
        lines = self.read(ident).splitlines(keepends=True)
        line = self.random.choice(
            ["{}", "# {}", "- {}", "> {}", "a [[{}]] #{}", "<!-- {} -->", "```{}", "{}: x"]
        )
        lines.insert(self.body_line(lines), line.replace("{}", self.word()) + self.line_end(lines))
        self.save(ident, "".join(lines))

    def write_in_a_line(self, ident: str) -> None:
        lines = self.read(ident).splitlines(keepends=True)
        number = min(self.body_line(lines), len(lines) - 1)
        if not lines[number].startswith("<!-- pressreader"):
            lines[number] = f"{self.word()} {lines[number]}"
            self.save(ident, "".join(lines))

    def write_a_property(self, ident: str) -> None:
        lines = self.read(ident).splitlines(keepends=True)
        line = self.random.choice(
            ["k{0}: {0}", "# {0}", "k{0}: # {0}", 'k{0}:   "{0}"   # {0}', "k{0}: [1, {0}]"]
        )
        starts = [number for number, old in enumerate(lines) if re.match(r"\w+:", old) and number < 40]
        at = self.random.choice([1, *starts[:17]])
        lines.insert(at, line.replace("{0}", self.word()) + self.line_end(lines))
        self.save(ident, "".join(lines))

    def change_a_property(self, ident: str) -> None:
        name = self.random.choice(["title", "category", "bookmarked", "url", "revision", "content_hash"])
        beside = f"\\g<0>  # {self.word()}"
        change = self.random.choice([f"{name}: {self.word()}", beside, beside, ""])
        pattern = rf"^{name}: [^\r\n]*" + ("" if change else r"\r?\n")
        self.save(ident, re.sub(pattern, change, self.read(ident), count=1, flags=re.M))

    def add_a_tag(self, ident: str) -> None:
        add = rf"\1  - {self.word()}\2"
        self.save(ident, re.sub(r"^(tags:(\r?\n))", add, self.read(ident), count=1, flags=re.M))

    def take_out_a_region(self, ident: str) -> None:
        name = self.random.choice(REGIONS)
        pattern = rf"^{BEGIN.format(name)}.*^{END.format(name)}\r?\n"
        text, found = re.subn(pattern, "", self.read(ident), count=1, flags=re.M | re.S)
        if found:
            self.save(ident, text)
            self.gone[ident].add(name)

    def take_out_markers(self, ident: str) -> None:
        """What stood between them is the user's from then on."""
        name = self.random.choice(REGIONS)
        pattern = rf"^<!-- pressreader:(?:begin|end) {name} -->\r?\n"
        text, found = re.subn(pattern, "", self.read(ident), flags=re.M)
        if found:
            self.save(ident, text)
            self.gone[ident].add(name)

    def move(self, ident: str) -> None:
        folder = self.random.choice([self.folder, self.folder / "a", self.folder / "a" / "산업 b"])
        folder.mkdir(parents=True, exist_ok=True)
        name = self.random.choice([f"My {self.word()}.md", f"{self.word()}.MD"])
        self.paths[ident] = self.paths[ident].rename(folder / name)

    def change_line_ends(self, ident: str) -> None:
        text = self.read(ident).replace("\r\n", "\n")
        self.save(ident, text if self.random.random() < 0.4 else text.replace("\n", "\r\n"))

    def change_the_mark(self, ident: str) -> None:
        text = self.read(ident)
        self.save(ident, text[1:] if text.startswith("\ufeff") else f"\ufeff{text}")

    def break_it(self, ident: str) -> None:
        text = self.read(ident)
        marker = self.random.choice(re.findall(r"^<!-- pressreader:[^\r\n]*\r?\n", text, re.M) or ["\n"])
        yaml = re.sub(r"^pressreader_id:", f"broken: [ # {self.word()}\n\\g<0>", text, count=1, flags=re.M)
        broken = yaml if marker == "\n" or self.random.random() < 0.5 else text.replace(marker, "", 1)
        self.save(ident, broken)
        self.broken.add(ident)
        self.mended[ident] = text

    def copy(self, ident: str) -> None:
        shutil.copy(self.paths[ident], self.folder / f"copy of {ident}.md")
        self.broken.add(ident)

    def mend(self, ident: str) -> None:
        (self.folder / f"copy of {ident}.md").unlink(missing_ok=True)
        if text := self.mended.pop(ident, None):
            self.save(ident, text)
        self.broken.discard(ident)

    def throw_away(self, ident: str) -> None:
        self.paths.pop(ident).unlink()
        self.gone[ident].clear()

    @staticmethod
    def line_end(lines: list[str]) -> str:
        return "\r\n" if lines and lines[0].endswith("\r\n") else "\n"

    # Steps.

    def step(self) -> None:
        ident = self.random.choice(IDS)
        if self.random.random() < 0.3:
            change = self.random.choice(
                [self.reword, self.cut_or_complete, self.change_notes, self.change_state]
            )
            self.done.append(f"{change.__name__} {ident}")
            change(self.states[ident])
        elif ident in self.paths:
            self.edit(ident)

    def edit(self, ident: str) -> None:
        often = [self.write_a_line, self.write_in_a_line, self.write_a_property, self.change_a_property] * 3
        seldom = [
            self.add_a_tag,
            self.take_out_a_region,
            self.take_out_markers,
            self.move,
            self.change_line_ends,
            self.change_the_mark,
            self.break_it,
            self.copy,
            self.throw_away,
        ]
        act = self.mend if ident in self.broken else self.random.choice([*often, *seldom])
        self.done.append(f"{act.__name__} {ident}")
        act(ident)

    def export(self, *, force: bool = False) -> None:
        chosen = self.random.sample(IDS, self.random.choice([1, 2, 3, 3]))
        self.done.append(f"export {' '.join(chosen)}{' by force' if force else ''}")
        before = self.files()
        planned = self.run(chosen, force=force, dry_run=True) if self.random.random() < 0.3 else None
        assert self.files() == before
        report = self.run(chosen, force=force)
        after = self.files()
        assert planned is None or counts(planned) == counts(report)
        assert not report.failed
        self.judge(chosen, report, before, after, force)
        again = self.run(chosen[::-1], force=force)
        assert self.files() == after
        assert (again.written, again.updated) == ((), ())
        assert {one.id for one in again.conflicts} == {one.id for one in report.conflicts}

    def run(self, chosen: Iterable[str], *, force: bool = False, dry_run: bool = False) -> ExportReport:
        items = [self.item(ident) for ident in chosen]
        return export_markdown(items, self.folder, force=force, dry_run=dry_run)

    def files(self) -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}

    def judge(
        self,
        chosen: list[str],
        report: ExportReport,
        before: dict[Path, bytes],
        after: dict[Path, bytes],
        force: bool,
    ) -> None:
        for made in report.written:
            assert made.id not in self.paths
            self.paths[made.id] = made.path
        changed = {made.path for made in (*report.written, *report.updated)}
        left = {self.paths[ident] for ident in self.broken}
        assert not changed & left
        for path, data in before.items():
            if path not in changed:
                assert after[path] == data
            assert form(after[path]) == form(data)
            had = owners(data.decode())
            kept = set(TOKEN.findall(after[path].decode()))
            assert [word for word, owner in had.items() if word not in kept and not (force and owner)] == []
        for ident in self.broken & set(chosen):
            assert ident in {one.id for one in report.conflicts}
        for ident, path in self.paths.items():
            for name in self.gone[ident]:
                assert f"pressreader:begin {name} " not in after[path].decode()

    def finish(self) -> None:
        """In the end the user mends all, and what is the library's is written over what was changed."""
        for ident in sorted(self.broken):
            self.mend(ident)
        before = self.files()
        report = self.run(IDS, force=True)
        self.judge(list(IDS), report, before, self.files(), force=True)
        for ident in IDS:
            text = self.read(ident).removeprefix("\ufeff").replace("\r\n", "\n")
            front = YAML(typ="safe").load(io.StringIO(text.split("\n---", 1)[0].removeprefix("---")))
            assert front["pressreader_id"] == ident
            if "text" not in self.gone[ident]:
                region = text.split(BEGIN.format("text"))[1].split(END.format("text"))[0]
                assert plain(region) == ["Text", *self.states[ident]["body"].split()]


def form(data: bytes) -> tuple[bool, bool]:
    """Whether a file has a byte order mark, and whether all its lines end as on Windows."""
    return data.startswith(b"\xef\xbb\xbf"), data.count(b"\r\n") == data.count(b"\n")


def counts(report: ExportReport) -> list[list[str]]:
    groups = (report.written, report.updated, report.unchanged, report.conflicts, report.failed)
    return [[str(one.id) for one in group] for group in groups]


def plain(markdown: str) -> list[str]:
    """The words that a CommonMark parser finds."""
    blocks = [token.children or [] for token in MarkdownIt("commonmark").parse(markdown)]
    return " ".join("".join(piece.content or "\n" for piece in block) for block in blocks).split()


@pytest.mark.parametrize(
    "start",
    [
        pytest.param(start, marks=[] if start < AT_ONCE else pytest.mark.soak)
        for start in range(0, SCRIPTS, CHUNK)
    ],
)
def test_no_word_is_lost(
    start: int,
    tmp_path: Path,
    make_item: Callable[..., Item],
    make_note: Callable[..., Note],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)  # nobody cuts the power here
    for seed in range(start, start + CHUNK):
        script = Script(seed, tmp_path / str(seed), make_item, make_note)
        try:
            script.export()
            for _ in range(3):
                for _ in range(script.random.randrange(3, 12)):
                    script.step()
                script.export(force=script.random.random() < 0.2)
            script.finish()
        except Exception as error:
            raise AssertionError(f"script {seed}: {'; '.join(script.done)}") from error
