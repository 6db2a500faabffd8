//! How long is waited and how often is tried, and by which protocol: the flags that every verb shares which asks a
//! server.

use std::time::Duration;

use clap::Args;

use crate::applets::fetch::plan::Plan;
use crate::kit::units::parse_duration;

/// The flags.
#[derive(Debug, Clone, Default, Args)]
pub struct PatienceArgs {
    /// Give up on a connection when nothing comes for this long [default: 20s]
    #[arg(long, value_name = "DURATION", value_parser = parse_patience)]
    pub timeout: Option<Duration>,

    /// Try again this often without a byte of progress [default: 9; 2 where
    /// nobody ever listened]
    #[arg(long, value_name = "N")]
    pub retries: Option<u32>,

    /// The protocol, where not the scheme of the URL decides
    #[arg(long, value_name = "NAME")]
    pub protocol: Option<String>,
}

impl PatienceArgs {
    /// The plan with what these flags say.
    #[must_use]
    pub fn apply(&self, plan: Plan) -> Plan {
        let tries = self.retries.map(|retries| retries.saturating_add(1));
        Plan {
            protocol: self.protocol.clone(),
            stall: self.timeout.unwrap_or(plan.stall),
            tries: tries.unwrap_or(plan.tries),
            first_tries: tries.unwrap_or(plan.first_tries),
            ..plan
        }
    }
}

fn parse_patience(text: &str) -> Result<Duration, String> {
    let duration = parse_duration(text).map_err(|error| error.to_string())?;
    if duration.is_zero() { Err("0 would wait for nothing; leave the flag out".to_owned()) } else { Ok(duration) }
}
