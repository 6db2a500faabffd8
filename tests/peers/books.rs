//! `books` on what espeak-ng and ffmpeg make, and through mpv without a sound card.

use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use libtest_mimic::{Failed, Trial};
use serde_json::Value;
use tempfile::TempDir;

pub(crate) fn trials() -> Vec<Trial> {
    let sound = &["ffmpeg", "espeak-ng", "metaflac", "vorbiscomment"][..];
    vec![
        crate::trial("books::lengths_and_chapters_of_every_kind_are_right", sound, kinds),
        crate::trial("books::discs_are_one_timeline_and_broken_files_are_told", sound, discs),
        crate::trial("books::streams_that_were_copied_and_retagged_stay_their_books", sound, remuxed),
        crate::trial("books::keys_move_and_the_place_is_kept", &["ffmpeg", "mpv", "script"], keys),
        crate::trial("books::a_kill_costs_a_second_at_most", &["ffmpeg", "mpv", "script"], killed),
        crate::trial(
            "books::a_terminal_that_goes_away_saves_the_place_and_ends_mpv",
            &["ffmpeg", "mpv", "script", "mkfifo"],
            hung_up,
        ),
        crate::trial("books::the_end_of_a_book_finishes_it", &["ffmpeg", "mpv"], finished),
    ]
}

/// A folder with books, and the library beside it.
struct Shelf(TempDir);

impl Shelf {
    fn new() -> Result<Self, Failed> {
        let shelf = Self(tempfile::tempdir()?);
        fs::create_dir(shelf.0.path().join("lib"))?;
        Ok(shelf)
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    /// Runs a program in the folder; `|` stands between words.
    fn make(&self, program: &str, line: &str) -> Result<(), Failed> {
        let made = Command::new(program).args(line.split('|')).current_dir(self.0.path()).output()?;
        if made.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&made.stderr).into_owned().into()) }
    }

    fn ffmpeg(&self, line: &str) -> Result<(), Failed> {
        self.make("ffmpeg", &format!("-nostdin|-v|error|-y|{line}"))
    }

    /// Three chapters that are spoken, and their marks.
    fn speak(&self) -> Result<(), Failed> {
        let mut list = String::new();
        for number in 1..=3 {
            let text = format!("Chapter {number}. It begins here, and it goes on until the next one begins.");
            self.make("espeak-ng", &format!("-v|en-gb|-s|165|-w|ch{number}.wav|{text}"))?;
            let _ = writeln!(list, "file ch{number}.wav");
        }
        fs::write(self.path("list.txt"), list)?;
        let mut marks = ";FFMETADATA1\ntitle=T\nartist=A\nalbum=Spoken\n".to_owned();
        for (start, end, title) in [(0, 2000, "Opening"), (2000, 5000, "Middle"), (5000, 60_000, "End")] {
            let _ = writeln!(marks, "[CHAPTER]\nTIMEBASE=1/1000\nSTART={start}\nEND={end}\ntitle={title}");
        }
        Ok(fs::write(self.path("marks"), marks)?)
    }

    fn books(&self, words: &[&str]) -> Result<(Option<i32>, String), Failed> {
        let mut command = crate::toolbox();
        let output = command.arg("books").args(words).args(["--db", &self.path("books.db")]).env("HOME", self.0.path());
        let output = output.output()?;
        let text = if output.stdout.is_empty() { output.stderr } else { output.stdout };
        Ok((output.status.code(), String::from_utf8_lossy(&text).into_owned()))
    }

    fn json(&self, words: &[&str]) -> Result<Value, Failed> {
        let (_, text) = self.books(&[words, &["--json"]].concat())?;
        serde_json::from_str(&text).map_err(|error| format!("{words:?}: {error}: {text}").into())
    }
}

/// The length of the sound in milliseconds: of samples as they were before they were coded.
fn wav_ms(path: &Path) -> Result<u64, Failed> {
    let bytes = fs::read(path)?;
    let rate = u32::from_le_bytes(bytes[24..28].try_into()?);
    Ok((bytes.len() as u64 - 44) / 2 * 1000 / u64::from(rate))
}

const IN: &str = "-f|concat|-safe|0|-i|list.txt|-i|marks|-map|0:a|-map_metadata|1|-map_chapters|1";

fn kinds() -> Result<(), Failed> {
    let shelf = Shelf::new()?;
    shelf.speak()?;
    let mut marks = ";FFMETADATA1\nalbum=Many\n".to_owned();
    for number in 0..300 {
        let start = number * 30;
        let end = start + 30;
        let _ = writeln!(marks, "[CHAPTER]\nTIMEBASE=1/1000\nSTART={start}\nEND={end}\ntitle=Chapter {number}");
    }
    fs::write(shelf.path("many"), marks)?;
    for (codec, name) in [
        ("-c:a|aac|-b:a|48k|-f|ipod", "book.m4b"),
        ("-c:a|libmp3lame|-q:a|6|-id3v2_version|3", "book.mp3"),
        ("-c:a|libopus|-b:a|24k", "book.opus"),
        ("-c:a|flac", "book.flac"),
        ("-c:a|libvorbis|-q:a|2", "book.ogg"),
    ] {
        fs::create_dir_all(shelf.path(&format!("lib/{name}")))?;
        shelf.ffmpeg(&format!("{IN}|{codec}|-metadata|album={name}|lib/{name}/{name}"))?;
    }
    let comments =
        ["CHAPTER001=00:00:00.000", "CHAPTER001NAME=Opening", "CHAPTER002=00:00:02.000", "CHAPTER003=00:00:05.000"];
    let tags: Vec<String> = comments.iter().map(|comment| format!("--set-tag={comment}")).collect();
    shelf.make("metaflac", &format!("{}|lib/book.flac/book.flac", tags.join("|")))?;
    fs::write(shelf.path("vc.txt"), comments.join("\n") + "\n")?;
    shelf.make("vorbiscomment", "-a|-c|vc.txt|lib/book.ogg/book.ogg")?;
    // 255 is all that the older list of chapters can hold.
    fs::create_dir(shelf.path("lib/many"))?;
    let many = IN.replace("|marks|", "|many|");
    shelf.ffmpeg(&format!("{many}|-af|volume=0.5|-c:a|aac|-b:a|32k|-f|ipod|lib/many/many.m4b"))?;
    fs::create_dir(shelf.path("lib/plain"))?;
    shelf.ffmpeg("-i|ch1.wav|-c:a|libmp3lame|-q:a|5|-write_xing|0|-id3v2_version|0|lib/plain/plain.mp3")?;
    let (code, text) = shelf.books(&["import", &shelf.path("lib")])?;
    equal(&code, &Some(0), &text)?;
    let whole: u64 = (1..=3).map(|n| wav_ms(&shelf.0.path().join(format!("ch{n}.wav"))).unwrap_or(0)).sum();
    for (book, chapters, length) in [
        ("book-m4b", 3, whole),
        ("book-mp3", 3, whole),
        ("book-opus", 3, whole),
        ("book-flac", 3, whole),
        ("book-ogg", 3, whole),
        ("many", 300, whole),
        ("plain", 0, wav_ms(&shelf.0.path().join("ch1.wav"))?),
    ] {
        let info = shelf.json(&["info", book])?;
        let found = info["book"]["duration_ms"].as_u64().unwrap_or(0);
        // What an encoder adds at both ends: 1105 samples of MP3 before, a frame behind, where no header tells it.
        if found.abs_diff(length) > 160 {
            return Err(format!("{book}: {found} ms, not {length}").into());
        }
        equal(&info["chapters"].as_array().map_or(0, Vec::len), &chapters, &format!("{book}: {info:#}"))?;
        if chapters == 3 {
            equal(&info["chapters"][1]["start_ms"], &2000.into(), &format!("{book}: {info:#}"))?;
            equal(&info["chapters"][0]["title"], &"Opening".into(), &format!("{book}: {info:#}"))?;
        }
    }
    Ok(())
}

fn discs() -> Result<(), Failed> {
    let shelf = Shelf::new()?;
    shelf.speak()?;
    for disc in 1..=2 {
        fs::create_dir_all(shelf.path(&format!("lib/Dune/CD{disc}")))?;
        for track in 1..=3 {
            let tags = format!("-metadata|album=Dune|-metadata|track={track}|-af|volume=0.{disc}");
            shelf.ffmpeg(&format!("-i|ch{track}.wav|{tags}|-c:a|libmp3lame|-b:a|32k|lib/Dune/CD{disc}/{track}.mp3"))?;
        }
    }
    fs::create_dir(shelf.path("lib/bad"))?;
    shelf.ffmpeg(&format!("{IN}|-c:a|aac|-f|ipod|-movflags|+faststart|whole.m4b"))?;
    let whole = fs::read(shelf.path("whole.m4b"))?;
    fs::write(shelf.path("lib/bad/cut.m4b"), &whole[..whole.len() * 6 / 10])?;
    fs::write(shelf.path("lib/bad/head.m4b"), &whole[..200])?;
    fs::write(shelf.path("lib/bad/zero.mp3"), "")?;
    fs::write(shelf.path("lib/bad/text.mp3"), "no sound at all")?;
    let (code, text) = shelf.books(&["import", &shelf.path("lib")])?;
    equal(&code, &Some(3), &text)?;
    for part in ["its end is missing", "the file is empty", "text.mp3: this is no audio", "3 left out"] {
        if !text.contains(part) {
            return Err(format!("{part} is missing in {text}").into());
        }
    }
    let info = shelf.json(&["info", "dune"])?;
    let names: Vec<&str> = info["files"]
        .as_array()
        .map_or(&[][..], Vec::as_slice)
        .iter()
        .filter_map(|file| file["path"].as_str())
        .collect();
    let names: Vec<&str> = names.iter().filter_map(|path| path.split("Dune/").nth(1)).collect();
    equal(
        &names,
        &vec!["CD1/1.mp3", "CD1/2.mp3", "CD1/3.mp3", "CD2/1.mp3", "CD2/2.mp3", "CD2/3.mp3"],
        &info["order_why"],
    )
}

/// Every kind, made once and then written anew by programs that leave the sound alone.
fn remuxed() -> Result<(), Failed> {
    let shelf = Shelf::new()?;
    shelf.speak()?;
    let kinds = [
        ("vbr.mp3", "-c:a|libmp3lame|-q:a|6"),
        ("cbr.mp3", "-c:a|libmp3lame|-b:a|32k"),
        ("bare.mp3", "-c:a|libmp3lame|-q:a|5|-write_xing|0"),
        ("book.m4b", "-c:a|aac|-b:a|48k|-f|ipod"),
        ("book.flac", "-c:a|flac"),
        ("book.oga", "-c:a|flac|-f|ogg"),
        ("book.ogg", "-c:a|libvorbis|-q:a|2"),
        ("book.opus", "-c:a|libopus|-b:a|24k"),
    ];
    for (index, (name, codec)) in kinds.iter().enumerate() {
        // Each another sound, and as long as the others.
        shelf.ffmpeg(&format!("{IN}|-af|volume=0.{}|{codec}|-metadata|album={name}|lib/{name}", index + 2))?;
    }
    let (code, text) = shelf.books(&["import", &shelf.path("lib")])?;
    equal(&code, &Some(0), &text)?;
    let slugs: Vec<String> = kinds.iter().map(|(name, _)| name.replace('.', "-")).collect();
    for (index, slug) in slugs.iter().enumerate() {
        shelf.books(&["save-progress", slug, &format!("{}s", index + 1)])?;
        shelf.books(&["edit", slug, &format!("author=Author {index}")])?;
    }
    let title = "long ".repeat(200);
    let copy = "-map|0:a|-c|copy|-metadata|comment=".to_owned() + &title;
    let rounds = [
        // Streams copied: header frames, indexes, pages and comments are the program's own.
        ("copied", copy.clone() + "|-map_chapters|-1"),
        ("copied to the byte", "-map|0:a|-c|copy|-map_metadata|-1|-fflags|+bitexact".to_owned()),
        ("index in front", copy.clone() + "|-movflags|+faststart"),
        ("in fragments", copy.clone() + "|-movflags|frag_keyframe+empty_moov|-frag_duration|700000"),
        ("no header frame", copy + "|-write_xing|0|-id3v2_version|3|-write_id3v1|1"),
    ];
    for (number, (round, line)) in rounds.iter().enumerate() {
        for (name, _) in kinds {
            let kind = match name.rsplit_once('.').map(|(_, kind)| kind) {
                Some("m4b") => "ipod",
                Some("mp3") => "mp3",
                Some("flac") => "flac",
                _ => "ogg",
            };
            let line: Vec<&str> = line.split("|-write_xing").take(if kind == "mp3" { 2 } else { 1 }).collect();
            let line = line.join("|-write_xing");
            let line = match line.split_once("|-movflags") {
                Some((line, _)) if kind != "ipod" => line.to_owned(),
                _ => line,
            };
            let old =
                shelf.0.path().join("lib").join(if number == 0 { name.to_owned() } else { format!("{number}-{name}") });
            shelf.ffmpeg(&format!("-i|{}|{line}|-f|{kind}|lib/{}-{name}", old.display(), number + 1))?;
            fs::remove_file(old)?;
        }
        let (_, text) = shelf.books(&["scan"])?;
        equal(&shelf.json(&["list"])?["total"], &kinds.len().into(), &format!("{round}: {text}"))?;
        equal(&shelf.json(&["list", "--status", "missing"])?["total"], &0.into(), &format!("{round}: {text}"))?;
        for (index, slug) in slugs.iter().enumerate() {
            let place = shelf.json(&["where", slug])?;
            equal(&place["position_ms"], &(1000 * (index + 1)).into(), &format!("{round}: {slug}: {text}"))?;
            equal(&place["book"]["author"], &format!("Author {index}").into(), &format!("{round}: {slug}"))?;
        }
    }
    // Taggers.
    let last = rounds.len();
    shelf.make("metaflac", &format!("--set-tag=TITLE=x|lib/{last}-book.flac"))?;
    shelf.make("metaflac", &format!("--add-padding=70000|lib/{last}-book.flac"))?;
    shelf.make("metaflac", &format!("--add-seekpoint=1s|lib/{last}-book.flac"))?;
    fs::write(shelf.path("vc.txt"), format!("TITLE={}\n", "z".repeat(70_000)))?;
    shelf.make("vorbiscomment", &format!("-w|-c|vc.txt|lib/{last}-book.ogg"))?;
    let (_, text) = shelf.books(&["scan"])?;
    equal(&shelf.json(&["list"])?["total"], &kinds.len().into(), &text)?;
    equal(&shelf.json(&["list", "--status", "missing"])?["total"], &0.into(), &text)
}

/// `books play` on a terminal that `script` makes.
struct Playing {
    child: Child,
    keys: ChildStdin,
    screen: ChildStdout,
    shown: String,
}

impl Playing {
    /// A minute of sound, played from ten seconds on.
    fn start(shelf: &Shelf) -> Result<Self, Failed> {
        Self::start_in(shelf, "exec PLAY")
    }

    /// The same in a line of a shell, in which `PLAY` stands for it.
    fn start_in(shelf: &Shelf, words: &str) -> Result<Self, Failed> {
        shelf.ffmpeg("-f|lavfi|-i|sine=duration=90|-c:a|libmp3lame|-b:a|32k|-metadata|album=Tone|lib/tone.mp3")?;
        shelf.books(&["import", &shelf.path("lib")])?;
        shelf.books(&["save-progress", "tone", "10s"])?;
        let play =
            format!("{} books play tone --ao null --db {}", env!("CARGO_BIN_EXE_toolbox"), shelf.path("books.db"));
        let line = format!("echo PID $$.; {}", words.replace("PLAY", &play));
        let mut child = Command::new("script")
            .args(["-qfec", &line, "/dev/null"])
            .env("TERM", "xterm")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let keys = child.stdin.take().ok_or("no keys")?;
        let screen = child.stdout.take().ok_or("no screen")?;
        Ok(Self { child, keys, screen, shown: String::new() })
    }

    /// Reads the screen until something stands there that was not there before; what did.
    fn until(&mut self, wanted: impl Fn(&str) -> bool) -> Result<(), Failed> {
        self.shown.clear();
        let mut bytes = [0; 1024];
        while !wanted(&self.shown) {
            let count = self.screen.read(&mut bytes)?;
            if count == 0 || self.shown.len() > 1 << 20 {
                return Err(format!("it never comes: {}", self.shown).into());
            }
            self.shown += &String::from_utf8_lossy(&bytes[..count]);
        }
        Ok(())
    }

    fn press(&mut self, keys: &str) -> Result<(), Failed> {
        self.keys.write_all(keys.as_bytes())?;
        Ok(self.keys.flush()?)
    }
}

fn keys() -> Result<(), Failed> {
    let shelf = Shelf::new()?;
    let mut playing = Playing::start(&shelf)?;
    playing.until(|screen| screen.contains("Tone — 12s"))?;
    playing.press("\x1b[C")?;
    playing.until(|screen| screen.contains("Tone — 28s") || screen.contains("Tone — 29s"))?;
    playing.press("m]")?;
    playing.until(|screen| screen.contains("1.10x"))?;
    playing.press(" ")?;
    playing.until(|screen| screen.contains("|| Tone"))?;
    playing.press("q")?;
    playing.child.wait()?;
    let history = shelf.json(&["history", "tone"])?;
    let entries = history["entries"].as_array().cloned().unwrap_or_default();
    let what: Vec<&str> = entries.iter().filter_map(|entry| entry["what"].as_str()).collect();
    equal(&what[..4], &["moved", "listened", "moved", "listened"][..], &history)?;
    let jump = entries[2]["to_ms"].as_u64().unwrap_or(0) - entries[2]["from_ms"].as_u64().unwrap_or(0);
    if !(14_000..16_000).contains(&jump) {
        return Err(format!("a jump of {jump} ms: {history:#}").into());
    }
    equal(&shelf.json(&["where", "tone"])?["speed"], &1.1.into(), &history)?;
    equal(&shelf.json(&["bookmark", "list", "tone"])?["bookmarks"].as_array().map_or(0, Vec::len), &1, &history)?;
    let stats = shelf.json(&["stats"])?;
    let listened = stats["listened_ms"].as_u64().unwrap_or(0);
    if listened == 0 || listened > 30_000 {
        return Err(format!("{stats:#}").into());
    }
    Ok(())
}

fn killed() -> Result<(), Failed> {
    let shelf = Shelf::new()?;
    let mut playing = Playing::start(&shelf)?;
    playing.until(|screen| screen.contains("PID ") && screen.contains('.'))?;
    let number =
        playing.shown.split("PID ").nth(1).and_then(|rest| rest.split('.').next()).unwrap_or_default().to_owned();
    playing.until(|screen| screen.contains("Tone — 16s"))?;
    let killed = Command::new("kill").args(["-9", &number]).status()?;
    equal(&killed.success(), &true, &number)?;
    playing.child.wait()?;
    let place = shelf.json(&["where", "tone"])?;
    let here = place["position_ms"].as_u64().unwrap_or(0);
    if !(14_900..=17_500).contains(&here) {
        return Err(format!("{here} ms after a kill at 16 s: {place:#}").into());
    }
    Ok(())
}

fn hung_up() -> Result<(), Failed> {
    // As a terminal does it; and where nobody is told by a signal, so that only reading from it says so.
    for trap in [":", "''"] {
        let shelf = Shelf::new()?;
        shelf.make("mkfifo", "code")?;
        let fifo = shelf.path("code");
        let mut playing = Playing::start_in(&shelf, &format!("trap {trap} HUP; PLAY; echo $? > {fifo}"))?;
        playing.until(|screen| screen.contains("Tone — 13s"))?;
        playing.child.kill()?;
        playing.child.wait()?;
        // Nobody writes there before the player has ended.
        equal(&fs::read_to_string(&fifo)?.trim(), &"129", &trap)?;
        for entry in fs::read_dir("/proc")?.flatten() {
            let command = fs::read(entry.path().join("cmdline")).unwrap_or_default();
            let command = String::from_utf8_lossy(&command).into_owned();
            if command.contains("mpv") && command.contains(&shelf.path("lib")) {
                return Err(format!("mpv plays on: {command}").into());
            }
        }
        let place = shelf.json(&["where", "tone"])?;
        let here = place["position_ms"].as_u64().unwrap_or(0);
        if !(12_900..=14_500).contains(&here) {
            return Err(format!("{here} ms, where 13 s were seen: {place:#}").into());
        }
    }
    Ok(())
}

fn finished() -> Result<(), Failed> {
    let shelf = Shelf::new()?;
    shelf.ffmpeg("-f|lavfi|-i|sine=duration=3|-c:a|flac|-metadata|album=Short|lib/short.flac")?;
    shelf.books(&["import", &shelf.path("lib")])?;
    let (code, text) = shelf.books(&["play", "short", "--ao", "null"])?;
    equal(&code, &Some(1), &"the library has no PATH to find mpv in")?;
    if !text.contains("install mpv") {
        return Err(text.into());
    }
    let mpv = crate::find("mpv").ok_or("no mpv")?.display().to_string();
    let (code, text) = shelf.books(&["play", "short", "--ao", "null", "--speed", "2", "--mpv", &mpv])?;
    equal(&code, &Some(0), &text)?;
    let place = shelf.json(&["where", "short"])?;
    equal(&place["book"]["is_finished"], &true.into(), &place)
}

fn equal<T: PartialEq + std::fmt::Debug + ?Sized>(
    left: &T,
    right: &T,
    what: &impl std::fmt::Debug,
) -> Result<(), Failed> {
    if left == right { Ok(()) } else { Err(format!("{left:?} is not {right:?}: {what:#?}").into()) }
}
