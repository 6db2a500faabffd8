//! Where the server listens besides its first address, and its TLS identity: what the parameters `tls-*` and
//! `unixsocket` ask for.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpSocket, UnixListener};

use super::Server;
use super::settings::Settings;
use crate::kit::tls::{ClientCertificates, Identity, TlsError};

/// What the parameters say of TLS; `None` where they ask for none.
///
/// # Errors
/// Files that cannot be read, or are no certificate or key.
pub fn tls(settings: &Settings) -> Result<Option<Arc<ServerConfig>>, TlsError> {
    let text = |name: &str| settings.get(name).filter(|value| !value.is_empty());
    let (Some(cert), key) = (text("tls-cert-file"), text("tls-key-file")) else { return Ok(None) };
    let key = key.unwrap_or_else(|| cert.clone());
    let identity = Identity::from_files(Path::new(&cert), Path::new(&key))?;
    let wanted = text("tls-auth-clients").unwrap_or_default();
    let clients = match text("tls-ca-cert-file").filter(|_| wanted != "no") {
        None => ClientCertificates::Ignored,
        Some(path) => {
            let authority = std::fs::read_to_string(&path).map_err(|source| TlsError::File {
                what: "CA certificates",
                path,
                source: source.into(),
            })?;
            match wanted.as_str() {
                "optional" => ClientCertificates::Checked(authority),
                _ => ClientCertificates::Required(authority),
            }
        }
    };
    identity.server_config_for(&clients, &[]).map(Some)
}

/// Reads the files of TLS again; connections that are open keep what they have.
pub fn reload_tls(server: &Server) {
    match tls(&server.settings) {
        Ok(config) => *server.tls.write() = config,
        Err(error) => tracing::error!(%error, "the TLS files cannot be used: the former ones stay"),
    }
}

/// Where TLS is spoken besides.
#[must_use]
pub fn tls_address(settings: &Settings, first: SocketAddr) -> Option<SocketAddr> {
    let listen = settings.get("tls-listen").and_then(|address| address.parse().ok());
    let port = settings.get("tls-port").and_then(|port| port.parse().ok()).filter(|port| *port != 0);
    listen.or_else(|| port.map(|port| SocketAddr::new(first.ip(), port)))
}

/// Listens; as many connections as `tcp-backlog` says wait in the kernel to be accepted.
///
/// # Errors
/// The address is taken, not ours, or not allowed.
pub fn bind(settings: &Settings, address: SocketAddr) -> io::Result<TcpListener> {
    let backlog = settings.get("tcp-backlog").and_then(|text| text.parse().ok()).unwrap_or(511);
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(backlog)
}

/// Listens at the Unix socket that the parameters name.
///
/// # Errors
/// What the system says; a socket that nobody listens at any more is replaced.
pub fn bind_unix(settings: &Settings) -> io::Result<Option<(UnixListener, PathBuf)>> {
    let Some(path) = settings.get("unixsocket").filter(|path| !path.is_empty()).map(PathBuf::from) else {
        return Ok(None);
    };
    if path.exists() && std::os::unix::net::UnixStream::connect(&path).is_err() {
        std::fs::remove_file(&path)?;
    }
    let listener = UnixListener::bind(&path)?;
    let mode = settings.get("unixsocketperm").and_then(|text| u32::from_str_radix(&text, 8).ok()).unwrap_or(0);
    if mode != 0 {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode))?;
    }
    Ok(Some((listener, path)))
}
