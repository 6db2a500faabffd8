//! `fetch verify FILE`: reads a file again, and says whether it is what was promised, and where it is not.

use std::fmt::Write as _;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::ValueHint;
use serde::{Deserialize, Serialize};

use super::output::ResultArgs;
use super::promise::{Promise, PromiseArgs};
use crate::applets::fetch::checksum::{self, Checksum};
use crate::applets::fetch::engine::repair::bad_pieces;
use crate::applets::fetch::error::FetchError;
use crate::applets::fetch::hash::{Hasher, Midstate};
use crate::applets::fetch::span::Spans;
use crate::applets::fetch::state::{Document, path_of};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::fs::FileError;
use crate::kit::session::Session;
use crate::kit::term::{Bar, Emit, Page, Spinner, Term};
use crate::kit::units::format_bytes;

const EXAMPLES: &str = "\
Examples:
  # by one hash
  fetch verify image.iso --sha256 9f86d081884c7d65…

  # by the line of a list that has its name
  fetch verify image.iso --checksum-file SHA256SUMS

  # piece by piece: tells which parts are bad
  fetch verify image.iso --metalink image.meta4

  # an unfinished download, by its own record
  fetch verify image.iso

Exit codes: 0 it is what was promised, 1 it is not, 2 usage.";

/// The flags of `fetch verify`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct VerifyArgs {
    /// The file
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,

    /// What it is to be
    #[command(flatten)]
    pub promise: PromiseArgs,

    /// Where the result goes
    #[command(flatten)]
    pub result: ResultArgs,
}

/// Version of the JSON document.
const SCHEMA_VERSION: u32 = 1;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// Version of this document.
    pub schema_version: u32,
    /// Which file.
    pub file: PathBuf,
    /// Bytes that it has.
    pub size_bytes: u64,
    /// Bytes that it is to have, where somebody said so.
    pub expected_bytes: Option<u64>,
    /// By what it was judged: `pieces`, `hash`, `record`.
    pub by: String,
    /// Whether it is right, all of it.
    pub right: bool,
    /// Of an unfinished download: bytes that are there; null for other files.
    pub done_bytes: Option<u64>,
    /// The parts that are not, where pieces told.
    pub bad: Spans,
    /// The hash that it has, where one was computed.
    pub found: Option<Checksum>,
    /// The hash that it is to have.
    pub expected: Option<Checksum>,
}

impl VerifyArgs {
    /// Verifies.
    ///
    /// # Errors
    /// The file cannot be read; nothing says what it is to be.
    pub async fn run(self, session: &Session) -> Result<Exit, Failure> {
        let promise = self.promise.read(&self.file)?;
        let path = self.file.clone();
        // Whoever opens a pipe waits for somebody at its other end.
        let found = std::fs::metadata(&path).map_err(|error| unreadable(&path, error))?;
        if !found.is_file() {
            return Err(Failure::usage(format!("{} is no regular file", path.display())));
        }
        let file = File::open(&path).map_err(|error| unreadable(&path, error))?;
        if promise.checksum.is_none() && promise.pieces.is_none() && !path_of(&path).exists() {
            let failure = Failure::usage(format!("nothing says what {} is to be", path.display()));
            return Err(failure.hint("give --sha256, --hash, --checksum-file or --metalink"));
        }
        let metadata = file.metadata().map_err(|error| unreadable(&path, error))?;
        let bytes = metadata.len();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let shown = Shown::of(&session.term, &promise, bytes, name);
        let work = tokio::task::spawn_blocking(move || verify(&path, &file, promise, &shown));
        let report = tokio::select! {
            done = work => done.map_err(|_| FetchError::Panicked)??,
            () = session.shutdown.token().cancelled_owned() => {
                return Ok(session.shutdown.interrupted().unwrap_or(Exit::Interrupted));
            }
        };
        session.term.emit(&report)?;
        Ok(if report.right { Exit::Done } else { Exit::Failed })
    }
}

/// That something is done, while a large file is read.
struct Shown {
    bar: Option<Bar>,
    _spinner: Option<Spinner>,
}

impl Shown {
    fn of(term: &Term, promise: &Promise, bytes: u64, name: String) -> Self {
        if promise.pieces.is_none() && promise.checksum.is_some() {
            return Self { bar: Some(term.byte_bar(bytes, name)), _spinner: None };
        }
        Self { bar: None, _spinner: Some(term.spinner(format!("{name}: reading"))) }
    }

    fn read(&self, bytes: u64) {
        if let Some(bar) = &self.bar {
            bar.inc(bytes);
        }
    }
}

fn verify(path: &Path, file: &File, promise: Promise, shown: &Shown) -> Result<Verification, FetchError> {
    let fail = |error| unreadable(path, error);
    let size_bytes = file.metadata().map_err(fail)?.len();
    let mut report = Verification {
        schema_version: SCHEMA_VERSION,
        file: path.to_owned(),
        size_bytes,
        expected_bytes: promise.size_bytes,
        by: "hash".to_owned(),
        right: promise.size_bytes.is_none_or(|expected| expected == size_bytes),
        done_bytes: None,
        bad: Spans::default(),
        found: None,
        expected: promise.checksum.clone(),
    };
    let document = Document::read(&path_of(path))?;
    report.done_bytes = document.as_ref().map(|document| document.done.bytes());
    if let Some(pieces) = &promise.pieces {
        "pieces".clone_into(&mut report.by);
        let bad = bad_pieces(file, pieces, promise.size_bytes).map_err(fail)?;
        report.bad = bad.into_iter().map(|(span, _)| span).collect();
        report.right &= report.bad.as_slice().is_empty();
    }
    if let Some(expected) = promise.checksum.filter(|_| report.bad.as_slice().is_empty()) {
        let found = checksum::of_file_told(file, expected.algorithm(), |bytes| shown.read(bytes)).map_err(fail)?;
        report.right &= found == expected;
        report.found = Some(found);
    } else if promise.pieces.is_none()
        && let Some(document) = document
    {
        by_record(file, &document, &mut report).map_err(fail)?;
    }
    Ok(report)
}

/// An unfinished download: is the front still what was hashed as it arrived?
fn by_record(file: &File, document: &Document, report: &mut Verification) -> io::Result<()> {
    "record".clone_into(&mut report.by);
    report.expected_bytes = document.end.map(|end| end - document.start);
    let front = document.hash.clone().unwrap_or_default();
    // The saved state, with nothing more read into it, against the bytes read anew.
    let recorded = Hasher::start(file.try_clone()?, &front)?.finish()?;
    let again = Hasher::start(file.try_clone()?, &Midstate::default())?;
    again.follow(front.bytes);
    let same = match again.finish() {
        Ok(found) => found.sha256 == recorded.sha256,
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => false,
        Err(error) => return Err(error),
    };
    if !same {
        report.bad = [crate::applets::fetch::span::Span::new(0, front.bytes)].into_iter().collect();
    }
    report.right = same && document.end.is_some_and(|end| document.done.bytes() == end - document.start);
    Ok(())
}

fn unreadable(path: &Path, error: io::Error) -> FetchError {
    FileError::new("read", path, error).into()
}

impl Emit for Verification {
    fn text(&self, page: &Page) -> String {
        let (file, size) = (self.file.display(), format_bytes(self.size_bytes));
        let is_sound = self.by == "record" && self.bad.as_slice().is_empty();
        let word = match () {
            () if self.right || is_sound => page.style.good("right"),
            () => page.style.bad("wrong"),
        };
        let by = match self.by.as_str() {
            "pieces" => "by its pieces",
            "record" if self.right => "whole, by the record of the download",
            "record" => "so far, by the record of an unfinished download",
            _ => "by its hash",
        };
        let mut text = format!("{file}: {word} {by}, {size}");
        if let Some(expected) = self.expected_bytes.filter(|expected| *expected != self.size_bytes) {
            let _ = write!(text, " of {} ({} bytes of {expected})", format_bytes(expected), self.size_bytes);
        }
        if let Some(done) = self.done_bytes.filter(|_| !self.right) {
            let done = format_bytes(done);
            let _ = write!(text, "\nunfinished: {done} are there; the call that began it goes on");
        }
        for bad in self.bad.as_slice() {
            let _ = write!(text, "\nbad: bytes {bad} ({})", format_bytes(bad.bytes()));
        }
        if let Some(found) = &self.found {
            let _ = write!(text, "\n{found}");
        }
        if let (false, Some(expected)) = (self.right, &self.expected) {
            let _ = write!(text, "\n{expected} was promised");
        }
        text
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let columns = ["file", "right", "by", "size_bytes", "expected_bytes", "bad_bytes", "found", "expected"];
        let text = |sum: &Option<Checksum>| sum.as_ref().map(ToString::to_string).unwrap_or_default();
        let row = vec![
            self.file.display().to_string(),
            self.right.to_string(),
            self.by.clone(),
            self.size_bytes.to_string(),
            self.expected_bytes.map(|bytes| bytes.to_string()).unwrap_or_default(),
            self.bad.bytes().to_string(),
            text(&self.found),
            text(&self.expected),
        ];
        (columns.map(str::to_owned).to_vec(), vec![row])
    }
}
