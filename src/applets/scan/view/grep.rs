//! A line for each port: `HOST:PORT:STATE:SERVICE:VERSION`, IPv6 in brackets, for `grep`, `cut` and `awk`.

use std::fmt::Write as _;

use crate::applets::scan::ports::Proto;
use crate::applets::scan::report::Report;

/// The ports that stand alone, a line each. UDP is told behind the number: `53/udp`. Colons within a service or a
/// version become blanks, so that fields stay where they are; the version is the last and keeps none either.
#[must_use]
pub fn write(report: &Report) -> String {
    let mut text = String::new();
    for host in &report.hosts {
        for port in &host.ports {
            let proto = if port.proto == Proto::Udp { "/udp" } else { "" };
            let service = port.service.as_ref();
            let name = service.map(|service| plain(&service.name)).unwrap_or_default();
            let version = service.and_then(|service| service.version.as_deref()).map(plain).unwrap_or_default();
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{}:{}{proto}:{}:{name}:{version}", host.bracketed(), port.port, port.state);
        }
    }
    text
}

fn plain(text: &str) -> String {
    text.chars().map(|c| if c == ':' || c.is_control() { ' ' } else { c }).collect()
}
