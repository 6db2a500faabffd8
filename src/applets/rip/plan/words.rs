//! What words of the command line mean: targets, times, keys, fields.

use std::num::NonZeroUsize;
use std::path::Path;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue};

use super::MOST_JOBS;
use crate::applets::rip::args::FetchArgs;
use crate::applets::rip::error::PlanError;
use crate::kit::fs::{FileError, read_at_most};
use crate::kit::net::{SafeUrl, mask_url, parse_url};
use crate::kit::units::parse_position;
use crate::media::cenc::KeyRing;
use crate::media::crypt::{KEY_BYTES, read_key};
use crate::media::hls::{Begin, Moment};
use crate::media::playlist::LARGEST_BYTES;

/// Where a playlist comes from, and its text where that is read now.
pub(super) fn given(target: &str, base: Option<&str>) -> Result<(SafeUrl, Option<Bytes>), PlanError> {
    if target == "-" {
        let base = parse_url(base.ok_or(PlanError::NoBase)?)?;
        let fail = |error| PlanError::Input(FileError::new("read", Path::new("standard input"), error));
        return Ok((base, Some(read_at_most(std::io::stdin().lock(), LARGEST_BYTES as u64).map_err(fail)?.into())));
    }
    let mut named = target.strip_prefix("file://").unwrap_or(target);
    if named.len() == target.len() && (target.contains("://") || !Path::new(named).exists()) {
        return match base {
            _ if is_name(target) => Err(PlanError::NoFile { name: mask_url(target) }),
            Some(_) => Err(PlanError::Base),
            None => Ok((parse_url(target)?, None)),
        };
    }
    if !Path::new(named).exists() {
        // Of a URL neither query nor fragment are of the name.
        named = named.split(['?', '#']).next().unwrap_or(named);
    }
    let path = Path::new(named);
    if named.len() < target.len() && !path.exists() {
        return Err(PlanError::NoFile { name: mask_url(named) });
    }
    let shown = mask_url(named);
    let fail = |error| PlanError::Input(FileError::new("read", Path::new(&shown), error));
    if let Some(base) = base {
        let file = std::fs::File::open(path).map_err(fail)?;
        return Ok((parse_url(base)?, Some(read_at_most(file, LARGEST_BYTES as u64).map_err(fail)?.into())));
    }
    // The folder it is called in, without its ways up and links; a link that it is itself leads nowhere else.
    let whole = std::path::absolute(path).map_err(fail)?;
    let named = whole.parent().zip(whole.file_name());
    let (folder, name) = named.ok_or_else(|| fail(std::io::ErrorKind::IsADirectory.into()))?;
    let url = SafeUrl::of_file(&folder.canonicalize().map_err(fail)?.join(name));
    let url = url.ok_or_else(|| fail(std::io::ErrorKind::InvalidFilename.into()))?;
    Ok((url, None))
}

/// Whether it is written as the name of a file is, and not as a URL without its scheme: `./x`, `saved/x.m3u8`, `x.mpd`;
/// but `example.org/x.m3u8`.
fn is_name(target: &str) -> bool {
    if target.contains("://") || target.starts_with("http:") || target.starts_with("https:") {
        return false;
    }
    let playlist = |name: &str| {
        let ending = Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        ["m3u8", "m3u", "mpd"].iter().any(|known| ending.eq_ignore_ascii_case(known))
    };
    let plain = target.split(['?', '#']).next().unwrap_or_default();
    match plain.split_once('/') {
        Some(("" | "." | ".." | "~", rest)) => !rest.starts_with('/'),
        Some((first, _)) => playlist(plain) && !first.contains(['.', ':']),
        None => playlist(plain),
    }
}

/// As many as are fetched at once, where nothing else is said.
pub(super) fn per_host(fetch: &FetchArgs) -> Result<NonZeroUsize, PlanError> {
    let told = fetch.per_host.unwrap_or(fetch.concurrency);
    let within = usize::try_from(told).ok().and_then(NonZeroUsize::new).filter(|_| told <= MOST_JOBS);
    within.ok_or(PlanError::PerHost { most: MOST_JOBS })
}

/// `5m`, or `-5m` from the end.
pub(super) fn from(text: &str) -> Result<Begin, PlanError> {
    let (before, length) = text.trim().strip_prefix('-').map_or((false, text), |length| (true, length));
    let length = parse_position(length)?;
    Ok(if before { Begin::BeforeEnd(length) } else { Begin::At(length) })
}

/// A moment, or the next time that a clock shows this.
pub(super) fn until(text: &str, now: SystemTime) -> Result<Moment, PlanError> {
    const DAY: Duration = Duration::from_hours(24);
    let bad = || PlanError::Until { text: text.to_owned() };
    if text.contains(['T', 't', ' ']) {
        return Moment::read(text).ok_or_else(bad);
    }
    let now = Moment::from(now);
    let today = now.to_string();
    let today = today.split('T').next().unwrap_or_default();
    let read = Moment::read(&format!("{today}T{text}")).ok_or_else(bad)?;
    // In another zone it may be another day.
    let all = [read.before(DAY), read, read.after(DAY), read.after(DAY + DAY)];
    all.into_iter().find(|moment| *moment > now).ok_or_else(bad)
}

/// The key for everything, and keys by their names.
pub(super) fn keys(texts: &[String]) -> Result<(Option<[u8; KEY_BYTES]>, KeyRing), PlanError> {
    let read = |text: &str| read_key(text.as_bytes()).filter(|_| text.len() != KEY_BYTES).ok_or(PlanError::Key);
    let (mut any, mut ring) = (None, KeyRing::default());
    for text in texts {
        if let Some((name, key)) = text.split_once(':') {
            ring.add(read(&name.replace('-', ""))?, read(key)?);
            continue;
        }
        let key = read(text)?;
        if any.replace(key).is_some() {
            return Err(PlanError::Keys);
        }
        ring.set_any(key);
    }
    Ok((any, ring))
}

/// `Name: value`. What stands behind the colon may be a secret and is never repeated.
pub(super) fn header(line: &str) -> Result<(HeaderName, HeaderValue), PlanError> {
    let (name, value) = line.split_once(':').ok_or(PlanError::Header)?;
    let name: HeaderName = name.trim().parse().map_err(|_| PlanError::Header)?;
    if matches!(name.as_str(), "content-length" | "transfer-encoding" | "connection" | "range") {
        return Err(PlanError::OwnHeader { name: name.to_string() });
    }
    let value = HeaderValue::from_str(value.trim()).map_err(|_| PlanError::Value { flag: "--header" })?;
    Ok((name, value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::UNIX_EPOCH;

    #[test]
    fn a_file_that_is_not_there_is_told_from_a_url_without_its_scheme() {
        for name in ["none.m3u8", "./none", "../x?token=SECRET", "/none/x", "saved/none.mpd", "none.M3U8?token=SECRET"]
        {
            let error = given(name, None).unwrap_err().to_string();
            assert!(error.contains("there is no such file") && !error.contains("SECRET"), "{error}");
        }
        for url in ["example.org", "example.org/x.m3u8", "localhost:8080/x.m3u8", "//example.org/x.m3u8", "localhost/x"]
        {
            let error = given(url, None).unwrap_err().to_string();
            assert!(error.contains("has no scheme"), "{error}");
        }
        for file in ["file:///none/x?token=SECRET", "file:///none/x;token=SECRET"] {
            let error = given(file, None).unwrap_err().to_string();
            assert!(error.contains("`/none/x") && !error.contains("SECRET"), "{error}");
        }
    }

    #[test]
    fn a_time_of_day_is_the_next_one() {
        // 2026-09-21T13:46:40Z.
        let now = UNIX_EPOCH + Duration::from_secs(1_789_998_400);
        for (text, means) in [
            ("22:00", "2026-09-21T22:00:00.000Z"),
            ("13:46:40", "2026-09-22T13:46:40.000Z"),
            ("01:30+05:00", "2026-09-21T20:30:00.000Z"),
            ("14:00+05:00", "2026-09-22T09:00:00.000Z"),
            ("23:00-11:00", "2026-09-22T10:00:00.000Z"),
            ("2020-01-01T00:00:00.5Z", "2020-01-01T00:00:00.500Z"),
        ] {
            assert_eq!(until(text, now).unwrap().to_string(), means, "{text}");
        }
        for text in ["", "soon", "25:00", "2026-13-01T00:00"] {
            assert!(until(text, now).is_err(), "{text}");
        }
    }
}
