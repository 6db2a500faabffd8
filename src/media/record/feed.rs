//! What to fetch next, in the order of the recording: all segments of a playlist, and while it is live its later copies.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::Links;
use super::edge::Edge;
use super::event::{Event, Teller};
use super::fetch::is_refusal;
use super::follow::{Follow, Missed, Step, name_of};
use super::gap::{Gap, Gaps};
use super::gauges::Gauges;
use super::map::Map;
use super::source::Source;
use super::spare::Like;
use crate::media::hls::{self, Media, Moment, Reach};
use crate::media::playlist::Asker;
use crate::media::segment::{Init, Refused, Resolver, Segment};

/// A playlist is not asked for more often, whatever it says of itself.
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);

/// A stream whose segments are longer loses nothing when it is looked at more often, and some say absurd things.
const LONGEST_TARGET: Duration = Duration::from_mins(1);

/// While there is no playlist it is asked for at least so often.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// A playlist that is refused so often in a row is behind a link that is no longer good: some servers refuse once.
const REFUSALS: u32 = 3;

/// What is to be fetched, or cannot be.
#[derive(Debug)]
pub(super) enum Ask {
    Init {
        init: Arc<Init>,
        before: Like,
        until: Option<Instant>,
    },
    /// `late` where it was missing before.
    Segment {
        segment: Box<Segment>,
        like: Like,
        late: bool,
        until: Option<Instant>,
    },
    Gap(Gap),
}

/// Why there is nothing more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// The stream has ended.
    Ended,
    /// It was recorded for as long as was asked for.
    Limit,
    /// Somebody stopped it.
    Stopped,
    /// An earlier run was cut short, and nobody asks for what is behind it.
    Cut,
    /// A live stream was not heard of for too long.
    Silent {
        /// What was wrong last.
        reason: String,
    },
}

/// Why it cannot go on.
#[derive(Debug)]
pub(super) enum Halt {
    /// A segment that cannot be fetched or opened by its nature.
    Refused(Refused),
    /// The link of the playlist is no longer good, and another one can be had.
    Expired(String),
}

impl From<Refused> for Halt {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

/// Feeds one recording.
pub(super) struct Feed {
    pub(super) asker: Asker,
    pub(super) source: Source,
    /// Where it ends, once that is known.
    pub(super) edge: Arc<Edge>,
    pub(super) resolver: Resolver,
    pub(super) follow: Follow,
    /// What an earlier run has missed.
    pub(super) missing: Gaps,
    /// How long to record; what an earlier run recorded is taken off already.
    pub(super) limit: Option<Duration>,
    /// Where that ends.
    pub(super) reach: Reach,
    /// Whether there is anything in the recording.
    pub(super) begun: bool,
    /// What begins then or later is not recorded.
    pub(super) until: Option<Moment>,
    pub(super) links: Links,
    /// How long a live stream may be silent.
    pub(super) patience: Duration,
    pub(super) gauges: Arc<Gauges>,
    pub(super) map: Arc<Map>,
    pub(super) events: Teller,
    pub(super) stop: CancellationToken,
    pub(super) asks: mpsc::Sender<Ask>,
    /// The last initialisation that was asked for.
    pub(super) init: Option<Arc<Init>>,
}

/// Whether to go on.
enum Next {
    Go,
    Stop(End),
}

impl Feed {
    /// Asks for everything in `media`, and in its later copies while it is live.
    ///
    /// # Errors
    /// A segment that cannot be fetched or opened by its nature; a link that is to be renewed.
    pub(super) async fn run(mut self, mut media: Media) -> Result<End, Halt> {
        // A copy that was just loaded; the time of its request is not far.
        let (mut asked, mut heard) = (Instant::now(), Instant::now());
        if !media.is_live() && !self.ask_again(&media).await? {
            return Ok(End::Stopped);
        }
        loop {
            let changed = match self.take(&media).await? {
                (Next::Stop(end), _) => return Ok(end),
                (Next::Go, changed) => changed,
            };
            if !media.is_live() {
                return Ok(End::Ended);
            }
            if changed {
                heard = Instant::now();
            } else if heard.elapsed() > self.patience {
                return Ok(End::Silent { reason: "the playlist does not change".to_owned() });
            }
            // As the standard has it: from the beginning of the last request (section 6.3.4).
            let pause = if changed { media.target } else { media.target / 2 };
            let left = self.patience.saturating_sub(heard.elapsed()).max(SHORTEST_PAUSE);
            if !self.wait(asked, pause.min(LONGEST_TARGET).min(left).max(SHORTEST_PAUSE)).await {
                return Ok(End::Stopped);
            }
            asked = Instant::now();
            media = match self.reload(&media, heard).await? {
                Ok(media) => media,
                Err(end) => return Ok(end),
            };
        }
    }

    /// Asks for what an earlier run has missed; false when nobody wants more. Their initialisations are in the recording:
    /// those were there.
    async fn ask_again(&mut self, media: &Media) -> Result<bool, Refused> {
        for gap in self.missing.clone().into_inner() {
            let end = gap.sequence.saturating_add(gap.count);
            let missed = |segment: &&hls::Segment| (gap.sequence..end).contains(&segment.sequence) && !segment.gap;
            for segment in media.segments.iter().filter(missed) {
                let (segment, like) = self.resolve(segment)?;
                if !self.ask(Ask::Segment { segment, like, late: true, until: None }).await {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// Waits until `pause` after `since`; false when stopped.
    async fn wait(&self, since: Instant, pause: Duration) -> bool {
        tokio::select! {
            biased;
            () = self.stop.cancelled() => false,
            () = tokio::time::sleep(pause.saturating_sub(since.elapsed())) => true,
        }
    }

    /// The next copy, however long that takes.
    async fn reload(&mut self, last: &Media, heard: Instant) -> Result<Result<Media, End>, Halt> {
        let mut refused = 0;
        let mut failing: Option<Instant> = None;
        let mut pause = SHORTEST_PAUSE;
        loop {
            let asked = Instant::now();
            let next = tokio::select! {
                biased;
                () = self.stop.cancelled() => return Ok(Err(End::Stopped)),
                next = self.source.next(&self.asker, last, (&mut self.resolver, &self.edge), &self.stop) => next,
            };
            let (reason, status) = match next {
                Ok(media) => {
                    if let Some(since) = failing {
                        self.events.send(Event::Back { after: since.elapsed() });
                    }
                    return Ok(Ok(media));
                }
                Err(failure) => failure,
            };
            tracing::debug!(reason, "no playlist");
            refused += u32::from(status.is_some_and(is_refusal));
            if self.links.are_renewable() && refused >= REFUSALS {
                return Err(Halt::Expired(reason));
            }
            if heard.elapsed() > self.patience {
                return Ok(Err(End::Silent { reason }));
            }
            if failing.is_none() {
                failing = Some(asked);
                self.events.send(Event::Outage { reason });
            }
            self.source.turn();
            if !self.wait(asked, pause).await {
                return Ok(Err(End::Stopped));
            }
            pause = (pause * 2).min(LONGEST_PAUSE).min(last.target.max(SHORTEST_PAUSE));
        }
    }

    /// Asks for what is new in `media`; tells whether there was any.
    async fn take(&mut self, media: &Media) -> Result<(Next, bool), Refused> {
        let (fresh, missed, anew) = match self.follow.step(media) {
            Step::Take { fresh, missed, anew } => (fresh, missed, anew),
            Step::Same => return Ok((Next::Go, false)),
            Step::Lost(missed) => {
                let reason =
                    "the playlist does not tell which segments are new: neither their numbers nor their names do";
                return Ok((self.gap(missed, reason).await, false));
            }
        };
        let segments = &media.segments[fresh];
        if anew {
            let sequence = segments.first().map_or(media.sequence, |first| first.sequence);
            self.events.send(Event::Restarted { sequence });
        }
        self.gauges.known.add(segments.len() as u64);
        self.map.know(segments.len() as u64);
        for segment in segments {
            self.gauges.known_ns.add_time(segment.duration);
        }
        if let Some(missed) = missed {
            self.gauges.known.add(missed.count);
            self.map.know(missed.count);
            self.gauges.known_ns.add_time(missed.duration);
            let reason = if anew { "the encoder began anew" } else { "the window of the stream had moved on" };
            if let Next::Stop(end) = self.gap(missed, reason).await {
                return Ok((Next::Stop(end), true));
            }
        }
        let window = if media.is_live() { Some(self.source.stays(media).await) } else { None };
        for segment in segments {
            let until = window.and_then(|window| Instant::now().checked_add(window));
            if let Next::Stop(end) = self.segment(segment, until).await? {
                return Ok((Next::Stop(end), true));
            }
        }
        Ok((Next::Go, !segments.is_empty()))
    }

    async fn segment(&mut self, segment: &hls::Segment, until: Option<Instant>) -> Result<Next, Refused> {
        if self.until.is_some_and(|end| segment.date.unwrap_or_else(|| SystemTime::now().into()) >= end) {
            return Ok(Next::Stop(End::Limit));
        }
        if segment.gap {
            let missed =
                Missed { sequence: segment.sequence, count: 1, duration: segment.duration, date: segment.date };
            let gap = missed.gap(self.source.missing());
            return Ok(self.timed(Ask::Gap(Gap { announced: true, ..gap }), missed.duration).await);
        }
        let (resolved, like) = match self.resolve(segment) {
            Ok(resolved) => resolved,
            // One that leads nowhere costs itself.
            Err(refused @ Refused::Reference { .. }) => {
                let missed =
                    Missed { sequence: segment.sequence, count: 1, duration: segment.duration, date: segment.date };
                return Ok(self.gap(missed, &format!("the playlist, {refused}")).await);
            }
            Err(refused) => return Err(refused),
        };
        if let Some(init) = resolved.init.as_ref().filter(|init| self.init.as_ref() != Some(init)) {
            self.init = Some(Arc::clone(init));
            let ask = Ask::Init { init: Arc::clone(init), before: like.clone(), until };
            if !self.ask(ask).await {
                return Ok(Next::Stop(End::Stopped));
            }
        }
        let ask = Ask::Segment { segment: resolved, like, late: false, until };
        Ok(self.timed(ask, segment.duration).await)
    }

    /// What is to be fetched for `segment`, and what tells it.
    fn resolve(&mut self, segment: &hls::Segment) -> Result<(Box<Segment>, Like), Refused> {
        let resolved = self.resolver.segment(segment)?;
        for url in resolved.urls() {
            let line = segment.line;
            self.asker.may_read(url).map_err(|reason| Refused::Reference { line, reason })?;
        }
        let like = Like {
            place: self.source.place(),
            sequence: segment.sequence,
            name: name_of(segment),
            duration: segment.duration,
            date: segment.date,
        };
        Ok((Box::new(resolved), like))
    }

    async fn gap(&mut self, missed: Missed, reason: &str) -> Next {
        self.timed(Ask::Gap(missed.gap(reason)), missed.duration).await
    }

    /// Asks for something that plays for `duration`, unless the recording is long enough: it ends at a border of
    /// segments, the nearest or the first that is not before.
    async fn timed(&mut self, ask: Ask, duration: Duration) -> Next {
        let begun = std::mem::replace(&mut self.begun, true);
        if self.limit.is_some_and(|limit| limit.is_zero() || begun && self.reach.is_reached(limit, duration)) {
            return Next::Stop(End::Limit);
        }
        if !self.ask(ask).await {
            return Next::Stop(End::Stopped);
        }
        match &mut self.limit {
            None => Next::Go,
            Some(limit) => {
                *limit = limit.saturating_sub(duration);
                if limit.is_zero() { Next::Stop(End::Limit) } else { Next::Go }
            }
        }
    }

    /// False when nobody wants more.
    async fn ask(&self, ask: Ask) -> bool {
        tokio::select! {
            biased;
            () = self.stop.cancelled() => false,
            sent = self.asks.send(ask) => sent.is_ok(),
        }
    }
}

impl Missed {
    fn gap(&self, reason: &str) -> Gap {
        gap(self.sequence, self.count, self.duration, self.date, reason)
    }
}

/// A gap that is noticed now.
pub(super) fn gap(sequence: u64, count: u64, duration: Duration, date: Option<Moment>, reason: &str) -> Gap {
    Gap {
        sequence,
        count,
        duration_ns: u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX),
        date_ms: date.map(|date| date.unix_ms),
        noticed_ms: Moment::from(SystemTime::now()).unix_ms,
        reason: reason.to_owned(),
        announced: false,
    }
}
