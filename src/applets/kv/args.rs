//! What the user typed for `kv`, nothing else.

use clap::Args as ClapArgs;

use super::verbs::Verb;

const EXAMPLES: &str = "\
Examples:
  # serve on 127.0.0.1:6379, as redis-server does
  kv serve

  # on every interface, with a password and two threads
  kv serve --listen :6379 --password-file secret.txt --threads 2

  # parameters by their Redis names
  kv serve --set maxmemory=2gb --set maxmemory-policy=allkeys-lru

  # any Redis client works; this one knows the commands
  kv cli set greeting hello
  redis-cli -p 6379 get greeting

  # how fast is it, and how fast beside another server
  kv bench -t set,get -P 1,16
  kv bench --against redis://127.0.0.1:6380

Exit codes: 0 done or drained after a signal, 1 it could not start or was
refused, 2 usage, 3 part of it failed.";

/// Keep keys and values in memory, as Redis does, faster and smaller
#[derive(Debug, Clone, ClapArgs)]
#[command(subcommand_required = true, arg_required_else_help = false)]
#[command(subcommand_value_name = "VERB", subcommand_help_heading = "Verbs")]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct Args {
    /// What to do
    #[command(subcommand)]
    pub verb: Verb,
}
