//! The variables of the containers.

use std::path::Path;
use std::process::Command;

use super::audience::{URL, ffmpeg};
use crate::support::cli::{Said, World, said};

/// Has the command of a client printed in a world of these variables.
fn printed(world: &World, program: &Path, variables: &[(&str, &str)], words: &[&str]) -> Said {
    let mut command: Command = world.toolbox();
    command.env("PATH", "/usr/bin:/bin").env("PRINT_CMD", "1").envs(variables.iter().copied());
    said(command.arg("swarm").arg("-ffmpeg").arg(program).args(words))
}

#[test]
fn a_container_is_run_by_its_variables() {
    let world = World::new();
    let program = ffmpeg(&world, "exit 0");
    let variables = [
        ("STREAM_URL", "http://127.0.0.1:1/other.m3u8"),
        ("TIMEOUT", "7"),
        ("VARIANT", "first"),
        ("NO_CACHE", "1"),
        ("RECONNECT", "false"),
        ("RESOLVE_IP", "127.0.0.2"),
        ("DANGEROUS", "yes"),
        ("USER_AGENT", "viewer"),
        ("EXTRA_ARGS", "-header 'X-Test: a b' -seg-retry 9"),
    ];
    let said = printed(&world, &program, &variables, &[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    for part in [
        "-i http://127.0.0.2:1/other.m3u8",
        "-rw_timeout 7000000",
        "-map '0:v:0?'",
        "Cache-Control: no-cache",
        "Host: 127.0.0.1:1",
        "X-Test: a b",
        "-user_agent viewer/client-0",
        "-seg_max_retry 9",
    ] {
        assert!(said.out.contains(part), "{part} is missing in {}", said.out);
    }
    assert!(!said.out.contains("-reconnect"), "{}", said.out);
}

#[test]
fn what_is_typed_counts_more_than_a_variable() {
    let world = World::new();
    let program = ffmpeg(&world, "exit 0");
    let variables = [("STREAM_URL", "http://127.0.0.1:1/other.m3u8"), ("TIMEOUT", "7"), ("EXTRA_ARGS", "-seg-retry 9")];
    let said = printed(&world, &program, &variables, &["-timeout", "3s", "-seg-retry", "2", URL]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.contains("-rw_timeout 3000000") && said.out.contains(&format!("-i {URL}")), "{}", said.out);
    assert!(said.out.contains("-seg_max_retry 2"), "{}", said.out);
    let said = printed(&world, &program, &[("PROFILE", "gentle"), ("STREAM_URL", URL)], &[]);
    assert!(said.out.contains("-rw_timeout 30000000") && said.out.contains("-map '0:v:0?'"), "{}", said.out);
    let said = printed(&world, &program, &[("PROFILE", "gentle"), ("TIMEOUT", "4"), ("STREAM_URL", URL)], &[]);
    assert!(said.out.contains("-rw_timeout 4000000"), "a variable counts more than a profile: {}", said.out);
}

#[test]
fn a_variable_that_means_nothing_is_told_by_its_name() {
    let world = World::new();
    for (name, value) in [("CLIENTS", "many"), ("VARIANT", "best"), ("LOG_LEVEL", "loud"), ("METRICS_PORT", "x")] {
        let said = said(world.toolbox().env(name, value).env("STREAM_URL", URL).arg("swarm"));
        assert_eq!(said.code, Some(2), "{name}: {}", said.err);
        assert!(said.err.contains(name) && said.err.contains(value), "{name}: {}", said.err);
        assert!(!said.err.contains("TOOLBOX_SWARM"), "{}", said.err);
    }
}

#[test]
fn the_variables_of_the_container_concern_no_other_applet() {
    let world = World::new();
    let said = said(world.toolbox().env("DURATION", "x").env("TIMEOUT", "x").args(["rip", "--help"]));
    assert_eq!(said.code, Some(0));
}

#[test]
fn a_container_logs_json_and_ends_well_by_a_signal() {
    let world = World::new();
    let program = ffmpeg(&world, super::audience::PLAYS);
    let mut command = world.linked("go-ffmpeg-hls-swarm");
    command
        .env("PATH", "/usr/bin:/bin")
        .envs([("STREAM_URL", URL), ("CLIENTS", "2"), ("RAMP_RATE", "50"), ("RAMP_JITTER", "1")])
        .args(["-metrics", "127.0.0.1:0", "-segment-sizes=false", "-skip-preflight", "-ffmpeg"])
        .arg(&program);
    let mut run = super::audience::Running::start(&mut command);
    let line = run.line("client_started");
    let event: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!((&event["level"], &event["message"]), (&"INFO".into(), &"client_started".into()), "{line}");
    run.line("client_started");
    run.signal("TERM");
    let (code, out, _) = run.end();
    assert_eq!(code, Some(0));
    assert!(out.contains("go-ffmpeg-hls-swarm Exit Summary") && out.contains("Target Clients:         2"), "{out}");
}

/// A file of `deploy/swarm`.
fn deployed(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(root.join("deploy/swarm").join(name)).unwrap()
}

#[test]
fn the_entry_point_of_the_image_runs_by_its_variables() {
    let dockerfile = deployed("Dockerfile");
    let entry = dockerfile.lines().find_map(|line| line.strip_prefix("ENTRYPOINT ")).unwrap();
    let entry: Vec<String> = serde_json::from_str(entry).unwrap();
    let name = Path::new(&entry[0]).file_name().unwrap();
    assert!(dockerfile.contains(&format!("ln -s toolbox {}", entry[0])), "{entry:?} is linked in the image");
    let fixed = dockerfile.lines().find_map(|line| line.strip_prefix("ENV ")).unwrap();
    let fixed = fixed.split_whitespace().map(|pair| pair.split_once('=').unwrap());
    let world = World::new();
    let program = ffmpeg(&world, "exit 0");
    let mut command = world.linked(name);
    command.args(&entry[1..]).envs(fixed).env("PATH", format!("{}:/usr/bin:/bin", program.parent().unwrap().display()));
    let said = said(command.envs([("STREAM_URL", URL), ("CLIENTS", "50"), ("PRINT_CMD", "1")]));
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.starts_with("ffmpeg -hide_banner") && said.out.contains(URL), "{}", said.out);
}

#[test]
fn the_dashboard_asks_for_metrics_that_exist() {
    let dashboard = deployed("grafana.json");
    assert!(serde_json::from_str::<serde_json::Value>(&dashboard).is_ok());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/applets/swarm");
    let source =
        ["metrics.rs", "native/stage.rs"].map(|file| std::fs::read_to_string(root.join(file)).unwrap()).concat();
    let mut names: Vec<&str> = dashboard
        .split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_'))
        .filter_map(|word| word.strip_prefix("hlsswarm_"))
        .map(|name| name.trim_end_matches("_bucket"))
        .collect();
    names.sort_unstable();
    names.dedup();
    assert!(names.len() > 15, "{names:?}");
    for name in names {
        let there = [format!("\"{name}\""), format!("hlsswarm_{name}\"")].iter().any(|text| source.contains(text));
        assert!(there, "nothing is served under hlsswarm_{name}");
    }
}

#[test]
fn what_is_wrong_in_extra_arguments_is_told_with_their_name() {
    let world = World::new();
    let program = ffmpeg(&world, "exit 0");
    let told = |extra: &str, words: &[&str]| {
        let said = printed(&world, &program, &[("EXTRA_ARGS", extra), ("STREAM_URL", URL)], words);
        assert_eq!(said.code, Some(2), "{}", said.err);
        said.err
    };
    for extra in ["--nonsense", "-nonsense", "-clients x"] {
        let told = told(extra, &[]);
        assert!(
            told.starts_with("swarm: error: EXTRA_ARGS: ") && told.contains(extra.split(' ').next().unwrap()),
            "{told}"
        );
    }
    // Those that were typed are wrong by themselves.
    let told = told("-clients 3", &["--clinets", "3"]);
    assert!(told.starts_with("swarm: error: unexpected argument '--clinets'"), "{told}");
}
