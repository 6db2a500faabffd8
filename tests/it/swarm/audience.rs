//! Programs that stand for ffmpeg, and runs that are watched while they go on.

use std::io::{BufRead as _, BufReader, Lines, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::Instant;

use crate::support::cli::World;
use crate::support::wire::{PATIENCE, Wire};

/// What a program that knows everything answers to questions.
const KNOWS: &str = "echo '  -live_start_index <int>'; echo '  -seg_max_retry <int>'; echo '  -reconnect <boolean>'; \
                     echo '  -reconnect_streamed <boolean>'; echo '  -reconnect_on_network_error <boolean>'; \
                     echo '  -reconnect_delay_max <int>'";

/// Writes a program that answers questions as ffmpeg does, and does `work` where it is to play.
pub(super) fn ffmpeg(world: &World, work: &str) -> PathBuf {
    ffmpeg_that_knows(world, KNOWS, work)
}

pub(super) fn ffmpeg_that_knows(world: &World, knows: &str, work: &str) -> PathBuf {
    let script = format!(
        "#!/bin/sh\ncase \"$*\" in\n*-version*) echo 'ffmpeg version 6.1 Copyright';;\n*'-h '*) {knows};;\n*)\n{work}\n;;\nesac\n"
    );
    world.write("bin/ffmpeg", &script);
    let path = world.work().parent().unwrap().join("bin/ffmpeg");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

/// Progress once a tick, for ever: a client that is well.
pub(super) const PLAYS: &str = "echo \"[hls @ 0x1] Opening 'http://127.0.0.1:1/7.ts' for reading\" >&2\n\
                                n=0; while :; do n=$((n+1)); echo \"out_time_us=${n}00000\"; echo total_size=${n}000; \
                                echo speed=1.0x; echo progress=continue; sleep 0.05; done";

/// The words of a run that disturbs nobody: metrics on a free port, no question about sizes.
pub(super) fn swarm(world: &World, program: &std::path::Path) -> Command {
    let mut command = world.toolbox();
    command.env("PATH", "/usr/bin:/bin").args(["swarm", "--metrics", "127.0.0.1:0", "-segment-sizes=false", "-ffmpeg"]);
    command.arg(program);
    command
}

/// The stream that nobody serves: the programs of these tests do not ask.
pub(super) const URL: &str = "http://127.0.0.1:1/live.m3u8";

/// A run that goes on.
pub(super) struct Running {
    pub(super) child: Child,
    log: Lines<BufReader<ChildStderr>>,
}

impl Running {
    pub(super) fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let log = BufReader::new(child.stderr.take().unwrap()).lines();
        Self { child, log }
    }

    /// Waits for a line of the log that contains `part`.
    #[track_caller]
    pub(super) fn line(&mut self, part: &str) -> String {
        let found = self.log.by_ref().map(Result::unwrap).find(|line| line.contains(part));
        found.unwrap_or_else(|| panic!("it ended without saying {part}"))
    }

    /// Where metrics are.
    pub(super) fn metrics(&mut self) -> Wire {
        let line = self.line("metrics at http://");
        let address = line.split("http://").nth(1).unwrap().split('/').next().unwrap();
        Wire::to(address.parse().unwrap())
    }

    pub(super) fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        assert!(Command::new("sh").arg("-c").arg(kill).status().unwrap().success());
    }

    /// The exit code, what was printed, and the rest of the log.
    pub(super) fn end(mut self) -> (Option<i32>, String, String) {
        let mut out = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        let rest: Vec<String> = self.log.map(Result::unwrap).collect();
        (self.child.wait().unwrap().code(), out, rest.join("\n"))
    }
}

/// Waits until a metric fulfils a condition.
#[track_caller]
pub(super) fn until(wire: &mut Wire, name: &str, condition: impl Fn(f64) -> bool) -> String {
    let begin = Instant::now();
    loop {
        let page = wire.get("/metrics").text().to_owned();
        let value = page.lines().find_map(|line| line.strip_prefix(name)?.trim().parse::<f64>().ok());
        if value.is_some_and(&condition) {
            return page;
        }
        assert!(begin.elapsed() < PATIENCE, "{name} is {value:?} in\n{page}");
        std::thread::yield_now();
    }
}

/// Waits until no process of this id is there; zombies of other parents count as gone.
#[track_caller]
pub(super) fn gone(id: u32) {
    let begin = Instant::now();
    let stat = || std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    while stat().rsplit(')').next().is_some_and(|rest| !rest.trim().is_empty() && !rest.trim().starts_with('Z')) {
        assert!(begin.elapsed() < PATIENCE, "process {id} is still there");
        std::thread::yield_now();
    }
}
