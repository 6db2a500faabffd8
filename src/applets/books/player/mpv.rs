//! mpv as a process of ours. It talks JSON, a line each, over a socket that it receives as its standard input
//! (`--input-ipc-client=fd://0`): there is no file to guard, and mpv quits when the other end is gone, so that nothing
//! plays on after a kill.

use std::fmt::Write as _;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::SyncSender;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::applets::books::audio::Chapter;

/// What a player is to play.
#[derive(Debug, Clone)]
pub struct Playlist {
    /// The files of one timeline.
    pub files: Vec<PathBuf>,
    /// Where to begin, in milliseconds.
    pub start_ms: u64,
    /// How fast.
    pub speed: f64,
    /// mpv's `--ao`, where it is not to choose.
    pub output: Option<String>,
    /// The program.
    pub program: PathBuf,
    /// Chapters in a file of ffmpeg's kind.
    pub chapters: Option<PathBuf>,
}

/// What mpv tells.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// Where it is, in milliseconds.
    Position(u64),
    /// Whether it pauses.
    Paused(bool),
    /// How fast it plays.
    Speed(f64),
    /// The book is over.
    End,
    /// It plays no more, for another reason.
    Gone(String),
}

/// A running mpv.
#[derive(Debug)]
pub struct Mpv {
    child: Child,
    socket: UnixStream,
}

impl Mpv {
    /// Starts it; what it tells arrives through `wrap` at `sender`.
    ///
    /// # Errors
    /// It is not installed, or does not start.
    pub fn start<T: Send + 'static>(
        playlist: &Playlist,
        sender: SyncSender<T>,
        wrap: impl Fn(Told) -> T + Send + 'static,
    ) -> io::Result<Self> {
        let (ours, theirs) = UnixStream::pair()?;
        let mut command = Command::new(&playlist.program);
        command.args(["--no-config", "--no-video", "--no-terminal", "--input-ipc-client=fd://0", "--merge-files"]);
        command.args(["--keep-open=no", "--idle=no", "--hr-seek=yes", "--audio-pitch-correction=yes"]);
        command.arg(format!("--start=+{}", seconds(playlist.start_ms)));
        command.arg(format!("--speed={}", playlist.speed));
        command.args(playlist.output.iter().map(|output| format!("--ao={output}")));
        if let Some(chapters) = &playlist.chapters {
            let mut flag = std::ffi::OsString::from("--chapters-file=");
            flag.push(chapters);
            command.arg(flag);
        }
        command.arg("--").args(&playlist.files);
        command.stdin(Stdio::from(OwnedFd::from(theirs))).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn()?;
        // The command holds mpv's end as well; while it does, mpv's going would not be heard.
        drop(command);
        let mut mpv = Self { child, socket: ours.try_clone()? };
        for (number, name) in ["time-pos", "pause", "speed"].into_iter().enumerate() {
            mpv.send(&json!(["observe_property", number + 1, name]))?;
        }
        std::thread::Builder::new().name("mpv".to_owned()).spawn(move || listen(ours, &sender, &wrap))?;
        Ok(mpv)
    }

    /// Sends a command.
    ///
    /// # Errors
    /// It is gone.
    pub fn send(&mut self, command: &Value) -> io::Result<()> {
        let line = format!("{}\n", json!({ "command": command }));
        self.socket.write_all(line.as_bytes())
    }

    /// Goes to a place.
    ///
    /// # Errors
    /// It is gone.
    pub fn seek(&mut self, to_ms: u64) -> io::Result<()> {
        self.send(&json!(["seek", seconds(to_ms).parse::<f64>().unwrap_or(0.0), "absolute+exact"]))
    }
}

impl Drop for Mpv {
    fn drop(&mut self) {
        /// How long it may take to close its sound card.
        const PATIENCE: Duration = Duration::from_secs(2);
        let _ = self.send(&json!(["quit"]));
        let _ = self.socket.shutdown(std::net::Shutdown::Both);
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Milliseconds as mpv reads them.
fn seconds(ms: u64) -> String {
    format!("{}.{:03}", ms / 1000, ms % 1000)
}

fn listen<T>(socket: UnixStream, sender: &SyncSender<T>, wrap: &impl Fn(Told) -> T) {
    let mut gone = "mpv ended".to_owned();
    for line in BufReader::new(socket).lines() {
        let Ok(line) = line else { break };
        let Ok(event) = serde_json::from_str::<Value>(&line) else { continue };
        let told = match event["event"].as_str() {
            Some("property-change") => property(&event),
            Some("end-file") => match event["reason"].as_str() {
                Some("eof") => Some(Told::End),
                Some("error") => {
                    gone = format!(
                        "mpv cannot play it: {}",
                        event["file_error"].as_str().unwrap_or("it does not say why")
                    );
                    None
                }
                _ => None,
            },
            _ => None,
        };
        if let Some(told) = told
            && sender.send(wrap(told)).is_err()
        {
            return;
        }
    }
    let _ = sender.send(wrap(Told::Gone(gone)));
}

fn property(event: &Value) -> Option<Told> {
    let data = &event["data"];
    match event["name"].as_str()? {
        "time-pos" => Some(Told::Position((data.as_f64()?.max(0.0) * 1000.0).round() as u64)),
        "pause" => Some(Told::Paused(data.as_bool()?)),
        "speed" => Some(Told::Speed(data.as_f64()?)),
        _ => None,
    }
}

/// Chapters as ffmpeg writes them (`;FFMETADATA1`), which mpv reads.
#[must_use]
pub fn chapter_file(chapters: &[Chapter], duration_ms: u64) -> String {
    let mut text = ";FFMETADATA1\n".to_owned();
    for (index, chapter) in chapters.iter().enumerate() {
        let end = chapters.get(index + 1).map_or(duration_ms, |next| next.start_ms);
        let mut title = String::new();
        for c in chapter.title.chars().filter(|c| !c.is_control()) {
            if matches!(c, '=' | ';' | '#' | '\\') {
                title.push('\\');
            }
            title.push(c);
        }
        let _ = writeln!(text, "[CHAPTER]\nTIMEBASE=1/1000\nSTART={}\nEND={end}\ntitle={title}", chapter.start_ms);
    }
    text
}

/// Where a program is, by the path of the environment; a name with `/` is that file.
#[must_use]
pub fn which(program: &str, path: Option<&std::ffi::OsStr>) -> Option<PathBuf> {
    if program.contains('/') {
        return Path::new(program).is_file().then(|| PathBuf::from(program));
    }
    std::env::split_paths(path?).map(|folder| folder.join(program)).find(|file| file.is_file())
}
