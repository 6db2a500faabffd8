//! What a reference is by its looks: its path, its type, its name.

use serde::{Deserialize, Serialize};
use url::Url;

/// What a candidate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A playlist.
    Hls,
    /// A manifest of DASH.
    Dash,
    /// A manifest of Smooth Streaming, which is not recorded.
    Smooth,
    /// One file.
    File,
    /// Something that may be a playlist.
    Perhaps,
}

impl Kind {
    /// Whether it is, or may be, something that is recorded.
    #[must_use]
    pub const fn is_stream(self) -> bool {
        matches!(self, Self::Hls | Self::Dash | Self::Perhaps)
    }

    /// For people.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hls => "hls",
            Self::Dash => "dash",
            Self::Smooth => "smooth",
            Self::File => "file",
            Self::Perhaps => "?",
        }
    }
}

/// What a URL looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Looks {
    Like(Kind),
    /// Nothing tells.
    Open,
    /// Something else for certain.
    Other,
}

/// What a URL looks like by its path and query.
pub(super) fn looks(url: &Url) -> Looks {
    /// Of one file.
    const FILES: [&str; 13] =
        ["mp4", "m4v", "webm", "mov", "mp3", "m4a", "ogg", "ogv", "oga", "flv", "mkv", "aac", "opus"];
    const OTHER: [&str; 28] = [
        "jpg", "jpeg", "png", "gif", "webp", "svg", "ico", "avif", "css", "js", "mjs", "map", "woff", "woff2", "ttf",
        "eot", "vtt", "srt", "pdf", "zip", "html", "htm", "wasm", "ts", "m4s", "key", "rss", "swf",
    ];
    let path = url.path().to_ascii_lowercase();
    if path.contains(".m3u8") || ends_with(&path, "m3u") || path.contains("format=m3u8") {
        return Looks::Like(Kind::Hls);
    }
    if ends_with(&path, "mpd") || path.contains(".mpd/") || path.contains("format=mpd") {
        return Looks::Like(Kind::Dash);
    }
    if path.contains(".ism/manifest") || path.contains(".isml/manifest") {
        return Looks::Like(Kind::Smooth);
    }
    let query = url.query().unwrap_or_default().to_ascii_lowercase();
    let asked = query.split('&').filter_map(|pair| pair.split_once('=')).find_map(|(name, value)| asked(name, value));
    if let Some(kind) = asked {
        return Looks::Like(kind);
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    match last.rsplit_once('.') {
        Some((_, ending)) if FILES.contains(&ending) => Looks::Like(Kind::File),
        Some((_, ending)) if OTHER.contains(&ending) => Looks::Other,
        _ => Looks::Open,
    }
}

/// Whether the last part of a path has this ending.
pub(super) fn ends_with(path: &str, ending: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, last)| last.eq_ignore_ascii_case(ending))
}

/// What a query asks a server for.
fn asked(name: &str, value: &str) -> Option<Kind> {
    if !["format", "type", "protocol", "output", "f", "ext", "manifest", "stream"].contains(&name) {
        return None;
    }
    match value {
        "m3u8" | "hls" | "m3u8-aapl" | "apple" | "application/x-mpegurl" | "application/vnd.apple.mpegurl" => {
            Some(Kind::Hls)
        }
        "mpd" | "dash" | "mpd-time-csf" | "application/dash+xml" => Some(Kind::Dash),
        _ => None,
    }
}

/// What a type says, or a word in its place.
pub(super) fn typed(mime: &str) -> Option<Kind> {
    let mime = mime.trim().to_ascii_lowercase();
    let plain = mime.split(';').next().unwrap_or_default().trim();
    match plain {
        "application/x-mpegurl"
        | "application/vnd.apple.mpegurl"
        | "audio/mpegurl"
        | "audio/x-mpegurl"
        | "application/mpegurl"
        | "video/mpegurl"
        | "vnd.apple.mpegurl"
        | "hls"
        | "m3u8" => Some(Kind::Hls),
        "application/dash+xml" | "video/vnd.mpeg.dash.mpd" | "dash" | "mpd" => Some(Kind::Dash),
        "application/vnd.ms-sstr+xml" | "smooth" | "mss" => Some(Kind::Smooth),
        "mp4" | "webm" => Some(Kind::File),
        plain if plain.starts_with("video/") || plain.starts_with("audio/") => Some(Kind::File),
        _ => None,
    }
}

/// What a name promises, in words of lower case.
pub(super) fn named(words: &[String]) -> Option<Kind> {
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    if has(&["hls", "m3u8", "hlsurl", "hlsmanifest", "hlsmanifesturl"]) {
        return Some(Kind::Hls);
    }
    if has(&["dash", "mpd", "dashurl", "dashmanifest", "dashmanifesturl"]) {
        return Some(Kind::Dash);
    }
    let names = [
        "manifest",
        "playlist",
        "stream",
        "streaming",
        "master",
        "manifesturl",
        "streamurl",
        "playlisturl",
        "videourl",
    ];
    has(&names).then_some(Kind::Perhaps)
}

/// Whether a path has a word in it that playlists have: `/manifest`, `/hls/`.
pub(super) fn suggests(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    path.split(['/', '.', '-', '_', '('])
        .any(|word| ["manifest", "playlist", "hls", "dash", "m3u8", "mpd"].contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_look_like_what_they_are() {
        for (url, looks_like) in [
            ("http://h/a.m3u8?x=1", Looks::Like(Kind::Hls)),
            ("http://h/a.M3U8", Looks::Like(Kind::Hls)),
            ("http://h/a.m3u8;jsessionid=1", Looks::Like(Kind::Hls)),
            ("http://h/a.ism/manifest(format=m3u8-aapl)", Looks::Like(Kind::Hls)),
            ("http://h/a.ism/manifest(format=mpd-time-csf)", Looks::Like(Kind::Dash)),
            ("http://h/a.ism/Manifest", Looks::Like(Kind::Smooth)),
            ("http://h/a.mpd", Looks::Like(Kind::Dash)),
            ("http://h/play?format=m3u8", Looks::Like(Kind::Hls)),
            ("http://h/play?type=dash", Looks::Like(Kind::Dash)),
            ("http://h/a.mp4", Looks::Like(Kind::File)),
            ("http://h/a.jpg", Looks::Other),
            ("http://h/api/manifest", Looks::Open),
        ] {
            assert_eq!(looks(&Url::parse(url).unwrap()), looks_like, "{url}");
        }
        assert!(suggests(&Url::parse("http://h/api/manifest/7").unwrap()));
        assert_eq!(typed("application/vnd.apple.mpegURL; charset=utf-8"), Some(Kind::Hls));
        assert_eq!(typed("text/html"), None);
    }
}
