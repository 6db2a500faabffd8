//! Names and the templates that use them: whatever can be known before the run is said before the run.

use std::collections::BTreeSet;

use super::{Body, Step};
use crate::applets::load::error::PlanError;
use crate::applets::load::template::{BUILT_IN, FUNCTIONS, Template};
use crate::kit::config::nearest;

/// Whether templates could use a name.
pub(in crate::applets::load) fn check_name(kind: &'static str, name: &str) -> Result<(), PlanError> {
    let refuse = |problem: &str| Err(PlanError::Name { kind, name: name.to_owned(), problem: problem.to_owned() });
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if !starts || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return refuse("letters, digits and _ make a name that templates can use");
    }
    if BUILT_IN.contains(&name) {
        return refuse("every template has that name already");
    }
    if FUNCTIONS.contains(&name) {
        return refuse("there is a function of that name");
    }
    Ok(())
}

/// Compiles a text that may be a template; `what` says which text it is.
pub(in crate::applets::load) fn compile(what: &str, text: &str) -> Result<Template, PlanError> {
    Template::compile(text).map_err(|error| PlanError::Template { what: what.to_owned(), error })
}

/// The names defined so far, and those of later steps.
#[derive(Debug, Default)]
pub(super) struct Names {
    known: BTreeSet<String>,
    /// Captured by a later step: name and step.
    later: Vec<(String, String)>,
}

impl Names {
    pub(super) fn new(steps: &[Step]) -> Self {
        let known = BUILT_IN.iter().map(|&name| name.to_owned()).collect();
        let captures = steps.iter().flat_map(|step| step.captures.iter().map(|capture| (&capture.name, &step.name)));
        Self { known, later: captures.map(|(name, step)| (name.clone(), step.clone())).collect() }
    }

    pub(super) fn define(&mut self, name: &str) {
        self.known.insert(name.to_owned());
    }

    /// Whether every name that `text` cannot do without is defined.
    pub(super) fn check(&self, what: &str, text: &str) -> Result<(), PlanError> {
        let template = compile(what, text)?;
        let Some(name) = template.variables().into_iter().find(|name| !self.known.contains(name)) else {
            return Ok(());
        };
        let problem = match self.later.iter().find(|(later, _)| *later == name) {
            Some((_, step)) => format!("is captured by the step `{step}`, and that is not before it"),
            None => "is not defined".to_owned(),
        };
        let nearest = nearest(&name, self.known.iter().map(String::as_str)).map(str::to_owned);
        Err(PlanError::Undefined { what: what.to_owned(), name, problem, nearest })
    }

    /// Checks the texts of a step, then defines what it captures.
    pub(super) fn check_step(&mut self, step: &Step) -> Result<(), PlanError> {
        let name = &step.name;
        self.check(&format!("the URL of `{name}`"), &step.url)?;
        for (header, value) in &step.headers {
            self.check(&format!("the header {header} of `{name}`"), value)?;
        }
        if let Body::Text(text) = &step.body {
            self.check(&format!("the body of `{name}`"), text)?;
        }
        step.captures.iter().for_each(|capture| self.define(&capture.name));
        Ok(())
    }
}
