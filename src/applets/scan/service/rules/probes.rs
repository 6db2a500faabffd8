//! The format of `nmap-service-probes`: probes with their ports and rarity, and for each the patterns of its answers.
//! Read from what its public description says; patterns are compiled when they are first needed.

mod template;

use std::sync::OnceLock;

use regex::bytes::Regex;

use self::template::{Template, fill};
use super::pattern::{Flags, compile};
use super::{RulesError, is_banner};
use crate::applets::scan::service::evidence::{Exchange, Transport};
use crate::applets::scan::service::finding::{Service, Tunnel};
use crate::applets::scan::service::words;

/// In evidence, probes of the file are called by this and their name.
const PREFIX: &str = "file:";
/// The name of the probe that says nothing.
const NULL: &str = "NULL";
/// What a probe's rarity is where its file says nothing.
const USUAL_RARITY: u8 = 5;

/// A file.
#[derive(Debug, Default)]
pub(super) struct ProbeFile {
    probes: Vec<FileProbe>,
    excluded: Ports,
}

#[derive(Debug)]
struct FileProbe {
    name: String,
    transport: Transport,
    payload: Vec<u8>,
    ports: Ports,
    rarity: u8,
    fallback: Vec<String>,
    patterns: Vec<Pattern>,
}

/// Ranges of ports, both ends in.
#[derive(Debug, Default, Clone)]
struct Ports(Vec<(u16, u16)>);

impl Ports {
    fn contains(&self, port: u16) -> bool {
        self.0.iter().any(|(first, last)| (*first..=*last).contains(&port))
    }
}

#[derive(Debug)]
struct Pattern {
    line: usize,
    service: String,
    /// Only narrows down what it may be.
    is_soft: bool,
    source: String,
    flags: Flags,
    template: Template,
    compiled: OnceLock<Option<Regex>>,
}

impl ProbeFile {
    pub(super) fn parse(text: &[u8]) -> Result<Self, RulesError> {
        let mut file = Self::default();
        // Bytes above 127 occur in patterns: every byte is a sign.
        let text: String = text.iter().map(|byte| char::from(*byte)).collect();
        for (index, line) in text.lines().enumerate() {
            let number = index + 1;
            let line = line.trim_end_matches('\r');
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (directive, rest) = line.split_once(' ').unwrap_or((line, ""));
            file.directive(directive, rest.trim_start(), number)?;
        }
        Ok(file)
    }

    fn directive(&mut self, directive: &str, rest: &str, number: usize) -> Result<(), RulesError> {
        let wrong = |what: &str| RulesError::line(number, what);
        match directive {
            "Exclude" => {
                self.excluded = ports(rest).ok_or_else(|| wrong("ports look like T:1-2,U:3"))?;
                return Ok(());
            }
            "Probe" => {
                self.probes.push(probe(rest).ok_or_else(|| wrong("a probe looks like `Probe TCP name q|bytes|`"))?);
                return Ok(());
            }
            _ => {}
        }
        let Some(current) = self.probes.last_mut() else {
            return Err(wrong("something stands before the first Probe"));
        };
        match directive {
            "match" | "softmatch" => {
                let pattern = pattern(rest, number, directive == "softmatch");
                current.patterns.push(pattern.ok_or_else(|| wrong("a match looks like `match name m|pattern|`"))?);
            }
            "ports" | "sslports" => {
                current.ports.0.extend(ports(rest).ok_or_else(|| wrong("ports look like 1,2-3"))?.0);
            }
            "rarity" => {
                let rarity = rest.trim().parse().ok().filter(|rarity| (1..=9).contains(rarity));
                current.rarity = rarity.ok_or_else(|| wrong("a rarity is 1 to 9"))?;
            }
            "fallback" => current.fallback = rest.split(',').map(|name| name.trim().to_owned()).collect(),
            "totalwaitms" | "tcpwrappedms" => {
                rest.trim().parse::<u32>().map_err(|_| wrong("milliseconds are a number"))?;
            }
            other => return Err(RulesError::line(number, format!("`{other}` is no directive"))),
        }
        Ok(())
    }

    pub(super) fn count(&self) -> (usize, usize) {
        let patterns = self.probes.iter().flat_map(|probe| &probe.patterns);
        patterns.fold((0, 0), |(all, bad), pattern| (all + 1, bad + usize::from(pattern.regex().is_none())))
    }

    pub(super) fn asks(
        &self,
        port: u16,
        transport: Transport,
        intensity: u8,
        service: Option<&str>,
    ) -> Vec<(String, Vec<u8>)> {
        if self.excluded.contains(port) {
            return Vec::new();
        }
        let about = |probe: &FileProbe| {
            service.is_none_or(|service| probe.patterns.iter().any(|pattern| pattern.service == service))
        };
        let mut chosen: Vec<&FileProbe> = self
            .probes
            .iter()
            .filter(|probe| probe.transport == transport && !probe.payload.is_empty() && about(probe))
            .filter(|probe| probe.ports.contains(port) || probe.rarity <= intensity)
            .collect();
        chosen.sort_by_key(|probe| (!probe.ports.contains(port), probe.rarity));
        chosen.into_iter().map(|probe| (format!("{PREFIX}{}", probe.name), probe.payload.clone())).collect()
    }

    /// The patterns of the probe that was answered, then of those it falls back to, then of the one that says nothing.
    pub(super) fn look(&self, exchange: &Exchange, transport: Transport) -> Option<Service> {
        let named = exchange.probe.strip_prefix(PREFIX);
        let is_it = |probe: &&FileProbe| {
            probe.transport == transport
                && match named {
                    Some(name) => probe.name == name,
                    None if is_banner(exchange) => probe.payload.is_empty(),
                    // A probe of our own that says the same.
                    None => !probe.payload.is_empty() && probe.payload == exchange.sent,
                }
        };
        let first = self.probes.iter().find(is_it);
        let fallback = first.iter().flat_map(|probe| &probe.fallback);
        let fallback = fallback.filter_map(|name| self.by_name(name, transport));
        let null = self.by_name(NULL, transport);
        first.into_iter().chain(fallback).chain(null).find_map(|probe| probe.look(&exchange.received))
    }

    fn by_name(&self, name: &str, transport: Transport) -> Option<&FileProbe> {
        self.probes.iter().find(|probe| probe.transport == transport && probe.name == name)
    }
}

impl FileProbe {
    fn look(&self, received: &[u8]) -> Option<Service> {
        let hard = self.patterns.iter().filter(|pattern| !pattern.is_soft);
        let soft = self.patterns.iter().filter(|pattern| pattern.is_soft);
        hard.chain(soft).find_map(|pattern| pattern.look(received))
    }
}

impl Pattern {
    fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| compile(&self.source, self.flags)).as_ref()
    }

    fn look(&self, received: &[u8]) -> Option<Service> {
        let captures = self.regex()?.captures(received)?;
        let filled = |template: &Option<String>| template.as_ref().map(|text| words::clean(&fill(text, &captures)));
        let template = &self.template;
        // `ssl/name` is the service name inside TLS.
        let (name, tunnel) = match self.service.strip_prefix("ssl/") {
            Some(name) => (name, Some(Tunnel { version: "TLS".into(), cipher: String::new(), certificate: None })),
            None if self.service == "ssl" => {
                ("tls", Some(Tunnel { version: "TLS".into(), cipher: String::new(), certificate: None }))
            }
            None => (&*self.service, None),
        };
        let mut found = Service {
            name: name.to_owned(),
            version: filled(&template.version).filter(|version| !version.is_empty()),
            os: filled(&template.os).filter(|os| !os.is_empty()),
            tunnel,
            confidence: if self.is_soft { 5 } else { 10 },
            rule: format!("probes:{}", self.line),
            ..Service::default()
        };
        found = found.product(filled(&template.product).unwrap_or_default());
        found = found.info(filled(&template.info)).info(filled(&template.device));
        Some(found.host(filled(&template.hostname).and_then(|name| words::hostname(&name))))
    }
}

/// `TCP name q|bytes|`
fn probe(text: &str) -> Option<FileProbe> {
    let mut parts = text.splitn(3, ' ');
    let transport = match parts.next()? {
        "TCP" => Transport::Tcp,
        "UDP" => Transport::Udp,
        _ => return None,
    };
    let name = parts.next().filter(|name| !name.is_empty())?.to_owned();
    let quoted = parts.next()?.trim_start().strip_prefix('q')?;
    let delimiter = quoted.chars().next()?;
    let (payload, _options) = quoted[delimiter.len_utf8()..].split_once(delimiter)?;
    let payload = bytes(payload)?;
    Some(FileProbe {
        name,
        transport,
        payload,
        ports: Ports::default(),
        rarity: USUAL_RARITY,
        fallback: Vec::new(),
        patterns: Vec::new(),
    })
}

/// Bytes in the escapes of C: `\0`, `\xHH`, `\r`, `\n`, `\t`, `\a`, `\b`, `\f`, `\v`, `\\`.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let mut signs = text.chars();
    let mut out = Vec::new();
    while let Some(sign) = signs.next() {
        if sign != '\\' {
            out.push(u8::try_from(u32::from(sign)).ok()?);
            continue;
        }
        out.push(match signs.next()? {
            '0' => 0,
            'a' => 7,
            'b' => 8,
            't' => 9,
            'n' => 10,
            'v' => 11,
            'f' => 12,
            'r' => 13,
            'x' => {
                let digits: String = signs.by_ref().take(2).collect();
                u8::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 2)?
            }
            sign => u8::try_from(u32::from(sign)).ok()?,
        });
    }
    Some(out)
}

/// `name m|pattern|flags p/product/ v/version/ …`
fn pattern(text: &str, line: usize, is_soft: bool) -> Option<Pattern> {
    let (service, rest) = text.split_once(' ')?;
    let quoted = rest.trim_start().strip_prefix('m')?;
    let delimiter = quoted.chars().next()?;
    let (source, rest) = quoted[delimiter.len_utf8()..].split_once(delimiter)?;
    let end = rest.find(' ').unwrap_or(rest.len());
    let (flags, template) = rest.split_at(end);
    if service.is_empty() || !flags.chars().all(|flag| matches!(flag, 'i' | 's')) {
        return None;
    }
    let flags = Flags { any_case: flags.contains('i'), dot_all: flags.contains('s'), multi_line: false };
    let template = Template::parse(template)?;
    let (service, source) = (service.to_owned(), source.to_owned());
    Some(Pattern { line, service, is_soft, source, flags, template, compiled: OnceLock::new() })
}

/// `1,2-3`, with `T:` and `U:` before parts, which are not told apart here.
fn ports(text: &str) -> Option<Ports> {
    let range = |part: &str| {
        let part = part.trim().trim_start_matches("T:").trim_start_matches("U:");
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
    };
    text.split(',').filter(|part| !part.trim().is_empty()).map(range).collect::<Option<Vec<_>>>().map(Ports)
}
