//! A run in a file: YAML, TOML or JSON, with the place of everything that is wrong in it.
//!
//! ```yaml
//! url: https://api.example.com        # or target; what the URLs of steps are relative to
//! headers:                            # sent with every step; a step's own go before them
//!   Authorization: Bearer ${TOKEN}    # ${NAME} and ${NAME:-default} are filled in when the file is read
//! user: me:secret                     # basic authentication
//! cookies: a=1; b=2
//! user-agent: mine/1
//! vars:                               # for templates; one that is a template holds for an iteration
//!   order: "{{ uuid() }}"
//! data:                               # rows for templates, from CSV, TSV, JSON or JSONL
//!   users: users.csv
//!   items: {file: items.json, order: random}
//! steps:                              # played in sequence by every user
//!   - name: login
//!     url: /login                     # url, method, headers, body, form: here, or under `request`
//!     method: POST
//!     body: {name: "{{ users.name }}", password: "{{ users.password }}"}
//!     capture: {token: $.token, sid: "cookie:sid"}
//!     check: status==200
//!   - name: buy
//!     url: /orders/{{ order }}
//!     headers: {Authorization: "Bearer {{ token }}"}
//! checks: [status<400]                # for every step
//! thresholds: ["p99<50ms", "login:p95<200ms"]
//! connections: 50                     # every flag of the load, connection, TLS and outcome options by its long name
//! duration: 1m
//! ```
//!
//! Without `steps` the request stands at the top: `url`, `method`, `headers`, `body` or `form`.
//!
//! - `body` is a text, `"@FILE"`, or a table, which is sent as JSON; there a value that is nothing but a template keeps
//!   the type of what it names, and in a longer text a value stands as it is.
//! - `form` is a table or a list of `name=value`; a value `"@FILE"` sends a file.
//! - Paths are relative to the folder of the plan file. `_` in keys counts as `-`.

mod args;
mod step;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value as Json;

pub(super) use self::args::FlagArgs;
use self::args::Flags;
#[cfg(test)]
pub(super) use self::args::Typed;
use self::step::{REQUEST_KEYS, checks, headers, one_text, read_request, read_step};
use super::check::Check;
use super::data::{DataOrder, DataSet};
use super::error::PlanError;
use super::plan::names::{check_name, compile};
use super::plan::request::{Draft, Header};
use super::threshold::Threshold;
use crate::kit::config::{Entry, Node, Place, Value, nearest, read_with};
use crate::kit::env::Env;

/// A variable and where it is written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Var {
    pub(super) name: String,
    pub(super) value: Json,
    pub(super) place: Option<Place>,
}

/// What a plan file says; everything may be missing.
#[derive(Debug, Default)]
pub(super) struct PlanFile {
    pub(super) url: Option<(String, Place)>,
    /// The one request of a plan without steps.
    pub(super) request: Draft,
    pub(super) headers: Vec<Header>,
    pub(super) user: Option<String>,
    pub(super) cookies: Option<String>,
    pub(super) user_agent: Option<String>,
    pub(super) vars: Vec<Var>,
    pub(super) data: Vec<DataSet>,
    pub(super) steps: Vec<Draft>,
    pub(super) checks: Vec<Check>,
    pub(super) thresholds: Vec<(Threshold, Place)>,
    /// Values of the variables that were filled in.
    pub(super) secrets: Vec<String>,
    pub(super) flags: FlagArgs,
    /// Where each flag is written, by its long name.
    pub(super) places: BTreeMap<String, Place>,
}

/// The keys at the top that are no flags.
const KEYS: [&str; 18] = [
    "url",
    "target",
    "method",
    "headers",
    "header",
    "body",
    "form",
    "user",
    "cookies",
    "user-agent",
    "vars",
    "var",
    "data",
    "steps",
    "checks",
    "check",
    "thresholds",
    "threshold",
];

impl PlanFile {
    /// Reads a plan file and the data files it names.
    pub(super) fn read(path: &Path, env: &Env) -> Result<Self, PlanError> {
        let tree = read_with(path, env)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut plan = Self::default();
        let mut flags = Flags::default();
        plan.secrets = tree.expansions().to_vec();
        plan.request.place = Some(tree.root().place.clone());
        for entry in tree.root().entries() {
            let key = entry.key.replace('_', "-");
            if !plan.take(&key, entry, folder)? && !flags.take(&key, &entry.place, &entry.node)? {
                let flags = Flags::names();
                let known = KEYS.into_iter().chain(flags.iter().map(String::as_str));
                let nearest = nearest(&key, known).map(str::to_owned);
                return Err(PlanError::UnknownKey { key: entry.key.clone(), nearest }.at(Some(&entry.place)));
            }
        }
        plan.flags = flags.read(folder)?;
        plan.places = flags.places;
        plan.check_shape()?;
        Ok(plan)
    }

    /// Takes an entry of the top; false when it must be a flag.
    fn take(&mut self, key: &str, entry: &Entry, folder: &Path) -> Result<bool, PlanError> {
        let node = &entry.node;
        if matches!(node.value, Value::Null) && KEYS.contains(&key) {
            return Ok(true);
        }
        match key {
            "url" | "target" => {
                let text = one_text(key, node)?;
                compile("url", &text).map_err(|error| error.at(Some(&node.place)))?;
                self.url = Some((text, node.place.clone()));
            }
            "headers" | "header" => self.headers = headers(node)?,
            "user" => self.user = Some(one_text(key, node)?),
            "user-agent" => self.user_agent = Some(one_text(key, node)?),
            "cookies" => self.cookies = Some(cookies(node)?),
            "vars" | "var" => self.vars = vars(node)?,
            "data" => self.data = data(node, folder)?,
            "steps" => {
                let Value::List(items) = &node.value else {
                    return Err(PlanError::value("steps", "is a list, each step after a dash").at(Some(&node.place)));
                };
                self.steps = items.iter().map(|item| read_step(item, folder)).collect::<Result<_, _>>()?;
            }
            "checks" | "check" => self.checks.extend(checks(node)?),
            "thresholds" | "threshold" => self.thresholds.extend(thresholds(node)?),
            _ if REQUEST_KEYS.contains(&key) => read_request(&mut self.request, key, entry, folder)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// A request stands at the top or in steps, not in both.
    fn check_shape(&self) -> Result<(), PlanError> {
        let place = self.request.place.as_ref();
        if self.steps.is_empty() {
            return Ok(());
        }
        let stray = match (&self.request.method, &self.request.payload) {
            (Some(_), _) => "method",
            (None, Some(_)) => "body",
            (None, None) => return Ok(()),
        };
        let sentence = format!("`{stray}` stands beside `steps`; write it into the step it is for");
        Err(PlanError::contradiction(sentence).at(place))
    }
}

/// A text, or a table of names and values.
fn cookies(node: &Node) -> Result<String, PlanError> {
    if !matches!(node.value, Value::Table(_)) {
        return one_text("cookies", node);
    }
    let pair = |entry: &Entry| Ok(format!("{}={}", entry.key, one_text(&entry.key, &entry.node)?));
    Ok(node.entries().iter().map(pair).collect::<Result<Vec<_>, PlanError>>()?.join("; "))
}

fn vars(node: &Node) -> Result<Vec<Var>, PlanError> {
    let var = |entry: &Entry| {
        check_name("variable", &entry.key).map_err(|error| error.at(Some(&entry.place)))?;
        let value = entry.node.to_json();
        if let Some(text) = value.as_str() {
            compile("variable", text).map_err(|error| error.at(Some(&entry.node.place)))?;
        }
        Ok(Var { name: entry.key.clone(), value, place: Some(entry.node.place.clone()) })
    };
    table("vars", node)?.iter().map(var).collect()
}

fn data(node: &Node, folder: &Path) -> Result<Vec<DataSet>, PlanError> {
    let set = |entry: &Entry| {
        let (key, node) = (&entry.key, &entry.node);
        check_name("data set", key).map_err(|error| error.at(Some(&entry.place)))?;
        let mut order = DataOrder::default();
        let mut file = node.text();
        for part in node.entries() {
            match (part.key.as_str(), part.node.text().as_deref()) {
                ("file", Some(text)) => file = Some(text.to_owned()),
                ("order", Some("sequential")) => order = DataOrder::Sequential,
                ("order", Some("random")) => order = DataOrder::Random,
                ("order", _) => {
                    return Err(PlanError::value("order", "is sequential or random").at(Some(&part.node.place)));
                }
                _ => return Err(unknown(part, &["file", "order"])),
            }
        }
        let file = file
            .ok_or_else(|| PlanError::value(key, "is a file, or {file: FILE, order: random}").at(Some(&node.place)))?;
        DataSet::read(key, &folder.join(file), order).map_err(|error| PlanError::Data(error).at(Some(&node.place)))
    };
    table("data", node)?.iter().map(set).collect()
}

fn thresholds(node: &Node) -> Result<Vec<(Threshold, Place)>, PlanError> {
    let mut all = Vec::new();
    for item in items(node) {
        let parsed = Threshold::parse(&one_text("thresholds", item)?)
            .map_err(|error| PlanError::Expression { kind: "threshold", error }.at(Some(&item.place)))?;
        all.extend(parsed.into_iter().map(|threshold| (threshold, item.place.clone())));
    }
    Ok(all)
}

/// The elements of a list; anything else is a list of one.
fn items(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(items) => items,
        Value::Null => &[],
        _ => std::slice::from_ref(node),
    }
}

fn table<'a>(key: &str, node: &'a Node) -> Result<&'a [Entry], PlanError> {
    match &node.value {
        Value::Table(entries) => Ok(entries),
        Value::Null => Ok(&[]),
        _ => {
            Err(PlanError::value(key, format!("is a table of names and values, not {}", node.kind()))
                .at(Some(&node.place)))
        }
    }
}

fn unknown(entry: &Entry, known: &[&str]) -> PlanError {
    let nearest = nearest(&entry.key, known.iter().copied()).map(str::to_owned);
    PlanError::UnknownKey { key: entry.key.clone(), nearest }.at(Some(&entry.place))
}
