//! `toolbox demo`: every applet's main job for a few seconds, against servers in this very process.
//!
//! It needs no network, no configuration, no rights and no other program. Each job is parsed and run as if it had been
//! typed, so what it shows is what a user gets; and it says what to type.

use std::ffi::OsString;
use std::time::Duration;

use super::launch::run_typed;
use crate::kit::env;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::kit::term::Format;
use crate::origin::{self, Behaviour, Options, Running};

/// Stands for the origin's URL in the line of a job.
const ORIGIN: &str = "URL";

/// Stands for the store's URL in the line of a job.
const STORE: &str = "STORE";

/// Stands for the port of the origin in the line of a job.
const PORT: &str = "PORT";

/// Stands for a folder that is gone after the demo.
const FOLDER: &str = "FOLDER";

/// The addresses of the lines to copy: free on most machines, and the defaults of `toolbox origin` and `kv serve`.
const YOURS: Places = Places { origin: "http://localhost:8080", store: "redis://localhost:6379", folder: "." };

/// When the stall begins, and how long it lasts: within the run of its job.
#[cfg(feature = "load")]
const STALL: (Duration, Duration) = (Duration::from_secs(1), Duration::from_millis(400));

/// Something to show.
struct Job {
    /// The applet it belongs to.
    #[cfg(test)]
    applet: &'static str,
    /// What there is to see; empty where the job before has said it.
    about: &'static str,
    /// What a user would type, without `toolbox`.
    line: &'static str,
    /// When the origin falls silent meanwhile, and for how long.
    stall: Option<(Duration, Duration)>,
}

const JOBS: &[Job] = &[
    #[cfg(feature = "load")]
    Job {
        #[cfg(test)]
        applet: "load",
        about: "How many requests a second does this server answer over 50 connections?",
        line: "load -c 50 -d 2s URL/",
        stall: None,
    },
    #[cfg(feature = "load")]
    Job {
        #[cfg(test)]
        applet: "load",
        about: "2000 requests a second, and for 400 ms the server says nothing. `response` is what clients had to wait,\n\
                `service` what a tester that waits with the server would have seen.",
        line: "load -c 50 -r 2000 -d 3s --threshold err<1% URL/delay/1ms",
        stall: Some(STALL),
    },
    #[cfg(feature = "rip")]
    Job {
        #[cfg(test)]
        applet: "rip",
        about: "What renditions does this stream have?",
        line: "rip -l URL/hls/master.m3u8",
        stall: None,
    },
    #[cfg(feature = "rip")]
    Job {
        #[cfg(test)]
        applet: "rip",
        about: "Two minutes of it, at most 720 lines; eight segments at once, written in their order.",
        line: "rip -q <=720p -o /dev/null URL/hls/master.m3u8",
        stall: None,
    },
    #[cfg(feature = "fetch")]
    Job {
        #[cfg(test)]
        applet: "fetch",
        about: "A file over four connections, its hash made while it comes.",
        line: "fetch -w 4 URL/static/64m.bin -o FOLDER/64m.bin",
        stall: None,
    },
    #[cfg(feature = "swarm")]
    Job {
        #[cfg(test)]
        applet: "swarm",
        about: "A hundred viewers of a live stream for five seconds: how long they wait, and whether the picture stands.",
        line: "swarm --engine native -c 100 --ramp-rate 100 -d 5s --metrics 127.0.0.1:0 URL/hls/live/360p.m3u8?seconds=1",
        stall: None,
    },
    #[cfg(feature = "scan")]
    Job {
        #[cfg(test)]
        applet: "scan",
        about: "Which of these ports are open, and how is that known? One is that of the demo's own server.",
        line: "scan 127.0.0.1 --reason -p 1-9,PORT",
        stall: None,
    },
    #[cfg(feature = "kv")]
    Job {
        #[cfg(test)]
        applet: "kv",
        about: "A store that every Redis client can use: a record with fields, and what it holds.",
        line: "kv cli -u STORE hset user:1 name Ada born 1815",
        stall: None,
    },
    #[cfg(feature = "kv")]
    Job {
        #[cfg(test)]
        applet: "kv",
        about: "",
        line: "kv cli -u STORE --resp3 --pretty hgetall user:1",
        stall: None,
    },
    #[cfg(feature = "kv")]
    Job {
        #[cfg(test)]
        applet: "kv",
        about: "How many commands a second does it carry out for 50 clients, one at a time and 16 at once?",
        line: "kv bench -u STORE -t set,get -P 1,16 -n 100k -r 100k -d 64 --fill",
        stall: None,
    },
    #[cfg(feature = "books")]
    Job {
        #[cfg(test)]
        applet: "books",
        about: "An audiobook becomes part of a library; files may be renamed later, it is known by its sound.",
        line: "books add FOLDER/Analytical-Engine --db FOLDER/books.db",
        stall: None,
    },
    #[cfg(feature = "books")]
    Job {
        #[cfg(test)]
        applet: "books",
        about: "Where you are in it, three minutes into the second chapter, and what happened before.",
        line: "books save-progress analytical ch2+3m --db FOLDER/books.db",
        stall: None,
    },
    #[cfg(feature = "books")]
    Job {
        #[cfg(test)]
        applet: "books",
        about: "",
        line: "books history analytical --db FOLDER/books.db",
        stall: None,
    },
];

/// Where the servers of the jobs are.
struct Places<'a> {
    origin: &'a str,
    store: &'a str,
    folder: &'a str,
}

impl Job {
    /// The words of its line.
    fn words(&self, places: &Places) -> impl Iterator<Item = String> {
        let (origin, store, folder) = (places.origin.to_owned(), places.store.to_owned(), places.folder.to_owned());
        let port = origin.rsplit(':').next().unwrap_or_default().to_owned();
        self.line.split(' ').map(move |word| {
            word.replace(ORIGIN, &origin).replace(PORT, &port).replace(STORE, &store).replace(FOLDER, &folder)
        })
    }

    /// Its line as a shell wants it.
    fn quoted(&self, places: &Places) -> String {
        let quote = |word: String| if word.contains(['<', '>', '?']) { format!("'{word}'") } else { word };
        self.words(places).map(quote).collect::<Vec<_>>().join(" ")
    }
}

/// Whether a job needs what stands for it in its line.
fn needs(what: &str) -> bool {
    JOBS.iter().any(|job| job.line.contains(what))
}

/// Runs every job; ends early where one fails or a signal arrives.
///
/// # Errors
/// A server does not start, or a job cannot be run.
pub(super) async fn run(session: &Session) -> Result<Exit, Failure> {
    let origin = if needs(ORIGIN) { Some(start_origin()?) } else { None };
    #[cfg(feature = "kv")]
    let store = crate::applets::kv::engine::start(crate::applets::kv::engine::Plan::default()).await?;
    #[cfg(feature = "kv")]
    let store_url = format!("redis://{}", store.address());
    #[cfg(not(feature = "kv"))]
    let store_url = String::new();
    let origin_url = origin.as_ref().map(|origin| origin.url("")).unwrap_or_default();
    let servers = [&origin_url, &store_url].into_iter().filter(|url| !url.is_empty()).cloned().collect::<Vec<_>>();
    say(session, &format!("Servers of this process: {}", servers.join(" and ")))?;
    let folder = env::temporary_folder().join(format!("toolbox-demo-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(Failure::operation)?;
    #[cfg(feature = "books")]
    shelve(&folder.join("Analytical-Engine")).map_err(Failure::operation)?;
    let shown_folder = folder.display().to_string();
    let places = Places { origin: &origin_url, store: &store_url, folder: &shown_folder };
    let outcome = show(session, &places, origin.as_ref()).await;
    // What a job was ended in the middle of may still be written to; the system clears its temporary files.
    let _ = std::fs::remove_dir_all(&folder);
    #[cfg(feature = "kv")]
    store.stop().await?;
    let exit = outcome?;
    if exit == Exit::Done {
        say(session, &format!("\n{}", yours()))?;
    }
    Ok(exit)
}

async fn show(session: &Session, places: &Places<'_>, origin: Option<&Running>) -> Result<Exit, Failure> {
    for job in JOBS {
        let shown = session.term.style().strong(&format!("$ toolbox {}", job.quoted(places)));
        let about = if job.about.is_empty() { String::new() } else { format!("{}\n", job.about) };
        say(session, &format!("\n{about}{shown}\n"))?;
        if let (Some((after, length)), Some(origin)) = (job.stall, origin) {
            origin.stall(after, length);
        }
        let exit = Box::pin(run_typed(job.words(places).map(OsString::from), session)).await?;
        if exit != Exit::Done {
            return Ok(exit);
        }
    }
    Ok(Exit::Done)
}

/// Puts a book of three files into a folder: frames of MP3 (MPEG 1 layer 3, 32 kbit/s, 44.1 kHz) in which nobody speaks.
#[cfg(feature = "books")]
fn shelve(folder: &std::path::Path) -> std::io::Result<()> {
    const FRAME_BYTES: usize = 104;
    std::fs::create_dir_all(folder)?;
    for (number, minutes) in [(1_u8, 4_usize), (2, 6), (3, 5)] {
        let mut frame = [0; FRAME_BYTES];
        frame[..4].copy_from_slice(&[0xff, 0xfb, 0x10, 0xc4]);
        frame[FRAME_BYTES - 1] = number;
        let frames = (minutes * 60 * 44_100).div_ceil(1152);
        std::fs::write(folder.join(format!("Note {number}.mp3")), frame.repeat(frames))?;
    }
    Ok(())
}

/// A fast server would only show how fast loopback is; this one takes a little, as servers do.
fn start_origin() -> Result<Running, Failure> {
    let latency = vec![(Duration::ZERO, Duration::from_micros(500))];
    let behaviour = Behaviour { latency, jitter: 0.5, ..Behaviour::default() };
    origin::start(Options { behaviour, ..Options::default() }).map_err(Failure::operation)
}

/// Beside the results: standard output, unless that is read by a program.
fn say(session: &Session, text: &str) -> Result<(), Failure> {
    if session.term.format() == Format::Table {
        return session.term.out(&format!("{text}\n"));
    }
    session.term.note(text.trim_start());
    Ok(())
}

/// The commands to do the same by hand.
fn yours() -> String {
    let mut lines = vec!["To do it yourself, in two terminals:\n".to_owned()];
    let servers = [(ORIGIN, "  toolbox origin"), (STORE, "  toolbox kv serve")];
    lines.extend(servers.iter().filter(|(place, _)| needs(place)).map(|(_, line)| (*line).to_owned()));
    for job in JOBS {
        if let Some((after, length)) = job.stall {
            let (origin, after, length) = (YOURS.origin, after.as_secs(), length.as_millis());
            lines.push(format!("  curl -X POST '{origin}/control/stall?after={after}s&for={length}ms'"));
        }
        lines.push(format!("  toolbox {}", job.quoted(&YOURS)));
    }
    lines.push("\n`toolbox --list` names the applets, `toolbox help APPLET` tells all that one can do.".to_owned());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::{Cli, applets};

    #[test]
    fn every_applet_shows_its_job() {
        for applet in applets(&Cli::command()) {
            assert!(JOBS.iter().any(|job| job.applet == applet.name), "add a job of {} to the demo", applet.name);
        }
    }

    #[cfg(feature = "load")]
    #[test]
    fn lines_to_copy_are_quoted_for_a_shell() {
        assert!(yours().contains("--threshold 'err<1%' http://localhost:8080/"), "{}", yours());
    }
}
