//! Streams to record: segments whose bytes tell their place, playlists of them, and a server for both.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Lines, Read as _};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, Command, Stdio};

use serde_json::Value;

use crate::support::cli::{Said, World};
use crate::support::script::{Reply, Request, Script, say};

/// A segment of forty packets as MPEG-TS has them: no two segments are alike, and none is a part of another.
pub(super) fn segment(number: u64) -> Vec<u8> {
    let packet = |index: u64| {
        let mut packet = vec![0x47];
        packet.extend((0..187).map(|at| (number * 31 + index * 7 + at) as u8));
        packet[1..9].copy_from_slice(&number.to_be_bytes());
        packet
    };
    (0..40).flat_map(packet).collect()
}

/// The whole of so many.
pub(super) fn segments(count: u64) -> Vec<u8> {
    (0..count).flat_map(segment).collect()
}

/// A playlist of two-second segments `/NUMBER.ts` that has ended.
pub(super) fn playlist(count: u64) -> String {
    let mut text = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n".to_owned();
    for number in 0..count {
        let _ = writeln!(text, "#EXTINF:2,\n/{number}.ts");
    }
    text + "#EXT-X-ENDLIST\n"
}

pub(super) fn ok(body: impl AsRef<[u8]>) -> Reply {
    answer("200 OK", "", body)
}

pub(super) fn status(line: &str) -> Reply {
    answer(line, "", "no")
}

/// `fields` are whole lines.
pub(super) fn answer(line: &str, fields: &str, body: impl AsRef<[u8]>) -> Reply {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 {line}\r\n{fields}Content-Length: {}\r\n\r\n", body.len());
    say([head.as_bytes(), body].concat())
}

/// The path of a request, with its query.
pub(super) fn path(request: &Request) -> &str {
    request.line().split_once(' ').unwrap().1
}

/// The number of a segment that is asked for.
pub(super) fn number(path: &str) -> Option<u64> {
    path.strip_prefix('/')?.strip_suffix(".ts")?.parse().ok()
}

/// Answers what `special` does not: `/x.m3u8` of `count` segments, and those.
pub(super) fn serve(count: u64, special: impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static) -> Script {
    Script::start(move |request| {
        special(request).unwrap_or_else(|| match path(request) {
            "/x.m3u8" => ok(playlist(count)),
            path => number(path).map_or_else(|| status("404 Not Found"), |number| ok(segment(number))),
        })
    })
}

/// Which paths were asked for, in order.
pub(super) fn asked(script: &Script) -> Vec<String> {
    script.requests().iter().map(|request| path(request).to_owned()).collect()
}

/// Runs `rip` with these words to its end.
pub(super) fn rip(world: &World, words: &[&str]) -> Said {
    crate::support::cli::said(world.toolbox().arg("rip").args(words))
}

/// Records `/x.m3u8` of a server as `x.ts`, with more words; the report, the exit code and what was said.
pub(super) fn record(world: &World, script: &Script, words: &[&str]) -> (Value, Said) {
    let url = script.url("/x.m3u8");
    let said = rip(world, &[&[url.as_str(), "--json", "-o", "x.ts"], words].concat());
    let report = if said.out.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {said:?}"))
    };
    (report, said)
}

/// What is recorded as `x.ts`.
pub(super) fn recorded(world: &World) -> Vec<u8> {
    std::fs::read(world.work().join("x.ts")).unwrap()
}

/// The files in the working directory.
pub(super) fn files(world: &World) -> Vec<String> {
    let entries = std::fs::read_dir(world.work()).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A recording that goes on.
pub(super) struct Running {
    pub(super) child: Child,
    stderr: Lines<BufReader<ChildStderr>>,
}

impl Running {
    /// Records `url` as `x.ts`, telling each segment.
    pub(super) fn start(world: &World, url: &str, words: &[&str]) -> Self {
        Self::to(world, "x.ts", url, words)
    }

    /// Records `url` as `name`, telling each segment.
    pub(super) fn to(world: &World, name: &str, url: &str, words: &[&str]) -> Self {
        let mut command = world.toolbox();
        command.args(["rip", url, "-v", "--json", "-o", name, "--no-progress"]).args(words);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap()).lines();
        Self { child, stderr }
    }

    /// Waits for a line that has `words` in it; false where the process ended before.
    pub(super) fn says(&mut self, words: &str) -> bool {
        self.stderr.by_ref().map_while(Result::ok).any(|line| line.contains(words))
    }

    pub(super) fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        assert!(Command::new("sh").arg("-c").arg(kill).status().unwrap().success());
    }

    /// The report, the exit code, and the rest of what was said.
    pub(super) fn end(mut self) -> (Value, Option<i32>, String) {
        let mut out = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        let rest: Vec<String> = self.stderr.map_while(Result::ok).collect();
        let code = self.child.wait().unwrap().code();
        (serde_json::from_str(&out).unwrap_or(Value::Null), code, rest.join("\n"))
    }
}

/// A path in the working directory.
pub(super) fn at(world: &World, name: &str) -> PathBuf {
    world.work().join(name)
}
