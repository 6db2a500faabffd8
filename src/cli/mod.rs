//! The only place that knows all applets: the command line from the first word to the exit code.
//!
//! ```text
//! argv0      which applet a link names                     words      a walk before parsing: Go-style flags, --x=false
//! configure  files and variables become clap's defaults    launch     parsing, session, runtime, exit code
//! generate   completions and manual pages                  install    a link for each applet
//! list       the table of applets                          failure    how an error looks
//! demo       every applet's main job on a server of its own
//! ```
//!
//! A linked call (`load URL`) and a launched one (`toolbox load URL`) are parsed by the same tree, so every flag works
//! in both. Nothing here starts a thread before the command line was understood.

mod applet;
mod argv0;
mod configure;
mod demo;
mod failure;
mod generate;
mod install;
mod launch;
mod list;
mod misspelt;
mod slugs;
mod words;

use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueHint};
use clap_complete::Shell;

#[cfg(feature = "books")]
use crate::applets::books;
#[cfg(feature = "fetch")]
use crate::applets::fetch;
#[cfg(feature = "kv")]
use crate::applets::kv;
#[cfg(feature = "load")]
use crate::applets::load;
#[cfg(feature = "rip")]
use crate::applets::rip;
#[cfg(feature = "scan")]
use crate::applets::scan;
#[cfg(feature = "swarm")]
use crate::applets::swarm;
use crate::kit::args::GlobalArgs;
use crate::origin;

pub use self::generate::files as generated_files;
pub use self::launch::main;

const EXAMPLES: &str = "\
Examples:
  # what there is
  toolbox --list
  toolbox help load

  # the applets as commands of their own
  toolbox --install ~/.local/bin

  # completions for this shell
  source <(toolbox completions bash)

Settings may also stand in toolbox.toml, .yaml or .json, in a section for
each applet, and in variables such as TOOLBOX_LOAD__RATE.

Exit codes: 0 done, 1 failed, 2 usage or configuration, 3 a threshold was not
met; 129, 130 or 143 interrupted.";

/// Network tools in one executable
#[derive(Debug, Parser)]
#[command(name = "toolbox", version, propagate_version = true, after_long_help = EXAMPLES)]
#[command(subcommand_value_name = "APPLET", subcommand_help_heading = "Applets and commands")]
struct Cli {
    /// List the applets
    #[arg(long, conflicts_with_all = ["install", "hard"])]
    list: bool,

    /// Link every applet in DIR, so that it can be called by its own name
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    install: Option<PathBuf>,

    /// With --install: make hard links
    #[arg(long, requires = "install")]
    hard: bool,

    #[command(flatten)]
    global: GlobalArgs,

    #[command(subcommand)]
    command: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    #[command(flatten)]
    Applet(Applet),
    #[command(flatten)]
    Own(Own),
}

/// The table of applets: only what works is in it. An alias is the name the tool had on a roadmap; links under that
/// name work as well.
#[derive(Debug, Subcommand)]
enum Applet {
    #[cfg(feature = "load")]
    #[command(alias = "blitz")]
    Load(Box<load::Args>),
    #[cfg(feature = "rip")]
    #[command(alias = "streamrip")]
    Rip(Box<rip::Args>),
    #[cfg(feature = "kv")]
    Kv(Box<kv::Args>),
    #[cfg(feature = "fetch")]
    #[command(alias = "dlm")]
    Fetch(Box<fetch::Args>),
    #[cfg(feature = "swarm")]
    #[command(alias = "go-ffmpeg-hls-swarm")]
    Swarm(Box<swarm::Args>),
    #[cfg(feature = "scan")]
    #[command(alias = "netscan")]
    Scan(Box<scan::Args>),
    #[cfg(feature = "books")]
    #[command(alias = "audiotrack")]
    Books(Box<books::Args>),
}

/// What the launcher does itself.
#[derive(Debug, Subcommand)]
enum Own {
    /// Print completions for a shell
    Completions(CompletionsArgs),
    /// Print a manual page, for `man -l -`
    Man(ManArgs),
    /// Show every applet at its main job for a few seconds, against servers of its own
    #[command(after_long_help = DEMO_EXAMPLES)]
    Demo,
    /// Serve test traffic until a signal: files, ranges, delays, errors and faults on demand
    Origin(Box<origin::Args>),
}

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  # for this shell only
  source <(toolbox completions bash)

  # for every bash from now on
  cd ~/.local/share/bash-completion/completions
  toolbox completions bash > toolbox
  toolbox completions bash load > load

  # for an applet that is called by its own name, in every zsh
  toolbox completions zsh load > ~/.zfunc/_load";

const DEMO_EXAMPLES: &str = "\
Examples:
  # every applet's main job, with nothing set up
  toolbox demo

  # for the eyes of a program: a report for each job
  toolbox demo --json";

const MAN_EXAMPLES: &str = "\
Examples:
  # read the page of an applet, or of one of its verbs
  toolbox man load | man -l -
  toolbox man load find | man -l -

  # the page of the launcher
  toolbox man | man -l -

  # install a page
  toolbox man load -o ~/.local/share/man/man1/load.1";

#[derive(Debug, Args)]
#[command(after_long_help = COMPLETIONS_EXAMPLES)]
struct CompletionsArgs {
    /// The shell
    #[arg(value_enum, ignore_case = true)]
    shell: Shell,
    /// Only for this applet, called by its own name
    applet: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_long_help = MAN_EXAMPLES)]
struct ManArgs {
    /// The page of this applet or command, or of its verb
    #[arg(value_name = "COMMAND")]
    path: Vec<String>,
}

/// The whole flag table, untouched by configuration.
fn tree() -> clap::Command {
    Cli::command()
}

/// The applets of `tree` with all their names.
fn applets(tree: &clap::Command) -> Vec<argv0::Applet<'_>> {
    let known = Applet::augment_subcommands(clap::Command::new(""));
    tree.get_subcommands()
        .filter(|command| known.find_subcommand(command.get_name()).is_some())
        .map(|command| argv0::Applet { name: command.get_name(), aliases: command.get_all_aliases().collect() })
        .collect()
}
