//! How a process ends: signals, readers that go away, disks that are full.

use std::fs::OpenOptions;
use std::process::Stdio;

use crate::support::cli::World;

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let world = World::new();
    let mut command = world.toolbox();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
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
