//! The command line of one client. Pure: from the plan and what the program knows to its words.

use std::fmt;

use super::capability::Capability;
use crate::applets::swarm::args::Variant;
use crate::applets::swarm::plan::{Plan, Request};
use crate::kit::net::{Origin, SafeUrl};

/// A program and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandLine {
    /// As it is called.
    pub program: String,
    /// Without its name.
    pub words: Vec<String>,
}

/// Which streams of the input a client takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Streams {
    /// All of them.
    All,
    /// The first picture and the first sound.
    First,
    /// Those of one rendition, by ffmpeg's number of its programme.
    Program(u64),
}

impl Streams {
    /// What a choice means before renditions were looked at.
    #[must_use]
    pub const fn of(variant: Variant) -> Self {
        match variant {
            Variant::All => Self::All,
            Variant::First | Variant::Highest | Variant::Lowest => Self::First,
        }
    }

    fn words(self) -> Vec<String> {
        let maps = match self {
            Self::All => vec!["0".to_owned()],
            Self::First => vec!["0:v:0?".to_owned(), "0:a:0?".to_owned()],
            Self::Program(number) => vec![format!("0:p:{number}")],
        };
        maps.into_iter().flat_map(|map| ["-map".to_owned(), map]).collect()
    }
}

impl CommandLine {
    /// The command of client `index`; those of all differ in the name they go by alone.
    #[must_use]
    pub fn of(plan: &Plan, capability: &Capability, streams: Streams, index: u64) -> Self {
        let ffmpeg = &plan.ffmpeg;
        let mut words = Words::default();
        words.add(&["-hide_banner", "-nostdin", "-loglevel", ffmpeg.level]);
        if ffmpeg.stats {
            words.add(&["-nostats", "-progress", "pipe:1"]);
            if capability.stats_period {
                words.add(&["-stats_period", "1"]);
            }
        }
        words.0.extend(input_options(plan, capability, &format!("{}/client-{index}", plan.request.user_agent)));
        if ffmpeg.reconnect && capability.reconnect {
            words.add(&["-reconnect", "1", "-reconnect_streamed", "1"]);
            if capability.reconnect_on_network_error {
                words.add(&["-reconnect_on_network_error", "1"]);
            }
            if capability.reconnect_delay {
                words.add(&["-reconnect_delay_max", &ffmpeg.reconnect_delay_s.to_string()]);
            }
        }
        if capability.segment_retries {
            words.add(&["-seg_max_retry", &ffmpeg.segment_retries.to_string()]);
        }
        words.add(&["-i", effective(&plan.url, &plan.request).as_str()]);
        words.0.extend(streams.words());
        words.add(&["-c", "copy", "-f", "null", "-"]);
        Self { program: ffmpeg.program.clone(), words: words.0 }
    }

    /// The command that tells the renditions of the stream, as JSON.
    #[must_use]
    pub fn probe(plan: &Plan, capability: &Capability, program: String) -> Self {
        let mut words = Words::default();
        words.add(&["-v", "quiet", "-print_format", "json", "-show_programs"]);
        words.0.extend(input_options(plan, capability, &plan.request.user_agent));
        words.add(&["-i", effective(&plan.url, &plan.request).as_str()]);
        Self { program, words: words.0 }
    }
}

impl fmt::Display for CommandLine {
    /// As a shell reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&quoted(&self.program))?;
        self.words.iter().try_for_each(|word| write!(f, " {}", quoted(word)))
    }
}

#[derive(Default)]
struct Words(Vec<String>);

impl Words {
    fn add(&mut self, words: &[&str]) {
        self.0.extend(words.iter().map(|&word| word.to_owned()));
    }
}

/// How servers are reached and what they are told.
fn input_options(plan: &Plan, capability: &Capability, user_agent: &str) -> Vec<String> {
    let request = &plan.request;
    let mut words = Words::default();
    // Of plain connections ffmpeg does not know the word.
    if plan.url.scheme() == "https" {
        words.add(&["-tls_verify", if request.tls.insecure { "0" } else { "1" }]);
        let given = request.tls.cacert.as_ref().map(|path| path.display().to_string());
        if let Some(file) = given.as_ref().or(capability.authorities.as_ref()).filter(|_| !request.tls.insecure) {
            words.add(&["-ca_file", file]);
        }
    }
    words.add(&["-rw_timeout", &request.timeout.as_micros().to_string(), "-user_agent", user_agent]);
    let headers = headers(&plan.url, request);
    if !headers.is_empty() {
        words.add(&["-headers", &headers]);
    }
    if capability.picky {
        words.add(&["-extension_picky", "0", "-allowed_extensions", "ALL"]);
    }
    words.0
}

fn headers(url: &SafeUrl, request: &Request) -> String {
    let mut lines = Vec::new();
    if request.resolve.is_some()
        && let Ok(origin) = Origin::of(url)
    {
        lines.push(format!("Host: {}", origin.authority()));
    }
    if request.no_cache {
        lines.extend(["Cache-Control: no-cache, no-store, must-revalidate".to_owned(), "Pragma: no-cache".to_owned()]);
    }
    lines.extend(request.headers.iter().map(|(name, value)| format!("{name}: {value}")));
    lines.into_iter().map(|line| line + "\r\n").collect()
}

/// The URL with the address in place of the host; the port stays.
fn effective(url: &SafeUrl, request: &Request) -> url::Url {
    let mut effective = url.clone().into_inner();
    if let Some(address) = request.resolve {
        // Only URLs without a host refuse one, and these are none.
        let _ = effective.set_ip_host(address);
    }
    effective
}

fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./:=,+@%".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    if word.contains(['\r', '\n']) {
        let escaped = word.replace('\\', "\\\\").replace('\'', "\\'").replace('\r', "\\r").replace('\n', "\\n");
        return format!("$'{escaped}'");
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::applets::swarm::plan::tests::plan;

    fn line(flags: &str) -> String {
        with(flags, &Capability { picky: false, ..Capability::full() })
    }

    fn with(flags: &str, capability: &Capability) -> String {
        let plan = plan(flags);
        CommandLine::of(&plan, capability, Streams::of(plan.variant), 3).to_string()
    }

    const URL: &str = "http://origin:8080/live.m3u8";

    #[test]
    fn the_command_is_that_of_the_roadmap() {
        assert_eq!(
            line(URL),
            "ffmpeg -hide_banner -nostdin -loglevel info -nostats -progress pipe:1 -stats_period 1 -rw_timeout 15000000 \
             -user_agent go-ffmpeg-hls-swarm/1.0/client-3 -reconnect 1 -reconnect_streamed 1 \
             -reconnect_on_network_error 1 -reconnect_delay_max 5 -seg_max_retry 3 -i http://origin:8080/live.m3u8 \
             -map 0 -c copy -f null -"
        );
    }

    #[test]
    fn each_flag_has_its_place() {
        for (flags, has, lacks) in [
            ("-variant first", "-map '0:v:0?' -map '0:a:0?'", "-map 0 "),
            ("-reconnect=false", "", "-reconnect"),
            ("-reconnect-delay 9", "-reconnect_delay_max 9", ""),
            ("-seg-retry 7", "-seg_max_retry 7", ""),
            ("-timeout 1.5s", "-rw_timeout 1500000", ""),
            ("-user-agent viewer", "-user_agent viewer/client-3", ""),
            ("-stats=false", "", "-progress"),
            ("-ffmpeg-debug", "-loglevel debug", ""),
            ("-ffmpeg /opt/ffmpeg", "/opt/ffmpeg -hide_banner", ""),
            ("-no-cache", r"Cache-Control: no-cache, no-store, must-revalidate\r\nPragma: no-cache\r\n", ""),
            ("-header X-A:1 -header X-B:2", r"-headers $'X-A: 1\r\nX-B: 2\r\n'", ""),
            ("-resolve 10.0.0.1 --dangerous", "-i http://10.0.0.1:8080/live.m3u8", "tls_verify"),
            ("-resolve 10.0.0.1 --dangerous", r"-headers $'Host: origin:8080\r\n'", ""),
            ("-resolve ::1 --dangerous", "http://[::1]:8080/live.m3u8", "http://::1"),
            ("-profile burst", "-rw_timeout 5000000", "-reconnect"),
        ] {
            let line = line(&format!("{flags} {URL}"));
            assert!(line.contains(has), "{flags}: {line}");
            assert!(lacks.is_empty() || !line.contains(lacks), "{flags}: {line}");
        }
    }

    #[test]
    fn certificates_go_unchecked_only_over_tls() {
        let line = line("-resolve 10.0.0.1 --dangerous https://origin/live.m3u8");
        assert!(line.contains("-tls_verify 0") && line.contains(r"Host: origin\r\n"), "{line}");
        assert!(!self::line("-k http://origin/live.m3u8").contains("tls_verify"));
        let system = Capability { authorities: Some("/etc/ca.pem".to_owned()), ..Capability::full() };
        let line = with("https://origin/live.m3u8", &system);
        assert!(line.contains("-tls_verify 1 -ca_file /etc/ca.pem "), "{line}");
        let line = with("-cacert own.pem https://origin/live.m3u8", &system);
        assert!(line.contains("-tls_verify 1 -ca_file own.pem "), "{line}");
        let line = with("-k https://origin/live.m3u8", &system);
        assert!(line.contains("-tls_verify 0 -rw_timeout"), "{line}");
    }

    #[test]
    fn no_command_has_a_word_that_the_program_lacks() {
        let old = Capability::read("ffmpeg version 4.2.7", "", "", "");
        let line = with(URL, &old);
        for word in ["-seg_max_retry", "-reconnect", "-stats_period", "-extension_picky"] {
            assert!(!line.contains(word), "{line}");
        }
        assert!(with(URL, &Capability::full()).contains("-extension_picky 0 -allowed_extensions ALL"));
    }

    #[test]
    fn words_are_quoted_for_a_shell() {
        for (word, expected) in
            [("a", "a"), ("", "''"), ("a b", "'a b'"), ("it's", r"'it'\''s'"), ("a\r\n", r"$'a\r\n'")]
        {
            assert_eq!(quoted(word), expected);
        }
    }
}
