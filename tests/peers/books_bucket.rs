//! `books sync` through a bucket at moto, the server that Python programs for Amazon's services are tested with.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use libtest_mimic::{Failed, Trial};
use serde_json::Value;

pub(crate) fn trials() -> Vec<Trial> {
    vec![crate::trial("books_bucket::two_libraries_meet_in_a_bucket_of_moto", &["moto_server", "curl", "ffmpeg"], meet)]
}

/// A server on a port of its own, ended with the test.
struct Moto {
    child: Child,
    url: String,
}

impl Moto {
    fn start() -> Result<Self, Failed> {
        let program = crate::find("moto_server").ok_or("no moto_server")?;
        let mut child = Command::new(program)
            .args(["-H", "127.0.0.1", "-p", "0"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let stderr = child.stderr.take().ok_or("no stderr")?;
        let mut lines = BufReader::new(stderr).lines();
        let url = loop {
            let line = lines.next().ok_or("moto ends before it says where it is")??;
            if let Some((_, address)) = line.split_once("Running on http://") {
                break format!("http://{}", address.trim());
            }
        };
        // It goes on speaking, and must not wait for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self { child, url })
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn books(folder: &Path, db: &str, words: &[&str]) -> Result<Value, Failed> {
    let output = crate::toolbox()
        .arg("books")
        .args(words)
        .args(["--json", "--db"])
        .arg(folder.join(db))
        .env("HOME", folder)
        .envs([("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test"), ("AWS_REGION", "eu-west-1")])
        .output()?;
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        return Err(format!("{db} {words:?}: {}", String::from_utf8_lossy(&said)).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn meet() -> Result<(), Failed> {
    let (folder, moto) = (tempfile::tempdir()?, Moto::start()?);
    let path = folder.path();
    let made = Command::new("curl").args(["-sf", "-X", "PUT", &format!("{}/shelf", moto.url)]).status()?;
    if !made.success() {
        return Err("moto makes no bucket".into());
    }
    fs::create_dir(path.join("lib"))?;
    let tone = "-nostdin -v error -f lavfi -i sine=duration=90 -c:a flac -metadata album=Tone";
    let tone = Command::new("ffmpeg").args(tone.split(' ')).arg(path.join("lib/tone.flac")).status()?;
    if !tone.success() {
        return Err("ffmpeg makes no tone".into());
    }
    let (lib, url) = (path.join("lib").display().to_string(), moto.url.as_str());
    for db in ["a.db", "b.db"] {
        books(path, db, &["import", &lib])?;
        books(path, db, &["sync", "add", "s3://shelf/my books", "--endpoint", url, "--name", db])?;
    }
    books(path, "a.db", &["save-progress", "tone", "10s"])?;
    for db in ["a.db", "b.db"] {
        books(path, db, &["sync", "now"])?;
    }
    equal(&books(path, "b.db", &["where", "tone"])?["position_ms"], &10_000.into())?;
    // Many facts in the open segment, each write on the condition that it is the one that was read.
    for second in 1..=5 {
        for (db, at) in [("a.db", 20 + second), ("b.db", 40 + second)] {
            books(path, db, &["save-progress", "tone", &format!("{at}s")])?;
        }
        for db in ["a.db", "b.db", "a.db"] {
            books(path, db, &["sync", "now"])?;
        }
        let places = books(path, "a.db", &["where", "tone"])?["places"].as_array().map_or(0, Vec::len);
        equal(&places, &2)?;
        books(path, "a.db", &["sync", "resolve", "tone", "1"])?;
        for db in ["a.db", "b.db"] {
            books(path, db, &["sync", "now"])?;
        }
        let [a, b] = [books(path, "a.db", &["where", "tone"])?, books(path, "b.db", &["where", "tone"])?];
        equal(&a["position_ms"], &b["position_ms"])?;
    }
    // A copy of a library finds out by the condition.
    fs::copy(path.join("a.db"), path.join("c.db"))?;
    books(path, "a.db", &["save-progress", "tone", "50s"])?;
    books(path, "a.db", &["sync", "now"])?;
    books(path, "c.db", &["save-progress", "tone", "60s"])?;
    let found = books(path, "c.db", &["sync", "now"]).err().and_then(|error| error.message().map(str::to_owned));
    if !found.as_deref().is_some_and(|text| text.contains("a copy of another")) {
        return Err(format!("the copy is not found out: {found:?}").into());
    }
    Ok(())
}

fn equal<T: PartialEq + std::fmt::Debug>(left: &T, right: &T) -> Result<(), Failed> {
    if left == right { Ok(()) } else { Err(format!("{left:?} is not {right:?}").into()) }
}
