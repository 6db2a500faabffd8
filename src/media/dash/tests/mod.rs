//! Manifests as packagers write them, and as nobody should.

mod reading;
mod timeline;

use super::{Mpd, Reading, read};
use crate::kit::net::parse_url;

/// Reads a manifest at `http://h/d/x.mpd`.
fn reading(text: &str) -> Reading {
    read(text.as_bytes(), &parse_url("http://h/d/x.mpd").unwrap()).unwrap()
}

fn mpd(text: &str) -> Mpd {
    reading(text).mpd
}

/// Why it is not read.
fn refused(text: &str) -> String {
    read(text.as_bytes(), &parse_url("http://h/d/x.mpd").unwrap()).unwrap_err().to_string()
}

/// A whole presentation of one video set with this in it.
fn one(attributes: &str, set: &str) -> String {
    format!(
        "<MPD {attributes}><Period><AdaptationSet mimeType=\"video/mp4\">{set}\
         <Representation id=\"v\" bandwidth=\"800000\"/></AdaptationSet></Period></MPD>"
    )
}
