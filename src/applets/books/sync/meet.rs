//! Meeting: in every place what others told is learned, and what this device has to tell is told.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;

use super::bucket::{self, Objects};
use super::folder;
use super::segments::{Gap, Gathered, HOME, gaps};
use crate::applets::books::error::BooksError;
use crate::applets::books::library::find::{Query, Status};
use crate::applets::books::library::{Library, meta, set_meta};
use crate::applets::books::log::Event;
use crate::kit::env::Env;
use crate::kit::s3::{Bucket, Location};

/// A device and how far it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Its number.
    pub device: String,
    /// Its name.
    pub name: String,
    /// Facts of it that are here.
    pub facts: usize,
}

/// What a meeting came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// Version of this document.
    pub schema_version: u32,
    /// Where devices meet.
    pub places: Vec<String>,
    /// Facts that others can learn now.
    pub told: usize,
    /// Facts that were new here.
    pub learned: usize,
    /// The devices.
    pub devices: Vec<Known>,
    /// Facts that are still on their way.
    pub waiting: Vec<Gap>,
    /// Books with several places, by their slugs.
    pub forks: Vec<String>,
    /// What could not be read.
    pub problems: Vec<String>,
}

/// Where devices meet.
///
/// # Errors
/// The library cannot be read.
pub fn places(library: &Library) -> Result<Vec<String>, BooksError> {
    let text = meta(library.connection(), "places")?.unwrap_or_else(|| "[]".to_owned());
    Ok(serde_json::from_str(&text).unwrap_or_default())
}

/// From here on they meet in these places.
///
/// # Errors
/// The library cannot be written.
pub fn set_places(library: &mut Library, places: &[String]) -> Result<(), BooksError> {
    let text = json!(places).to_string();
    library.store.write(|tx| set_meta(tx, "places", &text))
}

/// Whether a place is a bucket.
#[must_use]
pub fn is_bucket(url: &str) -> bool {
    url.starts_with("s3:")
}

/// Asks a bucket whether it is there.
///
/// # Errors
/// It is not, or may not be asked.
pub fn ask(location: &Location, stop: &CancellationToken) -> Result<(), BooksError> {
    let bucket = Bucket::open(location, Env::process())?;
    wait(stop, async { Ok(bucket.list(&format!("{HOME}/")).await.map(drop)?) })
}

/// Waits for the network, until a signal comes.
fn wait<T>(stop: &CancellationToken, work: impl Future<Output = Result<T, BooksError>>) -> Result<T, BooksError> {
    Handle::current().block_on(async {
        tokio::select! {
            done = work => done,
            () = stop.cancelled() => Err(BooksError::Interrupted),
        }
    })
}

/// Tells and learns in every place.
///
/// # Errors
/// The library cannot be written, or a signal came; a place that fails is told among the problems.
pub fn meet(library: &mut Library, stop: &CancellationToken) -> Result<Meeting, BooksError> {
    let (mut told, mut learned, mut problems) = (0, 0, Vec::new());
    for place in places(library)? {
        let met = if is_bucket(&place) {
            meet_in_bucket(library, &place, &mut problems, stop)
        } else {
            meet_in_folder(library, &place, &mut problems)
        };
        match met {
            Ok((new, heard)) => (told, learned) = (told + new, learned + heard),
            Err(error @ (BooksError::Missing(_) | BooksError::File(_) | BooksError::S3(_))) => {
                // A folder that is not mounted is no folder without facts, and a bucket may be back the next time.
                problems.push(format!("{place}: {}", chain(&error)));
            }
            Err(error) => return Err(error),
        }
    }
    let waiting = gaps(library.all_events()?.iter().map(|event| event.id));
    status(library, told, learned, waiting, problems)
}

/// An error with what caused it, in one line.
fn chain(error: &dyn Error) -> String {
    let (mut text, mut cause) = (error.to_string(), error.source());
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

fn meet_in_folder(
    library: &mut Library,
    place: &str,
    problems: &mut Vec<String>,
) -> Result<(usize, usize), BooksError> {
    let path = place.strip_prefix("dir:").map(PathBuf::from).unwrap_or_default();
    let learned = take_in(library, folder::gather(&path)?, problems)?;
    let own = library.all_events()?;
    Ok((folder::put(&path, library.device, &own)?, learned))
}

fn meet_in_bucket(
    library: &mut Library,
    place: &str,
    problems: &mut Vec<String>,
    stop: &CancellationToken,
) -> Result<(usize, usize), BooksError> {
    /// Once to find out that a copy of this device was quicker, and once under the new name; once more for a third.
    const ROUNDS: usize = 3;
    let bucket = Bucket::open(&place.parse()?, Env::process())?;
    let key = format!("seen/{place}");
    let (mut told, mut learned) = (0, 0);
    for _ in 0..ROUNDS {
        let seen = meta(library.connection(), &key)?.and_then(|text| serde_json::from_str(&text).ok());
        let seen: Objects = seen.unwrap_or_default();
        let (gathered, mut objects) = wait(stop, bucket::gather(&bucket, &seen))?;
        learned += take_in(library, gathered, problems)?;
        let own = library.all_events()?;
        let done = wait(stop, bucket::put(&bucket, library.device, &own, &mut objects));
        // Kept even where telling failed: what was learned is.
        let text = serde_json::to_string(&objects).map_err(BooksError::Json)?;
        library.store.write(|tx| set_meta(tx, &key, &text))?;
        let done = done?;
        told += done.new;
        if !done.is_refused {
            return Ok((told, learned));
        }
    }
    problems.push(format!("{place}: others keep writing under the name of this device; try again"));
    Ok((told, learned))
}

/// Learns what was gathered, as another device where this one turns out to be a copy.
fn take_in(library: &mut Library, gathered: Gathered, problems: &mut Vec<String>) -> Result<usize, BooksError> {
    problems.extend(gathered.failures);
    let own: BTreeMap<_, _> = library.all_events()?.into_iter().map(|event| (event.id, event)).collect();
    // What stands there under this device's name and was not told here was told by a copy.
    let mut mine = gathered.events.values().filter(|event| event.id.device == library.device);
    let is_ahead = mine.any(|event| own.get(&event.id) != Some(event));
    if is_ahead || gathered.cloned.contains(&library.device) {
        library.become_another()?;
        problems.push("this library is a copy of another; from here on it counts as a device of its own".to_owned());
    }
    let events: Vec<Event> = gathered.events.into_values().collect();
    Ok(library.learn(&events)?.new)
}

/// Where devices meet and how far each is known, with what a meeting came to.
///
/// # Errors
/// The library cannot be read.
pub fn status(
    library: &Library,
    told: usize,
    learned: usize,
    waiting: Vec<Gap>,
    problems: Vec<String>,
) -> Result<Meeting, BooksError> {
    let mut counts = BTreeMap::new();
    for event in library.all_events()? {
        *counts.entry(event.id.device).or_insert(0) += 1;
    }
    counts.entry(library.device).or_insert(0);
    let mut devices = Vec::new();
    for (device, facts) in counts {
        devices.push(Known { device: device.to_string(), name: library.device_name(device)?, facts });
    }
    let query = Query { status: Some(Status::Forked), ..Query::default() };
    let forks = library.list(&query)?.0.into_iter().map(|book| book.slug).collect();
    Ok(Meeting { schema_version: 1, places: places(library)?, told, learned, devices, waiting, forks, problems })
}
