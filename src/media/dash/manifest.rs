//! A manifest at its server: loaded again when it is time, with the server's clock. The tracks of a presentation share
//! one.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use http::Method;
use http::header::DATE;
use tokio_util::sync::CancellationToken;

use super::timeline::Endless;
use super::{LARGEST_BYTES, Mpd, ReadError, read};
use crate::kit::http::client::{ClientError, Request};
use crate::kit::net::SafeUrl;
use crate::kit::retry::Policy;
use crate::media::hls::Moment;
use crate::media::playlist::{Asker, LoadError, Sent};

/// A manifest is not asked for more often, whatever it says of itself.
const SHORTEST: Duration = Duration::from_millis(100);

/// Nor more often than this because segments are missing that should be there.
const EARLY: Duration = Duration::from_secs(1);

/// The answer of a clock.
const LARGEST_TIME: usize = 4096;

/// Why there is no window of segments.
#[derive(Debug, Clone, thiserror::Error)]
pub enum WindowError {
    /// The manifest or an index.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// What it says has no end.
    #[error(transparent)]
    Endless(#[from] Endless),
    /// The track is not in it any more, or never was.
    #[error("the manifest has no such track in any period")]
    NoTrack,
    /// A dynamic manifest that does not say what its times count from.
    #[error("the manifest is live and has no availabilityStartTime")]
    NoStart,
}

impl From<ClientError> for WindowError {
    fn from(error: ClientError) -> Self {
        Self::Load(error.into())
    }
}

/// One presentation.
#[derive(Debug)]
pub struct Manifest {
    pub(super) asker: Asker,
    /// How much was odd about the first copy.
    oddities: usize,
    state: tokio::sync::Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// Where the next copy is asked for.
    url: SafeUrl,
    mpd: Arc<Mpd>,
    asked: Instant,
    /// Whether the last request brought nothing: the next one need not wait.
    failed: bool,
    /// What the clock of the server is ahead of ours, milliseconds.
    ahead_ms: i64,
    /// The last one that was told: the copy that ends a presentation often lacks it.
    availability_start: Option<Moment>,
}

/// When the manifest is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// When it says so itself.
    Due,
    /// Soon: something in it is not true any more.
    Early,
}

/// A copy of it, and what time it is there.
#[derive(Debug, Clone)]
pub(super) struct Copy {
    pub(super) mpd: Arc<Mpd>,
    /// The wall clock of the server.
    pub(super) now: Moment,
    pub(super) availability_start: Option<Moment>,
}

impl Manifest {
    /// Reads what a server sent for `url`.
    ///
    /// # Errors
    /// It is no manifest.
    pub async fn open(
        asker: Asker,
        url: SafeUrl,
        sent: &Sent,
        stop: &CancellationToken,
    ) -> Result<Arc<Self>, LoadError> {
        let (mpd, oddities) = parse(sent)?;
        let mpd = Arc::new(mpd);
        let mut state = State {
            url: mpd.location.clone().unwrap_or(url),
            asked: Instant::now(),
            failed: false,
            ahead_ms: 0,
            availability_start: mpd.availability_start,
            mpd: Arc::clone(&mpd),
        };
        if mpd.dynamic {
            state.ahead_ms = ahead(&asker, &mpd, sent, stop).await;
            tracing::debug!(ahead_ms = state.ahead_ms, "the clock of the server");
        }
        Ok(Arc::new(Self { asker, oddities, state: tokio::sync::Mutex::new(state) }))
    }

    /// How much was odd about it.
    #[must_use]
    pub const fn oddities(&self) -> usize {
        self.oddities
    }

    /// What is known of it.
    pub async fn mpd(&self) -> Arc<Mpd> {
        Arc::clone(&self.state.lock().await.mpd)
    }

    /// The newest copy: loaded again where it is dynamic and its time has come. Several tracks ask; one request is made.
    pub(super) async fn copy(&self, look: Look, stop: &CancellationToken) -> Result<Copy, LoadError> {
        let mut state = self.state.lock().await;
        let is_time = |update: Duration| {
            let wait = if look == Look::Early { update.min(EARLY) } else { update };
            state.failed || state.asked.elapsed() >= wait.max(SHORTEST)
        };
        if state.mpd.dynamic && state.mpd.update.is_some_and(is_time) {
            (state.asked, state.failed) = (Instant::now(), true);
            let sent = self.asker.fetch(&state.url, LARGEST_BYTES, Policy::ONCE, stop).await?;
            let (mpd, _) = parse(&sent)?;
            if let Some(location) = &mpd.location {
                state.url = location.clone();
            }
            state.availability_start = mpd.availability_start.or(state.availability_start);
            state.mpd = Arc::new(mpd);
            state.failed = false;
        }
        let now = Moment { unix_ms: now_ms().saturating_add(state.ahead_ms) };
        Ok(Copy { mpd: Arc::clone(&state.mpd), now, availability_start: state.availability_start })
    }
}

fn parse(sent: &Sent) -> Result<(Mpd, usize), LoadError> {
    let fail = |reason: ReadError| LoadError::Manifest { url: sent.url.clone(), reason: Box::new(reason) };
    let reading = read(&sent.body, &sent.url).map_err(fail)?;
    for diagnostic in reading.diagnostics.told() {
        tracing::debug!(url = %sent.url, line = diagnostic.line, "{}", diagnostic.message);
    }
    Ok((reading.mpd, reading.diagnostics.told().len()))
}

fn now_ms() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_millis()).unwrap_or(i64::MAX)
}

/// What the clock of the server is ahead of ours: by the first clock that the manifest names and that answers, or by
/// the head of its answer, which knows whole seconds alone.
async fn ahead(asker: &Asker, mpd: &Mpd, sent: &Sent, stop: &CancellationToken) -> i64 {
    for clock in &mpd.clocks {
        let told = match clock.scheme.as_str() {
            "urn:mpeg:dash:utc:direct:2014" => Moment::read(&clock.value),
            "urn:mpeg:dash:utc:http-xsdate:2014"
            | "urn:mpeg:dash:utc:http-iso:2014"
            | "urn:mpeg:dash:utc:http-xsdate:2012"
            | "urn:mpeg:dash:utc:http-iso:2012" => asked(asker, &sent.url, &clock.value, stop).await,
            "urn:mpeg:dash:utc:http-head:2014" => in_head(asker, &sent.url, &clock.value, stop).await,
            _ => None,
        };
        if let Some(told) = told {
            return told.unix_ms.saturating_sub(now_ms());
        }
        tracing::debug!(scheme = clock.scheme, "this clock is not used");
    }
    let coarse = sent.date.map_or(0, |date| date.unix_ms.saturating_sub(now_ms()));
    if coarse.abs() < 2000 { 0 } else { coarse }
}

/// Addresses of clocks may stand in one value, with blanks between them.
fn places<'a>(base: &'a SafeUrl, value: &'a str) -> impl Iterator<Item = SafeUrl> + 'a {
    value.split_whitespace().take(4).filter_map(|reference| base.join(reference).ok())
}

async fn asked(asker: &Asker, base: &SafeUrl, value: &str, stop: &CancellationToken) -> Option<Moment> {
    for url in places(base, value) {
        if let Ok(sent) = asker.fetch(&url, LARGEST_TIME, Policy::ONCE, stop).await
            && let Some(told) = std::str::from_utf8(&sent.body).ok().and_then(Moment::read)
        {
            return Some(told);
        }
    }
    None
}

async fn in_head(asker: &Asker, base: &SafeUrl, value: &str, stop: &CancellationToken) -> Option<Moment> {
    for url in places(base, value) {
        let answer = tokio::select! {
            biased;
            () = stop.cancelled() => return None,
            answer = asker.client().send(Request::new(Method::HEAD, url)) => answer,
        };
        let date = answer.ok().and_then(|answer| answer.headers().get(DATE)?.to_str().ok().and_then(date));
        if date.is_some() {
            return date;
        }
    }
    None
}

/// The date of a head (RFC 9110 section 5.6.7).
pub(in crate::media) fn date(text: &str) -> Option<Moment> {
    let since = httpdate::parse_http_date(text).ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(Moment { unix_ms: i64::try_from(since.as_millis()).ok()? })
}
