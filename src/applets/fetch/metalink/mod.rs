//! Metalink: one file, where it lies, and how to know that it is right.
//!
//! The document is Metalink 4 (RFC 5854), read here; the header fields of RFC 6249 say the same of a single file, and
//! are read in [`headers`]. What is trusted is the document: names are made harmless, sums are compared, and addresses
//! that are no `http` or `https` are left out and told.

pub mod headers;
mod read;
mod write;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::checksum::{Algorithm, Checksum};
use super::name::UnsafePath;
use crate::kit::net::SafeUrl;

/// A Metalink document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metalink {
    /// At least one.
    pub files: Vec<File>,
    /// What stood in it and is not used, once each, for the user.
    pub notes: Vec<String>,
}

/// One file of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Relative, without a way up; never empty.
    pub path: PathBuf,
    /// Its length.
    pub size_bytes: Option<u64>,
    /// Sums of the whole, the strongest first.
    pub checksums: Vec<Checksum>,
    /// Sums of its pieces.
    pub pieces: Option<Pieces>,
    /// Where it lies, the most wanted first. Not empty.
    pub sources: Vec<Source>,
}

/// The sums of the pieces of a file, which are all of one length but the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pieces {
    /// The length of a piece; above zero.
    pub piece_bytes: u64,
    /// How the sums are computed.
    pub algorithm: Algorithm,
    /// In order.
    pub checksums: Vec<Checksum>,
}

/// One place where a file lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The address.
    pub url: SafeUrl,
    /// 1 is wanted most, 999 999 least; that is also what counts where nothing is said.
    pub priority: u32,
    /// The country, as two lower-case letters (ISO 3166).
    pub location: Option<String>,
}

/// The lowest wish there is (RFC 5854 section 4.2.16.1).
pub const LEAST_WANTED: u32 = 999_999;

/// Why a document cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MetalinkError {
    /// Not XML, or broken XML.
    #[error("it is not XML that can be read, at byte {at}: {problem}")]
    Xml {
        /// Where, from the start.
        at: u64,
        /// What the parser says.
        problem: String,
    },
    /// XML, and not this.
    #[error("it is not a Metalink: its outermost element is `{0}`")]
    Foreign(String),
    /// The format before 2009.
    #[error("it is a Metalink of version 3; only version 4 (RFC 5854, .meta4) is read")]
    Version3,
    /// Lists no file.
    #[error("it lists no file")]
    NoFile,
    /// A name that leads out of its folder.
    #[error("the file name {0}")]
    Name(#[from] UnsafePath),
    /// Two files of one name.
    #[error("it lists `{0}` twice")]
    Twice(String),
    /// A figure that is none.
    #[error("{name}: the {what} `{text}` is not a whole number that makes sense")]
    Number {
        /// The file.
        name: String,
        /// Of which element or attribute.
        what: &'static str,
        /// What stands there.
        text: String,
    },
    /// A sum that is none.
    #[error("{name}: {problem}")]
    Checksum {
        /// The file.
        name: String,
        /// What is wrong.
        problem: super::checksum::ChecksumError,
    },
    /// The pieces do not make up the file.
    #[error("{name}: {found} pieces of {piece_bytes} bytes do not make {size_bytes} bytes")]
    Pieces {
        /// The file.
        name: String,
        /// How many sums there are.
        found: usize,
        /// The length of one.
        piece_bytes: u64,
        /// The length of the file.
        size_bytes: u64,
    },
    /// No address that can be used.
    #[error("{0}: it has no http or https address")]
    NoSource(String),
    /// Nested deeper than any Metalink.
    #[error("its elements are nested too deeply")]
    TooDeep,
}

impl std::str::FromStr for Metalink {
    type Err = MetalinkError;

    /// ```
    /// use toolbox::applets::fetch::metalink::Metalink;
    /// let text = r#"<metalink xmlns="urn:ietf:params:xml:ns:metalink"><file name="a.iso"><size>3</size>
    ///     <url priority="2">http://far.example/a.iso</url><url priority="1">http://near.example/a.iso</url>
    /// </file></metalink>"#;
    /// let metalink: Metalink = text.parse()?;
    /// assert_eq!(metalink.files[0].sources[0].url.as_str(), "http://near.example/a.iso");
    /// # Ok::<(), toolbox::applets::fetch::metalink::MetalinkError>(())
    /// ```
    fn from_str(text: &str) -> Result<Self, MetalinkError> {
        read::read(text)
    }
}
