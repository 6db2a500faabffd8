//! A first resolution of the plan from the flags, until plan files are read.

use std::time::Duration;

use super::args::Args;
use super::error::RunError;
use super::pace::{Curve, Pace};
use super::plan::{Body, Family, Plan, Protocol, Reuse, Route, Shape, Step, Stop, TlsPlan};
use super::threshold::Threshold;
use crate::kit::session::Typed;

impl Args {
    pub(super) fn groups(&self) -> &Self {
        self
    }
}

impl Plan {
    pub(super) fn resolve(args: &Args, _typed: &Typed) -> Result<Self, RunError> {
        let invalid = |reason: String| RunError::Step { step: "request".into(), reason };
        let url = args.target.clone().or_else(|| args.url.clone()).unwrap_or_default();
        let url = if url.contains("://") { url } else { format!("http://{url}") };
        let duration = args.shape.duration.or_else(|| {
            args.shape.duration_or_body.as_deref().and_then(|text| crate::kit::units::parse_duration(text).ok())
        });
        let connections = args.shape.connections.unwrap_or(10) as usize;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let protocol = match (args.connection.http, args.connection.h2c, args.connection.engine) {
            (Some(super::args::HttpArg::Http2), ..) | (_, true, _) => Protocol::Http2,
            (.., Some(super::args::EngineArg::Hyper)) => Protocol::Hyper,
            _ => Protocol::Raw,
        };
        let mut thresholds = Vec::new();
        for text in &args.outcome.thresholds {
            thresholds.extend(Threshold::parse(text).map_err(|error| invalid(error.to_string()))?);
        }
        let headers = args.request.headers.iter().filter_map(|header| header.split_once(':'));
        Ok(Self {
            steps: vec![Step {
                name: "request".into(),
                method: args.request.method.clone().unwrap_or_else(|| "GET".into()),
                url,
                headers: headers.map(|(name, value)| (name.trim().into(), value.trim().into())).collect(),
                body: args.request.body.clone().map_or(Body::Empty, Body::Text),
                captures: Vec::new(),
                checks: Vec::new(),
            }],
            vars: Vec::new(),
            data: Vec::new(),
            shape: Shape {
                pace: args.shape.rate.map_or(Pace::Closed, |rate| Pace::Open {
                    arrivals: args.shape.arrivals.unwrap_or_default(),
                    curve: Curve::constant(rate),
                }),
                stop: Stop {
                    requests: args.shape.requests.or(if duration.is_none() { Some(100) } else { None }),
                    duration,
                },
                connections,
                streams: args.connection.streams.unwrap_or(1),
                threads: args.shape.threads.unwrap_or(cores).min(connections),
                warmup: args.shape.warmup.unwrap_or_default(),
                seed: args.shape.seed.unwrap_or(1),
            },
            route: Route {
                protocol,
                reuse: if args.connection.no_keepalive { Reuse::Close } else { Reuse::Keep },
                timeout: args.connection.timeout.unwrap_or(Duration::from_secs(30)),
                connect_timeout: args.connection.connect_timeout.unwrap_or(Duration::from_secs(5)),
                redirects: args.connection.redirects.unwrap_or(0),
                proxy: args.connection.proxy.clone(),
                connect_to: args.connection.connect_to.clone(),
                resolve: args.connection.resolve.clone(),
                unix: args.connection.unix.clone(),
                source: args.connection.source.clone(),
                family: Family::Any,
                tls: TlsPlan {
                    insecure: args.tls.insecure,
                    cacert: args.tls.cacert.clone(),
                    cert: args.tls.cert.clone(),
                    key: args.tls.key.clone(),
                },
            },
            thresholds,
            server_metrics: args.outcome.server_metrics.clone(),
        })
    }
}
