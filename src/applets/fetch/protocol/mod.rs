//! The protocols; each is a folder of its own, and an entry here.

pub mod http;

use super::source::Registry;

/// Every protocol that is built in.
#[must_use]
pub fn registry(http: http::Http) -> Registry {
    Registry::default().with(http)
}
