//! The bytes of one try, as many as were asked for, and no more than memory was paid for.

use std::io::Read as _;
use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime};

use http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_RANGE, HeaderValue, RANGE, RETRY_AFTER, TRANSFER_ENCODING,
};
use http::{HeaderMap, StatusCode, Version};

use super::fault::Fault;
use super::{Fetcher, Want, in_time};
use crate::kit::http::client::Response;
use crate::kit::retry::retry_after;
use crate::media::record::budget::Ticket;
use crate::media::record::container;

/// A file is read whole: a larger one is no segment.
const LARGEST_FILE_BYTES: usize = 1 << 30;

/// No segment is larger: one is held in memory until it is whole.
pub(super) const LARGEST_SEGMENT_BYTES: u64 = 512 << 20;

/// What is inflated from one segment: those that servers compress are text.
const LARGEST_INFLATED: usize = 32 << 20;

/// What is inflated at once.
const INFLATED_PIECE: usize = 64 << 10;

impl Fetcher {
    /// The bytes as they come.
    pub(super) async fn receive(&self, want: &Want, ticket: &mut Ticket) -> Result<Vec<u8>, Fault> {
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
        let response = in_time(want.until, Box::pin(self.asker.client().send(request))).await.ok_or(Fault::Late)??;
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
            && let Some(piece) = in_time(want.until, response.chunk()).await.ok_or(Fault::Late)??
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
