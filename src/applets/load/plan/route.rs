//! How the server is reached: protocol, limits and detours, completed and checked.

use std::net::IpAddr;
use std::time::Duration;

use super::address::origin;
use super::settings::Settings;
use super::{Family, Protocol, Reuse, Route, Step, TlsPlan};
use crate::applets::load::args::EngineArg;
use crate::applets::load::error::PlanError;
use crate::kit::args::HttpArg;
use crate::kit::http::{ConnectTo, Proxy};
use crate::kit::net::Override;

/// Longer than any reply worth measuring takes, shorter than a user's patience.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A lost SYN is sent again after 1 and 3 seconds; what is not connected by then is not reachable.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

pub(super) fn route(settings: &Settings, steps: &[Step]) -> Result<Route, PlanError> {
    let asked = &settings.connection;
    let timeout = asked.timeout.map_or(TIMEOUT, |patience| patience.time);
    settings.require("timeout", !timeout.is_zero(), "must be above 0")?;
    let connect_timeout = asked.connect_timeout.unwrap_or(CONNECT_TIMEOUT).min(timeout);
    settings.require("connect-timeout", !connect_timeout.is_zero(), "must be above 0")?;

    if let Some(proxy) = &asked.proxy {
        let _: Proxy = proxy.parse().map_err(|error| settings.blame("proxy", PlanError::Proxy(error)))?;
    }
    for entry in &asked.connect_to {
        let _: ConnectTo = entry.parse().map_err(|error| settings.blame("connect-to", PlanError::ConnectTo(error)))?;
    }
    for entry in &asked.resolve {
        let _: Override = entry.parse().map_err(|error| settings.blame("resolve", PlanError::Resolve(error)))?;
    }
    let family = family(settings)?;
    let tls = &settings.tls;
    Ok(Route {
        protocol: protocol(settings, steps)?,
        reuse: if asked.no_keepalive { Reuse::Close } else { Reuse::Keep },
        timeout,
        connect_timeout,
        redirects: asked.redirects.unwrap_or(0),
        proxy: asked.proxy.clone(),
        connect_to: asked.connect_to.clone(),
        resolve: asked.resolve.clone(),
        unix: asked.unix.clone(),
        source: asked.source.clone(),
        family,
        tls: TlsPlan {
            insecure: tls.insecure,
            cacert: tls.cacert.clone(),
            cert: tls.cert.clone(),
            key: tls.key.clone(),
        },
    })
}

fn protocol(settings: &Settings, steps: &[Step]) -> Result<Protocol, PlanError> {
    let asked = &settings.connection;
    let http2 = match (asked.http, asked.h2c) {
        (Some(HttpArg::Http1), true) => {
            return Err(PlanError::contradiction("--h2c is HTTP/2, and --http 1.1 is not"));
        }
        (http, h2c) => h2c || http == Some(HttpArg::Http2),
    };
    let secure = steps.iter().find(|step| step.url.starts_with("https:"));
    if let Some(step) = secure.filter(|_| asked.h2c) {
        let sentence =
            format!("--h2c is HTTP/2 without TLS, and {} is https; --http 2 is what it takes", origin(&step.url));
        return Err(PlanError::contradiction(sentence));
    }
    if asked.streams.is_some_and(|streams| streams > 1) && !http2 {
        let sentence = "--streams is for HTTP/2, which takes several requests at once on a connection; add --http 2, \
                        or more --connections";
        return Err(PlanError::contradiction(sentence));
    }
    match (http2, asked.engine) {
        (true, Some(EngineArg::Raw)) => {
            Err(PlanError::contradiction("--engine raw speaks HTTP/1.1 only, not --http 2"))
        }
        (true, _) => Ok(Protocol::Http2),
        (false, Some(EngineArg::Hyper)) => Ok(Protocol::Hyper),
        (false, _) => Ok(Protocol::Raw),
    }
}

fn family(settings: &Settings) -> Result<Family, PlanError> {
    let asked = &settings.connection;
    let family = match (asked.ipv4, asked.ipv6) {
        (true, true) => return Err(PlanError::contradiction("--ipv4 and --ipv6 each exclude the other")),
        (true, false) => Family::V4,
        (false, true) => Family::V6,
        (false, false) => Family::Any,
    };
    let fits = |address: &IpAddr| family == Family::Any || address.is_ipv4() == (family == Family::V4);
    match asked.source.iter().find(|address| !fits(address)) {
        Some(address) => Err(settings.refuse("source", format!("has {address}, which is not of the family asked for"))),
        None => Ok(family),
    }
}
