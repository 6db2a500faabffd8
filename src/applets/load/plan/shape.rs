//! How much, how fast, how long: the load options, completed and checked.

use std::num::NonZero;
use std::thread::available_parallelism;
use std::time::Duration;

use super::settings::Settings;
use super::{Shape, Stop};
use crate::applets::load::error::PlanError;
use crate::applets::load::pace::{Curve, Pace, Stage};
use crate::kit::random::Random;
use crate::kit::units::{parse_duration, parse_rate};

/// Enough to see whether a server answers, and over before anybody waits.
const REQUESTS: u64 = 100;

/// What hey and wrk users expect to be modest.
const CONNECTIONS: usize = 10;

/// Each has a runtime of its own, and no machine has more processors.
const MOST_THREADS: usize = 1024;

/// Servers allow 100 to a few thousand on a connection.
const MOST_STREAMS: usize = 10_000;

/// More sockets than one machine can hold to one address.
const MOST_CONNECTIONS: u64 = 1_000_000;

pub(super) fn shape(settings: &Settings) -> Result<Shape, PlanError> {
    let asked = &settings.shape;
    let pace = pace(settings)?;
    let ramp = match &pace {
        Pace::Open { curve, .. } if !curve.stages.is_empty() => Some(curve.duration()),
        _ => None,
    };
    let duration = asked.duration.or(ramp);
    let requests = asked.requests.or_else(|| duration.is_none().then_some(REQUESTS));
    settings.require("requests", requests != Some(0), "must be above 0")?;
    settings.require("duration", duration.is_none_or(|duration| !duration.is_zero()), "must be above 0")?;

    let connections = asked.connections.unwrap_or(CONNECTIONS as u64);
    settings.require("connections", connections > 0, "must be above 0")?;
    settings.require("connections", connections <= MOST_CONNECTIONS, "must not be above 1,000,000")?;
    let connections = connections as usize;
    let streams = settings.connection.streams.unwrap_or(1);
    settings.require("streams", streams > 0, "must be above 0")?;
    settings.require("streams", streams <= MOST_STREAMS, "must not be above 10,000")?;
    let users = streams.saturating_mul(connections) as u64;
    let problem =
        format!("is {streams}, and with {connections} connections that is more than 1,000,000 requests at once");
    settings.require("streams", users <= MOST_CONNECTIONS, problem)?;

    let threads = asked.threads.unwrap_or_else(|| available_parallelism().map_or(1, NonZero::get).min(connections));
    settings.require("threads", threads > 0, "must be above 0")?;
    let busy = format!("is {threads}, but {connections} connections keep at most {connections} threads busy");
    settings.require("threads", threads <= connections, busy)?;
    settings.require("threads", threads <= MOST_THREADS, "must not be above 1,024")?;

    let warmup = asked.warmup.unwrap_or_default();
    let seed = asked.seed.unwrap_or_else(|| Random::from_system().next_u64());
    Ok(Shape { pace, stop: Stop { requests, duration }, connections, streams, threads, warmup, seed })
}

fn pace(settings: &Settings) -> Result<Pace, PlanError> {
    let asked = &settings.shape;
    let arrivals = asked.arrivals.unwrap_or_default();
    match (asked.rate, &asked.stages) {
        (Some(_), Some(_)) => Err(PlanError::contradiction(
            "--rate and --stages both say how fast; --stages 0s:500,1m:500 holds a rate too",
        )),
        (Some(rate), None) => {
            settings.require("rate", rate > 0.0, "must be above 0")?;
            Ok(Pace::Open { arrivals, curve: Curve::constant(rate) })
        }
        (None, Some(stages)) => {
            let stages = parse_stages(stages).map_err(|problem| settings.refuse("stages", problem))?;
            Ok(Pace::Open { arrivals, curve: Curve { start: 0.0, stages } })
        }
        (None, None) if asked.arrivals.is_some() => {
            Err(PlanError::contradiction("--arrivals spreads the requests of --rate or --stages, and there is neither"))
        }
        (None, None) => Ok(Pace::Closed),
    }
}

/// `10s:100,1m:1000`.
fn parse_stages(text: &str) -> Result<Vec<Stage>, String> {
    let parse = |stage: &str| {
        let (duration, rate) = stage
            .split_once(':')
            .ok_or_else(|| format!("has the stage `{stage}`, which is not DURATION:RATE, as in 10s:100"))?;
        let duration = parse_duration(duration).map_err(|error| format!("has a stage of which {error}"))?;
        let rate = parse_rate(rate).map_err(|error| format!("has a stage of which {error}"))?;
        Ok(Stage { duration, rate })
    };
    let stages = text.split(',').map(|stage| parse(stage.trim())).collect::<Result<Vec<_>, String>>()?;
    if stages.iter().map(|stage| stage.duration).sum::<Duration>().is_zero() {
        return Err("must last longer than 0".to_owned());
    }
    if stages.iter().all(|stage| stage.rate <= 0.0) {
        return Err("must have a rate above 0".to_owned());
    }
    Ok(stages)
}
