//! DASH as ffmpeg and Shaka Packager make it, served by nginx, recorded by `rip`, read again by ffmpeg: frame for frame
//! the same.

use std::fs;
use std::process::{Command, Stdio};

use libtest_mimic::{Failed, Trial};

use crate::nginx::Nginx;
use crate::rip::{CODECS, SOURCE, ffmpeg, frames_by, rip, succeeded};
use crate::rip_mp4::{AVC, HEVC, THOUSANDTH, compare};

pub(crate) fn trials() -> Vec<Trial> {
    let needs = &["nginx", "ffmpeg", "ffprobe"][..];
    let locked = &["nginx", "ffmpeg", "shaka-packager"][..];
    vec![
        crate::trial("rip_dash::each_way_of_addressing_has_the_frames_of_the_source", needs, addressing),
        crate::trial("rip_dash::picture_and_sound_become_the_file_they_were_made_of", needs, copied),
        crate::trial("rip_dash::plain_files_become_one", needs, plain),
        crate::trial("rip_dash::a_file_with_an_index_is_that_file", needs, indexed),
        crate::trial("rip_dash::several_periods_are_one_recording", needs, periods),
        crate::trial("rip_dash::a_live_presentation_is_recorded_to_its_end", needs, live),
        crate::trial("rip_dash::locked_samples_open_to_the_frames_of_the_source", locked, locks),
    ]
}

/// The source itself, and what a muxer made of it beside: `x.mpd`.
fn served(flags: &str) -> Result<Nginx, Failed> {
    let server = Nginx::start("root ROOT;")?;
    ffmpeg(&server, &format!("{SOURCE} -t 7.5 {CODECS} clear.mp4"))?;
    if !flags.is_empty() {
        ffmpeg(&server, &format!("-ignore_editlist 1 -i clear.mp4 -c copy -f dash -seg_duration 2 {flags} x.mpd"))?;
    }
    Ok(server)
}

/// Whether picture and sound of a recording are those of the source: how many, and each of them.
fn same(server: &Nginx, name: &str) -> Result<(), Failed> {
    let root = server.root();
    // The first frames of sound are there to fill the decoder; whether they are cut off is up to each muxer.
    let all = ["-ignore_editlist", "1"];
    let source = frames_by(&root.join("clear.mp4"), &all)?;
    let file = root.join(format!("{name}.mp4"));
    let recorded = frames_by(&file, &all)?;
    for stream in ["0", "1"] {
        let of = |frames: &str| -> Vec<String> {
            frames.lines().filter_map(|line| line.strip_prefix(stream)).map(str::to_owned).collect()
        };
        let (of_source, recorded) = (of(&source), of(&recorded));
        if of_source.len() < 70 {
            return Err("hardly any frames".into());
        }
        if recorded != of_source {
            return Err(format!("{name} {stream}: {} frames, {} in the source", recorded.len(), of_source.len()).into());
        }
        let counted = Command::new("ffprobe")
            .args(all)
            .args(["-v", "error", "-count_frames", "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0"])
            .args(["-select_streams", stream])
            .arg(&file)
            .output()?;
        let counted = String::from_utf8_lossy(&counted.stdout).trim().trim_end_matches(',').to_owned();
        if counted != of_source.len().to_string() {
            return Err(format!("{name} {stream}: ffprobe counts {counted}").into());
        }
    }
    if root.join(format!("{name}.audio.mp4")).exists() {
        return Err("the sound has a file of its own".into());
    }
    Ok(())
}

fn addressing() -> Result<(), Failed> {
    for (name, flags) in [
        ("number", "-use_timeline 0"),
        ("timeline", "-use_timeline 1 -media_seg_name t-$RepresentationID$-$Time$.m4s"),
        ("list", "-use_template 0 -use_timeline 0"),
        ("ranges", "-single_file 1"),
    ] {
        let server = served(flags)?;
        rip(&server, "x.mpd", "out.mp4", &[])?;
        same(&server, "out").map_err(|failed| format!("{name}: {}", failed.message().unwrap_or_default()))?;
    }
    Ok(())
}

/// Packets, durations and frames of the one file are those of the file that ffmpeg made the presentation of: its own
/// reader of manifests loses the end of the sound.
fn copied() -> Result<(), Failed> {
    let server = Nginx::start("root ROOT;")?;
    for codecs in [format!("{AVC} -c:a aac"), format!("{HEVC} -c:a ac3")] {
        ffmpeg(&server, &format!("{SOURCE} -t 8 {codecs} theirs.mp4"))?;
        ffmpeg(&server, "-i theirs.mp4 -c copy -f dash -seg_duration 2 x.mpd")?;
        rip(&server, "x.mpd", "ours.mp4", &["--force"])?;
        compare(&server, "x.mpd", THOUSANDTH)?;
    }
    Ok(())
}

/// Files that are no fragments: read by their tables, refused where those stand behind the media.
fn plain() -> Result<(), Failed> {
    let server = served("")?;
    for (flags, stands) in [("-movflags +faststart", true), ("", false)] {
        for (stream, name) in [("v", "v.mp4"), ("a", "a.mp4")] {
            ffmpeg(&server, &format!("-ignore_editlist 1 -i clear.mp4 -map 0:{stream} -c copy {flags} {name}"))?;
        }
        let set = |kind: &str, name: &str| {
            format!(
                "<AdaptationSet mimeType=\"{kind}/mp4\"><Representation id=\"{name}\" bandwidth=\"1\">\
                 <BaseURL>{name}</BaseURL></Representation></AdaptationSet>"
            )
        };
        let sets = set("video", "v.mp4") + &set("audio", "a.mp4");
        fs::write(
            server.root().join("x.mpd"),
            format!("<MPD mediaPresentationDuration=\"PT8S\"><Period>{sets}</Period></MPD>"),
        )?;
        let recorded = rip(&server, "x.mpd", "out.mp4", &["--force"]);
        if stands {
            recorded?;
            same(&server, "out")?;
            continue;
        }
        let said = recorded.err().and_then(|failed| failed.message().map(str::to_owned)).unwrap_or_default();
        if !said.contains("tables stand behind its media") || !said.contains("--remux ffmpeg") {
            return Err(format!("it said {said}").into());
        }
    }
    Ok(())
}

/// The profile of files on demand: a manifest by hand, the index by ffmpeg.
fn indexed() -> Result<(), Failed> {
    let server = served("")?;
    for (stream, name) in [("v", "v.mp4"), ("a", "a.mp4")] {
        ffmpeg(
            &server,
            &format!("-i clear.mp4 -map 0:{stream} -c copy -movflags +dash+global_sidx+frag_keyframe {name}"),
        )?;
    }
    let root = server.root();
    let base = |name: &str, told: bool| -> Result<String, Failed> {
        let file = fs::read(root.join(name))?;
        let at = file.windows(4).position(|window| window == b"sidx").ok_or("no index")? - 4;
        let end = at + u32::from_be_bytes(file[at..at + 4].try_into()?) as usize - 1;
        let base =
            format!("<SegmentBase indexRange=\"{at}-{end}\"><Initialization range=\"0-{}\"/></SegmentBase>", at - 1);
        Ok(if told { base } else { String::new() })
    };
    for told in [true, false] {
        let set = |kind: &str, name: &str| -> Result<String, Failed> {
            Ok(format!(
                "<AdaptationSet mimeType=\"{kind}/mp4\"><Representation id=\"{name}\" bandwidth=\"1\">\
                 <BaseURL>{name}</BaseURL>{}</Representation></AdaptationSet>",
                base(name, told)?
            ))
        };
        let text = format!(
            "<MPD mediaPresentationDuration=\"PT8S\"><Period>{}{}</Period></MPD>",
            set("video", "v.mp4")?,
            set("audio", "a.mp4")?
        );
        fs::write(root.join("x.mpd"), text)?;
        let name = if told { "told" } else { "found" };
        rip(&server, "x.mpd", &format!("{name}.mp4"), &[])?;
        same(&server, name)?;
    }
    Ok(())
}

/// The same presentation, cut in two periods by hand: times go on in the media, and begin anew in the periods.
fn periods() -> Result<(), Failed> {
    let server = served("-use_timeline 0")?;
    let path = server.root().join("x.mpd");
    let text = fs::read_to_string(&path)?;
    let begin = text.find("<Period").ok_or("no period")?;
    let end = text.find("</Period>").ok_or("no period")? + "</Period>".len();
    let period = &text[begin..end];
    let inner = &period[period.find('>').ok_or("no period")?..];
    let second = inner.replace("startNumber=\"1\"", "startNumber=\"3\" presentationTimeOffset=\"4000000\"");
    let whole = format!(
        "{}<Period id=\"0\" duration=\"PT4S\"{inner}<Period id=\"1\" duration=\"PT4S\"{second}{}",
        &text[..begin],
        &text[end..]
    );
    fs::write(&path, whole)?;
    rip(&server, "x.mpd", "out.mp4", &[])?;
    same(&server, "out")
}

/// ffmpeg writes in real time while it is recorded, and leaves its segments to be compared with.
fn live() -> Result<(), Failed> {
    let server = Nginx::start("root ROOT; location ~ mpd$ { add_header Cache-Control no-cache; }")?;
    let root = server.root();
    let source = "-re -f lavfi -i testsrc2=size=160x90:rate=10 -re -f lavfi -i sine=frequency=440:sample_rate=44100";
    let codecs = CODECS.replace("-g 20", "-g 10").replace("min 20", "min 10");
    for (name, flags) in [("number", "-use_timeline 0"), ("timeline", "-use_timeline 1")] {
        let flags = format!(
            "{source} -t 8 {codecs} -f dash -seg_duration 1 -window_size 4 -extra_window_size 20 {flags} \
             -init_seg_name {name}-i$RepresentationID$.mp4 -media_seg_name {name}-$RepresentationID$-$Number%03d$.m4s {name}.mpd"
        );
        let mut encoder = Command::new("ffmpeg")
            .args(["-v", "error", "-y"])
            .args(flags.split_whitespace())
            .current_dir(root)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let manifest = root.join(format!("{name}.mpd"));
        while !manifest.exists() {
            if encoder.try_wait()?.is_some() {
                return Err("ffmpeg ended early".into());
            }
            std::thread::yield_now();
        }
        let recorded = rip(&server, &format!("{name}.mpd"), &format!("{name}.mp4"), &["--container", "fmp4"]);
        encoder.wait()?;
        recorded?;
        for (stream, file) in [(0, format!("{name}.mp4")), (1, format!("{name}.audio.mp4"))] {
            let mut whole = fs::read(root.join(format!("{name}-i{stream}.mp4")))?;
            for number in 1.. {
                match fs::read(root.join(format!("{name}-{stream}-{number:03}.m4s"))) {
                    Ok(segment) => whole.extend(segment),
                    Err(_) => break,
                }
            }
            if fs::read(root.join(&file))? != whole {
                return Err(format!("{file} is not all the segments there were").into());
            }
        }
    }
    Ok(())
}

const KEY_ID: &str = "a7e61c373e219033c21091fa607bf3b8";
const KEY: &str = "00112233445566778899aabbccddeeff";

/// Both schemes, whole and with a clear beginning, in segments and in one file.
fn locks() -> Result<(), Failed> {
    let server = served("")?;
    let root = server.root();
    for scheme in ["cenc", "cbcs"] {
        for (profile, lead) in [("live", "0"), ("live", "3"), ("demand", "0"), ("demand", "3")] {
            let folder = root.join(format!("{scheme}-{profile}-{lead}"));
            fs::create_dir(&folder)?;
            let input = |kind: &str| {
                let rest = match profile {
                    "live" => format!("init_segment={kind}/i.mp4,segment_template={kind}/$Number$.m4s"),
                    _ => format!("output={kind}.mp4"),
                };
                format!("in=../clear.mp4,stream={kind},{rest}")
            };
            let output = Command::new("shaka-packager")
                .args([input("video"), input("audio")])
                .args(["--segment_duration", "2", "--clear_lead", lead, "--mpd_output", "x.mpd"])
                .args(["--enable_raw_key_encryption", "--protection_scheme", scheme, "--keys"])
                .arg(format!("label=:key_id={KEY_ID}:key={KEY}"))
                .args((profile == "live").then_some("--generate_static_live_mpd"))
                .current_dir(&folder)
                .output()?;
            succeeded(&output)?;
            let name = format!("{scheme}-{profile}-{lead}");
            let without = rip(&server, &format!("{name}/x.mpd"), &format!("{name}.mp4"), &[]);
            if without.is_ok() {
                return Err("it opens without a key".into());
            }
            let key = format!("{KEY_ID}:{KEY}");
            rip(&server, &format!("{name}/x.mpd"), &format!("{name}.mp4"), &["--decrypt-key", &key])?;
            same(&server, &name).map_err(|failed| format!("{name}: {}", failed.message().unwrap_or_default()))?;
            let recorded = fs::read(root.join(format!("{name}.mp4")))?;
            for word in [&b"sinf"[..], b"tenc", b"senc", b"encv", b"pssh"] {
                if recorded.windows(4).any(|window| window == word) {
                    return Err(format!("{name}: {} is left", String::from_utf8_lossy(word)).into());
                }
            }
        }
    }
    Ok(())
}
