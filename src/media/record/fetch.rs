//! One segment: asked for until it is whole, opened, and looked at.

use std::io::Read as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

use http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_RANGE, HeaderValue, RANGE, RETRY_AFTER, TRANSFER_ENCODING,
};
use http::{HeaderMap, StatusCode, Version};
use tokio_util::sync::CancellationToken;

use super::budget::Ticket;
use super::buffers::Buffers;
use super::container::{self, Damage, Looks, Piece};
use super::edge::Edge;
use super::event::{Event, Teller};
use super::gauges::Gauges;
use super::keys::{KeyError, Keys};
use super::opener::{OpenError, Opener};
use super::spare::Spares;
use crate::kit::http::client::{ClientError, Response};
use crate::kit::net::SafeUrl;
use crate::kit::random::Random;
use crate::kit::retry::{Policy, Reason, Tries, Trouble, retry_after};
use crate::kit::units::format_duration;
use crate::media::cenc::Locked;
use crate::media::crypt::{KEY_BYTES, Tail, decrypt};
use crate::media::hls::ByteRange;
use crate::media::hosts::TrackSlots;
use crate::media::packing::Packing;
use crate::media::playlist::{Asker, may_pass};
use crate::media::segment::{Extent, Init, KeyPlace, Lock};
use crate::media::ts::unlock;

/// Answers that will hardly change are asked for so often all the same: parts of content networks disagree for moments.
pub(super) const LASTING_TRIES: u32 = 3;

/// A file is read whole: a larger one is no segment.
const LARGEST_FILE_BYTES: usize = 1 << 30;

/// A live segment that a server says it has not is believed to be missing after so long, however long the time shift of
/// the stream is: everything behind it waits.
const LATE: Duration = Duration::from_secs(30);

/// No segment is larger: one is held in memory until it is whole.
const LARGEST_SEGMENT_BYTES: u64 = 512 << 20;
/// What is inflated from one segment: those that servers compress are text.
const LARGEST_INFLATED: usize = 32 << 20;

/// What is inflated at once.
const INFLATED_PIECE: usize = 64 << 10;

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

/// What was wrong with one try.
#[derive(Debug, Clone, thiserror::Error)]
enum Fault {
    #[error(transparent)]
    Client(#[from] ClientError),
    #[error("the server answered with {0}")]
    Status(StatusCode, Option<Duration>),
    #[error("the server sent other bytes than those asked for")]
    Range,
    #[error("the server sent {got} bytes of {wanted}")]
    Short { got: u64, wanted: u64 },
    #[error("the server sent a part of it, which was not asked for")]
    Part,
    #[error("the server sent nothing")]
    Empty,
    #[error("it is larger than {} MiB", LARGEST_SEGMENT_BYTES >> 20)]
    Huge,
    #[error("the server sent {0} in place of media")]
    Other(&'static str),
    #[error("the server sent it in a coding that was not asked for: {0}")]
    Coding(String),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("what arrived is no whole number of blocks")]
    Cut,
    #[error(transparent)]
    Damage(#[from] Damage),
    #[error("its samples are locked, and it is of no kind whose samples can be")]
    NoSamples,
    #[error("it does not open with its key")]
    WrongKey,
    #[error(transparent)]
    Samples(#[from] OpenError),
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
    pub(super) opener: Opener,
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
                let (init, locked) = self.init(init, want.sequence, &mut ticket.beside()).await?;
                (Some(init), locked)
            }
            None => (None, Locked::default()),
        };
        ticket.reset();
        Ok(Body { init, ..self.fetch(want, Some(&locked), ticket).await? })
    }

    /// An initialisation, open; asked for once, whoever needs it first: all others wait for that one, so `ticket` is of
    /// something that does not wait itself.
    pub(super) async fn init(
        &self,
        init: &Arc<Init>,
        sequence: u64,
        ticket: &mut Ticket,
    ) -> Result<(Arc<Vec<u8>>, Locked), Lost> {
        let (url, range, lock) = (init.url.clone(), init.range, init.lock.clone());
        let want = Want { sequence, url, range, lock, until: None, most_tries: u32::MAX };
        self.opener.init(init, async || Ok::<_, Lost>(self.fetch(&want, None, ticket).await?.bytes)).await
    }

    /// Asks until it is there, or until it is clear that it will not be.
    async fn fetch(&self, want: &Want, locked: Option<&Locked>, ticket: &mut Ticket) -> Result<Body, Lost> {
        let began = Instant::now();
        let policy = match want.until {
            // As often as there is time.
            Some(_) => Policy { tries: u32::MAX, longest: Duration::from_secs(2), ..self.policy },
            None => self.policy,
        };
        let policy = Policy { tries: policy.tries.min(want.most_tries), ..policy };
        let mut tries = Tries::new(policy, Random::from_system());
        loop {
            let number = tries.number();
            let fault = match self.once(want, number, locked, ticket).await {
                Ok(bytes) => return Ok(Body { bytes, init: None, took: began.elapsed(), tries: number }),
                Err(fault) => fault,
            };
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
            Fault::Key(_) | Fault::WrongKey | Fault::NoSamples | Fault::Huge => false,
        };
        let in_time = want.until.is_none_or(|until| Instant::now() < until);
        if want.until.is_some() && matches!(fault, Fault::Status(..)) {
            self.edge.doubt();
        }
        let may_change = want.until.is_some()
            && !self.edge.is_beyond(want.sequence)
            && match fault {
                Fault::WrongKey | Fault::Samples(_) | Fault::NoSamples | Fault::Huge => false,
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
    ) -> Result<Vec<u8>, Fault> {
        let body = self.receive(want, ticket).await?;
        self.opened(want, (tries, locked), body).await
    }

    /// The bytes as they come.
    async fn receive(&self, want: &Want, ticket: &mut Ticket) -> Result<Vec<u8>, Fault> {
        if want.url.is_file() {
            return self.receive_file(want, ticket).await;
        }
        // Whatever comes is written as it comes.
        let identity = HeaderValue::from_static("identity");
        let mut request = self.asker.request(&want.url).default_header(ACCEPT_ENCODING, identity);
        if let Some(range) = want.range {
            let last = range.end().saturating_sub(1);
            // Digits are always a lawful value.
            let value = HeaderValue::try_from(format!("bytes={}-{last}", range.offset)).map_err(|_| Fault::Range)?;
            request = request.header(RANGE, value);
        }
        // Given back at the end: what opens it has a slot of its own.
        let _slot = self.slots.slot(&want.url, ticket.place()).await;
        let response = self.asker.client().send(request).await?;
        let status = response.status();
        if !status.is_success() {
            return Err(Fault::Status(status, asked_to_wait(response.headers())));
        }
        let mut body = self.buffers.take(want.range.map(|range| range.length).or(response.length()));
        match self.read(want, response, ticket, &mut body).await {
            Ok(()) => Ok(body),
            Err(fault) => {
                self.buffers.give(body);
                Err(fault)
            }
        }
    }

    /// The same of a file beside the playlist.
    async fn receive_file(&self, want: &Want, ticket: &mut Ticket) -> Result<Vec<u8>, Fault> {
        let read = self.asker.file(&want.url, want.range, LARGEST_FILE_BYTES).await;
        let body = read.ok_or(Fault::Empty)??;
        ticket.pay(body.len() as u64).await;
        self.gauges.received_bytes.add(body.len() as u64);
        match want.range {
            Some(range) if range.length > body.len() as u64 => {
                Err(Fault::Short { got: body.len() as u64, wanted: range.length })
            }
            None if body.is_empty() => Err(Fault::Empty),
            _ => Ok(body),
        }
    }

    /// What came, open.
    async fn opened(
        &self,
        want: &Want,
        (tries, locked): (u32, Option<&Locked>),
        mut body: Vec<u8>,
    ) -> Result<Vec<u8>, Fault> {
        let key = match self.open(want, tries, &mut body).await {
            Ok(key) => key,
            Err(fault) => {
                self.buffers.give(body);
                return Err(fault);
            }
        };
        let hidden = container::disguise(&body);
        body.drain(..hidden.unwrap_or(0));
        let piece = match (&want.range, &want.lock) {
            (Some(_), _) => Piece::Range,
            (None, Some(lock)) if lock.extent == Extent::Whole => Piece::Closed,
            (None, _) if hidden.is_some() => Piece::Closed,
            (None, _) => Piece::Whole,
        };
        if let Err(damage) = self.looks.judge(&body, piece) {
            self.buffers.give(body);
            return Err(damage.into());
        }
        if let Some(locked) = locked
            && let Err(error) = self.opener.segment(locked.clone(), key, &mut body).await
        {
            self.buffers.give(body);
            return Err(error.into());
        }
        Ok(body)
    }

    /// Takes off the lock, where there is one; gives the key of samples that fragments tell of, where it is known.
    async fn open(&self, want: &Want, tries: u32, body: &mut Vec<u8>) -> Result<Option<[u8; KEY_BYTES]>, Fault> {
        let Some(lock) = &want.lock else { return Ok(None) };
        if lock.extent != Extent::Whole && Packing::seen(body) == Some(Packing::Boxes) {
            return Ok(if lock.key == KeyPlace::Named { None } else { Some(self.keys.get(&lock.key).await?) });
        }
        let key = match lock.extent {
            Extent::Whole => self.keys.fitting(&lock.key, |key| opens(body, key, &lock.iv)).await?,
            Extent::Samples | Extent::Fragments => self.keys.get(&lock.key).await?,
        };
        match lock.extent {
            Extent::Samples if unlock(body, &key, &lock.iv) => return Ok(None),
            Extent::Samples | Extent::Fragments => return Err(Fault::NoSamples),
            Extent::Whole => {}
        }
        match decrypt(body, &key, &lock.iv) {
            Tail::Cut(_) if tries == 1 => return Err(Fault::Cut),
            // With a wrong key one end in 256 looks padded.
            _ if !container::is_media(body) && container::disguise(body).is_none() => return Err(Fault::WrongKey),
            Tail::Padded => {}
            Tail::Unpadded => self.odd(want, "its end is not padded"),
            Tail::Cut(_) => self.odd(want, "its end is no whole block, and was left out"),
        }
        Ok(None)
    }

    fn odd(&self, want: &Want, what: &str) {
        self.events.send(Event::Odd { sequence: want.sequence, what: what.to_owned() });
    }

    /// Reads the bytes that were asked for, of those that arrive.
    async fn read(
        &self,
        want: &Want,
        mut response: Response,
        ticket: &mut Ticket,
        body: &mut Vec<u8>,
    ) -> Result<(), Fault> {
        let in_parts = response.status() == StatusCode::PARTIAL_CONTENT;
        let part = response.headers().get(CONTENT_RANGE).and_then(Part::read);
        let (mut skip, wanted) = match want.range {
            None if in_parts && !part.is_some_and(Part::is_whole) => return Err(Fault::Part),
            None => (0, u64::MAX),
            // Without its place it may be any.
            Some(range) if in_parts && part.is_none_or(|part| part.first != range.offset) => return Err(Fault::Range),
            Some(range) if in_parts => (0, range.length),
            // A server that knows no ranges sends everything.
            Some(range) => (range.offset, range.length),
        };
        if response.length().is_some_and(|length| length.min(wanted) > LARGEST_SEGMENT_BYTES) {
            return Err(Fault::Huge);
        }
        let gzip = is_packed(want, response.headers()).map_err(Fault::Coding)?;
        self.measured(want, &response);
        let mut got = 0;
        while got < wanted
            && let Some(piece) = response.chunk().await?
        {
            self.gauges.received_bytes.add(piece.len() as u64);
            self.asker.limits().take(piece.len() as u64).await;
            let over = skip.min(piece.len() as u64);
            skip -= over;
            let piece = &piece[over as usize..];
            let piece = &piece[..piece.len().min(usize::try_from(wanted - got).unwrap_or(usize::MAX))];
            ticket.pay(piece.len() as u64).await;
            got += piece.len() as u64;
            if got > LARGEST_SEGMENT_BYTES {
                return Err(Fault::Huge);
            }
            body.extend_from_slice(piece);
        }
        if want.range.is_some() && got < wanted {
            return Err(Fault::Short { got, wanted });
        }
        if gzip {
            *body = inflate(body, ticket).await?;
        }
        match container::instead(body) {
            _ if body.is_empty() => Err(Fault::Empty),
            Some(what) => Err(Fault::Other(what)),
            None => Ok(()),
        }
    }

    /// Of a body whose length nobody tells, whose end is that of the connection, nobody can say whether it is whole.
    fn measured(&self, want: &Want, response: &Response) {
        let told = response.length().is_some() || response.headers().contains_key(TRANSFER_ENCODING);
        let unmeasured = !told && want.range.is_none() && response.version() < Version::HTTP_2;
        if unmeasured && !self.unmeasured.swap(true, Ordering::Relaxed) {
            self.odd(want, "the server does not say how long segments are: one that is cut would not be noticed");
        }
    }
}

/// Whether it comes compressed though that was not asked for; the name of a coding that is not undone.
fn is_packed(want: &Want, headers: &HeaderMap) -> Result<bool, String> {
    let Some(coding) = headers.get(CONTENT_ENCODING) else { return Ok(false) };
    let coding = String::from_utf8_lossy(coding.as_bytes()).trim().to_ascii_lowercase();
    match coding.as_str() {
        "" | "identity" => Ok(false),
        // A part of compressed bytes opens by itself never.
        "gzip" | "x-gzip" if want.range.is_none() => Ok(true),
        _ => Err(coding.chars().filter(|c| !c.is_control()).take(20).collect()),
    }
}

/// What a server compressed, a piece at a time, each paid for.
async fn inflate(packed: &[u8], ticket: &mut Ticket) -> Result<Vec<u8>, Fault> {
    let damaged = || Fault::Coding("gzip that is damaged".to_owned());
    let mut inflater = flate2::read::MultiGzDecoder::new(packed);
    let mut plain = Vec::new();
    loop {
        let before = plain.len();
        let piece = (&mut inflater).take(INFLATED_PIECE as u64).read_to_end(&mut plain).map_err(|_| damaged())?;
        if piece == 0 {
            return Ok(plain);
        }
        if plain.len() > LARGEST_INFLATED {
            return Err(Fault::Coding("gzip of more than 32 MiB".to_owned()));
        }
        ticket.pay((plain.len() - before) as u64).await;
    }
}

/// Whether what is locked begins like media once it is open.
fn opens(body: &[u8], key: &[u8; KEY_BYTES], iv: &[u8; KEY_BYTES]) -> bool {
    /// As much as the longest look at media needs, in whole blocks.
    const HEAD: usize = 1024;
    let length = body.len().min(HEAD) / KEY_BYTES * KEY_BYTES;
    let mut head = body[..length].to_vec();
    decrypt(&mut head, key, iv);
    container::is_media(&head) || container::disguise(&head).is_some()
}

/// Statuses of links that are no longer good.
pub(super) const fn is_refusal(status: u16) -> bool {
    matches!(status, 401 | 403 | 410)
}

/// `Content-Range` (RFC 9110 section 14.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    first: u64,
    last: u64,
    /// `None` where the server does not know.
    whole: Option<u64>,
}

impl Part {
    /// Of `bytes 5-9/100` the numbers.
    fn read(value: &HeaderValue) -> Option<Self> {
        let text = value.to_str().ok()?.trim().strip_prefix("bytes")?.trim_start();
        let (place, whole) = text.split_once('/').unwrap_or((text, "*"));
        let (first, last) = place.split_once('-')?;
        Some(Self {
            first: first.trim().parse().ok()?,
            last: last.trim().parse().ok()?,
            whole: whole.trim().parse().ok(),
        })
    }

    fn is_whole(self) -> bool {
        self.first == 0 && self.whole.is_some_and(|whole| self.last.checked_add(1) == Some(whole))
    }
}

fn asked_to_wait(headers: &HeaderMap) -> Option<Duration> {
    retry_after(headers.get(RETRY_AFTER)?.to_str().ok()?, SystemTime::now())
}
