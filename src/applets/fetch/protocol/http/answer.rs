//! Whether an answer is what was asked for. Pure: status and header fields in, facts or an error out.
//!
//! Nothing is written before this has agreed: an error page, another part, another version of the file or a compressed
//! form of it never reaches the disk (RFC 9110 §14, §15).

use std::path::PathBuf;
use std::time::SystemTime;

use http::StatusCode;
use http::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, LAST_MODIFIED,
    RETRY_AFTER, TRANSFER_ENCODING,
};

use crate::applets::fetch::error::FetchError;
use crate::applets::fetch::map::UNKNOWN;
use crate::applets::fetch::metalink::headers::{Described, described};
use crate::applets::fetch::name;
use crate::applets::fetch::source::{Ask, Facts, Known, Ranges};
use crate::applets::fetch::span::Span;
use crate::kit::http::disposition::file_name;
use crate::kit::http::h1::Framing;
use crate::kit::http::range::ContentRange;
use crate::kit::net::SafeUrl;
use crate::kit::retry::retry_after;

/// The head of an answer.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) status: u16,
    pub(super) framing: Framing,
    pub(super) headers: HeaderMap,
}

impl Head {
    /// What the answer says, where it is one to `ask`; `url` is who answered, secrets masked.
    pub(super) fn judge(&self, url: &str, ask: &Ask) -> Result<Facts, FetchError> {
        let facts = match self.status {
            206 => self.part(url, ask)?,
            200 => self.all(url, ask)?,
            416 => self.nothing(url, ask)?,
            304 if ask.newer_than.is_some() => {
                // Which file that is, is not for us to know.
                return Err(FetchError::NotModified { url: url.to_owned(), file: PathBuf::new() });
            }
            status => return Err(self.refusal(url, status)),
        };
        if let Some(coding) = self.field(&CONTENT_ENCODING).filter(|coding| !coding.eq_ignore_ascii_case("identity")) {
            let problem = format!("the server sends it packed ({coding}), although it was asked not to");
            return Err(FetchError::Protocol { url: url.to_owned(), problem });
        }
        let codings = self.field(&TRANSFER_ENCODING).unwrap_or_default();
        let is_known = |coding: &str| ["chunked", "identity", ""].contains(&coding.to_ascii_lowercase().as_str());
        if let Some(coding) = codings.split(',').map(str::trim).find(|coding| !is_known(coding)) {
            let problem = format!("the server sends it in a coding that nobody asked for ({coding})");
            return Err(FetchError::Protocol { url: url.to_owned(), problem });
        }
        if let Some(what) = ask.known.as_ref().and_then(|known| known.differs(&facts.known)) {
            return Err(FetchError::Changed { url: url.to_owned(), what });
        }
        Ok(facts)
    }

    /// 206: exactly the part that was asked for, or the front of it.
    fn part(&self, url: &str, ask: &Ask) -> Result<Facts, FetchError> {
        let range = |problem: String| FetchError::Range { url: url.to_owned(), problem };
        let came = ContentRange::of(&self.headers).map_err(|error| range(error.to_string()))?;
        let Some(came) = came else {
            let many = self.field(&CONTENT_TYPE).is_some_and(|kind| kind.starts_with("multipart/byteranges"));
            let what = if many { "several parts at once" } else { "a part without saying which" };
            return Err(range(format!("the server sends {what}")));
        };
        let (Some(start), Some(end)) = (came.start(), came.end()) else {
            return Err(range(format!("the server sends a part and says that it has none ({came})")));
        };
        let (span, size) = (Span::new(start, end), came.total());
        let wanted = ask.span;
        if span.start != wanted.start || span.end > wanted.end {
            let wanted = if wanted.end == UNKNOWN { format!("{}-", wanted.start) } else { wanted.to_string() };
            return Err(range(format!("the server sends bytes {span} where {wanted} were asked for")));
        }
        if let Framing::Length(length) = self.framing
            && length != span.bytes()
        {
            return Err(range(format!("the server says it sends bytes {span} and then {length} bytes")));
        }
        let mut facts = self.facts(url, span, size);
        facts.ranges = Ranges::Yes;
        Ok(facts)
    }

    /// 200: everything, which is the answer to a request for everything alone.
    fn all(&self, url: &str, ask: &Ask) -> Result<Facts, FetchError> {
        let size = if let Framing::Length(length) = self.framing { Some(length) } else { None };
        let facts = self.facts(url, Span::new(0, size.unwrap_or(UNKNOWN)), size);
        if ask.span.start == 0 {
            return Ok(facts);
        }
        // To If-Range, this is also the answer where the file has changed.
        Err(match ask.known.as_ref().and_then(|known| known.differs(&facts.known)) {
            Some(what) => FetchError::Changed { url: url.to_owned(), what },
            None => FetchError::NoRanges { url: url.to_owned() },
        })
    }

    /// 416: there is no such part. An empty file has none at all, and behind the end of a file whose size nobody told
    /// there is none either.
    fn nothing(&self, url: &str, ask: &Ask) -> Result<Facts, FetchError> {
        let size = ContentRange::of(&self.headers).ok().flatten().and_then(|range| range.total());
        let known = ask.known.as_ref().and_then(|known| known.size);
        let at = ask.span.start;
        if size == Some(at) && known.unwrap_or(at) == at && (at == 0 || ask.known.is_some()) {
            let mut facts = self.facts(url, Span::new(at, at), size);
            facts.ranges = Ranges::Yes;
            return Ok(facts);
        }
        let url = url.to_owned();
        Err(match (known, size) {
            (Some(known), Some(size)) if known != size => {
                FetchError::Changed { url, what: format!("its size was {known} bytes and is {size}") }
            }
            _ => FetchError::Range { url, problem: format!("the server has no bytes from {} on", ask.span.start) },
        })
    }

    fn refusal(&self, url: &str, status: u16) -> FetchError {
        let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
        let after = self.field(&RETRY_AFTER).and_then(|value| retry_after(&value, SystemTime::now()));
        FetchError::Status { url: url.to_owned(), status, reason, after }
    }

    fn facts(&self, url: &str, span: Span, size: Option<u64>) -> Facts {
        let last_modified = self.field(&LAST_MODIFIED);
        let takes_ranges = self.field(&ACCEPT_RANGES).is_some_and(|units| units.eq_ignore_ascii_case("bytes"));
        Facts {
            span,
            ranges: if takes_ranges && size.is_some() { Ranges::Yes } else { Ranges::No },
            name: self
                .headers
                .get(CONTENT_DISPOSITION)
                .and_then(|field| name::of_server(&file_name(field.as_bytes())?)),
            modified: last_modified.as_deref().and_then(|date| httpdate::parse_http_date(date).ok()),
            media_type: self.field(&CONTENT_TYPE),
            found_at: url.to_owned(),
            described: Described::default(),
            known: Known { size, etag: self.field(&ETAG), last_modified },
        }
    }

    /// What else the answer says of the file; `url` is who answered.
    pub(super) fn described(&self, url: &SafeUrl) -> Described {
        described(&self.headers, url)
    }

    /// The first field of this name, as text.
    pub(super) fn field(&self, name: &HeaderName) -> Option<String> {
        self.headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn head(status: u16, length: u64, fields: &[(&'static str, &str)]) -> Head {
        let mut headers = HeaderMap::new();
        for (name, value) in fields {
            headers.append(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        }
        Head { status, framing: Framing::Length(length), headers }
    }

    fn ask(start: u64, end: u64) -> Ask {
        let known = Known { size: Some(100), etag: Some("\"v1\"".into()), last_modified: None };
        Ask { span: Span::new(start, end), known: Some(known), newer_than: None }
    }

    fn kind(head: &Head, ask: &Ask) -> &'static str {
        head.judge("http://h/", ask).map_or_else(|error| error.kind(), |_| "fine")
    }

    #[test]
    fn a_part_must_be_the_one_asked_for() {
        let part = |range, length| head(206, length, &[("content-range", range), ("etag", "\"v1\"")]);
        for (answer, expected) in [
            (part("bytes 10-19/100", 10), "fine"),
            (part("bytes 10-14/100", 5), "fine"),
            (part("bytes 10-19/*", 10), "fine"),
            (part("bytes 10-20/100", 11), "range"),
            (part("bytes 11-19/100", 9), "range"),
            (part("bytes 0-19/100", 20), "range"),
            (part("bytes 10-19/100", 11), "range"),
            (part("bytes 19-10/100", 10), "range"),
            (part("bytes 10-19/15", 10), "range"),
            (part("10-19/100", 10), "range"),
            (part("bytes 10-19/200", 10), "changed"),
            (head(206, 10, &[]), "range"),
            (head(206, 10, &[("content-range", "bytes 10-19/100"), ("etag", "\"v2\"")]), "changed"),
            (head(206, 10, &[("content-range", "bytes 10-19/100"), ("content-encoding", "gzip")]), "protocol"),
        ] {
            assert_eq!(kind(&answer, &ask(10, 20)), expected, "{answer:?}");
        }
    }

    #[test]
    fn all_of_it_is_no_answer_to_a_part() {
        let all = |tag| head(200, 100, &[("etag", tag)]);
        assert_eq!(kind(&all("\"v1\""), &ask(0, UNKNOWN)), "fine");
        assert_eq!(kind(&all("\"v1\""), &ask(10, 20)), "range");
        assert_eq!(kind(&all("\"v2\""), &ask(10, 20)), "changed");
        assert_eq!(kind(&all("\"v2\""), &ask(0, UNKNOWN)), "changed");
    }

    #[test]
    fn an_empty_file_has_no_part_and_is_there() {
        let answer = head(416, 0, &[("content-range", "bytes */0")]);
        let ask = Ask { span: Span::new(0, UNKNOWN), known: None, newer_than: None };
        assert_eq!(answer.judge("http://h/", &ask).unwrap().known.size, Some(0));
        assert_eq!(kind(&head(416, 0, &[("content-range", "bytes */50")]), &self::ask(60, 70)), "changed");
        assert_eq!(kind(&head(416, 0, &[]), &self::ask(60, 70)), "range");
    }

    #[test]
    fn an_error_page_is_never_the_file() {
        for (status, expected) in
            [(404, "not-found"), (403, "auth"), (429, "limit"), (500, "protocol"), (204, "protocol")]
        {
            assert_eq!(kind(&head(status, 9, &[]), &ask(0, UNKNOWN)), expected, "{status}");
        }
    }

    proptest! {
        #[test]
        fn whatever_the_server_says_only_bytes_asked_for_are_taken(
            status in prop::sample::select(vec![200_u16, 206, 416]), range in "(bytes )?[0-9]{1,3}[-/][0-9]{1,3}/([0-9]{1,3}|\\*)",
            length in 0_u64..300, start in 0_u64..120, wanted in 1_u64..120,
        ) {
            let ask = ask(start, start + wanted);
            if let Ok(facts) = head(status, length, &[("content-range", &range)]).judge("http://h/", &ask) {
                prop_assert_eq!(facts.span.start, start);
                prop_assert!(status == 200 || facts.span.end <= ask.span.end || facts.span.is_empty());
                prop_assert!(status != 206 || facts.span.bytes() == length);
            }
        }
    }
}
