//! Log lines: when there are any, in which form, and what must never be in them.

use serde_json::Value;

use crate::support::cli::{World, said};
use crate::support::peer;

/// The log of a run with a configured header, which is told at debug level.
fn log(words: &[&str], env: &[(&str, &str)]) -> String {
    let world = World::new();
    let url = format!("http://{}/", peer::answering());
    world.write("work/load.toml", "headers = { Authorization = 'Bearer SECRET' }\n");
    let mut command = world.toolbox();
    command.args(["load", "-n1", "-c1", "--no-progress", &url]).args(words).envs(env.iter().copied());
    let said = said(&mut command);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(!said.err.contains("SECRET"), "{}", said.err);
    said.err
}

#[test]
fn nothing_is_logged_unless_asked_for() {
    for words in [&[][..], &["--quiet"], &["-v"]] {
        assert!(!log(words, &[]).contains("configured"), "{words:?}");
    }
}

#[test]
fn debug_lines_say_where_settings_come_from_and_not_what_they_are() {
    for (words, env) in
        [(&["-vv"][..], &[][..]), (&[], &[("TOOLBOX_LOG", "debug")]), (&[], &[("RUST_LOG", "toolbox=debug")])]
    {
        let log = log(words, env);
        assert!(log.contains("configured flag=\"header\" origin=load.toml:1:11"), "{log}");
        assert!(!log.contains('\x1b'), "plain in a pipe: {log}");
    }
}

#[test]
fn our_variable_comes_before_the_usual_one_and_both_before_the_flag() {
    assert_eq!(log(&["-vvv"], &[("TOOLBOX_LOG", "off"), ("RUST_LOG", "trace")]), "");
}

#[test]
fn json_lines_are_json() {
    let log = log(&["-vv", "--log-format", "json"], &[]);
    let mut lines = log.lines().filter(|line| line.contains("configured"));
    let line: Value = serde_json::from_str(lines.next().unwrap()).unwrap();
    assert_eq!((&line["level"], &line["flag"]), (&"DEBUG".into(), &"header".into()), "{line}");
}

#[test]
fn a_filter_that_cannot_be_read_is_a_usage_error() {
    let said = said(World::new().toolbox().args(["load", "http://localhost/"]).env("TOOLBOX_LOG", "a=b=c"));
    assert_eq!(said.code, Some(2));
    assert!(said.err.starts_with("load: error: TOOLBOX_LOG: 'a=b=c' is no log filter\n"), "{}", said.err);
}
