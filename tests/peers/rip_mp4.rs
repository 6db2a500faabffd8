//! MP4 that `rip` makes itself of streams that ffmpeg made: frame for frame what ffmpeg copies out of the same playlist,
//! with the same numbers of packets and the same durations, and played without a complaint.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use libtest_mimic::{Failed, Trial};

use crate::nginx::Nginx;
use crate::rip::{HLS, SOURCE, ffmpeg, rip, served, succeeded};

pub(crate) fn trials() -> Vec<Trial> {
    let needs = &["nginx", "ffmpeg", "ffprobe"][..];
    vec![
        crate::trial("rip_mp4::every_coding_of_ts_is_what_ffmpeg_copies", needs, codings),
        crate::trial("rip_mp4::times_go_on_where_33_bits_end", needs, wrap),
        crate::trial("rip_mp4::sound_and_picture_of_two_playlists_are_one_file", needs, apart),
        crate::trial("rip_mp4::another_format_behind_a_discontinuity_plays_on", needs, discontinuity),
        crate::trial("rip_mp4::fragments_become_one_file", needs, fragments),
        crate::trial("rip_mp4::edit_lists_keep_sound_at_its_picture", needs, edits),
        crate::trial("rip_mp4::ranges_become_one_file", needs, ranges),
        crate::trial("rip_mp4::sound_alone", needs, sound),
        crate::trial("rip_mp4::what_is_missing_leaves_the_rest_in_its_place", needs, gap),
        crate::trial("rip_mp4::a_format_that_does_not_fit_is_refused_and_ffmpeg_takes_it", needs, foreign),
    ]
}

/// Two pictures are reordered: B-frames.
pub(crate) const AVC: &str =
    "-c:v libx264 -preset veryfast -bf 2 -threads 1 -pix_fmt yuv420p -g 20 -keyint_min 20 -sc_threshold 0";
pub(crate) const HEVC: &str = "-c:v libx265 -preset ultrafast -pix_fmt yuv420p \
                    -x265-params log-level=none:bframes=2:keyint=20:min-keyint=20:scenecut=0:pools=1";

/// A server with `NAME.m3u8` of eight seconds, as `flags` make them.
fn stream(server: &Nginx, name: &str, flags: &str) -> Result<(), Failed> {
    ffmpeg(server, &format!("{SOURCE} -t 8 {flags} {HLS} -hls_segment_filename {name}%03d.ts {name}.m3u8"))
}

/// The MD5 of every decoded frame of one stream of a file, in their order.
fn frames(path: &Path, stream: &str) -> Result<String, Failed> {
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-xerror", "-i"])
        .arg(path)
        .args(["-map", stream, "-fps_mode", "passthrough", "-f", "framemd5", "-"])
        .output()?;
    succeeded(&output)?;
    if !output.stderr.is_empty() {
        return Err(format!("{}: {}", path.display(), String::from_utf8_lossy(&output.stderr)).into());
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let hashes = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.rsplit(',').next());
    Ok(hashes.collect::<Vec<_>>().join("\n"))
}

/// Of each stream: format, packets, where it begins and how long it is, in seconds.
fn streams(path: &Path) -> Result<Vec<(String, u64, f64, f64)>, Failed> {
    let output = Command::new("ffprobe")
        .args(["-v", "error", "-count_packets", "-show_entries"])
        .args(["stream=codec_type,codec_name,nb_read_packets,start_time,duration", "-of", "json"])
        .arg(path)
        .output()?;
    succeeded(&output)?;
    let value: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let text = |stream: &serde_json::Value, name: &str| stream[name].as_str().unwrap_or_default().to_owned();
    let mut streams = Vec::new();
    for stream in value["streams"].as_array().into_iter().flatten() {
        let numbers = ["nb_read_packets", "start_time", "duration"].map(|name| text(stream, name));
        let format = text(stream, "codec_type") + " " + &text(stream, "codec_name");
        streams.push((format, numbers[0].parse()?, numbers[1].parse()?, numbers[2].parse()?));
    }
    streams.sort_by(|a, b| b.0.cmp(&a.0));
    Ok(streams)
}

/// Records `NAME.m3u8` as MP4 and compares it with what ffmpeg copies of it.
fn alike(server: &Nginx, playlist: &str, slack_s: f64) -> Result<(), Failed> {
    rip(server, playlist, "ours.mp4", &["--force"])?;
    ffmpeg(server, &format!("-i {playlist} -map 0:v? -map 0:a? -c copy theirs.mp4"))?;
    compare(server, playlist, slack_s)
}

/// Whether `ours.mp4` and `theirs.mp4` have the same streams: frames, packets, times.
pub(crate) fn compare(server: &Nginx, playlist: &str, slack_s: f64) -> Result<(), Failed> {
    let (ours, theirs) = (server.root().join("ours.mp4"), server.root().join("theirs.mp4"));
    for kind in ["0:v", "0:a"] {
        let (left, right) = (frames(&ours, kind)?, frames(&theirs, kind)?);
        if left.lines().count() < 80 || left != right {
            return Err(format!("{playlist} {kind}: the frames differ").into());
        }
    }
    let (left, right) = (streams(&ours)?, streams(&theirs)?);
    for (left, right) in left.iter().zip(&right) {
        let near = |a: f64, b: f64| (a - b).abs() <= slack_s;
        if (&left.0, left.1) != (&right.0, right.1) || !near(left.2, right.2) || !near(left.3, right.3) {
            return Err(format!("{playlist}: {left:?} and {right:?}").into());
        }
    }
    if left.len() != right.len() {
        return Err("streams are missing".into());
    }
    in_front(&ours)
}

/// Tables stand before the media.
fn in_front(path: &Path) -> Result<(), Failed> {
    let bytes = fs::read(path)?;
    let at = |kind: &[u8]| bytes.windows(4).position(|window| window == kind);
    if at(b"moov") < at(b"mdat") { Ok(()) } else { Err("the tables stand behind the media".into()) }
}

/// ffmpeg rounds where a stream begins to thousandths.
pub(crate) const THOUSANDTH: f64 = 0.001_1;

fn codings() -> Result<(), Failed> {
    let server = Nginx::start("root ROOT;")?;
    let all = [
        ("aac", format!("{AVC} -c:a aac -b:a 64k")),
        ("ac3", format!("{HEVC} -c:a ac3")),
        ("mp3", format!("{AVC} -c:a libmp3lame -ar 48000")),
        ("eac3", format!("{AVC} -c:a eac3")),
        ("mp2", format!("{HEVC} -c:a mp2")),
    ];
    for (name, flags) in all {
        stream(&server, name, &flags)?;
        alike(&server, &format!("{name}.m3u8"), THOUSANDTH)?;
    }
    Ok(())
}

fn wrap() -> Result<(), Failed> {
    let server = Nginx::start("root ROOT;")?;
    // 2^33 / 90 000 is 95 443.7 s.
    stream(&server, "x", &format!("{AVC} -c:a aac -output_ts_offset 95440"))?;
    alike(&server, "x.m3u8", THOUSANDTH)
}

fn apart() -> Result<(), Failed> {
    let server = Nginx::start("root ROOT;")?;
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-y"])
        .args(format!("{SOURCE} -t 8 {AVC} -c:a aac {HLS} -map 0:v -map 1:a").split_whitespace())
        .args(["-var_stream_map", "v:0,agroup:aud,name:hi a:0,agroup:aud,language:eng,default:yes,name:eng"])
        .args(["-master_pl_name", "master.m3u8", "%v.m3u8"])
        .current_dir(server.root())
        .output()?;
    succeeded(&output)?;
    alike(&server, "master.m3u8", THOUSANDTH)?;
    // Nobody named the container: one file that holds both.
    let url = server.url("http", "/master.m3u8");
    let output = crate::toolbox().args(["rip", &url]).current_dir(server.root()).output()?;
    succeeded(&output)?;
    let same = fs::read(server.root().join("master.mp4"))? == fs::read(server.root().join("ours.mp4"))?;
    if same { Ok(()) } else { Err("the same stream has become another file".into()) }
}

/// Another size, another rate, times of their own, and back again.
fn discontinuity() -> Result<(), Failed> {
    let server = Nginx::start("root ROOT;")?;
    let root = server.root();
    stream(&server, "x", &format!("{AVC} -c:a aac"))?;
    let other = "-f lavfi -i testsrc2=size=320x180:rate=25 -f lavfi -i sine=frequency=880:sample_rate=44100";
    let times = "-output_ts_offset 500";
    ffmpeg(&server, &format!("{other} -t 4 {AVC} -c:a aac {times} {HLS} -hls_segment_filename y%03d.ts y.m3u8"))?;
    let segments = |name: &str| -> Result<String, Failed> {
        let text = fs::read_to_string(root.join(name))?;
        let from = text.find("#EXTINF").unwrap_or(0);
        Ok(text[from..].replace("#EXT-X-ENDLIST\n", ""))
    };
    let (first, second) = (segments("x.m3u8")?, segments("y.m3u8")?);
    for (name, between) in [("told", "#EXT-X-DISCONTINUITY\n"), ("silent", "")] {
        let head = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n";
        let all = format!("{head}{first}{between}{second}{between}{first}#EXT-X-ENDLIST\n");
        fs::write(root.join(format!("{name}.m3u8")), all)?;
        // Where timelines meet both may be off by a picture and a frame of sound.
        alike(&server, &format!("{name}.m3u8"), 0.1)?;
    }
    Ok(())
}

fn fragments() -> Result<(), Failed> {
    let fmp4 = "-hls_segment_type fmp4 -hls_fmp4_init_filename init.mp4 -hls_segment_filename f%03d.m4s";
    let server = Nginx::start("root ROOT;")?;
    ffmpeg(&server, &format!("{SOURCE} -t 8 {AVC} -c:a aac {HLS} {fmp4} x.m3u8"))?;
    // ffmpeg forgets that the last frame of sound is cut.
    alike(&server, "x.m3u8", 0.024)
}

/// One fragmented file whose edit lists take off what primes the decoders, by ranges.
fn edits() -> Result<(), Failed> {
    let server = Nginx::start("root ROOT;")?;
    let root = server.root();
    let flags = "-movflags +frag_keyframe+delay_moov+default_base_moof";
    ffmpeg(&server, &format!("{SOURCE} -t 8 {AVC} -c:a aac {flags} one.mp4"))?;
    let bytes = fs::read(root.join("one.mp4"))?;
    let places: Vec<usize> =
        (4..bytes.len() - 4).filter(|at| &bytes[*at..at + 4] == b"moof").map(|at| at - 4).collect();
    let first = *places.first().ok_or("no fragments")?;
    if !bytes[..first].windows(4).any(|window| window == b"elst") {
        return Err("ffmpeg wrote no edit list".into());
    }
    let mut text = format!("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MAP:URI=\"one.mp4\",BYTERANGE=\"{first}@0\"\n");
    for (number, place) in places.iter().enumerate() {
        let end = places.get(number + 1).copied().unwrap_or(bytes.len());
        writeln!(text, "#EXTINF:2,\n#EXT-X-BYTERANGE:{}@{place}\none.mp4", end - place)?;
    }
    fs::write(root.join("x.m3u8"), text + "#EXT-X-ENDLIST\n")?;
    rip(&server, "x.m3u8", "ours.mp4", &[])?;
    let (ours, source) = (root.join("ours.mp4"), root.join("one.mp4"));
    for kind in ["0:v", "0:a"] {
        let theirs = frames(&source, kind)?;
        // Of fragments ffmpeg plays the frame that primes the decoder as well, before the time 0.
        let theirs = if kind == "0:a" { theirs.split_once('\n').map_or("", |(_, rest)| rest) } else { &theirs };
        if frames(&ours, kind)? != theirs {
            return Err(format!("{kind}: the frames differ").into());
        }
    }
    let (ours, source) = (streams(&ours)?, streams(&source)?);
    for (ours, source) in ours.iter().zip(&source) {
        if (ours.2 - source.2.max(0.0)).abs() > THOUSANDTH || (ours.1, &ours.0) != (source.1, &source.0) {
            return Err(format!("{ours:?} and {source:?}").into());
        }
    }
    Ok(())
}

fn ranges() -> Result<(), Failed> {
    let server = Nginx::start("root ROOT;")?;
    let one = "-hls_flags single_file -hls_segment_filename one.ts";
    ffmpeg(&server, &format!("{SOURCE} -t 8 {AVC} -c:a aac {HLS} {one} x.m3u8"))?;
    alike(&server, "x.m3u8", THOUSANDTH)
}

fn sound() -> Result<(), Failed> {
    let server = served(&format!("{HLS} -hls_segment_filename s%03d.ts x.m3u8"))?;
    rip(&server, "x.m3u8", "x.m4a", &[])?;
    let (ours, source) = (server.root().join("x.m4a"), server.root().join("x.m3u8"));
    if frames(&ours, "0:a")? != frames(&source, "0:a")? {
        return Err("the frames differ".into());
    }
    match streams(&ours)?.as_slice() {
        [only] if only.0 == "audio aac" => Ok(()),
        others => Err(format!("{others:?}").into()),
    }
}

/// The second segment is missing: exit code 3, and what follows is presented when it would have been.
fn gap() -> Result<(), Failed> {
    let server = Nginx::start("root ROOT;")?;
    stream(&server, "x", &format!("{AVC} -c:a aac"))?;
    fs::remove_file(server.root().join("x001.ts"))?;
    let url = server.url("http", "/x.m3u8");
    let output =
        crate::toolbox().args(["rip", "--accept-gaps", &url, "-o"]).arg(server.root().join("x.mp4")).output()?;
    if output.status.code() != Some(3) {
        return Err(format!("exit {:?}", output.status).into());
    }
    let found = streams(&server.root().join("x.mp4"))?;
    match found.as_slice() {
        [(_, 60, _, long), ..] if (long - 8.0).abs() < THOUSANDTH => Ok(()),
        _ => Err(format!("{found:?}").into()),
    }
}

fn foreign() -> Result<(), Failed> {
    let server = Nginx::start("root ROOT;")?;
    stream(&server, "x", "-c:v mpeg2video -c:a aac")?;
    let root = server.root();
    let url = server.url("http", "/x.m3u8");
    let output = crate::toolbox().args(["rip", &url, "-o"]).arg(root.join("x.mp4")).output()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.code() != Some(1) || !said.contains("MPEG-2 video") || !said.contains("--remux ffmpeg") {
        return Err(format!("{:?}: {said}", output.status).into());
    }
    if root.join("x.mp4").exists() || root.join("x.mp4.partial").exists() {
        return Err("something was left".into());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut command = crate::toolbox();
    command.env("PATH", path).args(["rip", &url, "--remux", "ffmpeg", "-o"]).arg(root.join("x.mkv"));
    succeeded(&command.output()?)?;
    if frames(&root.join("x.mkv"), "0:v")? == frames(&root.join("x.m3u8"), "0:v")? {
        return Ok(());
    }
    Err("the frames differ".into())
}
