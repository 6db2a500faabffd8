//! The result in the vocabulary of nmap's XML (`nmaprun`, `host`, `ports`, `port`, `state`, `service`, `runstats`), so
//! that programs which read that read this. What has no word there is left out.

use std::fmt::Write as _;

use crate::applets::scan::ports::{Proto, parse, ranges};
use crate::applets::scan::report::{HostReport, PortReport, Presence, Report};
use crate::applets::scan::verdict::Reason;

/// The whole document.
#[must_use]
pub fn write(report: &Report) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE nmaprun>\n");
    let began = seconds(&report.started);
    // Writing to a string cannot fail, here and below.
    let _ = writeln!(
        text,
        "<nmaprun scanner=\"toolbox\" args=\"{}\" start=\"{began}\" startstr=\"{}\" version=\"{}\" \
         xmloutputversion=\"1.05\">",
        escaped(&called(report)),
        escaped(&report.started),
        escaped(report.tool.strip_prefix("toolbox ").unwrap_or(&report.tool)),
    );
    let ports = parse(&report.ports, &[Proto::Tcp]).unwrap_or_default();
    for proto in [Proto::Tcp, Proto::Udp] {
        let numbers: Vec<u16> = ports.iter().filter(|port| port.proto == proto).map(|port| port.number).collect();
        if !numbers.is_empty() {
            let _ = writeln!(
                text,
                "<scaninfo type=\"{}\" protocol=\"{proto}\" numservices=\"{}\" services=\"{}\"/>",
                kind(report, proto),
                numbers.len(),
                ranges(numbers)
            );
        }
    }
    text.push_str("<verbose level=\"0\"/>\n<debugging level=\"0\"/>\n");
    let ended = seconds(&report.ended);
    report.hosts.iter().for_each(|host| write_host(host, (began, ended), &mut text));
    write_stats(report, ended, &mut text);
    text
}

/// How ports of a protocol were probed, in the words of that format.
fn kind(report: &Report, proto: Proto) -> &'static str {
    match (proto, &*report.method) {
        (Proto::Udp, _) => "udp",
        (_, "syn") => "syn",
        _ => "connect",
    }
}

/// A command line that asks the same: readers take the targets and the way from it.
fn called(report: &Report) -> String {
    /// More targets than these tell no more.
    const TARGETS: usize = 8;
    let has_udp = report.ports.contains("U:") && report.method != "udp";
    let way = match &*report.method {
        "syn" => "-sS ",
        "connect" => "-sT ",
        "udp" => "-sU ",
        _ => "-sn ",
    };
    let way = if has_udp { format!("{way}-sU ") } else { way.to_owned() };
    let targets: Vec<String> = report.hosts.iter().take(TARGETS).map(|host| host.address.to_string()).collect();
    let ports = if report.ports.is_empty() { String::new() } else { format!("-p {} ", report.ports) };
    format!("toolbox scan {way}-T{} {ports}{}", report.timing, targets.join(" "))
}

fn write_stats(report: &Report, ended: u64, text: &mut String) {
    let summary = &report.summary;
    let exit = if summary.complete { "exit=\"success\"" } else { "exit=\"error\" errormsg=\"not all was tested\"" };
    let sentence = crate::applets::scan::view::summary(report);
    let _ = writeln!(
        text,
        "<runstats><finished time=\"{ended}\" timestr=\"{}\" summary=\"{}\" elapsed=\"{:.2}\" {exit}/>\
         <hosts up=\"{}\" down=\"{}\" total=\"{}\"/>\n</runstats>\n</nmaprun>",
        escaped(&report.ended),
        escaped(&sentence),
        summary.seconds,
        summary.hosts_up,
        summary.hosts - summary.hosts_up,
        summary.hosts,
    );
}

/// Seconds since 1970 of a moment as reports have it, `2026-11-27T18:42:48Z`; 0 of anything else.
fn seconds(moment: &str) -> u64 {
    let number = |range: std::ops::Range<usize>| moment.get(range).and_then(|digits| digits.parse::<u64>().ok());
    let read = || {
        let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
        let (hour, minute, second) = (number(11..13)?, number(14..16)?, number(17..19)?);
        // Years from March, so that the leap day is the last of its year; 1970 began 719 468 days after March of year 0.
        let (year, month) = if month > 2 { (year, month - 3) } else { (year.checked_sub(1)?, month + 9) };
        let days = year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day;
        Some((days.checked_sub(719_469)? * 24 + hour) * 3600 + minute * 60 + second)
    };
    read().unwrap_or_default()
}

fn write_host(host: &HostReport, (began, ended): (u64, u64), text: &mut String) {
    let state = match host.state {
        Presence::Up => "up",
        Presence::Down => "down",
        Presence::Unknown => "unknown",
    };
    let family = if host.address.is_ipv6() { "ipv6" } else { "ipv4" };
    let why = match host.why.as_deref().unwrap_or("no-response") {
        "tcp-rst" => "reset",
        other => other,
    };
    let _ = writeln!(
        text,
        "<host starttime=\"{began}\" endtime=\"{ended}\"><status state=\"{state}\" reason=\"{why}\" reason_ttl=\"0\"/>"
    );
    let _ = writeln!(text, "<address addr=\"{}\" addrtype=\"{family}\"/>", host.address);
    if let Some(mac) = &host.mac {
        let _ = writeln!(text, "<address addr=\"{}\" addrtype=\"mac\"/>", mac.to_uppercase());
    }
    let name = host.name.as_deref().map(|name| format!("<hostname name=\"{}\" type=\"user\"/>\n", escaped(name)));
    let _ = writeln!(text, "<hostnames>\n{}</hostnames>", name.unwrap_or_default());
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
    text.push_str("</ports>\n");
    write_system(host, text);
    if let Some(trip) = host.accuracy.rtt_us {
        let _ = writeln!(text, "<times srtt=\"{trip}\" rttvar=\"{}\" to=\"100000\"/>", trip / 2);
    }
    text.push_str("</host>\n");
}

/// A guess at the system: a family, and how sure it is.
fn write_system(host: &HostReport, text: &mut String) {
    let Some(system) = &host.system else { return };
    let family = system.family.name();
    let detail = system.detail.as_deref().map(|detail| format!(" ({detail})")).unwrap_or_default();
    let accuracy = (system.confidence * 100.0).round();
    let _ = writeln!(
        text,
        "<os><osmatch name=\"{}\" accuracy=\"{accuracy}\" line=\"0\">\n<osclass type=\"general purpose\" vendor=\"{family}\" \
         osfamily=\"{family}\" accuracy=\"{accuracy}\"/>\n</osmatch>\n</os>",
        escaped(&format!("{family}{detail}"))
    );
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
        // Products are named there as the dictionary of NIST names applications.
        let cpe = found.and_then(|found| found.product_id.as_deref());
        let end = cpe.map_or("/>".to_owned(), |id| format!("><cpe>cpe:/a:{}</cpe></service>", escaped(id)));
        let _ = write!(
            text,
            "<service name=\"{}\"{} method=\"{method}\" conf=\"{confidence}\"{end}",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_seconds_since_1970() {
        for (moment, expected) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2000-02-29T12:30:01Z", 951_827_401),
            ("2026-11-27T18:42:48Z", 1_795_804_968),
            ("never", 0),
        ] {
            assert_eq!(seconds(moment), expected, "{moment}");
        }
    }
}
