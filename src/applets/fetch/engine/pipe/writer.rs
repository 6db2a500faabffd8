//! The thread that writes: a reader may take as long as it likes, and keeps nothing waiting but the window.

use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::thread;

use tokio::sync::oneshot;

use super::Pipe;
use crate::applets::fetch::checksum::{Algorithm, Summer};
use crate::applets::fetch::error::FetchError;
use crate::applets::fetch::plan::Hash;
use crate::kit::fs::FileError;
use crate::kit::term::Outlet;

/// See the module.
#[derive(Debug)]
pub(super) struct Writer {
    pub(super) pipe: Arc<Pipe>,
    pub(super) out: Outlet,
    /// Requests are this large; the horizon moves by it, so that none is cut smaller.
    pub(super) step: u64,
    pub(super) window_bytes: u64,
}

/// What went out.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sent {
    /// In hexadecimal digits, unless nobody wanted it.
    pub(super) sha256: Option<String>,
}

impl Writer {
    /// Starts the thread. It is not waited for: a reader that neither reads nor goes must not keep the process.
    pub(super) fn start(self) -> io::Result<oneshot::Receiver<Result<Sent, FetchError>>> {
        let (send, receive) = oneshot::channel();
        let run = move || {
            // Nobody listens any more where the download has ended otherwise.
            let _ = send.send(self.run());
        };
        thread::Builder::new().name("output".to_owned()).spawn(run)?;
        Ok(receive)
    }

    fn run(mut self) -> Result<Sent, FetchError> {
        let mut sums = Sums::of(&self.pipe);
        let mut sent_bytes = 0;
        while let Some(parcel) = self.pipe.window.take() {
            sums.update(&parcel.bytes);
            if parcel.is_last {
                sums.compare(&self.pipe)?;
            }
            self.send(&parcel.bytes, &mut sent_bytes).map_err(|error| broken(error, sent_bytes))?;
            self.advance(sent_bytes);
        }
        if !self.pipe.window.is_empty() {
            return Err(FetchError::Cancelled);
        }
        sums.compare(&self.pipe)?;
        Ok(Sent { sha256: sums.sha256.map(|summer| summer.finish().hex()) })
    }

    /// Writes all of `bytes`, and counts what the reader took.
    fn send(&mut self, mut bytes: &[u8], sent_bytes: &mut u64) -> io::Result<()> {
        while !bytes.is_empty() {
            match self.out.write(bytes) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => {
                    *sent_bytes += count as u64;
                    bytes = &bytes[count..];
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// There is room for more.
    fn advance(&self, sent_bytes: u64) {
        let mut map = self.pipe.crew.progress.map();
        let room = (sent_bytes / self.step * self.step).saturating_add(self.window_bytes);
        let horizon = map.whole().start.saturating_add(room);
        map.keep_before(horizon);
        drop(map);
        self.pipe.crew.changed.notify_waiters();
    }
}

/// The sums of what goes out.
struct Sums {
    sha256: Option<Summer>,
    /// Where another algorithm was promised.
    other: Option<Summer>,
}

impl Sums {
    fn of(pipe: &Pipe) -> Self {
        let promised = pipe.crew.plan.expected.as_ref().map(crate::applets::fetch::checksum::Checksum::algorithm);
        let wants = pipe.crew.plan.hash != Hash::None || promised == Some(Algorithm::Sha256);
        let other = promised.filter(|algorithm| *algorithm != Algorithm::Sha256);
        Self { sha256: wants.then(|| Summer::new(Algorithm::Sha256)), other: other.map(Summer::new) }
    }

    fn update(&mut self, bytes: &[u8]) {
        for summer in [&mut self.sha256, &mut self.other].into_iter().flatten() {
            summer.update(bytes);
        }
    }

    fn compare(&self, pipe: &Pipe) -> Result<(), FetchError> {
        let Some(expected) = &pipe.crew.plan.expected else { return Ok(()) };
        let found = self.other.as_ref().or(self.sha256.as_ref()).cloned().map(Summer::finish);
        match found {
            Some(found) if found != *expected => Err(FetchError::WrongOutput {
                algorithm: expected.algorithm().name(),
                expected: expected.hex(),
                found: found.hex(),
            }),
            _ => Ok(()),
        }
    }
}

/// An error of standard output.
pub(super) fn broken(error: io::Error, sent_bytes: u64) -> FetchError {
    match error.kind() {
        io::ErrorKind::BrokenPipe => FetchError::ReaderGone { sent_bytes },
        _ => FileError::new("write to", Path::new("standard output"), error).into(),
    }
}
