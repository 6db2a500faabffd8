//! What servers send, protocol by protocol, and what is to be read out of it. The bytes were composed from each
//! protocol's document, or are what a server of ours sent; the names in them are of nobody.

mod binary;
mod datagrams;
mod text;

use proptest::prelude::{ProptestConfig, any, prop, proptest};

use super::{Exchange, Service, Transport, protocols, read};
use crate::applets::scan::service::evidence::Transport::{Tcp, Udp};
use crate::applets::scan::service::{probe, probe_names};

/// An answer to a probe, and what it must read as: `name | line`, with `+starttls` behind it where that was offered.
struct Case {
    port: u16,
    probe: &'static str,
    received: Vec<u8>,
    expected: &'static str,
}

fn case(port: u16, probe: &'static str, received: impl AsRef<[u8]>, expected: &'static str) -> Case {
    Case { port, probe, received: received.as_ref().to_vec(), expected }
}

fn shown(found: Option<&Service>) -> String {
    let Some(found) = found else { return "nothing".to_owned() };
    let starttls = if found.starttls { " +starttls" } else { "" };
    let hosts = found.hostnames.iter().flat_map(|host| [" @", host]).collect::<String>();
    format!("{} | {}{hosts}{starttls}", found.name, found.line())
}

/// The exchange as a driver would have recorded it.
fn exchange(case: &Case) -> (Exchange, Transport) {
    let address = std::net::SocketAddr::from(([192, 0, 2, 1], case.port));
    let known = probe::by_name(case.probe);
    let transport = known.map_or(Tcp, |probe| probe.transport);
    let sent = known.map(|probe| (probe.payload)(&probe::Aim { address, host: None })).unwrap_or_default();
    (Exchange { probe: case.probe.to_owned(), sent, received: case.received.clone(), ..Exchange::default() }, transport)
}

#[track_caller]
fn check(cases: &[Case]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let (exchange, transport) = exchange(case);
            let got = shown(read(&exchange, case.port, transport).as_ref());
            (got != case.expected)
                .then(|| format!("{} {}:\n  got  {got}\n  want {}", case.port, case.probe, case.expected))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn every_case() -> Vec<Case> {
    [text::cases(), binary::cases(), datagrams::cases()].into_iter().flatten().collect()
}

#[test]
fn every_protocol_has_a_transcript() {
    let seen: Vec<String> = every_case()
        .iter()
        .filter_map(|case| {
            let (exchange, transport) = exchange(case);
            read(&exchange, case.port, transport).map(|found| found.name)
        })
        .collect();
    // Those whose reader gives other names than its own.
    let others = ["smb", "rdp", "greeting", "xmpp"];
    let missing: Vec<&str> = protocols()
        .into_iter()
        .filter(|name| !others.contains(name) && !seen.iter().any(|seen| seen == name))
        .collect();
    assert!(missing.is_empty(), "no transcript: {missing:?}");
}

#[test]
fn an_answer_cut_off_anywhere_is_still_no_panic_and_never_another_protocol() {
    for case in every_case() {
        let (mut whole, transport) = exchange(&case);
        let name = read(&whole, case.port, transport).map(|found| found.name);
        let received = std::mem::take(&mut whole.received);
        for end in 0..received.len().min(300) {
            whole.received = received[..end].to_vec();
            if let Some(found) = read(&whole, case.port, transport) {
                let is_same = name.as_ref() == Some(&found.name)
                    || found.confidence < 9
                    || matches!(&*found.name, "http" | "smtp");
                assert!(is_same, "{name:?} cut at {end} became {found:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Random bytes, and real answers with some bytes changed, go through every reader of every probe.
    #[test]
    fn no_bytes_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
        port in any::<u16>(),
        pick in any::<prop::sample::Index>(),
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        thread_local!(static CASES: Vec<(Exchange, Transport)> = every_case().iter().map(exchange).collect());
        CASES.with(|cases| {
            let (mut mutated, transport) = pick.get(cases).clone();
            for (at, value) in &flips {
                let length = mutated.received.len().max(1);
                if let Some(byte) = mutated.received.get_mut(at.index(length)) {
                    *byte = *value;
                }
            }
            let _ = read(&mutated, port, transport);
            for name in probe_names() {
                let random = Exchange { probe: name.to_owned(), received: bytes.clone(), ..Exchange::default() };
                let _ = (read(&random, port, Tcp), read(&random, port, Udp));
                let other = Exchange { probe: name.to_owned(), ..mutated.clone() };
                let _ = (read(&other, port, Tcp), read(&other, port, Udp));
            }
        });
    }
}
