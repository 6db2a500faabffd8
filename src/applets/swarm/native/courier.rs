//! The connections of one player: one to each server it deals with, and requests on them, through redirects.

use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::cmcd::Told;
use super::library::{Target, Text, TextError};
use super::player::Crew;
use super::stage::lock;
use super::wire::{Answer, Wire, WireError};
use crate::kit::http::{ConnectError, ConnectReason};
use crate::kit::net::{Origin, UrlError};

/// Servers that a player keeps a connection to.
const MOST_WIRES: usize = 4;

/// Redirects that are followed.
const MOST_REDIRECTS: usize = 5;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Playlist,
    Init,
    Segment,
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
    /// What it is counted under.
    fn pattern(&self) -> String {
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
pub(super) struct Courier {
    crew: Rc<Crew>,
    wires: Vec<(Origin, Wire)>,
}

impl Courier {
    pub(super) fn new(crew: &Rc<Crew>) -> Self {
        Self { crew: Rc::clone(crew), wires: Vec::new() }
    }

    /// Lets go of all connections.
    pub(super) fn close(&mut self) {
        self.wires = Vec::new();
    }

    /// A playlist, and where it came from.
    pub(super) async fn text(
        &mut self,
        target: &Arc<Target>,
        told: Option<&Told>,
    ) -> Result<(Text, Arc<Target>), AskError> {
        let begin = Instant::now();
        let mut body = Vec::new();
        let asked = self.ask((target, told), Kind::Playlist, Some(&mut body)).await;
        let tally = Arc::clone(&self.crew.hall.tally);
        let result = match asked {
            Ok((answer, base)) => {
                tally.playlists.inc();
                lock(&self.crew.figures).reload.record(answer.end - begin);
                let text = self.crew.hall.library.look_up(&base.url, &body);
                text.map(|text| (text, base)).map_err(AskError::from)
            }
            Err(error) => Err(error),
        };
        if let Err(error) = &result {
            tally.trouble(&error.pattern());
        }
        result
    }

    /// A piece of media: its bytes are counted and forgotten. How many, and how long they took.
    pub(super) async fn media(
        &mut self,
        target: &Arc<Target>,
        kind: Kind,
        told: Option<&Told>,
    ) -> Result<(u64, Duration), AskError> {
        let begin = Instant::now();
        let tally = Arc::clone(&self.crew.hall.tally);
        match self.ask((target, told), kind, None).await {
            Ok((answer, _)) => {
                tally.bytes.add(answer.bytes);
                let counter = if kind == Kind::Segment { &tally.segments } else { &tally.inits };
                counter.inc();
                let took = answer.end - begin;
                if kind == Kind::Segment {
                    let mut figures = lock(&self.crew.figures);
                    figures.first_byte.record(answer.first_byte.saturating_duration_since(begin));
                    figures.download.record(took);
                }
                Ok((answer.bytes, took))
            }
            Err(error) => {
                tally.trouble(&error.pattern());
                Err(error)
            }
        }
    }

    /// An answer of success, through redirects, and from where it came.
    async fn ask(
        &mut self,
        (target, told): (&Arc<Target>, Option<&Told>),
        kind: Kind,
        mut into: Option<&mut Vec<u8>>,
    ) -> Result<(Answer, Arc<Target>), AskError> {
        let mut target = Arc::clone(target);
        for _ in 0..=MOST_REDIRECTS {
            if let Some(into) = into.as_deref_mut() {
                into.clear();
            }
            let (answer, place) = match self.exchange((&target, told), into.as_deref_mut()).await {
                Ok(answer) => answer,
                Err(error) => {
                    lock(&self.crew.figures).failed += 1;
                    return Err(error);
                }
            };
            *lock(&self.crew.figures).statuses.entry(answer.status).or_default() += 1;
            match answer.status {
                200..=299 => return Ok((answer, target)),
                301 | 302 | 303 | 307 | 308 => {
                    let location = location(self.wires[place].1.head()).ok_or(AskError::Status(answer.status))?;
                    target = Arc::new(self.crew.hall.library.target(target.url.join(&location)?, None)?);
                }
                status => {
                    if kind != Kind::Playlist {
                        self.crew.hall.tally.statuses.inc(&status.to_string());
                    }
                    return Err(AskError::Status(status));
                }
            }
        }
        Err(AskError::Redirects)
    }

    /// One request and its answer, and the place of the connection. A connection that was closed while nothing was asked
    /// is made anew once.
    async fn exchange(
        &mut self,
        (target, told): (&Target, Option<&Told>),
        mut into: Option<&mut Vec<u8>>,
    ) -> Result<(Answer, usize), AskError> {
        let with = told.map(|told| told.add(&target.request));
        let request = with.as_deref().unwrap_or(&target.request);
        let patience = self.crew.hall.plan.request.timeout;
        loop {
            let place = self.wire(&target.origin).await?;
            let wire = &mut self.wires[place].1;
            match wire.exchange(request, &self.crew.scratch, into.as_deref_mut(), patience).await {
                Ok(answer) => return Ok((answer, place)),
                Err(WireError::Stale) => {
                    self.crew.hall.tally.reconnections.inc();
                }
                Err(error) => {
                    if error == WireError::Silent {
                        self.crew.hall.tally.timeouts.inc();
                    }
                    return Err(error.into());
                }
            }
        }
    }

    /// The place of a connection that may be used.
    async fn wire(&mut self, origin: &Origin) -> Result<usize, AskError> {
        self.wires.retain(|(_, wire)| wire.is_reusable());
        if let Some(place) = self.wires.iter().position(|(known, _)| known == origin) {
            return Ok(place);
        }
        let connected = self.crew.hall.connector.connect(origin).await?;
        let wire = Wire::new(connected.stream).map_err(|error| WireError::Io(error.kind()))?;
        lock(&self.crew.figures).connections += 1;
        if self.wires.len() == MOST_WIRES {
            self.wires.remove(0);
        }
        self.wires.push((origin.clone(), wire));
        Ok(self.wires.len() - 1)
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
