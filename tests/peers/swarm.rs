//! `swarm` with the ffmpeg that is installed, on streams that ffmpeg made and nginx serves.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use crate::nginx::Nginx;

pub(crate) fn trials() -> Vec<Trial> {
    let needs = &["nginx", "ffmpeg", "ffprobe"][..];
    vec![
        crate::trial("swarm::processes_and_players_fetch_the_same_segments_and_bytes", needs, alike),
        crate::trial("swarm::the_highest_and_the_lowest_rendition_are_played", needs, renditions),
        crate::trial("swarm::a_check_of_a_stream_that_plays_passes", needs, check),
        crate::trial("swarm::players_and_processes_are_compared_in_one_run", needs, both),
        crate::trial("swarm::no_ffmpeg_is_left_when_it_is_killed", needs, killed),
    ]
}

const SOURCE: &str = "-f lavfi -i testsrc2=size=160x90:rate=10 -f lavfi -i sine=frequency=440:sample_rate=44100";
const CODECS: &str =
    "-c:v libx264 -preset ultrafast -threads 1 -pix_fmt yuv420p -g 20 -keyint_min 20 -sc_threshold 0 -c:a aac -b:a 32k";

/// Eight seconds in four segments, made by these flags.
fn served(flags: &str) -> Result<Nginx, Failed> {
    let server = Nginx::start("root ROOT;")?;
    let line = format!("-v error -y {SOURCE} -t 8 {CODECS} -f hls -hls_time 2 -hls_playlist_type vod {flags}");
    let made = Command::new("ffmpeg").args(line.split_whitespace()).current_dir(server.root()).output()?;
    if made.status.success() { Ok(server) } else { Err(String::from_utf8_lossy(&made.stderr).into_owned().into()) }
}

fn swarm(words: &[&str]) -> Command {
    let mut command = crate::toolbox();
    command.args(["swarm", "--metrics", "127.0.0.1:0", "-ramp-rate", "100", "-ramp-jitter", "0", "--json"]).args(words);
    command
}

fn report(words: &[&str]) -> Result<Value, Failed> {
    let output = swarm(words).output()?;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(serde_json::from_slice(&output.stdout)?) } else { Err(told.into()) }
}

fn equal<T: PartialEq + std::fmt::Debug>(left: &T, right: &T, what: &Value) -> Result<(), Failed> {
    if left == right { Ok(()) } else { Err(format!("{left:?} is not {right:?}: {what:#}").into()) }
}

/// The bytes of all segments below a folder whose names begin so.
fn bytes(folder: &Path, begin: &str) -> Result<u64, Failed> {
    let mut sum = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(begin) && Path::new(&name).extension().is_some_and(|end| end == "ts") {
            sum += entry.metadata()?.len();
        }
    }
    Ok(sum)
}

fn alike() -> Result<(), Failed> {
    let server = served("-hls_segment_filename a%d.ts x.m3u8")?;
    let url = server.url("http", "/x.m3u8");
    let once = 4 * bytes(server.root(), "a")?;
    for engine in ["ffmpeg", "native"] {
        // Two clients that each see the stream twice.
        let report = report(&["--engine", engine, "-clients", "2", "-max-restarts", "1", &url])?;
        equal(&report["throughput"]["segments"], &16.into(), &report)?;
        equal(&report["throughput"]["bytes"], &once.into(), &report)?;
        equal(&report["lifecycle"]["exits"], &serde_json::json!({"0": 4}), &report)?;
    }
    Ok(())
}

/// A live stream of segments of a second: each that appears while all are there is fetched by each, once.
fn both() -> Result<(), Failed> {
    let server = Nginx::start("root ROOT;")?;
    let line = format!(
        "-v error -nostdin -re {SOURCE} {CODECS} -f hls -hls_time 1 -g 10 -hls_list_size 8 -hls_flags \
         delete_segments+omit_endlist+temp_file -hls_segment_filename a%d.ts x.m3u8"
    );
    let mut command = Command::new("ffmpeg");
    let mut encoder = command.args(line.split_whitespace()).current_dir(server.root()).stdin(Stdio::null()).spawn()?;
    let begin = std::time::Instant::now();
    while !server.root().join("a4.ts").exists() && begin.elapsed().as_secs() < 60 {
        std::thread::yield_now();
    }
    let url = server.url("http", "/x.m3u8");
    let words = ["--engine", "both", "-ffmpeg-share", "30%", "-clients", "10", "-duration", "15s", &url];
    let found = report(&words);
    encoder.kill()?;
    encoder.wait()?;
    let report = found?;
    let check = &report["cross_check"];
    equal(&check["alike"], &true.into(), &report)?;
    equal(&(&check["ffmpeg"]["clients"], &check["native"]["clients"]), &(&3.into(), &7.into()), &report)?;
    if check["segments"].as_u64() >= Some(3) { Ok(()) } else { Err(format!("{report:#}").into()) }
}

fn renditions() -> Result<(), Failed> {
    let maps = "-map 0:v -map 1:a -map 0:v -map 1:a -b:v:0 60k -b:v:1 300k";
    let names = "-master_pl_name master.m3u8 -hls_segment_filename v%v-%d.ts v%v.m3u8";
    let line = format!("{maps} -var_stream_map v:0,a:0_v:1,a:1 {names}");
    let server = Nginx::start("root ROOT;")?;
    let head = format!("-v error -y {SOURCE} -t 8");
    let tail = format!("{CODECS} -f hls -hls_time 2 -hls_playlist_type vod {line}");
    let words = head.split_whitespace().chain(tail.split_whitespace()).map(|word| word.replace("a:0_v", "a:0 v"));
    let made = Command::new("ffmpeg").args(words).current_dir(server.root()).output()?;
    if !made.status.success() {
        return Err(String::from_utf8_lossy(&made.stderr).into_owned().into());
    }
    let url = server.url("http", "/master.m3u8");
    for (variant, begin) in [("lowest", "v0-"), ("highest", "v1-")] {
        let words = ["--engine", "native", "-clients", "1", "-max-restarts", "1", "-variant", variant, &url];
        let report = report(&words)?;
        equal(&report["throughput"]["bytes"], &(2 * bytes(server.root(), begin)?).into(), &report)?;
        let line = swarm(&["--print-cmd", "-variant", variant, &url]).output()?;
        let line = String::from_utf8_lossy(&line.stdout).into_owned();
        let number = i32::from(begin != "v0-");
        if !line.contains(&format!("-map 0:p:{number} ")) {
            return Err(line.into());
        }
    }
    Ok(())
}

fn check() -> Result<(), Failed> {
    let server = served("-hls_segment_filename a%d.ts x.m3u8")?;
    let report = report(&["--check", "-max-restarts", "1", &server.url("http", "/x.m3u8")])?;
    equal(&report["run"]["target"], &1.into(), &report)?;
    let missing = swarm(&["--check", "-max-restarts", "1", &server.url("http", "/none.m3u8")]).output()?;
    let told = String::from_utf8_lossy(&missing.stderr).into_owned();
    let fits = missing.status.code() == Some(1) && told.contains("the check failed: Server returned 404");
    if fits { Ok(()) } else { Err(told.into()) }
}

/// A playlist that never ends: ffmpeg asks for it again and again.
fn killed() -> Result<(), Failed> {
    let server = served("-hls_segment_filename a%d.ts x.m3u8")?;
    let text = fs::read_to_string(server.root().join("x.m3u8"))?;
    fs::write(
        server.root().join("live.m3u8"),
        text.replace("#EXT-X-ENDLIST\n", "").replace("#EXT-X-PLAYLIST-TYPE:VOD\n", ""),
    )?;
    let mut command = swarm(&["-clients", "3", &server.url("http", "/live.m3u8")]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let children = || -> Vec<String> {
        let path = format!("/proc/{0}/task", child.id());
        let tasks = fs::read_dir(path).into_iter().flatten().flatten();
        let lists = tasks.filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
        lists.flat_map(|list| list.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
    };
    let begin = std::time::Instant::now();
    let is_ffmpeg =
        |id: &String| fs::read_to_string(format!("/proc/{id}/cmdline")).is_ok_and(|line| line.contains("client-"));
    let mut found = children();
    while found.iter().filter(|id| is_ffmpeg(id)).count() < 3 {
        if begin.elapsed().as_secs() > 30 {
            return Err("no three processes have come".into());
        }
        found = children();
    }
    child.kill()?;
    child.wait()?;
    let begin = std::time::Instant::now();
    while found.iter().any(is_ffmpeg) {
        if begin.elapsed().as_secs() >= 6 {
            return Err("processes are left".into());
        }
        std::thread::yield_now();
    }
    Ok(())
}
