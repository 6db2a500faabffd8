//! The tables, step by step. `event` is the truth; `place` and `register` are read out of it and can be made anew, and
//! books, files and chapters are what a scan found.

use crate::kit::store::Schema;

/// See [`crate::kit::store`].
pub(super) const SCHEMA: Schema<'static> = &[FIRST, ERRANDS, HASHED, REMOVED, PULSES];

/// Files on their way to another place: what is left of them after a kill is done the next time.
const ERRANDS: &str = "
CREATE TABLE errand(
    n INTEGER PRIMARY KEY, source BLOB NOT NULL, target BLOB NOT NULL, how TEXT NOT NULL, top BLOB NOT NULL,
    root BLOB NOT NULL, done INTEGER NOT NULL DEFAULT 0
) STRICT;
";

/// Which kind of hash a file has (`audio::HASHES`).
const HASHED: &str = "
ALTER TABLE file ADD COLUMN hashes INTEGER NOT NULL DEFAULT 1;
";

/// Books that were taken out, by their names: a scan does not bring them back.
const REMOVED: &str = "
CREATE TABLE removed(fp BLOB PRIMARY KEY, title TEXT NOT NULL, at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
";

/// What was known of a place when a player began (a list of facts in JSON), and when its process did, in the system's ticks.
const PULSES: &str = "
ALTER TABLE pulse ADD COLUMN tips TEXT NOT NULL DEFAULT '';
ALTER TABLE pulse ADD COLUMN born INTEGER NOT NULL DEFAULT 0;
";

const FIRST: &str = "
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE root(path TEXT PRIMARY KEY, loose TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE unit(path TEXT PRIMARY KEY, root TEXT NOT NULL, signature BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE book(
    id INTEGER PRIMARY KEY, fp BLOB NOT NULL UNIQUE, canon BLOB NOT NULL, slug TEXT NOT NULL UNIQUE, unit TEXT NOT NULL,
    title TEXT NOT NULL, sort_title TEXT NOT NULL, subtitle TEXT, author TEXT, narrator TEXT, series TEXT, seq TEXT,
    year INTEGER, publisher TEXT, language TEXT, genre TEXT, description TEXT, asin TEXT, isbn TEXT,
    duration_ms INTEGER NOT NULL, order_why TEXT NOT NULL, chapter_source TEXT NOT NULL, cover TEXT,
    state TEXT NOT NULL CHECK(state IN ('present', 'missing')), added_ms INTEGER NOT NULL, updated_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX book_canon ON book(canon);
CREATE INDEX book_unit ON book(unit);
CREATE INDEX book_sort ON book(sort_title, id);
CREATE TABLE file(
    id INTEGER PRIMARY KEY, book_id INTEGER NOT NULL REFERENCES book(id) ON DELETE CASCADE, pos INTEGER NOT NULL,
    path TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, essence BLOB NOT NULL,
    codec TEXT NOT NULL, duration_ms INTEGER NOT NULL, start_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX file_book ON file(book_id, pos);
CREATE INDEX file_essence ON file(essence);
CREATE TABLE chapter(
    book_id INTEGER NOT NULL REFERENCES book(id) ON DELETE CASCADE, idx INTEGER NOT NULL, start_ms INTEGER NOT NULL,
    title TEXT NOT NULL, PRIMARY KEY(book_id, idx)
) STRICT, WITHOUT ROWID;
CREATE TABLE field(
    book_id INTEGER NOT NULL REFERENCES book(id) ON DELETE CASCADE, name TEXT NOT NULL, source TEXT NOT NULL,
    value TEXT NOT NULL, PRIMARY KEY(book_id, name, source)
) STRICT, WITHOUT ROWID;
CREATE TABLE problem(path TEXT PRIMARY KEY, what TEXT NOT NULL, at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE alias(fp BLOB PRIMARY KEY, canon BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX alias_canon ON alias(canon);
CREATE TABLE event(
    n INTEGER PRIMARY KEY, device INTEGER NOT NULL, seq INTEGER NOT NULL, hlc INTEGER NOT NULL, at_ms INTEGER NOT NULL,
    profile TEXT NOT NULL, book BLOB, key TEXT, body TEXT NOT NULL, UNIQUE(device, seq)
) STRICT;
CREATE INDEX event_book ON event(book, profile, key);
CREATE INDEX event_key ON event(key) WHERE key IS NOT NULL;
CREATE TABLE place(
    profile TEXT NOT NULL, book BLOB NOT NULL, position_ms INTEGER NOT NULL, run INTEGER NOT NULL,
    done INTEGER NOT NULL, forks INTEGER NOT NULL, at_ms INTEGER NOT NULL, hlc INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY(profile, book)
) STRICT, WITHOUT ROWID;
CREATE INDEX place_recent ON place(profile, done, hlc);
CREATE TABLE register(
    profile TEXT NOT NULL, book BLOB NOT NULL, key TEXT NOT NULL, value TEXT, tips TEXT NOT NULL, at_ms INTEGER NOT NULL,
    PRIMARY KEY(profile, book, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX register_key ON register(key, value);
CREATE TABLE pulse(
    session TEXT PRIMARY KEY, pid INTEGER NOT NULL, profile TEXT NOT NULL, book BLOB NOT NULL, from_ms INTEGER NOT NULL,
    pos_ms INTEGER NOT NULL, wall_ms INTEGER NOT NULL, speed INTEGER NOT NULL, at_ms INTEGER NOT NULL, run INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE book_fts USING fts5(title, subtitle, people, series, tags, description,
    content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3');
CREATE VIRTUAL TABLE book_tri USING fts5(title, people, series,
    content='', contentless_delete=1, tokenize='trigram remove_diacritics 1');
";
