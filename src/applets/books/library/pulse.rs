//! Where players are, beat by beat, so that the end of their process costs nothing; not facts yet.

use super::facts::Step;
use super::{Library, now_ms};
use crate::applets::books::audio::Essence;
use crate::applets::books::error::BooksError;
use crate::applets::books::log::Act;
use crate::kit::store::params;

impl Library {
    /// Notes where a player is, so that the end of its process costs nothing; not a fact yet.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn pulse(&mut self, session: &str, book: Essence, step: &Step) -> Result<(), BooksError> {
        let profile = self.profile.clone();
        self.store.write(|tx| {
            let numbers = [step.from_ms, step.pos_ms, step.wall_ms].map(|number| number as i64);
            tx.prepare_cached("INSERT OR REPLACE INTO pulse VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?
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
                    step.run
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

    /// Tells what players heard that were ended before they could.
    pub(super) fn recover_pulses(&mut self) -> Result<usize, BooksError> {
        type Pulse = (String, u32, String, [u8; 16], Step);
        let mut statement = self.connection().prepare_cached("SELECT * FROM pulse")?;
        let rows = statement.query_map([], |row| {
            let mut step = Step::to(Act::Span, row.get(9)?, row.get::<_, i64>(4)? as u64, row.get::<_, i64>(5)? as u64);
            (step.wall_ms, step.speed, step.at_ms) = (row.get::<_, i64>(6)? as u64, row.get(7)?, Some(row.get(8)?));
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, step))
        })?;
        let left: Vec<Pulse> = rows.collect::<Result<_, _>>()?;
        drop(statement);
        let dead: Vec<Pulse> = left.into_iter().filter(|(_, pid, ..)| !is_alive(*pid)).collect();
        let count = dead.len();
        for (session, _, profile, book, step) in dead {
            let own = std::mem::replace(&mut self.profile, profile);
            if step.pos_ms > step.from_ms {
                self.step(Essence(book), &step)?;
            }
            self.profile = own;
            self.pulse_over(&session)?;
        }
        Ok(count)
    }
}

/// Whether a process runs; one that has ended and waits for its parent to hear of it does not.
fn is_alive(pid: u32) -> bool {
    let has_ended = std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| stat.contains(") Z "));
    if has_ended {
        return false;
    }
    let pid = i32::try_from(pid).ok().and_then(rustix::process::Pid::from_raw);
    pid.is_some_and(|pid| !matches!(rustix::process::test_kill_process(pid), Err(rustix::io::Errno::SRCH)))
}
