//! Processes: started by their slots, watched, ended, started anew, never left behind.

use super::audience::{PLAYS, Running, URL, ffmpeg, ffmpeg_that_knows, gone, swarm, until};
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
    assert_eq!(said.code, Some(1), "nobody has played anything");
    assert!(said.err.contains("no client played anything: Server returned 404"), "{}", said.err);
    let report = conforming("swarm", &said.out);
    let life = &report["lifecycle"];
    assert_eq!((&life["starts"], &life["restarts"], &life["gave_up"]), (&6.into(), &4.into(), &2.into()));
    assert_eq!(life["exits"], serde_json::json!({"1": 6}));
    assert_eq!(report["top_errors"][0], serde_json::json!({"pattern": "Server returned 404", "count": 6}));
    assert!(said.err.contains("max_restarts_reached") && said.err.contains("HTTP error 404"), "{}", said.err);
}

#[test]
fn a_client_that_ends_as_if_all_was_well_before_anything_was_played_has_failed() {
    let world = World::new();
    let program = ffmpeg(&world, "echo progress=end; exit 0");
    let words = ["-clients", "2", "-max-restarts", "1", "--json", URL];
    let run = |more: &[&str]| said(swarm(&world, &program).args(QUICK).args(more).args(words));
    let failed = run(&[]);
    assert_eq!(failed.code, Some(1), "{}", failed.err);
    assert!(
        failed.err.contains("no client played anything: ended with 0 before anything was played"),
        "{}",
        failed.err
    );
    let report = conforming("swarm", &failed.out);
    let life = &report["lifecycle"];
    assert_eq!((&life["starts"], &life["restarts"]), (&4.into(), &2.into()), "nobody has seen an end: {report:#}");
    assert_eq!(life["exits"], serde_json::json!({"0": 4}));
    assert_eq!(report["top_errors"][0]["count"], 4);
    // Where it tells no progress, its word has to do.
    assert_eq!(run(&["-stats=false"]).code, Some(0));
}

#[test]
fn a_client_without_progress_has_stalled_and_is_started_anew_where_asked() {
    let world = World::new();
    let program = ffmpeg(&world, "echo out_time_us=1000000; echo progress=continue; sleep 600");
    let words = ["-clients", "1", "-target-duration", "50ms", "-restart-on-stall", "-max-restarts", "1", "--json", URL];
    let said = said(swarm(&world, &program).args(QUICK).args(words));
    let life = &conforming("swarm", &said.out)["lifecycle"];
    assert_eq!((&life["stalls"], &life["starts"]), (&2.into(), &2.into()), "{}", said.err);
    assert_eq!((&life["ended_for_stall"], &life["stopped"]), (&2.into(), &0.into()));
    assert!(said.err.contains("client_ended_for_stall"), "{}", said.err);
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
fn what_has_left_the_group_of_its_client_ends_as_well() {
    let world = World::new();
    let stray = "setsid sh -c 'echo $$ >> ids; exec sleep 600' & while [ ! -s ids ]; do sleep 0.01; done";
    let ids = || std::fs::read_to_string(world.work().join("ids")).unwrap();
    let run = |work: &str| {
        world.write("work/ids", "");
        let program = ffmpeg(&world, &format!("{stray}\n{work}"));
        let mut run = Running::start(swarm(&world, &program).args(QUICK).args(["-clients", "1", URL]));
        let mut wire = run.metrics();
        until(&mut wire, "hlsswarm_clients_started_total", |started| started > 0.5);
        (run, wire)
    };
    // Its client has ended while others go on, and comes back.
    let (first, mut wire) = run("exit 1");
    until(&mut wire, "hlsswarm_clients_started_total", |started| started > 1.5);
    gone(ids().lines().next().unwrap().parse().unwrap());
    first.signal("TERM");
    assert_eq!(first.end().0, Some(1), "nobody has played anything");
    ids().lines().for_each(|id| gone(id.parse().unwrap()));
    for (signal, code) in [("TERM", Some(0)), ("KILL", None)] {
        let (run, mut wire) = run(PLAYS);
        until(&mut wire, "hlsswarm_segments_downloaded_total", |segments| segments > 0.5);
        run.signal(signal);
        assert_eq!(run.end().0, code);
        assert_eq!(ids().lines().count(), 1);
        ids().lines().for_each(|id| gone(id.parse().unwrap()));
    }
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
    let opens = "echo \"Opening 'http://o/1.ts' for reading\" >&2";
    let program = ffmpeg(&world, &format!("{opens}; echo out_time_us=1000; echo progress=end; exit 0"));
    let passed = said(swarm(&world, &program).args(["--check", "-max-restarts", "1", URL]));
    assert_eq!(passed.code, Some(0), "{}", passed.err);
    // It asked for a segment, and could play nothing of it.
    let opens = "echo \"[hls @ 0x5] Opening 'http://o/1.ts' for reading\" >&2";
    let program = ffmpeg(&world, &format!("{opens}; echo '[hls @ 0x5] Cannot make sense of it' >&2; exit 1"));
    let noise = said(swarm(&world, &program).args(["--check", "-max-restarts", "1", URL]));
    assert_eq!(noise.code, Some(1), "{}", noise.err);
    assert!(noise.err.contains("the check failed: Cannot make sense of it"), "{}", noise.err);
}

#[test]
fn errors_that_nobody_knows_are_told_and_ends_that_were_asked_for_are_none() {
    let world = World::new();
    let run = |work: &str| {
        let program = ffmpeg(&world, work);
        let said =
            said(swarm(&world, &program).args(QUICK).args(["-clients", "2", "-max-restarts", "1", "--json", URL]));
        (said.code, conforming("swarm", &said.out)["top_errors"].clone())
    };
    let unknown = "echo '[hls @ 0x1] http://me:pa55w0rd@o/1.ts?token=abc: No such thing' >&2; exit 187";
    assert_eq!(run(unknown), (Some(1), serde_json::json!([{"pattern": "No such thing", "count": 4}])));
    assert_eq!(run("exit 187"), (Some(1), serde_json::json!([{"pattern": "exit code 187", "count": 4}])));

    let program = ffmpeg(&world, &format!("trap 'exit 255' TERM\n{PLAYS}"));
    let mut run = Running::start(swarm(&world, &program).args(QUICK).args(["-clients", "2", "--json", URL]));
    let mut wire = run.metrics();
    until(&mut wire, "hlsswarm_segments_downloaded_total", |segments| segments > 1.5);
    run.signal("TERM");
    let (code, out, _) = run.end();
    let report = conforming("swarm", &out);
    assert_eq!((code, &report["lifecycle"]["stopped"]), (Some(0), &2.into()));
    assert_eq!(report["top_errors"], serde_json::json!([]));
}

#[test]
fn no_secret_of_a_url_is_shown_at_any_level() {
    let world = World::new();
    let program = ffmpeg(&world, "echo 'http://me:pa55w0rd@o/1.ts?token=s3cret: Server returned 5XX' >&2; exit 1");
    let words = ["-clients", "1", "-max-restarts", "1", "-log-level", "debug"];
    let said =
        said(swarm(&world, &program).args(QUICK).args(words).arg("http://me:pa55w0rd@127.0.0.1:1/x.m3u8?token=s3cret"));
    assert!(said.err.contains("process_stderr") && said.err.contains("client_exited"), "{}", said.err);
    for secret in ["pa55w0rd", "s3cret"] {
        assert!(!said.err.contains(secret) && !said.out.contains(secret), "{}\n{}", said.err, said.out);
    }
}

#[test]
fn a_program_that_does_not_answer_is_left_and_one_that_does_not_end_as_well() {
    let world = World::new();
    let program = ffmpeg(&world, "");
    world.write("bin/ffmpeg", "#!/bin/sh\necho $$ > ids\nsleep 600 & echo $! >> ids\nwait\n");
    let run = Running::start(swarm(&world, &program).args(["-clients", "1", URL]));
    let ids = world.work().join("ids");
    while std::fs::read_to_string(&ids).unwrap_or_default().lines().count() < 2 {
        std::thread::yield_now();
    }
    run.signal("TERM");
    assert_eq!(run.end().0, Some(143));
    std::fs::read_to_string(&ids).unwrap().lines().for_each(|id| gone(id.parse().unwrap()));

    world.write("bin/ffmpeg", "#!/bin/sh\nexec cat /dev/zero\n");
    let said = said(swarm(&world, &program).args(["-clients", "1", "--skip-preflight", URL]));
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("it answers without an end"), "{}", said.err);
}

#[test]
fn certificates_are_looked_at_or_it_is_said_that_they_are_not() {
    let world = World::new();
    let program = ffmpeg(&world, "exit 0");
    let run =
        |words: &[&str]| said(swarm(&world, &program).args(words).args(["--print-cmd", "https://127.0.0.1:1/x.m3u8"]));
    let said = run(&[]);
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(said.err.contains("does not know -tls_verify"), "{}", said.err);
    assert!(run(&["-k"]).out.contains("-tls_verify 0"));
    let said = run(&["--cert", "a.pem", "-k"]);
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("--cert: ffmpeg shows a certificate for the first playlist alone"), "{}", said.err);
    let knows = "echo '  -tls_verify <int>'; echo '  -ca_file <string>'";
    let program = ffmpeg_that_knows(&world, knows, "exit 0");
    let said = crate::support::cli::said(swarm(&world, &program).args([
        "--cacert",
        "own.pem",
        "--print-cmd",
        "https://127.0.0.1:1/x.m3u8",
    ]));
    assert!(said.out.contains("-tls_verify 1 -ca_file own.pem"), "{}{}", said.out, said.err);
}

#[test]
fn the_place_of_metrics_is_told_where_it_was_given_too() {
    let world = World::new();
    let program = ffmpeg(&world, "echo out_time_us=1000; echo progress=end; exit 0");
    let said = said(swarm(&world, &program).args(QUICK).args(["-clients", "1", "-max-restarts", "1", "--json", URL]));
    let endpoint = conforming("swarm", &said.out)["metrics_endpoint"].as_str().unwrap().to_owned();
    assert!(endpoint.starts_with("http://127.0.0.1:") && said.err.contains(&endpoint), "{endpoint} in {}", said.err);
    let line = said.err.lines().find(|line| line.contains(&endpoint)).unwrap();
    assert!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "{line} is no JSON");
}

#[test]
fn an_slo_that_is_not_met_exits_with_3() {
    let world = World::new();
    let program = ffmpeg(&world, "echo out_time_us=1000; echo progress=continue; exit 1");
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
