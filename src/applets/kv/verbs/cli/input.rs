//! Lines of standard input, read by a thread of its own: waiting for a person or a pipe cannot be called off, and must
//! not keep the process from ending.

use std::io::{self, BufRead as _};

use tokio::sync::mpsc::{Receiver, channel};

/// Lines that are read ahead; then the writer of the pipe waits.
const AHEAD: usize = 256;

/// Every line with its end, as bytes; the last may lack it.
pub(super) fn lines() -> io::Result<Receiver<io::Result<Vec<u8>>>> {
    let (sender, receiver) = channel(AHEAD);
    let read = move || {
        let mut input = io::stdin().lock();
        loop {
            let mut line = Vec::new();
            let outcome = match input.read_until(b'\n', &mut line) {
                Ok(0) => return,
                Ok(_) => Ok(line),
                Err(error) => Err(error),
            };
            let ends = outcome.is_err();
            if sender.blocking_send(outcome).is_err() || ends {
                return;
            }
        }
    };
    std::thread::Builder::new().name("stdin".to_owned()).spawn(read)?;
    Ok(receiver)
}
