//! What was sent and what came back, kept so that newer rules can read it again without a packet.

use serde::{Deserialize, Serialize};

/// Over what a service is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Transport {
    /// A stream.
    Tcp,
    /// Datagrams.
    Udp,
}

/// How an exchange ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// Nothing more came within the time.
    #[default]
    Quiet,
    /// As much came as is read.
    Full,
    /// The peer closed the connection.
    Closed,
    /// The peer reset the connection, or refused the datagram.
    Reset,
    /// No connection came about.
    Unreachable,
}

/// One thing said, and what was answered to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Exchange {
    /// The probe's name; `banner` where nothing was said.
    pub probe: String,
    /// What was sent.
    #[serde(with = "base64_text", skip_serializing_if = "Vec::is_empty")]
    pub sent: Vec<u8>,
    /// What came back, at most as much as the limits allow.
    #[serde(with = "base64_text", skip_serializing_if = "Vec::is_empty")]
    pub received: Vec<u8>,
    /// How it ended.
    pub ending: Ending,
    /// From the sending to the first byte, or to the end of waiting.
    pub millis: u32,
    /// Whether the bytes went through TLS.
    pub inside_tls: bool,
    /// The handshake, where the exchange was one that succeeded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handshake: Option<Handshake>,
}

/// A TLS handshake that came to its end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Handshake {
    /// `TLSv1.3`.
    pub version: String,
    /// The cipher suite.
    pub cipher: String,
    /// The server's own certificate, DER; empty where it sent none.
    #[serde(with = "base64_text")]
    pub certificate: Vec<u8>,
}

/// Bytes as base64 (RFC 4648 section 4) in text formats.
mod base64_text {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        STANDARD.decode(text.as_bytes()).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_survives_being_stored() {
        let exchange = Exchange {
            probe: "tls".into(),
            sent: vec![0, 255],
            received: vec![22, 3, 1],
            ending: Ending::Closed,
            millis: 3,
            inside_tls: true,
            handshake: Some(Handshake { version: "TLSv1.3".into(), cipher: "X".into(), certificate: vec![0x30] }),
        };
        let text = serde_json::to_string(&exchange).unwrap();
        assert!(text.contains("\"received\":\"FgMB\""), "{text}");
        assert_eq!(serde_json::from_str::<Exchange>(&text).unwrap(), exchange);
    }
}
