//! One worker's connection over HTTP: asks, follows redirects from the URL of the user on, keeps what can be kept.

use std::sync::Arc;
use std::time::Instant;

use futures_util::future::BoxFuture;
use http::header::{
    ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, COOKIE, HOST, HeaderName, LOCATION, PROXY_AUTHENTICATE, USER_AGENT,
    WWW_AUTHENTICATE,
};
use tracing::Instrument as _;
use tracing::field::Empty;

use super::answer::Head;
use super::identity::Shown;
use super::request::Request;
use super::streams::{Stream, Streams};
use super::wire::{READ_AHEAD_BYTES, Wire, WireFault};
use super::{Http, Options, Version};
use crate::applets::fetch::error::FetchError;
use crate::applets::fetch::limits::Share;
use crate::applets::fetch::map::UNKNOWN;
use crate::applets::fetch::source::{Ask, Connection, Facts, Place};
use crate::kit::http::http2::Http2;
use crate::kit::http::range::Wanted;
use crate::kit::http::{ConnectError, ConnectReason, Masked};
use crate::kit::limit::Limits;
use crate::kit::net::{Origin, SafeUrl};
use crate::kit::tls::TlsReason;

/// The most of a redirect's body that is read to keep its connection.
const SMALL_BODY: u64 = 64 << 10;

/// See the module.
#[derive(Debug)]
pub(super) struct HttpConnection {
    options: Arc<Options>,
    streams: Arc<Streams>,
    /// Where it begins.
    url: SafeUrl,
    /// The place to which the user's secrets belong: mostly the same.
    home: SafeUrl,
    share: Share,
    line: Option<Line>,
    /// Those of the answer under way.
    limits: Limits,
}

/// The head of an answer, and whether the same request is worth another attempt, now that it is known what the server
/// wants to be shown.
struct Answer {
    head: Head,
    again: bool,
}

/// What one request shows, and to whom.
struct Show {
    server: Option<Shown>,
    /// One that is sent the request itself; others were shown it when they made a tunnel.
    proxy: Option<Shown>,
}

impl Show {
    /// Whether a refusal is to be answered with another attempt.
    fn is_worth_another(&self, head: &Head) -> bool {
        match head.status {
            401 => self.server.as_ref().is_some_and(|shown| shown.is_worth_another(&head.headers, &WWW_AUTHENTICATE)),
            407 => self.proxy.as_ref().is_some_and(|shown| shown.is_worth_another(&head.headers, &PROXY_AUTHENTICATE)),
            _ => false,
        }
    }
}

/// A connection, and what it leads to.
#[derive(Debug)]
struct Line {
    way: Way,
    origin: Origin,
    absolute_form: bool,
    /// Where the file was found with it.
    found: SafeUrl,
}

/// What of the user's fields may be shown where a connection leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// The user named it.
    Home,
    /// The place that the user named led here.
    Led,
    /// A server alone speaks for it.
    Stranger,
}

impl Trust {
    fn allows(self, name: &HeaderName) -> bool {
        match self {
            Self::Home => true,
            Self::Led => ![AUTHORIZATION, COOKIE, HOST].contains(name),
            // Whatever else there is may be a secret under a name of its own.
            Self::Stranger => [ACCEPT, ACCEPT_LANGUAGE, USER_AGENT].contains(name),
        }
    }
}

/// What carries requests and answers.
#[derive(Debug)]
enum Way {
    /// A connection of its own.
    Wire(Box<Wire>),
    /// A stream among others.
    Stream(Stream),
}

impl Way {
    fn is_free(&self) -> bool {
        match self {
            Self::Wire(wire) => wire.is_free(),
            Self::Stream(stream) => stream.is_free(),
        }
    }

    fn left(&self) -> Option<u64> {
        match self {
            Self::Wire(wire) => wire.left(),
            Self::Stream(stream) => stream.left(),
        }
    }

    async fn receive(&mut self, into: Place<'_>, most: u64) -> Result<u64, WireFault> {
        match self {
            Self::Wire(wire) => wire.receive(into, most).await,
            Self::Stream(stream) => stream.receive(into, most).await,
        }
    }
}

impl HttpConnection {
    /// A connection to the first of the places, with the secrets of the second.
    pub(super) fn new(http: &Http, (url, home): (SafeUrl, SafeUrl), share: Share) -> Self {
        let (options, streams) = (Arc::clone(&http.options), Arc::clone(&http.streams));
        Self { options, streams, url, home, share, line: None, limits: Limits::default() }
    }

    async fn ask(&mut self, ask: &Ask) -> Result<Facts, FetchError> {
        if let Some(line) = self.line.take().filter(|line| line.way.is_free())
            && let Some(facts) = self.ask_again(line, ask).await?
        {
            return Ok(facts);
        }
        self.ask_anew(ask).await
    }

    /// Asks where the file was found before. `None` where the kept connection, or the link that it led to, has expired.
    async fn ask_again(&mut self, mut line: Line, ask: &Ask) -> Result<Option<Facts>, FetchError> {
        let url = line.found.clone();
        let Answer { head, again } = match self.exchange(&mut line, &url, ask).await {
            Ok(answer) => answer,
            Err(WireFault::Unanswered | WireFault::Io(_)) => return Ok(None),
            Err(fault) => return Err(fault.of(&url.to_string())),
        };
        let was_redirected = url.as_str() != self.url.as_str();
        let is_redirect = matches!(head.status, 300..=303 | 305..=399);
        if again || is_redirect || (was_redirected && matches!(head.status, 400..=410)) {
            return Ok(None);
        }
        let facts = head.judge(&url.to_string(), ask)?;
        self.limits = self.share.with_host(&line.origin.host);
        self.line = Some(line);
        Ok(Some(facts))
    }

    /// Asks the URL of the user, and whoever it leads to.
    async fn ask_anew(&mut self, ask: &Ask) -> Result<Facts, FetchError> {
        let mut url = self.url.clone();
        let mut kept: Option<Line> = None;
        for _ in 0..=self.options.redirects {
            let origin = origin(&url)?;
            let mut line = match kept.take().filter(|line| line.origin == origin) {
                Some(line) => line,
                None => self.connect(origin, &url).await?,
            };
            let shown = url.to_string();
            let Answer { head, again } = self.exchange(&mut line, &url, ask).await.map_err(|fault| fault.of(&shown))?;
            if again {
                tracing::debug!(%url, "the server asks who is there");
                kept = drained(line).await;
                continue;
            }
            let Some(next) = redirect(&head, &url)? else {
                let facts = head.judge(&shown, ask)?;
                let facts = Facts { described: head.described(&url), ..facts };
                self.limits = self.share.with_host(&line.origin.host);
                line.found = url;
                self.line = Some(line);
                return Ok(facts);
            };
            tracing::debug!(from = %url, to = %next, status = head.status, "following a redirect");
            kept = drained(line).await;
            url = next;
        }
        let problem = format!("it redirects once more after {} redirects", self.options.redirects);
        Err(FetchError::Protocol { url: self.url.to_string(), problem })
    }

    async fn connect(&self, origin: Origin, url: &SafeUrl) -> Result<Line, FetchError> {
        let is_http2 = match self.options.version {
            Version::Http1 => false,
            Version::Http2 => true,
            Version::Auto => self.streams.knows(&origin),
        };
        if is_http2 {
            return self.stream(origin, url).await;
        }
        let connected = match self.options.connector.connect(&origin).await {
            Err(error) if self.options.version == Version::Auto && lacks_protocol(&error) => {
                tracing::debug!(%origin, "no HTTP/1.1 there; trying HTTP/2");
                // Where that is nothing either, it was something else.
                return self.stream(origin, url).await.map_err(|_| error.into());
            }
            connected => connected?,
        };
        let phases = connected.phases;
        tracing::debug!(%origin, connect_ms = phases.connect.as_secs_f64() * 1e3, "connected");
        let (wire, absolute_form) = (Box::new(Wire::new(connected.stream)), connected.absolute_form);
        Ok(Line { way: Way::Wire(wire), origin, absolute_form, found: url.clone() })
    }

    /// A stream of HTTP/2, over a connection that is there or a new one.
    async fn stream(&self, origin: Origin, url: &SafeUrl) -> Result<Line, FetchError> {
        let protocol = |problem: &str| FetchError::Protocol { url: url.to_string(), problem: problem.to_owned() };
        let connect = async {
            let connected = self.options.connector.connect_http2(&origin).await?;
            if connected.absolute_form {
                return Err(protocol("the proxy takes no HTTP/2 for http URLs"));
            }
            if connected.stream.is_tls() && connected.alpn.as_deref() != Some(b"h2") {
                return Err(protocol("the server does not speak HTTP/2"));
            }
            tracing::debug!(%origin, "connected, HTTP/2");
            let http2 = Http2::over(connected.stream, READ_AHEAD_BYTES).await;
            http2.map_err(|error| FetchError::Broken { url: url.to_string(), problem: error.to_string() })
        };
        let lease = self.streams.lease(&origin, connect).await?;
        Ok(Line { way: Way::Stream(Stream::new(lease)), origin, absolute_form: false, found: url.clone() })
    }

    async fn exchange(&self, line: &mut Line, url: &SafeUrl, ask: &Ask) -> Result<Answer, WireFault> {
        let target = line.target(url);
        let shows_own = self.is_home(line) && self.options.headers.contains_key(AUTHORIZATION);
        let login = if shows_own { None } else { self.options.identity.login(&line.origin, &self.home) };
        let shown = Show {
            server: login.map(|login| Shown::new(login, &target)),
            proxy: self.options.connector.proxy_login(&line.origin).map(|login| Shown::new(login, &target)),
        };
        let request = self.request(line, target, url, ask, &shown);
        tracing::debug!(%url, range = %ask.span, "request");
        let head = match &mut line.way {
            Way::Wire(wire) => wire.exchange(request.text().as_bytes()).await?,
            Way::Stream(stream) => stream.exchange(request.http2()).await?,
        };
        tracing::debug!(status = head.status, headers = %Masked(&head.headers), "response");
        self.options.identity.remember(url, &head.headers);
        let again = shown.is_worth_another(&head);
        Ok(Answer { head, again })
    }

    /// Whether a connection leads to where the user sent us.
    fn is_home(&self, line: &Line) -> bool {
        origin(&self.home).is_ok_and(|home| home == line.origin)
    }

    fn trust(&self, line: &Line) -> Trust {
        let is_named_by_user = || origin(&self.url).ok() == origin(&self.home).ok();
        match () {
            () if self.is_home(line) => Trust::Home,
            () if is_named_by_user() => Trust::Led,
            () => Trust::Stranger,
        }
    }

    /// The request. Field values were checked when they were made.
    fn request(&self, line: &Line, target: String, url: &SafeUrl, ask: &Ask, shown: &Show) -> Request {
        let mut request = Request::new(line.origin.clone(), target);
        let mut field = |name: &str, value: &str| request.field(name, value);
        field("Accept", "*/*");
        field("Accept-Encoding", "identity");
        let span = ask.span;
        let last = span.end.max(span.start + 1);
        let wanted = if span.end == UNKNOWN { None } else { Wanted::between(span.start, last) };
        field("Range", &wanted.unwrap_or(Wanted::From(span.start)).to_string());
        if let Some(validator) = validator(ask) {
            field("If-Range", validator);
        }
        if let Some(moment) = ask.newer_than {
            field("If-Modified-Since", &httpdate::fmt_http_date(moment));
        }
        let (trust, own) = (self.trust(line), &self.options.headers);
        for (name, value) in own.iter().filter(|(name, _)| trust.allows(name)) {
            field(name.as_str(), &String::from_utf8_lossy(value.as_bytes()));
        }
        let secret = [
            ("Authorization", shown.server.as_ref().and_then(|shown| shown.value.clone())),
            // Where the user says what is sent, that is it.
            ("Cookie", self.options.identity.cookies(url).filter(|_| !own.contains_key(COOKIE))),
            ("Proxy-Authorization", shown.proxy.as_ref().and_then(|shown| shown.value.clone())),
        ];
        for (name, value) in secret {
            if let Some(value) = value {
                field(name, &String::from_utf8_lossy(value.as_bytes()));
            }
        }
        if !own.contains_key(USER_AGENT) {
            field("User-Agent", concat!("toolbox-fetch/", env!("CARGO_PKG_VERSION")));
        }
        request
    }
}

impl Line {
    /// The target of a request for `url`: its path and query, or all of it where a proxy is to find the way.
    fn target(&self, url: &SafeUrl) -> String {
        let mut bare = url.clone();
        // They go into a field of their own.
        let _ = bare.take_credentials();
        if self.absolute_form {
            return bare.as_str().split('#').next().unwrap_or_default().to_owned();
        }
        let query = bare.query().map(|query| format!("?{query}")).unwrap_or_default();
        format!("{}{query}", bare.path())
    }
}

impl Connection for HttpConnection {
    fn open<'a>(&'a mut self, ask: &'a Ask) -> BoxFuture<'a, Result<Facts, FetchError>> {
        let span = tracing::debug_span!("protocol", kind = "http", range = %ask.span, elapsed_ms = Empty);
        Box::pin(async move {
            let began = Instant::now();
            let answered = self.ask(ask).instrument(span.clone()).await;
            span.record("elapsed_ms", began.elapsed().as_millis() as u64);
            answered
        })
    }

    fn receive<'a>(&'a mut self, into: Place<'a>, most: u64) -> BoxFuture<'a, Result<u64, FetchError>> {
        Box::pin(async move {
            let Some(line) = &mut self.line else { return Ok(0) };
            match line.way.receive(into, most).await {
                Ok(bytes) => Ok(bytes),
                Err(fault) => {
                    let url = line.found.to_string();
                    self.line = None;
                    Err(fault.of(&url))
                }
            }
        })
    }

    fn left(&self) -> Option<u64> {
        self.line.as_ref().map_or(Some(0), |line| line.way.left())
    }

    fn limits(&self) -> Limits {
        self.limits.clone()
    }
}

/// Whether a server may have gone because it speaks no HTTP/1.1: some say so, and some just hang up.
fn lacks_protocol(error: &ConnectError) -> bool {
    matches!(error.reason, ConnectReason::Tls(TlsReason::NoProtocol | TlsReason::Closed))
}

/// What If-Range asks about: a strong tag, or the time where there is no tag.
fn validator(ask: &Ask) -> Option<&str> {
    let known = ask.known.as_ref()?;
    known.strong_etag().or_else(|| known.last_modified.as_deref().filter(|_| known.etag.is_none()))
}

fn origin(url: &SafeUrl) -> Result<Origin, FetchError> {
    let problem = |error: crate::kit::net::UrlError| error.to_string();
    Origin::of(url).map_err(|error| FetchError::Protocol { url: url.to_string(), problem: problem(error) })
}

/// Where an answer leads; `None` where it is one.
fn redirect(head: &Head, url: &SafeUrl) -> Result<Option<SafeUrl>, FetchError> {
    if !matches!(head.status, 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let Some(location) = head.field(&LOCATION) else { return Ok(None) };
    url.join(&location).map(Some).map_err(|error| {
        let problem = format!("it redirects to nowhere: {error}");
        FetchError::Protocol { url: url.to_string(), problem }
    })
}

/// The connection of a redirect, its body read, where that is worth it.
async fn drained(mut line: Line) -> Option<Line> {
    let mut rest = Vec::new();
    while line.way.left()? > 0 {
        if line.way.left()? > SMALL_BODY {
            return None;
        }
        line.way.receive(Place::Memory(&mut rest), SMALL_BODY).await.ok()?;
    }
    line.way.is_free().then_some(line)
}
