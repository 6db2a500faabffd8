//! What is behind a port: the service, what runs it, which version, and how sure that is.

use serde::{Deserialize, Serialize};

use super::certificate::Certificate;

/// A service as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Service {
    /// The protocol: `ssh`, `http`.
    pub name: String,
    /// What runs it: `OpenSSH`, `nginx`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// As the program writes it: `9.2p1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// More in words: a distribution, a title, a protocol's version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub info: Option<String>,
    /// Names that the service calls itself by.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hostnames: Vec<String>,
    /// The operating system it betrays, in its own words: `Debian`, `Windows 10.0.17763`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub os: Option<String>,
    /// A product name for looking up: `openbsd:openssh:9.2p1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id: Option<String>,
    /// What it is wrapped in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tunnel: Option<Tunnel>,
    /// Whether it offers to become private: STARTTLS, STLS, AUTH TLS, `SSLRequest`.
    #[serde(skip_serializing_if = "is_no")]
    pub starttls: bool,
    /// 10: it said so itself, unmistakably; 5: it fits; 3: by the number of the port alone.
    pub confidence: u8,
    /// Which rule said so: `builtin:ssh`, `probes:12`.
    pub rule: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_no(flag: &bool) -> bool {
    !flag
}

/// What a service is wrapped in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tunnel {
    /// `TLSv1.3`; `TLS` where the handshake came to no end.
    pub version: String,
    /// The cipher suite; empty where none was agreed on.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub cipher: String,
    /// The server's own certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Certificate>,
}

/// Whatever is odd about an open port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Suspect {
    /// Connections are accepted and then closed without a word, as by access lists of the program's own.
    Tcpwrapped,
    /// Connections are accepted and then reset without a word, as by a middlebox that answers for a closed port.
    SynProxy,
}

/// What was found out about a port.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answer {
    /// The service, if anything is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<Service>,
    /// What is odd.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suspects: Vec<Suspect>,
}

impl Service {
    /// A service that named its protocol unmistakably.
    pub(super) fn named(name: &str) -> Self {
        Self { name: name.to_owned(), confidence: 10, rule: format!("builtin:{name}"), ..Self::default() }
    }

    pub(super) fn product(mut self, product: impl Into<String>) -> Self {
        self.product = Some(product.into()).filter(|product: &String| !product.is_empty());
        self
    }

    pub(super) fn version(mut self, version: impl Into<Option<String>>) -> Self {
        self.version = version.into().filter(|version| !version.is_empty()).or(self.version);
        self
    }

    pub(super) fn info(mut self, info: impl Into<Option<String>>) -> Self {
        let more = info.into().filter(|info| !info.is_empty());
        self.info = match (self.info.take(), more) {
            (Some(known), Some(more)) if known != more => Some(format!("{known}; {more}")),
            (known, more) => known.or(more),
        };
        self
    }

    pub(super) fn os(mut self, os: Option<String>) -> Self {
        self.os = os.or(self.os);
        self
    }

    pub(super) fn host(mut self, name: Option<String>) -> Self {
        self.hostnames.extend(name.filter(|name| !name.is_empty()));
        self
    }

    pub(super) fn fits(mut self, confidence: u8) -> Self {
        self.confidence = confidence;
        self
    }

    pub(super) fn starttls_if(mut self, offered: Offer) -> Self {
        self.starttls |= offered == Offer::Made;
        self
    }

    /// Takes from `other`, a finding of the same service, what is not known yet.
    pub(super) fn fill(&mut self, other: Self) {
        let same_product = self.product.is_none() || other.product.is_none() || self.product == other.product;
        if same_product {
            self.product = self.product.take().or(other.product);
            self.version = self.version.take().or(other.version);
        }
        if self.info.is_none() {
            self.info = other.info;
        }
        self.os = self.os.take().or(other.os);
        self.starttls |= other.starttls;
        for name in other.hostnames {
            if !self.hostnames.contains(&name) && self.hostnames.len() < 32 {
                self.hostnames.push(name);
            }
        }
    }

    /// One line for a table: `OpenSSH 9.2p1 (Debian)`; empty where nothing is known.
    #[must_use]
    pub fn line(&self) -> String {
        let known = [self.product.as_deref(), self.version.as_deref()];
        let line = known.into_iter().flatten().collect::<Vec<_>>().join(" ");
        match &self.info {
            Some(info) if line.is_empty() => info.clone(),
            Some(info) => format!("{line} ({info})"),
            None => line,
        }
    }

    /// The service's name with what it is wrapped in: `tls/http`.
    #[must_use]
    pub fn title(&self) -> String {
        match &self.tunnel {
            Some(_) if self.name != "tls" => format!("tls/{}", self.name),
            _ => self.name.clone(),
        }
    }
}

/// Whether privacy was offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Offer {
    /// It was.
    Made,
    /// It was not.
    Absent,
}

impl From<bool> for Offer {
    fn from(made: bool) -> Self {
        if made { Self::Made } else { Self::Absent }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_finding_fills_what_is_missing_and_changes_nothing() {
        let mut first = Service::named("redis").product("Redis");
        first.fill(Service::named("redis").product("Redis").version("7.0.15".to_owned()));
        first.fill(Service::named("redis").product("Redis").version("1".to_owned()));
        assert_eq!(first.line(), "Redis 7.0.15");
        first.fill(Service::named("redis").product("Other").info("no".to_owned()));
        assert_eq!(first.product.as_deref(), Some("Redis"));
    }

    #[test]
    fn a_line_reads_well_with_any_part_missing() {
        assert_eq!(Service::named("a").line(), "");
        assert_eq!(Service::named("a").info("x".to_owned()).line(), "x");
        assert_eq!(Service::named("a").version("1".to_owned()).line(), "1");
        assert_eq!(Service::named("a").product("P").info("x".to_owned()).info("y".to_owned()).line(), "P (x; y)");
    }
}
