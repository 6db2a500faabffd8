//! What the user typed for `fetch`, nothing else; `fetch URL` is `fetch get URL`.

use clap::Args as ClapArgs;

use super::verbs::Verb;
use super::verbs::get::GetArgs;

const EXAMPLES: &str = "\
Examples:
  # into the current folder, under the name that the server or the URL gives
  fetch https://example.org/image.iso

  # to a file or into a folder; interrupted, the same call goes on
  fetch https://example.org/image.iso -o /tmp/image.iso
  fetch https://example.org/image.iso -o downloads/

  # over eight connections, and only what has this hash
  fetch -w 8 https://example.org/image.iso --sha256 9f86d081884c7d65…

  # the first mebibyte alone
  fetch https://example.org/image.iso --range-end 1MiB -o head.bin

  # a stream, HLS or DASH, in the best rendition of at most 720 lines
  fetch https://example.org/film/master.m3u8 -q '<=720p' -o film.ts
  fetch https://example.org/film/manifest.mpd -q '<=720p' -o film.mp4

  # several connections, one stream in order, nothing on the disk
  fetch -w 8 https://example.org/all.tar -o - | tar x

Beside an unfinished file stands .NAME.toolbox, with what is there and by what
the file is recognised. Ctrl-C saves it; the same call goes on, and so it does
after a kill or a power cut. A stream is NAME.partial, with the journal
NAME.rip, until it is whole. What somebody else began is only gone on with
when told: --resume.

Exit codes: 0 done, 1 failed or the wrong hash (the file is then NAME.bad),
2 usage, 3 a part of several failed, or segments of a stream are missing,
129, 130 or 143 interrupted (what is there is saved). With --json the
report, or {\"error\": {\"kind\": …}}, stands on standard output.";

/// Download files over many connections: resumable, verified
#[derive(Debug, Clone, ClapArgs)]
#[command(subcommand_negates_reqs = true, subcommand_value_name = "VERB", subcommand_help_heading = "Verbs")]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct Args {
    /// The main job
    #[command(flatten)]
    pub get: GetArgs,

    /// A verb with a job of its own
    #[command(subcommand)]
    pub verb: Option<Verb>,
}
