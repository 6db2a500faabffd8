//! Header fields as a log may show them.

use std::fmt;

use http::header::{
    AUTHORIZATION, CONTENT_LOCATION, COOKIE, HeaderMap, HeaderName, LOCATION, PROXY_AUTHORIZATION, REFERER, SET_COOKIE,
};

use crate::kit::net::{is_secret_name, mask_url};

/// Shows fields with the secret ones masked: credentials, cookies, whatever is marked as sensitive or named like a
/// secret. Of credentials the scheme stays.
///
/// ```
/// use http::header::{AUTHORIZATION, HOST, HeaderMap, HeaderValue};
/// use toolbox::kit::http::Masked;
/// let mut headers = HeaderMap::new();
/// headers.insert(HOST, HeaderValue::from_static("h"));
/// headers.insert(AUTHORIZATION, HeaderValue::from_static("Bearer abc"));
/// assert_eq!(Masked(&headers).to_string(), "host: h, authorization: Bearer ***");
/// ```
#[derive(Clone, Copy)]
pub struct Masked<'a>(pub &'a HeaderMap);

impl fmt::Display for Masked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (name, value)) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            let text = String::from_utf8_lossy(value.as_bytes());
            if [LOCATION, CONTENT_LOCATION, REFERER].contains(name) && !value.is_sensitive() {
                write!(f, "{separator}{name}: {}", mask_url(&text))?;
                continue;
            }
            if !value.is_sensitive() && !is_secret_field(name) {
                write!(f, "{separator}{name}: {text}")?;
                continue;
            }
            match text.split_once(' ') {
                Some((scheme, _)) if name == AUTHORIZATION || name == PROXY_AUTHORIZATION => {
                    write!(f, "{separator}{name}: {scheme} ***")?;
                }
                _ => write!(f, "{separator}{name}: ***")?,
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Masked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Whether a field of this name usually holds a secret: it is masked wherever it is shown, and is for the server alone
/// that it was given for.
///
/// ```
/// use http::header::{ACCEPT, COOKIE, HeaderName};
/// use toolbox::kit::http::is_secret_field;
/// assert!(is_secret_field(&COOKIE) && is_secret_field(&HeaderName::from_static("x-auth")));
/// assert!(!is_secret_field(&ACCEPT) && !is_secret_field(&HeaderName::from_static("x-player")));
/// ```
#[must_use]
pub fn is_secret_field(name: &HeaderName) -> bool {
    let part = |part| name.as_str().split('-').any(|word| word == part);
    [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE, SET_COOKIE].contains(name)
        || part("auth")
        || part("key")
        || part("cookie")
        || is_secret_name(name.as_str())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn secrets_are_known_by_name_and_by_mark() {
        let mut headers = HeaderMap::new();
        headers.insert("x-api-key", HeaderValue::from_static("abc"));
        headers.insert(COOKIE, HeaderValue::from_static("a=b c"));
        let mut marked = HeaderValue::from_static("abc");
        marked.set_sensitive(true);
        headers.insert("x-plain", marked);
        assert_eq!(Masked(&headers).to_string(), "x-api-key: ***, cookie: ***, x-plain: ***");
        let mut headers = HeaderMap::new();
        headers.insert(LOCATION, HeaderValue::from_static("ftp://h/x?token=SECRET&a=1"));
        assert_eq!(Masked(&headers).to_string(), "location: ftp://h/x?token=***&a=1");
    }
}
