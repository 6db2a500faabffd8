//! Limits that can be changed while downloads run: a file (`--limit-file`) that is read again when it has changed.
//!
//! ```text
//! # bytes per second; what is not named stays as the flags say
//! limit = 10MB
//! limit-host = 2MB
//! limit-download = none
//! ```
//! A value alone is the limit of everything together, so that `echo 5MB > limits` does. A timetable is a job of cron
//! that writes the file.

use std::num::NonZeroU64;
use std::path::PathBuf;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use super::{Budgets, Rates};
use crate::kit::fs::{self, FileError};
use crate::kit::units::{format_byte_rate, parse_bytes};

/// Soon enough for who waits for it, and nothing against the work.
const PERIOD: Duration = Duration::from_secs(1);

/// The file, and what counts where it says nothing.
#[derive(Debug, Clone)]
pub struct LimitFile {
    path: PathBuf,
    flags: Rates,
}

/// What is wrong with it.
#[derive(Debug, thiserror::Error)]
pub enum LimitFileError {
    /// The disk.
    #[error(transparent)]
    File(#[from] FileError),
    /// A line.
    #[error("{}, line {line}: {problem}", .path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// What is wrong with it.
        problem: String,
    },
}

/// Reads it again while it lives.
#[derive(Debug)]
pub struct Watching(JoinHandle<()>);

impl Drop for Watching {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl LimitFile {
    /// The file at `path`; `flags` count where it says nothing.
    #[must_use]
    pub const fn new(path: PathBuf, flags: Rates) -> Self {
        Self { path, flags }
    }

    /// What it says now.
    ///
    /// # Errors
    /// It cannot be read or understood.
    pub fn read(&self) -> Result<Rates, LimitFileError> {
        let text = fs::read_to_string(&self.path)?;
        let mut rates = self.flags;
        for (index, line) in text.lines().enumerate() {
            let plain = line.split('#').next().unwrap_or_default().trim();
            if plain.is_empty() {
                continue;
            }
            let wrong = |problem| LimitFileError::Line { path: self.path.clone(), line: index + 1, problem };
            let (name, value) = plain.split_once(['=', ':']).unwrap_or(("limit", plain));
            let rate = parse_rate(value.trim()).map_err(wrong)?;
            match name.trim().trim_start_matches('-') {
                "limit" => rates.whole = rate,
                "limit-host" => rates.host = rate,
                "limit-download" => rates.download = rate,
                other => {
                    let problem = format!("`{other}` is none of limit, limit-host and limit-download");
                    return Err(wrong(problem));
                }
            }
        }
        Ok(rates)
    }

    /// Budgets as it says, which follow what it says from now on; what is new, or wrong with it, goes to `tell`. Where
    /// it cannot be understood later, what counted before goes on to count.
    ///
    /// # Errors
    /// It cannot be read or understood now.
    pub fn follow(self, tell: impl Fn(String) + Send + 'static) -> Result<(Budgets, Watching), LimitFileError> {
        let rates = self.read()?;
        let budgets = Budgets::new(rates);
        let watching = Watching(tokio::spawn(self.watch(rates, budgets.clone(), tell)));
        Ok((budgets, watching))
    }

    async fn watch(self, rates: Rates, budgets: Budgets, tell: impl Fn(String) + Send + 'static) {
        let mut known = Ok(rates);
        let mut ticks = interval(PERIOD);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            // Who writes it has cut it and will go on in a moment.
            if std::fs::metadata(&self.path).is_ok_and(|there| there.len() == 0) {
                continue;
            }
            // A few lines from a local file: no worker is held up by them.
            let now = self.read().map_err(|error| error.to_string());
            if now == known {
                continue;
            }
            match &now {
                Ok(rates) => {
                    budgets.set(*rates);
                    tell(format!("limits: {}", words(rates)));
                }
                Err(problem) => tell(format!("limits stay as they are: {problem}")),
            }
            known = now;
        }
    }
}

/// Bytes per second; `none`, or 0, is no limit.
fn parse_rate(text: &str) -> Result<Option<NonZeroU64>, String> {
    if text.eq_ignore_ascii_case("none") {
        return Ok(None);
    }
    parse_bytes(text.trim_end_matches("/s")).map(NonZeroU64::new).map_err(|error| error.to_string())
}

fn words(rates: &Rates) -> String {
    let one =
        |rate: Option<NonZeroU64>| rate.map_or_else(|| "none".to_owned(), |rate| format_byte_rate(rate.get() as f64));
    let Rates { whole, host, download } = *rates;
    format!("{} in all, {} for a host, {} for a download", one(whole), one(host), one(download))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    fn rates(whole: u64, host: u64, download: u64) -> Rates {
        let [whole, host, download] = [whole, host, download].map(NonZeroU64::new);
        Rates { whole, host, download }
    }

    #[test]
    fn a_value_alone_is_the_limit_of_all_and_the_rest_is_as_the_flags_say() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("limits");
        let file = LimitFile::new(path.clone(), rates(1, 2, 3));
        for (text, expected) in [
            ("5MB\n", rates(5_000_000, 2, 3)),
            ("# nothing\n\n", rates(1, 2, 3)),
            ("limit = none # for now\nlimit-host: 1KiB/s\n--limit-download=0", rates(0, 1024, 0)),
        ] {
            std::fs::write(&path, text).unwrap();
            assert_eq!(file.read().unwrap(), expected, "{text:?}");
        }
        for (text, told) in [("\nfast", "line 2"), ("speed = 1MB", "`speed` is none of"), ("limit-host =", "line 1")] {
            std::fs::write(&path, text).unwrap();
            let error = file.read().unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
        std::fs::remove_file(&path).unwrap();
        assert!(matches!(file.read(), Err(LimitFileError::File(_))));
    }

    #[tokio::test(start_paused = true)]
    async fn a_change_counts_at_once_and_nonsense_never() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("limits");
        std::fs::write(&path, "1KB").unwrap();
        let file = LimitFile::new(path.clone(), Rates::default());
        let (said, heard) = channel();
        let (budgets, _watching) = file.follow(move |text| said.send(text).unwrap()).unwrap();
        let share = budgets.download().with_host("h");
        let next = async || {
            for _ in 0..9 {
                tokio::time::sleep(PERIOD).await;
                if let Ok(text) = heard.try_recv() {
                    return text;
                }
            }
            "nothing was told".to_owned()
        };
        std::fs::write(&path, "none").unwrap();
        assert_eq!(next().await, "limits: none in all, none for a host, none for a download");
        assert!(!share.is_limited());
        std::fs::write(&path, "2 MB").unwrap();
        assert!(next().await.starts_with("limits: 2.0 MB/s in all"));
        std::fs::write(&path, "quick").unwrap();
        assert!(next().await.starts_with("limits stay as they are: "));
        assert!(share.is_limited());
    }
}
