//! What ffmpeg says, line by line: its progress on one pipe, its log on the other. Pure.
//!
//! Lines are cut at 4096 bytes, so a client that writes without an end costs no memory. What is not understood is left.

use std::collections::VecDeque;

use crate::kit::http::is_secret_field;
use crate::kit::net::mask_url;

/// The longest line; what is beyond is dropped.
const LONGEST: usize = 4096;

/// Lines kept of each client, for whoever asks why it ended.
const KEPT: usize = 100;

/// The longest of these, in letters.
const KEPT_LETTERS: usize = 300;

/// The longest pattern of an error, in letters: it is the label of a line in the summary.
const LONGEST_PATTERN: usize = 100;

/// Cuts bytes into lines.
#[derive(Debug, Default)]
pub struct Lines {
    begun: Vec<u8>,
}

impl Lines {
    /// Takes the next bytes and hands over each line that is whole, without its end. An end is LF, or CR as in lines that
    /// replace each other.
    pub fn feed(&mut self, mut bytes: &[u8], mut line: impl FnMut(&str)) {
        while let Some(end) = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            let (rest, after) = (&bytes[..end], &bytes[end + 1..]);
            if self.begun.is_empty() {
                line(&String::from_utf8_lossy(&rest[..rest.len().min(LONGEST)]));
            } else {
                self.keep(rest);
                line(&String::from_utf8_lossy(&self.begun));
                self.begun.clear();
            }
            bytes = after;
        }
        self.keep(bytes);
    }

    /// Hands over what has no end yet.
    pub fn finish(&mut self, mut line: impl FnMut(&str)) {
        if !self.begun.is_empty() {
            line(&String::from_utf8_lossy(&self.begun));
            self.begun.clear();
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = LONGEST - self.begun.len();
        self.begun.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }
}

/// One report of progress.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Progress {
    /// Media time so far, in microseconds.
    pub out_time_us: Option<u64>,
    /// Bytes written so far; not known of a null output.
    pub total_bytes: Option<u64>,
    /// Media time over time; 1 is a viewer that keeps up.
    pub speed: Option<f64>,
}

/// Puts lines of `-progress` together.
#[derive(Debug, Default)]
pub struct ProgressReader {
    begun: Progress,
}

impl ProgressReader {
    /// Takes a line; the report that it completes, if it is the last of one.
    pub fn line(&mut self, line: &str) -> Option<Progress> {
        let (name, value) = line.split_once('=')?;
        let value = value.trim();
        match name.trim() {
            // Before the first packet it is a large negative number.
            "out_time_us" => self.begun.out_time_us = value.parse().ok(),
            "total_size" => self.begun.total_bytes = value.parse().ok(),
            "speed" => self.begun.speed = value.trim_end_matches('x').parse().ok(),
            "progress" => return Some(std::mem::take(&mut self.begun)),
            _ => {}
        }
        None
    }
}

/// What a line of the log says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Something is asked for.
    Opening {
        /// Where.
        url: String,
        /// What it is by its name.
        kind: Asked,
    },
    /// Something went wrong.
    Trouble(Trouble),
    /// Something else.
    Else,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// A playlist.
    Playlist,
    /// A piece of media.
    Segment,
    /// What a decoder needs first.
    Init,
    /// A key, or what has no name of its own.
    Other,
}

/// What can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Nobody listens.
    Refused,
    /// The server answered this status.
    Status(u16),
    /// A segment was left out.
    Skipped,
    /// It connects again.
    Reconnecting,
    /// Nothing came in time.
    Timeout,
    /// What came is no stream.
    Invalid,
    /// What came is a stream of nothing that can be played.
    Parameters,
}

impl Trouble {
    /// For the summary.
    #[must_use]
    pub fn pattern(self) -> String {
        match self {
            Self::Refused => "Connection refused".to_owned(),
            Self::Status(status) => format!("Server returned {status}"),
            Self::Skipped => "[hls] Skip segment".to_owned(),
            Self::Reconnecting => "Reconnecting".to_owned(),
            Self::Timeout => "Timeout".to_owned(),
            Self::Invalid => "Invalid data found".to_owned(),
            Self::Parameters => "Could not find codec parameters".to_owned(),
        }
    }
}

/// Reads a line of the log.
#[must_use]
pub fn read(line: &str) -> Said {
    if let Some(url) =
        line.find("Opening '").and_then(|at| line[at + 9..].split_once("' for reading")).map(|(url, _)| url)
    {
        return Said::Opening { url: url.to_owned(), kind: Asked::of(url) };
    }
    let lower = line.to_ascii_lowercase();
    let trouble = if lower.contains("connection refused") {
        Trouble::Refused
    } else if let Some(status) = status(line) {
        Trouble::Status(status)
    } else if lower.contains("timed out") || lower.contains("timeout") {
        Trouble::Timeout
    } else if lower.contains("will reconnect") || lower.contains("reconnecting") {
        Trouble::Reconnecting
    } else if lower.contains("expired from playlists") || lower.contains("segment") && lower.contains(", skipping") {
        Trouble::Skipped
    } else if lower.contains("invalid data found when processing input") {
        Trouble::Invalid
    } else if lower.contains("could not find codec parameters") {
        Trouble::Parameters
    } else {
        return Said::Else;
    };
    Said::Trouble(trouble)
}

/// A line without secrets: those of URLs in it, and of fields as a log of everything shows them.
#[must_use]
pub fn masked(line: &str) -> String {
    let is_secret = |at: usize| {
        let name = line[..at].rsplit(' ').next().unwrap_or_default();
        name.parse().is_ok_and(|name| is_secret_field(&name))
    };
    if let Some((at, _)) = line.match_indices(": ").find(|(at, _)| is_secret(*at)) {
        return format!("{}: ***", &line[..at]);
    }
    if !line.contains("://") {
        return line.to_owned();
    }
    let is_end = |letter: char| letter.is_whitespace() || matches!(letter, '\'' | '"' | '<' | '>');
    let words = line.split_inclusive(is_end).map(|word| {
        let (bare, end) = word.split_at(word.trim_end_matches(is_end).len());
        let (bare, colon) = bare.strip_suffix(':').map_or((bare, ""), |bare| (bare, ":"));
        if bare.contains("://") { format!("{}{colon}{end}", mask_url(bare)) } else { word.to_owned() }
    });
    words.collect()
}

/// What a last line that nobody knows is counted by: without the address of whatever spoke, and cut.
#[must_use]
pub fn pattern(last: &str) -> String {
    let said = last.strip_prefix('[').and_then(|rest| rest.split_once("] ")).map_or(last, |(_, said)| said);
    let without: Vec<&str> = said.split_whitespace().filter(|word| !word.contains("://")).collect();
    let said = if without.is_empty() { said.to_owned() } else { without.join(" ") };
    said.chars().take(LONGEST_PATTERN).collect()
}

/// `HTTP error 404 Not Found`. What follows from it (`Server returned 404 …`) is not counted again.
fn status(line: &str) -> Option<u16> {
    let at = line.find("HTTP error ")?;
    line[at + 11..].split_whitespace().next()?.parse().ok().filter(|status| (100..1000).contains(status))
}

impl Asked {
    /// By the last part of the path.
    fn of(url: &str) -> Self {
        let path = url.split(['?', '#']).next().unwrap_or(url);
        let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
        if url.starts_with("crypto:") || url.starts_with("crypto+") {
            return Self::Other;
        }
        match name.rsplit_once('.').map_or("", |(_, end)| end) {
            "m3u8" | "m3u" => Self::Playlist,
            "key" | "bin" => Self::Other,
            "mp4" if name.contains("init") => Self::Init,
            _ => Self::Segment,
        }
    }
}

/// The last lines of a client.
#[derive(Debug, Default)]
pub struct Memory(VecDeque<String>);

impl Memory {
    /// Keeps a line.
    pub fn keep(&mut self, line: &str) {
        if line.trim().is_empty() {
            return;
        }
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back(line.chars().take(KEPT_LETTERS).collect());
    }

    /// The last line that was kept.
    #[must_use]
    pub fn last(&self) -> Option<&str> {
        self.0.back().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(pieces: &[&[u8]]) -> Vec<String> {
        let (mut reader, mut found) = (Lines::default(), Vec::new());
        for piece in pieces {
            reader.feed(piece, |line| found.push(line.to_owned()));
        }
        reader.finish(|line| found.push(line.to_owned()));
        found
    }

    #[test]
    fn lines_are_whole_however_they_arrive() {
        assert_eq!(lines(&[b"a\nb", b"c\rd", b"", b"\n\ne"]), ["a", "bc", "d", "", "e"]);
        assert_eq!(lines(&[b"\xff\n"]), ["\u{fffd}"]);
    }

    #[test]
    fn a_line_without_an_end_is_cut() {
        let long = vec![b'x'; 3000];
        let found = lines(&[&long, &long, b"\nnext\n"]);
        assert_eq!(found.iter().map(String::len).collect::<Vec<_>>(), [LONGEST, 4]);
        let mut whole = vec![b'y'; 9000];
        whole.push(b'\n');
        assert_eq!(lines(&[&whole])[0].len(), LONGEST);
    }

    #[test]
    fn progress_is_whole_with_its_last_line() {
        let mut reader = ProgressReader::default();
        let text =
            "frame=10\nfps=0.0\nbitrate=N/A\ntotal_size=N/A\nout_time_us=1920000\nspeed=1.02x\nprogress=continue";
        let found: Vec<_> = text.lines().filter_map(|line| reader.line(line)).collect();
        assert_eq!(found, [Progress { out_time_us: Some(1_920_000), total_bytes: None, speed: Some(1.02) }]);
        let early = "out_time_us=-9223372036854775807\ntotal_size=188\nspeed=N/A\nprogress=end";
        let found: Vec<_> = early.lines().filter_map(|line| reader.line(line)).collect();
        assert_eq!(found, [Progress { out_time_us: None, total_bytes: Some(188), speed: None }]);
    }

    #[test]
    fn the_log_is_understood() {
        let opening = |url: &str, kind| Said::Opening { url: url.to_owned(), kind };
        for (line, expected) in [
            (
                "[hls @ 0x5] Opening 'http://o/720p.m3u8?t=1' for reading",
                opening("http://o/720p.m3u8?t=1", Asked::Playlist),
            ),
            ("[http @ 0x5] Opening 'http://o/720p/7.ts' for reading", opening("http://o/720p/7.ts", Asked::Segment)),
            ("[hls @ 0x5] Opening 'http://o/init-1.mp4' for reading", opening("http://o/init-1.mp4", Asked::Init)),
            ("[hls @ 0x5] Opening 'http://o/k.key' for reading", opening("http://o/k.key", Asked::Other)),
            ("[hls @ 0x5] Opening 'crypto+http://o/a.ts' for reading", opening("crypto+http://o/a.ts", Asked::Other)),
            ("[tcp @ 0x5] Connection to tcp://o failed: Connection refused", Said::Trouble(Trouble::Refused)),
            ("[http @ 0x5] HTTP error 404 Not Found", Said::Trouble(Trouble::Status(404))),
            ("http://o/a: Server returned 404 Not Found", Said::Else),
            ("[http @ 0x5] Will reconnect at 100 in 1 second(s), error=..", Said::Trouble(Trouble::Reconnecting)),
            ("[hls @ 0x5] skipping 3 segments ahead, expired from playlists", Said::Trouble(Trouble::Skipped)),
            ("[hls @ 0x5] Segment 7 of playlist 0 failed too many times, skipping", Said::Trouble(Trouble::Skipped)),
            ("[hls @ 0x5] Skip ('#EXT-X-INDEPENDENT-SEGMENTS')", Said::Else),
            ("[hls @ 0x5] Operation timed out", Said::Trouble(Trouble::Timeout)),
            ("http://o/a: Invalid data found when processing input", Said::Trouble(Trouble::Invalid)),
            ("Stream #0:0: Video: h264", Said::Else),
        ] {
            assert_eq!(read(line), expected, "{line}");
        }
    }

    #[test]
    fn no_secret_of_a_line_is_shown() {
        for (line, expected) in [
            (
                "[http @ 0x5] Opening 'http://me:pa55w0rd@o/a.ts?token=abc&n=1' for reading",
                "[http @ 0x5] Opening 'http://me:***@o/a.ts?token=***&n=1' for reading",
            ),
            (
                "http://me:pw@o/a.m3u8?token=abc: Server returned 404",
                "http://me:***@o/a.m3u8?token=***: Server returned 404",
            ),
            ("Authorization: Bearer abc", "Authorization: ***"),
            ("[http @ 0x5] request: Cookie: a=b", "[http @ 0x5] request: Cookie: ***"),
            ("Stream #0:0: Video: h264", "Stream #0:0: Video: h264"),
        ] {
            assert_eq!(masked(line), expected);
        }
    }

    #[test]
    fn a_last_line_is_counted_by_what_it_says() {
        assert_eq!(pattern("[hls @ 0x55d] Unknown thing"), "Unknown thing");
        assert_eq!(pattern("http://o/1.m3u8: Input/output error"), "Input/output error");
        assert_eq!(pattern(&"x".repeat(500)).len(), LONGEST_PATTERN);
        assert_eq!(
            read("[hls @ 0x5] Could not find codec parameters for stream 0"),
            Said::Trouble(Trouble::Parameters)
        );
    }

    #[test]
    fn the_memory_of_a_client_is_bounded() {
        let mut memory = Memory::default();
        for number in 0..1000 {
            memory.keep(&format!("{number} {}", "x".repeat(1000)));
        }
        memory.keep("  ");
        assert_eq!(memory.0.len(), KEPT);
        assert!(memory.last().unwrap().starts_with("999 ") && memory.last().unwrap().len() == KEPT_LETTERS);
    }
}
