//! `books sync`: facts to other devices and back.

use std::fmt::Write as _;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::save::told;
use crate::applets::books::args::LibraryArgs;
use crate::applets::books::error::BooksError;
use crate::applets::books::library::facts::{Step, Whose};
use crate::applets::books::log::Act;
use crate::applets::books::sync::folder;
use crate::applets::books::sync::meet::{Known, Meeting, ask, is_bucket, meet, places, set_places, status};
use crate::applets::books::sync::segments::gaps;
use crate::kit::env::{Env, working_directory};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::s3::Location;
use crate::kit::session::Session;
use crate::kit::term::{Emit, Page};

const SYNC_EXAMPLES: &str = "\
Examples:
  # through a folder that Syncthing, Nextcloud or Dropbox carries around
  books sync add dir:~/Sync/books --name laptop
  books sync now

  # through a bucket, with the keys that the AWS CLI would use
  books sync add s3://shelf/books --region eu-west-1 --name laptop
  books sync add s3://shelf/books --endpoint http://nas:9000 --aws-profile nas

  # who is how far, and what is still on its way
  books sync status

  # two devices were listened on without knowing of each other
  books where dune
  books sync resolve dune 1

Keys for buckets come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or
from a profile in ~/.aws/credentials and ~/.aws/config; none are kept here.

Exit codes: 0 done, 1 failed, 2 usage, 3 something could not be read.";

const ADD_EXAMPLES: &str = "\
Examples:
  # a folder that something carries around
  books sync add dir:~/Sync/books --name laptop

  # a bucket at Amazon's, and one at home
  books sync add s3://shelf/books --region eu-west-1
  books sync add s3://shelf/books --endpoint http://nas:9000

Behind a bucket, ?style=path or ?style=host says how it is named to its
server, where that is not as usual.";

/// The flags of `books sync`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = SYNC_EXAMPLES, after_help = "See --help for examples.")]
pub struct SyncArgs {
    /// What to do
    #[command(subcommand)]
    pub what: SyncVerb,
}

/// What `books sync` does.
#[derive(Debug, Clone, Subcommand)]
pub enum SyncVerb {
    /// Meet other devices in a folder or a bucket, and do so at once
    #[command(after_long_help = ADD_EXAMPLES)]
    Add(SyncAdd),
    /// Leave a place; what is in it stays
    #[command(after_long_help = "Examples:\n  # by the same name as it was added\n  books sync rm dir:~/Sync/books")]
    Rm(SyncPlace),
    /// Tell and learn what is new
    #[command(after_long_help = "Examples:\n  # from a timer, for instance\n  books sync now")]
    Now(SyncNow),
    /// Tell where devices meet, and how far each is known
    #[command(after_long_help = "Examples:\n  # who is how far\n  books sync status")]
    Status(SyncNow),
    /// Choose one of several places in a book
    #[command(
        after_long_help = "Examples:\n  # the second of the places that books where tells\n  books sync resolve dune 2"
    )]
    Resolve(SyncResolve),
}

/// A place to meet.
#[derive(Debug, Clone, Args)]
pub struct SyncAdd {
    /// A folder (dir:PATH) or a bucket (`s3://BUCKET/PREFIX`)
    #[arg(value_name = "URL")]
    pub url: String,
    /// What this device is called
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// The server of the bucket [default: Amazon's]
    #[arg(long, value_name = "URL")]
    pub endpoint: Option<String>,
    /// The region of the bucket [default: the profile's]
    #[arg(long, value_name = "NAME")]
    pub region: Option<String>,
    /// The profile of the AWS CLI that has the keys
    #[arg(long, value_name = "NAME")]
    pub aws_profile: Option<String>,
    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// A place to leave.
#[derive(Debug, Clone, Args)]
pub struct SyncPlace {
    /// As books sync status tells it; of a bucket what stands before the ?
    #[arg(value_name = "URL")]
    pub url: String,
    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// A library alone.
#[derive(Debug, Clone, Args)]
pub struct SyncNow {
    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// A choice.
#[derive(Debug, Clone, Args)]
pub struct SyncResolve {
    /// The book
    #[arg(value_name = "BOOK")]
    pub book: String,
    /// The number of the place, as books where tells it
    #[arg(value_name = "NUMBER")]
    pub number: usize,
    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

impl Emit for Meeting {
    fn text(&self, _page: &Page) -> String {
        let mut text = format!("told {}, learned {}\n", self.told, self.learned);
        for place in &self.places {
            let _ = writeln!(text, "meets in {place}");
        }
        for known in &self.devices {
            let _ = writeln!(text, "{}  {}  {} facts", known.device, known.name, known.facts);
        }
        for gap in &self.waiting {
            let _ = writeln!(text, "waiting for {} {}-{}", gap.device, gap.from, gap.to);
        }
        for slug in &self.forks {
            let _ = writeln!(text, "several places: books where {slug}");
        }
        for problem in &self.problems {
            let _ = writeln!(text, "problem: {problem}");
        }
        text
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let columns = ["device", "name", "facts"].map(str::to_owned).to_vec();
        let row = |known: &Known| vec![known.device.clone(), known.name.clone(), known.facts.to_string()];
        (columns, self.devices.iter().map(row).collect())
    }
}

/// The folder that a `dir:` names.
fn named(url: &str) -> Result<PathBuf, BooksError> {
    let refused = |what| BooksError::Refused { what, hint: "write for instance dir:~/Sync/books" };
    let path = folder::parse(url).map_err(refused)?;
    let home = path.strip_prefix("~").ok().and_then(|rest| Some(Env::process().home()?.join(rest)));
    Ok(home.unwrap_or(path))
}

/// `dir:` and a whole path, to a folder that is made where there is none.
fn whole(url: &str) -> Result<String, BooksError> {
    let path = named(url)?;
    std::fs::create_dir_all(&path).map_err(|error| crate::kit::fs::FileError::new("create", &path, error))?;
    let path = path.canonicalize().map_err(|error| crate::kit::fs::FileError::new("open", &path, error))?;
    Ok(format!("dir:{}", path.display()))
}

impl SyncAdd {
    /// The place as it is kept. A bucket is asked first: one that cannot be reached is not kept.
    fn place(&self, session: &Session) -> Result<String, BooksError> {
        if !is_bucket(&self.url) {
            if self.endpoint.is_some() || self.region.is_some() || self.aws_profile.is_some() {
                let what = "--endpoint, --region and --aws-profile are for buckets".to_owned();
                return Err(BooksError::Refused { what, hint: "name one: s3://BUCKET/PREFIX" });
            }
            return whole(&self.url);
        }
        let mut location: Location = self.url.parse()?;
        location.endpoint = self.endpoint.clone().or(location.endpoint);
        location.region = self.region.clone().or(location.region);
        location.profile = self.aws_profile.clone().or(location.profile);
        // As it will be read again.
        let location: Location = location.to_string().parse()?;
        ask(&location, &session.shutdown.token())?;
        Ok(location.to_string())
    }
}

impl SyncArgs {
    /// Syncs.
    ///
    /// # Errors
    /// A folder cannot be read or written.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        match self.what {
            SyncVerb::Add(args) => {
                let mut library = args.library.open(session)?;
                let url = args.place(session)?;
                let mut known = places(&library)?;
                if !known.contains(&url) {
                    known.push(url);
                    set_places(&mut library, &known)?;
                }
                if let Some(name) = args.name {
                    let key = format!("device/{}", library.device);
                    library.set(Whose::Everybodys, None, &key, Some(name.into()))?;
                }
                tell(&meet(&mut library, &session.shutdown.token())?, session)
            }
            SyncVerb::Rm(args) => {
                let mut library = args.library.open(session)?;
                let mut known = places(&library)?;
                let before = known.len();
                let bare = |url: &str| url.split('?').next().unwrap_or_default().trim_end_matches('/').to_owned();
                if is_bucket(&args.url) {
                    let url = args.url.trim_end_matches('/');
                    known.retain(|place| *place != url && bare(place) != url);
                } else {
                    // It may be gone, and need not come back for this.
                    let path = named(&args.url)?;
                    let whole = path.canonicalize().unwrap_or_else(|_| working_directory().join(&path));
                    let names = [&path, &whole].map(|path| format!("dir:{}", path.display()));
                    known.retain(|place| !names.contains(place));
                }
                if known.len() == before {
                    let what = format!("devices do not meet in {}", args.url);
                    return Err(BooksError::Absent { what, hint: "see where they do: books sync status" }.into());
                }
                set_places(&mut library, &known)?;
                tell(&status(&library, 0, 0, Vec::new(), Vec::new())?, session)
            }
            SyncVerb::Now(args) => {
                let mut library = args.library.open(session)?;
                if places(&library)?.is_empty() {
                    let what = "there is no place where devices meet".to_owned();
                    return Err(BooksError::Absent { what, hint: "name one: books sync add dir:PATH" }.into());
                }
                tell(&meet(&mut library, &session.shutdown.token())?, session)
            }
            SyncVerb::Status(args) => {
                let library = args.library.open(session)?;
                let waiting = gaps(library.all_events()?.iter().map(|event| event.id));
                tell(&status(&library, 0, 0, waiting, Vec::new())?, session)
            }
            SyncVerb::Resolve(args) => {
                let mut library = args.library.open(session)?;
                let book = library.find(&args.book)?;
                let place = library.place(book.fingerprint)?;
                let head = args.number.checked_sub(1).and_then(|index| place.heads.get(index)).cloned();
                let head = head.filter(|_| place.is_forked()).ok_or_else(|| BooksError::Absent {
                    what: format!("there is no place {} to choose in '{}'", args.number, book.title),
                    hint: "see which there are: books where BOOK",
                })?;
                let mut step = Step::to(Act::Resolve, head.run, book.place_ms(), head.pos_ms);
                step.done = head.done;
                library.step(book.fingerprint, &step)?;
                told(&library, &book, session)
            }
        }
    }
}

fn tell(meeting: &Meeting, session: &Session) -> Result<Exit, Failure> {
    session.term.emit(meeting)?;
    Ok(if meeting.problems.is_empty() { Exit::Done } else { Exit::Unmet })
}
