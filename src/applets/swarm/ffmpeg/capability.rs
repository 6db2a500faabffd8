//! What the installed ffmpeg knows, asked once: a command must not contain an option it lacks, or every client ends at
//! once with a usage error.

use std::path::Path;
use std::time::Duration;

use super::command::CommandLine;
use super::process::answer;
use crate::applets::swarm::error::SwarmError;
use crate::kit::env::Env;

/// For one question; a program that is installed answers in a tenth of a second.
const PATIENCE: Duration = Duration::from_secs(10);

/// An ffmpeg.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capability {
    /// As it tells it: `5.1.9-0+deb12u1`.
    pub version: String,
    /// `-seg_max_retry`, since 6.0.
    pub segment_retries: bool,
    /// `-reconnect` and `-reconnect_streamed`.
    pub reconnect: bool,
    /// `-reconnect_on_network_error`, since 4.4.
    pub reconnect_on_network_error: bool,
    /// `-reconnect_delay_max`.
    pub reconnect_delay: bool,
    /// `-stats_period`, since 4.4.
    pub stats_period: bool,
    /// Refuses segments whose names do not end as those of media do, and can be told not to.
    pub picky: bool,
    /// Whether it reads HLS at all.
    pub hls: bool,
    /// Whether it speaks TLS.
    pub https: bool,
    /// Whether it can be told to look at certificates: `-tls_verify` and `-ca_file`.
    pub verifies: bool,
    /// The authorities that this system trusts, as a file: built with `GnuTLS` it knows none by itself.
    pub authorities: Option<String>,
}

impl Capability {
    /// One that knows all.
    #[must_use]
    pub fn full() -> Self {
        Self {
            version: "7.0".to_owned(),
            segment_retries: true,
            reconnect: true,
            reconnect_on_network_error: true,
            reconnect_delay: true,
            stats_period: true,
            picky: true,
            hls: true,
            https: true,
            verifies: true,
            authorities: None,
        }
    }

    /// Asks `program`.
    ///
    /// # Errors
    /// It cannot be run.
    pub async fn probe(program: &str) -> Result<Self, SwarmError> {
        let ask = async |arguments: &[&str]| {
            let words = arguments.iter().map(|&word| word.to_owned()).collect();
            let answer = answer(&CommandLine { program: program.to_owned(), words }, PATIENCE).await;
            let answer = answer.map_err(|source| SwarmError::Program { program: program.to_owned(), source })?;
            Ok::<_, SwarmError>(String::from_utf8_lossy(&answer).into_owned())
        };
        let version = ask(&["-hide_banner", "-version"]).await?;
        let hls = ask(&["-hide_banner", "-h", "demuxer=hls"]).await?;
        let http = ask(&["-hide_banner", "-h", "protocol=http"]).await?;
        let https = ask(&["-hide_banner", "-h", "protocol=https"]).await?;
        let tls = ask(&["-hide_banner", "-h", "protocol=tls"]).await?;
        let known = Self::read(&version, &hls, &http, &https);
        Ok(Self { verifies: has(&tls, "tls_verify") && has(&tls, "ca_file"), authorities: authorities(), ..known })
    }

    /// Reads its answers to `-version` and to `-h` of the demuxer and the two protocols.
    #[must_use]
    pub fn read(version: &str, hls: &str, http: &str, https: &str) -> Self {
        let version = version.split_whitespace().nth(2).unwrap_or("unknown").to_owned();
        Self {
            segment_retries: has(hls, "seg_max_retry"),
            reconnect: has(http, "reconnect") && has(http, "reconnect_streamed"),
            reconnect_on_network_error: has(http, "reconnect_on_network_error"),
            reconnect_delay: has(http, "reconnect_delay_max"),
            stats_period: number(&version).is_none_or(|number| number >= (4, 4)),
            picky: has(hls, "extension_picky"),
            hls: has(hls, "live_start_index"),
            verifies: false,
            authorities: None,
            https: !https.trim().is_empty() && !https.contains("Unknown protocol"),
            version,
        }
    }

    /// What of a usual command it does not know, for a warning.
    #[must_use]
    pub fn lacks(&self) -> Vec<&'static str> {
        let known = [
            ("-seg_max_retry", self.segment_retries),
            ("-reconnect", self.reconnect),
            ("-reconnect_on_network_error", self.reconnect_on_network_error),
            ("-reconnect_delay_max", self.reconnect_delay),
            ("-stats_period", self.stats_period),
        ];
        known.into_iter().filter(|(_, is_known)| !is_known).map(|(name, _)| name).collect()
    }
}

/// Where systems keep the authorities that they trust, in one file: Debian, Fedora, SUSE, Alpine and macOS.
const AUTHORITIES: [&str; 4] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
];

fn authorities() -> Option<String> {
    let own = Env::process().get("SSL_CERT_FILE").map(str::to_owned);
    own.or_else(|| AUTHORITIES.into_iter().find(|path| Path::new(path).is_file()).map(str::to_owned))
}

/// Whether a help text lists an option.
fn has(help: &str, option: &str) -> bool {
    help.lines()
        .any(|line| line.trim_start().strip_prefix('-').and_then(|rest| rest.split_whitespace().next()) == Some(option))
}

/// Major and minor; none for builds between releases, which are taken for new.
fn number(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.trim_start_matches('n').split(['.', '-', '+']);
    let major = parts.next()?.parse().ok()?;
    Some((major, parts.next().and_then(|minor| minor.parse().ok()).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTTP: &str = "http AVOptions:\n  -reconnect  <boolean> .D... auto\n  -reconnect_streamed <boolean> .D..\n";

    #[test]
    fn an_old_ffmpeg_is_told_by_what_it_lacks() {
        let hls = "Demuxer hls [Apple]:\n  -live_start_index <int> .D.\n  -max_reload <int> .D.";
        let found = Capability::read("ffmpeg version 4.3.6-0+deb11u1 Copyright (c)", hls, HTTP, "");
        assert_eq!(found.version, "4.3.6-0+deb11u1");
        assert_eq!(
            found.lacks(),
            ["-seg_max_retry", "-reconnect_on_network_error", "-reconnect_delay_max", "-stats_period"]
        );
        assert!(found.hls && !found.https && found.reconnect);
    }

    #[test]
    fn versions_between_releases_are_new() {
        for (text, expected) in [
            ("5.1.9-0+deb12u1", Some((5, 1))),
            ("n7.1", Some((7, 1))),
            ("8.0", Some((8, 0))),
            ("N-112345-gabcdef", None),
            ("git-2026-01-01", None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
    }

    #[test]
    fn a_word_within_another_is_not_an_option() {
        assert!(!has(HTTP, "reconnect_delay_max") && has(HTTP, "reconnect") && !has(HTTP, "auto"));
    }
}
