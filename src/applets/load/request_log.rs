//! `--raw FILE`: one CSV row for each request, written as the run goes.
//!
//! ```text
//! intended_ns,sent_ns,first_byte_ns,end_ns,outcome,bytes_in,bytes_out,step
//! 1000000,1000210,1190554,1191020,200,162,41,0
//! 2000000,,,7002000000,timeout,,,0
//! ```
//!
//! Times are nanoseconds from the start of what is counted. `outcome` is a status code, or the kind of error as the
//! report names it; what is not known of a request without a whole reply is empty. `step` counts from 0 in the order
//! of the plan. Rows come in the order in which requests ended on their thread, and threads take turns.
//!
//! The file is called `FILE.partial` until it is whole.
//!
//! A thread fills a buffer of fixed size and hands it to the one writer through a channel of fixed length. When the disk
//! is slower than the run, the senders wait: the file is complete, memory is bounded, and the wait is told. A thread
//! without a log pays one comparison a request.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::record::Begun;
use super::wire::{FaultKind, Reply};
use crate::kit::fs::{FileError, Partial};

/// Rows that a thread fills before it hands them over: 224 KiB, some 20 ms of the fastest thread.
const ROWS: usize = 4096;

/// Full buffers that wait for the writer at most: 3.5 MiB.
const WAITING: usize = 16;

/// Buffers that a thread gets back to fill again.
const SPARE: usize = 4;

/// First line of the file.
const HEADER: &str = "intended_ns,sent_ns,first_byte_ns,end_ns,outcome,bytes_in,bytes_out,step\n";

/// The file, its writer, and how long senders had to wait for it.
#[derive(Debug)]
pub(super) struct RequestLog {
    batches: SyncSender<Batch>,
    writer: JoinHandle<io::Result<()>>,
    partial: Partial,
    /// Nanoseconds; written by threads that found the channel full.
    waited: Arc<AtomicU64>,
}

/// What a thread writes with.
#[derive(Debug)]
pub(super) struct Pen {
    rows: Vec<Row>,
    batches: SyncSender<Batch>,
    back: SyncSender<Vec<Row>>,
    spare: Receiver<Vec<Row>>,
    waited: Arc<AtomicU64>,
    /// The longest wait since it was last asked.
    longest_wait: Duration,
}

/// Rows on their way to the writer, and the way back for their buffer.
#[derive(Debug)]
struct Batch {
    rows: Vec<Row>,
    back: SyncSender<Vec<Row>>,
}

/// One request; times in nanoseconds of the run, warm-up included.
#[derive(Debug, Clone, Copy)]
struct Row {
    intended: u64,
    end: u64,
    step: u32,
    outcome: Outcome,
}

#[derive(Debug, Clone, Copy)]
enum Outcome {
    Reply { status: u16, sent: u64, first_byte: u64, bytes_in: u64, bytes_out: u64 },
    Fault(FaultKind),
}

impl RequestLog {
    /// Creates the file and starts its writer; `zero` is the time of the run from which rows count, its warm-up.
    pub(super) fn create(path: &Path, zero: Duration) -> Result<Self, FileError> {
        let fail = |error| FileError::new("write", path, error);
        let (partial, file) = Partial::create(path)?;
        let zero = i64::try_from(zero.as_nanos()).unwrap_or(i64::MAX);
        let (batches, incoming) = sync_channel(WAITING);
        let write = move || write(file, &incoming, zero);
        let writer = std::thread::Builder::new().name("raw".to_owned()).spawn(write).map_err(fail)?;
        Ok(Self { batches, writer, partial, waited: Arc::default() })
    }

    /// A pen for one thread.
    pub(super) fn pen(&self) -> Pen {
        let (back, spare) = sync_channel(SPARE);
        let (batches, waited) = (self.batches.clone(), Arc::clone(&self.waited));
        Pen { rows: Vec::with_capacity(ROWS), batches, back, spare, waited, longest_wait: Duration::ZERO }
    }

    /// Waits until everything is in the file; how long senders had to wait for it during the run. All pens must be gone.
    ///
    /// # Errors
    /// The file could not be written to its end; what is there then stays as `FILE.partial`.
    pub(super) fn finish(self) -> Result<Duration, FileError> {
        drop(self.batches);
        if let Err(error) = written(self.writer) {
            let failure = FileError::new("write", self.partial.path(), error);
            let _ = self.partial.keep();
            return Err(failure);
        }
        self.partial.commit()?;
        Ok(Duration::from_nanos(self.waited.load(Ordering::Relaxed)))
    }

    /// As [`finish`](Self::finish) after a run that came to a bad end; what is there stays as `FILE.partial`, whose name
    /// is returned.
    pub(super) fn keep(self) -> Option<PathBuf> {
        drop(self.batches);
        // There is a worse failure to tell.
        let _ = written(self.writer);
        self.partial.keep()
    }
}

/// How the writer ended.
fn written(writer: JoinHandle<io::Result<()>>) -> io::Result<()> {
    writer.join().unwrap_or_else(|_| Err(io::Error::other("the writer panicked")))
}

impl Pen {
    /// Writes down a whole reply.
    #[inline]
    pub(super) fn reply(&mut self, begun: Begun, reply: &Reply) {
        let Reply { status, sent, first_byte, end, bytes_in, bytes_out } = *reply;
        let outcome = Outcome::Reply { status, sent, first_byte, bytes_in, bytes_out };
        self.row(begun, end, outcome);
    }

    /// Writes down a request that ended at `end` without a whole reply.
    pub(super) fn fault(&mut self, begun: Begun, kind: FaultKind, end: u64) {
        self.row(begun, end, Outcome::Fault(kind));
    }

    #[inline]
    fn row(&mut self, begun: Begun, end: u64, outcome: Outcome) {
        self.rows.push(Row { intended: begun.intended, end, step: begun.step as u32, outcome });
        if self.rows.len() == ROWS {
            self.hand_over();
        }
    }

    /// Hands what was written to the writer; waits when it is behind.
    pub(super) fn hand_over(&mut self) {
        if self.rows.is_empty() {
            return;
        }
        let fresh = self.spare.try_recv().unwrap_or_else(|_| Vec::with_capacity(ROWS));
        let rows = std::mem::replace(&mut self.rows, fresh);
        let batch = Batch { rows, back: self.back.clone() };
        if let Err(TrySendError::Full(batch)) = self.batches.try_send(batch) {
            let begin = Instant::now();
            // A writer that has gone has said why; the rest of the run is not its affair.
            let _ = self.batches.send(batch);
            let wait = begin.elapsed();
            self.longest_wait = self.longest_wait.max(wait);
            self.waited.fetch_add(wait.as_nanos() as u64, Ordering::Relaxed);
        }
    }

    /// The longest time it waited for the writer since it was last asked.
    pub(super) fn take_longest_wait(&mut self) -> Duration {
        std::mem::take(&mut self.longest_wait)
    }
}

impl Drop for Pen {
    fn drop(&mut self) {
        self.hand_over();
    }
}

/// Writes batches until no pen is left. After an error batches are still taken, so that nobody waits for ever.
fn write(file: File, incoming: &Receiver<Batch>, zero: i64) -> io::Result<()> {
    let mut file = BufWriter::with_capacity(1 << 18, file);
    let mut result = file.write_all(HEADER.as_bytes());
    let mut text = Vec::new();
    loop {
        let batch = match incoming.try_recv() {
            Err(TryRecvError::Empty) => {
                // Nothing to do: what was written so far may as well be seen.
                result = result.and_then(|()| file.flush());
                incoming.recv().ok()
            }
            batch => batch.ok(),
        };
        let Some(batch) = batch else { break };
        let Batch { mut rows, back } = batch;
        if result.is_ok() {
            text.clear();
            for row in &rows {
                row.write(zero, &mut text);
            }
            result = file.write_all(&text);
        }
        rows.clear();
        // A thread that has enough of them lets this one go.
        let _ = back.try_send(rows);
    }
    result.and_then(|()| file.flush())
}

impl Row {
    fn write(&self, zero: i64, text: &mut Vec<u8>) {
        let time = |ns: u64, text: &mut Vec<u8>| {
            let since = (ns as i64).saturating_sub(zero);
            if since < 0 {
                text.push(b'-');
            }
            number(since.unsigned_abs(), text);
            text.push(b',');
        };
        time(self.intended, text);
        match self.outcome {
            Outcome::Reply { status, sent, first_byte, bytes_in, bytes_out } => {
                time(sent, text);
                time(first_byte, text);
                time(self.end, text);
                for figure in [u64::from(status), bytes_in, bytes_out] {
                    number(figure, text);
                    text.push(b',');
                }
            }
            Outcome::Fault(kind) => {
                text.extend_from_slice(b",,");
                time(self.end, text);
                text.extend_from_slice(kind.name().as_bytes());
                text.extend_from_slice(b",,,");
            }
        }
        number(u64::from(self.step), text);
        text.push(b'\n');
    }
}

/// A number in decimal digits; the formatting machinery costs four times as much.
fn number(mut value: u64, text: &mut Vec<u8>) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    text.extend_from_slice(&digits[at..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun(intended: u64) -> Begun {
        Begun { step: 1, intended, counts: true }
    }

    fn reply(at: u64) -> Reply {
        Reply { status: 200, sent: at + 10, first_byte: at + 20, end: at + 30, bytes_in: 162, bytes_out: 0 }
    }

    #[test]
    fn every_request_is_a_row() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("raw.csv");
        let log = RequestLog::create(&path, Duration::from_micros(1)).unwrap();
        let mut pen = log.pen();
        pen.reply(begun(1000), &reply(1000));
        pen.fault(begun(990), FaultKind::Timeout, 5000);
        drop(pen);
        log.finish().unwrap();
        let expected = format!("{HEADER}0,10,20,30,200,162,0,1\n-10,,,4000,timeout,,,1\n");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), expected);
    }

    #[test]
    fn many_threads_lose_no_row() {
        const EACH: u64 = 3 * ROWS as u64 + 7;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("raw.csv");
        let log = RequestLog::create(&path, Duration::ZERO).unwrap();
        std::thread::scope(|scope| {
            for _ in 0..3 {
                let mut pen = log.pen();
                scope.spawn(move || (0..EACH).for_each(|at| pen.reply(begun(at), &reply(at))));
            }
        });
        log.finish().unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let mut starts: Vec<u64> =
            text.lines().skip(1).map(|row| row.split(',').next().unwrap().parse().unwrap()).collect();
        starts.sort_unstable();
        let expected: Vec<u64> = (0..EACH).flat_map(|at| [at; 3]).collect();
        assert_eq!(starts, expected);
    }

    #[test]
    fn a_full_disk_ends_no_run() {
        let log = RequestLog::create(Path::new("/dev/full"), Duration::ZERO).unwrap();
        let mut pen = log.pen();
        (0..(WAITING as u64 + 9) * ROWS as u64).for_each(|at| pen.reply(begun(at), &reply(at)));
        drop(pen);
        let error = log.finish().unwrap_err();
        assert_eq!(error.to_string(), "cannot write /dev/full");
    }

    #[test]
    fn a_file_that_can_not_be_made_is_told_at_once() {
        let error = RequestLog::create(Path::new("/no/such/folder/raw.csv"), Duration::ZERO).unwrap_err();
        assert_eq!(error.to_string(), "cannot write /no/such/folder/raw.csv");
    }
}
