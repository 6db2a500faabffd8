//! What flags, profiles and defaults mean together, and that all that is wrong is told at once.

use clap::Parser;

use super::*;
use crate::applets::swarm::args::{Args, Engine, LowLatency, ProbePolicy, Variant};
use crate::applets::swarm::error::PlanError;

#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    args: Args,
}

/// The plan of a command line of Go-style or plain flags, separated by blanks.
pub(crate) fn plan(line: &str) -> Plan {
    resolved(line).unwrap()
}

fn resolved(line: &str) -> Result<Plan, PlanError> {
    let long = |word: &str| {
        let name = word.strip_prefix('-').filter(|name| name.len() > 2 && !name.starts_with('-'));
        name.map_or_else(|| word.to_owned(), |name| format!("--{name}"))
    };
    let words: Vec<String> = line.split_whitespace().map(long).collect();
    let given = |flag: &str| {
        words.iter().any(|word| word.strip_prefix("--").and_then(|word| word.split('=').next()) == Some(flag))
    };
    let args = Cli::try_parse_from(["swarm".to_owned()].into_iter().chain(words.iter().cloned())).unwrap().args;
    Plan::resolve(&args, &given)
}

const URL: &str = "http://origin:8080/live.m3u8";

fn with(flags: &str) -> Plan {
    plan(&format!("{flags} {URL}"))
}

#[test]
fn the_defaults_are_those_of_the_roadmap() {
    let plan = plan(URL);
    assert_eq!((plan.clients, plan.ramp_rate, plan.ramp_jitter), (10, 5, Duration::from_millis(200)));
    assert_eq!((plan.duration, plan.engine, plan.variant), (None, Engine::Ffmpeg, Variant::All));
    assert_eq!((plan.request.timeout, plan.request.no_cache), (Duration::from_secs(15), false));
    assert_eq!(plan.request.user_agent, "go-ffmpeg-hls-swarm/1.0");
    let ffmpeg = &plan.ffmpeg;
    assert_eq!((ffmpeg.program.as_str(), ffmpeg.reconnect, ffmpeg.reconnect_delay_s), ("ffmpeg", true, 5));
    assert_eq!(
        (ffmpeg.segment_retries, ffmpeg.stall_after, ffmpeg.on_stall),
        (3, Duration::from_secs(12), OnStall::Count)
    );
    assert_eq!((ffmpeg.max_restarts, ffmpeg.stats, ffmpeg.level), (None, true, "info"));
    assert_eq!(
        (plan.metrics.to_string().as_str(), plan.aim, plan.preflight),
        ("0.0.0.0:9090", Aim::Run, Preflight::Check)
    );
}

#[test]
fn each_flag_means_what_it_says() {
    assert_eq!(with("-clients 50").clients, 50);
    assert_eq!(with("-ramp-rate 20").ramp_rate, 20);
    assert_eq!(with("-ramp-jitter 1s").ramp_jitter, Duration::from_secs(1));
    assert_eq!(with("-duration 1h30m").duration, Some(Duration::from_mins(90)));
    assert_eq!(with("-duration 0").duration, None);
    assert_eq!(with("-variant highest").variant, Variant::Highest);
    assert_eq!(with("-probe-failure-policy fail").ffmpeg.probe_failure, ProbePolicy::Fail);
    assert_eq!(with("-target-duration 2s").ffmpeg.stall_after, Duration::from_secs(4));
    assert_eq!(with("-restart-on-stall").ffmpeg.on_stall, OnStall::Restart);
    assert_eq!(with("-max-restarts 3").ffmpeg.max_restarts, Some(3));
    assert_eq!(with("-seed 9").seed, 9);
    assert_eq!(with("-metrics-port 17091").metrics.to_string(), "0.0.0.0:17091");
    assert_eq!(with("-compat-metrics -prom-client-metrics").exposed, Exposed { compat: true, clients: true });
    assert_eq!(with("-tui=false").display, Display::Off);
    assert!(!with("-segment-sizes=false").ffmpeg.sizes);
    assert_eq!(with("--print-cmd").aim, Aim::PrintCommand);
    let search = with("-find-limit --engine native -slo rebuffers<1 -step 5s -source-ips 127.0.0.1,127.0.0.2");
    assert_eq!((search.aim, search.step, search.paced), (Aim::FindLimit, Duration::from_secs(5), false));
    assert_eq!(search.native.sources.len(), 2);
    assert_eq!(with("--skip-preflight").preflight, Preflight::Skip);
    assert_eq!(with("-header X-A:b").request.headers, [("X-A".to_owned(), "b".to_owned())]);
    assert_eq!(with("-resolve 10.0.0.1 --dangerous").request.resolve, Some([10, 0, 0, 1].into()));
    assert_eq!(with("-resolve origin:8080:10.0.0.1 --dangerous").request.resolve, Some([10, 0, 0, 1].into()));
    assert!(with("-resolve 10.0.0.1 --dangerous").request.tls.insecure);
    assert_ne!(plan(URL).seed, plan(URL).seed, "without a seed every run is another");
}

#[test]
fn processes_are_spread_evenly_among_players() {
    for (clients, share, processes) in [(100, "2%", 2), (10, "2%", 1), (2, "99%", 1), (1000, "33%", 330), (7, "50%", 4)]
    {
        let plan = with(&format!("--engine both -clients {clients} -ffmpeg-share {share}"));
        let found: Vec<u64> = (0..clients).filter(|index| plan.engine_of(*index) == Engine::Ffmpeg).collect();
        assert_eq!((found.len() as u64, plan.processes(), found[0]), (processes, processes, 0), "{clients} {share}");
        let widest = found.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or(0);
        assert!(widest <= clients / processes + 1, "{clients} {share}: {found:?}");
        assert_eq!(plan.native.low_latency, LowLatency::Off, "what is compared has to be the same");
    }
    assert_eq!((with("").processes(), with("--engine native").processes()), (10, 0));
}

#[test]
fn players_are_what_was_said() {
    let native = |flags: &str| with(&format!("--engine native {flags}")).native;
    let plain = native("");
    assert_eq!((plain.abr, plain.low_latency), (Abr::Fixed, LowLatency::Auto));
    assert_eq!((plain.connections, plain.http), (Connections::PerClient, HttpVersion::One));
    assert_eq!(native("-abr hlsjs").abr, Abr::Adaptive(None));
    let other = native("-connections pooled -http 2 -low-latency off");
    assert_eq!((other.connections, other.http), (Connections::Pooled, HttpVersion::Two));
    assert_eq!(other.low_latency, LowLatency::Off);
}

#[test]
fn a_check_is_one_client_for_ten_seconds() {
    let plan = with("--check -clients 100 -duration 1h");
    assert_eq!((plan.clients, plan.duration, plan.aim), (1, Some(Duration::from_secs(10)), Aim::Check));
}

#[test]
fn a_profile_fills_what_was_not_said() {
    for (name, clients, rate, jitter_ms, timeout_s) in [
        ("default", 50, 5, 100, 15),
        ("stress", 200, 20, 50, 10),
        ("gentle", 20, 1, 500, 30),
        ("burst", 100, 50, 10, 5),
        ("extreme", 500, 50, 20, 5),
    ] {
        let plan = with(&format!("-profile {name}"));
        assert_eq!((plan.clients, plan.ramp_rate), (clients, rate), "{name}");
        assert_eq!(plan.ramp_jitter, Duration::from_millis(jitter_ms));
        assert_eq!(plan.request.timeout, Duration::from_secs(timeout_s));
    }
    assert_eq!(with("-profile gentle").variant, Variant::First);
    assert_eq!(with("-profile gentle -variant lowest").variant, Variant::Lowest);
    assert!(!with("-profile burst").ffmpeg.reconnect);
    assert!(with("-profile burst -reconnect=true").ffmpeg.reconnect);
    assert_eq!(with("-profile stress -clients 7").clients, 7);
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let error = resolved("-clients 0 -ramp-rate 0 -resolve 10.0.0.1 -header nonsense --print-cmd --check ftp://o/")
        .unwrap_err();
    let told = error.to_string();
    assert_eq!(error.0.len(), 6, "{told}");
    for part in ["6 things", "--clients", "--ramp-rate", "--dangerous", "--header", "--print-cmd", "scheme `ftp`"] {
        assert!(told.contains(part), "{part} is missing in {told}");
    }
}

#[test]
fn what_does_not_go_together_is_told() {
    for (line, part) in [
        ("", "STREAM_URL"),
        ("localhost:8080/live.m3u8", "no scheme"),
        ("--engine native -restart-on-stall http://o/", "--restart-on-stall is for processes"),
        ("--engine native --print-cmd http://o/", "starts none"),
        ("-buffer 5s http://o/", "add --engine native"),
        ("-restart-on-stall -stats=false http://o/", "needs the progress"),
        ("-resolve nowhere --dangerous http://o/", "no IP address"),
        ("-resolve other:80:10.0.0.1 --dangerous http://o/", "another host"),
        ("-timeout 0 http://o/", "--timeout"),
        ("-target-duration 0 http://o/", "--target-duration"),
        ("-prom-client-metrics http://o/", "--compat-metrics"),
        ("-slo nonsense http://o/", "--slo"),
        ("-slo rebuffer_ratio<1%,stalls<1 http://o/", "'rebuffer_ratio<1%' is measured by players"),
        ("-find-limit -slo stalls<1 http://o/", "add --engine native"),
        ("-find-limit --engine native http://o/", "add --slo"),
        ("-find-limit --engine native -slo stalls<1 -duration 1m http://o/", "--step says"),
        ("-find-limit --engine native -slo stalls<1 --check http://o/", "three things"),
        ("-ffmpeg-share 5% http://o/", "add --engine both"),
        ("--engine both -clients 1 http://o/", "at least two clients"),
        ("--engine both -abr hlsjs http://o/", "--abr would have players see"),
        ("--engine both -segment-sizes=false http://o/", "compares bytes"),
        ("--engine native -abr trace:/nowhere/at/all http://o/", "--abr trace:/nowhere/at/all: No such file"),
        ("-http 2 http://o/", "--http is for players"),
    ] {
        let told = resolved(line).unwrap_err().to_string();
        assert!(told.contains(part), "{line}: {told}");
    }
}

#[test]
fn fields_that_frame_a_request_are_not_the_users() {
    for name in ["Host", "content-length", "Transfer-Encoding", "connection"] {
        let told = resolved(&format!("--engine native -H {name}:x {URL}")).unwrap_err().to_string();
        assert!(told.contains(&format!("--header {name}")), "{told}");
    }
    assert!(resolved(&format!("-H Host:x {URL}")).is_ok(), "ffmpeg takes it for its own");
    assert!(resolved(&format!("-H Content-Length:5 {URL}")).is_err());
}

#[test]
fn players_and_processes_are_compared_by_one_rendition() {
    assert_eq!(with("--engine both").variant, Variant::First);
    assert_eq!(with("--engine both -variant highest").variant, Variant::Highest);
    let told = resolved(&format!("--engine both -variant all {URL}")).unwrap_err().to_string();
    assert!(told.contains("-variant first"), "{told}");
}

/// Whether a plan is what a flag makes of it.
type Means = fn(&Plan) -> bool;

/// Flags of the original that the command of a client does not show.
#[test]
fn flags_that_no_command_shows_mean_something() {
    let flags: [(&str, Means); 13] = [
        ("-clients 3", |plan| plan.clients == 3),
        ("-ramp-rate 7", |plan| plan.ramp_rate == 7),
        ("-ramp-jitter 10ms", |plan| plan.ramp_jitter == Duration::from_millis(10)),
        ("-duration 1h30m", |plan| plan.duration == Some(Duration::from_mins(90))),
        ("-probe-failure-policy fail", |plan| plan.ffmpeg.probe_failure == ProbePolicy::Fail),
        ("-target-duration 4s", |plan| plan.ffmpeg.stall_after != with("").ffmpeg.stall_after),
        ("-restart-on-stall", |plan| plan.ffmpeg.on_stall == OnStall::Restart),
        ("--skip-preflight", |plan| plan.preflight == Preflight::Skip),
        ("-compat-metrics -prom-client-metrics", |plan| plan.exposed.compat && plan.exposed.clients),
        ("-tui=f", |plan| plan.display == Display::Off),
        ("-max-restarts 4", |plan| plan.ffmpeg.max_restarts == Some(4)),
        ("-seed 5", |plan| plan.seed == 5 && plan.seeded),
        ("-metrics-port 17091", |plan| plan.metrics.port() == 17091),
    ];
    for (flags, means) in flags {
        assert!(means(&with(flags)), "{flags}");
        assert!(!means(&with("")), "{flags}: it is so without");
    }
}
