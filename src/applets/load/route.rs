//! From a plan to the connector that its connections come from.

use std::sync::Arc;

use super::error::RunError;
use super::plan::{Family, Plan, Protocol};
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
    let tls = if secure || proxied {
        let files = &route.tls;
        let options = ClientOptions {
            insecure: files.insecure,
            cacert: files.cacert.clone(),
            cert: files.cert.clone(),
            key: files.key.clone(),
            alpn: vec![alpn],
        };
        Some(client_config(&options)?)
    } else {
        None
    };
    let prefer = match route.family {
        Family::Any => Prefer::Auto,
        Family::V4 => Prefer::V4,
        Family::V6 => Prefer::V6,
    };
    let invalid =
        |flag: &'static str, error: &dyn std::fmt::Display| RunError::Route { flag, reason: error.to_string() };
    let overrides = route.resolve.iter().map(|entry| entry.parse().map_err(|error| invalid("--resolve", &error)));
    let connect_to =
        route.connect_to.iter().map(|entry| entry.parse().map_err(|error| invalid("--connect-to", &error)));
    Ok(Arc::new(Connector::new(ConnectorOptions {
        resolver: Resolver::new(prefer, overrides.collect::<Result<_, _>>()?),
        connect_timeout: Some(route.connect_timeout),
        tls,
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
