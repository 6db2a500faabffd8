//! What is run, and what is refused before anything runs.

use super::audience::{PLAYS, URL, ffmpeg, ffmpeg_that_knows, swarm};
use crate::support::cli::{World, said};

#[test]
fn the_command_of_a_client_is_printed_and_nothing_started() {
    let world = World::new();
    let program = ffmpeg(&world, "touch started");
    let said = said(swarm(&world, &program).args(["--print-cmd", "-reconnect-delay", "9", URL]));
    assert_eq!(said.code, Some(0), "{}", said.err);
    let expected = format!(
        "{} -hide_banner -nostdin -loglevel info -nostats -progress pipe:1 -stats_period 1 -rw_timeout 15000000 \
         -user_agent go-ffmpeg-hls-swarm/1.0/client-0 -reconnect 1 -reconnect_streamed 1 -reconnect_on_network_error 1 \
         -reconnect_delay_max 9 -seg_max_retry 3 -i {URL} -map 0 -c copy -f null -\n",
        program.display()
    );
    assert_eq!(said.out, expected);
    assert!(!world.work().join("started").exists());
}

#[test]
fn a_program_that_lacks_options_is_spared_them_and_that_is_told() {
    let world = World::new();
    let program = ffmpeg_that_knows(&world, "echo '  -live_start_index <int>'", PLAYS);
    let said = said(swarm(&world, &program).args(["--print-cmd", URL]));
    assert_eq!(said.code, Some(0));
    assert!(said.err.contains("does not know -seg_max_retry, -reconnect,"), "{}", said.err);
    assert!(!said.out.contains("seg_max_retry") && !said.out.contains("-reconnect"), "{}", said.out);
}

#[test]
fn all_that_is_wrong_is_told_at_once_and_exits_with_2() {
    let world = World::new();
    let said = said(world.toolbox().args(["swarm", "-clients", "0", "-resolve", "10.0.0.1", "ftp://o/x"]));
    assert_eq!((said.code, said.out.as_str()), (Some(2), ""));
    for part in ["3 things are wrong", "--clients must be from 1", "--dangerous", "scheme `ftp`"] {
        assert!(said.err.contains(part), "{part} is missing in {}", said.err);
    }
    let said = world.run("swarm");
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("STREAM_URL"), "{}", said.err);
}

#[test]
fn a_missing_program_fails_the_preflight_with_what_to_do() {
    let world = World::new();
    let said = said(swarm(&world, "/nowhere/ffmpeg".as_ref()).arg(URL));
    assert_eq!((said.code, said.out.as_str()), (Some(1), ""));
    for part in ["✗ ffmpeg: not found at /nowhere/ffmpeg", "Fix:", "Preflight checks failed. Fix issues above"] {
        assert!(said.err.contains(part), "{part} is missing in {}", said.err);
    }
    let skipped = said_skipping(&world);
    assert!(skipped.contains("cannot run /nowhere/ffmpeg"), "{skipped}");
}

fn said_skipping(world: &World) -> String {
    said(swarm(world, "/nowhere/ffmpeg".as_ref()).args(["--skip-preflight", URL])).err
}

#[test]
fn too_few_files_fail_the_preflight_unless_it_is_skipped() {
    let world = World::new();
    let program = ffmpeg(&world, "echo out_time_us=1000; echo progress=end; exit 0");
    let limited = |more: &str| {
        let line = format!(
            "ulimit -n 200; exec {} swarm --metrics 127.0.0.1:0 -clients 20 -ffmpeg {} {more} {URL}",
            crate::support::cli::executable().display(),
            program.display()
        );
        let mut command = std::process::Command::new("sh");
        said(command.arg("-c").arg(line).current_dir(world.work()))
    };
    let refused = limited("");
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("✗ file_descriptors: 200 available (need 500 for 20 clients)"), "{}", refused.err);
    assert!(refused.err.contains("Fix: ulimit -n 500"), "{}", refused.err);
    let passed = limited("--skip-preflight -max-restarts 1 -ramp-rate 1000 -ramp-jitter 0");
    assert_eq!(passed.code, Some(0), "{}", passed.err);
}

#[test]
fn a_taken_metrics_port_is_told_before_anybody_starts() {
    let world = World::new();
    let taken = std::net::TcpListener::bind("0.0.0.0:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let program = ffmpeg(&world, "touch started");
    let mut command = world.toolbox();
    command.args(["swarm", "-metrics-port", &port, "-ffmpeg"]).arg(&program).arg(URL);
    let said = said(&mut command);
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains(&format!("cannot serve metrics on 0.0.0.0:{port}")), "{}", said.err);
    assert!(!world.work().join("started").exists());
}

#[test]
fn renditions_that_cannot_be_told_apart_stop_it_only_where_asked() {
    let world = World::new();
    let program = ffmpeg(&world, PLAYS);
    world.write(
        "bin/ffprobe",
        "#!/bin/sh\necho '{\"programs\":[{\"program_id\":4,\"tags\":{\"variant_bitrate\":\"9\"}}]}'\n",
    );
    let probe = program.with_file_name("ffprobe");
    std::fs::set_permissions(&probe, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let run =
        |more: &[&str]| said(swarm(&world, &program).args(["--print-cmd", "-variant", "highest"]).args(more).arg(URL));
    assert!(run(&[]).out.contains(" -map 0:p:4 "));
    world.write("bin/ffprobe", "#!/bin/sh\nexit 1\n");
    let fallback = run(&[]);
    assert!(fallback.out.contains("-map '0:v:0?'") && fallback.err.contains("first picture"), "{fallback:?}");
    let fail = run(&["-probe-failure-policy", "fail"]);
    assert_eq!(fail.code, Some(1));
    assert!(fail.err.contains("cannot tell the renditions") && fail.out.is_empty(), "{fail:?}");
}

#[test]
fn the_version_is_told_in_each_of_its_spellings() {
    let world = World::new();
    for words in [&["version"][..], &["-version"], &["--version"]] {
        let said = said(world.linked("go-ffmpeg-hls-swarm").args(words));
        assert_eq!(said.code, Some(0), "{words:?} {}", said.err);
        assert!(said.out.contains(env!("CARGO_PKG_VERSION")), "{words:?} {}", said.out);
        std::fs::remove_file(world.work().parent().unwrap().join("bin/go-ffmpeg-hls-swarm")).unwrap();
    }
}

#[test]
fn a_flag_that_is_misspelt_behind_one_dash_is_told_whole() {
    let world = World::new();
    for (word, near) in [("-cleints", "--clients"), ("-ramp-rte", "--ramp-rate"), ("-headr", "--header")] {
        let said = said(world.toolbox().args(["swarm", word, "5", URL]));
        assert_eq!(said.code, Some(2), "{}{}", said.out, said.err);
        let expected = format!("swarm: error: unexpected argument '{word}' found");
        assert!(said.err.starts_with(&expected), "{}", said.err);
        assert!(said.err.contains(&format!("hint: a similar argument exists: '{near}'")), "{}", said.err);
    }
}
