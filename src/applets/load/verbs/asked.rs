//! How the verbs that play a server themselves get their plans, as the main job does but for the load, which they
//! choose; and how they play them.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::applets::load;
use crate::applets::load::args::{ConnectionArgs, OutcomeArgs, RequestArgs, ShapeArgs};
use crate::applets::load::error::RunError;
use crate::applets::load::plan::{Asked, Plan};
use crate::applets::load::report::Report;
use crate::kit::args::TlsArgs;
use crate::kit::env::Env;
use crate::kit::error::Failure;
use crate::kit::session::Typed;

/// What a verb has for a plan.
pub(super) struct Wanted<'a> {
    /// A URL, or a plan file.
    pub(super) target: Option<&'a str>,
    /// What the verb decided about the load.
    pub(super) shape: ShapeArgs,
    pub(super) request: &'a RequestArgs,
    pub(super) connection: &'a ConnectionArgs,
    pub(super) tls: &'a TlsArgs,
    /// Long flags that go before the plan file although nobody typed them.
    pub(super) decided: &'a [&'a str],
}

impl Wanted<'_> {
    /// The plan.
    pub(super) fn resolve(&self, typed: &Typed) -> Result<Plan, Failure> {
        let outcome = OutcomeArgs::default();
        let asked = Asked {
            target: self.target,
            url: None,
            shape: &self.shape,
            request: self.request,
            connection: self.connection,
            tls: self.tls,
            outcome: &outcome,
            typed: &|flag| typed.is_set(flag) || self.decided.contains(&flag),
            env: Env::process(),
        };
        Ok(Plan::resolve(&asked)?.plan)
    }
}

/// Plays a plan for a moment; `None` when it was cut short. Where nothing was even begun, the machine was away for all
/// of that moment, and the plan is played again.
///
/// # Errors
/// No answer at all, in particular; a verb has nothing to say about such a server.
pub(super) async fn answered(plan: &Arc<Plan>, stop: &CancellationToken) -> Result<Option<Report>, RunError> {
    /// A machine that is away so often can not measure anything.
    const TRIES: usize = 5;
    let mut tries = 0;
    loop {
        if stop.is_cancelled() {
            return Ok(None);
        }
        let report = load::play(plan, stop.clone()).await?;
        tries += 1;
        match () {
            () if stop.is_cancelled() => return Ok(None),
            () if !report.is_empty() => return Ok(Some(report)),
            () if !report.errors.is_empty() || tries == TRIES => return Err(RunError::no_answer(plan, &report)),
            () => {}
        }
    }
}
