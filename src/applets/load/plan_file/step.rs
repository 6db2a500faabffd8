//! The parts of one request in a plan file.

use std::path::Path;

use super::{items, table, unknown};
use crate::applets::load::capture::Capture;
use crate::applets::load::check::Check;
use crate::applets::load::error::PlanError;
use crate::applets::load::plan::Body;
use crate::applets::load::plan::names::{check_name, compile};
use crate::applets::load::plan::payload::{Field, Payload};
use crate::applets::load::plan::request::{Draft, Header, header, header_line, method};
use crate::kit::config::{Entry, Node, Value};

/// What describes a request, beside its URL and headers.
pub(super) const REQUEST_KEYS: [&str; 3] = ["method", "body", "form"];

/// Everything a step can hold; the last six may also stand under `request`.
const STEP_KEYS: [&str; 12] =
    ["name", "request", "capture", "captures", "check", "checks", "url", "method", "headers", "header", "body", "form"];

/// One element of `steps`.
pub(super) fn read_step(node: &Node, folder: &Path) -> Result<Draft, PlanError> {
    let mut draft = Draft { place: Some(node.place.clone()), ..Draft::default() };
    for entry in table("step", node)? {
        match entry.key.as_str() {
            key if matches!(entry.node.value, Value::Null) && STEP_KEYS.contains(&key) => {}
            "name" => draft.name = Some(one_text("name", &entry.node)?),
            "request" => {
                for entry in table("request", &entry.node)? {
                    take(&mut draft, entry, (folder, &STEP_KEYS[6..]))?;
                }
            }
            "capture" | "captures" => draft.captures = captures(&entry.node)?,
            "check" | "checks" => draft.checks.extend(checks(&entry.node)?),
            _ => take(&mut draft, entry, (folder, &STEP_KEYS))?,
        }
    }
    Ok(draft)
}

/// A key that may stand in a step or under its `request`; `known` are those that may stand here.
fn take(draft: &mut Draft, entry: &Entry, (folder, known): (&Path, &[&str])) -> Result<(), PlanError> {
    match entry.key.as_str() {
        "url" => {
            let text = one_text("url", &entry.node)?;
            compile("url", &text).map_err(|error| error.at(Some(&entry.node.place)))?;
            draft.url = Some(text);
        }
        "headers" | "header" => draft.headers = headers(&entry.node)?,
        key if REQUEST_KEYS.contains(&key) => read_request(draft, key, entry, folder)?,
        _ => return Err(unknown(entry, known)),
    }
    Ok(())
}

/// One of [`REQUEST_KEYS`].
pub(super) fn read_request(draft: &mut Draft, key: &str, entry: &Entry, folder: &Path) -> Result<(), PlanError> {
    let node = &entry.node;
    let here = |error: PlanError| error.at(Some(&node.place));
    if key == "method" {
        draft.method = Some(method(&one_text(key, node)?).map_err(here)?);
        return Ok(());
    }
    if draft.payload.is_some() {
        return Err(PlanError::contradiction("a request has one `body` or one `form`").at(Some(&entry.place)));
    }
    let payload = match (key, &node.value) {
        ("form", _) => Payload::form(&form(node)?, folder),
        (_, Value::List(_) | Value::Table(_)) => Ok(Payload::json(&node.to_json())),
        _ => Payload::typed(&one_text(key, node)?, folder),
    };
    let payload = payload.map_err(here)?;
    if let Body::Text(text) = &payload.body {
        compile(key, text).map_err(here)?;
    }
    draft.payload = Some(payload);
    Ok(())
}

/// A table, or a list of `name=value`.
fn form(node: &Node) -> Result<Vec<Field>, PlanError> {
    if let Value::Table(entries) = &node.value {
        return entries.iter().map(|entry| Ok(Field::new(&entry.key, &one_text(&entry.key, &entry.node)?))).collect();
    }
    let field = |item: &Node| Field::parse(&one_text("form", item)?).map_err(|error| error.at(Some(&item.place)));
    items(node).iter().map(field).collect()
}

/// A table, whose values may be lists, or a list of `Name: value`.
pub(super) fn headers(node: &Node) -> Result<Vec<Header>, PlanError> {
    let mut all = Vec::new();
    let mut add = |node: &Node, parsed: Result<Header, PlanError>| {
        let (name, value) = parsed.map_err(|error| error.at(Some(&node.place)))?;
        compile("header", &value).map_err(|error| error.at(Some(&node.place)))?;
        all.push((name, value));
        Ok::<(), PlanError>(())
    };
    if let Value::Table(entries) = &node.value {
        for entry in entries {
            for item in items(&entry.node) {
                add(item, header(&entry.key, &one_text(&entry.key, item)?))?;
            }
        }
    } else {
        for item in items(node) {
            add(item, header_line(&one_text("headers", item)?))?;
        }
    }
    Ok(all)
}

fn captures(node: &Node) -> Result<Vec<Capture>, PlanError> {
    let capture = |entry: &Entry| {
        let (name, node) = (&entry.key, &entry.node);
        check_name("capture", name).map_err(|error| error.at(Some(&entry.place)))?;
        let source = one_text(name, node)?
            .parse()
            .map_err(|error| PlanError::Capture { name: name.clone(), error }.at(Some(&node.place)))?;
        Ok(Capture { name: name.clone(), source })
    };
    table("capture", node)?.iter().map(capture).collect()
}

/// One check or several.
pub(super) fn checks(node: &Node) -> Result<Vec<Check>, PlanError> {
    let check = |item: &Node| {
        let parsed = one_text("check", item)?.parse();
        parsed.map_err(|error| PlanError::Expression { kind: "check", error }.at(Some(&item.place)))
    };
    items(node).iter().map(check).collect()
}

/// A scalar.
pub(super) fn one_text(key: &str, node: &Node) -> Result<String, PlanError> {
    node.text().ok_or_else(|| PlanError::value(key, format!("is a text, not {}", node.kind())).at(Some(&node.place)))
}
