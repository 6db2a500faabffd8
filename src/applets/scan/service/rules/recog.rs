//! Fingerprints in the XML of the Recog project: patterns over named fields, such as a server's header or banner.

use std::collections::HashMap;
use std::sync::OnceLock;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use regex::bytes::Regex;

use super::RulesError;
use super::pattern::{Flags, compile};
use crate::applets::scan::service::certificate::Certificate;
use crate::applets::scan::service::evidence::Exchange;
use crate::applets::scan::service::finding::Service;
use crate::applets::scan::service::{read, words};

/// One file.
#[derive(Debug)]
pub(super) struct Fingerprints {
    /// The field it is about: `ssh.banner`.
    field: String,
    list: Vec<Fingerprint>,
}

#[derive(Debug, Default)]
struct Fingerprint {
    source: String,
    flags: Flags,
    description: String,
    /// Position in the pattern (0: constant), name, value.
    params: Vec<(usize, String, String)>,
    compiled: OnceLock<Option<Regex>>,
}

/// The values of the fields that an exchange shows.
pub(super) fn fields(exchange: &Exchange) -> Vec<(&'static str, String)> {
    let mut fields = Vec::new();
    if let Some(handshake) = &exchange.handshake {
        if let Some(certificate) = Certificate::read(&handshake.certificate) {
            fields.push(("x509.subject", certificate.subject));
            fields.push(("x509.issuer", certificate.issuer));
        }
        return fields;
    }
    let text = words::text(&exchange.received);
    let line = words::line(&text);
    if let Some(banner) = line.strip_prefix("SSH-").and_then(|rest| rest.split_once('-')) {
        fields.push(("ssh.banner", banner.1.to_owned()));
    }
    if let Some(server) = read::server_header(&exchange.received) {
        fields.push(("http_header.server", server));
        if let Some(title) = words::between(&text, "<title>", "</title>") {
            fields.push(("html_title", words::clean(title)));
        }
    }
    if let Some(banner) = line.strip_prefix("220 ").or_else(|| line.strip_prefix("220-")) {
        fields.push(("ftp.banner", banner.to_owned()));
        fields.push(("smtp.banner", banner.to_owned()));
    }
    if let Some(banner) = line.strip_prefix("200 ").or_else(|| line.strip_prefix("201 ")) {
        fields.push(("nntp.banner", banner.to_owned()));
    }
    if let Some(banner) = line.strip_prefix("+OK ") {
        fields.push(("pop.banner", banner.to_owned()));
    }
    if let Some(banner) = line.strip_prefix("* OK ") {
        fields.push(("imap.banner", banner.to_owned()));
    }
    if exchange.received.get(3..5) == Some(&[0, 10])
        && let Some(end) = exchange.received.iter().skip(5).position(|byte| *byte == 0)
    {
        fields.push(("mysql.banners", words::clean(&words::text(&exchange.received[5..5 + end]))));
    }
    fields
}

impl Fingerprints {
    pub(super) fn parse(text: &str) -> Result<Self, RulesError> {
        let mut reader = Reader::from_str(text);
        let (mut field, mut list) = (None, Vec::<Fingerprint>::new());
        let mut in_description = false;
        loop {
            let event = reader.read_event().map_err(|error| RulesError::Xml(error.to_string()))?;
            match event {
                Event::Start(element) | Event::Empty(element) => match element.name().as_ref() {
                    "fingerprints" => field = attributes(&element)?.remove("matches"),
                    "fingerprint" => list.push(fingerprint(&element)?),
                    "param" => {
                        if let (Some(current), Some(param)) = (list.last_mut(), param(&element)?) {
                            current.params.push(param);
                        }
                    }
                    "description" => in_description = true,
                    _ => {}
                },
                Event::Text(text) if in_description => {
                    if let Some(current) = list.last_mut() {
                        current.description.push_str(&text);
                    }
                }
                Event::End(element) if element.name().as_ref() == "description" => in_description = false,
                Event::Eof => break,
                _ => {}
            }
        }
        let field = field.ok_or_else(|| RulesError::Xml("no element `fingerprints` with `matches`".into()))?;
        Ok(Self { field, list })
    }

    pub(super) fn count(&self) -> (usize, usize) {
        (self.list.len(), self.list.iter().filter(|fingerprint| fingerprint.regex().is_none()).count())
    }

    pub(super) fn is_about(&self, field: &str) -> bool {
        // Spelled with a dot or an underscore.
        self.field.replace('_', ".") == field.replace('_', ".")
    }

    pub(super) fn look(&self, value: &str) -> Option<Service> {
        self.list.iter().find_map(|fingerprint| fingerprint.look(value, &self.field))
    }
}

impl Fingerprint {
    fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| compile(&self.source, self.flags)).as_ref()
    }

    fn look(&self, value: &str, field: &str) -> Option<Service> {
        let captures = self.regex()?.captures(value.as_bytes())?;
        let mut values: HashMap<&str, String> = HashMap::new();
        for (position, name, constant) in &self.params {
            let value = match position {
                0 => constant.clone(),
                position => {
                    captures.get(*position).map(|part| words::clean(&words::text(part.as_bytes()))).unwrap_or_default()
                }
            };
            values.insert(name, value);
        }
        // `{service.version}` stands for another value.
        let filled = |name: &str| {
            let mut value = values.get(name)?.clone();
            for (other, its) in &values {
                value = value.replace(&format!("{{{other}}}"), its);
            }
            Some(words::clean(&value)).filter(|value| !value.is_empty() && value.len() <= 200)
        };
        let name = match field.split(['.', '_']).next().unwrap_or_default() {
            "pop" => "pop3",
            "html" => "http",
            "x509" => "tls",
            other => other,
        };
        let product = filled("service.product").map(|product| match filled("service.vendor") {
            Some(vendor) if !words::has(&product, &vendor) => format!("{vendor} {product}"),
            _ => product,
        });
        let os = filled("os.product").or_else(|| filled("os.family"));
        let mut found =
            Service { name: name.to_owned(), confidence: 9, rule: "recog".into(), os, ..Service::default() };
        found = found.product(product.unwrap_or_default()).version(filled("service.version"));
        found = found.info(filled("hw.product"));
        Some(found.host(filled("host.name").and_then(|name| words::hostname(&name))))
    }
}

fn attributes(element: &BytesStart<'_>) -> Result<HashMap<String, String>, RulesError> {
    let wrong = |error: &dyn std::fmt::Display| RulesError::Xml(error.to_string());
    let mut found = HashMap::new();
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|error| wrong(&error))?;
        let value = quick_xml::escape::unescape(&attribute.value).map_err(|error| wrong(&error))?;
        found.insert(attribute.key.as_ref().to_owned(), value.into_owned());
    }
    Ok(found)
}

fn fingerprint(element: &BytesStart<'_>) -> Result<Fingerprint, RulesError> {
    let mut attributes = attributes(element)?;
    let source =
        attributes.remove("pattern").ok_or_else(|| RulesError::Xml("a fingerprint without a pattern".into()))?;
    let flags = attributes.remove("flags").unwrap_or_default();
    let flags = Flags {
        any_case: flags.contains("ICASE"),
        dot_all: flags.contains("DOT_NEWLINE"),
        multi_line: flags.contains("MULTILINE"),
    };
    Ok(Fingerprint { source, flags, ..Fingerprint::default() })
}

fn param(element: &BytesStart<'_>) -> Result<Option<(usize, String, String)>, RulesError> {
    let mut attributes = attributes(element)?;
    let position = attributes.remove("pos").and_then(|position| position.parse().ok());
    let name = attributes.remove("name");
    let value = attributes.remove("value").unwrap_or_default();
    Ok(position.zip(name).map(|(position, name)| (position, name, value)))
}
