//! Which part of a file a request wants, and whether it wants it at all (RFC 9110 sections 13 and 14).
//!
//! Pure: headers and a description of the file in, a verdict out.

use std::time::{Duration, SystemTime};

use http::header::{
    HeaderMap, HeaderName, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, IF_UNMODIFIED_SINCE, RANGE,
};
use http::{Method, StatusCode};

/// A request for more parts than this gets the whole file: so many are an attack or a mistake (section 14.2).
const MAX_PARTS: usize = 64;

/// What is known of a file.
#[derive(Debug, Clone)]
pub(super) struct Resource {
    pub(super) length: u64,
    /// With quotes, and `W/` in front when weak.
    pub(super) etag: Option<String>,
    /// In whole seconds, as headers tell it.
    pub(super) modified: SystemTime,
    /// Whether ranges are served at all.
    pub(super) ranges: bool,
}

/// Bytes `start..start + length` of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) start: u64,
    pub(super) length: u64,
}

impl Part {
    /// `bytes 0-9/100`
    pub(super) fn content_range(self, total: u64) -> String {
        format!("bytes {}-{}/{total}", self.start, self.start + self.length - 1)
    }
}

/// What to answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// 200 with everything.
    Whole,
    /// 206 with one part, or with several as multipart.
    Parts(Vec<Part>),
    /// 304, 412 or 416, without the file.
    Status(StatusCode),
}

impl Resource {
    /// Decides in the order of section 13.2.2.
    pub(super) fn judge(&self, method: &Method, headers: &HeaderMap) -> Verdict {
        let is_read = method == Method::GET || method == Method::HEAD;
        if let Some(tags) = field(headers, IF_MATCH) {
            if !self.matches(&tags, Compare::Strong) {
                return Verdict::Status(StatusCode::PRECONDITION_FAILED);
            }
        } else if let Some(date) = date(headers, IF_UNMODIFIED_SINCE)
            && self.modified > date
        {
            return Verdict::Status(StatusCode::PRECONDITION_FAILED);
        }
        if let Some(tags) = field(headers, IF_NONE_MATCH) {
            if self.matches(&tags, Compare::Weak) {
                return Verdict::Status(StatusCode::NOT_MODIFIED);
            }
        } else if let Some(date) = date(headers, IF_MODIFIED_SINCE)
            && is_read
            && self.modified <= date
        {
            return Verdict::Status(StatusCode::NOT_MODIFIED);
        }
        match field(headers, RANGE) {
            Some(range) if method == Method::GET && self.ranges && self.range_applies(headers) => self.select(&range),
            _ => Verdict::Whole,
        }
    }

    /// If-Range: a strong tag, or exactly the date (section 13.1.5).
    fn range_applies(&self, headers: &HeaderMap) -> bool {
        match field(headers, IF_RANGE) {
            None => true,
            Some(tag) if tag.contains('"') => self.matches(&tag, Compare::Strong),
            Some(_) => date(headers, IF_RANGE) == Some(self.modified),
        }
    }

    fn matches(&self, tags: &str, compare: Compare) -> bool {
        if tags.trim() == "*" {
            return true;
        }
        let Some(ours) = &self.etag else { return false };
        tags.split(',').map(str::trim).any(|theirs| match compare {
            Compare::Strong => theirs == ours && !theirs.starts_with("W/"),
            Compare::Weak => theirs.trim_start_matches("W/") == ours.trim_start_matches("W/"),
        })
    }

    fn select(&self, range: &str) -> Verdict {
        let Some(list) = range.trim().strip_prefix("bytes=") else { return Verdict::Whole };
        let mut parts = Vec::new();
        for (index, spec) in list.split(',').map(str::trim).filter(|spec| !spec.is_empty()).enumerate() {
            if index >= MAX_PARTS {
                return Verdict::Whole;
            }
            match self.part(spec) {
                // A malformed header is as if it were not there (section 14.2).
                Spec::Malformed => return Verdict::Whole,
                Spec::Outside => {}
                Spec::Inside(part) => parts.push(part),
            }
        }
        if parts.is_empty() { Verdict::Status(StatusCode::RANGE_NOT_SATISFIABLE) } else { Verdict::Parts(parts) }
    }

    fn part(&self, spec: &str) -> Spec {
        let Some((first, last)) = spec.split_once('-') else { return Spec::Malformed };
        let (start, end) = match (number(first), number(last)) {
            // The last bytes of the file.
            (None, Some(length)) if first.is_empty() => (self.length.saturating_sub(length), self.length),
            (Some(start), None) if last.is_empty() => (start, self.length),
            (Some(start), Some(last)) if start <= last => (start, last.saturating_add(1).min(self.length)),
            _ => return Spec::Malformed,
        };
        if start < end { Spec::Inside(Part { start, length: end - start }) } else { Spec::Outside }
    }
}

/// One of the comma-separated specs of a Range field.
enum Spec {
    Malformed,
    Outside,
    Inside(Part),
}

#[derive(Debug, Clone, Copy)]
enum Compare {
    Strong,
    Weak,
}

/// Digits alone; a number too large for us is beyond any file.
fn number(text: &str) -> Option<u64> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().unwrap_or(u64::MAX))
}

/// A header field, several of its kind joined.
fn field(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let values: Vec<&str> = headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
    (!values.is_empty()).then(|| values.join(","))
}

fn date(headers: &HeaderMap, name: HeaderName) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get(name)?.to_str().ok()?).ok()
}

/// Cuts a time to whole seconds, which is all that headers carry.
pub(super) fn whole_seconds(time: SystemTime) -> SystemTime {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_secs(since.as_secs())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn resource() -> Resource {
        let modified = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        Resource { length: 100, etag: Some("\"v1\"".into()), modified, ranges: true }
    }

    fn judge(fields: &[(&'static str, &str)]) -> Verdict {
        judge_of(&resource(), fields)
    }

    fn judge_of(resource: &Resource, fields: &[(&'static str, &str)]) -> Verdict {
        let mut headers = HeaderMap::new();
        for (name, value) in fields {
            headers.append(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        }
        resource.judge(&Method::GET, &headers)
    }

    fn parts(list: &[(u64, u64)]) -> Verdict {
        Verdict::Parts(list.iter().map(|(start, length)| Part { start: *start, length: *length }).collect())
    }

    #[test]
    fn ranges_are_cut_to_the_file() {
        assert_eq!(judge(&[("range", "bytes=0-9")]), parts(&[(0, 10)]));
        assert_eq!(judge(&[("range", "bytes=90-")]), parts(&[(90, 10)]));
        assert_eq!(judge(&[("range", "bytes=95-200")]), parts(&[(95, 5)]));
        assert_eq!(judge(&[("range", "bytes=-5")]), parts(&[(95, 5)]));
        assert_eq!(judge(&[("range", "bytes=-500")]), parts(&[(0, 100)]));
        assert_eq!(judge(&[("range", "bytes=0-0, 50-59,-1")]), parts(&[(0, 1), (50, 10), (99, 1)]));
        assert_eq!(judge(&[("range", "bytes=200-,0-1")]), parts(&[(0, 2)]));
    }

    #[test]
    fn ranges_outside_are_unsatisfiable_and_malformed_ones_ignored() {
        let unsatisfiable = Verdict::Status(StatusCode::RANGE_NOT_SATISFIABLE);
        for outside in ["bytes=100-", "bytes=200-300", "bytes=-0", "bytes=99999999999999999999999-"] {
            assert_eq!(judge(&[("range", outside)]), unsatisfiable, "{outside}");
        }
        for malformed in ["bytes=9-0", "bytes=a-b", "bytes=1", "items=0-1", "bytes=+1-2", "bytes 0-1"] {
            assert_eq!(judge(&[("range", malformed)]), Verdict::Whole, "{malformed}");
        }
        let many = format!("bytes={}", vec!["0-0"; MAX_PARTS + 1].join(","));
        assert_eq!(judge(&[("range", &many)]), Verdict::Whole);
    }

    #[test]
    fn if_range_wants_exactly_this_file() {
        let with = |tag: &str| judge(&[("range", "bytes=0-0"), ("if-range", tag)]);
        assert_eq!(with("\"v1\""), parts(&[(0, 1)]));
        assert_eq!(with("\"v2\""), Verdict::Whole);
        assert_eq!(with("W/\"v1\""), Verdict::Whole);
        assert_eq!(with("Sun, 06 Nov 1994 08:49:37 GMT"), parts(&[(0, 1)]));
        assert_eq!(with("Sun, 06 Nov 1994 08:49:38 GMT"), Verdict::Whole);
        let weak = Resource { etag: Some("W/\"v1\"".into()), ..resource() };
        assert_eq!(judge_of(&weak, &[("range", "bytes=0-0"), ("if-range", "W/\"v1\"")]), Verdict::Whole);
    }

    #[test]
    fn preconditions_come_in_their_order() {
        let (unchanged, failed) = (StatusCode::NOT_MODIFIED, StatusCode::PRECONDITION_FAILED);
        for (fields, verdict) in [
            (vec![("if-none-match", "\"v0\", W/\"v1\"")], Verdict::Status(unchanged)),
            (vec![("if-none-match", "*")], Verdict::Status(unchanged)),
            (vec![("if-none-match", "\"v2\"")], Verdict::Whole),
            (vec![("if-modified-since", "Sun, 06 Nov 1994 08:49:37 GMT")], Verdict::Status(unchanged)),
            (vec![("if-modified-since", "Sun, 06 Nov 1994 08:49:36 GMT")], Verdict::Whole),
            (vec![("if-modified-since", "yesterday")], Verdict::Whole),
            (vec![("if-none-match", "\"v2\""), ("if-modified-since", "Sun, 06 Nov 1994 08:49:37 GMT")], Verdict::Whole),
            (vec![("if-match", "\"v2\"")], Verdict::Status(failed)),
            (vec![("if-match", "\"v1\""), ("if-none-match", "\"v1\"")], Verdict::Status(unchanged)),
            (vec![("if-unmodified-since", "Sun, 06 Nov 1994 08:49:36 GMT")], Verdict::Status(failed)),
        ] {
            assert_eq!(judge(&fields), verdict, "{fields:?}");
        }
    }

    proptest! {
        #[test]
        fn parts_lie_within_the_file(range in "bytes=[0-9,\\- ]{0,40}", length in 0_u64..200) {
            let resource = Resource { length, ..resource() };
            if let Verdict::Parts(parts) = judge_of(&resource, &[("range", &range)]) {
                for part in parts {
                    prop_assert!(part.length > 0 && part.start + part.length <= length, "{:?}", part);
                }
            }
        }
    }
}
