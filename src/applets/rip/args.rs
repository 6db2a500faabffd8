//! What the user typed for `rip`, nothing else; what it means is decided in `plan`.

use std::num::{NonZeroU64, NonZeroUsize};
use std::time::Duration;

use clap::{Args as ClapArgs, ValueEnum, ValueHint};

use crate::kit::args::{TlsArgs, parse_limit};
use crate::kit::units::{parse_count, parse_duration, parse_position};
use crate::media::select::{Quality, Selection};

const EXAMPLES: &str = "\
Examples:
  # the best rendition, to video.mp4 (or video.ts, or sound.m4a)
  rip https://example.com/video/master.m3u8 -o video.mp4

  # what there is
  rip -l https://example.com/video/master.m3u8

  # the stream that a page plays, and what else it may have
  rip https://example.com/watch/42 -o video.mp4
  rip --find https://example.com/watch/42

  # at most 720 lines and 3 Mbit/s, 16 segments at once
  rip -q '<=720p,bw<=3M' -c 16 https://example.com/video/master.m3u8

  # H.264 below 1080 lines, else the worst; English and French sound
  rip --select 'v=<=1080p,codec=avc1/worst a=en+fr' \\
    https://example.com/video/master.m3u8 -o video.mp4

  # a DASH presentation whose samples are locked with a key you have
  rip https://example.com/video/manifest.mpd -o video.mp4 \\
    --decrypt-key \"$KID:$KEY\"

  # an hour of a live stream, with the fields a server wants
  rip --duration 1h -H 'Referer: https://example.com/' \\
    https://example.com/live.m3u8 -o live.ts

  # with English subtitles beside it, as video.en.srt
  rip --subs en --sub-format srt https://example.com/video/master.m3u8 \\
    -o video.mp4

  # ten minutes of it, named by what it is
  rip --from 5m --duration 10m https://example.com/video/master.m3u8 \\
    -o '{title}-{quality}.{ext}'

  # a playlist that is a file, and one from elsewhere
  rip saved/index.m3u8 -o video.ts
  rip - --base-url https://example.com/video/ -o video.ts < index.m3u8

  # into a player
  rip https://example.com/video/master.m3u8 -o - | mpv -

Tracks (--select): v=, a= and s= for picture, sound and subtitles, with
blanks or ; between them; none, or choices: + takes several, / is what is
taken where the one before is not there. A choice is best, worst or all, and
terms with commas: 720p <=720p >=480p bw<=3M fps>=50 ch>=6, default, forced,
lang=en codec=avc1 name=TEXT group=TEXT role=TEXT range=PQ (!= for not, ~ for
within, \"…\" around blanks), or a language alone. What is not named is as
without --select; -l shows what would be taken.

Names (-o) may have fields: {title} {name} {quality} {resolution} {bandwidth}
{host} {date} {time} {ext}, and {{ }} for braces. A date makes another name on
another day, and then nothing goes on.

FILE is written as FILE.partial with a journal FILE.rip beside it. After
Ctrl-C, a lost network or a kill the same command goes on where it ended. It
asks for missing segments again as well, and FILE is there when it has them
all, or with --accept-gaps. --finish makes FILE of what there is, without a
server. What is not of a recording is not replaced.
A live stream is recorded from the oldest segment that its window still has
(--from 30s: from 30 seconds before its newest) until it ends; Ctrl-C ends it
as well.

With --format jsonl each fact is a line on standard output, named by its
event: page, start, segment, gap, outage, back, restarted, init_changed, odd,
progress (once a second), and end with the report.

Exit codes: 0 the recording is whole, 1 failed, 2 usage, 3 segments are
missing (the report says which, when and why), 129, 130 or 143 interrupted.";

/// Record an HLS or DASH stream to a file
#[derive(Debug, Clone, ClapArgs)]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct Args {
    /// The playlist (.m3u8), master or media, the manifest (.mpd), or the page that plays it; a file, or - for standard
    /// input
    #[arg(value_name = "URL|FILE|-", value_hint = ValueHint::AnyPath)]
    pub url: String,

    /// Which stream of a page
    #[command(flatten)]
    pub page: PageArgs,

    /// Which rendition, and how much of it
    #[command(flatten)]
    pub choice: ChoiceArgs,

    /// How it is fetched
    #[command(flatten)]
    pub fetch: FetchArgs,

    /// What servers are told, and how they are reached
    #[command(flatten)]
    pub request: RequestArgs,

    /// How TLS is set up
    #[command(flatten)]
    pub tls: TlsArgs,
}

/// Which stream of a page.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Page options")]
pub struct PageArgs {
    /// List what may be the stream of a page, with what speaks for each, and record nothing
    #[arg(long)]
    pub find: bool,

    /// Take the one of this number in the list of --find [default: the first that can be recorded]
    #[arg(long, value_name = "N")]
    pub pick: Option<NonZeroUsize>,

    /// Look into the scripts of a page and what they call as well
    #[arg(long)]
    pub deep: bool,
}

/// What a recording becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Container {
    /// By the name of the file.
    #[default]
    Auto,
    /// MPEG-TS, or packed audio: segments one behind the other.
    Ts,
    /// One MP4 of all tracks.
    Mp4,
    /// One MP4 of the sound.
    M4a,
    /// Fragments one behind the other.
    Fmp4,
}

/// A file of subtitles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum SubFormat {
    /// `WebVTT`.
    #[default]
    Vtt,
    /// `SubRip`.
    Srt,
}

/// Who makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Remux {
    /// We do.
    #[default]
    Native,
    /// The program of that name.
    Ffmpeg,
}

/// Which rendition, and how much of it.
#[derive(Debug, Clone, ClapArgs)]
#[command(next_help_heading = "Choice options")]
pub struct ChoiceArgs {
    /// best, worst, 1080p, <=720p, bw<=3M; several limits with commas; auto is the best that the connection carries
    #[arg(short = 'q', long, value_name = "QUALITY", default_value = "best")]
    pub quality: Quality,

    /// Tracks by what they are, such as 'v=<=720p,codec=avc1/worst a=en+fr s=all'; see below
    #[arg(short = 's', long, value_name = "TRACKS")]
    pub select: Option<Selection>,

    /// List the renditions, with what would be taken of them, and record nothing
    #[arg(short = 'l', long)]
    pub list_quality: bool,

    /// Record the sound alone, where it has a playlist of its own
    #[arg(long)]
    pub audio_only: bool,

    /// Begin so long behind the beginning; of a live stream, so long before its newest segment [default: its oldest]; with
    /// - in front, so long before the end
    #[arg(long, value_name = "DURATION", allow_hyphen_values = true)]
    pub from: Option<String>,

    /// Record so much of the stream, in whole segments
    #[arg(long, value_name = "DURATION", value_parser = parse_position)]
    pub duration: Option<Duration>,

    /// Record what begins before this time, by the clock of the stream or else ours: 22:00, 2026-11-27T22:00Z (UTC, unless
    /// a zone is given: 22:00+01:00)
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,

    /// What FILE is: by its name, ts (segments as they come), mp4, m4a (sound alone), fmp4 (fragments as they come)
    #[arg(long, value_name = "CONTAINER", value_enum, default_value_t)]
    pub container: Container,

    /// Who makes FILE where it is not the segments as they come: native, or ffmpeg, which knows more formats
    #[arg(long, value_name = "BY", value_enum, default_value_t)]
    pub remux: Remux,

    /// Record subtitles as well: languages or names with commas, or all; into files beside FILE
    #[arg(long, value_name = "LANG,…", value_delimiter = ',')]
    pub subs: Vec<String>,

    /// What files of subtitles are
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub sub_format: SubFormat,

    /// Make FILE even if segments are missing that the same command would ask for again
    #[arg(long)]
    pub accept_gaps: bool,

    /// Make FILE of what was recorded so far, and ask no server: of a stream that is gone
    #[arg(long)]
    pub finish: bool,

    /// Replace an existing file, and begin anew instead of going on
    #[arg(short = 'f', long)]
    pub force: bool,
}

/// How it is fetched.
#[derive(Debug, Clone, ClapArgs)]
#[command(next_help_heading = "Fetch options")]
pub struct FetchArgs {
    /// Segments fetched at once
    #[arg(short = 'c', long, value_name = "N", value_parser = parse_count, default_value = "8")]
    #[arg(visible_alias = "jobs", visible_short_alias = 'j')]
    pub concurrency: u64,

    /// Requests at once for each server (host and port), over all tracks, for segments and what opens them [default: as
    /// many as -c]
    #[arg(long, value_name = "N", value_parser = parse_count)]
    pub per_host: Option<u64>,

    /// Try a segment again so often; live ones as long as they are in the playlist
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub retries: u32,

    /// Take these statuses for passing ones, besides 408, 425, 429 and 5xx
    #[arg(long, value_name = "STATUS,…", value_delimiter = ',')]
    pub retry_status: Vec<u16>,

    /// Give up on a server that says nothing for so long, or under 128 bytes a second, and try again
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, default_value = "15s", visible_alias = "stall")]
    pub timeout: Duration,

    /// Take a live stream for over when nothing new has come for so long
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, default_value = "5m")]
    pub patience: Duration,

    /// Bytes per second, of everything together
    #[arg(long, value_name = "SIZE", value_parser = parse_limit)]
    #[arg(visible_alias = "limit-rate", aliases = ["rate-limit", "max-bandwidth"])]
    pub limit: Option<NonZeroU64>,

    /// Print a new link with this command when a server refuses (401, 403, 410), and go on with that; the URL is in
    /// `TOOLBOX_RIP_URL`
    #[arg(long, value_name = "COMMAND", value_hint = ValueHint::CommandString, visible_alias = "refresh")]
    pub refresh_cmd: Option<String>,

    /// A key, 32 hexadecimal digits: for everything in the stream, or with KID: in front for what that names; repeat for
    /// more
    #[arg(long, value_name = "[KID:]KEY")]
    pub decrypt_key: Vec<String>,

    /// What references in a playlist from a file or from standard input are relative to; without it a file may name files
    /// beside it and below
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url)]
    pub base_url: Option<String>,

    /// Give the query of the playlist's URL to segments and keys without one
    #[arg(long)]
    pub append_query: bool,
}

/// What servers are told, and how they are reached.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Request options")]
pub struct RequestArgs {
    /// Header to send with every request, 'Name: value'; secrets by their names (Authorization, Cookie, X-Token …)
    /// go to the host of URL alone; repeat for more
    #[arg(short = 'H', long = "header", value_name = "HEADER")]
    pub headers: Vec<String>,

    /// User-Agent to send [default: toolbox/VERSION]
    #[arg(long, value_name = "TEXT")]
    pub user_agent: Option<String>,

    /// Referer to send
    #[arg(long, value_name = "URL")]
    pub referer: Option<String>,

    /// Cookies to send: a cookies.txt, or 'name=value; name=value' for the host of URL alone; those that servers set go
    /// along anyway
    #[arg(long, value_name = "FILE|COOKIES", value_hint = ValueHint::FilePath)]
    pub cookies: Option<String>,

    /// Go through this proxy (http://, https:// or socks5://) [default: that of the environment, as curl]
    #[arg(short = 'x', long, value_name = "URL")]
    pub proxy: Option<String>,

    /// Take IP as the address of HOST
    #[arg(long, value_name = "HOST:PORT:IP")]
    pub resolve: Vec<String>,
}
