//! From a plan to the connector that its connections come from.

use std::sync::Arc;

use super::error::RunError;
use super::plan::{Family, Plan, Protocol, Route};
use crate::kit::http::{Connector, ConnectorOptions};
use crate::kit::net::{Prefer, Resolver};
use crate::kit::tls::{ClientOptions, client_config};

/// The connector of a plan; shared by all threads, so that a name is resolved once.
///
/// # Errors
/// TLS files that can not be used, options that are not what they should be.
pub fn connector(plan: &Plan) -> Result<Arc<Connector>, RunError> {
    let route = &plan.route;
    let alpn = match route.protocol {
        Protocol::Http2 => b"h2".to_vec(),
        Protocol::Raw | Protocol::Hyper => b"http/1.1".to_vec(),
    };
    let secure = plan.steps.iter().any(|step| step.url.starts_with("https:")) || route.redirects > 0;
    let proxied = route.proxy.as_deref().is_some_and(|proxy| proxy.starts_with("https:"));
    let connect_to =
        route.connect_to.iter().map(|entry| entry.parse().map_err(|error| invalid("--connect-to", &error)));
    Ok(Arc::new(Connector::new(ConnectorOptions {
        resolver: resolver(route)?,
        connect_timeout: Some(route.connect_timeout),
        tls: (secure || proxied).then(|| client_config(&tls(route, vec![alpn]))).transpose()?,
        proxy: route
            .proxy
            .as_deref()
            .map(|proxy| proxy.parse().map_err(|error| invalid("--proxy", &error)))
            .transpose()?,
        unix: route.unix.clone(),
        source: route.source.clone(),
        connect_to: connect_to.collect::<Result<_, _>>()?,
        ..ConnectorOptions::default()
    })))
}

/// The TLS of a route, which offers these protocols.
pub(super) fn tls(route: &Route, alpn: Vec<Vec<u8>>) -> ClientOptions {
    let files = &route.tls;
    ClientOptions {
        insecure: files.insecure,
        cacert: files.cacert.clone(),
        cert: files.cert.clone(),
        key: files.key.clone(),
        alpn,
    }
}

/// How a route finds addresses.
pub(super) fn resolver(route: &Route) -> Result<Resolver, RunError> {
    let prefer = match route.family {
        Family::Any => Prefer::Auto,
        Family::V4 => Prefer::V4,
        Family::V6 => Prefer::V6,
    };
    let overrides = route.resolve.iter().map(|entry| entry.parse().map_err(|error| invalid("--resolve", &error)));
    Ok(Resolver::new(prefer, overrides.collect::<Result<_, _>>()?))
}

fn invalid(flag: &'static str, error: &dyn std::fmt::Display) -> RunError {
    RunError::Route { flag, reason: error.to_string() }
}
