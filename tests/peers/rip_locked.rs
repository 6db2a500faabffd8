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
    vec![crate::trial("rip_locked::locked_samples_of_ts_and_packed_audio_are_those_of_the_source", needs, samples)]
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
            // Its tracks may stand in another order.
            let of = |frames: &str, stream: &str| -> Vec<String> {
                frames.lines().filter_map(|line| line.strip_prefix(stream)).map(str::to_owned).collect()
            };
            let recorded = frames_by(&root.join(format!("{name}.mp4")), &all)?;
            let mut theirs = [of(&source, "0"), of(&source, "1")];
            let mut ours = [of(&recorded, "0"), of(&recorded, "1")];
            theirs.sort_by_key(Vec::len);
            ours.sort_by_key(Vec::len);
            if theirs[0].len() < 140 || theirs != ours {
                return Err(format!("{name}: the frames differ").into());
            }
        }
    }
    Ok(())
}
