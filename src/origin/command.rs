//! `toolbox origin`: the server in a process of its own, until a signal ends it.

use std::path::Path;
use std::time::Duration;

use http::StatusCode;

use super::{Args, Behaviour, Clients, Listen, Options, OriginError, Running, ServerIdentity, Tls, start};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::kit::tls::Identity;

/// What requests under way get when a signal arrives; a second signal ends it at once.
const DRAIN: Duration = Duration::from_secs(5);

/// Serves until the first signal, then finishes what is under way.
///
/// # Errors
/// The address or the certificate cannot be used, or the certificate files cannot be written.
pub async fn run(args: Args, session: &Session) -> Result<Exit, Failure> {
    let certs = args.write_certs.clone();
    let socket = args.unix_socket.clone();
    let mut origin = start(resolve(args)?).map_err(explain)?;
    if let Some(dir) = certs {
        write_certs(&origin, &dir)?;
    }
    session.metrics.register(origin.metrics());
    let place = socket.map(|path| format!(" on {}", path.display())).unwrap_or_default();
    session.term.out(&format!("listening at {}{place}\n", origin.url("/")))?;
    session.shutdown.token().cancelled().await;
    // Joining threads blocks, and the second signal must still be heard.
    let stats = tokio::task::spawn_blocking(move || {
        origin.stop();
        origin.stats()
    })
    .await
    .map_err(Failure::operation)?;
    session.term.note(format!("served {} requests on {} connections", stats.requests, stats.connections));
    Ok(Exit::Done)
}

fn resolve(args: Args) -> Result<Options, Failure> {
    let identity = match (&args.cert, &args.key) {
        (Some(cert), Some(key)) => Some(Identity::from_files(cert, key).map_err(OriginError::from).map_err(explain)?),
        _ => None,
    };
    let tls = (args.tls || identity.is_some()).then(|| {
        let clients = if args.require_client_cert { Clients::Certified } else { Clients::Any };
        let default = Tls::default();
        Tls { identity: identity.map_or(default.identity, ServerIdentity::Given), clients, ..Tls::default() }
    });
    let behaviour = Behaviour {
        capacity: args.capacity,
        latency: args.latency.map(|steps| steps.0).unwrap_or_default(),
        jitter: args.jitter,
        error_rate: args.error_rate,
        error_status: StatusCode::from_u16(args.error_status).map_err(Failure::usage)?,
        stalls: args.stall,
    };
    Ok(Options {
        listen: args.unix_socket.map_or(Listen::Tcp(args.listen), Listen::Unix),
        tls,
        threads: usize::from(args.threads),
        dir: args.dir,
        behaviour,
        seed: args.seed,
        drain: DRAIN,
    })
}

fn explain(error: OriginError) -> Failure {
    let hint = match &error {
        OriginError::Listen { source, .. } if source.kind() == std::io::ErrorKind::AddrInUse => {
            Some("choose another address with --listen, or remove the old socket file".to_owned())
        }
        OriginError::Tls(error) => error.hint().map(str::to_owned),
        _ => None,
    };
    Failure::operation(error).maybe_hint(hint)
}

fn write_certs(origin: &Running, dir: &Path) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::operation(format!("cannot write to {}: {error}", dir.display()));
    std::fs::create_dir_all(dir).map_err(failed)?;
    if let Some(pem) = origin.authority_pem() {
        std::fs::write(dir.join("ca.pem"), pem).map_err(failed)?;
    }
    if let Some(client) = origin.client_identity().map_err(OriginError::from).map_err(explain)? {
        std::fs::write(dir.join("client.pem"), client.cert_pem() + &client.key_pem()).map_err(failed)?;
    }
    Ok(())
}
