//! Keys by their URL: each is asked for once, whoever needs it first, and kept while streams rotate through others.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;
use tokio_util::sync::CancellationToken;

use crate::kit::http::client::ClientError;
use crate::kit::net::SafeUrl;
use crate::kit::retry::Policy;
use crate::media::crypt::{KEY_BYTES, read_key};
use crate::media::playlist::Asker;
use crate::media::segment::KeyPlace;

/// Streams that rotate have one for each few segments; older ones are asked for again.
const KEPT: usize = 64;

/// Nothing that answers with more has a key.
const LARGEST_BYTES: usize = 64 << 10;

/// A key that cannot be had.
#[derive(Debug, Clone, thiserror::Error)]
pub(super) enum KeyError {
    /// It did not arrive.
    #[error("no key: {0}")]
    Client(#[from] ClientError),
    /// There are keys by their names alone.
    #[error("no key: those that were given are for names (KID:KEY), and only fragments of MP4 tell names")]
    Named,
    /// What arrived is none.
    #[error("no key: {url} answered {length} bytes in place of {KEY_BYTES}")]
    Length {
        /// Who answered.
        url: SafeUrl,
        /// How much.
        length: usize,
    },
}

type Cell = Arc<OnceCell<[u8; KEY_BYTES]>>;

/// The keys of one recording.
#[derive(Debug)]
pub(super) struct Keys {
    asker: Asker,
    policy: Policy,
    stop: CancellationToken,
    /// The newest behind; held for a look-up.
    cells: Mutex<VecDeque<(SafeUrl, Cell)>>,
}

impl Keys {
    pub(super) fn new(asker: Asker, policy: Policy, stop: CancellationToken) -> Self {
        Self { asker, policy, stop, cells: Mutex::default() }
    }

    pub(super) async fn get(&self, place: &KeyPlace) -> Result<[u8; KEY_BYTES], KeyError> {
        let url = match place {
            KeyPlace::Known(key) => return Ok(*key),
            KeyPlace::Named => return Err(KeyError::Named),
            KeyPlace::Url(url) => url,
        };
        let ask = || async {
            let _slot = self.asker.hosts().slot(url).await;
            let sent = self.asker.fetch(url, LARGEST_BYTES, self.policy, &self.stop).await?;
            read_key(&sent.body).ok_or_else(|| KeyError::Length { url: url.clone(), length: sent.body.len() })
        };
        self.cell(url).get_or_try_init(ask).await.copied()
    }

    fn cell(&self, url: &SafeUrl) -> Cell {
        let mut cells = self.cells.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, cell)) = cells.iter().find(|(known, _)| known == url) {
            return Arc::clone(cell);
        }
        if cells.len() == KEPT {
            cells.pop_front();
        }
        let cell = Cell::default();
        cells.push_back((url.clone(), Arc::clone(&cell)));
        cell
    }
}
