//! The result in the vocabulary of nmap's XML (`nmaprun`, `host`, `ports`, `port`, `state`, `service`, `runstats`), so
//! that programs which read that read this. What has no word there is left out.

use std::fmt::Write as _;

use crate::applets::scan::ports::Proto;
use crate::applets::scan::report::{HostReport, PortReport, Presence, Report};
use crate::applets::scan::verdict::Reason;

/// The whole document.
#[must_use]
pub fn write(report: &Report) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE nmaprun>\n");
    let kind = if report.method == "syn" { "syn" } else { "connect" };
    // Writing to a string cannot fail, here and below.
    let _ = writeln!(
        text,
        "<nmaprun scanner=\"toolbox\" args=\"toolbox scan\" version=\"{}\" xmloutputversion=\"1.05\" startstr=\"{}\">\n\
         <scaninfo type=\"{kind}\" protocol=\"tcp\" services=\"{}\"/>",
        escaped(&report.tool),
        escaped(&report.started),
        escaped(&report.ports),
    );
    report.hosts.iter().for_each(|host| write_host(host, &mut text));
    let down = report.summary.hosts - report.summary.hosts_up;
    let exit = if report.summary.complete { "success" } else { "error" };
    let _ = writeln!(
        text,
        "<runstats><finished timestr=\"{}\" elapsed=\"{:.2}\" exit=\"{exit}\"/>\
         <hosts up=\"{}\" down=\"{down}\" total=\"{}\"/></runstats>\n</nmaprun>",
        escaped(&report.ended),
        report.summary.seconds,
        report.summary.hosts_up,
        report.summary.hosts,
    );
    text
}

fn write_host(host: &HostReport, text: &mut String) {
    let state = match host.state {
        Presence::Up => "up",
        Presence::Down => "down",
        Presence::Unknown => "unknown",
    };
    let family = if host.address.is_ipv6() { "ipv6" } else { "ipv4" };
    let why = host.why.as_deref().unwrap_or("no-response");
    let _ = writeln!(text, "<host><status state=\"{state}\" reason=\"{why}\" reason_ttl=\"0\"/>");
    let _ = writeln!(text, "<address addr=\"{}\" addrtype=\"{family}\"/>", host.address);
    if let Some(mac) = &host.mac {
        let _ = writeln!(text, "<address addr=\"{}\" addrtype=\"mac\"/>", mac.to_uppercase());
    }
    if let Some(name) = &host.name {
        let _ = writeln!(text, "<hostnames><hostname name=\"{}\" type=\"user\"/></hostnames>", escaped(name));
    }
    text.push_str("<ports>");
    for others in &host.others {
        let _ = writeln!(
            text,
            "<extraports state=\"{}\" count=\"{}\"><extrareasons reason=\"{}\" count=\"{}\" proto=\"{}\" ports=\"{}\"/></extraports>",
            others.state,
            others.count,
            word(others.reason),
            others.count,
            others.proto,
            others.ports
        );
    }
    host.ports.iter().for_each(|port| write_port(port, text));
    text.push_str("</ports>\n</host>\n");
}

fn write_port(port: &PortReport, text: &mut String) {
    let by = port.by.map(|by| format!(" reason_ip=\"{by}\"")).unwrap_or_default();
    let proto = if port.proto == Proto::Udp { "udp" } else { "tcp" };
    let _ = write!(
        text,
        "<port protocol=\"{proto}\" portid=\"{}\"><state state=\"{}\" reason=\"{}\" reason_ttl=\"{}\"{by}/>",
        port.port,
        port.state,
        word(port.reason),
        port.ttl.unwrap_or_default(),
    );
    if let Some(service) = &port.service {
        let (method, confidence) = if service.method == "port" { ("table", 3) } else { ("probed", 10) };
        let found = service.found.as_deref();
        let attribute = |name: &str, value: Option<&str>| {
            value.map(|value| format!(" {name}=\"{}\"", escaped(value))).unwrap_or_default()
        };
        let product = [
            attribute("product", found.and_then(|found| found.product.as_deref())),
            attribute("version", found.and_then(|found| found.version.as_deref())),
            attribute("extrainfo", found.and_then(|found| found.info.as_deref())),
            attribute("tunnel", found.and_then(|found| found.tunnel.as_ref()).map(|_| "ssl")),
        ]
        .concat();
        let _ = write!(
            text,
            "<service name=\"{}\"{} method=\"{method}\" conf=\"{confidence}\"/>",
            escaped(service.name.strip_prefix("tls/").unwrap_or(&service.name)),
            product
        );
    }
    text.push_str("</port>\n");
}

/// The word that readers of that format know for a reason.
const fn word(reason: Reason) -> &'static str {
    match reason {
        Reason::TcpRst => "reset",
        other => other.name(),
    }
}

/// Text as the value of an attribute (XML 1.0, sections 2.2 and 2.4): what cannot be written at all becomes U+FFFD.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
