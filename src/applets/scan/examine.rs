//! Asks the open ports of a report what lives there (`-sV`), and judges evidence that was kept (`scan replay`).

use std::net::{IpAddr, SocketAddr, SocketAddrV6};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use futures_util::stream;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::args::{PaceArgs, ServiceArgs};
use super::error::ScanError;
use super::known;
use super::ports::{Port, Proto};
use super::registry::Registry;
use super::report::{HostReport, PortReport, Report, Service};
use super::service::{
    Answer, Community, Detective, Direct, Exchange, P0f, Question, Rules, RulesError, Suspect, TcpFacts, Transport,
    conclude, hint, labelled,
};
use super::verdict::{Reason, State};
use crate::kit::fs::{self, FileError};

/// Ports under examination at once, in all.
const AT_ONCE: usize = 128;

/// How ports are asked.
#[derive(Debug, Clone)]
pub struct Examination {
    /// From 0 to 9.
    pub intensity: u8,
    /// Whether SNMP is asked with what everybody knows.
    pub community: Community,
    /// The user's rules.
    pub rules: Arc<Rules>,
    /// Connections to one host at once.
    pub per_host: usize,
    /// Where connections come from.
    pub source: Option<IpAddr>,
    /// How long a host may take, with what its ports took.
    pub host_timeout: Option<Duration>,
}

impl Examination {
    /// What the flags mean at a level of `-T`.
    ///
    /// # Errors
    /// Files of rules that cannot be read.
    pub fn resolve(args: &ServiceArgs, level: u8, pace: &PaceArgs) -> Result<Self, ScanError> {
        Ok(Self {
            intensity: args.version_intensity,
            community: if args.snmp_public { Community::Public } else { Community::Unasked },
            rules: Arc::new(rules(args.probes.as_deref(), &args.recog)?),
            // Whoever is in a hurry may be less polite to their own machines.
            per_host: match level {
                0..=2 => 1,
                3 => 4,
                4 => 8,
                _ => 16,
            },
            source: pace.source,
            host_timeout: pace.host_timeout,
        })
    }
}

/// Reads the user's rules.
///
/// # Errors
/// The first file that cannot be read or meant.
pub fn rules(probes: Option<&Path>, recog: &[PathBuf]) -> Result<Rules, ScanError> {
    let mut rules = Rules::default();
    if let Some(path) = probes {
        rules.add_probes(&fs::read(path)?).map_err(|reason| ScanError::Rules { path: path.to_owned(), reason })?;
    }
    for path in recog {
        let files = if path.is_dir() { fingerprints(path)? } else { vec![path.clone()] };
        for path in files {
            let text = String::from_utf8_lossy(&fs::read(&path)?).into_owned();
            rules.add_recog(&text).map_err(|reason| ScanError::Rules { path, reason })?;
        }
    }
    Ok(rules)
}

/// The files of a folder that end in `.xml`, by name.
fn fingerprints(folder: &Path) -> Result<Vec<PathBuf>, ScanError> {
    let lost = |source| FileError::new("read", folder, source);
    let entries = std::fs::read_dir(folder).map_err(lost)?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "xml"));
    files.sort();
    Ok(files)
}

/// One port to ask, by its place in the report.
struct Errand {
    host: usize,
    port: usize,
    question: Question,
}

/// Asks every open port; of UDP also those that may be open, for an answer proves it. What is stopped stays unasked.
///
/// # Errors
/// TLS cannot be set up.
pub async fn services(
    report: &mut Report,
    examination: &Examination,
    stop: CancellationToken,
) -> Result<(), ScanError> {
    let began = Instant::now();
    let detective = Detective::new(Direct::new(examination.source), Arc::clone(&examination.rules))?;
    let gates: Vec<Semaphore> = report.hosts.iter().map(|_| Semaphore::new(examination.per_host)).collect();
    let mut errands: Vec<Errand> =
        report.hosts.iter().enumerate().flat_map(|(index, host)| errands(index, host, examination)).collect();
    // A host's ports lie apart, so that no host holds all places while it is asked little by little.
    errands.sort_by_key(|errand| errand.port);
    let wanted = errands.len();
    // What a host's ports left of its time begins with its first question here.
    let left = |host: &HostReport| examination.host_timeout.map(|limit| limit.saturating_sub(host.took));
    let left: Vec<Option<Duration>> = report.hosts.iter().map(left).collect();
    let starts: Vec<OnceLock<tokio::time::Instant>> = report.hosts.iter().map(|_| OnceLock::new()).collect();
    let (detective, gates, left, starts) = (&detective, &gates, &left, &starts);
    let ask = |errand: Errand| {
        let stop = stop.clone();
        async move {
            // Gates are never closed.
            let _place = gates[errand.host].acquire().await.ok()?;
            let began = *starts[errand.host].get_or_init(tokio::time::Instant::now);
            let late = async {
                match left[errand.host] {
                    Some(left) => tokio::time::sleep_until(began + left).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                biased;
                () = stop.cancelled() => None,
                () = late => None,
                (answer, evidence) = detective.identify(&errand.question) => Some((errand, answer, evidence)),
            }
        }
    };
    let answers: Vec<_> =
        stream::iter(errands).map(ask).buffer_unordered(AT_ONCE).filter_map(std::future::ready).collect().await;
    report.summary.unasked = (wanted - answers.len()) as u64;
    for (errand, answer, evidence) in answers {
        put_down(&mut report.hosts[errand.host].ports[errand.port], answer, evidence);
    }
    report.summary.seconds += began.elapsed().as_secs_f64();
    let was_complete = report.summary.complete;
    report.sum_up();
    report.summary.complete &= was_complete;
    Ok(())
}

fn errands(index: usize, host: &HostReport, examination: &Examination) -> Vec<Errand> {
    let may_be_open = |port: &PortReport| match port.proto {
        Proto::Tcp => port.state == State::Open,
        Proto::Udp => matches!(port.state, State::Open | State::OpenFiltered),
    };
    let ports = host.ports.iter().enumerate().filter(|(_, port)| may_be_open(port));
    let errand = |(place, port): (usize, &PortReport)| {
        let address = match host.address {
            IpAddr::V4(v4) => SocketAddr::new(v4.into(), port.port),
            IpAddr::V6(v6) => SocketAddrV6::new(v6, port.port, 0, host.scope).into(),
        };
        let question = Question {
            host: host.name.clone(),
            intensity: examination.intensity,
            community: examination.community,
            ..Question::new(address, transport(port.proto))
        };
        Errand { host: index, port: place, question }
    };
    ports.map(errand).collect()
}

const fn transport(proto: Proto) -> Transport {
    match proto {
        Proto::Tcp => Transport::Tcp,
        Proto::Udp => Transport::Udp,
    }
}

/// Writes an answer into a port of a report.
fn put_down(port: &mut PortReport, answer: Answer, evidence: Vec<Exchange>) {
    for suspect in answer.suspects {
        let word = match suspect {
            Suspect::Tcpwrapped => "tcpwrapped",
            Suspect::SynProxy => "syn-proxy",
        };
        if !port.suspect.iter().any(|known| known == word) {
            port.suspect.push(word.to_owned());
        }
    }
    if evidence.iter().any(|exchange| !exchange.received.is_empty()) {
        // Who speaks is there, whatever stands in between.
        port.suspect.clear();
    }
    if port.state == State::OpenFiltered && evidence.iter().any(|exchange| !exchange.received.is_empty()) {
        port.state = State::Open;
        port.reason = Reason::UdpResponse;
    }
    if let Some(found) = answer.service {
        let line = found.line();
        port.service = Some(Service {
            name: found.title(),
            version: (!line.is_empty()).then_some(line),
            method: "probe".to_owned(),
            found: Some(Box::new(found)),
        });
    }
    port.evidence = evidence;
}

/// Names ports by a list of the user's.
pub fn rename(report: &mut Report, registry: &Registry) {
    for port in report.hosts.iter_mut().flat_map(|host| &mut host.ports) {
        if let Some(name) = registry.name(Port { proto: port.proto, number: port.port }) {
            port.service = Some(Service::usual(name));
        }
    }
}

/// Reads the user's signatures of systems.
///
/// # Errors
/// The file, or the first line that makes no sense.
pub fn signatures(path: &Path) -> Result<P0f, ScanError> {
    let text = String::from_utf8_lossy(&fs::read(path)?).into_owned();
    P0f::parse(&text)
        .map_err(|(line, what)| ScanError::Rules { path: path.to_owned(), reason: RulesError::Line { line, what } })
}

/// Guesses the system of each host from what stands in the report, and by the user's signatures.
pub fn systems(report: &mut Report, signatures: Option<&P0f>) {
    for host in &mut report.hosts {
        let open = host.ports.iter().filter(|port| port.state == State::Open);
        let services: Vec<_> = open.clone().filter_map(|port| port.service.as_ref()?.found.as_deref()).collect();
        let bare = || TcpFacts { ttl: open.clone().find_map(|port| port.ttl), ..TcpFacts::default() };
        let own = || open.clone().find_map(|port| port.shape.clone());
        let facts = host.shape.clone().or_else(own).unwrap_or_else(bare);
        let guess = hint(&services, facts.ttl.is_some().then_some(&facts));
        host.system = match signatures.and_then(|signatures| signatures.find(&facts)) {
            Some((label, fit)) => labelled(guess, label, fit),
            None => guess,
        };
    }
}

/// Judges the evidence of a report again, by the readers of today and these rules; how many ports had any.
pub fn again(report: &mut Report, rules: &Rules, signatures: Option<&P0f>) -> usize {
    let mut judged = 0;
    for port in report.hosts.iter_mut().flat_map(|host| &mut host.ports) {
        if port.evidence.is_empty() {
            continue;
        }
        judged += 1;
        // What other rules said is not what these say.
        let usual = known::name(Port { proto: port.proto, number: port.port });
        port.service = usual.map(Service::usual);
        let evidence = std::mem::take(&mut port.evidence);
        let answer = conclude(&evidence, port.port, transport(port.proto), rules);
        put_down(port, answer, evidence);
    }
    systems(report, signatures);
    judged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn port(state: State) -> PortReport {
        serde_json::from_value(serde_json::json!({
            "proto": "udp", "port": 123, "state": state, "reason": "no-response", "by": null, "rtt_us": null, "tries": 2,
            "service": {"name": "ntp", "method": "port"}
        }))
        .unwrap()
    }

    fn heard(received: &[u8]) -> Exchange {
        Exchange { probe: "ntp".to_owned(), received: received.to_vec(), ..Exchange::default() }
    }

    #[test]
    fn a_datagram_that_is_answered_proves_that_a_port_is_open() {
        let mut answered = port(State::OpenFiltered);
        let mut packet = [0; 48];
        packet[..2].copy_from_slice(&[0x24, 3]);
        let evidence = vec![heard(&packet)];
        let answer = conclude(&evidence, 123, Transport::Udp, &Rules::default());
        put_down(&mut answered, answer, evidence);
        assert_eq!((answered.state, answered.reason), (State::Open, Reason::UdpResponse));
        assert_eq!(answered.service.unwrap().version.as_deref(), Some("version 4; stratum 3"));
        let mut silent = port(State::OpenFiltered);
        put_down(&mut silent, Answer::default(), vec![heard(b"")]);
        assert_eq!(silent.state, State::OpenFiltered);
        // What is known by the number alone stays.
        assert_eq!(silent.service.unwrap().method, "port");
    }

    #[test]
    fn who_speaks_is_doubted_no_more() {
        let mut doubted = PortReport { suspect: vec!["syn-proxy".to_owned()], ..port(State::Open) };
        put_down(&mut doubted, Answer::default(), vec![heard(b"")]);
        assert_eq!(doubted.suspect, ["syn-proxy"]);
        put_down(&mut doubted, Answer::default(), vec![heard(b"220 ready\r\n")]);
        assert!(doubted.suspect.is_empty());
    }

    #[test]
    fn doubts_are_put_down_once() {
        let mut doubted = port(State::Open);
        for _ in 0..2 {
            put_down(&mut doubted, Answer { service: None, suspects: vec![Suspect::Tcpwrapped] }, Vec::new());
        }
        assert_eq!(doubted.suspect, ["tcpwrapped"]);
    }
}
