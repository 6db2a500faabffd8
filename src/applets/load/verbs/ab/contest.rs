//! What `ab` plays: a plan for each side, and the rounds.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::AbArgs;
use crate::applets::load::args::{RequestArgs, ShapeArgs};
use crate::applets::load::pace::Pace;
use crate::applets::load::plan::{Plan, Stop};
use crate::applets::load::verbs::asked::Wanted;
use crate::kit::error::Failure;
use crate::kit::random::Random;
use crate::kit::session::Typed;

/// A round shorter than this measures how a run begins and ends.
const SHORTEST_ROUND: Duration = Duration::from_millis(50);

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The one to compare with.
    A,
    /// The one in question.
    B,
}

impl Side {
    /// The one that is not this.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }
}

/// Two sides and how often they meet.
#[derive(Debug)]
pub(super) struct Contest {
    /// One round of A.
    pub(super) a: Arc<Plan>,
    /// One round of B.
    pub(super) b: Arc<Plan>,
    pub(super) rounds: u16,
    /// How long a side is measured in a round.
    pub(super) round: Duration,
    /// Share that does not matter.
    pub(super) margin: f64,
    /// Who begins the first round; the order is ABBA… from there.
    pub(super) first: Side,
    pub(super) seed: u64,
}

impl Contest {
    /// From what was typed.
    pub(super) fn resolve(args: &AbArgs, typed: &Typed) -> Result<Self, Failure> {
        let rounds = &args.rounds;
        if rounds.round < SHORTEST_ROUND {
            return Err(Failure::usage("--round must be at least 50ms").hint("more rounds tell more than longer ones"));
        }
        let seed = rounds.seed.unwrap_or_else(|| Random::from_system().next_u64());
        let a = side_a(args, seed, typed)?;
        let b = side_b(args, seed, typed)?;
        let first = if Random::seeded(seed).below(2) == 0 { Side::A } else { Side::B };
        let (count, round, margin) = (rounds.rounds, rounds.round, rounds.margin);
        Ok(Self { a: timed(a, round, "A")?, b: timed(b, round, "B")?, rounds: count, round, margin, first, seed })
    }

    /// The plan of one side.
    pub(super) const fn plan(&self, side: Side) -> &Arc<Plan> {
        match side {
            Side::A => &self.a,
            Side::B => &self.b,
        }
    }

    /// Who begins round `round`, from 0.
    pub(super) const fn first_of(&self, round: u16) -> Side {
        if round.is_multiple_of(2) { self.first } else { self.first.other() }
    }
}

/// Flags that hold although a plan file may say otherwise: `ab` decides how long.
const DECIDED: [&str; 3] = ["duration", "requests", "warmup"];

fn side_a(args: &AbArgs, seed: u64, typed: &Typed) -> Result<Plan, Failure> {
    let wanted = Wanted {
        target: Some(&args.a),
        shape: shape(args, seed),
        request: &args.request,
        connection: &args.connection,
        tls: &args.tls,
        decided: &DECIDED,
    };
    wanted.resolve(typed)
}

fn side_b(args: &AbArgs, seed: u64, typed: &Typed) -> Result<Plan, Failure> {
    let other = &args.other;
    let mut connection = args.connection.clone();
    let mut shape = shape(args, seed);
    let mut decided = DECIDED.to_vec();
    if let Some(http) = other.http {
        (connection.http, connection.h2c) = (Some(http), false);
        decided.push("http");
    }
    if other.h2c {
        (connection.http, connection.h2c) = (None, true);
        decided.push("h2c");
    }
    if let Some(streams) = other.streams {
        connection.streams = Some(streams);
        decided.push("streams");
    }
    if let Some(connections) = other.connections {
        shape.connections = Some(connections);
        decided.push("connections");
    }
    if let Some(engine) = other.engine {
        connection.engine = Some(engine);
        decided.push("engine");
    }
    if other.no_keepalive {
        connection.no_keepalive = true;
        decided.push("no-keepalive");
    }
    let mut request: RequestArgs = args.request.clone();
    request.headers.extend(other.headers.iter().cloned());
    if !other.headers.is_empty() {
        decided.push("header");
    }
    let target = args.b.as_deref().unwrap_or(&args.a);
    let wanted = Wanted {
        target: Some(target),
        shape,
        request: &request,
        connection: &connection,
        tls: &args.tls,
        decided: &decided,
    };
    wanted.resolve(typed)
}

fn shape(args: &AbArgs, seed: u64) -> ShapeArgs {
    let rounds = &args.rounds;
    ShapeArgs {
        connections: rounds.connections,
        duration: Some(rounds.round),
        rate: rounds.rate,
        arrivals: rounds.arrivals,
        threads: rounds.threads,
        seed: Some(seed),
        ..ShapeArgs::default()
    }
}

/// The plan as one round plays it.
fn timed(mut plan: Plan, round: Duration, name: &str) -> Result<Arc<Plan>, Failure> {
    /// New connections and caches settle within this; longer would only cost time.
    const LONGEST_WARMUP: Duration = Duration::from_millis(300);
    if matches!(&plan.shape.pace, Pace::Open { curve, .. } if !curve.stages.is_empty()) {
        let error = format!("the plan of {name} has stages, and a round has one rate");
        return Err(Failure::usage(error).hint("give --rate, which holds for both sides"));
    }
    plan.shape.stop = Stop { requests: None, duration: Some(round) };
    plan.shape.warmup = (round / 5).min(LONGEST_WARMUP);
    Ok(Arc::new(plan))
}
