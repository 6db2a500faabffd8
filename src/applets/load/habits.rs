//! What users of other load testers have in their fingers: flags that are called otherwise here, and flags that mean
//! something else.
//!
//! The first kind is an error, which gets a hint with the word of ours. The second kind is obeyed as it is documented,
//! and where it looks as if the other meaning was meant, a warning says what it was taken for.

use std::path::Path;
use std::time::Duration;

use super::Args;
use super::plan::Plan;
use crate::kit::units::parse_duration;

/// Flags of wrk, hey, oha, ab, bombardier, vegeta, h2load, k6 and curl that we do not have, and what to write.
const FOREIGN: [(&[&str], &str); 24] = [
    (&["--latency", "--latencies", "-l", "-latency"], "leave it out: percentiles are always shown"),
    (&["--latency-correction"], "leave it out: with --rate, response times always count from the intended start"),
    (
        &["-s", "--script", "-lua"],
        "there are no scripts; steps, templates and checks stand in a plan file: load plan.yaml",
    ),
    (&["--targets", "-targets"], "several requests stand as steps in a plan file: load plan.yaml"),
    (&["--no-tui", "--no-progress-meter", "-silent"], "write --no-progress"),
    (&["--output-format", "--print", "--print-result"], "write --format json (or csv), and -o FILE for a file"),
    (&["--http2"], "write --http 2"),
    (&["--http1.1", "--http1"], "write --http 1.1"),
    (&["--http2-prior-knowledge"], "write --h2c"),
    (&["--http3"], "HTTP/3 is not spoken here; --http 2 is"),
    (&["--location", "--max-redirs"], "write -L, or -L 5 for at most five redirects"),
    (&["-disable-redirects", "--disable-redirects"], "leave it out: redirects are followed with -L only"),
    (
        &["-disable-compression", "--disable-compression"],
        "leave it out: compression is asked for with -H 'Accept-Encoding: gzip' only",
    ),
    (&["--data-binary", "--data-raw", "--data-ascii", "--post-file", "--body-file"], "write -b TEXT, or -b @FILE"),
    (&["--head", "-I", "-i"], "write -m HEAD"),
    (&["-A", "--accept"], "write -H 'Accept: TYPE'"),
    (&["-T", "--content-type"], "write -H 'Content-Type: TYPE'"),
    (&["-host", "--host"], "write -H 'Host: NAME'"),
    (&["-cpus", "--cpus"], "write --threads N"),
    (&["-workers", "--workers", "-max-workers", "--max-workers", "--vus", "-w"], "write -c N"),
    (&["--iterations", "--max-requests", "--num-requests"], "write -n N"),
    (&["--burst-delay", "--burst-rate", "--rampup"], "write --stages, as in 10s:100,1m:1000"),
    (&["--slo"], "it belongs to load find; what a run must hold is --threshold"),
    (&["--max-concurrent-streams", "--max-streams"], "write --streams N with --http 2"),
];

/// What to write in place of a flag that other testers have and we do not.
#[must_use]
pub fn hint(flag: &str) -> Option<&'static str> {
    FOREIGN.iter().find(|(flags, _)| flags.contains(&flag)).map(|(_, hint)| *hint)
}

/// What to write in place of a flag that was given twice.
#[must_use]
pub fn twice(flag: &str) -> Option<&'static str> {
    (flag == "-d").then_some("it is a duration or a body; for both, write -z 2s for the duration and -b for the body")
}

/// Warnings about flags that were typed and may have been meant otherwise.
pub(super) fn doubts(args: &Args, typed: &dyn Fn(&str) -> bool, output: Option<&Path>, plan: &Plan) -> Vec<String> {
    let mut doubts = Vec::new();
    let mut doubt = |about: bool, sentence: &dyn Fn() -> String| {
        if about {
            doubts.push(sentence());
        }
    };
    let (shape, request) = (&args.shape, &args.request);
    let patience = args.connection.timeout.filter(|_| typed("timeout") && !typed("threads"));
    doubt(patience.is_some_and(Patience::reads_like_a_count), &|| {
        let seconds = patience.map_or(0, |patience| patience.time.as_secs());
        format!("-t {seconds} was taken for a timeout of {seconds}s; threads, as in wrk, are --threads {seconds}")
    });
    let form = output.and_then(Path::to_str).filter(|name| ["csv", "json", "jsonl", "table"].contains(name));
    doubt(form.is_some(), &|| {
        let form = form.unwrap_or_default();
        format!("-o {form} was taken for a file called {form}; the form of the results is --format {form}")
    });
    let secure = plan.route.redirects > 0 || plan.steps.iter().any(|step| step.url.starts_with("https:"));
    let proxied = plan.route.proxy.as_deref().is_some_and(|proxy| proxy.starts_with("https:"));
    doubt(args.tls.insecure && typed("insecure") && !secure && !proxied, &|| {
        "-k was taken for --insecure, and there is no TLS here; connections are kept open without a flag".to_owned()
    });
    let body = request.body.as_deref().filter(|_| typed("body")).unwrap_or_default();
    doubt(parse_duration(body).is_ok(), &|| format!("the body is `{body}`; a duration is -d {body}"));
    doubt(is_file(body), &|| format!("the body is the text `{body}`; what is in that file is -b @{body}"));
    let body = shape.duration_or_body.as_deref().filter(|text| parse_duration(text).is_err()).unwrap_or_default();
    let numeric = body.starts_with(|c: char| c.is_ascii_digit()) && body.bytes().all(|b| b.is_ascii_alphanumeric());
    doubt(numeric, &|| format!("-d {body} is no duration and was taken for a body; durations are 30s, 500ms, 1m30s"));
    doubt(is_file(body), &|| format!("the body is the text `{body}`; what is in that file is -d @{body}"));
    doubts
}

fn is_file(text: &str) -> bool {
    !text.is_empty() && !text.starts_with('@') && Path::new(text).is_file()
}

/// A timeout, and whether it was written without a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// How long.
    pub time: Duration,
    /// A bare number, which is seconds.
    pub bare: bool,
}

impl Patience {
    /// Reads a duration.
    ///
    /// # Errors
    /// What is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let time = parse_duration(text).map_err(|error| error.to_string())?;
        Ok(Self { time, bare: text.bytes().all(|byte| byte.is_ascii_digit()) })
    }

    /// As somebody would write a number of threads.
    fn reads_like_a_count(self) -> bool {
        /// Few machines have more processors.
        const MOST: u64 = 64;
        self.bare && (1..=MOST).contains(&self.time.as_secs())
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        args: Args,
    }

    #[test]
    fn foreign_flags_are_none_of_ours() {
        let command = Line::command();
        let ours = |flag: &str| {
            command.get_arguments().any(|arg| {
                let long = flag.strip_prefix("--");
                let short = flag.strip_prefix('-').filter(|rest| rest.len() == 1).and_then(|rest| rest.chars().next());
                let longs = arg.get_long_and_visible_aliases().unwrap_or_default();
                let hidden = arg.get_all_aliases().unwrap_or_default();
                long.is_some_and(|long| longs.contains(&long) || hidden.contains(&long))
                    || short.is_some_and(|short| {
                        arg.get_short() == Some(short)
                            || arg.get_all_short_aliases().unwrap_or_default().contains(&short)
                    })
            })
        };
        for flag in FOREIGN.iter().flat_map(|(flags, _)| flags.iter()) {
            assert!(!ours(flag), "{flag} is a flag of ours");
        }
        assert_eq!(hint("--http2"), Some("write --http 2"));
    }
}
