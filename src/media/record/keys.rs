//! Keys by their URL: each is asked for once, whoever needs it first, and kept while streams rotate through others.
//!
//! Where a key does not open what it should, its server may have another one by now: it is asked once more, and what it
//! had before is kept beside the new one, for segments that are still of that. A server that says the same again is not
//! asked until its key has opened something.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use tokio_util::sync::CancellationToken;

use super::fetch::{LATE, in_time, while_it_lasts};
use super::shared::{Shared, Turn};
use crate::kit::http::client::ClientError;
use crate::kit::net::SafeUrl;
use crate::kit::random::Random;
use crate::kit::retry::{Policy, Tries, Trouble};
use crate::media::crypt::{KEY_BYTES, read_key};
use crate::media::playlist::Asker;
use crate::media::segment::KeyPlace;

/// Streams that rotate have one for each few segments; older ones are asked for again.
const KEPT: usize = 64;

/// Nothing that answers with more has a key.
const LARGEST_BYTES: usize = 64 << 10;

/// A key that cannot be had.
#[derive(Debug, Clone, thiserror::Error)]
pub(super) enum KeyError {
    /// It did not arrive.
    #[error("no key: {0}")]
    Client(#[from] ClientError),
    /// There are keys by their names alone.
    #[error("no key: those that were given are for names (KID:KEY), and only fragments of MP4 tell names")]
    Named,
    /// The stream does not wait.
    #[error("no key: {url} did not answer while the stream had the segment")]
    Late {
        /// Who did not.
        url: SafeUrl,
    },
    /// What arrived is none.
    #[error("no key: {url} answered {length} bytes in place of {KEY_BYTES}")]
    Length {
        /// Who answered.
        url: SafeUrl,
        /// How much.
        length: usize,
    },
}

type Cell = Arc<Shared<[u8; KEY_BYTES], KeyError>>;

/// Keys that one URL had before the last.
const BEFORE: usize = 4;

/// What one URL has and had.
#[derive(Debug)]
struct Entry {
    url: SafeUrl,
    cell: Cell,
    /// The newest behind.
    before: VecDeque<[u8; KEY_BYTES]>,
    /// Whether it was asked again in vain.
    vain: bool,
}

/// The keys of one recording.
#[derive(Debug)]
pub(super) struct Keys {
    asker: Asker,
    policy: Policy,
    stop: CancellationToken,
    /// The newest behind; held for a look-up.
    entries: Mutex<VecDeque<Entry>>,
}

impl Keys {
    pub(super) fn new(asker: Asker, policy: Policy, stop: CancellationToken) -> Self {
        Self { asker, policy, stop, entries: Mutex::default() }
    }

    /// The key; of a live stream it is asked for until then, whatever the answer.
    pub(super) async fn get(&self, place: &KeyPlace, until: Option<Instant>) -> Result<[u8; KEY_BYTES], KeyError> {
        let url = match place {
            KeyPlace::Known(key) => return Ok(*key),
            KeyPlace::Named => return Err(KeyError::Named),
            KeyPlace::Url(url) => url,
        };
        let turn = Turn { until, most_tries: u32::MAX };
        self.cell(url).get(turn, &self.stop, async |turn| self.ask(url, turn).await).await
    }

    async fn ask(&self, url: &SafeUrl, turn: Turn) -> Result<[u8; KEY_BYTES], KeyError> {
        let policy = while_it_lasts(self.policy, turn.until);
        let policy = Policy { tries: policy.tries.min(turn.most_tries), ..policy };
        let (began, mut last) = (Instant::now(), None);
        let mut tries = Tries::new(policy, Random::from_system()).until(turn.until);
        loop {
            let answer = {
                let _slot = self.asker.hosts().slot(url).await;
                in_time(turn.until, Box::pin(self.asker.attempt(url, LARGEST_BYTES))).await
            };
            let trouble = match answer {
                None => return Err(last.unwrap_or_else(|| KeyError::Late { url: url.clone() })),
                Some(Ok(sent)) => {
                    let length = sent.body.len();
                    return read_key(&sent.body).ok_or_else(|| KeyError::Length { url: url.clone(), length });
                }
                // It may be late itself.
                Some(Err(Trouble::Lasting(error))) if turn.until.is_some() && began.elapsed() < LATE => {
                    Trouble::passing(error)
                }
                Some(Err(trouble)) => trouble,
            };
            if let Trouble::Passing { error, .. } = &trouble {
                last = Some(KeyError::Client(error.clone()));
            }
            tries.again(trouble, &self.stop).await.map_err(|gave_up| gave_up.error)?;
        }
    }

    /// The key that `opens` says is right: the one that is known, one that its URL had before, or what the server has now;
    /// where none of them is, the one that is known.
    pub(super) async fn fitting(
        &self,
        place: &KeyPlace,
        until: Option<Instant>,
        opens: impl Fn(&[u8; KEY_BYTES]) -> bool,
    ) -> Result<[u8; KEY_BYTES], KeyError> {
        let known = self.get(place, until).await?;
        let KeyPlace::Url(url) = place else { return Ok(known) };
        let fits = opens(&known);
        let before = self.with(url, |entry| {
            entry.vain &= !fits;
            if fits { VecDeque::new() } else { entry.before.clone() }
        });
        if fits {
            return Ok(known);
        }
        if let Some(key) = before.into_iter().rev().find(|key| opens(key)) {
            return Ok(key);
        }
        // Of many that find out at once the first has the cell emptied, and all wait for the same answer.
        let ask = self.with(url, |entry| {
            if entry.cell.value() == Some(&known) && !entry.vain {
                entry.cell = Cell::default();
                entry.before.push_back(known);
                if entry.before.len() > BEFORE {
                    entry.before.pop_front();
                }
            }
            !entry.vain
        });
        if !ask {
            return Ok(known);
        }
        let now = self.get(place, until).await?;
        if now == known {
            self.with(url, |entry| {
                entry.vain = true;
                entry.before.retain(|key| *key != known);
            });
        }
        Ok(if opens(&now) { now } else { known })
    }

    fn cell(&self, url: &SafeUrl) -> Cell {
        self.with(url, |entry| Arc::clone(&entry.cell))
    }

    fn with<T>(&self, url: &SafeUrl, look: impl FnOnce(&mut Entry) -> T) -> T {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = entries.iter_mut().find(|entry| entry.url == *url) {
            return look(entry);
        }
        if entries.len() == KEPT {
            entries.pop_front();
        }
        let mut entry = Entry { url: url.clone(), cell: Cell::default(), before: VecDeque::new(), vain: false };
        let seen = look(&mut entry);
        entries.push_back(entry);
        seen
    }
}
