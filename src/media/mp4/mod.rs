//! Reads MP4 (ISO 14496-12) into samples: fragmented, what packagers call fMP4 or CMAF, and plain files whose tables
//! stand in front.
//!
//! ```text
//! bytes → boxes → moov (tracks, their sample entries, their edit lists; tables of samples)
//!               → moof (which samples, where) → mdat → Sink
//! ```
//!
//! # Invariants
//! - Bytes may come in any pieces: what is found does not depend on them.
//! - What is held is one `moov` or `moof` and one sample, at most 16 MiB each; of the samples it names, 56 bytes each.
//! - Sample entries go on as they are, so every format passes that is not encrypted.
//!
//! An initialisation that comes again describes the same tracks anew: the second stream of sound is still the second
//! one, whatever its number.

mod boxes;
mod fragment;
mod init;
mod reader;
mod table;
mod text;

pub(super) use self::boxes::{child, children};
pub use self::reader::Reader;
pub use self::text::{Coding, Text, Texts};

#[cfg(test)]
mod tests;
