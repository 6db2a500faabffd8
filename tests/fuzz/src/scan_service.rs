//! What a port answered, through every reader; and the same evidence stored and judged again.
//!
//! The first byte picks the probe that was answered, the second the port and the transport; the rest is the answer,
//! whose parts behind a line `--` are those of the next probes.

use toolbox::applets::scan::service::{Exchange, Rules, Transport, conclude, probe_names, read};

/// Tries one input.
///
/// # Panics
/// When a promise is broken.
pub fn run(data: &[u8]) {
    const PORTS: [u16; 16] = [1, 7, 13, 21, 25, 37, 43, 79, 80, 110, 143, 139, 443, 3306, 6667, 11211];
    let [probe, place, answer @ ..] = data else { return };
    let names = probe_names();
    let port = PORTS[usize::from(*place) % PORTS.len()];
    let transport = if *place < 128 { Transport::Tcp } else { Transport::Udp };
    let mut evidence = Vec::new();
    for (step, part) in parts(answer).take(8).enumerate() {
        let probe = names[(usize::from(*probe) + step) % names.len()].to_owned();
        let exchange = Exchange { probe, received: part.to_vec(), ..Exchange::default() };
        if let Some(found) = read(&exchange, port, transport) {
            assert!(!found.name.is_empty() && found.confidence <= 10, "{found:?}");
            let texts = [&found.product, &found.version, &found.os];
            assert!(texts.into_iter().flatten().all(|text| is_plain(text)), "{found:?}");
        }
        evidence.push(exchange);
    }
    let answer = conclude(&evidence, port, transport, &Rules::default());
    let stored = serde_json::to_string(&evidence).unwrap_or_default();
    let again: Vec<Exchange> = serde_json::from_str(&stored).unwrap_or_default();
    assert_eq!(again, evidence, "stored evidence is other evidence");
    assert_eq!(conclude(&again, port, transport, &Rules::default()), answer);
}

/// Fit for a cell of a table: nothing that moves a cursor, and not endless.
fn is_plain(text: &str) -> bool {
    text.len() <= 600 && !text.chars().any(char::is_control)
}

fn parts(answer: &[u8]) -> impl Iterator<Item = &[u8]> {
    const CUT: &[u8] = b"\n--\n";
    let mut rest = Some(answer);
    std::iter::from_fn(move || {
        let whole = rest?;
        let at = whole.windows(CUT.len()).position(|part| part == CUT);
        rest = at.map(|at| &whole[at + CUT.len()..]);
        Some(at.map_or(whole, |at| &whole[..at]))
    })
}
