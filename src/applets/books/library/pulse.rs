//! Where players are, beat by beat, so that the end of their process costs nothing; not facts yet.

use super::facts::Step;
use super::{Library, now_ms};
use crate::applets::books::audio::Essence;
use crate::applets::books::error::BooksError;
use crate::applets::books::log::{Act, EventId};
use crate::kit::store::{Row, SqlResult, params};

impl Library {
    /// Notes where a player is, so that the end of its process costs nothing; not a fact yet.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn pulse(&mut self, session: &str, book: Essence, step: &Step) -> Result<(), BooksError> {
        let profile = self.profile.clone();
        let tips = serde_json::to_string(&self.place(book)?.tips).map_err(BooksError::Json)?;
        self.store.write(|tx| {
            let numbers = [step.from_ms, step.pos_ms, step.wall_ms].map(|number| number as i64);
            // What is told after the first beat was not known to it.
            tx.prepare_cached(
                "INSERT OR REPLACE INTO pulse VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,
                 coalesce((SELECT tips FROM pulse WHERE session = ?1), ?11), ?12)",
            )?
            .execute(params![
                session,
                std::process::id(),
                profile,
                &book.0[..],
                numbers[0],
                numbers[1],
                numbers[2],
                step.speed,
                now_ms(),
                step.run,
                tips,
                born(std::process::id()).unwrap_or(0)
            ])?;
            Ok(())
        })
    }

    /// The player has told what it did.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn pulse_over(&mut self, session: &str) -> Result<(), BooksError> {
        self.store.write(|tx| {
            tx.prepare_cached("DELETE FROM pulse WHERE session = ?1")?.execute([session])?;
            Ok(())
        })
    }

    /// Tells what players heard that were ended before they could. A place that was told since stays the place.
    pub(super) fn recover_pulses(&mut self) -> Result<usize, BooksError> {
        let mut statement = self.connection().prepare_cached("SELECT * FROM pulse")?;
        let rows = statement.query_map([], Pulse::read)?;
        let left: Vec<Pulse> = rows.collect::<Result<_, _>>()?;
        drop(statement);
        let dead: Vec<Pulse> = left.into_iter().filter(|pulse| !is_alive(pulse.pid, pulse.born)).collect();
        let count = dead.len();
        for pulse in dead {
            let own = std::mem::replace(&mut self.profile, pulse.profile);
            let told = self.tell_late(pulse.book, &pulse.step, pulse.tips.as_deref());
            self.profile = own;
            told?;
            self.pulse_over(&pulse.session)?;
        }
        Ok(count)
    }

    /// Tells what was heard after what was known then. Others' places beside it are a fork; one that this device told since
    /// would count as the earlier one, and is told again.
    fn tell_late(&mut self, book: Essence, step: &Step, tips: Option<&[EventId]>) -> Result<(), BooksError> {
        if step.pos_ms <= step.from_ms {
            return Ok(());
        }
        let device = self.device;
        let own = |tips: &[EventId]| tips.iter().filter(|tip| tip.device == device).map(|tip| tip.seq).max();
        let since = match tips {
            Some(tips) => self.place(book)?.heads.into_iter().find(|head| {
                head.id.device == device && own(tips).is_none_or(|last| last < head.id.seq) && !tips.contains(&head.id)
            }),
            None => None,
        };
        self.step_after(book, step, tips)?;
        if let Some(head) = since {
            let mut back = Step::to(Act::Seek, head.run, step.pos_ms, head.pos_ms);
            (back.done, back.at_ms) = (head.done, Some(head.at_ms));
            self.step_after(book, &back, tips)?;
        }
        Ok(())
    }
}

/// Where a player was.
struct Pulse {
    session: String,
    pid: u32,
    born: i64,
    profile: String,
    book: Essence,
    step: Step,
    /// What was known when it began; none where an earlier build wrote it.
    tips: Option<Vec<EventId>>,
}

impl Pulse {
    fn read(row: &Row<'_>) -> SqlResult<Self> {
        let mut step = Step::to(Act::Span, row.get(9)?, row.get::<_, i64>(4)? as u64, row.get::<_, i64>(5)? as u64);
        (step.wall_ms, step.speed, step.at_ms) = (row.get::<_, i64>(6)? as u64, row.get(7)?, Some(row.get(8)?));
        Ok(Self {
            session: row.get(0)?,
            pid: row.get(1)?,
            born: row.get(11)?,
            profile: row.get(2)?,
            book: Essence(row.get(3)?),
            step,
            tips: serde_json::from_str(&row.get::<_, String>(10)?).ok(),
        })
    }
}

/// When a process began, in ticks since the system did (field 22 of `/proc/PID/stat`), where the system tells; none of one
/// that has ended and waits for its parent to hear of it.
fn born(pid: u32) -> Option<i64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name before may have spaces and brackets in it.
    let mut fields = stat.rsplit_once(") ")?.1.split(' ');
    (fields.next()? != "Z").then(|| fields.nth(18)?.parse().ok())?
}

/// Whether the process that began then still runs; its number may be another's by now. `then` is 0 where that is not known.
fn is_alive(pid: u32, then: i64) -> bool {
    if let Some(now) = born(pid) {
        return then == 0 || then == now;
    }
    if std::path::Path::new("/proc/self/stat").exists() {
        return false;
    }
    let pid = i32::try_from(pid).ok().and_then(rustix::process::Pid::from_raw);
    pid.is_some_and(|pid| !matches!(rustix::process::test_kill_process(pid), Err(rustix::io::Errno::SRCH)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_was_saved_after_a_player_died_stays_the_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lib.db");
        let book = Essence([7; 16]);
        let mut library = Library::open(&path, "").unwrap();
        library.step(book, &Step::to(Act::Seek, 1, 0, 60_000)).unwrap();
        let mut heard = Step::to(Act::Span, 1, 60_000, 90_000);
        heard.wall_ms = 30_000;
        library.pulse("one", book, &heard).unwrap();
        library.step(book, &Step::to(Act::Seek, 1, 60_000, 300_000)).unwrap();
        // A later beat knows no more than the first.
        library.pulse("one", book, &heard).unwrap();
        // It lives: this process is the player. Another that has its number since is not.
        assert_eq!(library.recover_pulses().unwrap(), 0);
        library.store.write::<_, BooksError>(|tx| Ok(tx.execute("UPDATE pulse SET born = 1", [])?)).unwrap();
        drop(library);
        let library = Library::open(&path, "").unwrap();
        let place = library.place(book).unwrap();
        assert_eq!((place.heads.len(), place.heads[0].pos_ms), (1, 300_000), "{place:?}");
        assert!(place.runs[0].heard.contains(&(60_000, 90_000)), "{place:?}");
    }

    #[test]
    fn what_a_dead_player_heard_last_is_the_place_where_nothing_was_told_since() {
        let folder = tempfile::tempdir().unwrap();
        let mut library = Library::open(&folder.path().join("lib.db"), "").unwrap();
        let book = Essence([7; 16]);
        library.step(book, &Step::to(Act::Seek, 1, 0, 60_000)).unwrap();
        library.pulse("one", book, &Step::to(Act::Span, 1, 60_000, 90_000)).unwrap();
        library.store.write::<_, BooksError>(|tx| Ok(tx.execute("UPDATE pulse SET born = 1", [])?)).unwrap();
        assert_eq!(library.recover_pulses().unwrap(), 1);
        assert_eq!(library.place(book).unwrap().heads[0].pos_ms, 90_000);
        assert_eq!(library.recover_pulses().unwrap(), 0);
    }
}
