//! Streams that ffmpeg makes, served by nginx, recorded by `rip`, read again by ffmpeg: frame for frame the same.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use libtest_mimic::{Failed, Trial};

use crate::nginx::Nginx;

pub(crate) fn trials() -> Vec<Trial> {
    let needs = &["nginx", "ffmpeg", "ffprobe"][..];
    vec![
        crate::trial("rip::segments_of_ts_are_recorded_bit_for_bit", needs, ts),
        crate::trial("rip::a_locked_stream_has_the_frames_of_the_clear_one", &["nginx", "ffmpeg", "openssl"], locked),
        crate::trial("rip::fragments_of_mp4_play_as_one_file", needs, fragments),
        crate::trial("rip::ranges_of_one_file_become_that_file", needs, ranges),
        crate::trial("rip::the_sound_of_a_group_is_recorded_alone", needs, sound),
        crate::trial("rip::a_live_stream_is_recorded_to_its_end", needs, live),
        crate::trial("rip::redirects_and_compression_are_no_matter", needs, redirects),
    ]
}

/// What the test streams show and play: eight seconds, a segment every two.
pub(crate) const SOURCE: &str =
    "-f lavfi -i testsrc2=size=160x90:rate=10 -f lavfi -i sine=frequency=440:sample_rate=44100";
pub(crate) const CODECS: &str = "-c:v libx264 -preset ultrafast -threads 1 -pix_fmt yuv420p -g 20 -keyint_min 20 \
                      -sc_threshold 0 -c:a aac -b:a 32k";
pub(crate) const HLS: &str = "-f hls -hls_time 2 -hls_playlist_type vod";

/// A server with what `flags` make of the source.
pub(crate) fn served(flags: &str) -> Result<Nginx, Failed> {
    let server = Nginx::start("root ROOT;")?;
    ffmpeg(&server, &format!("{SOURCE} -t 8 {CODECS} {flags}"))?;
    Ok(server)
}

pub(crate) fn ffmpeg(server: &Nginx, flags: &str) -> Result<(), Failed> {
    let words = flags.split_whitespace();
    let output = Command::new("ffmpeg").args(["-v", "error", "-y"]).args(words).current_dir(server.root()).output()?;
    succeeded(&output)
}

pub(crate) fn succeeded(output: &std::process::Output) -> Result<(), Failed> {
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned().into()) }
}

/// Records `playlist` as `name` below the server's root.
pub(crate) fn rip(server: &Nginx, playlist: &str, name: &str, flags: &[&str]) -> Result<(), Failed> {
    let url = server.url("http", &format!("/{playlist}"));
    let output = crate::toolbox()
        .args(["rip", &url, "--no-progress", "-o"])
        .arg(server.root().join(name))
        .args(flags)
        .output()?;
    succeeded(&output)
}

fn same(left: &[u8], right: &[u8], what: &str) -> Result<(), Failed> {
    if left == right { Ok(()) } else { Err(format!("{what}: {} and {} bytes differ", left.len(), right.len()).into()) }
}

/// The MD5 of every decoded frame of a file, or of a playlist and its segments.
pub(crate) fn frames(path: &Path) -> Result<String, Failed> {
    frames_by(path, &[])
}

/// The same, with more flags for the input.
pub(crate) fn frames_by(path: &Path, flags: &[&str]) -> Result<String, Failed> {
    let output = Command::new("ffmpeg")
        .args(["-v", "error"])
        .args(flags)
        .arg("-i")
        .arg(path)
        .args(["-map", "0", "-fps_mode", "passthrough", "-f", "framemd5", "-"])
        .output()?;
    succeeded(&output)?;
    if !output.stderr.is_empty() {
        return Err(format!("{}: {}", path.display(), String::from_utf8_lossy(&output.stderr)).into());
    }
    // Times begin where the muxer put them; what is compared is the pictures and the sound.
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let hashes = text.lines().filter(|line| !line.starts_with('#'));
    Ok(hashes
        .filter_map(|line| Some((line.split(',').next()?, line.rsplit(',').next()?)))
        .fold(String::new(), |all, (stream, hash)| all + stream + hash + "\n"))
}

fn same_frames(server: &Nginx, left: &str, right: &str) -> Result<(), Failed> {
    let (left, right) = (frames(&server.root().join(left))?, frames(&server.root().join(right))?);
    if left.lines().count() < 80 {
        return Err("hardly any frames".into());
    }
    if left == right { Ok(()) } else { Err("the frames differ".into()) }
}

fn ts() -> Result<(), Failed> {
    let server = served(&format!("{HLS} -hls_segment_filename s%03d.ts x.m3u8"))?;
    rip(&server, "x.m3u8", "out.ts", &[])?;
    let mut whole = Vec::new();
    for number in 0..4 {
        whole.extend(fs::read(server.root().join(format!("s{number:03}.ts")))?);
    }
    same(&fs::read(server.root().join("out.ts"))?, &whole, "the recording and the segments")?;
    same_frames(&server, "out.ts", "x.m3u8")
}

/// ffmpeg locks with one explicit vector; openssl with the numbers of the segments.
fn locked() -> Result<(), Failed> {
    let server = served(&format!("{HLS} -hls_segment_filename s%03d.ts x.m3u8"))?;
    let root = server.root();
    fs::write(root.join("k.key"), b"0123456789abcdef")?;
    fs::write(root.join("info"), "k.key\nk.key\n")?;
    ffmpeg(
        &server,
        &format!("{SOURCE} -t 8 {CODECS} {HLS} -hls_key_info_file info -hls_segment_filename e%03d.ts e.m3u8"),
    )?;
    rip(&server, "e.m3u8", "e.ts", &[])?;
    same_frames(&server, "e.ts", "x.m3u8")?;
    let mut text =
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:7\n#EXT-X-KEY:METHOD=AES-128,URI=\"k.key\"\n"
            .to_owned();
    for number in 0..4_u32 {
        let output = Command::new("openssl")
            .args(["enc", "-aes-128-cbc", "-K", "30313233343536373839616263646566", "-iv"])
            .arg(format!("{:032x}", number + 7))
            .arg("-in")
            .arg(root.join(format!("s{number:03}.ts")))
            .arg("-out")
            .arg(root.join(format!("i{number}.ts")))
            .output()?;
        succeeded(&output)?;
        writeln!(text, "#EXTINF:2,\ni{number}.ts")?;
    }
    fs::write(root.join("i.m3u8"), text + "#EXT-X-ENDLIST\n")?;
    rip(&server, "i.m3u8", "i.ts", &[])?;
    rip(&server, "x.m3u8", "clear.ts", &[])?;
    same(&fs::read(root.join("i.ts"))?, &fs::read(root.join("clear.ts"))?, "locked and clear")
}

fn fragments() -> Result<(), Failed> {
    let fmp4 = "-hls_segment_type fmp4 -hls_fmp4_init_filename init.mp4 -hls_segment_filename f%03d.m4s";
    let server = served(&format!("{HLS} {fmp4} x.m3u8"))?;
    rip(&server, "x.m3u8", "out.mp4", &[])?;
    same_frames(&server, "out.mp4", "x.m3u8")
}

fn ranges() -> Result<(), Failed> {
    let server = served(&format!("{HLS} -hls_flags single_file -hls_segment_filename one.ts x.m3u8"))?;
    let root = server.root();
    rip(&server, "x.m3u8", "out.ts", &[])?;
    same(&fs::read(root.join("out.ts"))?, &fs::read(root.join("one.ts"))?, "ranges")?;
    // Each range follows the last one, and says so by saying nothing.
    let text = fs::read_to_string(root.join("x.m3u8"))?;
    let implicit: Vec<&str> = text.lines().map(|line| line.split('@').next().unwrap_or_default()).collect();
    fs::write(root.join("y.m3u8"), implicit.join("\n"))?;
    rip(&server, "y.m3u8", "implicit.ts", &[])?;
    same(&fs::read(root.join("implicit.ts"))?, &fs::read(root.join("one.ts"))?, "ranges without offsets")?;
    let fmp4 = "-hls_segment_type fmp4 -hls_flags single_file -hls_segment_filename one.mp4";
    ffmpeg(&server, &format!("{SOURCE} -t 8 {CODECS} {HLS} {fmp4} f.m3u8"))?;
    rip(&server, "f.m3u8", "out.mp4", &["--container", "fmp4"])?;
    same(&fs::read(root.join("out.mp4"))?, &fs::read(root.join("one.mp4"))?, "ranges of MP4")
}

fn sound() -> Result<(), Failed> {
    let server = Nginx::start("root ROOT;")?;
    let map = "v:0,agroup:aud,name:hi a:0,agroup:aud,language:eng,default:yes,name:eng";
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-y"])
        .args(SOURCE.split_whitespace())
        .args(["-t", "8"])
        .args(CODECS.split_whitespace())
        .args(HLS.split_whitespace())
        .args(["-map", "0:v", "-map", "1:a", "-var_stream_map", map, "-master_pl_name", "master.m3u8", "%v.m3u8"])
        .current_dir(server.root())
        .output()?;
    succeeded(&output)?;
    rip(&server, "master.m3u8", "video.ts", &[])?;
    rip(&server, "master.m3u8", "sound.ts", &["--audio-only"])?;
    same_frames(&server, "video.ts", "hi.m3u8")?;
    same_frames(&server, "sound.ts", "eng.m3u8")
}

/// ffmpeg writes in real time while it is recorded, and leaves its segments to be compared with.
fn live() -> Result<(), Failed> {
    let server = Nginx::start("root ROOT; location ~ m3u8$ { add_header Cache-Control no-cache; }")?;
    let root = server.root();
    let flags = "-re -f lavfi -i testsrc2=size=160x90:rate=10 -re -f lavfi -i sine=frequency=440:sample_rate=44100";
    let hls =
        "-f hls -hls_time 1 -hls_list_size 4 -hls_flags program_date_time+temp_file -hls_segment_filename l%03d.ts";
    let mut encoder = Command::new("ffmpeg")
        .args(["-v", "error", "-y"])
        .args(
            format!("{flags} -t 8 {} {hls} live.m3u8", CODECS.replace("-g 20", "-g 10").replace("min 20", "min 10"))
                .split_whitespace(),
        )
        .current_dir(root)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    while !root.join("live.m3u8").exists() {
        if encoder.try_wait()?.is_some() {
            return Err("ffmpeg ended early".into());
        }
        std::thread::yield_now();
    }
    let recorded = rip(&server, "live.m3u8", "live.ts", &[]);
    encoder.wait()?;
    recorded?;
    let mut whole = Vec::new();
    for number in 0.. {
        match fs::read(root.join(format!("l{number:03}.ts"))) {
            Ok(segment) => whole.extend(segment),
            Err(_) => break,
        }
    }
    same(&fs::read(root.join("live.ts"))?, &whole, "the recording and all segments there were")
}

fn redirects() -> Result<(), Failed> {
    let server = Nginx::start(
        "root ROOT; gzip on; gzip_min_length 1; gzip_types application/vnd.apple.mpegurl text/plain; \
         types { application/vnd.apple.mpegurl m3u8; video/mp2t ts; } \
         location = /watch { return 302 /x.m3u8?from=watch; } location ~ ^/s(?<n>.*)$ { return 302 /t$n; }",
    )?;
    ffmpeg(&server, &format!("{SOURCE} -t 8 {CODECS} {HLS} -hls_segment_filename t%03d.ts x.m3u8"))?;
    let playlist = server.root().join("x.m3u8");
    let text = fs::read_to_string(&playlist)?.replace("\nt0", "\ns0");
    fs::write(&playlist, text)?;
    rip(&server, "watch", "out.ts", &[])?;
    let mut whole = Vec::new();
    for number in 0..4 {
        whole.extend(fs::read(server.root().join(format!("t{number:03}.ts")))?);
    }
    same(&fs::read(server.root().join("out.ts"))?, &whole, "the recording and the segments")
}
