//! The protocols; each is a folder of its own, and an entry here.

pub mod hls;
pub mod http;

use super::source::Registry;

/// Every protocol that is built in; of those for one URL the first counts.
#[must_use]
pub fn registry(http: http::Http, hls: hls::Hls) -> Registry {
    Registry::default().with(hls).with(hls::Dash).with(http)
}
