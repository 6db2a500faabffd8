//! What can fail, each with its hint.

mod usage;

use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;

pub use self::usage::PlanError;
use crate::kit::error::Failure;
use crate::kit::http::client::ClientError;
use crate::kit::link::RenewError;
use crate::kit::net::{SafeUrl, UrlError};
use crate::kit::units::format_duration;
use crate::media::dash::WindowError;
use crate::media::hls::ReadError;
use crate::media::mux::MuxError;
use crate::media::packing::Packing;
use crate::media::playlist::{LoadError, may_pass};
use crate::media::presentation::OpenError;
use crate::media::record::{JournalError, OutputError, RecordError};
use crate::media::segment::Refused;

/// A stream that cannot be recorded.
#[derive(Debug, Error)]
pub enum RipError {
    /// `--refresh-cmd`.
    #[error("--refresh-cmd: {0}")]
    Renew(#[from] RenewError),
    /// Its playlist.
    #[error(transparent)]
    Load(Box<LoadError>),
    /// A page without a stream that can be recorded.
    #[error(transparent)]
    NoStream(Box<NoStream>),
    /// `--pick` beyond what there is.
    #[error("--pick {number}: the page has {there} candidates")]
    Pick {
        /// What was asked for.
        number: usize,
        /// What there is.
        there: usize,
    },
    /// A reference in it.
    #[error("{url} refers to nothing we can fetch")]
    Reference {
        /// The playlist.
        url: SafeUrl,
        /// What is wrong with the reference.
        #[source]
        reason: Box<UrlError>,
    },
    /// No variant is within the limits.
    #[error("no rendition is {quality}; there are {there}")]
    Quality {
        /// What was asked for.
        quality: String,
        /// What there is.
        there: String,
    },
    /// A master playlist that names none.
    #[error("{url} names no rendition")]
    NoVariant {
        /// The playlist.
        url: SafeUrl,
    },
    /// A flag that chooses tracks, where there is one.
    #[error("{url} is the playlist of one rendition: {flag} has nothing to choose from")]
    Alone {
        /// The playlist.
        url: SafeUrl,
        /// Which flag.
        flag: &'static str,
    },
    /// Sound beside the picture, and one pipe for both.
    #[error("the sound ({sound}) has a playlist of its own, and a pipe takes one track")]
    SoundApart {
        /// Its language or name.
        sound: String,
    },
    /// `--audio-only` where sound and picture are one.
    #[error("the sound of this stream has no playlist of its own")]
    NoAudio,
    /// A master playlist inside a master playlist, itself perhaps.
    #[error("{url} is named as a rendition and is a master playlist itself")]
    Nested {
        /// The inner one.
        url: SafeUrl,
    },
    /// A name that promises another container.
    #[error("{path} is to be {wanted}, and the segments are {segments}")]
    Container {
        /// The name, or a word for a pipe.
        path: String,
        /// What it is to be.
        wanted: &'static str,
        /// What they are.
        segments: &'static str,
        /// What fits.
        instead: String,
    },
    /// The first segment is of another kind than was thought, and that makes another file; it is begun anew.
    #[error("the segments are {}, which is not what the playlist looked like", found.words())]
    OtherKind {
        /// The number of the track.
        track: usize,
        /// What they are.
        found: Packing,
    },
    /// `--from` behind the end.
    #[error("--from is behind the end: the stream is {} long", format_duration(*.length))]
    From {
        /// How long it plays.
        length: Duration,
    },
    /// `--select` of sound that is not there.
    #[error("no sound is {wish}; there is {there}")]
    Sound {
        /// What was asked for.
        wish: String,
        /// What there is.
        there: String,
    },
    /// `--subs` of what is not there.
    #[error("no subtitles are {wish}; there are {there}")]
    Subs {
        /// What was asked for.
        wish: String,
        /// What there is.
        there: String,
    },
    /// A file of subtitles.
    #[error("cannot make {}: {reason}", path.display())]
    Subtitles {
        /// What was to be made.
        path: PathBuf,
        /// Why not.
        #[source]
        reason: std::io::Error,
    },
    /// The movie that is made of a recording.
    #[error(transparent)]
    Mux(#[from] MuxError),
    /// The program that makes it.
    #[error("ffmpeg could not make {}: {reason}", path.display())]
    Ffmpeg {
        /// What was to be made.
        path: PathBuf,
        /// What it said last, or what the system says.
        reason: String,
    },
    /// What ffmpeg would make wrong.
    #[error(
        "cannot make {}: the time of its fragments begins anew within it, and ffmpeg would lay one part over the other",
        path.display()
    )]
    Folded {
        /// What was to be made.
        path: PathBuf,
    },
    /// The program that would make it is not there; nothing was recorded.
    #[error("cannot make {}: {reason}", path.display())]
    NoFfmpeg {
        /// What was to be made.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// A DASH manifest whose segments are not to be had.
    #[error("{url} cannot be recorded")]
    Manifest {
        /// The manifest.
        url: SafeUrl,
        /// Why.
        #[source]
        reason: Box<WindowError>,
    },
    /// A DASH presentation that is locked, with nothing to open it.
    #[error("line {line}: the stream is protected by {systems}")]
    Protected {
        /// Where that stands.
        line: usize,
        /// Their names.
        systems: String,
        /// The name of the key, where it is told.
        key_id: Option<String>,
    },
    /// `--finish` of nothing.
    #[error("there is no recording to finish: no {}.rip", path.display())]
    NothingLeft {
        /// The file that was to be made.
        path: PathBuf,
    },
    /// The recording.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// Somebody stopped it before anything was recorded.
    #[error("stopped before anything was recorded")]
    Stopped,
}

/// What a page has instead of a stream.
#[derive(Debug, Error)]
#[error("{url} cannot be recorded: it is a web page{}, and {}", self.quoted(), self.missing())]
pub struct NoStream {
    /// The page.
    pub url: SafeUrl,
    /// What it calls itself.
    pub title: Option<String>,
    /// How many candidates there were.
    pub candidates: usize,
    /// What the best of them is instead.
    pub refused: Option<String>,
    /// A file that the page plays.
    pub file: Option<SafeUrl>,
    /// Who holds the keys of its stream.
    pub locked: Option<String>,
    /// Whether scripts and calls were looked into.
    pub deep: bool,
}

impl NoStream {
    fn quoted(&self) -> String {
        self.title.as_ref().map_or_else(String::new, |title| format!(" (“{title}”)"))
    }

    fn missing(&self) -> String {
        match (&self.locked, self.candidates, &self.refused) {
            (Some(locked), ..) => format!("its stream is protected by {locked}"),
            (None, 0, _) => "no stream was found on it".to_owned(),
            (None, 1, Some(refused)) => format!("what looked like its stream is none: {refused}"),
            (None, count, Some(refused)) => format!("none of its {count} candidates is a stream: {refused}, and so on"),
            (None, ..) => "none of its candidates is a stream".to_owned(),
        }
    }

    fn hint(&self) -> String {
        let text = match self {
            Self { locked: Some(_), .. } => "such streams are played by their own players alone",
            Self { file: Some(file), .. } => {
                return format!("it plays a file, which fetch downloads: toolbox fetch {file}");
            }
            Self { candidates: 1.., .. } => {
                "rip --find lists them with what speaks for each; servers may want --cookies, or -H 'Referer: …'"
            }
            Self { deep: false, .. } => "--deep looks into its scripts and what they call as well",
            Self { .. } => {
                "a browser's list of requests shows the playlist: give its URL; behind a login, --cookies with the browser's"
            }
        };
        text.to_owned()
    }
}

impl RipError {
    /// Whether a stop is all that was in the way.
    #[must_use]
    pub const fn is_a_stop(&self) -> bool {
        use RecordError::Output;
        matches!(self, Self::Stopped | Self::Mux(MuxError::Stopped) | Self::Record(Output(OutputError::Stuck)))
    }

    /// Whether the stream itself could not be had.
    #[must_use]
    pub fn is_of_the_stream(&self) -> bool {
        use RecordError::{Expired, Init, Lost, Nothing, Unsure};
        match self {
            Self::Load(_) | Self::NoStream(_) | Self::NoVariant { .. } | Self::Manifest { .. } | Self::Renew(_) => true,
            Self::Record(error) => {
                matches!(error, Expired { .. } | Init { .. } | Lost { .. } | Nothing { .. } | Unsure { .. })
            }
            _ => false,
        }
    }
}

impl From<LoadError> for RipError {
    fn from(error: LoadError) -> Self {
        Self::Load(Box::new(error))
    }
}

impl From<OpenError> for RipError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Load(error) => Self::Load(error),
            OpenError::Reference { url, reason } => Self::Reference { url, reason },
            OpenError::NoVariant { url } => Self::NoVariant { url },
            OpenError::Nested { url } => Self::Nested { url },
            OpenError::Manifest { url, reason } => Self::Manifest { url, reason },
            OpenError::Protected { line, systems, key_id } => Self::Protected { line, systems, key_id },
        }
    }
}

impl From<OutputError> for RipError {
    fn from(error: OutputError) -> Self {
        Self::Record(error.into())
    }
}

impl From<RipError> for Failure {
    fn from(error: RipError) -> Self {
        let name = match &error {
            RipError::Load(error) => match (&**error, error.status()) {
                (_, Some(_)) => "status",
                (LoadError::Read { .. } | LoadError::Manifest { .. }, _) => "playlist",
                (LoadError::Client(_), _) => "network",
            },
            RipError::Record(RecordError::Refused(Refused::Drm { .. })) | RipError::Protected { .. } => "drm",
            RipError::NoStream(page) if page.locked.is_some() => "drm",
            RipError::NoStream(_) | RipError::Pick { .. } => "page",
            RipError::Reference { .. }
            | RipError::NoVariant { .. }
            | RipError::Nested { .. }
            | RipError::Manifest { .. }
            | RipError::Record(RecordError::Refused(_) | RecordError::Output(OutputError::NoInit)) => "playlist",
            RipError::Alone { .. }
            | RipError::Quality { .. }
            | RipError::Sound { .. }
            | RipError::NoAudio
            | RipError::SoundApart { .. }
            | RipError::Subs { .. } => "quality",
            RipError::From { .. } => "range",
            RipError::Container { .. }
            | RipError::OtherKind { .. }
            | RipError::Record(RecordError::Output(OutputError::Foreign { .. }))
            | RipError::Mux(MuxError::Media { .. } | MuxError::Nothing { .. })
            | RipError::Ffmpeg { .. }
            | RipError::Folded { .. }
            | RipError::NoFfmpeg { .. } => "container",
            RipError::Subtitles { .. }
            | RipError::NothingLeft { .. }
            | RipError::Mux(MuxError::File(_))
            | RipError::Record(RecordError::Output(_)) => "output",
            RipError::Renew(_) => "refresh",
            RipError::Stopped | RipError::Mux(MuxError::Stopped) => "stopped",
            RipError::Record(_) => "incomplete",
        };
        let hint = hint(&error);
        let failure = Self::operation(error).maybe_hint(hint);
        Self { name: Some(name), ..failure }
    }
}

fn hint(error: &RipError) -> Option<String> {
    let text = match error {
        RipError::Load(error) => match &**error {
            LoadError::Client(error) => match error.hint() {
                Some(hint) => hint,
                None => return of_status(error).map(str::to_owned),
            },
            LoadError::Read { url, reason: ReadError::Foreign { begin } } if is_binary(begin) => {
                return Some(format!("a file is downloaded by: toolbox fetch {url}"));
            }
            LoadError::Read { reason: ReadError::Page { .. }, .. } => {
                "servers that want to know who asks send pages: -H 'Referer: …', or --cookies"
            }
            LoadError::Read { .. } | LoadError::Manifest { .. } => return None,
        },
        RipError::NoStream(page) => return Some(page.hint()),
        RipError::NothingLeft { .. } => "-o FILE names the recording, without .partial",
        RipError::Pick { .. } => "rip --find lists them",
        RipError::Quality { .. } | RipError::Sound { .. } | RipError::Subs { .. } => "rip -l lists the renditions",
        RipError::Subtitles { .. } => "what was recorded is kept: the same command tries again",
        RipError::Alone { .. } => "leave it out, or give the URL of the master playlist that names this one",
        RipError::NoAudio => "leave out what asks for sound alone, and take the sound from the recording",
        RipError::Folded { .. } => {
            "the recording is kept: the same command without --remux ffmpeg and with a name that ends in .mp4 joins them"
        }
        RipError::SoundApart { .. } => {
            "-o FILE.mp4 records both; into a pipe goes the sound with --audio-only, the picture with --select a=none"
        }
        RipError::Container { instead, .. } => return Some(instead.clone()),
        RipError::Mux(MuxError::Stopped) => "the recording is kept: the same command makes the file",
        RipError::Mux(_) => {
            "the recording is kept: the same command tries again, with --remux ffmpeg, or copies with --container ts or fmp4"
        }
        RipError::Ffmpeg { .. } => "the recording is kept: the same command tries again, without --remux if need be",
        RipError::NoFfmpeg { .. } => "without --remux ffmpeg, .mp4, .m4a and .ts are made here",
        RipError::Record(error) => return record_hint(error),
        RipError::Protected { key_id, .. } => {
            let name = key_id.as_deref().unwrap_or("KID");
            return Some(format!("with its key it can be opened: --decrypt-key {name}:KEY"));
        }
        RipError::Renew(_) => "what was recorded is kept: the same command goes on there, with a fresh URL",
        RipError::Reference { .. }
        | RipError::NoVariant { .. }
        | RipError::Nested { .. }
        | RipError::Manifest { .. }
        | RipError::From { .. }
        | RipError::Stopped
        | RipError::OtherKind { .. } => return None,
    };
    Some(text.to_owned())
}

fn record_hint(error: &RecordError) -> Option<String> {
    let text = match error {
        RecordError::Refused(Refused::Drm { .. }) => {
            "such streams are played by their own players alone; who has the key gives it with --decrypt-key"
        }
        RecordError::Refused(Refused::Key { .. }) => "--decrypt-key gives it",
        RecordError::Init { reason, .. }
        | RecordError::Lost { reason, .. }
        | RecordError::Nothing { reason: Some(reason) }
            if reason.ends_with("is not known") =>
        {
            "--decrypt-key KID:KEY gives it"
        }
        RecordError::Output(OutputError::Exists { .. }) => "--force replaces it",
        RecordError::Output(OutputError::Appeared { .. }) => {
            "what was recorded is kept: move that file away, and the same command names the recording"
        }
        RecordError::Output(OutputError::Journal(JournalError::Strange { .. })) => {
            "move it away, or record to another file; --force replaces it where it is a plain file"
        }
        RecordError::Output(OutputError::Journal(JournalError::Locked { .. })) => {
            "wait for that one, end it, or record to another file with -o"
        }
        RecordError::Output(OutputError::File(error)) if error.source.kind() == std::io::ErrorKind::NotFound => {
            "make its folder first, or end -o with a / to name a folder that is made"
        }
        RecordError::Output(OutputError::Foreign { .. }) => {
            "--container ts or fmp4 keeps segments as they are, --remux ffmpeg knows more formats"
        }
        RecordError::Output(OutputError::Journal(JournalError::Other { .. })) => {
            "with the same --from, -q and --select it goes on; else record to another file, or begin anew with --force"
        }
        RecordError::Unsure { .. } => {
            "what came before is kept: the same command goes on there, with a fresh URL where links expire"
        }
        RecordError::Expired { .. } => "the link of --refresh-cmd is refused as well; what came before is kept",
        RecordError::Init { reason, .. } => {
            let others = "--accept-gaps records what does not need it";
            return Some(by_reason(reason).map_or_else(|| others.to_owned(), |hint| format!("{hint}; {others}")));
        }
        RecordError::Lost { reason, .. } | RecordError::Nothing { reason: Some(reason) } => {
            return by_reason(reason).map(str::to_owned);
        }
        _ => return None,
    };
    Some(text.to_owned())
}

/// What helps where a server says this of a playlist.
fn of_status(error: &ClientError) -> Option<&'static str> {
    let ClientError::Status { status, .. } = error else { return None };
    Some(match status.as_u16() {
        401 | 403 => {
            "servers may want to know who asks: --cookies with the browser's, -H 'Referer: …'; links expire: a fresh one"
        }
        404 | 410 => "links of streams expire: the page where it was found has a fresh one, or its URL finds it",
        status if may_pass(status) => "the server is in trouble: try again later, or more often with --retries",
        _ => return None,
    })
}

/// What helps where segments were lost for this reason. The same command goes on with what there is, or begins.
fn by_reason(reason: &str) -> Option<&'static str> {
    let has = |words: &[&str]| words.iter().any(|words| reason.contains(words));
    Some(if has(&["does not open with its key", "no key:"]) {
        "--decrypt-key gives the key; behind a login, --cookies or -H 'Authorization: …' gets the right one"
    } else if has(&["answered with 401", "answered with 403", "answered with 410", "in place of media"]) {
        "links expire: the same command goes on with a fresh URL; --append-query where its query is for segments as well"
    } else if has(&["answered with 404"]) {
        "the server does not have them; --append-query where the query of the URL is for segments as well"
    } else if has(&["answered with 5", "answered with 429", "connect", "nothing moved", "closed", "reset", "came for"])
    {
        "the server is in trouble: the same command goes on later"
    } else {
        return None;
    })
}

/// Whether what a text begins with is none.
fn is_binary(begin: &str) -> bool {
    begin.contains('\u{fffd}') || begin.contains("ftyp")
}
