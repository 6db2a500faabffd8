//! Finds out which ports of which hosts are open, and who says so: the target, a machine in between, this one, or nobody.
//!
//! # Flow
//! ```text
//! args → plan → hosts (names, ranges, excludes) → sweep: who is there, by ARP, NDP and echo
//!                                                 engine ─┬─ schedule: whose turn it is, how often, how long to wait
//!                                                         ├─ wire: probes out, answers in, each with its cause
//!                                                         └→ journal (--resume), gauges → view
//!                     report ← what is known of each host ─┘
//! ```
//! `verdict` is the table from what came to a state and a reason; `timing`, `loss` and `schedule` decide how fast and how
//! often, without a clock or a socket; `known` and `ports` say which ports. `change` compares two reports.
//!
//! What lives on an open port (`-sV`) is [`service`]'s, a room of its own that is handed an address, a port and limits;
//! [`examine`] asks it for each open port and puts down the answers with their evidence.
//!
//! # Invariants
//! - A port that was not probed to its end is `untested`, never closed. No lack of room here is a verdict.
//! - Every verdict has a reason, and a sender where somebody else than the port spoke.
//! - What is excluded is never probed: the excludes win over every target.
//! - No packet is forged: no decoys, no foreign sender, no fragments.
//! - Memory is two bytes for each port of the hosts under way, three where the first answer was late, and a page for each
//!   host.
//!
//! # Open
//! - `--retries` and `--timeout` are not kept by `-sV`.
//! - Hints on systems know the shape of packets by SYN alone; what is open of services stands in [`service`].
//! - Hosts beyond routers are scanned whether they were heard before or not; neighbours that answer no ARP and no NDP are not.
//! - Without privilege neighbours of IPv6 are found by echo and TCP alone: the system's table of them is not read.
//! - Without privilege a neighbour that is looked for in vain for longer than all tries of `-T4` and `-T5` take is told as
//!   filtered, not as unreachable.
//! - Payloads of UDP are few.
//! - A connect that this machine's own firewall drops looks like silence: the system does not tell (by SYN it does).
//! - The limit on rates holds for this machine's own addresses beyond loopback, too.

pub mod args;
pub mod change;
mod consent;
pub mod engine;
pub mod error;
pub mod examine;
pub mod gauges;
pub mod habits;
pub mod hosts;
mod journal;
pub mod known;
pub mod loss;
pub mod order;
pub mod outputs;
pub mod plan;
pub mod ports;
pub mod privilege;
pub mod registry;
pub mod report;
mod scanning;
pub mod schedule;
pub mod service;
pub mod source;
pub mod sweep;
pub mod targets;
pub mod timing;
pub mod verbs;
pub mod verdict;
pub mod view;
pub mod wire;

use std::sync::Arc;
use std::time::SystemTime;

use tokio_util::sync::CancellationToken;

pub use args::Args;

use self::gauges::Gauges;
use self::outputs::Outputs;
use self::plan::Plan;
use self::scanning::{Scan, Scanned};
use self::schedule::Goal;
use self::view::hosts::Hosts;
use self::view::{Ports, Reasons, Shape, Shown};
use crate::kit::env::Env;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

/// Runs `scan` as the user typed it.
///
/// # Errors
/// A plan that makes no sense, targets that cannot be had, sockets that this machine refuses.
pub async fn run(args: Args, session: &Session) -> Result<Exit, Failure> {
    match args.verb {
        Some(verb) => Box::pin(verb.run(session)).await,
        None => scan(args, session).await,
    }
}

/// Scans what `args` say, whatever verb they came from.
///
/// # Errors
/// As [`run`].
pub async fn scan(args: Args, session: &Session) -> Result<Exit, Failure> {
    outputs::refuse_all(session.term.output())?;
    let mut plan = Plan::resolve(&args, Env::process())?;
    let (examination, registry) = (plan.examination.take(), plan.registry.take());
    let signatures = plan.signatures.take();
    let outputs = Outputs { save: args.outcome.save, grep: args.outcome.grep, xml: args.outcome.xml };
    outputs.check()?;
    let found = {
        let _nothing_to_lose = session.shutdown.at_once();
        hosts::expand(&plan.wanted, plan.resolution).await?
    };
    for (name, reason) in &found.lost {
        session.term.warn(format_args!("{name} is not scanned: {reason}"));
    }
    source::check(plan.source, &found.targets)?;
    let goal = plan.bounds.goal;
    let scan = Scan::prepare(plan, found);
    if args.outcome.dry_run {
        session.term.out(&(scan.preview() + "\n"))?;
        return Ok(Exit::Done);
    }
    consent::ask(&scan, session).await?;
    let gauges = Arc::new(Gauges::default());
    session.metrics.register(Arc::clone(&gauges) as _);
    let (over, total) = (CancellationToken::new(), scan.total());
    let view = tokio::spawn(view::progress(session.term.clone(), Arc::clone(&gauges), total, over.clone()));
    let (began, stop) = (SystemTime::now(), session.shutdown.token());
    let resume = args.outcome.resume;
    let scanned = tokio::task::spawn_blocking(move || scan.run(&gauges, stop, resume.as_deref())).await;
    over.cancel();
    // A view that panicked has been reported by the panic hook.
    let _ = view.await;
    let Scanned { mut report, .. } = scanned.map_err(Failure::operation)??;
    if let Some(registry) = &registry {
        examine::rename(&mut report, registry);
    }
    if let Some(examination) = &examination {
        examine::services(&mut report, examination, session.shutdown.token()).await?;
    }
    if args.services.os {
        examine::systems(&mut report, signatures.as_ref());
    }
    scanning::date(&mut report, began);
    let shown = Shown {
        ports: if args.outcome.open { Ports::Open } else { Ports::All },
        reasons: if args.outcome.reason { Reasons::Always } else { Reasons::Odd },
    };
    outputs.write(&report, session)?;
    if !outputs.takes_stdout(session.term.output()) {
        match goal {
            Goal::Ports => session.term.emit(&Shape { report: &report, shown })?,
            Goal::Presence => session.term.emit(&Hosts { report: &report })?,
        }
    }
    Ok(match session.shutdown.interrupted() {
        Some(interrupted) => interrupted,
        None if report.summary.complete => Exit::Done,
        None => Exit::Unmet,
    })
}
