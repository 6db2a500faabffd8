//! Changing the server while it runs, and its own metrics.

use std::time::Duration;

use http::{Method, Response, StatusCode};
use serde_json::json;

use super::{is_read, wrong_method};
use crate::kit::metrics::prometheus;
use crate::kit::units::{format_span, parse_rate};
use crate::origin::Shared;
use crate::origin::behaviour::{Behaviour, Stall, parse_latency};
use crate::origin::reply::{Content, json as json_reply, text, typed};
use crate::origin::request::{BadValue, Request};

pub(super) fn answer(request: &Request, shared: &Shared) -> Result<Response<Content>, BadValue> {
    match (request.path(), &request.method) {
        ("/metrics", method) if is_read(method) => {
            Ok(typed(StatusCode::OK, prometheus::CONTENT_TYPE, shared.metrics_text()))
        }
        ("/control", method) if is_read(method) => Ok(state(shared)),
        ("/metrics" | "/control", _) => Ok(wrong_method("GET, HEAD")),
        ("/control/stall" | "/control/behave" | "/control/reset", method) if method != Method::POST => {
            Ok(wrong_method("POST"))
        }
        ("/control/stall", _) => {
            let after = request.duration("after", Duration::ZERO)?;
            let length = request.duration("for", Duration::from_secs(1))?;
            shared.stall(after, length);
            Ok(state(shared))
        }
        ("/control/behave", _) => {
            behave(request, shared)?;
            Ok(state(shared))
        }
        ("/control/reset", _) => {
            shared.gate.set(Behaviour::default());
            Ok(state(shared))
        }
        _ => Ok(text(StatusCode::NOT_FOUND, "no such control; GET /help lists what there is\n")),
    }
}

/// Reads everything before it changes anything.
fn behave(request: &Request, shared: &Shared) -> Result<(), BadValue> {
    let capacity = setting(request, "capacity", |text| {
        let rate = parse_rate(text).map_err(|error| BadValue::new("capacity", error))?;
        if rate > 0.0 { Ok(rate) } else { Err(BadValue::new("capacity", "it must be above 0; `off` lifts it")) }
    })?;
    let latency =
        setting(request, "latency", |text| parse_latency(text).map_err(|error| BadValue::new("latency", error)))?;
    let current = shared.gate.behaviour();
    let off = |name: &str| request.param(name).is_some_and(|value| value == "off");
    let jitter = if off("jitter") { 0.0 } else { request.share("jitter", current.jitter)? };
    let error_rate = if off("errors") { 0.0 } else { request.share("errors", current.error_rate)? };
    let code = request.number("error-status", current.error_status.as_u16())?;
    let error_status = StatusCode::from_u16(code)
        .ok()
        .filter(|status| !status.is_informational())
        .ok_or_else(|| BadValue::new("error-status", format!("{code} is not between 200 and 999")))?;
    shared.gate.change(|behaviour, since| {
        match capacity {
            Setting::Kept => {}
            Setting::Off => behaviour.capacity = None,
            Setting::To(rate) => behaviour.capacity = Some(rate),
        }
        match latency {
            Setting::Kept => {}
            Setting::Off => behaviour.latency.clear(),
            // Steps are counted from now.
            Setting::To(steps) => {
                behaviour.latency = steps.into_iter().map(|(from, latency)| (from + since, latency)).collect();
            }
        }
        behaviour.jitter = jitter;
        behaviour.error_rate = error_rate;
        behaviour.error_status = error_status;
    });
    Ok(())
}

/// What a parameter does to the value in force.
enum Setting<T> {
    Kept,
    Off,
    To(T),
}

fn setting<T>(
    request: &Request,
    name: &str,
    read: impl FnOnce(&str) -> Result<T, BadValue>,
) -> Result<Setting<T>, BadValue> {
    Ok(match request.param(name).as_deref() {
        None => Setting::Kept,
        Some("off") => Setting::Off,
        Some(text) => Setting::To(read(text)?),
    })
}

fn state(shared: &Shared) -> Response<Content> {
    let behaviour = shared.gate.behaviour();
    let span = |duration: &Duration| format_span(*duration);
    json_reply(&json!({
        "capacity": behaviour.capacity,
        "latency": behaviour.latency.iter().map(|(from, latency)| [span(from), span(latency)]).collect::<Vec<_>>(),
        "jitter": behaviour.jitter,
        "errors": behaviour.error_rate,
        "error_status": behaviour.error_status.as_u16(),
        "stalls": behaviour
            .stalls
            .iter()
            .map(|Stall { after, length }| json!({ "after": span(after), "for": span(length) }))
            .collect::<Vec<_>>(),
        "stats": shared.tally.snapshot(),
    }))
}
