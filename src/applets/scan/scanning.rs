//! From a plan to a report: the schedule and the wires are made, the engine plays, what ends is written up.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use tokio_util::sync::CancellationToken;

use super::engine::{self, Parts};
use super::error::ScanError;
use super::gauges::Gauges;
use super::hosts::{Found, Target};
use super::journal::{Completion, Entry, Journal, fingerprint};
use super::plan::{Method, PUBLIC_ADDRESSES, PUBLIC_PROBES, Plan};
use super::ports::{Proto, written};
use super::privilege::with_raw_sockets;
use super::report::{HostReport, Report, SCHEMA, Summary};
use super::schedule::{Detail, Goal, Host, Known, Schedule};
use super::source::bound;
use super::sweep::{self, Fate, Manner, Swept};
use super::targets::is_public;
use super::verdict::{State, Verdict};
use super::wire::Transport;
use super::wire::connect::{Connect, Origin};
use super::wire::syn::Syn;
use super::wire::udp::Udp;
use crate::kit::descriptors;
use crate::kit::units::{format_count, format_duration, format_utc};

/// Files of the process itself.
const OWN_FILES: u64 = 64;

/// A scan that is ready to run.
pub(super) struct Scan {
    plan: Plan,
    targets: Vec<Target>,
    unresolved: Vec<String>,
}

/// What came of it.
pub(super) struct Scanned {
    pub(super) report: Report,
}

impl Scan {
    /// Checks what is to be scanned, and settles what depends on it.
    pub(super) fn prepare(mut plan: Plan, found: Found) -> Self {
        // The limit spares networks; this machine alone is none.
        if !plan.rate_is_chosen
            && plan.bounds.profile.level >= 3
            && found.targets.iter().all(|t| t.address.is_loopback())
        {
            plan.bounds.profile.rate = None;
        }
        let unresolved = found.lost.into_iter().map(|(name, _)| name).collect();
        Self { plan, targets: found.targets, unresolved }
    }

    /// How many ports there are in all.
    pub(super) fn total(&self) -> u64 {
        self.targets.len() as u64 * self.plan.ports.len() as u64
    }

    /// Refuses a large public range that nobody confirmed.
    pub(super) fn confirm(&self) -> Result<(), ScanError> {
        let count = self.targets.iter().filter(|target| is_public(target.address)).count() as u64;
        let probes = count * self.plan.ports.len() as u64;
        let is_large = count > PUBLIC_ADDRESSES || probes > PUBLIC_PROBES;
        if is_large && self.plan.confirmed != Some(count) {
            return Err(ScanError::Unconfirmed { count, probes });
        }
        Ok(())
    }

    /// What would be sent.
    pub(super) fn preview(&self) -> String {
        let profile = &self.plan.bounds.profile;
        let probes = self.total();
        let rate = profile.rate.map_or_else(|| "no limit".to_owned(), |rate| format!("{rate} a second"));
        // A SYN is some 60 bytes, and 74 with the frame of Ethernet.
        let least = profile.rate.map_or(Duration::ZERO, |rate| Duration::from_secs_f64(probes as f64 / rate));
        format!(
            "{} addresses, {} ports each: {} probes at least, at {rate}, so {} at least",
            self.targets.len(),
            self.plan.ports.len(),
            format_count(probes),
            format_duration(least)
        )
    }

    /// Scans.
    pub(super) fn run(
        self,
        gauges: &Arc<Gauges>,
        stop: CancellationToken,
        resume: Option<&Path>,
    ) -> Result<Scanned, ScanError> {
        let began = Instant::now();
        let Self { plan, targets, unresolved } = self;
        let mut schedule = Schedule::new(targets.len() as u32, plan.ports.clone(), plan.bounds);
        schedule.limit(descriptors_for(plan.bounds.profile.inflight));
        let mut journal = match resume {
            Some(path) => Some(adopt(path, &mut schedule, &targets, &plan, gauges)?),
            None => None,
        };
        let swept = look(&plan, &targets, gauges, &stop)?;
        let mut hosts: Vec<Option<HostReport>> = targets.iter().map(|_| None).collect();
        for (place, fate) in swept.fates.iter().enumerate() {
            hosts[place] =
                settle(&mut schedule, &plan, place as u32, fate).then(|| HostReport::met(&targets[place], fate));
            gauges.decided.add(if hosts[place].is_some() { plan.ports.len() as u64 } else { 0 });
        }
        let mut keep = |host, port, verdict: &_, tries, detail: Detail| {
            if let Some(journal) = &mut journal {
                journal.add(&Entry { host, port, tries, verdict: *verdict, trip: detail.trip });
            }
        };
        let mut ended = |index: u32, host: Host| {
            let told = HostReport::of(&targets[index as usize], &host, &plan.ports);
            hosts[index as usize] = Some(heard(told, &swept.fates[index as usize]));
        };
        let (tcp, method) = tcp(&plan, &targets)?;
        let has_udp = plan.ports.iter().any(|port| port.proto == Proto::Udp);
        let udp =
            has_udp.then(|| -> Box<dyn Transport> { Box::new(Udp::new(Origin { source: plan.source.map(bound) })) });
        let parts = Parts {
            targets: &targets,
            tcp,
            udp,
            gauges: Arc::clone(gauges),
            stop,
            journal: &mut keep,
            ended: &mut ended,
        };
        let whole = engine::execute(&mut schedule, parts)
            .map_err(|reason| ScanError::System { action: "wait for answers", reason })?;
        for ((host, target), fate) in hosts.iter_mut().zip(&targets).zip(&swept.fates) {
            host.get_or_insert_with(|| heard(HostReport::untested(target, &plan.ports), fate));
        }
        if let Some(journal) = journal {
            journal.finish(if whole { Completion::Whole } else { Completion::Partial })?;
        }
        let (probes, retries) = schedule.counts();
        let (probes, retries) = (probes + swept.sent.0, retries + swept.sent.1);
        let summary = Summary { probes, retries, seconds: began.elapsed().as_secs_f64(), ..Summary::default() };
        let mut report = Report {
            schema: SCHEMA.to_owned(),
            tool: concat!("toolbox ", env!("CARGO_PKG_VERSION")).to_owned(),
            started: String::new(),
            ended: String::new(),
            method: method.to_owned(),
            timing: plan.bounds.profile.level,
            seed: plan.bounds.seed.to_string(),
            ports: written(plan.ports.iter()),
            hosts: hosts.into_iter().flatten().collect(),
            unresolved,
            summary,
        };
        if plan.bounds.goal == Goal::Presence {
            "discover".clone_into(&mut report.method);
            report.keep_presence();
        }
        report.sum_up();
        report.summary.complete &= whole && swept.is_whole && report.beyond() == 0;
        Ok(Scanned { report })
    }
}

/// Looks for hosts before their ports are asked.
fn look(plan: &Plan, targets: &[Target], gauges: &Gauges, stop: &CancellationToken) -> Result<Swept, ScanError> {
    let search = &plan.search;
    if search.is_chosen {
        with_raw_sockets(|| sweep::check(&search.ways))
            .map_err(|(way, reason)| ScanError::Way { way: way.name(), reason })?;
    }
    let (profile, tries) = (plan.bounds.profile, search.tries);
    let uses_table = plan.bounds.goal == Goal::Presence;
    let manner = Manner { ways: &search.ways, profile, tries, source: plan.source, uses_table };
    let sweep = with_raw_sockets(|| sweep::prepare(targets, &manner));
    Ok(sweep(gauges, stop))
}

/// Gives the schedule what is known of a host; whether it is done with.
fn settle(schedule: &mut Schedule, plan: &Plan, place: u32, fate: &Fate) -> bool {
    let is_known = match fate {
        // Nothing is left to ask it by.
        Fate::Unheard | Fate::Unasked(_) => plan.ports.is_empty(),
        Fate::Here { .. } | Fate::Missing { .. } => plan.bounds.goal == Goal::Presence,
    };
    match fate {
        _ if is_known => schedule.leave_out(place),
        Fate::Here { mac: Some(_), .. } => schedule.tell(place, Known::Here),
        // Whoever answered an echo may live beyond a router.
        Fate::Unheard | Fate::Unasked(_) | Fate::Here { .. } => {}
        // No packet reaches a neighbour that does not say where it is.
        Fate::Missing { reason, .. } => schedule.tell(place, Known::All(Verdict::of(State::Unreachable, *reason))),
    }
    is_known
}

/// What probes ports, where any are, and its word in documents.
type Named = (Option<Box<dyn Transport>>, &'static str);

/// What probes ports of TCP.
fn tcp(plan: &Plan, targets: &[Target]) -> Result<Named, ScanError> {
    if !plan.ports.iter().any(|port| port.proto == Proto::Tcp) {
        return Ok((None, "udp"));
    }
    let connect = || -> Box<dyn Transport> { Box::new(Connect::new(Origin { source: plan.source.map(bound) })) };
    if plan.method == Method::Connect {
        return Ok((Some(connect()), "connect"));
    }
    match with_raw_sockets(|| Syn::open(targets, &plan.ports, plan.source.map(bound))) {
        Ok(syn) => Ok((Some(Box::new(syn)), "syn")),
        Err(_) if plan.method == Method::Auto => Ok((Some(connect()), "connect")),
        Err(error) => Err(ScanError::Raw(error)),
    }
}

/// How many probes may be under way, given how many files this process may open.
fn descriptors_for(wanted: u32) -> u32 {
    match descriptors::ensure(u64::from(wanted) + OWN_FILES) {
        Ok(()) => wanted,
        Err(few) => u32::try_from(few.limit.saturating_sub(OWN_FILES)).unwrap_or(wanted).clamp(1, wanted),
    }
}

/// Gives the schedule what an earlier run decided.
fn adopt(
    path: &Path,
    schedule: &mut Schedule,
    targets: &[Target],
    plan: &Plan,
    gauges: &Gauges,
) -> Result<Journal, ScanError> {
    let (journal, entries) = Journal::open(path, fingerprint(targets, &plan.ports))?;
    for entry in entries {
        let fits = (entry.port as usize) < plan.ports.len();
        if let Some(host) = schedule.prepare(entry.host).filter(|_| fits) {
            host.adopt(entry.port, entry.verdict, entry.tries, entry.detail());
            gauges.decided.add(1);
        }
    }
    Ok(journal)
}

/// Says when it was.
pub(super) fn date(report: &mut Report, began: SystemTime) {
    report.started = format_utc(began);
    report.ended = format_utc(SystemTime::now());
}

/// With what the search for hosts has told of it, where it was not left to its ports.
fn heard(mut told: HostReport, fate: &Fate) -> HostReport {
    if !matches!(fate, Fate::Unasked(_)) {
        told.learn(fate);
    }
    told
}
