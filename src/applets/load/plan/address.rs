//! URLs as users type them and as plans keep them: absolute, templates untouched behind the origin.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use crate::applets::load::error::PlanError;
use crate::applets::load::template::tags;
use crate::kit::net::{SafeUrl, UrlError, mask_userinfo, parse_url};

/// What the positional argument means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    Url(String),
    Plan(PathBuf),
}

impl Target {
    /// A plan file by its name or because it is there; a URL otherwise.
    ///
    /// `plan.yaml` could be a host, and `localhost/data.json` a file, so: what has a scheme is a URL, what exists is a
    /// file, and of the rest YAML and TOML names are files that are missing, as are JSON names without a folder.
    pub(super) fn read(text: &str) -> Result<Self, PlanError> {
        let path = Path::new(text);
        let extension = path.extension().and_then(|extension| extension.to_str()).map(str::to_ascii_lowercase);
        let (named, certainly) = match extension.as_deref() {
            Some("yaml" | "yml" | "toml") => (true, true),
            Some("json") => (true, !text.contains(['/', '?', ':'])),
            _ => (false, false),
        };
        if text.contains("://") || !named {
            return Ok(Self::Url(text.to_owned()));
        }
        // A pipe or a device is read as well, up to the size of a plan.
        if path.exists() && !path.is_dir() {
            return Ok(Self::Plan(path.to_owned()));
        }
        if certainly { Err(PlanError::NoFile(path.to_owned())) } else { Ok(Self::Url(text.to_owned())) }
    }
}

/// An absolute URL without a user part, and what the user part said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    /// For the wire; templates stand in it as they were typed, behind the origin.
    pub(super) url: String,
    pub(super) credentials: Option<(String, String)>,
}

impl Address {
    /// Reads a URL, relative to `base` where there is one.
    pub(super) fn resolve(text: &str, base: Option<&str>) -> Result<Self, PlanError> {
        let text = text.trim();
        let hidden = Hidden::new([base.unwrap_or_default(), text]);
        let (base, reference) = (base.map(|base| hidden.hide(base)), hidden.hide(text));
        let relative = base.filter(|_| !reference.contains("://"));
        if relative.is_none() && hidden.is_in_origin(&reference) {
            return Err(PlanError::TemplateInOrigin(mask_userinfo(text)));
        }
        let mut url = match relative {
            Some(base) => parse_url(&base)?.join(&reference)?,
            None => with_scheme(&reference)?,
        };
        let credentials = url.take_credentials();
        let mut url = url.into_inner();
        url.set_fragment(None);
        // `//{{ host }}/` only now shows that it names a host.
        if hidden.is_in_origin(url.as_str()) {
            return Err(PlanError::TemplateInOrigin(mask_userinfo(text)));
        }
        Ok(Self { url: hidden.show(url.as_str()), credentials })
    }
}

impl Address {
    /// Scheme, host and port.
    pub(super) fn origin(&self) -> &str {
        origin(&self.url)
    }
}

/// Scheme, host and port of an absolute URL.
pub(super) fn origin(url: &str) -> &str {
    let authority = url.find("://").map_or(0, |at| at + 3);
    let end = url[authority..].find(['/', '?', '#']).map_or(url.len(), |at| authority + at);
    &url[..end]
}

/// Where metrics are read: a URL of its own, or a path on the server of `base`. No template.
pub(super) fn metrics_url(text: &str, base: &str) -> Result<String, PlanError> {
    let url = if text.starts_with('/') { parse_url(origin(base))?.join(text)? } else { with_scheme(text)? };
    Ok(url.as_str().to_owned())
}

/// Parses a URL that may lack its scheme: `localhost:8080`, `example.org/x`, `:8080`.
fn with_scheme(text: &str) -> Result<SafeUrl, UrlError> {
    let port = text.strip_prefix(':').is_some_and(|port| port.starts_with(|c: char| c.is_ascii_digit()));
    if port {
        return parse_url(&format!("http://localhost{text}"));
    }
    // To a browser `5` is the address 0.0.0.5; here somebody has left a value out, or its quotes.
    let host = text.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let is_number = !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_digit());
    match parse_url(text) {
        Err(UrlError::NoScheme(_)) if !text.starts_with('/') && !is_number => parse_url(&format!("http://{text}")),
        parsed => parsed,
    }
}

/// Templates are no URLs, so words that are stand in for them while a URL is parsed.
struct Hidden {
    /// A word that occurs in none of the texts.
    mark: String,
    templates: RefCell<Vec<String>>,
}

impl Hidden {
    fn new(texts: [&str; 2]) -> Self {
        let mut mark = "xtemplatex".to_owned();
        while texts.iter().any(|text| text.contains(&mark)) {
            mark.push('x');
        }
        Self { mark, templates: RefCell::default() }
    }

    fn hide(&self, text: &str) -> String {
        let mut hidden = String::with_capacity(text.len());
        let mut templates = self.templates.borrow_mut();
        let mut at = 0;
        for tag in tags(text) {
            hidden.push_str(&text[at..tag.start]);
            hidden.push_str(&self.word(templates.len()));
            at = tag.end;
            templates.push(text[tag].to_owned());
        }
        hidden.push_str(&text[at..]);
        hidden
    }

    fn show(&self, text: &str) -> String {
        let templates = self.templates.borrow();
        let words = templates.iter().enumerate();
        words.fold(text.to_owned(), |text, (index, template)| text.replace(&self.word(index), template))
    }

    /// Ends in a letter, so that no word begins another.
    fn word(&self, index: usize) -> String {
        format!("{}{index}z", self.mark)
    }

    /// Whether a template stands before the path.
    fn is_in_origin(&self, text: &str) -> bool {
        origin(text).contains(&self.mark)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn resolve(text: &str, base: Option<&str>) -> Result<String, String> {
        Address::resolve(text, base).map(|address| address.url).map_err(|error| error.to_string())
    }

    #[test]
    fn urls_are_completed_and_templates_kept() {
        for (text, url) in [
            ("http://h", "http://h/"),
            ("https://H:8443/a b#part", "https://h:8443/a%20b"),
            ("localhost:8080", "http://localhost:8080/"),
            ("example.org/x?y", "http://example.org/x?y"),
            (":8080/x", "http://localhost:8080/x"),
            ("[::1]:80/x", "http://[::1]/x"),
            ("http://h/{{ id }}?q={{ users.name | urlencode }}", "http://h/{{ id }}?q={{ users.name | urlencode }}"),
            ("h/{{ '#' }}{% if a %}x{% endif %}", "http://h/{{ '#' }}{% if a %}x{% endif %}"),
            ("http://h/xtemplatex0z{{ id }}", "http://h/xtemplatex0z{{ id }}"),
            ("http://h?{{ q }}", "http://h/?{{ q }}"),
        ] {
            assert_eq!(resolve(text, None).as_deref(), Ok(url), "{text}");
        }
    }

    #[test]
    fn references_resolve_against_the_base() {
        for (reference, url) in [
            ("/users/{{ id }}", "http://h:1/users/{{ id }}"),
            ("users", "http://h:1/api/users"),
            ("?page={{ page }}", "http://h:1/api/{{ v }}?page={{ page }}"),
            ("../x", "http://h:1/x"),
            ("{{ id }}/x", "http://h:1/api/{{ id }}/x"),
            ("https://other/x", "https://other/x"),
        ] {
            assert_eq!(resolve(reference, Some("http://h:1/api/{{ v }}")).as_deref(), Ok(url), "{reference}");
        }
    }

    #[test]
    fn what_is_no_url_says_why() {
        let template = |text| format!("`{text}`: scheme, host and port of a URL cannot be templates");
        for (text, says) in [
            ("", "the URL is empty".to_owned()),
            ("/x", "`x` has no scheme; write http://x".to_owned()),
            ("ftp://h/", "`ftp://h/`: the scheme `ftp` is not supported here; use http or https".to_owned()),
            ("5", "`5` has no scheme; write http://5".to_owned()),
            ("h:99999", "`http://h:99999` is not a URL: invalid port number".to_owned()),
            ("http://{{ host }}/x", template("http://{{ host }}/x")),
            ("{{ host }}/x", template("{{ host }}/x")),
            ("http://h:{{ port }}", template("http://h:{{ port }}")),
        ] {
            assert_eq!(resolve(text, None), Err(says));
        }
        let masked = resolve("http://me:pw@{{ host }}/x", None).unwrap_err();
        assert!(!masked.contains("pw") && masked.contains("http://me:***@{{ host }}/x"), "{masked}");
        assert_eq!(resolve("//{{ h }}/x", Some("http://h/")), Err(template("//{{ h }}/x")));
    }

    #[test]
    fn the_user_part_is_taken_out() {
        let address = Address::resolve("https://me:p%40ss@h/x", None).unwrap();
        let credentials = Some(("me".to_owned(), "p@ss".to_owned()));
        assert_eq!(address, Address { url: "https://h/x".to_owned(), credentials });
    }

    #[test]
    fn a_target_is_a_file_when_it_is_one() {
        let folder = tempfile::tempdir().unwrap();
        let there = folder.path().join("there.json");
        std::fs::write(&there, "{}").unwrap();
        let there = there.to_str().unwrap();
        let url = |text: &str| Ok(Target::Url(text.to_owned()));
        let read = |text| Target::read(text).map_err(|error| error.to_string());
        assert_eq!(read(there), Ok(Target::Plan(there.into())));
        assert_eq!(read("http://h/plan.yaml"), url("http://h/plan.yaml"));
        assert_eq!(read("localhost/data.json"), url("localhost/data.json"));
        assert_eq!(read("localhost:8080"), url("localhost:8080"));
        for missing in ["plan.yaml", "a/plan.toml", "plan.json"] {
            assert_eq!(read(missing), Err(format!("there is no plan file {missing}")));
        }
    }

    proptest! {
        #[test]
        fn no_text_panics_and_what_is_read_is_read_again(text in r"(http://)?(h|localhost|[a-z:@/?#%. é]{0,6})(:80)?[/a-z?#{}%é .]{0,8}(\{\{ a \}\})?") {
            if let Ok(address) = Address::resolve(&text, None) {
                let again = Address::resolve(&address.url, None).unwrap();
                prop_assert_eq!(again.url, address.url);
            }
        }
    }
}
