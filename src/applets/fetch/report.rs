//! What became of a download: one document for programs, one line for people.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::checksum::{Algorithm, Checksum};
use super::engine::{BadPiece, Parts, Progress};
use super::source::Recording;
use crate::kit::exit::Exit;
use crate::kit::term::{Emit, Page};
use crate::kit::units::{format_byte_rate, format_bytes, format_duration};

/// Version of the JSON document.
const SCHEMA_VERSION: u32 = 1;

/// The result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Version of this document.
    pub schema_version: u32,
    /// What was asked for, secrets masked.
    pub url: String,
    /// Where it is.
    pub file: PathBuf,
    /// How it ended.
    pub ending: Ending,
    /// Bytes of the file; null while unknown.
    pub size_bytes: Option<u64>,
    /// Bytes of it that are there.
    pub done_bytes: u64,
    /// Bytes that were there before.
    pub resumed_bytes: u64,
    /// Bytes that came from the source, those that came twice included.
    pub fetched_bytes: u64,
    /// Until the last byte was there.
    pub transfer_seconds: f64,
    /// Fetched bytes over that time; 0 where nothing was.
    pub bytes_per_second: f64,
    /// What hashing took, most of it meanwhile.
    pub hash_seconds: Option<f64>,
    /// How long hashing went on after the last byte.
    pub hash_wait_seconds: f64,
    /// From the beginning to the end.
    pub total_seconds: f64,
    /// SHA-256 in hexadecimal digits, unless nobody wanted it.
    pub sha256: Option<String>,
    /// Whether a hash that was asked for is right.
    pub verified: bool,
    /// The promise that it was held to, where that is no SHA-256.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised: Option<Checksum>,
    /// Whether another call goes on where this one stopped, and does not start over.
    #[serde(skip, default)]
    pub can_go_on: bool,
    /// Requests that were answered.
    pub requests: u64,
    /// Attempts that were made again.
    pub retries: u64,
    /// Parts that one worker took over from another.
    pub steals: u64,
    /// Rests that two workers fetched, because one was slow.
    pub hedges: u64,
    /// Pieces that came wrong and were fetched again.
    #[serde(default)]
    pub bad_pieces: Vec<BadPiece>,
    /// What is told of a stream beside that; null for other files.
    #[serde(default)]
    pub stream: Option<Streamed>,
}

/// A stream that was recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Streamed {
    /// Which rendition, where there was a choice.
    pub quality: Option<String>,
    /// Segments in the file.
    pub segments: u64,
    /// Segments that could not be had.
    pub missing_segments: u64,
    /// How long it plays.
    pub duration_seconds: f64,
    /// How many files it is: two where the sound is apart.
    pub files: usize,
    /// Sound and subtitles that the stream has beside that: `rip` records them.
    #[serde(default)]
    pub left_out: Vec<String>,
}

impl Streamed {
    pub(super) fn of(recording: &Recording) -> Self {
        Self {
            quality: recording.quality.clone(),
            segments: recording.segments,
            missing_segments: recording.missing_segments,
            duration_seconds: recording.duration.as_secs_f64(),
            files: recording.files,
            left_out: recording.left_out.clone(),
        }
    }

    fn line(&self) -> String {
        let played = format_duration(Duration::from_secs_f64(self.duration_seconds));
        let quality = self.quality.as_ref().map(|quality| format!("{quality}, ")).unwrap_or_default();
        let sound = if self.files > 1 { ", the sound in a file of its own (.audio)" } else { "" };
        let missing = match self.missing_segments {
            0 => String::new(),
            1 => ", 1 segment is missing".to_owned(),
            count => format!(", {count} segments are missing"),
        };
        let left = if self.left_out.is_empty() {
            String::new()
        } else {
            format!("; left out, for rip to record: {}", self.left_out.join(", "))
        };
        format!("{quality}{played} in {} segments{sound}{missing}{left}", self.segments)
    }
}

/// How a download ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ending {
    /// The file is whole.
    Done,
    /// It was stopped; the same call goes on.
    Stopped,
    /// A file was there, and is the one that was promised, or the server has none that is newer.
    Unchanged,
    /// The file was there, by its size and time: an earlier call fetched it.
    Present,
}

impl Ending {
    /// As it stands in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Stopped => "stopped",
            Self::Unchanged => "unchanged",
            Self::Present => "present",
        }
    }
}

impl Report {
    /// All of it went to standard output.
    pub(super) fn piped(parts: &Parts) -> Self {
        Self { ending: Ending::Done, ..Self::new(PathBuf::from("-"), 0, parts) }
    }

    pub(super) fn new(file: PathBuf, resumed_bytes: u64, parts: &Parts) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            url: parts.source.shown(),
            file,
            ending: Ending::Stopped,
            size_bytes: None,
            done_bytes: 0,
            resumed_bytes,
            fetched_bytes: 0,
            transfer_seconds: 0.0,
            bytes_per_second: 0.0,
            hash_seconds: None,
            hash_wait_seconds: 0.0,
            total_seconds: 0.0,
            sha256: None,
            verified: false,
            promised: None,
            can_go_on: true,
            requests: 0,
            retries: 0,
            steals: 0,
            hedges: 0,
            bad_pieces: Vec::new(),
            stream: None,
        }
    }

    /// The file that is there stays.
    pub(super) fn unchanged(file: PathBuf, parts: &Parts) -> Self {
        let size_bytes = std::fs::metadata(&file).ok().map(|found| found.len());
        let done_bytes = size_bytes.unwrap_or_default();
        Self { ending: Ending::Unchanged, size_bytes, done_bytes, ..Self::new(file, 0, parts) }
    }

    /// The file that is there is the server's, by its size and time.
    pub(super) fn present(file: PathBuf, parts: &Parts) -> Self {
        Self { ending: Ending::Present, ..Self::unchanged(file, parts) }
    }

    /// The file that is there is the one that was promised.
    pub(super) fn there(file: PathBuf, found: &Checksum, parts: &Parts) -> Self {
        let sha256 = (found.algorithm() == Algorithm::Sha256).then(|| found.hex());
        let promised = sha256.is_none().then(|| found.clone());
        Self { verified: true, sha256, promised, ..Self::unchanged(file, parts) }
    }

    /// Takes over what was counted until the transfer ended.
    pub(super) fn count(&mut self, progress: &Progress) {
        let counts = progress.counts();
        (self.size_bytes, self.done_bytes) = (progress.total_bytes(), progress.done_bytes());
        (self.fetched_bytes, self.requests, self.retries) =
            (progress.fetched(), progress.answers(), progress.retries());
        (self.steals, self.hedges) = (counts.steals, counts.hedges);
        if self.transfer_seconds > 0.0 {
            self.bytes_per_second = self.fetched_bytes as f64 / self.transfer_seconds;
        }
        self.total_seconds = self.transfer_seconds;
    }

    /// How the call ends, but for a signal: 3 where segments of a stream are missing.
    #[must_use]
    pub fn exit(&self) -> Exit {
        let is_whole = self.stream.as_ref().is_none_or(|stream| stream.missing_segments == 0);
        if is_whole { Exit::Done } else { Exit::Unmet }
    }

    /// `a.iso: 2.0 GiB in 0.84 s (2.5 GB/s), sha256 …`
    pub(in crate::applets::fetch) fn line(&self) -> String {
        let file =
            if self.file == Path::new("-") { "standard output".to_owned() } else { self.file.display().to_string() };
        let speed = format_byte_rate(self.bytes_per_second);
        let seconds = self.transfer_seconds;
        if self.ending == Ending::Stopped {
            let size = self.size_bytes.map(|size| format!(" of {}", format_bytes(size))).unwrap_or_default();
            let next = if self.can_go_on { "the same call goes on" } else { "the server sends all of it or nothing" };
            if let Some(stream) = self.stream.as_ref().filter(|stream| stream.missing_segments > 0) {
                let lines = stream.line();
                return format!("{file}: not whole yet, in {file}.partial; the same call asks for the rest\n{lines}");
            }
            return format!("{file}: stopped with {}{size}; {next}", format_bytes(self.done_bytes));
        }
        if self.ending == Ending::Unchanged && self.verified {
            return format!("{file}: is there already, {}, as promised{}", format_bytes(self.done_bytes), self.sums());
        }
        if self.ending == Ending::Present {
            let size = format_bytes(self.done_bytes);
            return format!("{file}: is there already, {size}, of the server's size and time");
        }
        if self.ending == Ending::Unchanged {
            return format!("{file}: the server has no newer one");
        }
        let size = format_bytes(self.size_bytes.unwrap_or(self.done_bytes));
        let resumed = match self.resumed_bytes {
            0 => String::new(),
            bytes => format!(", {} of it from before", format_bytes(bytes)),
        };
        let promised = if self.verified { ", as promised" } else { "" };
        let mut line = format!("{file}: {size}{resumed} in {seconds:.2} s ({speed}){promised}");
        if let Some(stream) = &self.stream {
            line += "\n";
            line += &stream.line();
        }
        line + &self.sums()
    }

    /// What the file is, by the hash that was promised and by ours.
    fn sums(&self) -> String {
        let mut lines = String::new();
        if let Some(promised) = &self.promised {
            let _ = write!(lines, "\n{} {}", promised.algorithm().name(), promised.hex());
        }
        if let Some(sha256) = &self.sha256 {
            let _ = write!(lines, "\nsha256 {sha256}");
        }
        lines
    }
}

impl Emit for Report {
    fn text(&self, _page: &Page) -> String {
        self.line()
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let columns =
            ["url", "file", "ending", "size_bytes", "done_bytes", "transfer_seconds", "bytes_per_second", "sha256"];
        let row = vec![
            self.url.clone(),
            self.file.display().to_string(),
            self.ending.name().to_owned(),
            self.size_bytes.map(|size| size.to_string()).unwrap_or_default(),
            self.done_bytes.to_string(),
            self.transfer_seconds.to_string(),
            self.bytes_per_second.to_string(),
            self.sha256.clone().unwrap_or_default(),
        ];
        (columns.map(str::to_owned).to_vec(), vec![row])
    }
}
