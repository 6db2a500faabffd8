//! How large segments are, for whoever cannot be told by ffmpeg: its null output counts nothing. Each segment is asked for
//! once, whatever number of clients open it: with HEAD, and where a server does not answer that, for its first byte, whose
//! answer tells the size of the whole. Segments whose size nobody tells are counted, so that bytes are not taken for all.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::header::{CONTENT_LENGTH, CONTENT_RANGE, RANGE};
use http::{HeaderName, HeaderValue, Method};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::applets::swarm::plan::Plan;
use crate::applets::swarm::tally::Tally;
use crate::kit::http::client::{Client, Request};
use crate::kit::http::is_secret_field;
use crate::kit::net::{SafeUrl, parse_url};

/// Segments that are remembered; a live window is a dozen of each rendition.
const REMEMBERED: usize = 10_000;

/// Questions that wait; those beyond are not asked, and their bytes not counted.
const WAITING: usize = 256;

/// Questions that are under way at a time.
const AT_ONCE: usize = 8;

/// No segment is larger: a size beyond is a lie or a mistake.
const LARGEST_BYTES: u64 = 4 << 30;

/// At the end of a run, for answers that are under way; and how often it is looked whether they have come.
const LAST_ANSWERS: Duration = Duration::from_secs(1);
const GLANCE: Duration = Duration::from_millis(10);

/// What is known of a segment.
#[derive(Debug, Clone, Copy)]
enum Size {
    /// It is asked for; so many have opened it meanwhile.
    Asked(u64),
    /// So many bytes.
    Known(u64),
    /// Nobody tells.
    Unknown,
}

/// The sizes, and who asks for them.
#[derive(Debug)]
pub(super) struct Sizes {
    known: Mutex<Known>,
    questions: mpsc::Sender<String>,
    tally: Arc<Tally>,
}

#[derive(Debug, Default)]
struct Known {
    sizes: HashMap<String, Size>,
    order: VecDeque<String>,
}

impl Sizes {
    /// Begins to answer, until `stop`.
    pub(super) fn start(plan: &Plan, client: Client, tally: &Arc<Tally>, stop: CancellationToken) -> Arc<Self> {
        let (questions, asked) = mpsc::channel(WAITING);
        let sizes = Arc::new(Self { known: Mutex::default(), questions, tally: Arc::clone(tally) });
        tokio::spawn(stop.run_until_cancelled_owned(answer(plan.clone(), client, asked, Arc::clone(&sizes))));
        sizes
    }

    /// A client has opened a segment.
    pub(super) fn opened(&self, url: &str) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        match known.sizes.get_mut(url) {
            Some(Size::Known(bytes)) => self.tally.bytes.add(*bytes),
            Some(Size::Asked(times)) => *times += 1,
            None if self.questions.try_send(url.to_owned()).is_ok() => known.insert(url, &self.tally),
            Some(Size::Unknown) | None => self.tally.unsized_segments.inc(),
        }
    }

    /// Waits for the answers to what was asked, for a while.
    pub(super) async fn settle(&self) {
        let is_open = || {
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.sizes.values().any(|size| matches!(size, Size::Asked(_)))
        };
        let deadline = tokio::time::Instant::now() + LAST_ANSWERS;
        while is_open() && tokio::time::Instant::now() < deadline {
            tokio::time::sleep(GLANCE).await;
        }
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        for size in known.sizes.values() {
            if let Size::Asked(times) = size {
                self.tally.unsized_segments.add(*times);
            }
        }
    }

    fn answered(&self, url: &str, bytes: Option<u64>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = bytes {
            self.tally.compare(|ledger| ledger.sized(url, bytes));
        }
        let Some(size) = known.sizes.get_mut(url) else { return };
        let Size::Asked(times) = *size else { return };
        if let Some(bytes) = bytes {
            *size = Size::Known(bytes);
            self.tally.bytes.add(bytes * times);
        } else {
            *size = Size::Unknown;
            self.tally.unsized_segments.add(times);
        }
    }
}

impl Known {
    fn insert(&mut self, url: &str, tally: &Tally) {
        if self.order.len() == REMEMBERED
            && let Some(oldest) = self.order.pop_front()
            && let Some(Size::Asked(times)) = self.sizes.remove(&oldest)
        {
            tally.unsized_segments.add(times);
        }
        self.order.push_back(url.to_owned());
        self.sizes.insert(url.to_owned(), Size::Asked(1));
    }
}

async fn answer(plan: Plan, client: Client, mut asked: mpsc::Receiver<String>, sizes: Arc<Sizes>) {
    let (plan, told) = (Arc::new(plan), Arc::new(AtomicBool::new(false)));
    let mut under_way = JoinSet::new();
    while let Some(text) = asked.recv().await {
        if under_way.len() == AT_ONCE {
            under_way.join_next().await;
        }
        let (plan, client, sizes, told) = (Arc::clone(&plan), client.clone(), Arc::clone(&sizes), Arc::clone(&told));
        under_way.spawn(async move {
            let size = match by_name(&plan, &text) {
                Some(url) => size(&client, url, &plan).await,
                None => None,
            };
            if size.is_none() && !told.swap(true, Ordering::Relaxed) {
                let url = parse_url(&text).map_or_else(|_| String::new(), |url| url.to_string());
                tracing::warn!(url, "segment_size_unknown");
            }
            sizes.answered(&text, size);
        });
    }
}

/// The URL with the name that an address stands for: the client of ours knows the way itself.
fn by_name(plan: &Plan, text: &str) -> Option<SafeUrl> {
    let url = parse_url(text).ok()?;
    let Some(address) = plan.request.resolve else { return Some(url) };
    let mut bare = url.into_inner();
    let is_theirs = bare.host_str().is_some_and(|host| host.trim_matches(['[', ']']) == address.to_string());
    if is_theirs {
        bare.set_host(plan.url.host_str()).ok()?;
    }
    SafeUrl::try_from(bare).ok()
}

async fn size(client: &Client, url: SafeUrl, plan: &Plan) -> Option<u64> {
    let length = async |request: Request, part: bool| {
        let response = client.send(request).await.ok()?.success().ok()?;
        let text = |name| response.headers().get(name)?.to_str().ok();
        if part && response.status() == http::StatusCode::PARTIAL_CONTENT {
            return text(CONTENT_RANGE)?.rsplit_once('/')?.1.trim().parse().ok();
        }
        text(CONTENT_LENGTH)?.trim().parse().ok()
    };
    let is_meant = |bytes: &u64| *bytes > 0 && *bytes <= LARGEST_BYTES;
    let told = length(dressed(plan, Request::new(Method::HEAD, url.clone()), &url)?, false).await;
    if let Some(bytes) = told {
        return Some(bytes).filter(is_meant);
    }
    // Not read: the connection is given up where a server sends all of it.
    let first = dressed(plan, Request::get(url.clone()), &url)?.header(RANGE, HeaderValue::from_static("bytes=0-0"));
    length(first, true).await.filter(is_meant)
}

/// With the fields that the user wants sent; those with secrets to the host of the stream alone, as segments may be anywhere,
/// and never in the clear where the stream is not.
fn dressed(plan: &Plan, request: Request, url: &SafeUrl) -> Option<Request> {
    let in_clear = plan.url.scheme() == "https" && url.scheme() != "https";
    let at_home = url.host_str() == plan.url.host_str() && !in_clear;
    plan.request.headers.iter().try_fold(request, |request, (name, value)| {
        let name: HeaderName = name.parse().ok()?;
        if !at_home && is_secret_field(&name) {
            return Some(request);
        }
        Some(request.header(name, value.parse().ok()?))
    })
}
