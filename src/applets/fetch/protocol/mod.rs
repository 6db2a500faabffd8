//! The protocols; each is a folder of its own, and an entry here.

pub mod http;
pub mod stream;

use super::source::Registry;

/// Every protocol that is built in; of those for one URL the first counts.
#[must_use]
pub fn registry(http: http::Http, streams: stream::Options) -> Registry {
    let (hls, dash) = stream::protocols(streams);
    Registry::default().with(hls).with(dash).with(http)
}
