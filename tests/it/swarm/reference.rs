//! Every flag and variable that the original documents: each is taken, and means something or says why not.

use super::audience::{PLAYS, URL, ffmpeg};
use crate::support::cli::{World, said};

/// Flags, a value each, and a part of the command of a client that shows what it does; empty where the command does not.
/// What those do is told by the plan (`plan/tests.rs`).
const FLAGS: [(&str, &str); 28] = [
    ("-clients 3", ""),
    ("-ramp-rate 7", ""),
    ("-ramp-jitter 10ms", ""),
    ("-duration 1h30m", ""),
    ("-variant first", "-map '0:v:0?'"),
    ("-probe-failure-policy fallback", ""),
    ("-resolve 10.1.2.3 --dangerous", "-i http://10.1.2.3:1/live.m3u8"),
    ("-no-cache", "Cache-Control: no-cache, no-store, must-revalidate"),
    ("-header X-A:b", "X-A: b"),
    ("-user-agent viewer", "-user_agent viewer/client-0"),
    ("-timeout 3s", "-rw_timeout 3000000"),
    ("-reconnect=false", "/client-0 -seg_max_retry 3 -i "),
    ("-reconnect-delay 9", "-reconnect_delay_max 9"),
    ("-seg-retry 8", "-seg_max_retry 8"),
    ("-target-duration 4s", ""),
    ("-restart-on-stall", ""),
    ("-metrics 127.0.0.1:0", ""),
    ("-v", ""),
    ("-log-format text", ""),
    ("--skip-preflight", ""),
    ("-stats=false", "-loglevel info -rw_timeout"),
    ("-stats-loglevel debug", "-loglevel debug"),
    ("-ffmpeg-debug", "-loglevel debug"),
    ("-compat-metrics -prom-client-metrics", ""),
    ("-tui=f", ""),
    ("-max-restarts 4", ""),
    ("-seed 5", ""),
    ("-metrics-port 17091", ""),
];

/// Flags of the original that do nothing here.
const LEFT: [&str; 13] = [
    "-stats-buffer 1000",
    "-stats-drop-threshold 0.01",
    "-origin-metrics http://o:9100/metrics",
    "-nginx-metrics http://o:9113/metrics",
    "-origin-metrics-host o",
    "-origin-metrics-interval 2s",
    "-origin-metrics-window 30s",
    "-origin-metrics-node-port 9100",
    "-origin-metrics-nginx-port 9113",
    "-segment-sizes-url http://o:17080/files/json/",
    "-segment-sizes-interval 1s",
    "-segment-sizes-jitter 500ms",
    "-segment-cache-window 300",
];

#[test]
fn every_flag_of_the_original_is_taken() {
    let world = World::new();
    let program = ffmpeg(&world, PLAYS);
    for (flags, part) in FLAGS {
        let mut command = world.toolbox();
        command.env("PATH", "/usr/bin:/bin").args(["swarm", "--print-cmd", "-ffmpeg"]).arg(&program);
        let said = said(command.args(flags.split(' ')).arg(URL));
        assert_eq!(said.code, Some(0), "{flags}: {}", said.err);
        assert!(said.out.contains(part), "{flags}: {part} is missing in {}", said.out);
        assert!(!said.err.contains("does nothing"), "{flags}: {}", said.err);
    }
}

#[test]
fn what_does_nothing_here_says_why() {
    let world = World::new();
    let program = ffmpeg(&world, PLAYS);
    let mut command = world.toolbox();
    command.env("PATH", "/usr/bin:/bin").args(["swarm", "--print-cmd", "-ffmpeg"]).arg(&program);
    let said = said(command.args(LEFT.iter().flat_map(|flags| flags.split(' '))).arg(URL));
    assert_eq!(said.code, Some(0), "{}", said.err);
    for flags in LEFT {
        let name = flags.split(' ').next().unwrap();
        assert!(said.err.contains(&format!("-{name} does nothing here: ")), "{name}: {}", said.err);
    }
}

#[test]
fn every_variable_of_the_containers_is_taken() {
    let world = World::new();
    let program = ffmpeg(&world, PLAYS);
    for (name, value, part) in [
        ("CLIENTS", "3", ""),
        ("RAMP_RATE", "7", ""),
        ("RAMP_JITTER", "10", ""),
        ("METRICS_PORT", "17091", ""),
        ("LOG_LEVEL", "debug", ""),
        ("LOG_FORMAT", "text", ""),
        ("VARIANT", "first", "-map '0:v:0?'"),
        ("TIMEOUT", "9", "-rw_timeout 9000000"),
        ("DURATION", "60", ""),
        ("TUI", "0", ""),
        ("RECONNECT", "0", "/client-0 -seg_max_retry 3 -i "),
        ("NO_CACHE", "1", "Pragma: no-cache"),
        ("PROFILE", "burst", "-rw_timeout 5000000"),
        ("EXTRA_ARGS", "-seg-retry 8", "-seg_max_retry 8"),
    ] {
        let mut command = world.toolbox();
        command.env("PATH", "/usr/bin:/bin").env("STREAM_URL", URL).env("PRINT_CMD", "1").env(name, value);
        let said = said(command.args(["swarm", "-ffmpeg"]).arg(&program));
        assert_eq!(said.code, Some(0), "{name}: {}", said.err);
        assert!(said.out.contains(part), "{name}: {part} is missing in {}", said.out);
        assert!(said.out.contains(&format!("-i {URL}")), "{name}: {}", said.out);
    }
}

/// What the image is run by, as `docker run -e STREAM_URL=… -e CLIENTS=50` would.
#[test]
fn the_entry_point_of_the_image_is_run_by_its_variables() {
    let file = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/swarm/Dockerfile")).unwrap();
    let entry = file.lines().find_map(|line| line.strip_prefix("ENTRYPOINT ")).unwrap();
    let entry: Vec<String> = serde_json::from_str(entry).unwrap();
    let [program] = entry.as_slice() else { panic!("{entry:?}") };
    let name = program.rsplit('/').next().unwrap();
    assert!(file.contains(&format!("ln -s toolbox {program}")), "the entry point is a link to the executable");
    let world = World::new();
    let ffmpeg = ffmpeg(&world, PLAYS);
    let mut command = world.linked(name);
    let variables = file.lines().find_map(|line| line.strip_prefix("ENV ")).unwrap();
    command.envs(variables.split(' ').map(|pair| pair.split_once('=').unwrap()));
    command.envs([("STREAM_URL", URL), ("CLIENTS", "50"), ("PRINT_CMD", "1")]);
    // The image has ffmpeg where programs are.
    command.env("PATH", format!("{}:/usr/bin:/bin", ffmpeg.parent().unwrap().display()));
    let said = said(&mut command);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.starts_with("ffmpeg ") && said.out.contains(&format!("-i {URL}")), "{}", said.out);
}
