//! What a player tells of itself with each request, so that the log of a server can be read by session: Common Media Client
//! Data (CTA-5004), as header fields or in the query. Pure.

use std::fmt::Write as _;
use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::courier::Kind;
use super::track::Sort;
use crate::applets::swarm::args::Cmcd;

/// What stays in a query as it is (RFC 3986, unreserved).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What is told with one request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told {
    pub(super) way: Cmcd,
    /// The session: 128 bits by chance.
    pub(super) session: (u64, u64),
    pub(super) kind: Kind,
    pub(super) sort: Sort,
    /// None before it is known.
    pub(super) live: Option<bool>,
    /// Of the rendition, bits per second; 0 is unknown.
    pub(super) bitrate_bps: u64,
    /// Of the segment.
    pub(super) duration: Duration,
    pub(super) buffer: Duration,
    /// Measured, bits per second; none before anything was.
    pub(super) throughput_bps: Option<f64>,
    /// Whether the picture stood since the last request.
    pub(super) starved: bool,
    /// Whether the picture does not move yet, or stands.
    pub(super) urgent: bool,
}

impl Told {
    /// With a playlist that nothing is known of.
    pub(super) fn first(way: Cmcd, session: (u64, u64)) -> Self {
        Self {
            way,
            session,
            kind: Kind::Playlist,
            sort: Sort::Picture,
            live: None,
            bitrate_bps: 0,
            duration: Duration::ZERO,
            buffer: Duration::ZERO,
            throughput_bps: None,
            starved: false,
            urgent: true,
        }
    }

    /// The request with what is told; `request` is a whole head.
    pub(super) fn add(&self, request: &[u8]) -> Vec<u8> {
        let mut told = Vec::with_capacity(request.len() + 256);
        match self.way {
            Cmcd::Off => told.extend_from_slice(request),
            Cmcd::Header => {
                // Before the empty line at the end.
                let end = request.len().saturating_sub(2);
                told.extend_from_slice(&request[..end]);
                told.extend_from_slice(self.headers().as_bytes());
                told.extend_from_slice(b"\r\n");
            }
            Cmcd::Query => {
                let line = request.iter().position(|byte| *byte == b'\r').unwrap_or(0);
                let target = request[..line].iter().rposition(|byte| *byte == b' ').unwrap_or(line);
                let mark = if request[..target].contains(&b'?') { '&' } else { '?' };
                told.extend_from_slice(&request[..target]);
                told.extend_from_slice(format!("{mark}{}", self.query()).as_bytes());
                told.extend_from_slice(&request[target..]);
            }
        }
        told
    }

    /// Keys and values by the field they belong to.
    fn fields(&self) -> [(&'static str, Vec<String>); 4] {
        let hundreds = |value: u64| value.div_ceil(100) * 100;
        let is_media = matches!(self.kind, Kind::Segment | Kind::Part | Kind::Hint);
        let (mut object, mut request, mut status) = (Vec::new(), Vec::new(), Vec::new());
        if is_media && self.bitrate_bps > 0 {
            object.push(format!("br={}", self.bitrate_bps / 1000));
        }
        if is_media {
            object.push(format!("d={}", self.duration.as_millis()));
            request.push(format!("bl={}", hundreds(self.buffer.as_millis() as u64)));
        }
        let kind = match (self.kind, self.sort) {
            (Kind::Playlist, _) => "m",
            (Kind::Init, _) => "i",
            (Kind::Segment | Kind::Part | Kind::Hint, Sort::Picture) => "av",
            (Kind::Segment | Kind::Part | Kind::Hint, Sort::Sound) => "a",
            (Kind::Segment | Kind::Part | Kind::Hint, Sort::Text) => "c",
        };
        object.push(format!("ot={kind}"));
        if let Some(bps) = self.throughput_bps {
            request.push(format!("mtp={}", hundreds((bps / 1000.0) as u64)));
        }
        if self.urgent {
            request.push("su".to_owned());
        }
        if self.starved {
            status.push("bs".to_owned());
        }
        let (high, low) = self.session;
        let mut session = vec!["sf=h".to_owned(), format!("sid=\"{high:016x}{low:016x}\"")];
        if let Some(live) = self.live {
            session.push(format!("st={}", if live { 'l' } else { 'v' }));
        }
        [("CMCD-Object", object), ("CMCD-Request", request), ("CMCD-Session", session), ("CMCD-Status", status)]
    }

    fn headers(&self) -> String {
        let mut text = String::new();
        for (name, pairs) in self.fields().iter().filter(|(_, pairs)| !pairs.is_empty()) {
            let _ = write!(text, "{name}: {}\r\n", pairs.join(","));
        }
        text
    }

    fn query(&self) -> String {
        let mut pairs: Vec<String> = self.fields().into_iter().flat_map(|(_, pairs)| pairs).collect();
        pairs.sort_unstable();
        format!("CMCD={}", utf8_percent_encode(&pairs.join(","), ENCODED))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: &[u8] = b"GET /a.ts?t=1 HTTP/1.1\r\nHost: o\r\n\r\n";

    fn told(way: Cmcd) -> Told {
        Told {
            way,
            session: (1, 0xabc),
            kind: Kind::Segment,
            sort: Sort::Picture,
            live: Some(true),
            bitrate_bps: 2_800_000,
            duration: Duration::from_secs(4),
            buffer: Duration::from_millis(5_430),
            throughput_bps: Some(25_430_000.0),
            starved: true,
            urgent: false,
        }
    }

    fn added(told: &Told, request: &[u8]) -> String {
        String::from_utf8(told.add(request)).unwrap()
    }

    #[test]
    fn fields_stand_before_the_end_of_the_head() {
        assert_eq!(
            added(&told(Cmcd::Header), REQUEST),
            "GET /a.ts?t=1 HTTP/1.1\r\nHost: o\r\nCMCD-Object: br=2800,d=4000,ot=av\r\nCMCD-Request: bl=5500,mtp=25500\r\n\
             CMCD-Session: sf=h,sid=\"00000000000000010000000000000abc\",st=l\r\nCMCD-Status: bs\r\n\r\n"
        );
        let first =
            Told { kind: Kind::Playlist, throughput_bps: None, starved: false, urgent: true, ..told(Cmcd::Header) };
        let unknown = added(&Told::first(Cmcd::Header, (1, 2)), REQUEST);
        assert!(unknown.contains("sf=h,sid=") && !unknown.contains("st="), "{unknown}");
        let first = added(&first, REQUEST);
        assert!(first.contains("CMCD-Object: ot=m\r\nCMCD-Request: su\r\n") && !first.contains("Status"), "{first}");
    }

    #[test]
    fn a_query_is_sorted_and_encoded() {
        let expected = "CMCD=bl%3D5500%2Cbr%3D2800%2Cbs%2Cd%3D4000%2Cmtp%3D25500%2Cot%3Dav%2Csf%3Dh%2C\
                        sid%3D%2200000000000000010000000000000abc%22%2Cst%3Dl";
        assert_eq!(added(&told(Cmcd::Query), REQUEST), format!("GET /a.ts?t=1&{expected} HTTP/1.1\r\nHost: o\r\n\r\n"));
        assert!(added(&told(Cmcd::Query), b"GET / HTTP/1.1\r\n\r\n").starts_with("GET /?CMCD="));
        assert_eq!(told(Cmcd::Off).add(REQUEST), REQUEST);
    }
}
