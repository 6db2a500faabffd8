//! How a process ends: signals, readers that go away, disks that are full.

use std::fs::OpenOptions;
use std::io::{BufRead, BufReader, Lines, Read};
use std::process::{Child, ChildStderr, Command, Stdio};

use crate::support::cli::World;
use crate::support::peer::Silent;

/// A load run that waits for an answer it will never get.
struct Waiting {
    child: Child,
    stderr: Lines<BufReader<ChildStderr>>,
    /// Keep the server, and the connection the first request came by.
    _server: (Silent, BufReader<std::net::TcpStream>),
}

impl Waiting {
    fn start(world: &World) -> Self {
        let server = Silent::new();
        let mut command = world.toolbox();
        command.args(["load", "-n", "3", "-c", "1", "--no-progress", &server.url()]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap()).lines();
        let connection = server.request();
        Self { child, stderr, _server: (server, connection) }
    }

    fn signal(&self, name: &str) {
        signal(&self.child, name);
    }

    /// Waits until the process says that it is stopping, and what would stop it at once.
    fn stopping(&mut self, signal: &str) {
        let said = self.stderr.by_ref().map(Result::unwrap).find(|line| line.contains("stopping"));
        let again = if signal == "INT" { "Ctrl-C" } else { "signal" };
        assert_eq!(said, Some(format!("stopping; a second {again} stops at once")));
    }

    /// The exit code and what was printed.
    fn end(mut self) -> (Option<i32>, String) {
        let mut out = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        (self.child.wait().unwrap().code(), out)
    }
}

fn signal(child: &Child, name: &str) {
    let kill = format!("kill -{name} {}", child.id());
    assert!(Command::new("sh").arg("-c").arg(kill).status().unwrap().success());
}

#[test]
fn a_server_that_drained_has_done_its_work() {
    let world = World::new();
    for name in ["INT", "TERM"] {
        let mut command = world.toolbox();
        command.args(["origin", "--listen", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        assert!(line.starts_with("listening at http://127.0.0.1:"), "{line}");
        signal(&child, name);
        assert_eq!(child.wait().unwrap().code(), Some(0), "SIG{name}");
    }
}

#[test]
fn the_first_signal_ends_the_run_with_its_report() {
    let world = World::new();
    for (signal, code) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let mut run = Waiting::start(&world);
        run.signal(signal);
        run.stopping(signal);
        let (ended, out) = run.end();
        assert_eq!(ended, Some(code), "SIG{signal}");
        assert!(out.contains("Summary"), "the report so far is printed: {out:?}");
    }
}

#[test]
fn the_second_signal_ends_the_process_at_once() {
    let world = World::new();
    for (signal, code) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let mut run = Waiting::start(&world);
        // Both at once would be one signal to the system.
        run.signal("INT");
        run.stopping("INT");
        run.signal(signal);
        assert_eq!(run.end().0, Some(code), "SIG{signal}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let world = World::new();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = world.toolbox();
    let child = command.args(["completions", "bash"]).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap()), (Some(0), String::new()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let world = World::new();
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    let child = world.toolbox().arg("--list").stdout(full).stderr(Stdio::piped()).spawn().unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let err = String::from_utf8(output.stderr).unwrap();
    let expected =
        "toolbox: error: cannot write to standard output\ncaused by: No space left on device (os error 28)\n";
    assert_eq!(err, expected);
}

#[test]
fn before_there_is_anything_to_lose_the_first_signal_ends_the_process() {
    let world = World::new();
    let pipe = world.work().join("pipe.yaml");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut command = world.toolbox();
    command.args(["load", "pipe.yaml"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    // The process has opened the pipe, and reads, when somebody can open it to write.
    let writer = OpenOptions::new().write(true).open(&pipe).unwrap();
    signal(&child, "INT");
    let output = child.wait_with_output().unwrap();
    drop(writer);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(130), 0));
}
