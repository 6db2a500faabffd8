//! Plays a book: what mpv tells and what keys mean become facts of the library.

use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::hearing::{Heard, Hearing, Outcome, Paused};
use super::mpv::{Mpv, Playlist, Told};
use super::view::{KEYS, Key, Keys, Status};
use crate::applets::books::audio::Chapter;
use crate::applets::books::error::BooksError;
use crate::applets::books::library::Library;
use crate::applets::books::library::book::Book;
use crate::applets::books::library::facts::{Step, Whose};
use crate::applets::books::log::Act;
use crate::applets::books::position::chapter_at;
use crate::kit::term::{Live, Term};

/// What was heard is told this often.
const SAVE: Duration = Duration::from_secs(30);

/// Where the player is, is noted this often: what a kill costs at most.
const PULSE: Duration = Duration::from_secs(1);

/// Smaller jumps are the player's, not the listener's.
const JUMP_MS: u64 = 1000;

/// What is waited for.
enum Input {
    Mpv(Told),
    Key(Key),
}

/// When to stop by oneself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sleep {
    /// Never.
    Never,
    /// After this long.
    After(Duration),
    /// At the end of the chapter.
    Chapter,
}

/// How playing ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// The listener wanted it, or a signal, or the timer.
    Stopped,
    /// The terminal went away.
    HungUp,
    /// The book is over.
    Finished,
    /// mpv went away.
    Failed(String),
}

/// A player at work.
pub struct Player<'a> {
    library: &'a mut Library,
    book: Book,
    chapters: Vec<Chapter>,
    mpv: Mpv,
    hearing: Hearing,
    session: String,
    run: u32,
    speed: f64,
    began: Instant,
    saved: Duration,
    pulsed: Duration,
    sleep: Sleep,
    /// Jumps that are waited for: a seek that was asked for is the listener's even where it is small.
    undo: Vec<u64>,
    is_ready: bool,
}

/// Plays until the end, the listener, or a signal.
///
/// # Errors
/// mpv does not start; the library cannot be written.
pub fn play(
    library: &mut Library,
    book: &Book,
    playlist: &Playlist,
    sleep: Sleep,
    term: &Term,
    stop: &CancellationToken,
) -> Result<Ended, BooksError> {
    let (sender, inputs) = sync_channel(256);
    let mpv = Mpv::start(playlist, sender.clone(), Input::Mpv)
        .map_err(|error| BooksError::Player { program: playlist.program.clone(), source: error })?;
    let keys = if term.is_interactive() { Keys::listen(sender, Input::Key).ok() } else { None };
    let chapters = library.chapters(book.id)?;
    let began = Instant::now();
    let session = format!("{}-{}", library.device, crate::applets::books::library::now_ms());
    let mut player = Player {
        hearing: Hearing::at(playlist.start_ms, playlist.speed, Duration::ZERO),
        library,
        book: book.clone(),
        chapters,
        mpv,
        session,
        run: book.run.max(1),
        speed: playlist.speed,
        began,
        saved: Duration::ZERO,
        pulsed: Duration::ZERO,
        sleep,
        undo: Vec::new(),
        is_ready: false,
    };
    let live = term.live();
    if keys.is_some() {
        live.print_above(KEYS);
    }
    let ended = player.run(&inputs, &live, stop);
    drop(live);
    drop(keys);
    player.save()?;
    let ended = ended?;
    if ended == Ended::Finished {
        let finish = Step::to(Act::Finish, player.run, player.hearing.here_ms(), player.book.duration_ms);
        player.library.step(player.book.fingerprint, &finish)?;
    }
    player.library.pulse_over(&player.session)?;
    Ok(ended)
}

impl Player<'_> {
    fn run(&mut self, inputs: &Receiver<Input>, live: &Live, stop: &CancellationToken) -> Result<Ended, BooksError> {
        /// Looked at this often: signals, timers, the line.
        const TICK: Duration = Duration::from_millis(200);
        let mut drawn = Duration::ZERO;
        loop {
            if stop.is_cancelled() {
                return Ok(Ended::Stopped);
            }
            match inputs.recv_timeout(TICK) {
                Ok(Input::Mpv(Told::Gone(why))) => {
                    return Ok(if self.is_at_end() { Ended::Finished } else { Ended::Failed(why) });
                }
                Ok(Input::Mpv(Told::End)) => return Ok(Ended::Finished),
                Ok(Input::Mpv(told)) => self.hear(&told)?,
                Ok(Input::Key(Key::Quit)) => return Ok(Ended::Stopped),
                Ok(Input::Key(Key::HungUp)) => return Ok(Ended::HungUp),
                Ok(Input::Key(Key::Help)) => live.print_above(KEYS),
                Ok(Input::Key(key)) => self.press(key, live)?,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(Ended::Failed("mpv ended".to_owned())),
            }
            let now = self.began.elapsed();
            if now.saturating_sub(self.pulsed) >= PULSE {
                self.pulsed = now;
                self.pulse()?;
            }
            if now.saturating_sub(self.saved) >= SAVE {
                self.save()?;
            }
            if now.saturating_sub(drawn) >= TICK {
                drawn = now;
                live.set(vec![self.status().line()]);
            }
            if matches!(self.sleep, Sleep::After(at) if now >= at) {
                live.print_above("good night");
                return Ok(Ended::Stopped);
            }
        }
    }

    fn is_at_end(&self) -> bool {
        self.hearing.here_ms() + 2000 >= self.book.duration_ms
    }

    fn hear(&mut self, told: &Told) -> Result<(), BooksError> {
        let now = self.began.elapsed();
        match *told {
            Told::Position(place_ms) => {
                let chapter = self.chapter();
                if !self.is_ready {
                    // The first word is where it begins, which may be a frame off what was asked for.
                    self.is_ready = true;
                    self.hearing = Hearing::at(place_ms, self.speed, now);
                    return Ok(());
                }
                if let Outcome::Jumped { before, from_ms, to_ms } = self.hearing.position(place_ms, now) {
                    self.tell(before)?;
                    if to_ms.abs_diff(from_ms) >= JUMP_MS {
                        let step = Step::to(Act::Seek, self.run, from_ms, to_ms);
                        self.library.step(self.book.fingerprint, &step)?;
                    }
                    return Ok(());
                }
                if self.sleep == Sleep::Chapter && chapter.is_some() && self.chapter() > chapter {
                    self.sleep = Sleep::After(Duration::ZERO);
                }
            }
            Told::Paused(paused) => {
                self.hearing.pause(if paused { Paused::Yes } else { Paused::No }, now);
                if paused {
                    self.save()?;
                }
            }
            Told::Speed(speed) if speed > 0.0 => {
                let heard = self.hearing.speed(speed);
                self.tell(heard)?;
                if (speed - self.speed).abs() > 1e-6 {
                    self.speed = speed;
                    let speed = (speed * 1000.0).round() / 1000.0;
                    self.library.set(Whose::Mine, Some(self.book.fingerprint), "speed", Some(speed.into()))?;
                }
            }
            Told::Speed(_) | Told::End | Told::Gone(_) => {}
        }
        Ok(())
    }

    fn press(&mut self, key: Key, live: &Live) -> Result<(), BooksError> {
        let here = self.hearing.here_ms();
        let sent = match key {
            Key::Pause => self.mpv.send(&json!(["cycle", "pause"])),
            Key::Seek(seconds) => {
                let to = here.saturating_add_signed(seconds * 1000).min(self.book.duration_ms.saturating_sub(500));
                self.jump(to)
            }
            Key::Faster => self.mpv.send(&json!(["set_property", "speed", tenths(self.speed + 0.1)])),
            Key::Slower => self.mpv.send(&json!(["set_property", "speed", tenths(self.speed - 0.1)])),
            Key::Normal => self.mpv.send(&json!(["set_property", "speed", 1.0])),
            Key::Next => match self.chapters.get(self.chapter().map_or(0, |index| index + 1)) {
                Some(chapter) => self.jump(chapter.start_ms),
                None => Ok(()),
            },
            Key::Previous => {
                let index = self.chapter().unwrap_or(0);
                let start = self.chapters.get(index).map_or(0, |chapter| chapter.start_ms);
                // As every player does: from a few seconds in, to the beginning of this one.
                let is_begun = here.saturating_sub(start) > 3000 || index == 0;
                let to = if is_begun { start } else { self.chapters[index - 1].start_ms };
                self.jump(to)
            }
            Key::Mark => {
                self.library.mark(&self.book, here, "")?;
                live.print_above("bookmark set");
                Ok(())
            }
            Key::Undo => {
                if let Some(place_ms) = self.undo.pop() {
                    self.mpv.seek(place_ms)
                } else {
                    live.print_above("there is no jump to take back");
                    Ok(())
                }
            }
            Key::Sleep => {
                self.sleep = match self.sleep {
                    Sleep::After(_) => Sleep::Never,
                    _ => Sleep::After(self.began.elapsed() + Duration::from_mins(15)),
                };
                Ok(())
            }
            Key::Help | Key::Quit | Key::HungUp => Ok(()),
        };
        // That it is gone is heard on the other way.
        drop(sent);
        Ok(())
    }

    fn jump(&mut self, to_ms: u64) -> std::io::Result<()> {
        self.undo.push(self.hearing.here_ms());
        self.mpv.seek(to_ms)
    }

    fn chapter(&self) -> Option<usize> {
        chapter_at(&self.chapters, self.hearing.here_ms()).map(|(index, _)| index)
    }

    fn status(&self) -> Status<'_> {
        let here_ms = self.hearing.here_ms();
        let chapter = chapter_at(&self.chapters, here_ms).map(|(index, chapter)| (index + 1, chapter.title.as_str()));
        let sleep = match self.sleep {
            Sleep::After(at) => Some(at.saturating_sub(self.began.elapsed())),
            _ => None,
        };
        let (title, duration_ms, speed) = (self.book.title.as_str(), self.book.duration_ms, self.speed);
        Status { title, here_ms, duration_ms, chapter, speed, is_paused: self.hearing.is_paused(), sleep }
    }

    fn step(&self, heard: Heard) -> Step {
        let mut step = Step::to(Act::Span, self.run, heard.from_ms, heard.to_ms);
        (step.wall_ms, step.speed) = (heard.wall_ms, heard.speed);
        step
    }

    /// Tells what was heard.
    fn tell(&mut self, heard: Option<Heard>) -> Result<(), BooksError> {
        if let Some(heard) = heard {
            self.library.step(self.book.fingerprint, &self.step(heard))?;
            self.library.pulse_over(&self.session)?;
        }
        Ok(())
    }

    fn save(&mut self) -> Result<(), BooksError> {
        self.saved = self.began.elapsed();
        let heard = self.hearing.take();
        self.tell(heard)
    }

    fn pulse(&mut self) -> Result<(), BooksError> {
        match self.hearing.so_far() {
            Some(heard) => self.library.pulse(&self.session, self.book.fingerprint, &self.step(heard)),
            None => Ok(()),
        }
    }
}

/// Within what can be understood, in tenths.
fn tenths(speed: f64) -> f64 {
    (speed.clamp(0.3, 4.0) * 10.0).round() / 10.0
}
