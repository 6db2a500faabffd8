//! Bytes of a dump, from a file or from memory, with their offset and their CRC.
//!
//! Nothing is reserved on the word of a length: what is received grows with what is there.

use std::io::{self, Read};

use super::crc64;

/// What one read of a file takes.
const BUFFER_BYTES: usize = 256 * 1024;
/// What is reserved at once for a long text.
const STEP_BYTES: u64 = 1 << 20;

/// Why bytes did not come.
#[derive(Debug)]
pub enum Lack {
    /// There are none any more.
    End,
    /// The system says so.
    Io(io::Error),
}

/// Where a dump is read from.
#[derive(Debug)]
pub struct Source<R> {
    input: R,
    buffer: Vec<u8>,
    at: usize,
    /// Where in the buffer the sum ends.
    summed: usize,
    crc: u64,
    /// Where in the file the buffer starts.
    base: u64,
    /// Set to keep what is read.
    capture: Option<Vec<u8>>,
}

impl<R: Read> Source<R> {
    /// A source that starts at `input`'s next byte.
    pub fn new(input: R) -> Self {
        Self { input, buffer: Vec::new(), at: 0, summed: 0, crc: 0, base: 0, capture: None }
    }

    /// How many bytes were read.
    pub const fn offset(&self) -> u64 {
        self.base + self.at as u64
    }

    /// The sum of the bytes that were read.
    pub fn crc(&mut self) -> u64 {
        self.crc = crc64::update(self.crc, &self.buffer[self.summed..self.at]);
        self.summed = self.at;
        self.crc
    }

    /// Has the sum begin anew with the next byte.
    pub fn restart_sum(&mut self) {
        (self.summed, self.crc) = (self.at, 0);
    }

    /// Keeps what is read from now on.
    pub fn begin_capture(&mut self) {
        self.capture = Some(Vec::new());
    }

    /// What was read since.
    pub fn end_capture(&mut self) -> Vec<u8> {
        self.capture.take().unwrap_or_default()
    }

    /// Fills the empty buffer.
    fn refill(&mut self) -> Result<(), Lack> {
        self.crc();
        self.base += self.at as u64;
        (self.at, self.summed) = (0, 0);
        self.buffer.resize(BUFFER_BYTES, 0);
        let count = loop {
            match self.input.read(&mut self.buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.buffer.truncate(*count.as_ref().unwrap_or(&0));
        match count {
            Ok(0) => Err(Lack::End),
            Ok(_) => Ok(()),
            Err(error) => Err(Lack::Io(error)),
        }
    }

    /// Reads exactly as much as `bytes` holds.
    ///
    /// # Errors
    /// There is less.
    pub fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Lack> {
        let mut done = 0;
        while done < bytes.len() {
            if self.at == self.buffer.len() {
                self.refill()?;
            }
            let count = (bytes.len() - done).min(self.buffer.len() - self.at);
            bytes[done..done + count].copy_from_slice(&self.buffer[self.at..self.at + count]);
            self.at += count;
            done += count;
        }
        if let Some(capture) = &mut self.capture {
            capture.extend_from_slice(bytes);
        }
        Ok(())
    }

    /// A few bytes.
    ///
    /// # Errors
    /// There are fewer.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], Lack> {
        let mut bytes = [0; N];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    /// Reads `length` bytes to the end of `text`.
    ///
    /// # Errors
    /// There are fewer.
    pub fn append(&mut self, text: &mut Vec<u8>, length: u64) -> Result<(), Lack> {
        let mut left = length;
        while left > 0 {
            let (start, step) = (text.len(), left.min(STEP_BYTES) as usize);
            text.resize(start + step, 0);
            self.fill(&mut text[start..])?;
            left -= step as u64;
        }
        Ok(())
    }

    /// Whether nothing follows.
    ///
    /// # Errors
    /// The system does not say.
    pub fn is_at_end(&mut self) -> Result<bool, io::Error> {
        if self.at < self.buffer.len() {
            return Ok(false);
        }
        match self.refill() {
            Ok(()) => Ok(false),
            Err(Lack::End) => Ok(true),
            Err(Lack::Io(error)) => Err(error),
        }
    }

    /// What follows, without reading it: up to `count` bytes, fewer at the end.
    ///
    /// # Errors
    /// The system does not say.
    pub fn peek(&mut self, count: usize) -> Result<&[u8], io::Error> {
        self.is_at_end()?;
        let end = self.buffer.len().min(self.at + count);
        Ok(&self.buffer[self.at..end])
    }
}
