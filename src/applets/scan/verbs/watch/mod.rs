//! `scan watch`: looks at hosts again and again, and tells what is not as a policy wants it.
//!
//! ```text
//! policy → round: a scan of each group ─→ ledger ─→ doubts? look at them again, soon ─→ news → lines, webhook, series
//! ```
//! A round that a signal cut short says nothing. News that a webhook did not take are kept, up to a bound, and sent with the
//! next.

mod ledger;
mod policy;
mod telling;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use clap::{Args, ValueHint};
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use self::ledger::{Change, Ledger};
use self::policy::{Group, Policy};
use self::telling::{Gauges, News, Round};
use crate::applets::scan::args::Args as ScanArgs;
use crate::applets::scan::error::ScanError;
use crate::applets::scan::gauges::Gauges as Probes;
use crate::applets::scan::hosts;
use crate::applets::scan::plan::Plan;
use crate::applets::scan::ports::{Port, written};
use crate::applets::scan::report::Report;
use crate::applets::scan::scanning::Scan;
use crate::kit::env::Env;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::http::client::{Client, ClientOptions, Request};
use crate::kit::net::SafeUrl;
use crate::kit::session::Session;
use crate::kit::term::Format;
use crate::kit::units::{format_duration, format_utc};

const EXAMPLES: &str = "\
Examples:
  # every ten minutes, for ever; what changes is a line, and series for
  # Prometheus
  scan watch policy.toml --metrics 127.0.0.1:9100

  # from cron: 3 says that something is not as it should be
  scan watch policy.toml --once || mail -s ports admin < /dev/null

  # as JSON, a line for each piece of news
  scan watch policy.toml --format jsonl >> news.jsonl

A policy (TOML, YAML or JSON):
  interval = \"10m\"          # from round to round
  confirm = 2               # so many looks must agree
  recheck = \"5s\"            # between two looks at what is in doubt
  webhook = \"https://hooks.example.com/${TOKEN}\"
  timing = 3                # as -T; rate = 500 as --rate
  exclude = \"10.0.0.7\"

  [[hosts]]
  targets = \"10.0.0.1-20\"   # or a list
  open = \"22,443\"           # must be open
  may = \"8080\"              # may be open; all others must not
  ports = \"1-1024\"          # looked at [default: the hundred that tell most]

A port that is not as expected is told when as many looks in a row agree as
confirm says, and again when it is as expected once more: one lost packet is
no news. The webhook gets a POST with all news of a round as JSON.

Exit codes: 0 all is as expected, or ended by a signal; 1 failed, 2 usage or a
bad policy, 3 with --once: something is not as expected.";

/// News that wait for a webhook that does not take them; the oldest go first.
const MOST_NEWS: usize = 256;

/// Watch hosts, and tell which ports are not as a policy wants them
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct WatchArgs {
    /// What is expected: see below
    #[arg(value_name = "POLICY", value_hint = ValueHint::FilePath)]
    policy: PathBuf,

    /// One round, its confirmations included, and an end: 3 where something is not as expected
    #[arg(long)]
    once: bool,
}

impl WatchArgs {
    /// Watches, until it is asked to stop.
    ///
    /// # Errors
    /// A policy that makes no sense, targets that cannot be had, output that cannot be written.
    pub(super) async fn run(self, session: &Session) -> Result<Exit, Failure> {
        let policy = Policy::read(&self.policy, Env::process())?;
        let name = self.policy.display().to_string();
        let mut watch = Watch::new(name, policy, session)?;
        session.metrics.register(Arc::clone(&watch.gauges) as _);
        session.metrics.register(Arc::clone(&watch.probes) as _);
        if self.once { watch.once().await } else { watch.forever().await }
    }
}

struct Watch<'a> {
    session: &'a Session,
    name: String,
    policy: Policy,
    ledger: Ledger,
    gauges: Arc<Gauges>,
    probes: Arc<Probes>,
    stop: CancellationToken,
    hook: Option<(Client, SafeUrl)>,
    unsent: VecDeque<News>,
}

/// How many hosts were looked at, and how many are up.
type Hosts = (u64, u64);

impl<'a> Watch<'a> {
    fn new(name: String, policy: Policy, session: &'a Session) -> Result<Self, Failure> {
        let stop = session.shutdown.token();
        let hook = match &policy.webhook {
            None => None,
            Some(url) => {
                let mut options =
                    ClientOptions::secure(&crate::kit::tls::ClientOptions::default()).map_err(ScanError::Tls)?;
                options.stop = stop.clone();
                Some((Client::new(options), url.clone()))
            }
        };
        Ok(Self {
            session,
            name,
            ledger: Ledger::new(policy.confirm),
            policy,
            gauges: Arc::default(),
            probes: Arc::default(),
            stop,
            hook,
            unsent: VecDeque::new(),
        })
    }

    async fn once(&mut self) -> Result<Exit, Failure> {
        let Some((hosts, changes)) = self.round().await? else {
            return Ok(self.session.shutdown.interrupted().unwrap_or(Exit::Interrupted));
        };
        let time = format_utc(SystemTime::now());
        let round = Round::of(&self.name, time.clone(), hosts, &self.ledger);
        self.session.term.emit(&round)?;
        self.send(News::of(&self.name, time, changes)).await;
        Ok(if round.is_as_expected() { Exit::Done } else { Exit::Unmet })
    }

    async fn forever(&mut self) -> Result<Exit, Failure> {
        self.session.term.note(format_args!(
            "watching by {}, every {}",
            self.name,
            format_duration(self.policy.interval)
        ));
        loop {
            let next = Instant::now() + self.policy.interval;
            // What cannot be had now, such as a name, may be had at the next round; the first tells of mistakes.
            match self.round().await {
                Ok(Some((_, changes))) => self.tell(changes).await?,
                Ok(None) => return Ok(Exit::Done),
                Err(error) if self.gauges.rounds.value() == 0 => return Err(error),
                Err(error) => self.session.term.warn(format_args!("a round could not be made: {}", error.error)),
            }
            tokio::select! {
                () = self.stop.cancelled() => return Ok(Exit::Done),
                () = tokio::time::sleep_until(next) => {}
            }
        }
    }

    /// Looks at everything once, and at what is in doubt as often as it takes; none where it was cut short.
    async fn round(&mut self) -> Result<Option<(Hosts, Vec<Change>)>, Failure> {
        let (mut hosts, mut changes) = ((0, 0), Vec::new());
        for place in 0..self.policy.groups.len() {
            let group = self.policy.groups[place].clone();
            let Some(report) = self.look(group.args.clone()).await? else { return Ok(None) };
            hosts = (hosts.0 + report.summary.hosts, hosts.1 + report.summary.hosts_up);
            changes.extend(self.ledger.take(&group, &report));
            for _ in 1..self.policy.confirm {
                let Some(again) = self.doubtful(&group, &report) else { break };
                tokio::select! {
                    () = self.stop.cancelled() => return Ok(None),
                    () = tokio::time::sleep(self.policy.recheck) => {}
                }
                let Some(report) = self.look(again).await? else { return Ok(None) };
                changes.extend(self.ledger.take(&group, &report));
            }
        }
        self.gauges.rounds.add(1);
        self.gauges.show(&self.ledger);
        Ok(Some((hosts, changes)))
    }

    /// A scan of what is in doubt among the hosts of a report; none where nothing is.
    fn doubtful(&self, group: &Group, report: &Report) -> Option<ScanArgs> {
        let among: BTreeMap<_, _> =
            report.hosts.iter().map(|host| ((host.address, host.scope), host.address.to_string())).collect();
        let mut ports: BTreeSet<Port> = BTreeSet::new();
        let mut targets: BTreeSet<String> = BTreeSet::new();
        for place in self.ledger.doubts() {
            let Some(address) = among.get(&(place.address, place.scope)) else { continue };
            ports.insert(place.port);
            let zone = if place.scope == 0 { String::new() } else { format!("%{}", place.scope) };
            targets.insert(format!("{address}{zone}"));
        }
        if ports.is_empty() {
            return None;
        }
        let mut args = group.args.clone();
        args.targets = targets.into_iter().collect();
        args.ports.ports = Some(written(ports.iter()));
        Some(args)
    }

    /// One scan; none where it was cut short.
    async fn look(&self, args: ScanArgs) -> Result<Option<Report>, Failure> {
        let plan = Plan::resolve(&args, Env::process())?;
        let found = tokio::select! {
            () = self.stop.cancelled() => return Ok(None),
            found = hosts::expand(&plan.wanted, plan.resolution) => found?,
        };
        for (name, reason) in &found.lost {
            self.session.term.warn(format_args!("{name} is not looked at: {reason}"));
        }
        let scan = Scan::prepare(plan, found);
        scan.confirm()?;
        let (probes, stop) = (Arc::clone(&self.probes), self.stop.clone());
        let scanned = tokio::task::spawn_blocking(move || scan.run(&probes, stop, None)).await;
        let scanned = scanned.map_err(Failure::operation)??;
        Ok((!self.stop.is_cancelled()).then_some(scanned.report))
    }

    async fn tell(&mut self, changes: Vec<Change>) -> Result<(), Failure> {
        let news = News::of(&self.name, format_utc(SystemTime::now()), changes);
        if !news.is_empty() {
            let text = match self.session.term.format() {
                Format::Table | Format::Csv => news.lines(),
                Format::Json | Format::Jsonl => serde_json::to_string(&news).map_err(Failure::operation)? + "\n",
            };
            self.session.term.out(&text)?;
        }
        self.send(news).await;
        Ok(())
    }

    /// Sends news to the webhook, with those that it did not take before.
    async fn send(&mut self, news: News) {
        let Some((client, url)) = &self.hook else { return };
        if !news.is_empty() {
            self.unsent.push_back(news);
        }
        while self.unsent.len() > MOST_NEWS {
            self.unsent.pop_front();
        }
        while let Some(news) = self.unsent.front() {
            let Ok(body) = serde_json::to_vec(news) else { return };
            // Who hears the same news twice is not harmed.
            let request = Request::post(url.clone())
                .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
                .body(body)
                .repeatable();
            let sent = match client.send(request).await {
                Ok(response) => response.success().map(drop),
                Err(error) => Err(error),
            };
            if let Err(error) = sent {
                self.gauges.lost.add(1);
                self.session.term.warn(format_args!("the webhook did not take the news, which are kept: {error}"));
                return;
            }
            self.unsent.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::applets::scan::args::{Args, ChoiceArgs, OutcomeArgs, PaceArgs, PortArgs, ServiceArgs};

    /// The words of a scan that asks for nothing.
    pub(super) fn bare() -> Args {
        Args {
            targets: Vec::new(),
            choice: ChoiceArgs::default(),
            ports: PortArgs::default(),
            pace: PaceArgs::default(),
            services: ServiceArgs::default(),
            outcome: OutcomeArgs::default(),
            verb: None,
        }
    }
}
