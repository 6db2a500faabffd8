//! `clean`: what is left over is listed, removed on demand, and nothing else is touched.

use std::fs::{self, File};

use super::names;
use crate::support::cli::{Said, World};
use crate::support::schema::conforming;

const STATE: &str = "{\"toolbox_fetch_state\":1,\"url\":\"http://host/NAME\",\"file\":\"NAME\",\"end\":9,\"size\":9,\
                     \"etag\":null,\"last_modified\":null,\"done\":[],\"hash\":null,\"updated\":\"2026-11-26T23:00:00Z\"}\n";

fn state(name: &str) -> String {
    STATE.replace("NAME", name)
}

/// A folder with everything that can be left over, and more that is none of our business.
fn littered() -> World {
    let world = World::new();
    for (name, text) in [
        (".gone.toolbox", state("gone")),
        (".half.toolbox", state("half")),
        ("half", "half of it".to_owned()),
        (".wrong.bad.toolbox", state("wrong")),
        ("wrong.bad", "wrong".to_owned()),
        (".x.toolbox-new", state("x")[..10].to_owned()),
        (".y.toolbox-patch", "patch".to_owned()),
        ("mine.bad", "mine".to_owned()),
        (".mine.toolbox", "mine".to_owned()),
        (".mine.toolbox-new", "mine".to_owned()),
        (".newer.toolbox", state("newer").replace("state\":1", "state\":2")),
        ("mine", "mine".to_owned()),
        ("sub/.gone.toolbox", state("gone")),
    ] {
        world.write(&format!("work/{name}"), &text);
    }
    world
}

fn clean(world: &World, line: &str) -> (Said, Vec<String>) {
    let said = world.run(&format!("fetch clean --json {line}"));
    let report = if said.code == Some(1) { serde_json::Value::Null } else { conforming("fetch-clean", &said.out) };
    let files = report["orphans"].as_array().cloned().unwrap_or_default();
    let files = files.iter().map(|orphan| orphan["files"][0].as_str().unwrap().trim_start_matches("./").to_owned());
    let files = files.collect();
    (said, files)
}

const LEFT: [&str; 4] = [".gone.toolbox", ".wrong.bad.toolbox", ".x.toolbox-new", ".y.toolbox-patch"];

#[test]
fn what_is_left_over_is_listed_and_removed_when_asked() {
    let world = littered();
    let before = names(&world);
    let (said, files) = clean(&world, "");
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!(files, [".gone.toolbox", "wrong.bad", ".x.toolbox-new", ".y.toolbox-patch"]);
    assert_eq!(names(&world), before, "listing removes nothing");
    assert_eq!(clean(&world, "--remove").0.code, Some(0));
    let kept: Vec<String> =
        before.iter().filter(|name| !LEFT.contains(&name.as_str()) && *name != "wrong.bad").cloned().collect();
    assert_eq!(names(&world), kept);
    assert_eq!(clean(&world, "--remove --recursive").1, ["sub/.gone.toolbox"]);
    let said = world.run("fetch clean");
    assert_eq!(said.out, "nothing is left over; 1 unfinished download is younger (--older-than)\n");
}

#[test]
fn unfinished_downloads_are_left_over_only_when_they_are_old_and_nobody_is_at_them() {
    let world = littered();
    let half = File::open(world.work().join("half")).unwrap();
    half.lock().unwrap();
    assert!(!clean(&world, "--older-than 0s --remove").1.contains(&"half".to_owned()), "a download is at it");
    assert!(world.work().join("half").exists());
    drop(half);
    assert_eq!(clean(&world, "--older-than 0s --remove").1, ["half"]);
    assert!(!world.work().join("half").exists() && !world.work().join(".half.toolbox").exists());
}

#[test]
fn links_are_not_followed_and_a_missing_folder_is_an_error() {
    let world = World::new();
    fs::create_dir(world.work().join("a")).unwrap();
    world.write("work/b/.gone.toolbox", &state("gone"));
    std::os::unix::fs::symlink("../b", world.work().join("a/link")).unwrap();
    std::os::unix::fs::symlink("../b/.gone.toolbox", world.work().join("a/.gone.toolbox")).unwrap();
    assert_eq!(clean(&world, "a --recursive --remove").1, [""; 0]);
    assert!(world.work().join("b/.gone.toolbox").exists());
    assert_eq!(clean(&world, "missing").0.code, Some(1));
}
