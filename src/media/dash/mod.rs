//! DASH manifests (ISO/IEC 23009-1): read into types of our own, and followed as segments of one track.
//!
//! ```text
//! bytes → xml (elements with lines) → read, addressing, protection → Mpd ──→ choice (which representation)
//!                                                                     └────→ timeline, index → stream → segments
//! ```
//!
//! What comes out is what the recorder knows from HLS already: a master playlist of what there is, and for one track a
//! window of segments with absolute addresses. `manifest` and `stream` ask servers; nothing else here knows a socket or
//! a clock. What is odd is told with its line, what cannot be meant is an error; nothing that has segments is left out
//! in silence.
//!
//! # Open
//! - Refused: remote periods and sets (xlink), patches without their manifest, `$SubNumber$`. Passed over: `PatchLocation`
//!   (the whole manifest is asked for each time), events in the manifest and the stream, content steering.
//! - A segment that can be had before it is whole (`availabilityTimeOffset`) is asked for when it is whole.
//! - Of several `BaseURL` only the first is used.
//! - A live recording that was killed is not continued once the manifest has become static without its
//!   `availabilityStartTime`: the numbers of its segments then begin elsewhere.

mod addressing;
mod choice;
mod index;
mod indexed;
mod manifest;
mod model;
mod protection;
mod read;
mod stream;
mod template;
mod timeline;
mod value;
mod xml;

#[cfg(test)]
mod tests;

pub use self::choice::{Pick, master};
pub use self::index::{Entry, Index, find as find_index};
pub(super) use self::manifest::date;
pub use self::manifest::{Look, Manifest, WindowError};
pub use self::model::*;
pub use self::stream::Stream;
pub use self::template::Template;
pub use self::timeline::{Endless, MOST, Piece, Window, pieces};

use crate::kit::net::{SafeUrl, UrlError};
use crate::media::hls::Diagnostics;

/// More than any manifest: one of a day with a segment a second, for ten representations, has half of it.
pub const LARGEST_BYTES: usize = 32 << 20;

/// Why a text is no manifest, or none that is recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// No element.
    #[error("it is empty")]
    Empty,
    /// More than is ever read.
    #[error("it is larger than {LARGEST_BYTES} bytes")]
    TooLarge,
    /// It is no XML.
    #[error("line {line}: {problem}")]
    Xml {
        /// Where.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// XML of another kind.
    #[error("it is a document of the kind {name}, not a DASH manifest")]
    Foreign {
        /// The name of its root.
        name: String,
    },
    /// Nothing in it can be played.
    #[error("the manifest names nothing that can be recorded")]
    Nothing,
    /// It does not mean anything, or what is not supported.
    #[error("line {line}: {problem}")]
    Malformed {
        /// Where.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// A reference that leads nowhere we go.
    #[error("line {line}: {reason}")]
    Reference {
        /// Where it stands.
        line: usize,
        /// What is wrong with it.
        reason: UrlError,
    },
}

/// What was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The manifest.
    pub mpd: Mpd,
    /// What was odd about it.
    pub diagnostics: Diagnostics,
}

/// Whether a body looks like a manifest: XML with an `MPD` near its beginning.
#[must_use]
pub fn is_manifest(bytes: &[u8]) -> bool {
    let begin = &bytes[..bytes.len().min(4096)];
    let text = String::from_utf8_lossy(begin.strip_prefix(b"\xef\xbb\xbf").unwrap_or(begin));
    let text = text.trim_start();
    let root = |name: &str| text.contains(&format!("<{name}")) || text.contains(&format!(":{name} "));
    text.starts_with('<') && (root("MPD") || root("Patch"))
}

/// Reads a manifest that came from `url`.
///
/// ```
/// use toolbox::{kit::net::parse_url, media::dash};
/// let text = r#"<MPD mediaPresentationDuration="PT4S"><Period><AdaptationSet mimeType="video/mp4">
///   <SegmentTemplate media="$Number$.m4s" initialization="i.mp4" duration="2"/><Representation id="v" bandwidth="1"/>
/// </AdaptationSet></Period></MPD>"#;
/// let reading = dash::read(text.as_bytes(), &parse_url("http://h/x.mpd").unwrap())?;
/// assert_eq!(reading.mpd.periods[0].sets[0].kind, dash::Kind::Video);
/// # Ok::<(), dash::ReadError>(())
/// ```
///
/// # Errors
/// It is none, or means something that is not known: see [`ReadError`].
pub fn read(bytes: &[u8], url: &SafeUrl) -> Result<Reading, ReadError> {
    if bytes.len() > LARGEST_BYTES {
        return Err(ReadError::TooLarge);
    }
    let mut notes = Diagnostics::default();
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    if matches!(text, std::borrow::Cow::Owned(_)) {
        notes.add(1, "bytes that are not UTF-8");
    }
    let root = xml::read(text.trim_end())?;
    match root.name.as_str() {
        "MPD" => {}
        "Patch" => {
            let problem = "a patch of a manifest, not a manifest; give the address of the manifest itself".to_owned();
            return Err(ReadError::Malformed { line: root.line, problem });
        }
        _ => return Err(ReadError::Foreign { name: root.name }),
    }
    let mpd = read::mpd(&root, url, &mut notes)?;
    Ok(Reading { mpd, diagnostics: notes })
}
