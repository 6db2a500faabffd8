//! Flags that do not go together, and values that mean nothing.

use super::Aim;
use super::resolve::{Given, Wrong};
use crate::applets::swarm::args::{Args, Engine, Variant};

/// Flags that do not go together, and values that mean nothing.
pub(super) fn contradictions(args: &Args, aim: Aim, given: Given<'_>, wrong: &mut Wrong) {
    let engine = args.audience.engine;
    let (native, ffmpeg) = (engine == Engine::Native, engine == Engine::Ffmpeg);
    let theirs = [
        "ffmpeg",
        "reconnect-delay",
        "seg-retry",
        "probe-failure-policy",
        "target-duration",
        "restart-on-stall",
        "stats",
        "stats-loglevel",
        "segment-sizes",
        "ffmpeg-debug",
        "reconnect",
    ];
    for flag in theirs.iter().filter(|flag| native && given(flag)) {
        wrong.add(format!("--{flag} is for processes of ffmpeg; leave it out with --engine native"));
    }
    let ours =
        ["abr", "threads", "buffer", "source-ips", "url", "session", "cmcd", "low-latency", "connections", "http"];
    for flag in ours.iter().filter(|flag| ffmpeg && given(flag)) {
        wrong.add(format!("--{flag} is for players of this process; add --engine native"));
    }
    for flag in ["cert", "key"].iter().filter(|flag| !native && given(flag)) {
        wrong.add(format!("--{flag}: ffmpeg shows a certificate for the first playlist alone; use --engine native"));
    }
    if engine == Engine::Both {
        both(args, given, wrong);
    } else if given("ffmpeg-share") {
        wrong.add("--ffmpeg-share divides an audience of both kinds; add --engine both");
    }
    if args.native.find_limit {
        if !native {
            wrong.add("--find-limit counts players of this process; add --engine native");
        }
        if args.native.slo.is_none() {
            wrong.add("--find-limit needs what has to hold; add --slo 'rebuffer_ratio<0.5%'");
        }
        if !args.audience.duration.is_zero() {
            wrong.add("--find-limit ends when it has found; --step says how long each audience watches");
        }
        if aim != Aim::FindLimit {
            wrong.add("--find-limit, --check and --print-cmd are three things; leave two of them out");
        }
    }
    if args.native.step.is_zero() {
        wrong.add("--step must be more than 0");
    }
    if native && aim == Aim::PrintCommand {
        wrong.add("--print-cmd shows the command of a process, and --engine native starts none");
    }
    if given("metrics") && given("metrics-port") {
        wrong.add("--metrics and --metrics-port both say where metrics are served; leave one of them out");
    }
    if args.ffmpeg.restart_on_stall && !args.ffmpeg.stats {
        wrong.add("--restart-on-stall needs the progress that --stats=false turns off");
    }
    if args.ffmpeg.target_duration.is_zero() {
        wrong.add("--target-duration must be more than 0");
    }
    if args.native.buffer.is_zero() {
        wrong.add("--buffer must be more than 0");
    }
    if args.watch.prom_client_metrics && !args.watch.compat_metrics {
        wrong.add("--prom-client-metrics adds to the later names; add --compat-metrics");
    }
}

/// What would make players see something else than processes do.
fn both(args: &Args, given: Given<'_>, wrong: &mut Wrong) {
    for flag in ["abr", "url", "session", "low-latency"].iter().filter(|flag| given(flag)) {
        wrong.add(format!("--{flag} would have players see what processes do not; leave it out with --engine both"));
    }
    if given("variant") && args.network.variant == Variant::All {
        wrong.add(
            "with --engine both a process would fetch all renditions and a player one; add -variant first, highest or lowest",
        );
    }
    if args.audience.clients.is_some_and(|clients| clients < 2) || args.watch.check {
        wrong.add("--engine both needs at least two clients: a process and a player");
    }
    if !args.ffmpeg.segment_sizes || !args.ffmpeg.stats {
        wrong.add("--engine both compares bytes, and those of processes are known from --stats and --segment-sizes");
    }
}
