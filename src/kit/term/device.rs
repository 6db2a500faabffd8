//! Where bytes go: the streams of the process, or memory for tests. The only place that touches stdout and stderr.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Size of a terminal that does not tell its own: what every terminal has had since the VT100.
pub(super) const SIZE: (u16, u16) = (80, 24);

/// One of the two streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stream {
    Out,
    Err,
}

/// Both streams of the process, or their stand-in.
#[derive(Debug, Clone)]
pub(super) enum Device {
    Process,
    Memory(Arc<Mutex<Memory>>),
}

impl Device {
    /// Writes all of `text` and flushes it.
    pub(super) fn write(&self, stream: Stream, text: &str) -> io::Result<()> {
        match (self, stream) {
            (Self::Process, Stream::Out) => {
                let mut out = io::stdout().lock();
                out.write_all(text.as_bytes())?;
                out.flush()
            }
            (Self::Process, Stream::Err) => io::stderr().lock().write_all(text.as_bytes()),
            (Self::Memory(memory), stream) => lock(memory).write(stream, text),
        }
    }

    /// Writes all of `bytes` to stdout and flushes it; memory keeps what can be read of them.
    pub(super) fn write_bytes(&self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Process => {
                let mut out = io::stdout().lock();
                out.write_all(bytes)?;
                out.flush()
            }
            Self::Memory(memory) => lock(memory).write(Stream::Out, &String::from_utf8_lossy(bytes)),
        }
    }

    /// Whether the stream is a terminal.
    pub(super) fn is_terminal(&self, stream: Stream) -> bool {
        match (self, stream) {
            (Self::Process, Stream::Out) => io::stdout().is_terminal(),
            (Self::Process, Stream::Err) => io::stderr().is_terminal(),
            (Self::Memory(memory), _) => lock(memory).size.is_some(),
        }
    }

    /// Columns and rows of the stream, were it a terminal; asked anew each time, because windows are resized.
    pub(super) fn size(&self, stream: Stream) -> (u16, u16) {
        let size = match (self, stream) {
            (Self::Process, Stream::Out) => terminal_size::terminal_size_of(io::stdout()).map(|(w, h)| (w.0, h.0)),
            (Self::Process, Stream::Err) => terminal_size::terminal_size_of(io::stderr()).map(|(w, h)| (w.0, h.0)),
            (Self::Memory(memory), _) => lock(memory).size,
        };
        size.filter(|(columns, rows)| *columns > 0 && *rows > 0).unwrap_or(SIZE)
    }
}

/// What a captured terminal was told.
#[derive(Debug, Default)]
pub(super) struct Memory {
    out: String,
    err: String,
    /// Both streams in the order of writing: what one terminal that shows both receives.
    both: String,
    size: Option<(u16, u16)>,
    /// What writing to stdout fails with.
    failure: Option<io::ErrorKind>,
}

impl Memory {
    fn write(&mut self, stream: Stream, text: &str) -> io::Result<()> {
        match stream {
            Stream::Out => {
                if let Some(kind) = self.failure {
                    return Err(kind.into());
                }
                self.out.push_str(text);
            }
            Stream::Err => self.err.push_str(text),
        }
        self.both.push_str(text);
        Ok(())
    }
}

fn lock(memory: &Mutex<Memory>) -> MutexGuard<'_, Memory> {
    memory.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads back what a [`Term`](super::Term) for tests was told.
#[derive(Debug, Clone)]
pub struct Captured {
    memory: Arc<Mutex<Memory>>,
}

impl Captured {
    /// A pair of streams in memory; terminals of `width` columns, or pipes without.
    pub(super) fn new(width: Option<u16>) -> (Device, Self) {
        let memory = Memory { size: width.map(|columns| (columns, SIZE.1)), ..Memory::default() };
        let memory = Arc::new(Mutex::new(memory));
        (Device::Memory(Arc::clone(&memory)), Self { memory })
    }

    /// Everything written to stdout.
    #[must_use]
    pub fn out(&self) -> String {
        lock(&self.memory).out.clone()
    }

    /// Everything written to stderr, sequences that move the cursor included.
    #[must_use]
    pub fn err(&self) -> String {
        lock(&self.memory).err.clone()
    }

    /// Both streams in the order of writing, as one terminal that shows both receives them.
    #[must_use]
    pub fn both(&self) -> String {
        lock(&self.memory).both.clone()
    }

    /// Gives a captured terminal another size. A captured pipe stays one for colours and progress.
    pub fn resize(&self, columns: u16, rows: u16) {
        lock(&self.memory).size = Some((columns, rows));
    }

    /// Lets every further write to stdout fail, as a full disk or a reader that has gone would.
    pub fn fail_out(&self, kind: io::ErrorKind) {
        lock(&self.memory).failure = Some(kind);
    }
}
