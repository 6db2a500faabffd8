//! `--server-metrics URL`: what the server says of itself, on the clock of the run.
//!
//! A task on the control side asks for the server's Prometheus metrics once a second, from the moment the run counts.
//! Afterwards the series that moved with the response times are told ([`relate`]). The sending threads know nothing of
//! it, and a server that does not answer costs a note in the report, never the run.

mod relate;
mod series;

use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval_at};
use tokio_util::sync::CancellationToken;

use self::series::Scrapes;
use super::error::RunError;
use super::plan::Plan;
use super::report::{Report, ServerMetrics};
use super::route;
use crate::kit::http::ConnectorOptions;
use crate::kit::http::client::{Client, ClientOptions, Protocol, Redirects, Request};
use crate::kit::net::{SafeUrl, Timeouts, parse_url};
use crate::kit::retry::Policy;
use crate::kit::term::Term;
use crate::kit::tls::client_config;

/// How often a server is asked.
const EVERY: Duration = Duration::from_secs(1);

/// How long it may take: a busy server answers late, and late is better than not.
const PATIENCE: Duration = Duration::from_secs(5);

/// A page beyond this is not read: the largest exporters write a few megabytes.
const MOST_BYTES: usize = 16 << 20;

/// A watch on the server's metrics while a run goes on.
#[derive(Debug)]
pub(super) struct Watch {
    stop: CancellationToken,
    task: JoinHandle<Seen>,
    start: watch::Receiver<Option<Instant>>,
}

/// All that was seen.
#[derive(Debug)]
struct Seen {
    url: SafeUrl,
    scrapes: Scrapes,
    answered: u64,
    failed: u64,
    last_failure: Option<String>,
    /// The moment that its times count from.
    zero: Option<Instant>,
}

impl Watch {
    /// Begins to watch when `start` tells the moment from which the run counts; nothing when the plan asks for none.
    ///
    /// # Errors
    /// A URL that is none, TLS files that can not be used.
    pub(super) fn start(
        plan: &Plan,
        start: watch::Receiver<Option<Instant>>,
        term: &Term,
    ) -> Result<Option<Self>, RunError> {
        let Some(url) = &plan.server_metrics else { return Ok(None) };
        let url =
            parse_url(url).map_err(|error| RunError::Route { flag: "--server-metrics", reason: error.to_string() })?;
        let client = client(plan, &url)?;
        let stop = CancellationToken::new();
        let mut seen =
            Seen { url, scrapes: Scrapes::default(), answered: 0, failed: 0, last_failure: None, zero: None };
        let (stopped, term, mut begun) = (stop.clone(), term.clone(), start.clone());
        let task = tokio::spawn(async move {
            let work = async {
                if let Ok(Some(zero)) = begun.wait_for(Option::is_some).await.map(|zero| *zero) {
                    seen.zero = Some(zero);
                    seen.watch(&client, zero, &term).await;
                }
            };
            stopped.run_until_cancelled(work).await;
            seen
        });
        Ok(Some(Self { stop, task, start }))
    }

    /// Ends the watch; what the server's metrics have to do with the response times of `report`.
    pub(super) async fn finish(self, report: &Report) -> ServerMetrics {
        self.stop.cancel();
        match self.task.await {
            // The watch began with the run, the report where statistics were last started afresh.
            Ok(seen) => {
                let moved = self.start.borrow().zip(seen.zero).map(|(now, then)| now.saturating_duration_since(then));
                seen.tell(report, moved.unwrap_or_default())
            }
            Err(_) => ServerMetrics { note: Some("the watch ended early".into()), ..ServerMetrics::default() },
        }
    }
}

/// A client for one page a second: no second try, because the next second is one.
fn client(plan: &Plan, url: &SafeUrl) -> Result<Client, RunError> {
    let tls = (url.scheme() == "https").then(|| client_config(&route::tls(&plan.route, Vec::new()))).transpose()?;
    let resolver = route::resolver(&plan.route)?;
    Ok(Client::new(ClientOptions {
        connector: ConnectorOptions { resolver, tls, ..ConnectorOptions::default() },
        timeouts: Timeouts { total: Some(PATIENCE), ..Timeouts::default() },
        redirects: Redirects::default(),
        retry: Policy { tries: 1, ..Policy::default() },
        protocol: Protocol::Http1,
        ..ClientOptions::default()
    }))
}

impl Seen {
    /// Asks every second until it is cancelled.
    async fn watch(&mut self, client: &Client, zero: Instant, term: &Term) {
        let mut ticks = interval_at(zero.into(), EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        loop {
            ticks.tick().await;
            let asked = Instant::now();
            let answer = scrape(client, &self.url).await;
            // The server wrote it somewhere between being asked and having answered.
            let t_ns = (asked + asked.elapsed() / 2).saturating_duration_since(zero).as_nanos() as u64;
            let failure = match answer {
                Ok(page) if self.scrapes.add(t_ns, &page) > 0 => {
                    self.answered += 1;
                    continue;
                }
                Ok(_) => "the answer holds no metrics in Prometheus text".to_owned(),
                Err(failure) => failure,
            };
            self.failed += 1;
            if self.last_failure.is_none() {
                term.warn(format_args!("no server metrics from {}: {failure}; the run goes on", self.url));
            }
            self.last_failure = Some(failure);
        }
    }

    fn tell(self, report: &Report, moved: Duration) -> ServerMetrics {
        let relation = relate::relate(&report.series, &self.scrapes.tracks(moved.as_nanos() as u64));
        let mut notes = Vec::new();
        if let Some(failure) = self.last_failure {
            let asked = self.answered + self.failed;
            notes.push(format!("{} of {asked} scrapes failed, the last one because {failure}", self.failed));
        }
        if self.answered > 0 {
            notes.extend(relation.note);
        }
        match self.scrapes.left_out() {
            0 => {}
            left_out => notes.push(format!("{left_out} series were too many and left out")),
        }
        ServerMetrics {
            url: Some(self.url.to_string()),
            scrapes: self.answered,
            failed_scrapes: self.failed,
            note: (!notes.is_empty()).then(|| notes.join("; ")),
            change_ns: relation.change_ns,
            series: relation.series,
        }
    }
}

/// One page; why not, in a few words.
async fn scrape(client: &Client, url: &SafeUrl) -> Result<String, String> {
    let told = |error: &dyn std::error::Error| {
        // The innermost cause is what a person can act on; the rest names the URL, which stands beside it anyway.
        let mut cause = error;
        while let Some(inner) = cause.source() {
            cause = inner;
        }
        cause.to_string()
    };
    let answer = async { client.send(Request::get(url.clone())).await?.success()?.text(MOST_BYTES).await };
    answer.await.map_err(|error| told(&error))
}
