//! Rules that a user brings, in the two formats that are public: probes and patterns of nmap's
//! (`nmap-service-probes`), and Recog's fingerprints in XML; and p0f's signatures of systems. None is bundled, and none is
//! read unasked.

pub(super) mod p0f;
mod pattern;
mod probes;
mod recog;

#[cfg(test)]
mod tests;

use self::probes::ProbeFile;
use self::recog::Fingerprints;
use super::evidence::{Exchange, Transport};
use super::finding::Service;
use super::probe::BANNER;

/// What is wrong with a file of rules.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// A line that cannot be meant.
    #[error("line {line}: {what}")]
    Line {
        /// From 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// No XML, or not that of fingerprints.
    #[error("no file of fingerprints: {0}")]
    Xml(String),
}

impl RulesError {
    fn line(line: usize, what: impl Into<String>) -> Self {
        Self::Line { line, what: what.into() }
    }
}

/// The user's rules; empty by default.
#[derive(Debug, Default)]
pub struct Rules {
    probes: Option<ProbeFile>,
    fingerprints: Vec<Fingerprints>,
}

impl Rules {
    /// Adds a file of probes and patterns; a second one takes the place of the first.
    ///
    /// # Errors
    /// [`RulesError::Line`] for the first line that cannot be meant.
    pub fn add_probes(&mut self, text: &[u8]) -> Result<(), RulesError> {
        self.probes = Some(ProbeFile::parse(text)?);
        Ok(())
    }

    /// Adds a file of fingerprints; fields this scanner does not see are passed over.
    ///
    /// # Errors
    /// [`RulesError::Xml`] for what is no such file.
    pub fn add_recog(&mut self, text: &str) -> Result<(), RulesError> {
        self.fingerprints.push(Fingerprints::parse(text)?);
        Ok(())
    }

    /// How many patterns there are, and how many of them this scanner cannot use.
    #[must_use]
    pub fn count(&self) -> (usize, usize) {
        let probes = self.probes.iter().map(ProbeFile::count);
        let counts = probes.chain(self.fingerprints.iter().map(Fingerprints::count));
        counts.fold((0, 0), |(all, unusable), more| (all + more.0, unusable + more.1))
    }

    /// What an exchange shows by these rules.
    pub(super) fn look(&self, exchange: &Exchange, transport: Transport) -> Option<Service> {
        if exchange.received.is_empty() {
            return None;
        }
        let by_pattern = self.probes.as_ref().and_then(|file| file.look(exchange, transport));
        if self.fingerprints.is_empty() {
            return by_pattern;
        }
        let mut found = by_pattern;
        for (field, value) in recog::fields(exchange) {
            let told = self.fingerprints.iter().filter(|file| file.is_about(field)).find_map(|file| file.look(&value));
            if let Some(told) = told {
                super::judge::merge(&mut found, told);
            }
        }
        found
    }

    /// The probes of the file to send to a port: those that list it, then, by rarity, the others; where a service is
    /// known already, only those whose patterns are about it.
    pub(super) fn asks(
        &self,
        port: u16,
        transport: Transport,
        intensity: u8,
        service: Option<&str>,
    ) -> Vec<(String, Vec<u8>)> {
        self.probes.as_ref().map(|file| file.asks(port, transport, intensity, service)).unwrap_or_default()
    }
}

/// Whether an exchange was one without a question.
fn is_banner(exchange: &Exchange) -> bool {
    exchange.probe == BANNER
}
