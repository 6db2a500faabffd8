//! Content steering (draft-pantos-hls-rfc8216bis section 7): the pathways a stream can be had on, which of them is taken,
//! and the server that says so.
//!
//! A pathway that fails is penalised: the next one in the order of the steering manifest is taken until the penalty is
//! over. That manifest is asked for once before anything is recorded, for [`FIRST`] at most, then as often as it says;
//! what does not come changes nothing. Places without a pathway of their own take turns in the same way.

mod manifest;
mod places;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use self::manifest::{Clone as PathwayClone, Manifest};
use super::hls::Steering;
use super::playlist::Asker;
use super::segment::{Resolver, inline};
use crate::kit::http::client::ClientError;
use crate::kit::net::SafeUrl;
use crate::kit::retry::Policy;

pub use self::places::{Place, Places};

/// How long a place that failed is not asked: five minutes, as long as a steering manifest holds where it says nothing.
const PENALTY: Duration = Duration::from_mins(5);

/// How long a recording waits for the first steering manifest: the one of a player that begins at once is the text of the
/// playlist, and the server can only do better.
const FIRST: Duration = Duration::from_secs(3);

/// How long later ones may take.
const LATER: Duration = Duration::from_secs(15);

/// Nobody is asked more often, whatever they say.
const SHORTEST: Duration = Duration::from_secs(1);

/// A manifest that holds longer is asked for once a day all the same.
const LONGEST: Duration = Duration::from_hours(24);

/// A steering manifest of more is none.
const LARGEST_BYTES: usize = 1 << 20;

/// The pathways of a presentation; its tracks share them.
#[derive(Debug, Default)]
pub struct Pathways {
    state: Mutex<State>,
    /// What follows the steering manifest; ends with this.
    following: Mutex<Option<Following>>,
}

#[derive(Debug, Default)]
struct State {
    /// The first is taken first; those that are not in it come behind, as the playlist has them.
    priority: Vec<String>,
    /// Until when each is not asked.
    penalties: HashMap<String, Instant>,
    clones: Vec<PathwayClone>,
}

#[derive(Debug)]
struct Following(JoinHandle<()>);

impl Drop for Following {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Pathways {
    /// Begins with this pathway, where the playlist says which.
    #[must_use]
    pub fn beginning(first: Option<String>) -> Arc<Self> {
        let state = State { priority: first.into_iter().collect(), ..State::default() };
        Arc::new(Self { state: Mutex::new(state), following: Mutex::default() })
    }

    /// Those of a master playlist that came from `base`, with what its server says of them; it is asked again until nobody
    /// has the pathways any more, or `stop` ends it.
    pub async fn steered(
        asker: &Asker,
        steering: &Steering,
        (base, first): (&Resolver, Option<String>),
        stop: &CancellationToken,
    ) -> Arc<Self> {
        let pathways = Self::beginning(steering.pathway.clone().or(first));
        if let Some(text) = inline(&steering.server) {
            // Written into the playlist: it leads on where it names a server.
            let Some(manifest) = Manifest::read(&text) else { return pathways };
            let next = manifest.reload.as_deref().and_then(|next| base.url(next).ok());
            let ttl = manifest.ttl;
            pathways.heed(manifest);
            if let Some(url) = next {
                pathways.follow(asker.clone(), url, ttl, stop.clone());
            }
            return pathways;
        }
        let Ok(url) = base.url(&steering.server) else { return pathways };
        match pathways.ask(asker, &url, FIRST, stop).await {
            Asked::Heeded { next, ttl } => pathways.follow(asker.clone(), next, ttl, stop.clone()),
            Asked::Nothing => pathways.follow(asker.clone(), url, manifest::USUAL_TTL, stop.clone()),
            Asked::Gone => {}
        }
        pathways
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn heed(&self, manifest: Manifest) {
        let mut state = self.state();
        tracing::debug!(priority = ?manifest.priority, "steering");
        state.priority = manifest.priority;
        for clone in manifest.clones {
            // A clone that is known does not change (section 7.2).
            if !state.clones.iter().any(|known| known.id == clone.id) {
                state.clones.push(clone);
            }
        }
    }

    /// The rank of a pathway, the smallest first: those that are penalised come last.
    fn rank(&self, pathway: &str) -> (Option<Instant>, usize) {
        let state = self.state();
        let until = state.penalties.get(pathway).copied().filter(|until| *until > Instant::now());
        let position = state.priority.iter().position(|known| known == pathway);
        (until, position.unwrap_or(usize::MAX))
    }

    fn penalise(&self, pathway: &str) {
        self.state().penalties.insert(pathway.to_owned(), Instant::now() + PENALTY);
    }

    /// The pathway that is taken: what the steering server is told.
    fn current(&self) -> Option<String> {
        let state = self.state();
        let now = Instant::now();
        let fine = |pathway: &&String| state.penalties.get(*pathway).is_none_or(|until| *until <= now);
        state.priority.iter().find(fine).or(state.priority.first()).cloned()
    }

    async fn ask(&self, asker: &Asker, url: &SafeUrl, longest: Duration, stop: &CancellationToken) -> Asked {
        // A manifest that does not come is asked for again when its time is over.
        let mut request = url.clone().into_inner();
        if let Some(pathway) = self.current() {
            request.query_pairs_mut().append_pair("_HLS_pathway", &pathway);
        }
        let Ok(request) = SafeUrl::try_from(request) else { return Asked::Nothing };
        let sent = tokio::select! {
            sent = tokio::time::timeout(longest, asker.fetch(&request, LARGEST_BYTES, Policy::ONCE, stop)) => sent,
            () = stop.cancelled() => return Asked::Gone,
        };
        match sent {
            Ok(Ok(sent)) => {
                let Some(manifest) = Manifest::read(&sent.body) else {
                    tracing::debug!(%url, "no steering manifest came");
                    return Asked::Nothing;
                };
                let next = manifest.reload.as_deref().and_then(|next| sent.url.join(next).ok());
                let ttl = manifest.ttl;
                self.heed(manifest);
                Asked::Heeded { next: next.unwrap_or_else(|| url.clone()), ttl }
            }
            // Not to be asked again (section 7.1).
            Ok(Err(ClientError::Status { status, .. })) if status.as_u16() == 410 => Asked::Gone,
            Ok(Err(error)) => {
                tracing::debug!(%url, %error, "no steering manifest");
                Asked::Nothing
            }
            Err(_) => Asked::Nothing,
        }
    }

    fn follow(self: &Arc<Self>, asker: Asker, url: SafeUrl, ttl: Duration, stop: CancellationToken) {
        let task = tokio::spawn(follow(Arc::downgrade(self), asker, (url, ttl), stop));
        *self.following.lock().unwrap_or_else(PoisonError::into_inner) = Some(Following(task));
    }
}

/// What came of asking for a steering manifest.
enum Asked {
    Heeded { next: SafeUrl, ttl: Duration },
    Nothing,
    Gone,
}

/// Asks again whenever a manifest is old.
async fn follow(
    pathways: Weak<Pathways>,
    asker: Asker,
    (mut url, mut ttl): (SafeUrl, Duration),
    stop: CancellationToken,
) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(ttl.clamp(SHORTEST, LONGEST)) => {}
            () = stop.cancelled() => return,
        }
        let Some(pathways) = pathways.upgrade() else { return };
        match pathways.ask(&asker, &url, LATER, &stop).await {
            Asked::Heeded { next, ttl: again } => (url, ttl) = (next, again),
            Asked::Nothing => {}
            Asked::Gone => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(text: &str) -> Manifest {
        Manifest::read(text.as_bytes()).unwrap()
    }

    #[test]
    fn the_first_that_is_not_penalised_is_taken() {
        let pathways = Pathways::beginning(Some("a".to_owned()));
        assert_eq!(pathways.current().as_deref(), Some("a"));
        pathways.heed(manifest(r#"{"VERSION":1,"PATHWAY-PRIORITY":["b","a"]}"#));
        assert_eq!(pathways.current().as_deref(), Some("b"));
        pathways.penalise("b");
        assert_eq!(pathways.current().as_deref(), Some("a"));
        assert!(pathways.rank("a") < pathways.rank("b") && pathways.rank("a") < pathways.rank("c"));
        pathways.penalise("a");
        assert_eq!(pathways.current().as_deref(), Some("b"), "where all are, the order holds");
        assert!(pathways.rank("b") < pathways.rank("a"), "the penalty that is over first");
    }
}
