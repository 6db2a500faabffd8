//! What one player asks for: requests over connections of its pool, through redirects.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use super::cmcd::Told;
use super::library::{Target, Text, TextError};
use super::player::Crew;
use super::pool::{Line, Pool};
use super::scarce::Scarce;
use super::sheet::Sheet;
use super::stage::lock;
use super::stream;
use super::wire::{Answer, WireError};
use crate::applets::swarm::args::Connections;
use crate::kit::http::{ConnectError, ConnectReason};
use crate::kit::net::UrlError;

/// Free connections that may turn out to be closed before a request fails.
const MOST_STALE: u32 = 64;

/// Redirects that are followed.
const MOST_REDIRECTS: usize = 5;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Playlist,
    Init,
    Segment,
    /// Some of a segment.
    Part,
    /// A part that was hinted at: its answer waits until it is there.
    Hint,
}

/// Why something was not got.
#[derive(Debug, thiserror::Error)]
pub(super) enum AskError {
    #[error(transparent)]
    Connect(#[from] ConnectError),
    #[error(transparent)]
    Wire(#[from] WireError),
    #[error("Server returned {0}")]
    Status(u16),
    #[error("too many redirects")]
    Redirects,
    #[error(transparent)]
    Url(#[from] UrlError),
    #[error("{0}")]
    Text(#[from] TextError),
}

impl AskError {
    /// What this machine has none left of, where that is why.
    pub(super) fn scarce(&self) -> Option<Scarce> {
        match self {
            Self::Connect(error) => Scarce::of_connecting(&error.reason),
            Self::Wire(WireError::Scarce(scarce)) => Some(*scarce),
            _ => None,
        }
    }

    /// What it is counted under.
    pub(super) fn pattern(&self) -> String {
        if let Some(scarce) = self.scarce() {
            return scarce.to_string();
        }
        match self {
            Self::Connect(error) => match &error.reason {
                ConnectReason::Refused => "Connection refused".to_owned(),
                ConnectReason::Timeout { .. } => "Timeout".to_owned(),
                reason => reason.to_string(),
            },
            Self::Wire(WireError::Silent) => "Timeout".to_owned(),
            other => other.to_string(),
        }
    }
}

/// A player's way to its servers.
#[derive(Clone)]
pub(super) struct Courier {
    crew: Rc<Crew>,
    pool: Rc<Pool>,
}

/// A playlist to ask for.
pub(super) struct Copy<'a> {
    /// The request.
    pub(super) target: &'a Arc<Target>,
    /// The playlist it is a copy of: the same, but for what blocking and deltas add to the query.
    pub(super) playlist: &'a Arc<Target>,
    /// What is known of it.
    pub(super) previous: Option<&'a Arc<Sheet>>,
}

/// What came, and how.
pub(super) struct Got {
    pub(super) bytes: u64,
    pub(super) first_byte: Instant,
    pub(super) end: Instant,
}

impl Courier {
    pub(super) fn new(crew: &Rc<Crew>) -> Self {
        Self { crew: Rc::clone(crew), pool: crew.pool() }
    }

    /// Lets go of all connections that are this player's.
    pub(super) fn close(&self) {
        if self.crew.hall.plan.native.connections == Connections::PerClient {
            self.pool.clear();
        }
    }

    /// So many things will often be asked for at a time.
    pub(super) fn expect(&self, exchanges: usize) {
        self.pool.expect(exchanges);
    }

    /// A playlist, and where it came from.
    pub(super) async fn text(&self, copy: Copy<'_>, told: Option<&Told>) -> Result<(Text, Arc<Target>), AskError> {
        let begin = Instant::now();
        let mut body = Vec::new();
        let asked = self.ask((copy.target, told), Kind::Playlist, Some(&mut body)).await;
        let tally = &self.crew.hall.tally;
        let result = match asked {
            Ok((answer, base)) => {
                tally.playlists.inc();
                let is_blocking = !Arc::ptr_eq(copy.target, copy.playlist);
                let mut figures = lock(&self.crew.figures);
                let reload = if is_blocking { &mut figures.blocking } else { &mut figures.reload };
                reload.record(answer.end - begin);
                drop(figures);
                let base = if Arc::ptr_eq(&base, copy.target) { Arc::clone(copy.playlist) } else { base };
                let text = self.crew.hall.library.look_up(&base.url, &body, copy.previous);
                text.map(|text| (text, base)).map_err(AskError::from)
            }
            Err(error) => Err(error),
        };
        if let Err(error) = &result {
            tally.trouble(&error.pattern());
        }
        result
    }

    /// A piece of media: its bytes are counted and forgotten.
    pub(super) async fn media(&self, target: &Arc<Target>, kind: Kind, told: Option<&Told>) -> Result<Got, AskError> {
        let begin = Instant::now();
        let tally = &self.crew.hall.tally;
        match self.ask((target, told), kind, None).await {
            Ok((answer, _)) => {
                match kind {
                    Kind::Init => tally.inits.inc(),
                    Kind::Segment => tally.segments.inc(),
                    Kind::Playlist | Kind::Part | Kind::Hint => {}
                }
                let first_byte = answer.first_byte.max(begin);
                let mut figures = lock(&self.crew.figures);
                if matches!(kind, Kind::Segment | Kind::Part) {
                    figures.first_byte.record(first_byte - begin);
                    figures.download.record(answer.end - begin);
                }
                figures.parts += u64::from(matches!(kind, Kind::Part | Kind::Hint));
                figures.hints += u64::from(kind == Kind::Hint);
                drop(figures);
                Ok(Got { bytes: answer.bytes, first_byte, end: answer.end })
            }
            Err(error) => {
                tally.trouble(&error.pattern());
                Err(error)
            }
        }
    }

    /// An answer of success, through redirects, and from where it came.
    async fn ask(
        &self,
        (target, told): (&Arc<Target>, Option<&Told>),
        kind: Kind,
        mut into: Option<&mut Vec<u8>>,
    ) -> Result<(Answer, Arc<Target>), AskError> {
        let mut target = Arc::clone(target);
        for _ in 0..=MOST_REDIRECTS {
            if let Some(into) = into.as_deref_mut() {
                into.clear();
            }
            let (answer, leads) = match self.exchange((&target, told), into.as_deref_mut()).await {
                Ok(answer) => answer,
                Err(error) => {
                    let mut figures = lock(&self.crew.figures);
                    self.crew.hall.tally.failed.inc();
                    match error.scarce() {
                        Some(scarce) => figures.scarce[scarce as usize] += 1,
                        None => figures.failed += 1,
                    }
                    return Err(error);
                }
            };
            lock(&self.crew.figures).answered(&answer);
            match answer.status {
                200..=299 => return Ok((answer, target)),
                301 | 302 | 303 | 307 | 308 => {
                    let location = leads.ok_or(AskError::Status(answer.status))?;
                    target = Arc::new(self.crew.hall.library.target(target.url.join(&location)?, None)?);
                }
                status => {
                    self.crew.hall.tally.failed.inc();
                    if kind != Kind::Playlist {
                        self.crew.hall.tally.statuses.inc(&status.to_string());
                    }
                    return Err(AskError::Status(status));
                }
            }
        }
        Err(AskError::Redirects)
    }

    /// One request and its answer, and where that leads. A connection that was closed while nothing was asked is made
    /// anew: as often as there were any.
    async fn exchange(
        &self,
        (target, told): (&Target, Option<&Told>),
        mut into: Option<&mut Vec<u8>>,
    ) -> Result<(Answer, Option<String>), AskError> {
        let with = told.map(|told| told.add(&target.request));
        let request = with.as_deref().unwrap_or(&target.request);
        let patience = self.crew.hall.plan.request.timeout;
        let media = into.is_none().then_some(&self.crew.hall.tally.bytes);
        let mut turns = 0;
        loop {
            let mut line = self.pool.take(&self.crew, &target.origin).await?;
            let answer = match &mut line {
                Line::Own(wire) => {
                    let answer =
                        wire.exchange(request, &self.crew.scratch, (into.as_deref_mut(), media), patience).await;
                    answer.map(|answer| {
                        let leads = if answer.status / 100 == 3 { location(wire.head()) } else { None };
                        (answer, leads)
                    })
                }
                Line::Stream(stream) => {
                    stream::exchange(stream.http2(), (target, request), (into.as_deref_mut(), media), patience).await
                }
            };
            turns += 1;
            match answer {
                Ok(answer) => {
                    self.pool.give(&target.origin, line);
                    return Ok(answer);
                }
                Err(WireError::Stale) if turns < MOST_STALE => {
                    self.crew.hall.tally.reconnections.inc();
                }
                Err(error) => {
                    if matches!(error, WireError::Silent) {
                        self.crew.hall.tally.timeouts.inc();
                    }
                    return Err(error.into());
                }
            }
        }
    }
}

/// `Location` of a head.
fn location(head: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(head).ok()?;
    let mut fields = text.lines().skip(1).filter_map(|line| line.split_once(':'));
    let (_, value) = fields.find(|(name, _)| name.eq_ignore_ascii_case("location"))?;
    Some(value.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_is_found_whatever_its_case() {
        let head = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLOCATION:  /else?a=b:c\r\n\r\n";
        assert_eq!(location(head).as_deref(), Some("/else?a=b:c"));
        assert_eq!(location(b"HTTP/1.1 302 Found\r\n\r\n"), None);
    }
}
