//! The document that `--save-metalink` leaves beside a download: sources, the sum of the whole, and sums of its pieces.
//!
//! With it, `verify` and `repair` find bad ranges without reading anything but the file, and another download can check
//! what it gets. It is a Metalink, which others understand as well, and it lies in plain sight under the user's eyes,
//! because it is of use as long as the file is: a hidden file of our own for every download would be litter to most. Sums
//! of pieces cost as much again as the one of the whole, so they are made when asked for, from the page cache, with all
//! cores.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::thread;

use crate::applets::fetch::checksum::{Algorithm, Checksum, Summer};
use crate::applets::fetch::error::FetchError;
use crate::applets::fetch::metalink::{self, LEAST_WANTED, Metalink, Pieces, Source};
use crate::applets::fetch::plan::{Earlier, Plan, Record};
use crate::applets::fetch::report::Report;
use crate::applets::fetch::store::Store;
use crate::kit::net::SafeUrl;

/// A piece: little to fetch again, and few enough sums for files of a hundred gigabytes.
const PIECE_BYTES: u64 = 4 << 20;

/// Read at once: it stays in the second cache level between being copied there and being hashed.
const BLOCK_BYTES: usize = 256 << 10;

/// Writes it. The file is whole and right.
pub(super) async fn save(plan: &Plan, store: &Store, report: &Report) -> Result<(), FetchError> {
    let bytes = report.size_bytes.unwrap_or_default();
    let known = plan.pieces.clone().filter(|pieces| plan.part.start == 0 && covers(pieces, bytes));
    let pieces = if let Some(pieces) = known {
        pieces
    } else {
        let file = store.duplicate()?;
        let work = move || pieces_of(&file, bytes);
        let made = tokio::task::spawn_blocking(work).await.map_err(|_| FetchError::Panicked)?;
        made.map_err(|error| store.broken("read", error))?
    };
    let made = report.sha256.as_deref().and_then(|digits| Checksum::from_hex(Algorithm::Sha256, digits).ok());
    let mut checksums: Vec<Checksum> = plan.expected.iter().cloned().chain(made).collect();
    checksums.sort_by_key(|sum| std::cmp::Reverse(sum.algorithm()));
    checksums.dedup();
    let places = std::iter::once(&plan.url).chain(&plan.mirrors).zip(1..);
    let source = |(url, priority): (&url::Url, u32)| {
        let mut url = SafeUrl::try_from(url.clone()).ok()?;
        // Passwords are nobody else's business.
        let _ = url.take_credentials();
        Some(Source { url, priority: priority.min(LEAST_WANTED), location: None })
    };
    let file = metalink::File {
        path: store.path().file_name().unwrap_or_default().into(),
        size_bytes: Some(bytes),
        checksums,
        pieces: (bytes > 0).then_some(pieces),
        sources: places.filter_map(source).collect(),
    };
    Ok(crate::kit::fs::replace(&Metalink::path_of(store.path()), file.document().as_bytes())?)
}

fn covers(pieces: &Pieces, bytes: u64) -> bool {
    bytes.div_ceil(pieces.piece_bytes) == pieces.checksums.len() as u64
}

/// The sums of the pieces of a file.
fn pieces_of(file: &File, bytes: u64) -> io::Result<Pieces> {
    let count = bytes.div_ceil(PIECE_BYTES) as usize;
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = count.div_ceil(cores).max(1);
    let mut checksums = Vec::with_capacity(count);
    thread::scope(|scope| {
        let shares: Vec<_> = (0..count)
            .step_by(share)
            .map(|first| {
                scope.spawn(move || (first..count.min(first + share)).map(|number| sum(file, number, bytes)).collect())
            })
            .collect();
        for share in shares {
            let sums: io::Result<Vec<Checksum>> =
                share.join().unwrap_or_else(|_| Err(io::Error::other("a hashing thread ended unexpectedly")));
            checksums.extend(sums?);
        }
        Ok(Pieces { piece_bytes: PIECE_BYTES, algorithm: Algorithm::Sha256, checksums })
    })
}

fn sum(file: &File, number: usize, bytes: u64) -> io::Result<Checksum> {
    let mut at = number as u64 * PIECE_BYTES;
    let end = bytes.min(at + PIECE_BYTES);
    let (mut summer, mut block) = (Summer::new(Algorithm::Sha256), vec![0; BLOCK_BYTES]);
    while at < end {
        let block = &mut block[..(end - at).min(BLOCK_BYTES as u64) as usize];
        file.read_exact_at(block, at)?;
        summer.update(block);
        at += block.len() as u64;
    }
    Ok(summer.finish())
}

/// Nothing of the user's may have the name already, unless it may be replaced.
pub(super) fn check(plan: &Plan, target: &Path) -> Result<(), FetchError> {
    let path = Metalink::path_of(target);
    if plan.record == Record::None || plan.earlier == Earlier::Overwrite || !path.exists() {
        return Ok(());
    }
    Err(FetchError::Exists { path })
}
