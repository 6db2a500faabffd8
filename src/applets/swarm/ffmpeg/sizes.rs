//! How large segments are, for whoever cannot be told by ffmpeg: its null output counts nothing. Each segment is asked for
//! once, whatever number of clients open it.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::Method;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::applets::swarm::plan::Plan;
use crate::applets::swarm::tally::Tally;
use crate::kit::http::client::{Client, Request};
use crate::kit::net::{SafeUrl, parse_url};

/// Segments that are remembered; a live window is a dozen of each rendition.
const REMEMBERED: usize = 10_000;

/// Questions that wait; those beyond are not asked, and their bytes not counted.
const WAITING: usize = 256;

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
            None => {
                if self.questions.try_send(url.to_owned()).is_ok() {
                    known.insert(url);
                }
            }
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
    }

    fn answered(&self, url: &str, bytes: Option<u64>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = bytes {
            self.tally.compare(|ledger| ledger.sized(url, bytes));
        }
        let bytes = bytes.unwrap_or(0);
        if let Some(Size::Asked(times)) = known.sizes.insert(url.to_owned(), Size::Known(bytes)) {
            self.tally.bytes.add(bytes * times);
        }
    }
}

impl Known {
    fn insert(&mut self, url: &str) {
        if self.order.len() == REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.sizes.remove(&oldest);
        }
        self.order.push_back(url.to_owned());
        self.sizes.insert(url.to_owned(), Size::Asked(1));
    }
}

async fn answer(plan: Plan, client: Client, mut asked: mpsc::Receiver<String>, sizes: Arc<Sizes>) {
    let mut told = false;
    while let Some(text) = asked.recv().await {
        let size = match by_name(&plan, &text) {
            Some(url) => size(&client, url, &plan).await,
            None => None,
        };
        if size.is_none() && !told {
            told = true;
            tracing::warn!(url = %parse_url(&text).map_or_else(|_| String::new(), |url| url.to_string()), "segment_size_unknown");
        }
        sizes.answered(&text, size);
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
    let mut request = Request::new(Method::HEAD, url);
    for (name, value) in &plan.request.headers {
        request = request.header(name.parse().ok()?, value.parse().ok()?);
    }
    let response = client.send(request).await.ok()?.success().ok()?;
    response.headers().get(http::header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
