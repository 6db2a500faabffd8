//! A steering manifest (draft-pantos-hls-rfc8216bis section 7.2): JSON that orders pathways and makes new ones of others.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;

use crate::kit::net::SafeUrl;

/// How long a manifest holds that does not say so.
pub(super) const USUAL_TTL: Duration = Duration::from_mins(5);

/// More pathways than anybody has.
const MOST: usize = 64;

/// What the server says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) ttl: Duration,
    /// Where the next one is, as written.
    pub(super) reload: Option<String>,
    /// The first is taken first.
    pub(super) priority: Vec<String>,
    pub(super) clones: Vec<Clone>,
}

/// A pathway that is another one with other URIs.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(super) struct Clone {
    #[serde(rename = "BASE-ID")]
    pub(super) base: String,
    pub(super) id: String,
    #[serde(rename = "URI-REPLACEMENT", default)]
    replacement: Replacement,
}

#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE", default)]
struct Replacement {
    host: Option<String>,
    params: BTreeMap<String, String>,
    #[serde(rename = "PER-VARIANT-URIS")]
    variants: BTreeMap<String, String>,
    #[serde(rename = "PER-RENDITION-URIS")]
    renditions: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
struct Text {
    version: u64,
    ttl: Option<u64>,
    #[serde(rename = "RELOAD-URI")]
    reload: Option<String>,
    #[serde(rename = "PATHWAY-PRIORITY", default)]
    priority: Vec<String>,
    #[serde(rename = "PATHWAY-CLONES", default)]
    clones: Vec<Clone>,
}

impl Manifest {
    /// `None` for what is none, or of a version that is not known.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let text: Text = serde_json::from_slice(bytes).ok()?;
        let Text { version: 1, ttl, reload, mut priority, mut clones } = text else { return None };
        priority.truncate(MOST);
        clones.truncate(MOST);
        Some(Self { ttl: ttl.map_or(USUAL_TTL, Duration::from_secs), reload, priority, clones })
    }
}

impl Clone {
    /// Where a playlist is on this pathway that is at `base` on the other; `stable` is its STABLE-VARIANT-ID or
    /// STABLE-RENDITION-ID.
    pub(super) fn place(&self, base: &SafeUrl, stable: Option<&str>) -> Option<SafeUrl> {
        let told = |uris: &BTreeMap<String, String>| stable.and_then(|id| uris.get(id).cloned());
        if let Some(uri) = told(&self.replacement.variants).or_else(|| told(&self.replacement.renditions)) {
            return base.join(&uri).ok();
        }
        let mut url = base.clone().into_inner();
        if let Some(host) = &self.replacement.host {
            let (name, port) = host.split_once(':').map_or((host.as_str(), None), |(name, port)| (name, Some(port)));
            url.set_host(Some(name)).ok()?;
            if let Some(port) = port {
                url.set_port(Some(port.parse().ok()?)).ok()?;
            }
        }
        if !self.replacement.params.is_empty() {
            let others: Vec<(String, String)> = url
                .query_pairs()
                .filter(|(name, _)| !self.replacement.params.contains_key(name.as_ref()))
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect();
            url.query_pairs_mut().clear().extend_pairs(others).extend_pairs(&self.replacement.params);
        }
        SafeUrl::try_from(url).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::net::parse_url;

    #[test]
    fn a_manifest_is_read_and_what_is_none_is_not() {
        let text = r#"{"VERSION":1,"TTL":20,"RELOAD-URI":"next","PATHWAY-PRIORITY":["b","a"],"NEW":[1]}"#;
        let read = Manifest::read(text.as_bytes()).unwrap();
        assert_eq!((read.ttl, read.reload.as_deref()), (Duration::from_secs(20), Some("next")));
        assert_eq!(read.priority, ["b", "a"]);
        assert_eq!(Manifest::read(br#"{"VERSION":1}"#).unwrap().ttl, USUAL_TTL);
        for none in [&b""[..], b"[]", br#"{"VERSION":2,"PATHWAY-PRIORITY":["a"]}"#, br#"{"TTL":1}"#, b"<html>"] {
            assert!(Manifest::read(none).is_none());
        }
    }

    #[test]
    fn a_clone_has_other_uris() {
        let text = r#"{"VERSION":1,"PATHWAY-CLONES":[{"BASE-ID":"a","ID":"c","URI-REPLACEMENT":{"HOST":"c.test:81",
            "PARAMS":{"token":"new"},"PER-VARIANT-URIS":{"v1":"http://d.test/v1.m3u8"}}},{"BASE-ID":"a","ID":"d"}]}"#;
        let read = Manifest::read(text.as_bytes()).unwrap();
        let base = parse_url("https://a.test/x/v.m3u8?token=old&n=1").unwrap();
        let place = |clone: usize, stable| read.clones[clone].place(&base, stable).unwrap().as_str().to_owned();
        assert_eq!(place(0, None), "https://c.test:81/x/v.m3u8?n=1&token=new");
        assert_eq!(place(0, Some("v2")), place(0, None));
        assert_eq!(place(0, Some("v1")), "http://d.test/v1.m3u8");
        assert_eq!(place(1, None), base.as_str());
        let file = Clone {
            replacement: Replacement { variants: [("v".into(), "file:///x".into())].into(), ..Replacement::default() },
            base: String::new(),
            id: String::new(),
        };
        assert_eq!(file.place(&base, Some("v")), None);
    }
}
