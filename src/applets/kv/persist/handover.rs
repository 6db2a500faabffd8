//! Makes the dump that replicas begin with: the store at one moment, in a file without a name, and the stream from that
//! moment on.

use std::sync::Arc;

use super::{PersistError, snapshot};
use crate::applets::kv::server::Server;
use crate::applets::kv::server::feed::Sink;
use crate::applets::kv::server::replication::Replication;

/// Makes one dump for all replicas that wait for one. The keeper's thread; no stripe is held.
///
/// # Errors
/// What the system says; those replicas are let go then, and may come again.
pub fn hand_over(server: &Server) -> Result<(), PersistError> {
    let (persist, replication) = (&server.persist, &server.replication);
    let job = persist.job.lock();
    let replicas = replication.take_wanted();
    if replicas.is_empty() {
        return Ok(());
    }
    let mut offset = 0;
    let at_cut = || {
        if replication.attach() {
            server.feed.attach(Arc::<Replication>::clone(replication));
        }
        offset = replication.join(&replicas);
    };
    let near = super::dump_path(&server.settings);
    let outcome = snapshot::write_unnamed(server, &near, &persist.saving, at_cut);
    drop(job);
    match outcome {
        Ok((file, bytes)) => {
            let file = Arc::new(file);
            tracing::info!(replicas = replicas.len(), bytes, offset, "dump for replicas written");
            for replica in &replicas {
                replica.hand_over(&file, bytes, &server.run_id, offset, &server.mailboxes);
            }
            Ok(())
        }
        Err(error) => {
            for replica in &replicas {
                replica.lose(&server.mailboxes);
            }
            Err(error)
        }
    }
}

/// Ends reading the log of effects where nobody receives it any more. The keeper's thread.
pub fn tidy(server: &Server) {
    if server.replication.detach() {
        let sink: Arc<dyn Sink> = Arc::<Replication>::clone(&server.replication);
        server.feed.detach(&sink);
    }
}
