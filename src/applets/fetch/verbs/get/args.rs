//! What may be typed for `fetch get`.

use std::num::NonZeroU64;
use std::path::PathBuf;

use clap::builder::ValueHint;
use clap::{Args, ValueEnum};

use crate::applets::fetch::checksum::{Algorithm, Checksum, ChecksumError};
use crate::applets::fetch::plan::Naming;
use crate::applets::fetch::plan::{HOST_CEILING, Workers};
use crate::applets::fetch::store::Allocation;
use crate::applets::fetch::verbs::output::PlaceArgs;
use crate::applets::fetch::verbs::patience::PatienceArgs;
use crate::applets::fetch::verbs::reach::ReachArgs;
use crate::kit::units::parse_bytes;
use crate::media::select::{Quality, QualityError};

const EXAMPLES: &str = "\
Examples:
  # the name from the server or the URL, into the current folder
  fetch get https://example.org/image.iso

  # over eight connections, and only what has this hash
  fetch get -w 8 https://example.org/image.iso --sha256 9f86d081884c7d65…

  # from two places at once, no faster than 10 MB a second
  fetch get https://a.example/x --mirror https://b.example/x --limit 10MB

  # all of a list into a folder, each checked; what failed is told at the end
  fetch get -i list.txt -o images/ --checksum-file SHA256SUMS

  # only what is newer than the file that is there
  fetch get --if-newer https://example.org/daily.tar.gz

  # the report for a program
  fetch get --json https://example.org/image.iso | jq -r .sha256

Lists have a URL on each line, mirrors of it behind, and indented below what
is special about it: out=NAME, dir=FOLDER, checksum=ALGO:HEX. Of several
downloads the exit code is 3 where some failed, and 1 where all did.";

/// The flags of `fetch get`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct GetArgs {
    /// What to download; several, where -o is a folder
    #[arg(value_name = "URL", value_hint = ValueHint::Url, required_unless_present_any = ["input", "metalink"])]
    pub urls: Vec<String>,

    /// Its place
    #[command(flatten)]
    pub place: PlaceArgs,

    /// Download what this list names; - is standard input
    #[arg(short, long, value_name = "LIST", value_hint = ValueHint::FilePath)]
    pub input: Option<PathBuf>,

    /// Download the files of this Metalink, a file or a URL
    #[arg(long, value_name = "FILE|URL", value_hint = ValueHint::FilePath)]
    pub metalink: Option<String>,

    /// Where the same file lies too; repeat for more
    #[arg(long = "mirror", value_name = "URL", value_hint = ValueHint::Url)]
    pub mirrors: Vec<String>,

    /// Connections at once for a file, or auto: one, and more while they pay
    #[arg(short, long, value_name = "N|auto", value_parser = parse_workers, default_value = "auto")]
    #[arg(visible_alias = "concurrency")]
    pub workers: Workers,

    /// Downloads at once
    #[arg(short, long, value_name = "N", default_value_t = 4, value_parser = parse_jobs)]
    pub jobs: usize,

    /// The first byte that is wanted
    #[arg(long, value_name = "BYTES", value_parser = parse_bytes_of)]
    pub range_start: Option<u64>,

    /// The byte behind the last one that is wanted
    #[arg(long, value_name = "BYTES", value_parser = parse_bytes_of)]
    pub range_end: Option<u64>,

    /// Ask for no more than this at once, where a server refuses long ranges
    #[arg(long, value_name = "BYTES", value_parser = parse_range)]
    pub max_range: Option<NonZeroU64>,

    /// Go on with a file that is there, whoever began it, where its end is the same; a download of ours goes on unasked
    #[arg(long, visible_alias = "continue", conflicts_with_all = ["fresh", "overwrite", "if_newer"])]
    pub resume: bool,

    /// Start over, whatever is there of an earlier attempt
    #[arg(long)]
    pub fresh: bool,

    /// Replace a file that has the name
    #[arg(long)]
    pub overwrite: bool,

    /// Replace a file that has the name where the server has a newer one, else leave it
    #[arg(long, conflicts_with_all = ["fresh", "overwrite"])]
    pub if_newer: bool,

    /// Whose word counts for a name that was not given with -o: the server's, or that of the URL alone
    #[arg(long, value_enum, value_name = "WHO", default_value_t)]
    pub name_from: NameFrom,

    /// Which rendition of a stream (.m3u8, .mpd): best, worst, 720p, <=1080p or bw<=3M
    #[arg(short, long, value_name = "QUALITY", default_value = "best", value_parser = quality)]
    pub quality: Quality,

    /// Leave the time of modification that of the download, not that of the file on the server
    #[arg(long)]
    pub no_mtime: bool,

    /// How room is made on the disk: reserved at the start, or taken as bytes come
    #[arg(long, value_enum, value_name = "HOW", default_value_t)]
    pub alloc: Alloc,

    /// The file must have this SHA-256
    #[arg(long, value_name = "HEX", value_parser = parse_sha256, conflicts_with = "hash")]
    pub sha256: Option<Checksum>,

    /// The file must have this hash: md5, sha1, sha256, sha384 or sha512
    #[arg(long, value_name = "ALGO:HEX")]
    pub hash: Option<Checksum>,

    /// The files must have the hashes in this file, or at this URL: lines of sha256sum, or of BSD
    #[arg(long, value_name = "FILE|URL", conflicts_with_all = ["sha256", "hash"], value_hint = ValueHint::FilePath)]
    pub checksum_file: Option<String>,

    /// With -o -, what may be in memory between the connections and the reader [default: 32MiB]
    #[arg(long, value_name = "SIZE", value_parser = parse_bytes_of)]
    pub window: Option<u64>,

    /// Do not compute SHA-256 of what is not to be compared
    #[arg(long, conflicts_with_all = ["sha256", "hash"])]
    pub no_hash: bool,

    /// Keep hashes of pieces in NAME.meta4 beside the file, for verify and repair
    #[arg(long)]
    pub save_metalink: bool,

    /// Do not wait at the end until the file is on the disk; a power cut right after may cost it
    #[arg(long)]
    pub no_sync: bool,

    /// Print a new link with this command when one has expired; the URL is in `TOOLBOX_FETCH_URL`
    #[arg(long, value_name = "COMMAND", value_hint = ValueHint::CommandString)]
    pub refresh_cmd: Option<String>,

    /// Ask what there is, tell what would be done, and do nothing
    #[arg(long)]
    pub dry_run: bool,

    /// How progress is shown
    #[arg(long, value_enum, value_name = "HOW", default_value_t)]
    pub progress: ProgressArg,

    /// How long and how often
    #[command(flatten)]
    pub patience: PatienceArgs,

    /// How servers are reached
    #[command(flatten)]
    pub reach: ReachArgs,
}

/// The values of `--progress`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ProgressArg {
    /// A bar, or lines for several files
    #[default]
    Auto,
    /// A JSON document a line, on standard error
    Json,
    /// Nothing
    None,
}

/// The values of `--name-from`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum NameFrom {
    /// What the server calls it, else the end of the URL
    #[default]
    Server,
    /// The end of the URL
    Url,
}

/// The values of `--alloc`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Alloc {
    /// A full disk is found out at the start
    #[default]
    Reserve,
    /// Nothing is taken before it is needed
    Sparse,
}

impl From<NameFrom> for Naming {
    fn from(who: NameFrom) -> Self {
        match who {
            NameFrom::Server => Self::Server,
            NameFrom::Url => Self::Url,
        }
    }
}

impl From<Alloc> for Allocation {
    fn from(how: Alloc) -> Self {
        match how {
            Alloc::Reserve => Self::Reserve,
            Alloc::Sparse => Self::Sparse,
        }
    }
}

pub(in super::super) fn parse_workers(text: &str) -> Result<Workers, String> {
    /// More connections to one file are an attack on its server.
    const MOST: usize = 64;
    if text == "auto" {
        return Ok(Workers::Auto(HOST_CEILING));
    }
    let count = text.parse().ok().filter(|count| (1..=MOST).contains(count));
    count.map(Workers::Fixed).ok_or_else(|| format!("write a number from 1 to {MOST}, or auto"))
}

fn parse_jobs(text: &str) -> Result<usize, String> {
    /// Each has a file and connections of its own.
    const MOST: usize = 256;
    text.parse()
        .ok()
        .filter(|count| (1..=MOST).contains(count))
        .ok_or_else(|| format!("write a number from 1 to {MOST}"))
}

fn parse_bytes_of(text: &str) -> Result<u64, String> {
    parse_bytes(text).map_err(|error| error.to_string())
}

fn parse_range(text: &str) -> Result<NonZeroU64, String> {
    NonZeroU64::new(parse_bytes_of(text)?).ok_or_else(|| "nothing can be asked for with ranges of 0 bytes".to_owned())
}

fn parse_sha256(text: &str) -> Result<Checksum, ChecksumError> {
    // Copied out of a line that names the algorithm.
    if text.contains([':', '=']) { text.parse() } else { Checksum::from_hex(Algorithm::Sha256, text) }
}

/// A quality, which nothing is measured for here.
fn quality(text: &str) -> Result<Quality, String> {
    let quality: Quality = text.parse().map_err(|error: QualityError| error.to_string())?;
    if quality.is_auto() { Err("auto is for rip; write best, 720p or bw<=3M".to_owned()) } else { Ok(quality) }
}
