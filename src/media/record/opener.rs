//! Opens fragmented MP4 by what its initialisation says. Segments come in any order and before it: whoever needs it
//! first asks for it, and all others wait for the same answer.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use http::header::{CONTENT_TYPE, HeaderValue};
use tokio_util::sync::CancellationToken;

use super::container::has_movie;
use super::fetch::LATE;
use super::shared::{Shared, Turn};
use crate::kit::http::client::{ClientError, Request};
use crate::kit::net::SafeUrl;
use crate::media::cenc::{self, KeyRing, Locked, Trouble};
use crate::media::playlist::Asker;
use crate::media::segment::Init;

/// Streams that change their initialisation have one for each advertisement; older ones are asked for again.
const KEPT: usize = 16;

/// A licence of more is none.
const LARGEST_LICENSE: usize = 256 << 10;

/// Keys of a track, and where more can be asked for.
#[derive(Debug, Clone, Default)]
pub struct ContentKeys {
    /// Given by the user.
    pub given: KeyRing,
    /// Clear Key servers that the manifest names.
    pub licenses: Vec<SafeUrl>,
    /// Whether the segments may come with keys of their own, as those of playlists do: then what an initialisation names
    /// and nobody has is no trouble yet.
    pub told: Told,
}

/// Where keys are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Told {
    /// Before anything is recorded.
    #[default]
    Before,
    /// With each segment as well.
    Along,
}

/// Why a licence is of no use.
#[derive(Debug, Clone, thiserror::Error)]
pub(super) enum OpenError {
    #[error(transparent)]
    Trouble(#[from] Trouble),
    #[error("no licence: {0}")]
    Client(#[from] ClientError),
    #[error("no licence: {url} answered with no keys")]
    License { url: SafeUrl },
    #[error("no licence: {url} did not answer in {} seconds", LATE.as_secs())]
    Late { url: SafeUrl },
}

impl OpenError {
    /// Whether the same request may bring another answer.
    pub(super) fn is_passing(&self) -> bool {
        // A body that was cut on its way looks malformed.
        matches!(self, Self::Client(_) | Self::Trouble(Trouble::Malformed(_)))
    }
}

/// Open, with what its segments are locked with.
type Opened = (Arc<Vec<u8>>, Locked);

type Cell<E> = Arc<Shared<Opened, E>>;

/// Opens the segments of one recording; `E` is why an initialisation cannot be had.
#[derive(Debug)]
pub(super) struct Opener<E> {
    asker: Asker,
    licenses: Vec<SafeUrl>,
    told: Told,
    /// Grows by what licences bring; held for a look-up.
    keys: Mutex<KeyRing>,
    /// One licence at a time.
    asking: tokio::sync::Mutex<()>,
    /// The newest behind; held for a look-up.
    cells: Mutex<VecDeque<(Arc<Init>, Cell<E>)>>,
    stop: CancellationToken,
}

impl<E: Clone + From<OpenError>> Opener<E> {
    pub(super) fn new(asker: Asker, keys: ContentKeys, stop: CancellationToken) -> Self {
        Self {
            asker,
            licenses: keys.licenses,
            told: keys.told,
            keys: Mutex::new(keys.given),
            asking: tokio::sync::Mutex::default(),
            cells: Mutex::default(),
            stop,
        }
    }

    fn ring(&self) -> KeyRing {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The initialisation, open; `fetch` brings it, as long and as often as it is told.
    pub(super) async fn init(
        &self,
        init: &Arc<Init>,
        turn: Turn,
        fetch: impl AsyncFnOnce(Turn) -> Result<Vec<u8>, E>,
    ) -> Result<Opened, E> {
        let ask = async |turn| {
            let mut body = fetch(turn).await?;
            let mut locked = Locked::default();
            locked.open(&mut body, &KeyRing::default()).map_err(OpenError::from)?;
            for key_id in locked.key_ids() {
                let along = self.told == Told::Along && self.licenses.is_empty();
                if !along && self.ring().get(&key_id).is_none() {
                    self.license(key_id).await?;
                }
            }
            Ok::<_, E>((Arc::new(body), locked))
        };
        self.cell(init).get(turn, &self.stop, ask).await
    }

    /// Opens a segment behind its initialisation, or one that has its own; `key` is what came along with it.
    pub(super) async fn segment(
        &self,
        mut locked: Locked,
        key: Option<[u8; 16]>,
        body: &mut Vec<u8>,
    ) -> Result<(), OpenError> {
        if locked.is_clear() && has_movie(body) != Some(true) {
            return Ok(());
        }
        // A key that is missing is missing before anything was opened with it, but what others opened is open: such a
        // body is begun anew.
        let kept = if self.licenses.is_empty() { None } else { Some(body.clone()) };
        let mut ring = self.ring();
        if let Some(key) = key {
            ring.set_any(key);
        }
        match locked.open(body, &ring) {
            Err(Trouble::NoKey { key_id }) => {
                let Some(kept) = kept else { return Err(Trouble::NoKey { key_id }.into()) };
                self.license(key_id).await?;
                *body = kept;
                Ok(locked.open(body, &self.ring())?)
            }
            opened => Ok(opened?),
        }
    }

    /// Asks for a key, unless somebody has while we waited.
    async fn license(&self, key_id: [u8; 16]) -> Result<(), OpenError> {
        let _one = self.asking.lock().await;
        if self.ring().get(&key_id).is_some() {
            return Ok(());
        }
        let mut last = Trouble::NoKey { key_id }.into();
        for url in &self.licenses {
            match self.ask(url, key_id).await {
                Ok(ring) if ring.get(&key_id).is_some() => {
                    self.keys.lock().unwrap_or_else(PoisonError::into_inner).extend(ring);
                    return Ok(());
                }
                Ok(_) => {}
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    async fn ask(&self, url: &SafeUrl, key_id: [u8; 16]) -> Result<KeyRing, OpenError> {
        let request = self.asker.dressed(url, Request::post(url.clone())).repeatable();
        let _slot = self.asker.hosts().slot(url).await;
        let json = HeaderValue::from_static("application/json");
        let request = request.header(CONTENT_TYPE, json).body(cenc::request(&[key_id]));
        let answer = async { self.asker.client().send(request).await?.success()?.bytes(LARGEST_LICENSE).await };
        let late = |_| OpenError::Late { url: url.clone() };
        let body = tokio::time::timeout(LATE, answer).await.map_err(late)??;
        cenc::read_license(&body).ok_or_else(|| OpenError::License { url: url.clone() })
    }

    fn cell(&self, init: &Arc<Init>) -> Cell<E> {
        let mut cells = self.cells.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, cell)) = cells.iter().find(|(known, _)| known == init) {
            return Arc::clone(cell);
        }
        if cells.len() == KEPT {
            cells.pop_front();
        }
        let cell = Cell::<E>::default();
        cells.push_back((Arc::clone(init), Arc::clone(&cell)));
        cell
    }
}
