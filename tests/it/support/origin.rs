//! Origins to test against, and the files a TLS client needs for one.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::wire::PATIENCE;
use tempfile::TempDir;
use toolbox::origin::{self, Behaviour, Clients, Options, Running, Stats, Tls};

/// A plain origin on a free loopback port.
pub(crate) fn origin() -> Running {
    origin::start(Options::default()).unwrap()
}

/// A plain origin that behaves in this way.
pub(crate) fn behaving(behaviour: Behaviour) -> Running {
    origin::start(Options { behaviour, ..Options::default() }).unwrap()
}

/// An origin that speaks TLS.
pub(crate) fn secure(tls: Tls) -> Running {
    origin::start(Options { tls: Some(tls), ..Options::default() }).unwrap()
}

/// An origin that lets only certified clients in.
pub(crate) fn certified() -> Running {
    secure(Tls { clients: Clients::Certified, ..Tls::default() })
}

/// Waits until the origin's counts fulfil a condition.
pub(crate) fn eventually(origin: &Running, condition: impl Fn(&Stats) -> bool) {
    let begin = Instant::now();
    while !condition(&origin.stats()) {
        assert!(begin.elapsed() < PATIENCE, "still waiting: {:?}", origin.stats());
        std::thread::yield_now();
    }
}

/// The files a client of a TLS origin needs, removed at the end of the test.
pub(crate) struct Certificates {
    directory: TempDir,
}

impl Certificates {
    pub(crate) fn of(origin: &Running) -> Self {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("ca.pem"), origin.authority_pem().unwrap()).unwrap();
        let client = origin.client_identity().unwrap().unwrap();
        std::fs::write(directory.path().join("client.pem"), client.cert_pem() + &client.key_pem()).unwrap();
        Self { directory }
    }

    fn path(&self, name: &str) -> PathBuf {
        Path::join(self.directory.path(), name)
    }

    /// For `--cacert`.
    pub(crate) fn authority(&self) -> PathBuf {
        self.path("ca.pem")
    }

    /// For `--cert`: certificate and key in one file.
    pub(crate) fn client(&self) -> PathBuf {
        self.path("client.pem")
    }
}
