//! Pages: any bytes are read within bounds, and every candidate is an address of the web, once, with a place in the text.

use std::collections::HashSet;

use toolbox::kit::net::parse_url;
use toolbox::media::page::{Answer, read};

/// Tries one input.
///
/// # Panics
/// When a promise is broken.
pub fn run(data: &[u8]) {
    let Ok(url) = parse_url("https://site.test/watch/42?v=a") else { return };
    let document = read(data, &url);
    let lines = data.split(|byte| *byte == b'\n').count();
    let compressed = data.starts_with(b"\x1f\x8b");
    let mut seen = HashSet::new();
    assert!(document.candidates.len() <= 400, "{}", document.candidates.len());
    for candidate in &document.candidates {
        let url = candidate.url.as_str();
        assert!(url.starts_with("http://") || url.starts_with("https://"), "{url}");
        assert!(!url.contains('#') && seen.insert(url.to_owned()), "{url}");
        assert!(!candidate.evidence.is_empty() && candidate.evidence.len() <= 6, "{url}");
        assert_eq!(candidate.answer, Answer::Unasked, "nobody is asked");
        for evidence in &candidate.evidence {
            assert!(evidence.line >= 1 && (compressed || evidence.line <= lines), "{} of {lines}", evidence.line);
        }
    }
    let again: Vec<String> =
        read(data, &url).candidates.iter().map(|candidate| candidate.url.as_str().to_owned()).collect();
    let first: Vec<&str> = document.candidates.iter().map(|candidate| candidate.url.as_str()).collect();
    assert!(again == first, "the same page has the same candidates");
}
