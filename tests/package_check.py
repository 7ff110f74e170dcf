"""Uses the installed wheel as a person would. Run by `make package` with the clean environment's own Python,
in isolated mode, so that nothing of the checkout can be imported by mistake."""

import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

COMMAND = str(Path(sys.executable).with_name("pressreader"))
LISTING = """\
-
Energy
Harbour Wind Farm Begins Work
The ministry opened the Harbour wind farm on Monday. It will supply “40,000 homes” from May. date2025-03-04
-
Two Ministers Meet
The two ministers met in Busan and agreed to continue their talks on tariffs and quota. date2025-03-03
"""
FEED = """\
<rss version="2.0"><channel><title>Harbour</title><link>https://harbour.example/</link>
<item><title>A Crane Arrives</title><guid>1</guid><description>&lt;p&gt;It is red.&lt;/p&gt;</description></item>
</channel></rss>
"""
checks = 0


def check(condition: object, what: str) -> None:
    """Count what holds; stop at what does not."""
    global checks  # noqa: PLW0603 - a script's own counter
    if not condition:
        sys.exit(f"The installed wheel fails: {what}")
    checks += 1


def run(*arguments: str, code: int = 0) -> str:
    """Run the command; its standard output."""
    done = subprocess.run([COMMAND, *arguments], capture_output=True, text=True, timeout=60, check=False)
    check(done.returncode == code, f"{arguments} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def use_the_commands(folder: Path) -> None:
    """Import, search, bookmark, note and export."""
    check(run("--version").startswith("pressreader "), "--version")
    digests = json.loads(run("list", "--json"))
    check(digests["total"] == 25, "the starter library has 25 digests")
    listing = folder / "listing.txt"
    listing.write_text(LISTING, encoding="utf-8")
    report = json.loads(run("import", str(listing), "--json"))
    check(report["added"] == 2 and not report["problems"], f"import: {report}")
    found = json.loads(run("search", "wind", "--json"))
    check([hit["title"] for hit in found["hits"]] == ["Harbour Wind Farm Begins Work"], f"search: {found}")
    ident = found["hits"][0]["id"]
    check("supply “40,000 homes”" in " ".join(run("show", ident).split()), "show")
    feed = folder / "feed.xml"
    feed.write_text(FEED, encoding="utf-8")
    report = json.loads(run("import", str(feed), "--json"))
    check(report["added"] == 1 and not report["problems"], f"import of a feed: {report}")
    run("bookmark", ident)
    note = json.loads(run("note", ident, "-m", "Ask about the grid.", "--quote", "from May", "--json"))
    check(note["state"] == "anchored", f"note: {note}")
    run("export", "--to", str(folder / "out"))
    (exported,) = (folder / "out").glob("*.md")
    check("Ask about the grid." in exported.read_text("utf-8"), "export")
    (folder / "out" / exported.name).write_text(exported.read_text("utf-8") + "\nMy own line.\n", "utf-8")
    run("export", "--to", str(folder / "out"))
    check("My own line." in exported.read_text("utf-8"), "an export keeps what was written in its file")
    hand_on(folder, ident)
    run("tag", ident, "+wind")
    check(json.loads(run("search", "#wind supplies", "--json"))["total"] == 1, "tags and inflections")
    run("saved", "add", "Wind", "wind sort:rank")
    check(
        json.loads(run("search", "search:wind OR quotas", "--json"))["total"] == 2,
        "a saved search in another",
    )
    run("alerts", code=1)
    check(
        json.loads(run("search", "ministars", "--json", code=1))["corrected"] == "ministers", "near spellings"
    )
    check(json.loads(run("search", "nothingofthekind", "--json", code=1))["total"] == 0, "nothing found")


def hand_on(folder: Path, ident: str) -> None:
    """Export in every format, back up, and bring both back in other homes."""
    for name in ("digest", "jsonl", "csv", "csl", "bibtex", "biblatex", "ris", "apa"):
        text = run("export", f"id:{ident}", "--format", name, "--to", "-")
        check("Harbour Wind Farm Begins Work" in text, f"--format {name}: {text}")
    lines, backup = folder / "all.jsonl", folder / "backup.jsonl.gz"
    run("export", "is:bookmarked", "--format", "jsonl", "--to", str(lines))
    run("backup", str(backup))
    home = os.environ["PRESSREADER_HOME"]
    for command, path in (("import", lines), ("restore", backup)):
        os.environ["PRESSREADER_HOME"] = str(folder / command)
        run(command, str(path))
        notes = json.loads(run("notes", "wind", "--json"))
        check([note["text"] for note in notes] == ["Ask about the grid."], f"{command} brings notes back")
    os.environ["PRESSREADER_HOME"] = home


def follow_a_feed() -> None:
    """Add a feed that a server on loopback gives, have it reword an entry, sync, and see what changed."""
    given = [FEED]

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_feed = self.path == "/feed"
            self.send_response(200 if is_feed else 404)
            self.end_headers()
            self.wfile.write(given[0].encode() if is_feed else b"")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        os.environ["NO_PROXY"] = "127.0.0.1"
        added = json.loads(run("source", "add", f"http://127.0.0.1:{server.server_port}/feed", "--json"))
        check(added["added"] == 1, f"source add: {added}")
        given[0] = FEED.replace("It is red.", "It is blue.")
        report = json.loads(run("sync", "--force", "--json"))
        check([one["revised"] for one in report["sources"]] == [1], f"sync: {report}")
        server.shutdown()
    (edited,) = json.loads(run("search", "is:edited", "--json"))["hits"]
    changes = json.loads(run("diff", edited["id"], "--json"))["changes"]
    check([(one["before"], one["after"]) for one in changes] == [("red", "blue")], f"diff: {changes}")


def use_the_screen() -> None:
    """Open the reader in a terminal, read, and quit."""
    process, terminal = pty.fork()
    if process == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execv(COMMAND, [COMMAND])  # noqa: S606 - the installed command itself
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    seen = b""

    def until(text: bytes) -> None:
        nonlocal seen
        deadline = time.monotonic() + 30
        while text not in seen:
            check(time.monotonic() < deadline, f"the screen shows {text!r}: {seen[-500:]!r}")
            if select.select([terminal], [], [], 0.1)[0]:
                seen += os.read(terminal, 65536)

    until(b"Harbour")
    until(b"3 releases")
    os.write(terminal, b"q")
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            check(os.waitstatus_to_exitcode(status) == 0, "the reader ends with 0")
            return
        if select.select([terminal], [], [], 0.05)[0]:
            try:
                os.read(terminal, 65536)
            except OSError:
                time.sleep(0.05)
    check(False, "q quits")


def main() -> None:
    """Check everything in a folder of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["PRESSREADER_HOME"] = str(folder / "home")
        os.environ["HOME"] = name
        os.chdir(folder)
        use_the_commands(folder)
        use_the_screen()
        follow_a_feed()
    print(f"package: {checks} passed, 0 failed")


if __name__ == "__main__":
    main()
