//! Tables that grow with the length of a recording: a little of each is in memory, the rest in a file without a name.

use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::FileExt as _;
use std::path::PathBuf;

use crate::kit::fs::scratch;

/// So much of each table is in memory: whole entries of 4, 8 and 12 bytes. Two hours of sixty pictures a second are two
/// or three such blocks of each table.
const BLOCK: usize = 24 * 21_845;

/// The file that all tables of one movie overflow into.
#[derive(Debug)]
pub(super) struct Scratch {
    path: PathBuf,
    file: Option<File>,
    end: u64,
}

impl Scratch {
    /// It is created at `path` when it is needed, and has no name from then on.
    pub(super) const fn new(path: PathBuf) -> Self {
        Self { path, file: None, end: 0 }
    }

    fn add(&mut self, block: &[u8]) -> io::Result<u64> {
        let file = if let Some(file) = &self.file {
            file
        } else {
            let open = scratch(&self.path).map_err(|error| error.source)?;
            std::fs::remove_file(&self.path)?;
            self.file.insert(open)
        };
        file.write_all_at(block, self.end)?;
        self.end += block.len() as u64;
        Ok(self.end - block.len() as u64)
    }

    fn file(&self) -> io::Result<&File> {
        self.file.as_ref().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// One table.
#[derive(Debug, Default)]
pub(super) struct Spool {
    /// Where its full blocks are.
    blocks: Vec<u64>,
    kept: Vec<u8>,
}

impl Spool {
    /// Adds an entry: 4, 8 or 12 bytes, always as many.
    pub(super) fn push(&mut self, scratch: &mut Scratch, entry: &[u8]) -> io::Result<()> {
        if self.kept.len() + entry.len() > BLOCK {
            self.blocks.push(scratch.add(&self.kept)?);
            self.kept.clear();
        }
        self.kept.extend_from_slice(entry);
        Ok(())
    }

    /// Its length in bytes.
    pub(super) fn len(&self) -> u64 {
        (self.blocks.len() * BLOCK + self.kept.len()) as u64
    }

    /// Replaces bytes at `at`, inside one entry.
    pub(super) fn patch(&mut self, scratch: &Scratch, at: u64, bytes: &[u8]) -> io::Result<()> {
        let (block, within) = ((at / BLOCK as u64) as usize, (at % BLOCK as u64) as usize);
        match self.blocks.get(block) {
            Some(place) => scratch.file()?.write_all_at(bytes, place + within as u64),
            None => match self.kept.get_mut(within..within + bytes.len()) {
                Some(kept) => {
                    kept.copy_from_slice(bytes);
                    Ok(())
                }
                None => Err(io::ErrorKind::UnexpectedEof.into()),
            },
        }
    }

    /// Gives it in pieces of whole entries.
    pub(super) fn read(&self, scratch: &Scratch, mut take: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        let mut block = vec![0; if self.blocks.is_empty() { 0 } else { BLOCK }];
        for place in &self.blocks {
            scratch.file()?.read_exact_at(&mut block, *place)?;
            take(&block)?;
        }
        take(&self.kept)
    }

    /// Writes it as it is.
    pub(super) fn write(&self, scratch: &Scratch, out: &mut impl Write) -> io::Result<()> {
        self.read(scratch, |piece| out.write_all(piece))
    }
}

/// A table of values that are often the same: how many, and which.
#[derive(Debug, Default)]
pub(super) struct Runs {
    pub(super) spool: Spool,
    run: Option<(u32, u32)>,
}

impl Runs {
    pub(super) fn push(&mut self, scratch: &mut Scratch, value: u32) -> io::Result<()> {
        match &mut self.run {
            Some((count, known)) if *known == value && *count < u32::MAX => *count += 1,
            _ => {
                self.flush(scratch)?;
                self.run = Some((1, value));
            }
        }
        Ok(())
    }

    /// Adds a value in an entry of its own; where it stands, to be patched.
    pub(super) fn push_alone(&mut self, scratch: &mut Scratch, value: u32) -> io::Result<u64> {
        self.flush(scratch)?;
        self.spool.push(scratch, &pair(1, value))?;
        Ok(self.spool.len() - 4)
    }

    pub(super) fn flush(&mut self, scratch: &mut Scratch) -> io::Result<()> {
        match self.run.take() {
            Some((count, value)) => self.spool.push(scratch, &pair(count, value)),
            None => Ok(()),
        }
    }

    pub(super) fn entries(&self) -> u32 {
        (self.spool.len() / 8) as u32
    }
}

fn pair(count: u32, value: u32) -> [u8; 8] {
    (u64::from(count) << 32 | u64::from(value)).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_table_is_what_was_added_and_stays_patched() {
        let folder = tempfile::tempdir().unwrap();
        let mut scratch = Scratch::new(folder.path().join("tables"));
        let mut spool = Spool::default();
        let count = 400_000_u32;
        for number in 0..count {
            spool.push(&mut scratch, &number.to_be_bytes()).unwrap();
        }
        assert!(spool.kept.len() <= BLOCK && spool.blocks.len() == 3);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "it has no name");
        for number in [5, count - 1] {
            spool.patch(&scratch, u64::from(number) * 4, &7_u32.to_be_bytes()).unwrap();
        }
        let mut read = Vec::new();
        spool.write(&scratch, &mut read).unwrap();
        assert_eq!(read.len() as u64, spool.len());
        let numbers: Vec<u32> = read.chunks(4).map(|bytes| u32::from_be_bytes(bytes.try_into().unwrap())).collect();
        let expected = (0..count).map(|number| if number == 5 || number == count - 1 { 7 } else { number });
        assert!(numbers.into_iter().eq(expected));
    }

    #[test]
    fn runs_are_counted() {
        let mut scratch = Scratch::new(PathBuf::new());
        let mut runs = Runs::default();
        for value in [7, 7, 7, 8] {
            runs.push(&mut scratch, value).unwrap();
        }
        let at = runs.push_alone(&mut scratch, 8).unwrap();
        runs.push(&mut scratch, 8).unwrap();
        runs.flush(&mut scratch).unwrap();
        runs.spool.patch(&scratch, at, &9_u32.to_be_bytes()).unwrap();
        let mut read = Vec::new();
        runs.spool.write(&scratch, &mut read).unwrap();
        let pairs = [[3, 7], [1, 8], [1, 9], [1, 8]];
        assert_eq!(read, pairs.as_flattened().iter().flat_map(|value: &u32| value.to_be_bytes()).collect::<Vec<_>>());
    }
}
