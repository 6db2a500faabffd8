//! `scan watch`: looks at hosts again and again, and tells what is not as a policy wants it.
//!
//! ```text
//! policy → round: a scan of each group ─→ ledger ─→ doubts? look at them again, soon ─→ news → lines, webhook, series
//! ```
//! A round that a signal cut short says nothing. The webhook is told beside the rounds: news that it did not take are kept, up
//! to a bound, and told again.

mod ledger;
mod policy;
mod telling;
mod webhook;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use clap::{Args, ValueHint};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use self::ledger::{Change, Ledger};
use self::policy::{Group, Policy};
use self::telling::{Gauges, News, Round};
use self::webhook::{Hook, Messenger};
use crate::applets::scan::args::Args as ScanArgs;
use crate::applets::scan::error::ScanError;
use crate::applets::scan::gauges::Gauges as Probes;
use crate::applets::scan::hosts;
use crate::applets::scan::plan::Plan;
use crate::applets::scan::ports::{Port, written};
use crate::applets::scan::report::Report;
use crate::applets::scan::scanning::Scan;
use crate::applets::scan::targets::is_public;
use crate::kit::env::Env;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::http::client::{Client, ClientOptions};
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
  confirm-public = 4096     # for a large public range: its addresses

A port that is not as expected is told when as many looks in a row agree as
confirm says, and again when it is as expected once more: one lost packet is
no news. The webhook gets a POST with all news of a round as JSON.

Exit codes: 0 all is as expected, or ended by a signal; 1 failed, 2 usage or a
bad policy, 3 with --once: something is not as expected.";

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
    hook: Option<Hook>,
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
                Some(Hook { client: Client::new(options), url: url.clone() })
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
        })
    }

    async fn once(&mut self) -> Result<Exit, Failure> {
        let Some((hosts, changes)) = self.round().await? else {
            return Ok(self.session.shutdown.interrupted().unwrap_or(Exit::Interrupted));
        };
        let time = format_utc(SystemTime::now());
        let round = Round::of(&self.name, time.clone(), hosts, &self.ledger);
        self.session.term.emit(&round)?;
        let news = News::of(&self.name, time, changes);
        if let Some(hook) = self.hook.as_ref().filter(|_| !news.is_empty()) {
            let told = tokio::select! {
                () = self.stop.cancelled() => Err("interrupted".to_owned()),
                told = hook.post(&news) => told,
            };
            if let Err(error) = told {
                self.session.term.warn(format_args!("the webhook did not take the news: {error}"));
            }
        }
        Ok(if round.is_as_expected() { Exit::Done } else { Exit::Unmet })
    }

    async fn forever(&mut self) -> Result<Exit, Failure> {
        self.session.term.note(format_args!(
            "watching by {}, every {}",
            self.name,
            format_duration(self.policy.interval)
        ));
        let (term, gauges) = (self.session.term.clone(), Arc::clone(&self.gauges));
        let interval = self.policy.interval;
        let mut messenger = self.hook.clone().map(|hook| Messenger::start(hook, term, gauges, interval));
        let ended = self.rounds(messenger.as_mut()).await;
        if let Some(messenger) = messenger {
            messenger.end();
        }
        ended
    }

    async fn rounds(&mut self, mut messenger: Option<&mut Messenger>) -> Result<Exit, Failure> {
        loop {
            let next = Instant::now() + self.policy.interval;
            // What cannot be had now, such as a name, may be had at the next round; the first tells of mistakes.
            match self.round().await {
                Ok(Some((_, changes))) => {
                    let news = self.tell(changes)?;
                    if let Some(messenger) = &mut messenger {
                        messenger.tell(news);
                    }
                }
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
        // What was confirmed as a whole is so in part.
        let public = |target: &&String| target.parse().is_ok_and(is_public);
        args.choice.confirm_public = args.choice.confirm_public.map(|_| targets.iter().filter(public).count() as u64);
        args.targets = targets.into_iter().collect();
        args.ports.ports = Some(written(ports.iter()));
        Some(args)
    }

    /// A large public range is confirmed in the policy, and not by a flag.
    fn unconfirmed(&self, error: ScanError) -> ScanError {
        match error {
            ScanError::Unconfirmed { count, .. } => ScanError::Policy {
                place: self.name.clone(),
                what: error.to_string(),
                hint: Some(format!("if they are yours to watch: confirm-public = {count} with these hosts")),
            },
            other => other,
        }
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
        scan.confirm().map_err(|error| self.unconfirmed(error))?;
        let (probes, stop) = (Arc::clone(&self.probes), self.stop.clone());
        let scanned = tokio::task::spawn_blocking(move || scan.run(&probes, stop, None)).await;
        let scanned = scanned.map_err(Failure::operation)??;
        Ok((!self.stop.is_cancelled()).then_some(scanned.report))
    }

    /// Tells by lines; what it told.
    fn tell(&self, changes: Vec<Change>) -> Result<News, Failure> {
        let news = News::of(&self.name, format_utc(SystemTime::now()), changes);
        if !news.is_empty() {
            let text = match self.session.term.format() {
                Format::Table | Format::Csv => news.lines(),
                Format::Json | Format::Jsonl => serde_json::to_string(&news).map_err(Failure::operation)? + "\n",
            };
            self.session.term.out(&text)?;
        }
        Ok(news)
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
