//! How the verbs that play a server themselves get their plans: as the main job does, but for the load, which they
//! choose.

use crate::applets::load::args::{ConnectionArgs, OutcomeArgs, RequestArgs, ShapeArgs};
use crate::applets::load::plan::{Asked, Plan};
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
