//! What a file is to be: the flags of `verify` and `repair` that say so.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::ValueHint;
use url::Url;

use crate::applets::fetch::checksum::file::ChecksumFile;
use crate::applets::fetch::checksum::{Algorithm, Checksum, ChecksumError};
use crate::applets::fetch::metalink::{File, Metalink, Pieces};
use crate::kit::error::Failure;
use crate::kit::fs;

/// The flags.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "What the file is to be")]
pub struct PromiseArgs {
    /// The file must have this SHA-256
    #[arg(long, value_name = "HEX", value_parser = parse_sha256, conflicts_with_all = ["hash", "checksum_file"])]
    pub sha256: Option<Checksum>,

    /// The file must have this hash: md5, sha1, sha256, sha384 or sha512
    #[arg(long, value_name = "ALGO:HEX", conflicts_with = "checksum_file")]
    pub hash: Option<Checksum>,

    /// The file must have the hash in this file: lines of sha256sum, or of BSD
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub checksum_file: Option<PathBuf>,

    /// The file must be what this Metalink says, piece by piece where it has hashes of pieces
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub metalink: Option<PathBuf>,
}

/// What was said.
#[derive(Debug, Default)]
pub struct Promise {
    /// A sum of the whole.
    pub checksum: Option<Checksum>,
    /// Sums of its pieces.
    pub pieces: Option<Pieces>,
    /// Its length.
    pub size_bytes: Option<u64>,
    /// Where it lies, the most wanted first.
    pub sources: Vec<Url>,
}

impl PromiseArgs {
    /// Reads what the flags name, about `file`.
    ///
    /// # Errors
    /// A file that cannot be read or understood, or that says nothing about this one.
    pub fn read(&self, file: &Path) -> Result<Promise, Failure> {
        let mut promise = self.metalink.as_deref().map(|path| of_metalink(path, file)).transpose()?.unwrap_or_default();
        if let Some(path) = &self.checksum_file {
            let text = fs::read_to_string(path).map_err(Failure::usage)?;
            let wrong = |error| Failure::usage(format!("{}: {error}", path.display()));
            let sums: ChecksumFile = text.parse().map_err(wrong)?;
            let sum = sums.find(&name_of(file)).map_err(wrong)?;
            promise.checksum = Some(sum.ok_or_else(|| says_nothing(path, file))?);
        }
        promise.checksum = self.sha256.clone().or_else(|| self.hash.clone()).or(promise.checksum);
        Ok(promise)
    }
}

/// What a Metalink says of a file: by its name, or because it lists no other.
fn of_metalink(path: &Path, file: &Path) -> Result<Promise, Failure> {
    let text = fs::read_to_string(path).map_err(Failure::usage)?;
    let metalink: Metalink = text.parse().map_err(|error| Failure::usage(format!("{}: {error}", path.display())))?;
    let name = name_of(file);
    let of_name = |entry: &&File| entry.path.file_name().is_some_and(|known| known.to_string_lossy() == name);
    let only = || metalink.files.first().filter(|_| metalink.files.len() == 1);
    let entry = metalink.files.iter().find(of_name).or_else(only).ok_or_else(|| says_nothing(path, file))?;
    Ok(Promise {
        checksum: entry.checksums.first().cloned(),
        pieces: entry.pieces.clone(),
        size_bytes: entry.size_bytes,
        sources: entry.sources.iter().map(|source| Url::clone(&source.url)).collect(),
    })
}

fn name_of(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn says_nothing(path: &Path, file: &Path) -> Failure {
    Failure::usage(format!("{} says nothing about {}", path.display(), name_of(file)))
}

fn parse_sha256(text: &str) -> Result<Checksum, ChecksumError> {
    // Copied out of a line that names the algorithm.
    if text.contains([':', '=']) { text.parse() } else { Checksum::from_hex(Algorithm::Sha256, text) }
}
