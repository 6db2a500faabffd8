//! From evidence to an answer: pure, so that stored evidence can be judged again by newer rules.

use super::certificate::Certificate;
use super::evidence::{Ending, Exchange, Transport};
use super::finding::{Answer, Service, Suspect, Tunnel};
use super::probe::BANNER;
use super::products;
use super::read::{ONE_BYTE, read};
use super::rules::Rules;

/// What one exchange shows: by the built-in readers, then by the user's rules for what those leave open.
pub(super) fn look(exchange: &Exchange, port: u16, transport: Transport, rules: &Rules) -> Option<Service> {
    let mut found = read(exchange, port, transport);
    if found.as_ref().is_none_or(|found| found.version.is_none())
        && let Some(told) = rules.look(exchange, transport)
    {
        merge(&mut found, told);
    }
    found
}

/// Adds a finding to what is known.
pub(super) fn merge(known: &mut Option<Service>, mut new: Service) {
    let Some(found) = known else {
        *known = Some(new);
        return;
    };
    if found.name == "tls" && new.name != "tls" && new.tunnel.is_some() {
        // A server that speaks TLS and complained of plain words in its own protocol.
        *found = new;
        return;
    }
    let is_more_special = found.name == "http" && new.name != "http" && new.product.is_some() && is_over_http(&new);
    if found.name == new.name {
        // What runs on top of HTTP says more than the server in front of it.
        let is_fuller = found.product.is_none() || new.confidence > found.confidence;
        if is_fuller && new.product.is_some() && found.version.is_none() {
            std::mem::swap(found, &mut new);
        }
        found.fill(new);
    } else if is_more_special || new.confidence > found.confidence {
        std::mem::swap(found, &mut new);
        if is_more_special {
            found.hostnames.append(&mut new.hostnames);
            found.os = found.os.take().or(new.os);
        }
    }
}

fn is_over_http(service: &Service) -> bool {
    const NAMES: [&str; 16] = [
        "docker",
        "etcd",
        "kubernetes",
        "consul",
        "vault",
        "prometheus",
        "prometheus-exporter",
        "influxdb",
        "clickhouse-http",
        "couchdb",
        "elasticsearch",
        "opensearch",
        "minio",
        "ipp",
        "http-proxy",
        "bittorrent-tracker",
    ];
    NAMES.contains(&&*service.name)
}

/// What all the exchanges with a port show together.
///
/// The order is that in which they took place. Whatever the rules of today are, the answer follows from the bytes alone.
#[must_use]
pub fn conclude(exchanges: &[Exchange], port: u16, transport: Transport, rules: &Rules) -> Answer {
    let mut found: Option<Service> = None;
    let mut tunnel: Option<Tunnel> = None;
    for exchange in exchanges {
        if let Some(handshake) = &exchange.handshake {
            // What was said before in the clear was said by the layer of TLS.
            found = None;
            tunnel = Some(Tunnel {
                version: handshake.version.clone(),
                cipher: handshake.cipher.clone(),
                certificate: Certificate::read(&handshake.certificate),
            });
            continue;
        }
        let Some(seen) = look(exchange, port, transport, rules) else { continue };
        if tunnel.is_none() || exchange.inside_tls {
            merge(&mut found, seen);
        }
    }
    // Servers of PostgreSQL that say so by one byte say more when they are asked; anybody may have sent that byte.
    found = found.filter(|found| found.name != "postgresql" || found.confidence > ONE_BYTE);
    let mut suspects = Vec::new();
    if let Some(tunnel) = tunnel {
        let mut service = found.unwrap_or_else(|| Service::named("tls"));
        for name in tunnel.certificate.iter().flat_map(|certificate| &certificate.names) {
            if name.parse::<std::net::IpAddr>().is_err()
                && !service.hostnames.contains(name)
                && service.hostnames.len() < 32
            {
                service.hostnames.push(name.clone());
            }
        }
        service.tunnel = Some(tunnel);
        found = Some(service);
    } else if found.is_none() {
        suspects.extend(suspect(exchanges, transport));
    }
    if let Some(service) = &mut found {
        service.product_id = products::id(service);
    }
    Answer { service: found, suspects }
}

/// Doors that open and close without a word.
fn suspect(exchanges: &[Exchange], transport: Transport) -> Option<Suspect> {
    let talked = exchanges.iter().filter(|exchange| exchange.ending != Ending::Unreachable);
    let wordless = talked.clone().all(|exchange| exchange.received.is_empty());
    // Before anything was said: whoever closes at a word it does not like is just strict.
    let unasked: Vec<Ending> =
        talked.filter(|exchange| exchange.probe == BANNER).map(|exchange| exchange.ending).collect();
    match unasked.first() {
        _ if transport == Transport::Udp || !wordless => None,
        Some(Ending::Closed) => Some(Suspect::Tcpwrapped),
        Some(Ending::Reset) => Some(Suspect::SynProxy),
        _ => None,
    }
}
