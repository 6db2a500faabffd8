//! `s3://bucket/prefix?endpoint=…&region=…&profile=…&style=path`: which objects, at which server.

use std::fmt;
use std::str::FromStr;

use super::error::S3Error;
use super::keys::Profile;
use super::sign::encode;
use crate::kit::net::{SafeUrl, parse_url};

/// How a bucket is named to a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// In the path, as most servers but Amazon's want it.
    Path,
    /// In the name of the host.
    Host,
}

/// Where objects are. It has no secrets: keys are found when they are needed.
///
/// ```
/// use toolbox::kit::s3::Location;
/// let location: Location = "s3://shelf/books?endpoint=http://localhost:9000&region=eu-west-1".parse()?;
/// assert_eq!((location.bucket.as_str(), location.prefix.as_str()), ("shelf", "books/"));
/// assert_eq!(location.to_string(), "s3://shelf/books?endpoint=http://localhost:9000&region=eu-west-1");
/// # Ok::<(), toolbox::kit::s3::S3Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The bucket.
    pub bucket: String,
    /// What all keys begin with: nothing, or something that ends with a slash.
    pub prefix: String,
    /// A server that is not Amazon's.
    pub endpoint: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// The profile of the AWS CLI that has the keys.
    pub profile: Option<String>,
    /// How the bucket is named, where that is not decided by the server.
    pub style: Option<Style>,
}

impl FromStr for Location {
    type Err = S3Error;

    fn from_str(text: &str) -> Result<Self, S3Error> {
        let wrong = |what: &str| S3Error::Location { text: text.to_owned(), what: what.to_owned() };
        let rest = text.strip_prefix("s3://").ok_or_else(|| wrong("it does not begin with s3://"))?;
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (bucket, prefix) = path.split_once('/').unwrap_or((path, ""));
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
        if bucket.is_empty() || !bucket.chars().all(is_name) || bucket.starts_with('.') {
            return Err(wrong("a bucket's name is made of letters, digits, dots and hyphens"));
        }
        let prefix = prefix.trim_matches('/');
        if prefix.split('/').any(|part| matches!(part, "." | "..")) {
            return Err(wrong("'.' and '..' are no folders of a bucket"));
        }
        let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
        let (bucket, none) = (bucket.to_owned(), None);
        let mut location =
            Self { bucket, prefix, endpoint: none.clone(), region: none.clone(), profile: none, style: None };
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = percent_encoding::percent_decode_str(value).decode_utf8_lossy().into_owned();
            match (name, value.as_str()) {
                ("endpoint", _) => {
                    location.endpoint = Some(endpoint(&value)?.as_str().trim_end_matches('/').to_owned());
                }
                ("region", _) => location.region = Some(value),
                ("profile", _) => location.profile = Some(value),
                ("style", "path") => location.style = Some(Style::Path),
                ("style", "host") => location.style = Some(Style::Host),
                _ => return Err(wrong("behind the '?' stand endpoint, region, profile, and style=path or style=host")),
            }
        }
        Ok(location)
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}/{}", self.bucket, self.prefix.trim_end_matches('/'))?;
        let style = self.style.map(|style| if style == Style::Path { "path" } else { "host" });
        let pairs = [
            ("endpoint", self.endpoint.as_deref()),
            ("region", self.region.as_deref()),
            ("profile", self.profile.as_deref()),
            ("style", style),
        ];
        let said =
            pairs.iter().filter_map(|(name, value)| value.map(|value| format!("{name}={}", encode(value, ":/"))));
        let query = said.collect::<Vec<_>>().join("&");
        if query.is_empty() { Ok(()) } else { write!(f, "?{query}") }
    }
}

fn endpoint(text: &str) -> Result<SafeUrl, S3Error> {
    let url = parse_url(text).map_err(|error| S3Error::Endpoint(error.to_string()))?;
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() {
        return Err(S3Error::Endpoint(format!("{url} is more than a scheme, a host and a port")));
    }
    Ok(url)
}

impl Location {
    /// The region: its own, the profile's, or Amazon's first.
    #[must_use]
    pub fn region(&self, profile: &Profile) -> String {
        self.region.clone().or_else(|| profile.region.clone()).unwrap_or_else(|| "us-east-1".to_owned())
    }

    /// What keys are put behind: the server's address with the bucket, without a slash at the end.
    ///
    /// # Errors
    /// The server's URL is none.
    pub fn base(&self, profile: &Profile) -> Result<SafeUrl, S3Error> {
        let stated = self.endpoint.as_ref().or(profile.endpoint.as_ref());
        let server = match stated {
            Some(text) => endpoint(text)?,
            None => endpoint(&format!("https://s3.{}.amazonaws.com", self.region(profile)))?,
        };
        // No certificate covers a name with more dots.
        let by_habit = match (profile.addressing.as_deref(), stated) {
            (Some("path"), _) => Style::Path,
            (Some("virtual"), _) => Style::Host,
            (_, None) if !self.bucket.contains('.') => Style::Host,
            _ => Style::Path,
        };
        let server = server.as_str().trim_end_matches('/').to_owned();
        endpoint(&match self.style.unwrap_or(by_habit) {
            Style::Path => format!("{server}/{}", self.bucket),
            Style::Host => server.replacen("://", &format!("://{}.", self.bucket), 1),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_buckets_are() {
        let plain = Profile::default();
        let local = Profile { endpoint: Some("http://127.0.0.1:9000/".to_owned()), ..Profile::default() };
        let forced = Profile { addressing: Some("path".to_owned()), ..Profile::default() };
        for (text, profile, expected) in [
            ("s3://b", &plain, "https://b.s3.us-east-1.amazonaws.com/"),
            ("s3://b/p/q/?region=eu-west-1", &plain, "https://b.s3.eu-west-1.amazonaws.com/"),
            ("s3://b.c", &plain, "https://s3.us-east-1.amazonaws.com/b.c"),
            ("s3://b", &forced, "https://s3.us-east-1.amazonaws.com/b"),
            ("s3://b", &local, "http://127.0.0.1:9000/b"),
            ("s3://b?style=host&endpoint=http://s3.local:1/", &local, "http://b.s3.local:1/"),
        ] {
            let location: Location = text.parse().unwrap();
            assert_eq!(location.base(profile).unwrap().as_str(), expected, "{text}");
            assert_eq!(location.to_string().parse::<Location>().unwrap(), location);
        }
    }

    #[test]
    fn what_is_no_place_says_so() {
        for text in [
            "s3:b",
            "s3://",
            "s3://b c/",
            "s3://b/../c",
            "s3://b?x=1",
            "s3://b?style=odd",
            "s3://b?endpoint=ftp://x",
            "s3://b?endpoint=http://a:b@c",
        ] {
            assert!(text.parse::<Location>().is_err(), "{text}");
        }
    }
}
