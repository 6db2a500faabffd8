//! `fetch info URL`: what a URL leads to, without downloading it.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use clap::builder::ValueHint;
use url::Url;

use super::get::job;
use super::output::ResultArgs;
use super::patience::PatienceArgs;
use super::reach::ReachArgs;
use crate::applets::fetch::error::FetchError;
use crate::applets::fetch::plan::{Plan, Target};
use crate::applets::fetch::probe;
use crate::kit::env::Env;
use crate::kit::error::Failure;
use crate::kit::event::Sink;
use crate::kit::exit::Exit;
use crate::kit::net::mask_userinfo;
use crate::kit::session::Session;

const EXAMPLES: &str = "\
Examples:
  # size, whether parts can be asked for, validators, mirrors and checksums
  fetch info https://example.org/image.iso

  # where a link leads to in the end
  fetch info --json https://example.org/latest | jq -r '.probes[0].found_at'";

/// The flags of `fetch info`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct InfoArgs {
    /// What to ask for
    #[arg(value_name = "URL", required = true, value_hint = ValueHint::Url)]
    pub urls: Vec<String>,

    /// How long and how often
    #[command(flatten)]
    pub patience: PatienceArgs,

    /// How servers are reached
    #[command(flatten)]
    pub reach: ReachArgs,

    /// Where the result goes
    #[command(flatten)]
    pub result: ResultArgs,
}

impl InfoArgs {
    /// Asks and tells.
    ///
    /// # Errors
    /// [`FetchError`] where there is one URL; what cannot be understood.
    pub async fn run(self, session: &Session) -> Result<Exit, Failure> {
        let registry = Arc::new(self.reach.registry(Env::process())?);
        let (budgets, _watching) = self.reach.budgets(&session.term)?;
        let plans: Result<Vec<Plan>, Failure> = self.urls.iter().map(|text| self.plan(text)).collect();
        let jobs = plans?.into_iter().map(|plan| job(plan, &registry, &budgets, &Sink::null(), session));
        let report = probe::run(jobs.collect::<Result<_, FetchError>>()?).await?;
        session.term.emit(&report)?;
        Ok(report.exit())
    }

    fn plan(&self, text: &str) -> Result<Plan, Failure> {
        let wrong = |error| Failure::usage(format!("`{}` is not a URL: {error}", mask_userinfo(text)));
        let plan = Plan::new(Url::parse(text).map_err(wrong)?, Target::Folder(PathBuf::from(".")));
        Ok(self.patience.apply(plan))
    }
}
