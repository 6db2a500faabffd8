//! `kv cli` through the executable: one command, pipes, forms, exit codes.

use std::io::Write;
use std::process::{Command, Stdio};

use super::Store;
use crate::support::cli::{Said, World, said};

fn cli(store: &Store, world: &World, words: &[&str]) -> Said {
    said(world.toolbox().args(["kv", "cli", "-u", &store.url()]).args(words))
}

/// Runs it with text on standard input.
fn piped(command: &mut Command, text: &[u8]) -> Said {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // Beside reading: it answers before it has heard everything.
    let output = std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(text).unwrap());
        child.wait_with_output().unwrap()
    });
    Said {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn a_pipe_gets_bare_values_and_a_person_kinds() {
    let (store, world) = (Store::new(), World::new());
    assert_eq!(cli(&store, &world, &["set", "k", "-1"]).out, "OK\n", "what follows the command is for the server");
    assert_eq!(cli(&store, &world, &["mget", "k", "none"]).out, "-1\n\n");
    assert_eq!(cli(&store, &world, &["--pretty", "mget", "k", "none"]).out, "1) \"-1\"\n2) (nil)\n");
    assert_eq!(cli(&store, &world, &["--format", "jsonl", "mget", "k", "none"]).out, "[\"-1\",null]\n");
    assert_eq!(cli(&store, &world, &["--format", "csv", "mget", "k", "none"]).out, "-1,\n");
    assert_eq!(cli(&store, &world, &["set", "k", "-raw"]).out, "OK\n");
    assert_eq!(cli(&store, &world, &["get", "k"]).out, "-raw\n", "nothing is taken for a flag");
}

#[test]
fn a_refusal_is_a_failure_with_a_hint() {
    let (store, world) = (Store::new(), World::new());
    let refused = cli(&store, &world, &["strlne", "k"]);
    assert_eq!((refused.code, refused.out.as_str()), (Some(1), ""));
    assert!(refused.err.starts_with("kv: error: ERR unknown command 'strlne'"), "{}", refused.err);
    assert!(refused.err.contains("hint: a similar command exists: strlen"), "{}", refused.err);
    let nobody = said(world.toolbox().args(["kv", "cli", "-u", "redis://127.0.0.1:1", "ping"]));
    assert_eq!(nobody.code, Some(1));
    assert!(nobody.err.contains("hint: start a server with `toolbox kv serve`"), "{}", nobody.err);
}

#[test]
fn a_pipe_of_commands_is_carried_out_line_by_line() {
    let (store, world) = (Store::new(), World::new());
    let run = |text: &str| piped(world.toolbox().args(["kv", "cli", "-u", &store.url()]), text.as_bytes());
    let done = run("set a 1\n\nincr a\nget \"a\"");
    assert_eq!((done.code, done.out.as_str()), (Some(0), "OK\n2\n2\n"));
    let part = run("incr a\nbogus\n");
    assert_eq!(part.code, Some(3), "part of it was refused");
    assert_eq!(run("bogus\n").code, Some(1));
    let unsound = run("# a comment\nget \"a\nset b 1\n");
    assert_eq!((unsound.code, unsound.out.as_str()), (Some(3), "OK\n"), "the rest goes on");
    assert!(unsound.err.contains("line 2 has a quote that is not closed"), "{}", unsound.err);
    assert_eq!(run("get \"a\n").code, Some(1));
    let many = "incr many\n".repeat(20_000);
    assert!(run(&many).out.ends_with("\n20000\n"));
}

#[test]
fn values_of_any_bytes_come_back_as_they_were() {
    let (store, world) = (Store::new(), World::new());
    let bytes: Vec<u8> = (0..=255).collect();
    piped(world.toolbox().args(["kv", "cli", "-u", &store.url(), "-x", "set", "k"]), &bytes);
    let output = world.toolbox().args(["kv", "cli", "-u", &store.url(), "get", "k"]).output().unwrap();
    assert_eq!(output.stdout, [&bytes[..], b"\n"].concat());
    let file = world.work().join("out");
    cli(&store, &world, &["--output", file.to_str().unwrap(), "get", "k"]);
    assert_eq!(std::fs::read(file).unwrap(), [&bytes[..], b"\n"].concat());
}

#[test]
fn who_one_is_comes_from_url_file_or_variable() {
    let (store, world) = (Store::with(&[("requirepass", "s3cret")]), World::new());
    let refused = cli(&store, &world, &["ping"]);
    assert!(refused.err.contains("NOAUTH") && refused.err.contains("hint: give the password"), "{}", refused.err);
    let url = format!("redis://:s3cret@{}/3", store.address());
    assert_eq!(said(world.toolbox().args(["kv", "cli", "-u", &url, "set", "k", "v"])).out, "OK\n");
    let by_variable = said(
        world.toolbox().args(["kv", "cli", "-u", &store.url(), "-n", "3", "get", "k"]).env("REDISCLI_AUTH", "s3cret"),
    );
    assert_eq!(by_variable.out, "v\n");
    world.write("work/secret", "s3cret\n");
    assert_eq!(cli(&store, &world, &["--password-file", "secret", "ping"]).out, "PONG\n");
    let wrong = said(world.toolbox().args(["kv", "cli", "-u", &format!("redis://:wr0ng@{}", store.address()), "ping"]));
    assert_eq!(wrong.code, Some(1));
    assert!(!wrong.err.contains("wr0ng"), "{}", wrong.err);
}

#[test]
fn a_command_may_be_repeated() {
    let (store, world) = (Store::new(), World::new());
    assert_eq!(cli(&store, &world, &["-r", "3", "incr", "n"]).out, "1\n2\n3\n");
}

#[test]
fn an_option_of_redis_cli_is_no_command() {
    let (store, world) = (Store::new(), World::new());
    for words in [&["-a", "s3cret", "ping"][..], &["--scan"], &["--tls", "ping"], &["--nothing"]] {
        let refused = cli(&store, &world, words);
        assert_eq!((refused.code, refused.out.as_str()), (Some(2), ""), "{words:?}");
        assert!(refused.err.contains("hint: ") && !refused.err.contains("s3cret"), "{}", refused.err);
    }
    let plain = cli(&store, &world, &["--cacert", "ca.pem", "ping"]);
    assert_eq!(plain.code, Some(2));
    assert!(plain.err.contains("rediss://"), "{}", plain.err);
}

#[test]
fn a_server_that_ends_when_it_is_asked_to_is_no_failure() {
    let world = World::new();
    let mut process = super::life::Process::start(&world, &[]);
    let url = format!("redis://{}", process.address);
    let done = said(world.toolbox().args(["kv", "cli", "-u", &url, "shutdown", "nosave"]));
    assert_eq!((done.code, done.out.as_str(), done.err.as_str()), (Some(0), "", ""));
    assert_eq!(process.child.wait().unwrap().code(), Some(0));
}
