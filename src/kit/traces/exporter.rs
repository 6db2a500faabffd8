//! From the queue to the collector, a batch at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use http::header::{CONTENT_TYPE, HeaderValue};
use tokio::sync::mpsc::Receiver;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

use super::Span;
use super::span::request;
use crate::kit::http::client::{Client, ClientError, ClientOptions, Request};
use crate::kit::net::SafeUrl;
use crate::kit::tls::{self, TlsError};

/// Spans in one request.
const BATCH: usize = 512;
/// A span waits this long for others to go with it.
const GATHERED: Duration = Duration::from_secs(1);
/// What is left at the end has so long to leave.
const LAST: Duration = Duration::from_secs(5);
/// More of an answer is not read.
const ANSWER_BYTES: usize = 64 << 10;

/// What sends the spans.
#[derive(Debug)]
pub struct Exporter {
    url: SafeUrl,
    spans: Receiver<Span>,
    lost: Arc<AtomicU64>,
}

/// An exporter at work.
#[derive(Debug)]
pub struct Exporting {
    task: JoinHandle<()>,
    ending: CancellationToken,
}

impl Exporter {
    pub(super) fn new(url: &SafeUrl, spans: Receiver<Span>, lost: Arc<AtomicU64>) -> Self {
        Self { url: endpoint(url), spans, lost }
    }

    /// How many spans were left out.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }

    /// Starts sending; on a runtime.
    ///
    /// # Errors
    /// The collector is to be reached over TLS, and the system has no roots.
    pub fn start(self) -> Result<Exporting, TlsError> {
        let ending = CancellationToken::new();
        let options = ClientOptions { stop: ending.clone(), ..ClientOptions::default() };
        let options = if self.url.scheme() == "https" {
            ClientOptions { connector: ClientOptions::secure(&tls::ClientOptions::default())?.connector, ..options }
        } else {
            options
        };
        let work = self.run(Client::new(options), ending.clone());
        let task = tokio::spawn(work.instrument(tracing::debug_span!("exporter")));
        Ok(Exporting { task, ending })
    }

    async fn run(mut self, client: Client, ending: CancellationToken) {
        let (mut batch, mut is_known_lost, mut told) = (Vec::with_capacity(BATCH), false, 0);
        loop {
            tokio::select! {
                _ = self.spans.recv_many(&mut batch, BATCH) => {}
                () = ending.cancelled() => self.spans.close(),
            }
            let until = Instant::now() + GATHERED;
            while batch.len() < BATCH {
                let room = BATCH - batch.len();
                let more = async {
                    tokio::select! {
                        count = self.spans.recv_many(&mut batch, room) => count,
                        () = ending.cancelled(), if !ending.is_cancelled() => 0,
                    }
                };
                if !matches!(timeout_at(until, more).await, Ok(1..)) {
                    break;
                }
            }
            if batch.is_empty() {
                if ending.is_cancelled() || self.spans.is_closed() {
                    break;
                }
                continue;
            }
            // One line when it begins to fail, not one a second.
            match send(&client, &self.url, &batch).await {
                Ok(()) => is_known_lost = false,
                Err(error) => {
                    self.lost.fetch_add(batch.len() as u64, Ordering::Relaxed);
                    if !std::mem::replace(&mut is_known_lost, true) {
                        tracing::warn!(url = %self.url, %error, "traces do not reach their collector");
                    }
                }
            }
            batch.clear();
            if told == 0 && self.lost() > 0 && !is_known_lost {
                told = self.lost();
                tracing::warn!(spans = told, "the collector of traces is too slow: some are left out");
            }
        }
        if self.lost() > told {
            tracing::warn!(spans = self.lost(), "traces were left out");
        }
    }
}

impl Exporting {
    /// Sends what is there and ends, within some seconds.
    pub async fn finish(self) {
        self.ending.cancel();
        let abort = self.task.abort_handle();
        if timeout(LAST, self.task).await.is_err() {
            abort.abort();
            tracing::warn!("traces were left out: their collector does not answer");
        }
    }
}

async fn send(client: &Client, url: &SafeUrl, spans: &[Span]) -> Result<(), ClientError> {
    // Sent twice, a span is the same span.
    let request = Request::post(url.clone())
        .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
        .body(request(spans))
        .repeatable();
    client.send(request).await?.success()?.bytes(ANSWER_BYTES).await.map(drop)
}

/// Where traces are taken: the URL as it is, or `/v1/traces` at a server of which no path was given.
fn endpoint(url: &SafeUrl) -> SafeUrl {
    if url.path() == "/" { url.join("/v1/traces").unwrap_or_else(|_| url.clone()) } else { url.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::net::parse_url;

    #[test]
    fn a_server_alone_gets_the_usual_path() {
        let of = |text| endpoint(&parse_url(text).unwrap()).to_string();
        assert_eq!(of("http://127.0.0.1:4318"), "http://127.0.0.1:4318/v1/traces");
        assert_eq!(of("http://127.0.0.1:4318/other"), "http://127.0.0.1:4318/other");
    }
}
