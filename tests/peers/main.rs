//! The applets against real foreign programs, as users have them installed.
//!
//! A test whose program is missing is reported as ignored, with the program's name, so that it is never mistaken for a
//! test that passed. `tests/run` installs the programs where it may.

mod apache;
#[cfg(feature = "books")]
mod books;
#[cfg(feature = "books")]
mod books_bucket;
#[cfg(feature = "fetch")]
mod fetch;
#[cfg(feature = "kv")]
mod kv;
#[cfg(feature = "kv")]
mod kv_alike;
#[cfg(feature = "kv")]
mod kv_files;
#[cfg(feature = "kv")]
mod kv_kills;
#[cfg(feature = "kv")]
mod kv_replicas;
#[cfg(feature = "kv")]
mod kv_siege;
mod load;
mod network;
mod nginx;
#[cfg(feature = "rip")]
mod rip;
#[cfg(feature = "rip")]
mod rip_dash;
#[cfg(feature = "rip")]
mod rip_locked;
#[cfg(feature = "rip")]
mod rip_mp4;
#[cfg(feature = "scan")]
mod scan;
#[cfg(feature = "scan")]
mod scan_daemons;
#[cfg(feature = "scan")]
mod scan_hosts;
#[cfg(feature = "scan")]
mod scan_services;
#[cfg(feature = "kv")]
mod store;
#[cfg(feature = "swarm")]
mod swarm;

use std::env;
use std::path::PathBuf;
use std::process::Command;

use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let arguments = Arguments::from_args();
    #[cfg_attr(
        not(any(
            feature = "books",
            feature = "kv",
            feature = "fetch",
            feature = "rip",
            feature = "scan",
            feature = "swarm"
        )),
        expect(unused_mut, reason = "filled below")
    )]
    let mut trials: Vec<Trial> = [nginx::trials(), load::trials(), network::trials()].into_iter().flatten().collect();
    #[cfg(feature = "kv")]
    trials.extend([kv::trials(), kv_alike::trials(), kv_files::trials(), kv_replicas::trials()].into_iter().flatten());
    #[cfg(feature = "kv")]
    trials.extend(kv_kills::trials().into_iter().chain(kv_siege::trials()));
    #[cfg(feature = "fetch")]
    trials.extend(fetch::trials());
    #[cfg(feature = "rip")]
    trials.extend([rip::trials(), rip_dash::trials(), rip_mp4::trials(), rip_locked::trials()].into_iter().flatten());
    #[cfg(feature = "scan")]
    trials.extend([scan::trials(), scan_hosts::trials(), scan_services::trials()].into_iter().flatten());
    #[cfg(feature = "swarm")]
    trials.extend(swarm::trials());
    #[cfg(feature = "books")]
    {
        trials.extend(books::trials());
        trials.extend(books_bucket::trials());
    }
    libtest_mimic::run(&arguments, trials).exit();
}

/// A test that needs `programs`; ignored where one of them is missing.
fn trial(name: &str, programs: &[&str], test: fn() -> Result<(), Failed>) -> Trial {
    trial_of(name, programs, test)
}

/// [`trial`] for a test that has something with it.
fn trial_of(name: &str, programs: &[&str], test: impl FnOnce() -> Result<(), Failed> + Send + 'static) -> Trial {
    let missing: Vec<_> = programs.iter().copied().filter(|program| find(program).is_none()).collect();
    let trial = Trial::test(name, test).with_ignored_flag(!missing.is_empty());
    if missing.is_empty() { trial } else { trial.with_kind(format!("no {}", missing.join(", no "))) }
}

/// Where a program is installed; administrators' directories count although they are not on everyone's path.
fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let extra = ["/usr/local/sbin", "/usr/sbin", "/sbin"].map(PathBuf::from);
    env::split_paths(&path).chain(extra).map(|directory| directory.join(program)).find(|file| file.is_file())
}

/// The executable under test, without the variables of whoever runs the tests.
fn toolbox() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_toolbox"));
    command.env_clear().current_dir(env!("CARGO_TARGET_TMPDIR"));
    command
}
