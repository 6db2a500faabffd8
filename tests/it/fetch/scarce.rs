//! What a machine may lack: room, rights, descriptors.

use std::process::Command;

use super::{bytes, failure, names, report};
use crate::support::cli::{World, executable, said};
use crate::support::origin::origin;
use crate::support::script::{Script, say};

#[test]
fn a_file_for_which_there_is_no_room_is_not_begun() {
    // More than any disk has.
    let server = Script::start(|_| say(format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", 15_u64 << 40)).hang());
    let world = World::new();
    let error = failure(&world, &format!("{} -o file", server.url("/f")));
    assert_eq!(error["kind"], "disk", "{error}");
    assert!(error.to_string().contains("make room in file"), "{error}");
    assert_eq!(names(&world), [""; 0], "nothing is left of it");
}

/// Not even root makes files there.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_takes_no_file_is_named() {
    let (origin, world) = (origin(), World::new());
    let error = failure(&world, &format!("{} -o /sys/file", origin.url("/static/1k.bin")));
    assert_eq!(error["kind"], "disk", "{error}");
    assert!(error.to_string().contains("/sys/file"), "{error}");
}

/// With a limit for open files.
fn limited(world: &World, files: u32, line: &str) -> crate::support::cli::Said {
    let script = format!("ulimit -n {files}; exec {} fetch --no-progress {line}", executable().display());
    let mut command = Command::new("/bin/sh");
    command.args(["-c", &script]).env_clear().env("HOME", world.home()).current_dir(world.work());
    said(&mut command)
}

#[test]
fn too_few_descriptors_make_fewer_connections() {
    const LENGTH: usize = 8 << 20;
    let (origin, world) = (origin(), World::new());
    let url = origin.url("/static/8m.bin");
    report(&world, &format!("{url} -o plain"));
    assert_eq!(bytes(&world, "plain").len(), LENGTH);
    let few = limited(&world, 22, &format!("{url} -w 16 -o file"));
    assert_eq!(few.code, Some(0), "{}", few.err);
    assert!(bytes(&world, "file") == bytes(&world, "plain"));
    // With none at all, the error says what there is too little of.
    let none = limited(&world, 11, &format!("{url} -o none"));
    assert!(none.code == Some(1) && none.err.contains("oo many open files"), "{}", none.err);
}
