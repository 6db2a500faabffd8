//! One segment: asked for until it is whole, opened, and looked at.

mod fault;
mod receive;
mod unlock;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use self::fault::Fault;
use super::budget::Ticket;
use super::buffers::Buffers;
use super::container::{Look, Looks};
use super::edge::Edge;
use super::event::{Event, Teller};
use super::gauges::Gauges;
use super::keys::Keys;
use super::opener::{OpenError, Opener};
use super::shared::Turn;
use super::spare::Spares;
use crate::kit::http::client::ClientError;
use crate::kit::net::SafeUrl;
use crate::kit::random::Random;
use crate::kit::retry::{Policy, Reason, Tries, Trouble};
use crate::kit::units::format_duration;
use crate::media::cenc::Locked;
use crate::media::hls::ByteRange;
use crate::media::hosts::TrackSlots;
use crate::media::playlist::{Asker, may_pass};
use crate::media::segment::{Init, Lock};

/// Answers that will hardly change are asked for so often all the same: parts of content networks disagree for moments.
pub(super) const LASTING_TRIES: u32 = 3;

/// A live segment that a server says it has not is believed to be missing after so long, however long the time shift of
/// the stream is: everything behind it waits.
pub(super) const LATE: Duration = Duration::from_secs(30);

/// For so long a live segment is waited for at least, however late it is begun.
pub(super) const LEAST: Duration = Duration::from_secs(5);

/// Of the name of a file so much is told.
const LONGEST_NAME: usize = 40;

/// What is asked for.
#[derive(Debug, Clone)]
pub(super) struct Want {
    /// The segment it is, or is needed for.
    pub(super) sequence: u64,
    pub(super) url: SafeUrl,
    pub(super) range: Option<ByteRange>,
    pub(super) lock: Option<Lock>,
    /// A live stream: any answer may change until then, and none counts after.
    pub(super) until: Option<Instant>,
    /// However often it might be asked for otherwise.
    pub(super) most_tries: u32,
}

/// What came.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    pub(super) look: Look,
    /// What says how it is decoded, where that stands apart.
    pub(super) init: Option<Arc<Vec<u8>>>,
    pub(super) took: Duration,
    pub(super) tries: u32,
}

/// It did not come.
#[derive(Debug, Clone)]
pub(super) struct Lost {
    pub(super) reason: String,
    /// Whether the link may have expired.
    pub(super) refused: bool,
}

impl From<OpenError> for Lost {
    fn from(error: OpenError) -> Self {
        Self { reason: error.to_string(), refused: false }
    }
}

/// Fetches for one recording.
#[derive(Debug)]
pub(super) struct Fetcher {
    pub(super) asker: Asker,
    pub(super) slots: TrackSlots,
    /// Where else the stream is.
    pub(super) spares: Option<Spares>,
    /// Whether it was told that nobody says how long segments are.
    pub(super) unmeasured: AtomicBool,
    pub(super) keys: Keys,
    pub(super) opener: Opener<Lost>,
    /// Where the stream ends.
    pub(super) edge: Arc<Edge>,
    pub(super) buffers: Buffers,
    /// What segments look like.
    pub(super) looks: Looks,
    pub(super) policy: Policy,
    /// Statuses that pass though nobody else says so.
    pub(super) passing: Arc<[u16]>,
    pub(super) gauges: Arc<Gauges>,
    pub(super) events: Teller,
    pub(super) stop: CancellationToken,
}

impl Fetcher {
    /// A segment, open, behind its initialisation.
    pub(super) async fn segment(
        &self,
        want: &Want,
        init: Option<&Arc<Init>>,
        ticket: &mut Ticket,
    ) -> Result<Body, Lost> {
        let (init, locked) = match init {
            Some(init) => {
                let (init, locked) = self.init(init, want, &mut ticket.beside()).await?;
                (Some(init), locked)
            }
            None => (None, Locked::default()),
        };
        ticket.reset();
        // What it needs may have taken all the time there was.
        let until = want.until.map(|until| until.max(Instant::now() + LEAST));
        let want = &Want { until, ..want.clone() };
        Ok(Body { init, ..self.fetch(want, Some(&locked), ticket).await? })
    }

    /// An initialisation, open; asked for once, whoever needs it first: all others wait for that one, so `ticket` is of
    /// something that does not wait itself. `segment` is what needs it, as long and as often as that may be asked for.
    pub(super) async fn init(
        &self,
        init: &Arc<Init>,
        segment: &Want,
        ticket: &mut Ticket,
    ) -> Result<(Arc<Vec<u8>>, Locked), Lost> {
        let (url, range, lock) = (init.url.clone(), init.range, init.lock.clone());
        let (sequence, until, most_tries) = (segment.sequence, segment.until, segment.most_tries);
        let want = Want { sequence, url, range, lock, until, most_tries };
        let fetch = async |Turn { until, most_tries }| {
            let want = Want { until, most_tries, ..want };
            Ok::<_, Lost>(self.fetch(&want, None, ticket).await?.bytes)
        };
        self.opener.init(init, Turn { until, most_tries }, fetch).await.map_err(|lost| {
            let name = init.url.path().rsplit('/').next().unwrap_or_default();
            let name: String = name.chars().take(LONGEST_NAME).collect();
            Lost { reason: format!("its initialisation {name}: {}", lost.reason), ..lost }
        })
    }

    /// Asks until it is there, or until it is clear that it will not be.
    async fn fetch(&self, want: &Want, locked: Option<&Locked>, ticket: &mut Ticket) -> Result<Body, Lost> {
        let began = Instant::now();
        let policy = while_it_lasts(self.policy, want.until);
        let policy = Policy { tries: policy.tries.min(want.most_tries), ..policy };
        let mut tries = Tries::new(policy, Random::from_system()).until(want.until);
        let mut last = None;
        loop {
            let number = tries.number();
            let fault = match Box::pin(self.once(want, number, locked, ticket)).await {
                Ok((bytes, look)) => {
                    return Ok(Body { bytes, look, init: None, took: began.elapsed(), tries: number });
                }
                // What a server said tells more than that time was up.
                Err(fault) => last.take().filter(|_| matches!(fault, Fault::Late)).unwrap_or(fault),
            };
            last = Some(fault.clone());
            ticket.reset();
            if let Err(gave_up) = tries.again(self.judge(want, (number, began.elapsed()), fault), &self.stop).await {
                let error = gave_up.error;
                tracing::debug!(sequence = want.sequence, url = %want.url, tries = number, %error, "gave up");
                let refused = matches!(error, Fault::Status(status, _) if is_refusal(status.as_u16()));
                let reason = match (&error, gave_up.reason) {
                    (Fault::Status(_, Some(after)), Reason::Impatient) => {
                        format!("{error}, and wants us to wait {}", format_duration(*after))
                    }
                    _ => error.to_string(),
                };
                return Err(Lost { reason, refused });
            }
            self.gauges.retries.add(1);
        }
    }

    fn judge(&self, want: &Want, (tries, asked): (u32, Duration), fault: Fault) -> Trouble<Fault> {
        let after = match &fault {
            Fault::Status(_, after) => *after,
            _ => None,
        };
        let passes = match &fault {
            Fault::Client(error @ ClientError::File { .. }) => error.is_passing(),
            Fault::Client(error) => error.is_passing() || tries < LASTING_TRIES,
            Fault::Status(status, _) => {
                may_pass(status.as_u16()) || self.passing.contains(&status.as_u16()) || tries < LASTING_TRIES
            }
            Fault::Short { .. } => true,
            Fault::Range
            | Fault::Part
            | Fault::Empty
            | Fault::Other(_)
            | Fault::Coding(_)
            | Fault::Cut
            | Fault::Damage(_) => tries < LASTING_TRIES,
            Fault::Samples(error) => error.is_passing() && tries < LASTING_TRIES,
            Fault::Key(_) | Fault::WrongKey | Fault::NoSamples | Fault::Huge | Fault::Late => false,
        };
        let in_time = want.until.is_none_or(|until| Instant::now() < until);
        if want.until.is_some() && matches!(fault, Fault::Status(..)) {
            self.edge.doubt();
        }
        let may_change = want.until.is_some()
            && !self.edge.is_beyond(want.sequence)
            && match fault {
                Fault::WrongKey | Fault::Key(_) | Fault::Samples(_) | Fault::NoSamples | Fault::Huge | Fault::Late => {
                    false
                }
                Fault::Status(..) => asked < LATE,
                _ => true,
            };
        if in_time && (passes || may_change) {
            Trouble::Passing { error: fault, after }
        } else {
            Trouble::Lasting(fault)
        }
    }

    async fn once(
        &self,
        want: &Want,
        tries: u32,
        locked: Option<&Locked>,
        ticket: &mut Ticket,
    ) -> Result<(Vec<u8>, Look), Fault> {
        let body = self.receive(want, ticket).await?;
        self.opened(want, (tries, locked), body).await
    }

    fn odd(&self, want: &Want, what: &str) {
        self.events.send(Event::Odd { sequence: want.sequence, what: what.to_owned() });
    }
}

/// How often, and how long: what is live is asked for as often as there is time.
pub(super) fn while_it_lasts(policy: Policy, until: Option<Instant>) -> Policy {
    match until {
        Some(_) => Policy { tries: u32::MAX, longest: Duration::from_secs(2), ..policy },
        None => policy,
    }
}

/// What comes of `work`, unless that takes longer than there is time.
pub(super) async fn in_time<T>(until: Option<Instant>, work: impl Future<Output = T>) -> Option<T> {
    match until {
        Some(until) => tokio::time::timeout_at(until.into(), work).await.ok(),
        None => Some(work.await),
    }
}

/// Statuses of links that are no longer good.
pub(super) const fn is_refusal(status: u16) -> bool {
    matches!(status, 401 | 403 | 410)
}
