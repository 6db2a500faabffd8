//! What servers are told, and how they are reached.

use std::net::IpAddr;

use super::Request;
use super::resolve::Wrong;
use super::values::Values;
use crate::applets::swarm::args::{Args, Engine};
use crate::kit::net::{Origin, Override, SafeUrl};
use crate::kit::tls;

/// Fields that say where a request ends and for whom it is: a second one would make two of it.
const FRAMING: [&str; 3] = ["Content-Length", "Transfer-Encoding", "Connection"];

fn is_framing(name: &str, engine: Engine) -> bool {
    // ffmpeg takes a host of the user's for its own.
    let is_host = name.eq_ignore_ascii_case("host") && engine != Engine::Ffmpeg;
    is_host || FRAMING.iter().any(|own| name.eq_ignore_ascii_case(own))
}

pub(super) fn request(args: &Args, values: Values, url: Option<&SafeUrl>, wrong: &mut Wrong) -> Request {
    let network = &args.network;
    let mut headers = Vec::new();
    for header in &network.headers {
        match header.split_once(':') {
            Some((name, _)) if name.trim().is_empty() || name.contains(char::is_whitespace) => {
                wrong.add("--header must be 'Name: value'");
            }
            Some((name, _)) if is_framing(name, args.audience.engine) => {
                wrong.add(format!("--header {name} is part of each request already; leave it out"));
            }
            Some((name, value)) if !value.chars().any(char::is_control) => {
                headers.push((name.to_owned(), value.trim().to_owned()));
            }
            Some((name, _)) => wrong.add(format!("--header {name}: the value has a control character")),
            None => wrong.add("--header must be 'Name: value'"),
        }
    }
    if network.user_agent.chars().any(char::is_control) {
        wrong.add("--user-agent has a control character");
    }
    let timeout = network.timeout.unwrap_or(values.timeout);
    if timeout.is_zero() {
        wrong.add("--timeout must be more than 0");
    }
    let resolve = network.resolve.as_deref().and_then(|text| wrong.keep(address(text, url)));
    if network.resolve.is_some() && !network.dangerous {
        wrong.add("--resolve connects past the name that certificates are for; add --dangerous if that is meant");
    }
    let tls = tls::ClientOptions {
        // The certificate is for the name, and an address has been put in its place.
        insecure: args.tls.insecure || resolve.is_some(),
        cacert: args.tls.cacert.clone(),
        cert: args.tls.cert.clone(),
        key: args.tls.key.clone(),
        alpn: vec![b"http/1.1".to_vec()],
    };
    let (user_agent, no_cache) = (network.user_agent.clone(), network.no_cache);
    Request { headers, user_agent, no_cache, resolve, timeout, tls }
}

/// An address, bare or as `HOST:PORT:IP` of the host of the stream.
fn address(text: &str, url: Option<&SafeUrl>) -> Result<IpAddr, String> {
    if let Ok(address) = text.trim_start_matches('[').trim_end_matches(']').parse() {
        return Ok(address);
    }
    let entry: Override = text.parse().map_err(|_| format!("--resolve '{text}' is no IP address"))?;
    let origin = url.and_then(|url| Origin::of(url).ok());
    let fits = |origin: &Origin| entry.port == origin.port && ["*", &origin.host].contains(&entry.host.as_str());
    if origin.as_ref().is_some_and(fits) {
        return Ok(entry.address);
    }
    Err(format!("--resolve '{text}' is of another host than the stream"))
}
