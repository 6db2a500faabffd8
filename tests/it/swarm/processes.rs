//! Processes: started by their slots, watched, ended, started anew, never left behind.

use super::audience::{PLAYS, Running, URL, ffmpeg, gone, swarm, until};
use crate::support::cli::{World, said};
use crate::support::schema::conforming;

const QUICK: [&str; 4] = ["-ramp-rate", "1000", "-ramp-jitter", "0"];

#[test]
fn an_audience_is_counted_while_it_watches_and_summed_up_at_the_end() {
    let world = World::new();
    let program = ffmpeg(&world, PLAYS);
    let mut run = Running::start(swarm(&world, &program).args(QUICK).args(["-clients", "3", "--json", URL]));
    let mut wire = run.metrics();
    until(&mut wire, "hlsswarm_clients_active", |active| active > 2.5);
    until(&mut wire, "hlsswarm_bytes_downloaded_total", |bytes| bytes > 0.0);
    let page = until(&mut wire, "hlsswarm_segments_downloaded_total", |segments| segments > 2.5);
    for line in ["hlsswarm_clients_target 3.0", "hlsswarm_clients_started_total 3", "hlsswarm_ramp_progress 1.0"] {
        assert!(page.contains(line), "{line} is missing in {page}");
    }
    for path in ["/health", "/healthz", "/ready", "/readyz"] {
        assert_eq!(wire.get(path).status, 200, "{path}");
    }
    run.signal("INT");
    let (code, out, _) = run.end();
    assert_eq!(code, Some(0), "a run that a signal ends has done its work");
    let report = conforming("swarm", &out);
    assert_eq!(report["lifecycle"]["exits"], serde_json::json!({"143": 3}));
    assert_eq!((&report["run"]["peak_active"], &report["lifecycle"]["restarts"]), (&3.into(), &0.into()));
}

#[test]
fn a_client_that_fails_comes_back_as_often_as_it_may() {
    let world = World::new();
    let program = ffmpeg(&world, "echo '[http @ 0x1] HTTP error 404 Not Found' >&2; exit 1");
    let said = said(swarm(&world, &program).args(QUICK).args(["-clients", "2", "-max-restarts", "2", "--json", URL]));
    assert_eq!(said.code, Some(0));
    let report = conforming("swarm", &said.out);
    let life = &report["lifecycle"];
    assert_eq!((&life["starts"], &life["restarts"], &life["gave_up"]), (&6.into(), &4.into(), &2.into()));
    assert_eq!(life["exits"], serde_json::json!({"1": 6}));
    assert_eq!(report["top_errors"][0], serde_json::json!({"pattern": "Server returned 404", "count": 6}));
    assert!(said.err.contains("max_restarts_reached") && said.err.contains("HTTP error 404"), "{}", said.err);
}

#[test]
fn a_client_without_progress_has_stalled_and_is_started_anew_where_asked() {
    let world = World::new();
    let program = ffmpeg(&world, "echo out_time_us=1000000; echo progress=continue; sleep 600");
    let words = ["-clients", "1", "-target-duration", "50ms", "-restart-on-stall", "-max-restarts", "1", "--json", URL];
    let said = said(swarm(&world, &program).args(QUICK).args(words));
    let life = &conforming("swarm", &said.out)["lifecycle"];
    assert_eq!((&life["stalls"], &life["starts"]), (&2.into(), &2.into()), "{}", said.err);
    assert_eq!(life["exits"], serde_json::json!({"143": 2}), "ended by SIGTERM");

    let mut run =
        Running::start(swarm(&world, &program).args(QUICK).args(["-clients", "1", "-target-duration", "50ms", URL]));
    let mut wire = run.metrics();
    run.line("client_stalled");
    let page = until(&mut wire, "hlsswarm_clients_stalled_total", |stalls| stalls > 0.5);
    assert!(page.contains("hlsswarm_clients_restarted_total 0"), "it is only counted: {page}");
    run.signal("TERM");
    assert_eq!(run.end().0, Some(0));
}

#[test]
fn whoever_writes_without_an_end_is_neither_held_up_nor_kept() {
    let world = World::new();
    // Far more than any pipe holds, on both, without a line end; only whoever is read all the time gets to its end.
    let flood = "head -c 3000000 /dev/zero | tr '\\0' x >&2; head -c 3000000 /dev/zero | tr '\\0' y; echo; exit 7";
    let program = ffmpeg(&world, flood);
    let said = said(swarm(&world, &program).args(QUICK).args(["-clients", "2", "-max-restarts", "1", "--json", URL]));
    let report = conforming("swarm", &said.out);
    assert_eq!(report["lifecycle"]["exits"], serde_json::json!({"7": 4}), "{}", said.err.len());
    assert!(said.err.len() < 20_000, "{}", said.err.len());
}

#[test]
fn no_process_outlives_a_swarm_that_is_killed() {
    let world = World::new();
    let program = ffmpeg(&world, &format!("echo $$ >> ids\n{PLAYS}"));
    let mut run = Running::start(swarm(&world, &program).args(QUICK).args(["-clients", "3", URL]));
    let mut wire = run.metrics();
    until(&mut wire, "hlsswarm_bytes_downloaded_total", |bytes| bytes > 0.0);
    until(&mut wire, "hlsswarm_segments_downloaded_total", |segments| segments > 2.5);
    run.signal("KILL");
    let ids = std::fs::read_to_string(world.work().join("ids")).unwrap();
    assert_eq!(ids.lines().count(), 3);
    for id in ids.lines() {
        gone(id.parse().unwrap());
    }
    assert_eq!(run.end().0, None);
}

#[test]
fn no_process_behind_a_wrapper_outlives_a_swarm_that_is_killed() {
    let world = World::new();
    // The leader makes a process and does not become it, so the death signal ends the leader alone.
    let program = ffmpeg(&world, &format!("sleep 600 & echo $! >> ids\necho $$ >> ids\n{PLAYS}"));
    let mut run = Running::start(swarm(&world, &program).args(QUICK).args(["-clients", "3", URL]));
    let mut wire = run.metrics();
    until(&mut wire, "hlsswarm_segments_downloaded_total", |segments| segments > 2.5);
    run.signal("KILL");
    let ids = std::fs::read_to_string(world.work().join("ids")).unwrap();
    assert_eq!(ids.lines().count(), 6);
    for id in ids.lines() {
        gone(id.parse().unwrap());
    }
    assert_eq!(run.end().0, None);
}

#[test]
fn what_a_process_made_ends_with_it_however_it_ends() {
    let world = World::new();
    let child = "(trap '' TERM HUP INT; exec sleep 600) & echo $! >> ids";
    let program = ffmpeg(&world, &format!("{child}\nexit 1"));
    let said = said(swarm(&world, &program).args(QUICK).args(["-clients", "2", "-max-restarts", "1", URL]));
    let ids = || std::fs::read_to_string(world.work().join("ids")).unwrap();
    assert_eq!(ids().lines().count(), 4, "{}", said.err);
    ids().lines().for_each(|id| gone(id.parse().unwrap()));

    // A leader that obeys while its child does not.
    let program = ffmpeg(&world, &format!("{child}\ntrap 'exit 0' TERM\n{PLAYS}"));
    let mut run = Running::start(swarm(&world, &program).args(QUICK).args(["-clients", "1", "--json", URL]));
    let mut wire = run.metrics();
    until(&mut wire, "hlsswarm_segments_downloaded_total", |segments| segments > 0.5);
    run.signal("TERM");
    let (code, out, _) = run.end();
    assert_eq!((code, &conforming("swarm", &out)["lifecycle"]["exits"]), (Some(0), &serde_json::json!({"0": 1})));
    ids().lines().for_each(|id| gone(id.parse().unwrap()));
}

#[test]
fn a_process_that_says_much_when_it_ends_is_heard() {
    let world = World::new();
    let bye = "trap 'head -c 1000000 /dev/zero | tr \"\\0\" x >&2; exit 9' TERM";
    let program = ffmpeg(&world, &format!("{bye}\n{PLAYS}"));
    let mut run = Running::start(swarm(&world, &program).args(QUICK).args(["-clients", "1", "--json", URL]));
    let mut wire = run.metrics();
    until(&mut wire, "hlsswarm_segments_downloaded_total", |segments| segments > 0.5);
    run.signal("TERM");
    let (_, out, _) = run.end();
    assert_eq!(conforming("swarm", &out)["lifecycle"]["exits"], serde_json::json!({"9": 1}), "it came to its end");
}

#[test]
fn whoever_ignores_sigterm_is_killed_after_a_while() {
    let world = World::new();
    let program = ffmpeg(&world, &format!("trap '' TERM\n{PLAYS}"));
    let mut run = Running::start(swarm(&world, &program).args(QUICK).args(["-clients", "1", "--json", URL]));
    let mut wire = run.metrics();
    until(&mut wire, "hlsswarm_segments_downloaded_total", |segments| segments > 0.5);
    run.signal("TERM");
    let (code, out, _) = run.end();
    assert_eq!(code, Some(0));
    assert_eq!(conforming("swarm", &out)["lifecycle"]["exits"], serde_json::json!({"137": 1}));
}

#[test]
fn a_check_is_one_client_that_has_to_get_something() {
    let world = World::new();
    let program = ffmpeg(&world, "echo 'tcp: Connection refused' >&2; exit 1");
    let check =
        |more: &[&str]| said(swarm(&world, &program).args(["--check", "-max-restarts", "1"]).args(more).arg(URL));
    let failed = check(&[]);
    assert_eq!(failed.code, Some(1), "{}", failed.err);
    assert!(failed.err.contains("the check failed: Connection refused"), "{}", failed.err);
    assert!(failed.out.contains("Target Clients:         1"), "the summary is printed all the same: {}", failed.out);
    let program = ffmpeg(&world, "echo \"Opening 'http://o/1.ts' for reading\" >&2; exit 0");
    let passed = said(swarm(&world, &program).args(["--check", "-max-restarts", "1", URL]));
    assert_eq!(passed.code, Some(0), "{}", passed.err);
}

#[test]
fn an_slo_that_is_not_met_exits_with_3() {
    let world = World::new();
    let program = ffmpeg(&world, "exit 1");
    let run = |slo: &str| {
        said(swarm(&world, &program).args(QUICK).args(["-clients", "1", "-max-restarts", "1", "-slo", slo, URL]))
    };
    assert_eq!(run("restarts<1").code, Some(3));
    assert_eq!(run("restarts<2,stalls<1").code, Some(0));
}

#[test]
fn later_names_of_metrics_are_served_on_request() {
    let world = World::new();
    let program = ffmpeg(&world, PLAYS);
    let words = ["-clients", "1", "-compat-metrics", "-prom-client-metrics", "-duration", "1h", URL];
    let mut run = Running::start(swarm(&world, &program).args(QUICK).args(words));
    let mut wire = run.metrics();
    let page = until(&mut wire, "hls_swarm_client_speed{client_id=\"0\"}", |speed| speed > 0.5);
    for part in ["hls_swarm_info{", "hls_swarm_test_duration_seconds 3600.0", "hls_swarm_active_clients 1.0"] {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
    until(&mut wire, "hls_swarm_segment_throughput_300s_bytes_per_second", |rate| rate > 0.0);
    until(&mut wire, "hls_swarm_stats_lines_parsed_total{stream=\"progress\"}", |lines| lines > 3.5);
    run.signal("TERM");
    assert_eq!(run.end().0, Some(0));
}
