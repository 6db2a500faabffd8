//! Who plays the audience: processes of ffmpeg, players of this process, or both.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::error::SwarmError;
use super::ffmpeg::capability::Capability;
use super::ffmpeg::{self, Groundwork};
use super::native::Theatre;
use super::plan::{Aim, Plan, Preflight};
use super::preflight::{Check, CheckState, Machine, checks};
use super::tally::Tally;
use super::warn;
use crate::kit::error::Failure;
use crate::kit::session::Session;

/// What is ready to begin; one of both at least.
pub(super) struct Cast {
    /// What is known of ffmpeg, where there are processes.
    pub(super) processes: Option<Groundwork>,
    /// Players.
    pub(super) players: Option<Theatre>,
}

impl Cast {
    /// Looks at the machine, the program and the stream.
    pub(super) async fn gather(plan: &Plan, tally: &Arc<Tally>, session: &Session) -> Result<Self, Failure> {
        let processes = if plan.processes() > 0 {
            Some(lay(plan, session).await?)
        } else {
            if plan.preflight == Preflight::Check {
                look(plan, None, session)?;
            }
            None
        };
        let players = if plan.has_players() { Some(Theatre::new(plan, tally)?) } else { None };
        Ok(Self { processes, players })
    }

    /// Runs all until `stop`, or until each was started as often as it may be.
    pub(super) async fn perform(
        &self,
        plan: &Plan,
        tally: &Arc<Tally>,
        stop: &CancellationToken,
    ) -> Result<(), SwarmError> {
        let processes = async {
            match &self.processes {
                Some(groundwork) => ffmpeg::execute(plan, groundwork.clone(), tally, stop.clone()).await,
                None => Ok(()),
            }
        };
        let players = async {
            match &self.players {
                Some(theatre) => theatre.execute(stop.clone()).await,
                None => Ok(()),
            }
        };
        let (processes, players) = tokio::join!(processes, players);
        processes.and(players)
    }
}

async fn lay(plan: &Plan, session: &Session) -> Result<Groundwork, Failure> {
    let laid = Groundwork::lay(plan).await;
    let missing = matches!(&laid, Err(SwarmError::Program { .. }));
    if plan.aim != Aim::PrintCommand && plan.preflight == Preflight::Check && (laid.is_ok() || missing) {
        let capability = laid.as_ref().ok().map(|groundwork| &groundwork.capability);
        look(plan, capability, session)?;
    }
    let groundwork = laid?;
    if let Some(reason) = &groundwork.fallback {
        warn(session, &format!("{reason}: each client takes the first picture and sound"));
    }
    let lacks = groundwork.capability.lacks();
    if plan.aim == Aim::PrintCommand && !lacks.is_empty() {
        warn(session, &format!("this ffmpeg does not know {}: left out", lacks.join(", ")));
    }
    Ok(groundwork)
}

/// Tells whether the machine carries the audience; an error where it does not.
pub(super) fn look(plan: &Plan, capability: Option<&Capability>, session: &Session) -> Result<(), SwarmError> {
    let found = checks(plan, Machine::here(plan), capability);
    let failed = found.iter().any(|check| check.state == CheckState::Failed);
    let lines: Vec<String> = found.iter().map(Check::text).collect();
    let text = format!("Preflight checks:\n{}\n", lines.join("\n"));
    if failed {
        session.term.err(&text);
        return Err(SwarmError::Preflight);
    }
    if session.term.is_interactive() {
        session.term.note(text.trim_end());
        return Ok(());
    }
    // Among lines of a log nothing stands that programs cannot read.
    for Check { name, state, message, fix } in found {
        if state == CheckState::Warning {
            tracing::warn!(check = name, figures = message, fix, "preflight_check");
        } else {
            tracing::info!(check = name, figures = message, "preflight_check");
        }
    }
    Ok(())
}
