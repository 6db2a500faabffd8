//! What to ask next: a state machine without input or output. It hands out one [`Ask`] at a time and is told what came
//! of it; the [driver](super::driver) carries them out.
//!
//! ```text
//! TCP  TLS first (by port) ─┐
//!      banner ──► the port's own probes ──► get, TLS, the rest by rarity ──► what is asked of the known
//! UDP  the port's own probes ──► the rest by rarity
//! ```
//! Whoever is recognised is asked only what adds to it.

use std::collections::VecDeque;
use std::time::Duration;

use super::evidence::{Ending, Exchange, Transport};
use super::finding::{Answer, Service};
use super::further;
use super::judge;
use super::probe::{self, Aim, BANNER, GET, Probe, TLS};
use super::rules::Rules;
use super::{Question, read};

/// How long the first byte is waited for, by what is known of the port.
const GREETING_EXPECTED: Duration = Duration::from_secs(4);
const GREETING_POSSIBLE: Duration = Duration::from_millis(800);
/// Long enough for a server on the same continent that speaks first on a port where nobody should.
const GREETING_UNLIKELY: Duration = Duration::from_millis(150);
const OWN_ANSWER: Duration = Duration::from_secs(3);
const OTHER_ANSWER: Duration = Duration::from_millis(900);
const NEAR_ANSWER: Duration = Duration::from_millis(350);
const OTHER_DATAGRAM: Duration = Duration::from_millis(500);
const DATAGRAM_ANSWER: Duration = Duration::from_millis(1200);
const HANDSHAKE: Duration = Duration::from_secs(4);

/// A finding at least this sure ends the search for the protocol.
const SURE: u8 = 6;

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ask {
    pub(super) probe: String,
    /// What to send; nothing for the banner and the handshake.
    pub(super) payload: Vec<u8>,
    pub(super) connection: Connection,
    /// How long the first byte is waited for.
    pub(super) wait: Duration,
}

/// Over which connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Connection {
    /// A new one, in TLS if that is what the port speaks.
    Fresh,
    /// The one there is; a new one if it has gone.
    Same,
    /// The one there is; no answer if it has gone, for it would make no sense to another.
    Dialogue,
    /// A new one, on which a TLS handshake is made.
    Handshake,
}

/// The questioning of one port.
#[derive(Debug)]
pub(super) struct Inquiry<'a> {
    question: &'a Question,
    rules: &'a Rules,
    queue: VecDeque<Ask>,
    asked: Vec<String>,
    exchanges: Vec<Exchange>,
    found: Option<Service>,
    in_tls: bool,
    tls_tried: bool,
    over: bool,
    /// How long it took to connect; zero before that is known.
    round_trip: Duration,
}

impl<'a> Inquiry<'a> {
    pub(super) fn new(question: &'a Question, rules: &'a Rules) -> Self {
        let mut inquiry = Self {
            question,
            rules,
            queue: VecDeque::new(),
            asked: Vec::new(),
            exchanges: Vec::new(),
            found: None,
            in_tls: false,
            tls_tried: false,
            over: false,
            round_trip: Duration::ZERO,
        };
        let port = question.address.port();
        match question.transport {
            Transport::Udp => inquiry.plan_datagrams(),
            Transport::Tcp if probe::is_tls_first(port) => inquiry.handshake(),
            Transport::Tcp => inquiry.plan_stream(Connection::Fresh),
        }
        inquiry
    }

    /// The next step; `None` when enough is known or everything was tried.
    pub(super) fn next(&mut self) -> Option<Ask> {
        if self.over || self.asked.len() >= self.question.limits.probes {
            return None;
        }
        let mut ask = self.queue.pop_front()?;
        if ask.wait == OTHER_ANSWER {
            // Near servers that have an answer have it soon.
            ask.wait = (NEAR_ANSWER + 8 * self.round_trip).min(OTHER_ANSWER);
        }
        self.asked.push(ask.probe.clone());
        Some(ask)
    }

    /// What came of the step that was handed out last.
    pub(super) fn answered(&mut self, exchange: Exchange) {
        let gone = exchange.ending == Ending::Unreachable
            || self.question.transport == Transport::Udp && exchange.ending == Ending::Reset;
        let shook = exchange.handshake.is_some();
        let seen = judge::look(&exchange, self.question.address.port(), self.question.transport, self.rules);
        let was_handshake = exchange.probe == TLS;
        self.exchanges.push(exchange);
        self.over = gone || self.is_wordless() || self.is_parrot();
        if shook {
            self.in_tls = true;
            self.queue.clear();
            self.found = None;
            return self.plan_stream(Connection::Same);
        }
        if let Some(service) = seen {
            self.learnt(service);
        }
        let is_known = self.found.as_ref().is_some_and(|found| found.confidence >= SURE);
        if was_handshake && self.queue.is_empty() && !is_known {
            // TLS was tried first, and it was not that, or not for us.
            self.plan_stream(Connection::Fresh);
        }
    }

    /// How long a connection took to come about.
    pub(super) fn connected_in(&mut self, round_trip: Duration) {
        self.round_trip = round_trip.max(self.round_trip);
    }

    /// Whether the port speaks TLS before anything else.
    pub(super) const fn in_tls(&self) -> bool {
        self.in_tls
    }

    /// What is known so far, with the evidence.
    pub(super) fn finish(self) -> (Answer, Vec<Exchange>) {
        let answer =
            judge::conclude(&self.exchanges, self.question.address.port(), self.question.transport, self.rules);
        (answer, self.exchanges)
    }

    /// Whether an answer so far is enough to stop waiting for more of it.
    pub(super) fn is_enough(&self, exchange: &Exchange) -> bool {
        let found = read(exchange, self.question.address.port(), self.question.transport);
        let ends = exchange.received.ends_with(b"\n");
        found.is_some_and(|found| match &*found.name {
            "postgresql" | "mysql" | "socks5" | "microsoft-ds" | "ms-wbt-server" => true,
            "http" => false,
            _ => found.version.is_some() && ends,
        })
    }

    fn learnt(&mut self, service: Service) {
        let wants_tls = service.tunnel.is_some() || service.name == "tls";
        if wants_tls && !self.in_tls {
            if !self.tls_tried {
                self.queue.clear();
                self.handshake();
            }
            return;
        }
        let sure = service.confidence >= SURE;
        judge::merge(&mut self.found, service);
        if !sure {
            return;
        }
        let Some(found) = &self.found else { return };
        let port = self.question.address.port();
        let next = further::questions(found, port, self.question.intensity, self.question.community);
        let is_new = |name: &&str| !self.asked.iter().any(|asked| asked == name);
        let next: Vec<_> = next.iter().copied().filter(is_new).collect();
        let in_dialogue = further::is_dialogue(found);
        self.queue.clear();
        for probe in next.into_iter().filter_map(probe::by_name) {
            let connection = if in_dialogue { Connection::Dialogue } else { Connection::Fresh };
            self.push(probe, connection, OWN_ANSWER);
        }
        let unversioned = self.found.as_ref().filter(|found| found.version.is_none()).map(|found| found.name.clone());
        if let Some(name) = unversioned {
            self.push_rules(Some(&name));
        }
    }

    /// Three times nothing but a closed door: nobody will speak.
    fn is_wordless(&self) -> bool {
        let closed = |exchange: &Exchange| {
            matches!(exchange.ending, Ending::Closed | Ending::Reset) && exchange.received.is_empty()
        };
        let unasked = self.exchanges.iter().filter(|exchange| exchange.probe == BANNER && closed(exchange)).count();
        self.question.transport == Transport::Tcp
            && unasked > 0
            && self.exchanges.len() >= 3
            && self.exchanges.iter().all(closed)
    }

    /// Whether it says the same to everything, and nothing that is understood.
    fn is_parrot(&self) -> bool {
        const TIMES: usize = 6;
        let said = |exchange: &Exchange| exchange.received.get(..16).map(<[u8]>::to_vec);
        let last = self.exchanges.iter().rev().take(TIMES).map(said).collect::<Vec<_>>();
        self.found.is_none() && last.len() == TIMES && last[0].is_some() && last.iter().all(|said| *said == last[0])
    }

    fn handshake(&mut self) {
        self.tls_tried = true;
        let ask =
            Ask { probe: TLS.to_owned(), payload: Vec::new(), connection: Connection::Handshake, wait: HANDSHAKE };
        self.queue.push_back(ask);
    }

    fn plan_stream(&mut self, first: Connection) {
        let port = self.question.address.port();
        let listen_only = probe::is_controller(port) || probe::is_printer(port);
        let own_first = probe::for_port(port, Transport::Tcp, 0).first().copied();
        let wait = match () {
            () if probe::is_banner_first(port) => GREETING_EXPECTED,
            () if own_first.is_some() => GREETING_UNLIKELY,
            () => GREETING_POSSIBLE,
        };
        self.queue.push_back(Ask { probe: BANNER.to_owned(), payload: Vec::new(), connection: first, wait });
        if listen_only {
            return;
        }
        let probes = probe::for_port(port, Transport::Tcp, self.question.intensity);
        let (own, rest): (Vec<&Probe>, Vec<&Probe>) = probes.into_iter().partition(|probe| probe.ports.contains(&port));
        let mut connection = Connection::Same;
        for probe in own {
            self.push(probe, connection, OWN_ANSWER);
            connection = Connection::Fresh;
        }
        self.push_rules(None);
        for probe in rest {
            self.push(probe, connection, OTHER_ANSWER);
            connection = Connection::Fresh;
            if probe.name == GET && !self.tls_tried && !self.in_tls {
                self.handshake();
            }
        }
        if !self.tls_tried && !self.in_tls && self.question.intensity > 0 {
            self.handshake();
        }
    }

    fn plan_datagrams(&mut self) {
        let port = self.question.address.port();
        let own = probe::for_port(port, Transport::Udp, 0);
        // A port with a protocol of its own that keeps silent to it is not bothered with the others.
        let (chosen, wait) = if own.is_empty() {
            (probe::for_port(port, Transport::Udp, self.question.intensity.min(6)), OTHER_DATAGRAM)
        } else {
            (own, DATAGRAM_ANSWER)
        };
        for probe in chosen {
            self.push(probe, Connection::Fresh, wait);
        }
        self.push_rules(None);
    }

    fn push(&mut self, probe: &Probe, connection: Connection, wait: Duration) {
        let aim = Aim { address: self.question.address, host: self.question.host.as_deref() };
        let payload = (probe.payload)(&aim);
        self.queue.push_back(Ask { probe: probe.name.to_owned(), payload, connection, wait });
    }

    /// The probes of the user's file that list this port, or all by rarity where nothing else is left to try.
    fn push_rules(&mut self, service: Option<&str>) {
        let port = self.question.address.port();
        let (transport, intensity) = (self.question.transport, self.question.intensity);
        for (name, payload) in self.rules.asks(port, transport, intensity, service) {
            if !self.asked.contains(&name) {
                let ask = Ask { probe: name, payload, connection: Connection::Fresh, wait: OTHER_ANSWER };
                self.queue.push_back(ask);
            }
        }
    }
}

#[cfg(test)]
mod tests;
