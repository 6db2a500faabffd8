//! A plan as others may see it.

use serde_json::Value;

use super::{Plan, Step};
use crate::applets::load::template::tags;
use crate::kit::net::{is_secret_name, parse_url};

/// What is shown in place of a secret.
const MASK: &str = "***";

impl Plan {
    /// The plan without passwords, tokens and data rows, for a report: those are shared more widely than their authors
    /// think. Templates stay, because they only name what they use.
    #[must_use]
    pub fn without_secrets(&self) -> Self {
        let mut plan = self.clone();
        plan.steps.iter_mut().for_each(mask_step);
        for (name, value) in &mut plan.vars {
            if is_secret_name(name) {
                *value = Value::from(MASK);
            }
        }
        plan.data.clear();
        plan.route.proxy = plan.route.proxy.map(|proxy| masked_proxy(&proxy));
        plan.server_metrics = plan.server_metrics.map(|url| parse_url(&url).map_or(url, |url| url.to_string()));
        plan
    }
}

fn mask_step(step: &mut Step) {
    for (name, value) in &mut step.headers {
        let secret = is_secret_name(name) || ["cookie", "proxy-authorization"].contains(&name.to_lowercase().as_str());
        if secret && tags(value).is_empty() {
            MASK.clone_into(value);
        }
    }
    // A template is no URL; what it holds in place of a secret is a name.
    if let (true, Ok(url)) = (tags(&step.url).is_empty(), parse_url(&step.url)) {
        step.url = url.to_string();
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
