//! SAMPLE-AES as Shaka Packager makes it of what ffmpeg coded, opened by `rip`: frame for frame the source.
//!
//! ffmpeg is no witness here: of some pictures it opens the last blocks of a slice wrongly, and complains of them.

use std::fs;
use std::process::Command;

use libtest_mimic::{Failed, Trial};

use crate::nginx::Nginx;
use crate::rip::{ffmpeg, frames_by, rip, succeeded};

pub(crate) fn trials() -> Vec<Trial> {
    let needs = &["nginx", "ffmpeg", "shaka-packager"][..];
    vec![
        crate::trial("rip_locked::locked_samples_of_ts_and_packed_audio_are_those_of_the_source", needs, samples),
        crate::trial("rip_locked::locked_samples_of_fragments_in_a_playlist_are_those_of_the_source", needs, fragments),
    ]
}

const KEY: [u8; 16] = *b"0123456789abcdef";
const IV: &str = "f00102030405060708090a0b0c0d0eff";

/// Noise: slices long enough to be locked, with bytes in them that look like the beginnings of others.
const SOURCE: &str = "-f lavfi -i testsrc2=size=320x180:rate=25,noise=alls=40:allf=t -f lavfi -i anoisesrc=sample_rate=48000 \
                      -t 6 -c:v libx264 -preset veryfast -bf 2 -threads 1 -pix_fmt yuv420p -g 50 -keyint_min 50 \
                      -sc_threshold 0 -b:v 3M";

fn samples() -> Result<(), Failed> {
    let server = Nginx::start("root ROOT;")?;
    let root = server.root();
    fs::write(root.join("k.key"), KEY)?;
    let key = toolbox::kit::hex::encode(&KEY);
    let all = ["-ignore_editlist", "1"];
    for (codec, packed) in [("aac", "aac"), ("ac3", "ac3"), ("eac3", "ec3")] {
        ffmpeg(&server, &format!("{SOURCE} -c:a {codec} clear.mp4"))?;
        let source = frames_by(&root.join("clear.mp4"), &all)?;
        for ending in ["ts", packed] {
            let name = format!("{codec}-{ending}");
            let output = Command::new("shaka-packager")
                .arg(format!(
                    "in=clear.mp4,stream=video,segment_template={name}-v$Number$.ts,playlist_name={name}-v.m3u8"
                ))
                .arg(format!(
                    "in=clear.mp4,stream=audio,segment_template={name}-a$Number$.{ending},playlist_name={name}-a.m3u8,\
                     hls_group_id=sound,hls_name=sound"
                ))
                .args([
                    "--segment_duration",
                    "2",
                    "--clear_lead",
                    "0",
                    "--transport_stream_timestamp_offset_ms",
                    "1000",
                ])
                .args(["--enable_raw_key_encryption", "--protection_scheme", "cbcs", "--iv", IV, "--keys"])
                .arg(format!("label=:key_id={}:key={key}", "0".repeat(32)))
                .args(["--hls_key_uri", "k.key", "--hls_master_playlist_output"])
                .arg(format!("{name}.m3u8"))
                .current_dir(root)
                .output()?;
            succeeded(&output)?;
            if !fs::read_to_string(root.join(format!("{name}-v.m3u8")))?.contains("METHOD=SAMPLE-AES") {
                return Err("the packager locked nothing".into());
            }
            rip(&server, &format!("{name}.m3u8"), &format!("{name}.mp4"), &[])?;
            let recorded = frames_by(&root.join(format!("{name}.mp4")), &all)?;
            if !are_alike(&source, &recorded) {
                return Err(format!("{name}: the frames differ").into());
            }
        }
    }
    Ok(())
}

/// Whether the frames of two tracks are the same, in whatever order the tracks stand.
fn are_alike(source: &str, recorded: &str) -> bool {
    let of = |frames: &str, stream: &str| -> Vec<String> {
        frames.lines().filter_map(|line| line.strip_prefix(stream)).map(str::to_owned).collect()
    };
    let mut theirs = [of(source, "0"), of(source, "1")];
    let mut ours = [of(recorded, "0"), of(recorded, "1")];
    theirs.sort_by_key(Vec::len);
    ours.sort_by_key(Vec::len);
    theirs[0].len() >= 140 && theirs == ours
}

/// Fragments of both schemes, with a clear beginning and without, opened by keys that are given and by the playlist's.
fn fragments() -> Result<(), Failed> {
    let server = Nginx::start("root ROOT;")?;
    let root = server.root();
    fs::write(root.join("k.key"), KEY)?;
    let (key, id) = (toolbox::kit::hex::encode(&KEY), "00112233445566778899aabbccddeeff");
    ffmpeg(&server, &format!("{SOURCE} -c:a aac clear.mp4"))?;
    let all = ["-ignore_editlist", "1"];
    let source = frames_by(&root.join("clear.mp4"), &all)?;
    for (scheme, lead) in [("cbcs", "0"), ("cbcs", "2"), ("cenc", "0"), ("cenc", "2")] {
        let name = format!("{scheme}-{lead}");
        let stream = |kind: &str| {
            format!(
                "in=clear.mp4,stream={kind},init_segment={name}-{kind}.mp4,segment_template={name}-{kind}-$Number$.m4s,\
                 playlist_name={name}-{kind}.m3u8"
            )
        };
        let output = Command::new("shaka-packager")
            .arg(stream("video"))
            .arg(stream("audio") + ",hls_group_id=sound,hls_name=sound")
            .args(["--segment_duration", "2", "--clear_lead", lead, "--enable_raw_key_encryption"])
            .args(["--protection_scheme", scheme, "--iv", &IV[..if scheme == "cenc" { 16 } else { 32 }], "--keys"])
            .arg(format!("label=:key_id={id}:key={key}"))
            .args(["--hls_key_uri", "k.key", "--hls_master_playlist_output"])
            .arg(format!("{name}.m3u8"))
            .current_dir(root)
            .output()?;
        succeeded(&output)?;
        if !fs::read_to_string(root.join(format!("{name}-video.m3u8")))?.contains("METHOD=SAMPLE-AES") {
            return Err("the packager locked nothing".into());
        }
        let named = format!("{id}:{key}");
        for (way, words) in
            [("named", &["--decrypt-key", named.as_str()][..]), ("any", &["--decrypt-key", &key]), ("own", &[])]
        {
            let file = format!("{name}-{way}.mp4");
            rip(&server, &format!("{name}.m3u8"), &file, words)?;
            if !are_alike(&source, &frames_by(&root.join(&file), &all)?) {
                return Err(format!("{file}: the frames differ").into());
            }
        }
    }
    Ok(())
}
