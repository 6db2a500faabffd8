//! A plan as others may see it.

use std::borrow::Cow;

use serde_json::Value;

use super::address::origin;
use super::{Body, Plan, Step};
use crate::applets::load::capture::Capture;
use crate::applets::load::check::Check;
use crate::applets::load::template::tags;
use crate::applets::load::threshold::Threshold;
use crate::kit::net::{Origin, is_secret_name, mask_query, mask_userinfo, parse_url};

/// What is shown in place of a secret.
const MASK: &str = "***";

/// Shorter values of variables hide nothing, and would be found everywhere.
const SHORTEST: usize = 3;

/// Values of variables that a plan was filled in with, in every form in which a text may hold them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::applets::load) struct Secrets {
    /// The longest first, so that none is cut in two by a shorter one within it.
    forms: Vec<String>,
}

impl Secrets {
    /// What `values` hide, but for the servers of `steps`: those are what a reader of an error looks for.
    pub(super) fn of(values: &[String], steps: &[Step]) -> Self {
        let servers: Vec<String> = steps.iter().flat_map(|step| server_names(&step.url)).collect();
        let values = values.iter().filter(|value| !servers.contains(value));
        let mut forms: Vec<String> = values.flat_map(|value| forms(value)).collect();
        forms.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        forms.dedup();
        Self { forms }
    }

    fn hide<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut hidden = Cow::Borrowed(text);
        for form in &self.forms {
            if hidden.contains(form) {
                hidden = hidden.replace(form, MASK).into();
            }
        }
        hidden
    }
}

impl Plan {
    /// The plan without passwords, tokens and data rows, for a report: those are shared more widely than their authors
    /// think. Templates stay, because they only name what they use.
    #[must_use]
    pub fn without_secrets(&self) -> Self {
        let mut plan = self.clone();
        plan.secrets = Secrets::default();
        plan.steps.iter_mut().for_each(|step| self.mask_step(step));
        for (name, value) in &mut plan.vars {
            if is_secret_name(name) {
                *value = Value::from(MASK);
            } else {
                self.mask_json(value);
            }
        }
        plan.data.clear();
        plan.thresholds.iter_mut().for_each(|threshold| *threshold = self.masked_threshold(threshold));
        plan.route.proxy = plan.route.proxy.map(|proxy| mask_userinfo(&proxy));
        plan.server_metrics = plan.server_metrics.map(|url| self.masked_url(&url));
        plan
    }

    /// A text without the values of variables that the plan was filled in with.
    pub(in crate::applets::load) fn hide<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.secrets.hide(text)
    }

    /// A threshold without secrets in the name of its step; its numbers are none.
    fn masked_threshold(&self, threshold: &Threshold) -> Threshold {
        let Some(step) = threshold.step() else { return threshold.clone() };
        match self.hide(step) {
            Cow::Borrowed(_) => threshold.clone(),
            Cow::Owned(hidden) => threshold.of_step(&hidden),
        }
    }

    /// A URL without its secrets. Scheme, host and port stay: they are what a reader looks for.
    pub(in crate::applets::load) fn masked_url(&self, url: &str) -> String {
        // A template is no URL; what it holds in place of a secret is a name.
        let masked = if tags(url).is_empty() { parse_url(url).ok().map(|url| url.to_string()) } else { None };
        let url = masked.unwrap_or_else(|| url.to_owned());
        let server = origin(&url);
        format!("{server}{}", self.hide(&url[server.len()..]))
    }

    fn mask_step(&self, step: &mut Step) {
        step.name = self.hide(&step.name).into_owned();
        step.checks = step.checks.iter().filter_map(|check| self.masked_check(check)).collect();
        step.captures = step.captures.iter().filter_map(|capture| self.masked_capture(capture)).collect();
        for (name, value) in &mut step.headers {
            let secret =
                is_secret_name(name) || ["cookie", "proxy-authorization"].contains(&name.to_lowercase().as_str());
            *value = if secret && tags(value).is_empty() { MASK.to_owned() } else { self.hide(value).into_owned() };
        }
        step.url = self.masked_url(&step.url);
        match &mut step.body {
            Body::Empty => {}
            Body::Text(text) => *text = without_named(&self.hide(text)).into_owned(),
            Body::Bytes(bytes) => {
                if let Ok(text) = std::str::from_utf8(bytes)
                    && let Cow::Owned(masked) = without_named(text)
                {
                    *bytes = masked.into_bytes();
                }
            }
        }
    }

    /// A check without secrets; `None` where it would be none any more.
    fn masked_check(&self, check: &Check) -> Option<Check> {
        match self.hide(check.as_str()) {
            Cow::Borrowed(_) => Some(check.clone()),
            Cow::Owned(hidden) => parse_masked(&hidden),
        }
    }

    /// A capture without secrets; `None` where it would be none any more.
    fn masked_capture(&self, capture: &Capture) -> Option<Capture> {
        let name = self.hide(&capture.name).into_owned();
        let source = match self.hide(&capture.source.to_string()) {
            Cow::Borrowed(_) => capture.source.clone(),
            Cow::Owned(hidden) => parse_masked(&hidden)?,
        };
        Some(Capture { name, source })
    }

    fn mask_json(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.hide(text).into_owned(),
            Value::Array(items) => items.iter_mut().for_each(|item| self.mask_json(item)),
            Value::Object(members) => members.values_mut().for_each(|member| self.mask_json(member)),
            _ => {}
        }
    }
}

/// Reads a text in which secrets were masked; in a pattern the stars of the mask are letters.
fn parse_masked<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.parse().or_else(|_| text.replace(MASK, &regex::escape(MASK)).parse()).ok()
}

/// What messages call the server of a URL by, in whole and in part.
fn server_names(url: &str) -> Vec<String> {
    let server = parse_url(origin(url)).ok().and_then(|url| Origin::of(&url).ok());
    server.map_or_else(Vec::new, |server| {
        let (address, whole) = (server.address(), server.to_string());
        vec![server.authority(), server.port.to_string(), server.host, address, whole]
    })
}

/// A secret as it stands in a text, in JSON, and in the path or query of a URL.
fn forms(secret: &str) -> Vec<String> {
    let quoted = Value::from(secret).to_string();
    let mut forms = vec![secret.to_owned(), quoted[1..quoted.len() - 1].to_owned()];
    if let Ok(mut url) = url::Url::parse("http://host/") {
        url.set_path(secret);
        url.set_query(Some(secret));
        forms.push(url.path()[1..].to_owned());
        forms.extend(url.query().map(str::to_owned));
    }
    // An empty form would be found everywhere.
    forms.retain(|form| form.len() >= SHORTEST);
    forms
}

/// A body, JSON or URL-encoded, without the values of members and fields that are named like secrets. Templates stay.
fn without_named(body: &str) -> Cow<'_, str> {
    if let Ok(mut json) = serde_json::from_str::<Value>(body) {
        return if mask_members(&mut json) { json.to_string().into() } else { body.into() };
    }
    if body.contains(char::is_whitespace) || !body.contains('=') {
        return body.into();
    }
    let field = |field: &str| if tags(field).is_empty() { mask_query(field) } else { field.to_owned() };
    let masked = body.split('&').map(field).collect::<Vec<_>>().join("&");
    if masked == body { body.into() } else { masked.into() }
}

/// Masks every member that is named like a secret; whether there was one.
fn mask_members(json: &mut Value) -> bool {
    match json {
        Value::Array(items) => items.iter_mut().fold(false, |any, item| mask_members(item) | any),
        Value::Object(members) => members.iter_mut().fold(false, |any, (name, value)| {
            let plain = matches!(value, Value::String(text) if tags(text).is_empty()) || value.is_number();
            if plain && is_secret_name(name) {
                *value = MASK.into();
                return true;
            }
            mask_members(value) | any
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_lose_what_is_named_like_a_secret() {
        for (body, masked) in [
            (r#"{"user":"a","password":"x"}"#, r#"{"user":"a","password":"***"}"#),
            (r#"[{"deep":{"api_key":7}}]"#, r#"[{"deep":{"api_key":"***"}}]"#),
            (r#"{"password":"{{ users.password }}"}"#, r#"{"password":"{{ users.password }}"}"#),
            ("user=a&password=x", "user=a&password=***"),
            ("token={{ token }}", "token={{ token }}"),
            ("plain text, password=x", "plain text, password=x"),
            ("a=b", "a=b"),
        ] {
            let masked: Result<Value, _> = serde_json::from_str(masked).map_err(|_| masked);
            let told = without_named(body).into_owned();
            assert_eq!(serde_json::from_str(&told).map_err(|_| told.as_str()), masked, "{body}");
        }
    }

    #[test]
    fn a_secret_within_another_does_not_cut_it() {
        let secrets = Secrets::of(&["abc".to_owned(), "abcdef".to_owned(), "x y".to_owned(), "z".to_owned()], &[]);
        for (text, hidden) in
            [("abcdef", "***"), ("q=abcdef&r=abc", "q=***&r=***"), ("/x%20y?x%20y", "/***?***"), ("zebra", "zebra")]
        {
            assert_eq!(secrets.hide(text), hidden);
        }
    }

    #[test]
    fn what_was_masked_is_read_again() {
        for (text, masked) in [
            ("body contains '***'", "body contains '***'"),
            ("body ~ '***'", r"body ~ '\*\*\*'"),
            ("json $.a == ***", "json $.a == ***"),
        ] {
            assert_eq!(parse_masked::<Check>(text).map(|check| check.to_string()).as_deref(), Some(masked));
        }
        assert_eq!(parse_masked::<Check>("status == ***"), None);
    }
}
