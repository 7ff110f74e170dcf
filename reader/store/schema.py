"""The tables of a library, and how an older library becomes a current one.

Three kinds of rows live in the one file: what sources published (`release`, `revision`, `wording`, `attachment`),
what the user wrote (`note`, `draft`, `tag`, `saved`, the state columns of `release`, and which sources there are), and
what is left to do (`queue`, `walk`).
Everything in them is written by transactions of this package alone.
"""

APPLICATION_ID = 0x50525331
"""'PRS1' in the file's header: this SQLite file is a PressReader library."""

_FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE source (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    url TEXT,
    last_tried TEXT,
    last_good TEXT,
    error TEXT,
    next_due TEXT
) WITHOUT ROWID;

-- An import or a sync that changed something; `is:new` means the last of them.
CREATE TABLE run (number INTEGER PRIMARY KEY, started TEXT NOT NULL);

CREATE TABLE release (
    number INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used twice: the index refers to it
    id TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL REFERENCES source (key),
    external_id TEXT,
    url TEXT,
    day TEXT,
    identity_day TEXT NOT NULL,
    folded_title TEXT NOT NULL,
    place INTEGER NOT NULL UNIQUE,              -- larger is newer; the order of every list
    title TEXT NOT NULL,                        -- of the current revision, as are cut and words
    categories TEXT NOT NULL,                   -- one a line, in the order first met
    language TEXT,
    revision INTEGER NOT NULL,
    revision_count INTEGER NOT NULL,
    cut INTEGER NOT NULL,
    words INTEGER NOT NULL,
    run INTEGER NOT NULL,                       -- the last run that added or revised it
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    bookmarked INTEGER NOT NULL DEFAULT 0,
    read INTEGER NOT NULL DEFAULT 0,
    note_count INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX release_title ON release (source, identity_day, folded_title);
CREATE UNIQUE INDEX release_external ON release (source, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX release_run ON release (run);
CREATE INDEX release_unread ON release (place) WHERE read = 0;
CREATE INDEX release_bookmarked ON release (place) WHERE bookmarked = 1;
CREATE INDEX release_noted ON release (place) WHERE note_count > 0;
CREATE INDEX release_edited ON release (place) WHERE revision_count > 1;

CREATE TABLE revision (
    release INTEGER NOT NULL REFERENCES release (number) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    cut INTEGER NOT NULL,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    PRIMARY KEY (release, number)
) WITHOUT ROWID;

-- Texts apart from their dates: seeing a release again then rewrites a few bytes, not its text.
CREATE TABLE wording (
    release INTEGER NOT NULL REFERENCES release (number) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (release, number)
);

CREATE TABLE note (
    id TEXT PRIMARY KEY,
    release INTEGER NOT NULL REFERENCES release (number) ON DELETE CASCADE,
    text TEXT NOT NULL,
    revision INTEGER,                           -- NULL from here on: a note on the whole release
    start INTEGER,
    "end" INTEGER,
    exact TEXT,
    prefix TEXT,
    suffix TEXT,
    created TEXT NOT NULL,
    updated TEXT NOT NULL
);
CREATE INDEX note_release ON note (release);

-- Text of an editor that is open, or was when its process ended. Bound to nothing: it must outlive a note or a
-- release that is removed elsewhere meanwhile.
CREATE TABLE draft (
    editor TEXT PRIMARY KEY,                    -- names one opened editor, so that two never share a row
    release INTEGER NOT NULL,
    note TEXT NOT NULL,                         -- '' for a note that does not exist yet
    text TEXT NOT NULL,
    owner INTEGER NOT NULL                      -- process that has the editor open
) WITHOUT ROWID;

-- What the index has still to learn, oldest first.
CREATE TABLE queue (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    release INTEGER NOT NULL UNIQUE,
    change TEXT NOT NULL CHECK (change IN ('add', 'update', 'delete'))
);

-- Counts that the first screen shows; kept here so that showing them costs the same in any library.
CREATE TABLE tally (name TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO tally VALUES ('all', 0), ('unread', 0), ('bookmarked', 0), ('noted', 0), ('edited', 0), ('pending', 0);
CREATE TRIGGER release_added AFTER INSERT ON release BEGIN
    UPDATE tally SET n = n + CASE name WHEN 'all' THEN 1 WHEN 'unread' THEN NOT new.read
        WHEN 'bookmarked' THEN new.bookmarked WHEN 'noted' THEN new.note_count > 0
        ELSE new.revision_count > 1 END WHERE name != 'pending';
END;
CREATE TRIGGER release_removed AFTER DELETE ON release BEGIN
    UPDATE tally SET n = n - CASE name WHEN 'all' THEN 1 WHEN 'unread' THEN NOT old.read
        WHEN 'bookmarked' THEN old.bookmarked WHEN 'noted' THEN old.note_count > 0
        ELSE old.revision_count > 1 END WHERE name != 'pending';
END;
CREATE TRIGGER release_read AFTER UPDATE OF read ON release WHEN old.read != new.read BEGIN
    UPDATE tally SET n = n + old.read - new.read WHERE name = 'unread';
END;
CREATE TRIGGER release_bookmarked AFTER UPDATE OF bookmarked ON release WHEN old.bookmarked != new.bookmarked BEGIN
    UPDATE tally SET n = n + new.bookmarked - old.bookmarked WHERE name = 'bookmarked';
END;
CREATE TRIGGER release_noted AFTER UPDATE OF note_count ON release
    WHEN (old.note_count > 0) != (new.note_count > 0) BEGIN
    UPDATE tally SET n = n + CASE WHEN new.note_count > 0 THEN 1 ELSE -1 END WHERE name = 'noted';
END;
CREATE TRIGGER release_edited AFTER UPDATE OF revision_count ON release
    WHEN (old.revision_count > 1) != (new.revision_count > 1) BEGIN
    UPDATE tally SET n = n + CASE WHEN new.revision_count > 1 THEN 1 ELSE -1 END WHERE name = 'edited';
END;
CREATE TRIGGER queue_added AFTER INSERT ON queue BEGIN UPDATE tally SET n = n + 1 WHERE name = 'pending'; END;
CREATE TRIGGER queue_removed AFTER DELETE ON queue BEGIN UPDATE tally SET n = n - 1 WHERE name = 'pending'; END;

-- Where the reader was left: small values that nothing else depends on.
CREATE TABLE session (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""

_TAGS_AND_SAVED_SEARCHES = """
-- What the user calls releases. `name` is the same for one `folded` on every release.
CREATE TABLE tag (
    release INTEGER NOT NULL REFERENCES release (number) ON DELETE CASCADE,
    folded TEXT NOT NULL,                       -- without case: what is compared
    name TEXT NOT NULL,                         -- as first written
    PRIMARY KEY (release, folded)
) WITHOUT ROWID;
CREATE INDEX tag_folded ON tag (folded, name);

-- Queries that the user named.
CREATE TABLE saved (
    folded TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    created TEXT NOT NULL,
    looked INTEGER NOT NULL,                    -- newest batch when its hits were last looked at
    alerted INTEGER NOT NULL                    -- newest batch when its new hits were last told
) WITHOUT ROWID;

-- A batch is a transaction that takes releases in. Runs are too coarse to tell what is new since a moment: one
-- may be under way at that moment, and what it goes on to bring has its number too.
INSERT INTO meta VALUES ('batch', '0');
ALTER TABLE release ADD COLUMN batch INTEGER NOT NULL DEFAULT 0;    -- the last that added or revised it
CREATE INDEX release_batch ON release (batch) WHERE batch > 0;

CREATE INDEX release_first_seen ON release (first_seen);
CREATE INDEX release_day ON release (day);
CREATE INDEX release_categories ON release (categories);
CREATE INDEX release_marked_read ON release (place) WHERE read = 1;
"""

_DRAFTS_AND_MERGED_NOTES = """
-- The passage that an open editor's note is on; NULL for a note on the whole release.
ALTER TABLE draft ADD COLUMN revision INTEGER;
ALTER TABLE draft ADD COLUMN start INTEGER;
ALTER TABLE draft ADD COLUMN "end" INTEGER;
ALTER TABLE draft ADD COLUMN exact TEXT;
ALTER TABLE draft ADD COLUMN prefix TEXT;
ALTER TABLE draft ADD COLUMN suffix TEXT;

-- Hashes of the texts that a note had before, with blanks between: of two texts of one note they tell which goes on
-- from the other, and whether both were written for themselves.
ALTER TABLE note ADD COLUMN earlier TEXT NOT NULL DEFAULT '';
-- The note's text when its editor was opened; '' where there was none, or it is not known.
ALTER TABLE draft ADD COLUMN original TEXT NOT NULL DEFAULT '';
"""

_FETCHING = """
-- What a source hands out with a release, as it last showed it.
CREATE TABLE attachment (
    release INTEGER NOT NULL REFERENCES release (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    type TEXT,
    size INTEGER,
    PRIMARY KEY (release, position)
) WITHOUT ROWID;

ALTER TABLE source ADD COLUMN retry_after TEXT;                     -- its server's word, which nothing overrides
ALTER TABLE source ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;  -- since it was last good

-- The addresses of the sources that are fetched, and what their servers compare to tell that nothing has changed.
CREATE TABLE fetched (
    source TEXT NOT NULL REFERENCES source (key) ON DELETE CASCADE,
    url TEXT NOT NULL,
    position INTEGER NOT NULL,
    etag TEXT,
    modified TEXT,
    hash TEXT,                                  -- of the last document; NULL: none was ever read
    complete INTEGER NOT NULL DEFAULT 0,        -- all of its pages were walked once
    ttl INTEGER,                                -- minutes that it may be kept, as the last document said
    skip_hours TEXT NOT NULL DEFAULT '',        -- numbers with blanks between, likewise
    skip_days TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (source, url)
) WITHOUT ROWID;

-- A walk over the pages of an address that has not come to its end.
CREATE TABLE walk (
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    whole INTEGER NOT NULL,                     -- to the last page; else only to what is known
    page INTEGER NOT NULL,                      -- the one to go on with, from 1
    at TEXT NOT NULL,                           -- its address
    turn INTEGER NOT NULL,                      -- from 1; entries may move, so that one more is needed
    overlaps INTEGER NOT NULL,                  -- entries of this turn that were met twice
    total INTEGER,                              -- entries there were when the turn began, where that is known
    size INTEGER NOT NULL,                      -- entries of a full page
    PRIMARY KEY (source, url),
    FOREIGN KEY (source, url) REFERENCES fetched (source, url) ON DELETE CASCADE ON UPDATE CASCADE
) WITHOUT ROWID;

-- The entries that a walk to the last page has met, with the turn in which it last did.
CREATE TABLE walked (
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    entry TEXT NOT NULL,
    turn INTEGER NOT NULL,
    PRIMARY KEY (source, url, entry),
    FOREIGN KEY (source, url) REFERENCES walk (source, url) ON DELETE CASCADE ON UPDATE CASCADE
) WITHOUT ROWID;

-- When a cut release was last looked for on its own page.
CREATE TABLE viewed (
    release INTEGER PRIMARY KEY REFERENCES release (number) ON DELETE CASCADE,
    tried TEXT NOT NULL
);

-- What servers allow (RFC 9309), which is asked for once a day.
CREATE TABLE robots (
    origin TEXT PRIMARY KEY,
    text TEXT,
    status INTEGER NOT NULL,
    fetched TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX release_cut ON release (source) WHERE cut = 1;
"""

MIGRATIONS: tuple[str, ...] = (_FIRST, _TAGS_AND_SAVED_SEARCHES, _DRAFTS_AND_MERGED_NOTES, _FETCHING)
"""Script N brings a library from version N to version N + 1. Never edited once released."""

COLUMNS: dict[str, str] = {
    "meta": "key value",
    "source": "key name kind url last_tried last_good error next_due retry_after failures",
    "run": "number started",
    "release": "number id source external_id url day identity_day folded_title place title categories language "
    "revision revision_count cut words run first_seen last_seen bookmarked read note_count batch",
    "revision": "release number title cut first_seen last_seen",
    "wording": "release number body",
    "note": "id release text revision start end exact prefix suffix created updated earlier",
    "draft": "editor release note text owner revision start end exact prefix suffix original",
    "queue": "seq release change",
    "tally": "name n",
    "session": "key value",
    "tag": "release folded name",
    "saved": "folded name query created looked alerted",
    "attachment": "release position name url type size",
    "fetched": "source url position etag modified hash complete ttl skip_hours skip_days",
    "walk": "source url whole page at turn overlaps total size",
    "walked": "source url entry turn",
    "viewed": "release tried",
    "robots": "origin text status fetched",
}
"""What the migrations make: the columns of each table."""
