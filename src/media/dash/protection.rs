//! What representations are locked with: `ContentProtection` of a set and of its representations.

use super::model::{Protection, System};
use super::value;
use super::xml::Element;
use crate::kit::net::parse_url;
use crate::media::hls::Diagnostics;

/// Systems by the end of their address (<https://dashif.org/identifiers/content_protection>).
const SYSTEMS: [(&str, &str); 8] = [
    ("edef8ba9-79d6-4ace-a3c8-27dcd51d21ed", "Widevine"),
    ("9a04f079-9840-4286-ab92-e65be0885f95", "PlayReady"),
    ("94ce86fb-07ff-4f43-adb8-93d2fa968ca2", "FairPlay"),
    ("29701fe4-3cc7-4a34-8c5b-ae90c7439a47", "FairPlay"),
    ("f239e769-efa3-4850-9c16-a903c6932efb", "Adobe Primetime"),
    ("5e629af5-38da-4063-8977-97ffbd9902d4", "Marlin"),
    ("adb41c24-2dbf-4a6d-958b-4457c0d27b95", "Nagra"),
    ("3d5e6d35-9b9a-41e8-b843-dd3c6e72c42c", "ChinaDRM"),
];

/// How W3C Clear Key is written: by itself, and as the box of names that goes with it.
const CLEAR: [&str; 2] = ["e2719d58-a985-b3c9-781a-b030af78d30e", "1077efec-c0b2-4d02-ace3-3c1e52e2fb4b"];

/// Of a set and of a representation in it.
pub(super) fn read(set: &Element, representation: &Element, notes: &mut Diagnostics) -> Vec<Protection> {
    let elements = representation.all("ContentProtection").chain(set.all("ContentProtection"));
    elements.take(64).filter_map(|element| one(element, notes)).collect()
}

fn one(element: &Element, notes: &mut Diagnostics) -> Option<Protection> {
    let Some(scheme) = element.attribute("schemeIdUri") else {
        notes.add(element.line, "a ContentProtection without a scheme");
        return None;
    };
    let lower = scheme.to_ascii_lowercase();
    let system = if lower == "urn:mpeg:dash:mp4protection:2011" {
        System::Scheme(element.attribute("value").unwrap_or("cenc").to_ascii_lowercase())
    } else if lower == "org.w3.clearkey" || CLEAR.iter().any(|known| lower.ends_with(known)) {
        System::ClearKey
    } else {
        let known = SYSTEMS.iter().find(|(id, _)| lower.ends_with(id));
        System::Drm(known.map_or_else(|| scheme.to_owned(), |(_, name)| (*name).to_owned()))
    };
    // Written in capitals, small, and by older packagers with other spellings.
    let licence = element.children.iter().find(|child| child.name.eq_ignore_ascii_case("laurl"));
    let licence = licence.map(Element::text).filter(|text| !text.is_empty()).and_then(|text| match parse_url(text) {
        Ok(url) => Some(url),
        Err(error) => {
            notes.add(element.line, format!("the address of a licence is not used: {error}"));
            None
        }
    });
    let key_id = element.parsed("default_KID", notes, value::key_id);
    Some(Protection { system, key_id, licence, line: element.line })
}
