//! The options that are not about a request, from the command line and the plan file together.

use std::collections::BTreeMap;

use super::resolve::Asked;
use crate::applets::load::args::{ConnectionArgs, OutcomeArgs, ShapeArgs};
use crate::applets::load::error::PlanError;
use crate::applets::load::plan_file::{FlagArgs, PlanFile};
use crate::kit::args::TlsArgs;
use crate::kit::config::Place;
use crate::kit::units::parse_duration;

/// What holds in the end. Typed flags go before the plan file, and that before configured defaults.
#[derive(Debug, Default)]
pub(super) struct Settings {
    pub(super) shape: ShapeArgs,
    pub(super) connection: ConnectionArgs,
    pub(super) tls: TlsArgs,
    pub(super) outcome: OutcomeArgs,
    /// The body that `-d` gave.
    pub(super) body: Option<String>,
    /// Where the plan file says what holds.
    places: BTreeMap<String, Place>,
}

/// Chooses between two layers, flag by flag.
struct Layers<'a> {
    typed: &'a dyn Fn(&str) -> bool,
    file: Option<&'a PlanFile>,
}

impl Layers<'_> {
    fn is_from_file(&self, flag: &str) -> bool {
        !(self.typed)(flag) && self.file.is_some_and(|file| file.places.contains_key(flag))
    }

    fn pick<T: Clone>(&self, flag: &str, line: &T, file: impl Fn(&FlagArgs) -> &T) -> T {
        match self.file {
            Some(plan) if self.is_from_file(flag) => file(&plan.flags).clone(),
            _ => line.clone(),
        }
    }

    /// Of two flags that exclude each other, whether the first was typed and gives way to none.
    fn displaces(&self, typed: &str, other: &str) -> bool {
        (self.typed)(typed) && !(self.typed)(other)
    }
}

impl Settings {
    pub(super) fn merge(asked: &Asked, file: Option<&PlanFile>) -> Result<Self, PlanError> {
        let layers = Layers { typed: asked.typed, file };
        let mut settings = Self {
            shape: shape(&layers, asked.shape),
            connection: connection(&layers, asked.connection),
            tls: tls(&layers, asked.tls),
            outcome: outcome(&layers, asked.outcome),
            body: None,
            places: file.map(|file| file.places.clone()).unwrap_or_default(),
        };
        settings.places.retain(|flag, _| layers.is_from_file(flag));
        settings.read_duration_or_body(asked)?;
        Ok(settings)
    }

    /// A number, with or without a unit, is a duration; anything else is a body.
    fn read_duration_or_body(&mut self, asked: &Asked) -> Result<(), PlanError> {
        let Some(text) = &asked.shape.duration_or_body else { return Ok(()) };
        match parse_duration(text) {
            Ok(_) if (asked.typed)("duration") => {
                Err(PlanError::contradiction("-d and --duration both say how long to run"))
            }
            Ok(duration) => {
                self.shape.duration = Some(duration);
                self.places.remove("duration");
                Ok(())
            }
            Err(error) if error.is_too_large() => Err(PlanError::value("-d", error.to_string())),
            Err(_) if (asked.typed)("body") || (asked.typed)("form") => {
                let sentence =
                    format!("-d `{text}` is a body, and --body or --form give another; -d takes a duration too");
                Err(PlanError::contradiction(sentence))
            }
            Err(_) => {
                self.body = Some(text.clone());
                Ok(())
            }
        }
    }

    /// An error about a flag, with its place where the plan file has it.
    pub(super) fn refuse(&self, flag: &str, problem: impl Into<String>) -> PlanError {
        let name = if self.places.contains_key(flag) { flag.to_owned() } else { format!("--{flag}") };
        self.blame(flag, PlanError::value(name, problem))
    }

    /// Puts the place of a flag before an error.
    pub(super) fn blame(&self, flag: &str, error: PlanError) -> PlanError {
        error.at(self.places.get(flag))
    }

    /// Refuses a flag unless a condition holds.
    pub(super) fn require(&self, flag: &str, holds: bool, problem: impl Into<String>) -> Result<(), PlanError> {
        if holds { Ok(()) } else { Err(self.refuse(flag, problem)) }
    }
}

fn shape(layers: &Layers, line: &ShapeArgs) -> ShapeArgs {
    let mut shape = ShapeArgs {
        requests: layers.pick("requests", &line.requests, |file| &file.shape.requests),
        connections: layers.pick("connections", &line.connections, |file| &file.shape.connections),
        duration_or_body: None,
        duration: layers.pick("duration", &line.duration, |file| &file.shape.duration),
        rate: layers.pick("rate", &line.rate, |file| &file.shape.rate),
        arrivals: layers.pick("arrivals", &line.arrivals, |file| &file.shape.arrivals),
        stages: layers.pick("stages", &line.stages, |file| &file.shape.stages),
        warmup: layers.pick("warmup", &line.warmup, |file| &file.shape.warmup),
        threads: layers.pick("threads", &line.threads, |file| &file.shape.threads),
        seed: layers.pick("seed", &line.seed, |file| &file.shape.seed),
    };
    if layers.displaces("rate", "stages") {
        shape.stages = None;
    } else if layers.displaces("stages", "rate") {
        shape.rate = None;
    }
    shape
}

fn connection(layers: &Layers, line: &ConnectionArgs) -> ConnectionArgs {
    let mut connection = ConnectionArgs {
        http: layers.pick("http", &line.http, |file| &file.connection.http),
        h2c: layers.pick("h2c", &line.h2c, |file| &file.connection.h2c),
        streams: layers.pick("streams", &line.streams, |file| &file.connection.streams),
        engine: layers.pick("engine", &line.engine, |file| &file.connection.engine),
        no_keepalive: layers.pick("no-keepalive", &line.no_keepalive, |file| &file.connection.no_keepalive),
        timeout: layers.pick("timeout", &line.timeout, |file| &file.connection.timeout),
        connect_timeout: layers.pick("connect-timeout", &line.connect_timeout, |file| &file.connection.connect_timeout),
        redirects: layers.pick("redirects", &line.redirects, |file| &file.connection.redirects),
        proxy: layers.pick("proxy", &line.proxy, |file| &file.connection.proxy),
        connect_to: layers.pick("connect-to", &line.connect_to, |file| &file.connection.connect_to),
        resolve: layers.pick("resolve", &line.resolve, |file| &file.connection.resolve),
        unix: layers.pick("unix", &line.unix, |file| &file.connection.unix),
        source: layers.pick("source", &line.source, |file| &file.connection.source),
        ipv4: layers.pick("ipv4", &line.ipv4, |file| &file.connection.ipv4),
        ipv6: layers.pick("ipv6", &line.ipv6, |file| &file.connection.ipv6),
    };
    if layers.displaces("http", "h2c") {
        connection.h2c = false;
    } else if layers.displaces("h2c", "http") {
        connection.http = None;
    }
    if layers.displaces("unix", "proxy") {
        connection.proxy = None;
    } else if layers.displaces("proxy", "unix") {
        connection.unix = None;
    }
    if layers.displaces("ipv4", "ipv6") {
        connection.ipv6 = false;
    } else if layers.displaces("ipv6", "ipv4") {
        connection.ipv4 = false;
    }
    connection
}

fn tls(layers: &Layers, line: &TlsArgs) -> TlsArgs {
    TlsArgs {
        insecure: layers.pick("insecure", &line.insecure, |file| &file.tls.insecure),
        cacert: layers.pick("cacert", &line.cacert, |file| &file.tls.cacert),
        cert: layers.pick("cert", &line.cert, |file| &file.tls.cert),
        key: layers.pick("key", &line.key, |file| &file.tls.key),
    }
}

/// Thresholds and checks are not among them: those of the file are kept apart, with their places.
fn outcome(layers: &Layers, line: &OutcomeArgs) -> OutcomeArgs {
    OutcomeArgs {
        thresholds: line.thresholds.clone(),
        checks: line.checks.clone(),
        server_metrics: layers.pick("server-metrics", &line.server_metrics, |file| &file.outcome.server_metrics),
        live: layers.pick("live", &line.live, |file| &file.outcome.live),
        html: layers.pick("html", &line.html, |file| &file.outcome.html),
        hlog: layers.pick("hlog", &line.hlog, |file| &file.outcome.hlog),
        raw: layers.pick("raw", &line.raw, |file| &file.outcome.raw),
    }
}
