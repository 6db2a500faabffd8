//! From folders to books.
//!
//! ```text
//! walk     folders, sizes, times → units (a folder with audio, its discs with it)
//! group    a unit's files → books: one, or one for each file
//! order    which file comes when, by evidence, and why
//! folder   what lies beside: opf, json, nfo, txt, cue, covers      name   what paths say
//! proposal a book as it would be: files, timeline, chapters, fields with their sources
//! work     many units at once, read by threads
//! ```
//! Nothing here knows the library: what is found is proposed, and `library` accepts it.

pub mod folder;
pub mod group;
pub mod name;
pub mod order;
pub mod proposal;
pub mod walk;
pub mod work;

pub use proposal::{Part, Proposal};
pub use walk::{Entry, Unit, walk};
pub use work::{Found, read_units};
