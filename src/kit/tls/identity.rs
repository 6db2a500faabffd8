//! Who a server is: a certificate chain and its key, from files or made on the spot by an authority of our own.
//!
//! The home-made authority is for the demo, the benches and the tests; nothing here is meant to outlive a process.

use std::path::Path;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use time::{Duration, OffsetDateTime};

use super::{TlsError, provider, read_certificates, read_key};

/// A certificate chain with its private key.
#[derive(Debug)]
pub struct Identity {
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
}

/// What a server asks of its clients' certificates.
#[derive(Debug, Clone, Default)]
pub enum ClientCertificates {
    /// No certificate is asked for.
    #[default]
    Ignored,
    /// Who shows none gets in; who shows one, only if it is of this authority (PEM).
    Checked(String),
    /// Only clients with a certificate of this authority (PEM) get in.
    Required(String),
}

impl Identity {
    /// Reads a chain and its key from PEM files.
    ///
    /// # Errors
    /// Unreadable files, or files without a certificate or key.
    pub fn from_files(cert: &Path, key: &Path) -> Result<Self, TlsError> {
        Ok(Self { chain: read_certificates("certificate", cert)?, key: read_key(key)? })
    }

    /// The chain in PEM, the server's own certificate first.
    #[must_use]
    pub fn cert_pem(&self) -> String {
        self.chain.iter().map(|certificate| pem("CERTIFICATE", certificate)).collect()
    }

    /// The private key in PEM.
    #[must_use]
    pub fn key_pem(&self) -> String {
        let label = match self.key {
            PrivateKeyDer::Pkcs1(_) => "RSA PRIVATE KEY",
            PrivateKeyDer::Sec1(_) => "EC PRIVATE KEY",
            _ => "PRIVATE KEY",
        };
        pem(label, self.key.secret_der())
    }

    /// A server configuration that asks no certificate of clients.
    ///
    /// # Errors
    /// The key does not belong to the certificate.
    pub fn server_config(&self, alpn: &[&[u8]]) -> Result<Arc<ServerConfig>, TlsError> {
        self.server_config_for(&ClientCertificates::Ignored, alpn)
    }

    /// A server configuration; `alpn` lists protocols, best first.
    ///
    /// # Errors
    /// The key does not belong to the certificate, or the clients' authority is no PEM certificate.
    pub fn server_config_for(
        &self,
        clients: &ClientCertificates,
        alpn: &[&[u8]],
    ) -> Result<Arc<ServerConfig>, TlsError> {
        let refused = |what: &str| {
            let what = what.to_owned();
            move |source| TlsError::Refused { what, source }
        };
        let builder = ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .map_err(refused("TLS versions"))?;
        let builder = match clients {
            ClientCertificates::Ignored => builder.with_no_client_auth(),
            ClientCertificates::Checked(authority) | ClientCertificates::Required(authority) => {
                let verifier = client_verifier(authority)?;
                let is_required = matches!(clients, ClientCertificates::Required(_));
                let verifier = if is_required { verifier } else { verifier.allow_unauthenticated() };
                let missing =
                    || TlsError::Missing { what: "CA certificates", path: "the clients' authority".to_owned() };
                builder.with_client_cert_verifier(verifier.build().map_err(|_| missing())?)
            }
        };
        let mut config = builder
            .with_single_cert(self.chain.clone(), self.key.clone_key())
            .map_err(refused("server certificate"))?;
        config.alpn_protocols = alpn.iter().map(|name| name.to_vec()).collect();
        Ok(Arc::new(config))
    }
}

fn client_verifier(authority: &str) -> Result<rustls::server::ClientCertVerifierBuilder, TlsError> {
    use rustls::pki_types::pem::PemObject as _;
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(authority.as_bytes()).flatten() {
        roots.add(certificate).map_err(|source| TlsError::Refused { what: "clients' authority".to_owned(), source })?;
    }
    Ok(WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider()))
}

/// PEM, RFC 7468: base64 in lines of 64.
fn pem(label: &str, der: &[u8]) -> String {
    use base64::Engine as _;
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    let mut out = format!("-----BEGIN {label}-----\n");
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, tail) = rest.split_at(rest.len().min(64));
        out.push_str(line);
        out.push('\n');
        rest = tail;
    }
    out + &format!("-----END {label}-----\n")
}

/// When a certificate is valid, in whole days from now.
///
/// ```
/// use toolbox::kit::tls::Validity;
/// let expired = Validity { from_days: -30, to_days: -1 };
/// assert!(expired.to_days < Validity::default().to_days);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// First day; negative is in the past.
    pub from_days: i64,
    /// Last day; negative is in the past.
    pub to_days: i64,
}

impl Default for Validity {
    /// Since yesterday, for clocks that differ a little, for 30 days: longer than any run.
    fn default() -> Self {
        Self { from_days: -1, to_days: 30 }
    }
}

/// A certificate authority that lives in memory.
pub struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authority").finish_non_exhaustive()
    }
}

impl Authority {
    /// Makes an authority with a fresh P-256 key.
    ///
    /// # Errors
    /// The system gives no random bytes.
    pub fn new(name: &str) -> Result<Self, TlsError> {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        set_validity(&mut params, Validity { from_days: -3650, to_days: 3650 });
        let key = KeyPair::generate()?;
        let certificate = params.self_signed(&key)?;
        Ok(Self { pem: certificate.pem(), issuer: Issuer::new(params, key) })
    }

    /// Its certificate in PEM: what `--cacert` wants.
    #[must_use]
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// Issues a certificate for these host names and addresses, for servers and clients alike.
    ///
    /// # Errors
    /// A name is not ASCII, or the system gives no random bytes.
    pub fn issue(&self, names: &[&str]) -> Result<Identity, TlsError> {
        self.issue_for(names, Validity::default())
    }

    /// [`issue`](Self::issue) with chosen dates, for certificates that have expired or are not valid yet.
    ///
    /// # Errors
    /// As for [`issue`](Self::issue), and dates beyond the calendar.
    pub fn issue_for(&self, names: &[&str], validity: Validity) -> Result<Identity, TlsError> {
        let mut params = CertificateParams::new(names.iter().map(ToString::to_string).collect::<Vec<_>>())?;
        if let Some(name) = names.first() {
            params.distinguished_name.push(DnType::CommonName, *name);
        }
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
        set_validity(&mut params, validity);
        let key = KeyPair::generate()?;
        let certificate = params.signed_by(&key, &self.issuer)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        Ok(Identity { chain: vec![certificate.der().clone()], key })
    }
}

fn set_validity(params: &mut CertificateParams, validity: Validity) {
    let now = OffsetDateTime::now_utc();
    let shift = |days| now.checked_add(Duration::days(days)).unwrap_or(now);
    params.not_before = shift(validity.from_days);
    params.not_after = shift(validity.to_days);
}
