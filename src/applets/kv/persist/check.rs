//! `kv check`: reads dumps and logs to their last byte, counts what is in them, says where they are damaged, and cuts a
//! log off where it is.
//!
//! It knows no store, so it counts what the store does not hold as well.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use super::commands::{self, Commands, Fault};
use super::error::PersistError;
use super::manifest::{Manifest, Place};
use super::rdb_read::{Part, ReadError, Reader};
use super::source::Source;
use crate::applets::kv::command::dispatch;

/// What is counted of a type.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Keys.
    pub keys: u64,
    /// Elements, members, fields.
    pub elements: u64,
    /// Bytes of keys and elements.
    pub bytes: u64,
    /// Keys that expire.
    pub volatile: u64,
    /// Keys whose time is over.
    pub expired: u64,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Damage {
    /// Up to this byte it is sound.
    pub offset: u64,
    /// What stands there.
    pub what: String,
    /// Whether what is before it can be kept by cutting the rest off.
    pub is_tail: bool,
}

/// What is in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileReport {
    /// Which.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// The version of its dump, where it starts with one: `9`, `VALKEY080`.
    pub version: Option<String>,
    /// What the dump says about itself.
    pub about: BTreeMap<String, String>,
    /// By type.
    pub types: BTreeMap<String, Tally>,
    /// Keys of all types.
    #[serde(default)]
    pub keys: u64,
    /// Keys that the dump says it holds, where it says so.
    #[serde(default)]
    pub announced_keys: Option<u64>,
    /// Libraries of functions, which the store does not hold.
    pub functions: u64,
    /// Commands of a log.
    pub commands: BTreeMap<String, u64>,
    /// Commands that the server does not know.
    pub unknown: u64,
    /// What is wrong.
    pub damage: Option<Damage>,
    /// Bytes that were cut off.
    pub cut_bytes: u64,
}

/// What is done about damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repair {
    /// It is told.
    Never,
    /// A damaged tail is cut off.
    Tail,
}

/// Checks a dump, a file of a log, or a folder with a log, until `stop`.
///
/// # Errors
/// Nothing to check, or what the system says. Damage is no error.
pub fn check(path: &Path, now: u64, repair: Repair, stop: &CancellationToken) -> Result<Vec<FileReport>, PersistError> {
    let files = if path.is_dir() { files_of(&log_folder(path))? } else { vec![path.to_owned()] };
    // A rewrite that was cut short leaves an empty file behind the one that was written to.
    let is_empty = |file: &PathBuf| std::fs::metadata(file).is_ok_and(|file| file.len() == 0);
    let last = files.iter().rposition(|file| !is_empty(file)).unwrap_or(0);
    let mut reports = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let mut report = check_file(file, now, stop)?;
        if let Some(damage) = &mut report.damage {
            // What follows a hole in the middle must not be replayed. And where nothing is sound this may be no log at
            // all, but somebody's notes: there is nothing to be saved by cutting.
            damage.is_tail &= at >= last && damage.offset > 0;
            if damage.is_tail && repair == Repair::Tail {
                report.cut_bytes = report.bytes - damage.offset;
                cut(file, damage.offset)?;
            }
        }
        reports.push(report);
    }
    Ok(reports)
}

fn cut(path: &Path, offset: u64) -> Result<(), PersistError> {
    let cut = File::options().write(true).open(path).and_then(|file| {
        file.set_len(offset)?;
        file.sync_all()
    });
    cut.map_err(|error| PersistError::file("cut off the end of", path, error))
}

/// The folder of the log: the one that is named, or `appendonlydir` in it, where that is the server's `--dir`.
fn log_folder(path: &Path) -> PathBuf {
    let inner = path.join("appendonlydir");
    let has_manifest = |folder: &Path| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.into_iter().any(|entry| entry.path().extension().is_some_and(|end| end == "manifest"))
    };
    if !has_manifest(path) && has_manifest(&inner) { inner } else { path.to_owned() }
}

/// The files of the log in a folder, in order.
fn files_of(folder: &Path) -> Result<Vec<PathBuf>, PersistError> {
    let entries = std::fs::read_dir(folder).map_err(|error| PersistError::file("read", folder, error))?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let stem = names.into_iter().find_map(|name| name.strip_suffix(".manifest").map(str::to_owned));
    let none = || std::io::Error::new(std::io::ErrorKind::NotFound, "no manifest in it");
    let stem = stem.ok_or_else(|| PersistError::file("find a log in", folder, none()))?;
    let place = Place { folder: folder.to_owned(), stem };
    let manifest = Manifest::read(&place.manifest())?.unwrap_or_default();
    let files: Vec<_> = manifest.base.iter().chain(&manifest.increments).map(|file| place.path(file)).collect();
    if files.is_empty() {
        let empty = std::io::Error::new(std::io::ErrorKind::NotFound, "its manifest names no file");
        return Err(PersistError::file("find a log in", folder, empty));
    }
    Ok(files)
}

fn check_file(path: &Path, now: u64, stop: &CancellationToken) -> Result<FileReport, PersistError> {
    let fail = |error| PersistError::file("read", path, error);
    let file = File::open(path).map_err(|error| PersistError::file("open", path, error))?;
    let bytes = file.metadata().map_err(fail)?.len();
    let mut report = FileReport { path: path.to_owned(), bytes, ..FileReport::default() };
    let mut source = Source::new(file);
    let head = source.peek(5).map_err(fail)?;
    // An empty file is a log of nothing.
    let is_log = head.is_empty() || matches!(head[0], b'*' | b'#');
    if !is_log {
        match dump(source, &mut report, (now, stop)) {
            Ok(Some(behind)) => source = behind,
            Ok(None) => return Err(PersistError::Interrupted),
            Err(ReadError::Io(error)) => return Err(fail(error)),
            Err(ReadError::Truncated { offset, what }) => {
                let what = format!("the file ends in the middle of {what}");
                report.damage = Some(Damage { offset, what, is_tail: false });
                return Ok(report);
            }
            Err(ReadError::Corrupt { offset, what }) => {
                report.damage = Some(Damage { offset, what, is_tail: false });
                return Ok(report);
            }
        }
    }
    let (fault, transaction) = log(source, &mut report, stop);
    match fault {
        _ if stop.is_cancelled() => Err(PersistError::Interrupted),
        Fault::Io(error) => Err(fail(error)),
        Fault::Truncated(offset) if offset == bytes && transaction.is_none() => Ok(report),
        Fault::Truncated(unfinished) => {
            let is_short = commands::is_cut_short(path, unfinished).map_err(fail)?;
            let offset = transaction.unwrap_or(unfinished);
            let ends = "the file ends in the middle of a command or transaction";
            let what = if is_short { ends } else { commands::OVERRUN }.to_owned();
            report.damage = Some(Damage { offset, what, is_tail: true });
            Ok(report)
        }
        Fault::Corrupt(offset, what) => {
            let offset = transaction.map_or(offset, |transaction| transaction.min(offset));
            report.damage = Some(Damage { offset, what, is_tail: true });
            Ok(report)
        }
    }
}

/// Counts the keys of a dump and gives what is behind it; nothing where it was stopped.
fn dump<R: Read>(
    source: Source<R>,
    report: &mut FileReport,
    (now, stop): (u64, &CancellationToken),
) -> Result<Option<Source<R>>, ReadError> {
    let mut reader = Reader::over(source, now)?;
    let version = reader.version();
    let is_valkey = version == super::rdb_read::VALKEY;
    report.version = Some(if is_valkey { "VALKEY080".to_owned() } else { version.to_string() });
    while let Some(part) = reader.next()? {
        if stop.is_cancelled() {
            return Ok(None);
        }
        match part {
            Part::Aux(name, value) => {
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                report.about.insert(text(&name), text(&value));
            }
            Part::Function(_) => report.functions += 1,
            Part::Database(_) | Part::ModuleAux(_) => {}
            Part::Resize(keys, _) => {
                report.announced_keys = Some(report.announced_keys.unwrap_or(0).saturating_add(keys));
            }
            Part::Key(entry) => {
                let tally = report.types.entry(entry.value.type_name().to_owned()).or_default();
                tally.keys += 1;
                report.keys += 1;
                tally.elements += entry.value.count() as u64;
                tally.bytes += (entry.key.len() + entry.value.bytes()) as u64;
                tally.volatile += u64::from(entry.expire.is_some());
                tally.expired += u64::from(entry.expire.is_some_and(|expire| expire < now));
            }
        }
    }
    Ok(Some(reader.into_source()))
}

/// Counts commands; the fault at the end of a sound file is a truncation at its last byte. With it comes where the
/// transaction starts that has no end.
fn log<R: Read>(source: Source<R>, report: &mut FileReport, stop: &CancellationToken) -> (Fault, Option<u64>) {
    let mut commands = Commands::new(source);
    let mut transaction = None;
    loop {
        match commands.next() {
            _ if stop.is_cancelled() => return (Fault::Truncated(commands.offset()), transaction),
            Ok(Some(command)) => {
                let name = String::from_utf8_lossy(command.args().at(0)).to_ascii_lowercase();
                match name.as_str() {
                    "multi" => transaction = Some(command.offset),
                    "exec" => transaction = None,
                    _ => report.unknown += u64::from(dispatch::resolve(command.args()).is_err()),
                }
                *report.commands.entry(name).or_default() += 1;
            }
            Ok(None) => return (Fault::Truncated(commands.offset()), transaction),
            Err(fault) => return (fault, transaction),
        }
    }
}
