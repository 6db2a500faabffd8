//! Real servers of some thirty kinds, and what the scanner makes of them: on ports that tell nothing, so that all it
//! knows is what they say. Versions are compared with what the programs say of themselves.

mod launches;

use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use toolbox::applets::scan::service::{Answer, Detective, Direct, Exchange, Question, Rules, Transport, conclude};

use crate::scan_daemons::{Daemon, Launch};
use crate::trial_of;

/// A server and what must be found out about it.
struct Peer {
    name: &'static str,
    programs: &'static [&'static str],
    transport: Transport,
    launch: Launch,
    /// Service and product.
    expected: (&'static str, Option<&'static str>),
    /// The command whose output must contain the version that was found; none where the protocol tells none.
    version: &'static [&'static str],
    /// What else must hold.
    further: fn(&Answer) -> bool,
}

pub(crate) fn trials() -> Vec<Trial> {
    launches::peers()
        .into_iter()
        .map(|peer| trial_of(&format!("scan::services::{}", peer.name), peer.programs, move || examine(&peer)))
        .collect()
}

fn examine(peer: &Peer) -> Result<(), Failed> {
    let daemon = Daemon::start(peer.transport, peer.launch)?;
    let (answer, evidence) = ask(&daemon, peer.transport)?;
    let told = format!("{:#?}\n{}", answer, shown(&evidence));
    let service = answer.service.as_ref().ok_or_else(|| format!("nothing found: {told}"))?;
    assert_eq!((&*service.name, service.product.as_deref()), peer.expected, "{told}");
    assert!((peer.further)(&answer), "{told}");
    match (peer.version, &service.version) {
        ([], None) => {}
        ([], Some(version)) => assert!(version.contains("later"), "an unexpected version: {told}"),
        (_, None) => return Err(format!("no version: {told}").into()),
        ([program, arguments @ ..], Some(version)) => {
            let output = crate::scan_daemons::program(program)?.args(arguments).output()?;
            let text = [output.stdout, output.stderr].concat();
            let text = String::from_utf8_lossy(&text);
            assert!(text.contains(version.as_str()), "{version} is not in {text}");
        }
    }
    // What was stored says the same when it is judged again.
    let stored: Vec<Exchange> = serde_json::from_str(&serde_json::to_string(&evidence)?)?;
    assert_eq!(conclude(&stored, daemon.address.port(), peer.transport, &Rules::default()), answer);
    Ok(())
}

fn ask(daemon: &Daemon, transport: Transport) -> Result<(Answer, Vec<Exchange>), Failed> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let detective = Detective::new(Direct::default(), Arc::default())?;
    // The port says nothing of its protocol, so every probe may be needed.
    let question = Question { intensity: 9, ..Question::new(daemon.address, transport) };
    // A server that has just opened its port may not serve yet.
    let mut asked = runtime.block_on(detective.identify(&question));
    for _ in 0..2 {
        if asked.0.service.is_some() {
            break;
        }
        asked = runtime.block_on(detective.identify(&question));
    }
    Ok(asked)
}

/// The evidence as a person reads it.
fn shown(evidence: &[Exchange]) -> String {
    let line = |exchange: &Exchange| {
        let received = exchange.received[..exchange.received.len().min(300)].escape_ascii();
        format!("{} ({} ms, {:?}): {received}\n", exchange.probe, exchange.millis, exchange.ending)
    };
    evidence.iter().map(line).collect()
}
