//! TLS for clients and servers: rustls over one crypto provider (aws-lc-rs), roots, client certificates, and reasons
//! a person can act on.
//!
//! Protocol versions are 1.2 and 1.3. There is no switch for older ones, nor for cipher lists.
//!
//! ```
//! use toolbox::kit::tls::{Authority, ClientOptions, client_config};
//! let authority = Authority::new("an example")?;
//! let identity = authority.issue(&["localhost"])?;
//! let server = identity.server_config(&[b"http/1.1"])?;
//! let client = client_config(&ClientOptions { insecure: true, ..ClientOptions::default() })?;
//! assert_eq!(server.alpn_protocols, [b"http/1.1"]);
//! assert!(client.alpn_protocols.is_empty());
//! # Ok::<(), toolbox::kit::tls::TlsError>(())
//! ```

mod identity;
mod look;
mod reason;
mod verify;

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::{self, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};

pub use self::identity::{Authority, ClientCertificates, Identity, Validity};
pub use self::look::{Looker, Seen};
pub use self::reason::TlsReason;

use crate::kit::fs::read_at_most;

/// What a TLS configuration can fail with, before any connection.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A certificate or key file cannot be read, or is not PEM.
    #[error("cannot read {what} {path}")]
    File {
        /// `CA certificates`, `certificate`, `private key`.
        what: &'static str,
        /// The file.
        path: String,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The file is PEM, but what is looked for is not in it.
    #[error("{path} holds no {what}")]
    Missing {
        /// `CA certificates`, `certificate`, `private key`.
        what: &'static str,
        /// The file.
        path: String,
    },
    /// `--key` without `--cert`.
    #[error("a client key needs a client certificate")]
    KeyWithoutCertificate,
    /// The system has no trusted root certificates and none were given.
    #[error("this system has no root certificates")]
    NoRoots,
    /// rustls refused what the files hold: a key that is not the certificate's, an unknown key type.
    #[error("the {what} cannot be used")]
    Refused {
        /// What was refused.
        what: String,
        /// rustls's reason.
        #[source]
        source: rustls::Error,
    },
    /// A certificate could not be made.
    #[error("cannot make a certificate")]
    Generate(#[from] rcgen::Error),
}

impl TlsError {
    /// The next thing to try.
    #[must_use]
    pub const fn hint(&self) -> Option<&'static str> {
        match self {
            Self::NoRoots => Some("install the package ca-certificates, or give --cacert FILE or --insecure"),
            Self::KeyWithoutCertificate => Some("add --cert FILE"),
            Self::Missing { .. } => {
                Some("the file must be PEM: -----BEGIN CERTIFICATE----- or -----BEGIN PRIVATE KEY-----")
            }
            Self::File { .. } | Self::Refused { .. } | Self::Generate(_) => None,
        }
    }
}

/// What a client trusts and shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClientOptions {
    /// Accept any certificate of any name, valid or not. The connection is then private from nobody in its path.
    pub insecure: bool,
    /// PEM file of the only authorities (or the very server certificates) to trust, instead of the system's.
    pub cacert: Option<PathBuf>,
    /// PEM file with the client's certificate chain, and its key if `key` is `None`.
    pub cert: Option<PathBuf>,
    /// PEM file with the client's private key.
    pub key: Option<PathBuf>,
    /// Protocols to offer by ALPN, best first: `h2`, `http/1.1`.
    pub alpn: Vec<Vec<u8>>,
}

/// The process-wide crypto provider, also made rustls's default for libraries that ask for it.
pub(crate) fn provider() -> Arc<CryptoProvider> {
    static PROVIDER: OnceLock<Arc<CryptoProvider>> = OnceLock::new();
    let install = || {
        // An error means that a default is set already, which is as good.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        Arc::new(rustls::crypto::aws_lc_rs::default_provider())
    };
    Arc::clone(PROVIDER.get_or_init(install))
}

/// Builds the client side. Reads files and, without `cacert`, the system's roots: do it once per run.
///
/// # Errors
/// Unreadable or unfit files, or no roots at all.
pub fn client_config(options: &ClientOptions) -> Result<Arc<ClientConfig>, TlsError> {
    let builder = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(|source| TlsError::Refused { what: "TLS versions".into(), source })?
        .dangerous()
        .with_custom_certificate_verifier(verifier(options)?);
    let mut config = match (&options.cert, &options.key) {
        (None, None) => builder.with_no_client_auth(),
        (None, Some(_)) => return Err(TlsError::KeyWithoutCertificate),
        (Some(cert), key) => {
            let chain = read_certificates("certificate", cert)?;
            let key = read_key(key.as_deref().unwrap_or(cert))?;
            let refused = |source| TlsError::Refused { what: format!("client certificate {}", cert.display()), source };
            builder.with_client_auth_cert(chain, key).map_err(refused)?
        }
    };
    config.alpn_protocols.clone_from(&options.alpn);
    Ok(Arc::new(config))
}

fn verifier(options: &ClientOptions) -> Result<Arc<dyn rustls::client::danger::ServerCertVerifier>, TlsError> {
    if options.insecure {
        return Ok(Arc::new(verify::AcceptAny::new(provider())));
    }
    let mut roots = RootCertStore::empty();
    let mut pinned = Vec::new();
    if let Some(path) = &options.cacert {
        pinned = read_certificates("CA certificates", path)?;
        for certificate in &pinned {
            let refused = |source| TlsError::Refused { what: format!("CA certificate {}", path.display()), source };
            roots.add(certificate.clone()).map_err(refused)?;
        }
    } else {
        // Single unreadable files among the system's hundreds are no reason to stop.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    }
    if roots.is_empty() {
        return Err(TlsError::NoRoots);
    }
    Ok(Arc::new(verify::Trusting::new(roots, pinned, provider())?))
}

/// Reads all certificates of a PEM file; at least one.
fn read_certificates(what: &'static str, path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let certificates = read_pem(path)
        .and_then(|text| CertificateDer::pem_slice_iter(&text).collect::<Result<Vec<_>, _>>())
        .map_err(|error| file_error(what, path, error))?;
    if certificates.is_empty() {
        return Err(TlsError::Missing { what, path: path.display().to_string() });
    }
    Ok(certificates)
}

/// Reads the first private key of a PEM file (PKCS#8, PKCS#1 or SEC1).
fn read_key(path: &Path) -> Result<PrivateKeyDer<'static>, TlsError> {
    read_pem(path)
        .and_then(|text| PrivateKeyDer::from_pem_slice(&text))
        .map_err(|error| file_error("private key", path, error))
}

fn read_pem(path: &Path) -> Result<Vec<u8>, pem::Error> {
    /// A hundred times what all the authorities of a system take.
    const LARGEST_BYTES: u64 = 32 << 20;
    std::fs::File::open(path).and_then(|file| read_at_most(file, LARGEST_BYTES)).map_err(pem::Error::Io)
}

fn file_error(what: &'static str, path: &Path, error: pem::Error) -> TlsError {
    let path = path.display().to_string();
    match error {
        pem::Error::NoItemsFound => TlsError::Missing { what, path },
        pem::Error::Io(error) => TlsError::File { what, path, source: error.into() },
        other => TlsError::File { what, path, source: other.into() },
    }
}

#[cfg(test)]
mod tests;
