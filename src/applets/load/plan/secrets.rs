//! A plan as others may see it.

use std::borrow::Cow;

use serde_json::Value;

use super::address::origin;
use super::{Body, Plan, Step};
use crate::applets::load::template::tags;
use crate::kit::net::{is_secret_name, parse_url};

/// What is shown in place of a secret.
const MASK: &str = "***";

/// Shorter values of variables hide nothing, and would be found everywhere.
const SHORTEST: usize = 3;

impl Plan {
    /// The plan without passwords, tokens and data rows, for a report: those are shared more widely than their authors
    /// think. Templates stay, because they only name what they use.
    #[must_use]
    pub fn without_secrets(&self) -> Self {
        let mut plan = self.clone();
        plan.secrets.clear();
        plan.steps.iter_mut().for_each(|step| self.mask_step(step));
        for (name, value) in &mut plan.vars {
            if is_secret_name(name) {
                *value = Value::from(MASK);
            } else {
                self.mask_json(value);
            }
        }
        plan.data.clear();
        plan.route.proxy = plan.route.proxy.map(|proxy| masked_proxy(&proxy));
        plan.server_metrics = plan.server_metrics.map(|url| self.masked_url(&url));
        plan
    }

    /// A text without the values of variables that the plan was filled in with.
    pub(in crate::applets::load) fn hide<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut hidden = Cow::Borrowed(text);
        for secret in self.secrets.iter().filter(|secret| secret.len() >= SHORTEST) {
            for form in forms(secret) {
                if hidden.contains(&form) {
                    hidden = hidden.replace(&form, MASK).into();
                }
            }
        }
        hidden
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

    fn mask_json(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.hide(text).into_owned(),
            Value::Array(items) => items.iter_mut().for_each(|item| self.mask_json(item)),
            Value::Object(members) => members.values_mut().for_each(|member| self.mask_json(member)),
            _ => {}
        }
    }
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
    let field = |field: &str| match field.split_once('=') {
        Some((name, value)) if is_secret_name(name) && tags(value).is_empty() => format!("{name}={MASK}"),
        _ => field.to_owned(),
    };
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

/// Proxies have schemes of their own, so only the user part is looked at.
fn masked_proxy(proxy: &str) -> String {
    match proxy.rsplit_once('@') {
        Some((before, host)) => {
            let scheme = before.find("://").map_or("", |at| &before[..at + 3]);
            format!("{scheme}{MASK}@{host}")
        }
        None => proxy.to_owned(),
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
        ] {
            let masked: Result<Value, _> = serde_json::from_str(masked).map_err(|_| masked);
            let told = without_named(body).into_owned();
            assert_eq!(serde_json::from_str(&told).map_err(|_| told.as_str()), masked, "{body}");
        }
    }
}
