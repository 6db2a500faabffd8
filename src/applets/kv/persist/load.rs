//! Brings the store back: a dump, or the base of a log and the commands since.
//!
//! While commands are replayed the time stands still at 0, so no key expires: what did, the log removes, and what was
//! prolonged before its time must still be there then. A transaction is carried out when its EXEC has been read, so
//! half of one at the end of a file changes nothing.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::commands::{self, Command, Commands, Fault};
use super::error::PersistError;
use super::manifest::{Manifest, Place};
use super::object::{self, Unfit};
use super::rdb_read::{Entry, Part, ReadError, Reader};
use super::source::Source;
use super::{Progress, rdb_write};
use crate::applets::kv::command::dispatch::{self, Turn};
use crate::applets::kv::command::locks;
use crate::applets::kv::command::{Mode, refusal::Refusal};
use crate::applets::kv::server::client::{Client, ClientInfo, Known};
use crate::applets::kv::server::{Server, now_ms};
use crate::applets::kv::store::Keys;
use crate::resp::{Dialect, Reply};

/// What is done with keys whose time is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expired {
    /// They are left out: the dump is all there is.
    Dropped,
    /// They are kept: the log that follows knows better.
    Kept,
}

/// What is done with keys that are there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Present {
    /// The dump says a key twice: it is damaged.
    Refused,
    /// They are replaced (`DEBUG RELOAD MERGE`).
    Replaced,
}

/// What was loaded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Keys of dumps.
    pub keys: u64,
    /// Keys of dumps whose time was over.
    pub expired: u64,
    /// Commands of logs.
    pub commands: u64,
}

impl std::fmt::Display for Loaded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "loaded {} keys and {} logged commands", self.keys, self.commands)?;
        if self.expired > 0 { write!(f, "; {} keys had expired", self.expired) } else { Ok(()) }
    }
}

/// Loads a dump; nothing where there is none.
///
/// # Errors
/// Unreadable, damaged, or something the store does not hold.
pub fn dump(
    server: &Server,
    path: &Path,
    (expired, present): (Expired, Present),
    progress: &Progress,
) -> Result<Option<Loaded>, PersistError> {
    let Some(file) = open(path)? else { return Ok(None) };
    let mut loader = Loader { server, path, progress, expired, present, loaded: Loaded::default() };
    loader.read_dump(Source::new(file))?;
    Ok(Some(loader.loaded))
}

/// Loads every file of a log; nothing where there is none. An unfinished command at its very end is cut off where
/// `aof-load-truncated` allows.
///
/// # Errors
/// Unreadable, damaged, or something the store does not hold.
pub fn log(server: &Server, place: &Place, progress: &Progress) -> Result<Option<Loaded>, PersistError> {
    let Some(manifest) = Manifest::read(&place.manifest())? else { return Ok(None) };
    let mut loaded = Loaded::default();
    let files: Vec<_> = manifest.base.iter().chain(&manifest.increments).collect();
    // A rewrite that was cut short leaves an empty file behind the one that was written to.
    let is_empty = |file: &super::manifest::File| std::fs::metadata(place.path(file)).is_ok_and(|file| file.len() == 0);
    let last = files.iter().rposition(|file| !is_empty(file)).unwrap_or(0);
    for (at, file) in files.iter().enumerate() {
        let path = place.path(file);
        let (expired, present) = (Expired::Kept, Present::Refused);
        let mut reading = Loader { server, path: &path, progress, expired, present, loaded };
        reading.read_file(if at >= last { Tail::MayBeCut } else { Tail::Whole })?;
        loaded = reading.loaded;
    }
    Ok(Some(loaded))
}

/// Whether a file may end within a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tail {
    MayBeCut,
    Whole,
}

fn open(path: &Path) -> Result<Option<File>, PersistError> {
    match File::open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        file => file.map(Some).map_err(|error| PersistError::file("open", path, error)),
    }
}

/// A file that is being loaded.
struct Loader<'a> {
    server: &'a Server,
    path: &'a Path,
    progress: &'a Progress,
    expired: Expired,
    present: Present,
    loaded: Loaded,
}

impl Loader<'_> {
    fn unfit(&self, offset: u64, what: impl Into<String>) -> PersistError {
        PersistError::Unfit { path: self.path.to_owned(), offset, what: what.into() }
    }

    /// Reads a dump to its end and returns what is behind it.
    fn read_dump<R: Read>(&mut self, source: Source<R>) -> Result<Source<R>, PersistError> {
        let wrong = |path: &Path, source: ReadError| PersistError::Dump { path: path.to_owned(), source };
        let start = self.progress.done.load(Ordering::Relaxed);
        let now = now_ms();
        let mut reader = Reader::over(source, now).map_err(|error| wrong(self.path, error))?;
        let mut database = 0;
        while let Some(part) = reader.next().map_err(|error| wrong(self.path, error))? {
            let offset = reader.offset();
            self.progress.done.store(start + offset, Ordering::Relaxed);
            match part {
                Part::Aux(..) | Part::Resize(..) => {}
                Part::Database(number) => {
                    let databases = self.server.store.databases();
                    database = u32::try_from(number).ok().filter(|number| *number < databases).ok_or_else(|| {
                        self.unfit(offset, format!("database {number}, but there are {databases} (--databases)"))
                    })?;
                }
                Part::Function(source) => {
                    let first = String::from_utf8_lossy(&source).lines().next().unwrap_or_default().to_owned();
                    tracing::warn!(path = %self.path.display(), library = first, "a library of functions is left out");
                }
                Part::ModuleAux(module) => {
                    tracing::warn!(path = %self.path.display(), module, "what a module says about itself is left out");
                }
                Part::Key(entry) => self.add(database, entry, offset, now)?,
            }
        }
        Ok(reader.into_source())
    }

    fn add(&mut self, database: u32, entry: Entry, offset: u64, now: u64) -> Result<(), PersistError> {
        let Entry { key, value, expire, idle, frequency, volatile_fields } = entry;
        if self.expired == Expired::Dropped && expire.is_some_and(|expire| expire < now) {
            self.loaded.expired += 1;
            return Ok(());
        }
        let shown = || String::from_utf8_lossy(&key[..key.len().min(80)]).into_owned();
        if volatile_fields > 0 {
            tracing::warn!(key = shown(), volatile_fields, "fields of a hash lose their time to live");
        }
        let record = match object::record(&key, value, expire, &self.server.settings) {
            Ok(record) => record,
            Err(Unfit::Empty) => {
                tracing::warn!(key = shown(), "an empty collection is left out");
                return Ok(());
            }
            Err(Unfit::Twice) => return Err(self.unfit(offset, format!("'{}' has an element twice", shown()))),
            Err(Unfit::Type(name)) => {
                let what = format!("'{}' is a {name}, which this server does not hold", shown());
                return Err(self.unfit(offset, what));
            }
        };
        let seconds = (now / 1000) as u32;
        let clock = match (frequency, idle) {
            // As Redis keeps it: minutes and the counter.
            (Some(frequency), _) => ((seconds / 60) & 0xFFFF) << 8 | u32::from(frequency),
            (None, idle) => seconds.wrapping_sub(idle.unwrap_or(0) as u32) & 0x00FF_FFFF,
        };
        record.set_clock(clock);
        let store = &self.server.store;
        let mut keys = Keys::new(store, store.lock_one(store.hash(&key)), database, 0);
        let old = keys.insert(record);
        drop(keys);
        if old.is_some() && self.present == Present::Refused {
            return Err(self.unfit(offset, format!("the key '{}' comes twice", shown())));
        }
        self.loaded.keys += 1;
        Ok(())
    }

    /// A file of a log: a dump, commands, or a dump followed by commands.
    fn read_file(&mut self, tail: Tail) -> Result<(), PersistError> {
        let missing = || std::io::Error::from(std::io::ErrorKind::NotFound);
        let file = open(self.path)?.ok_or_else(|| PersistError::file("open", self.path, missing()))?;
        let mut source = Source::new(file);
        let head = source.peek(5).map_err(|error| PersistError::file("read", self.path, error))?;
        if head == b"REDIS" || head == b"VALKE" {
            source = self.read_dump(source)?;
        }
        let mut replay = Replay::new(self.server);
        let mut commands = Commands::new(source);
        let start = self.progress.done.load(Ordering::Relaxed);
        let fault = loop {
            match commands.next() {
                Ok(Some(command)) => {
                    self.progress.done.store(start + commands.offset(), Ordering::Relaxed);
                    self.loaded.commands += 1;
                    if let Err(what) = replay.carry_out(command) {
                        let path = self.path.to_owned();
                        return Err(PersistError::Log { path, offset: replay.offset, what });
                    }
                }
                Ok(None) if replay.transaction.is_some() => break Fault::Truncated(commands.offset()),
                Ok(None) => return Ok(()),
                Err(fault) => break fault,
            }
        };
        match fault {
            Fault::Io(error) => Err(PersistError::file("read", self.path, error)),
            Fault::Corrupt(offset, what) => Err(PersistError::Log { path: self.path.to_owned(), offset, what }),
            Fault::Truncated(offset) => self.cut(tail, offset, replay.transaction_offset().unwrap_or(offset)),
        }
    }

    /// Cuts off the command that starts at `unfinished` and has no end, and the transaction it belongs to, which starts
    /// at `offset`.
    fn cut(&self, tail: Tail, unfinished: u64, offset: u64) -> Result<(), PersistError> {
        let is_allowed = self.server.settings.get("aof-load-truncated").is_some_and(|value| value == "yes");
        if tail == Tail::Whole || !is_allowed {
            return Err(PersistError::Truncated { path: self.path.to_owned(), offset });
        }
        let is_short = commands::is_cut_short(self.path, unfinished);
        if !is_short.map_err(|error| PersistError::file("read", self.path, error))? {
            let what = commands::OVERRUN.to_owned();
            return Err(PersistError::Log { path: self.path.to_owned(), offset: unfinished, what });
        }
        tracing::warn!(path = %self.path.display(), offset, "an unfinished command at the end of the log is cut off");
        let cut = File::options().write(true).open(self.path).and_then(|file| {
            file.set_len(offset)?;
            file.sync_all()
        });
        cut.map_err(|error| PersistError::file("cut off the end of", self.path, error))
    }
}

/// Carries out commands of a log.
struct Replay<'a> {
    server: &'a Server,
    client: Client,
    reply: Reply,
    /// Since a MULTI, and where that stands.
    transaction: Option<(u64, Vec<Command>)>,
    /// Of the last command.
    offset: u64,
}

impl<'a> Replay<'a> {
    fn new(server: &'a Server) -> Self {
        let info = ClientInfo::new(0, 0, None, None);
        let client = Client::new(Arc::new(info), Known::Yes);
        Self { server, client, reply: Reply::new(Dialect::Resp2), transaction: None, offset: 0 }
    }

    fn transaction_offset(&self) -> Option<u64> {
        self.transaction.as_ref().map(|(offset, _)| *offset)
    }

    /// # Errors
    /// A command that is not known.
    fn carry_out(&mut self, command: Command) -> Result<(), String> {
        self.offset = command.offset;
        let name = command.args().at(0);
        if name.eq_ignore_ascii_case(b"multi") {
            self.transaction = Some((command.offset, Vec::new()));
            return Ok(());
        }
        if name.eq_ignore_ascii_case(b"exec") {
            let (_, commands) = self.transaction.take().unwrap_or_default();
            return commands.iter().try_for_each(|command| self.run(command));
        }
        match &mut self.transaction {
            Some((_, commands)) => commands.push(command),
            None => self.run(&command)?,
        }
        Ok(())
    }

    fn run(&mut self, command: &Command) -> Result<(), String> {
        self.offset = command.offset;
        let args = command.args();
        if args.at(0).eq_ignore_ascii_case(b"function") {
            // As in dumps: what calls them has its effects logged, not itself.
            tracing::warn!(offset = self.offset, "a library of functions is left out");
            return Ok(());
        }
        let entry = dispatch::resolve(args).map_err(|refusal: Refusal| refusal.text().to_owned())?;
        let held = locks::hold(self.server, entry.spec, args);
        let mut keys = Keys::new(&self.server.store, held, self.client.database, 0);
        let counters = self.server.stats.of(0);
        let (server, reply) = (self.server, &mut self.reply);
        let mut turn = Turn { server, counters, client: &mut self.client, reply, now: 0, mode: Mode::Transaction };
        dispatch::invoke(&mut turn, entry, args, &mut keys);
        drop(keys);
        if self.reply.bytes().first() == Some(&b'-') {
            let said = String::from_utf8_lossy(self.reply.bytes());
            tracing::warn!(
                offset = self.offset,
                command = entry.spec.name,
                said = said.trim_end(),
                "a logged command fails"
            );
        }
        self.reply.clear();
        Ok(())
    }
}

/// Checks that a record of the store and its dump agree: what `DEBUG` and tests compare.
#[must_use]
pub fn payload_of(record: &crate::applets::kv::store::Record, compression: rdb_write::Compression) -> Vec<u8> {
    let mut body = vec![object::code_of(record)];
    object::encode(&mut body, record, compression);
    rdb_write::payload(body)
}
