//! Which parts of a file are bad, by the sums of its pieces.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;

use crate::applets::fetch::checksum::{Checksum, Summer};
use crate::applets::fetch::metalink::Pieces;
use crate::applets::fetch::span::Span;

/// Stays in the second cache level between being read and being hashed.
const BLOCK_BYTES: u64 = 256 << 10;

/// The pieces whose sums are others, with what the sums should be. `size_bytes` is what the file should have; `None`
/// where nobody said.
///
/// # Errors
/// The file cannot be read.
pub fn bad_pieces(file: &File, pieces: &Pieces, size_bytes: Option<u64>) -> io::Result<Vec<(Span, Checksum)>> {
    let mut bad = Vec::new();
    let mut block = vec![0; BLOCK_BYTES as usize];
    for (number, expected) in pieces.checksums.iter().enumerate() {
        let start = number as u64 * pieces.piece_bytes;
        let end = start.saturating_add(pieces.piece_bytes).min(size_bytes.unwrap_or(u64::MAX));
        let span = Span::new(start, end);
        let (mut summer, mut at) = (Summer::new(pieces.algorithm), start);
        while at < end {
            let most = (end - at).min(BLOCK_BYTES) as usize;
            let count = match file.read_at(&mut block[..most], at) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            summer.update(&block[..count]);
            at += count as u64;
        }
        if summer.finish() != *expected {
            bad.push((span, expected.clone()));
        }
    }
    Ok(bad)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::applets::fetch::checksum::Algorithm;

    fn sum(bytes: &[u8]) -> Checksum {
        let mut summer = Summer::new(Algorithm::Sha1);
        summer.update(bytes);
        summer.finish()
    }

    #[test]
    fn pieces_with_other_sums_are_bad_and_so_are_missing_ones() {
        let whole = b"abcdefghij";
        let checksums: Vec<Checksum> = whole.chunks(4).map(sum).collect();
        let pieces = Pieces { piece_bytes: 4, algorithm: Algorithm::Sha1, checksums };
        let bad = |bytes: &[u8]| -> Vec<Span> {
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(bytes).unwrap();
            bad_pieces(&file, &pieces, Some(10)).unwrap().into_iter().map(|(span, _)| span).collect()
        };
        assert_eq!(bad(whole), []);
        assert_eq!(bad(b"abcdefghijklm"), [], "what lies behind is not its concern");
        assert_eq!(bad(b"abcdeXghij"), [Span::new(4, 8)]);
        assert_eq!(bad(b"Xbcdef"), [Span::new(0, 4), Span::new(4, 8), Span::new(8, 10)]);
        assert_eq!(bad(b"").len(), 3);
    }
}
