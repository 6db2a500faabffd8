//! What is said to a port of UDP: a client's first words in the protocol that usually lives there, else nothing.

/// DNS (RFC 1035 section 4.1): TXT of class CHAOS for `version.bind`, recursion desired.
const DNS: &[u8] = b"\x74\x62\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07version\x04bind\x00\x00\x10\x00\x03";

/// SNMP: discovery of the engine (RFC 3414 section 4), an empty user and an empty request.
const SNMP: &[u8] = b"\x30\x3a\x02\x01\x03\x30\x0f\x02\x02\x74\x62\x02\x03\x00\xff\xe3\x04\x01\x04\x02\x01\x03\x04\x10\x30\x0e\
                      \x04\x00\x02\x01\x00\x02\x01\x00\x04\x00\x04\x00\x04\x00\x30\x12\x04\x00\x04\x00\xa0\x0c\x02\x02\x37\xf0\
                      \x02\x01\x00\x02\x01\x00\x30\x00";

/// STUN: a binding request (RFC 8489 section 5).
const STUN: &[u8] = b"\x00\x01\x00\x00\x21\x12\xa4\x42toolbox-scan";

/// The datagram for a port.
#[must_use]
pub fn payload(port: u16) -> Vec<u8> {
    match port {
        53 | 5353 => DNS.to_vec(),
        // A client's question, version 4 (RFC 5905 section 7.3).
        123 => {
            let mut bytes = vec![0x23];
            bytes.resize(48, 0);
            bytes
        }
        161 => SNMP.to_vec(),
        3478 => STUN.to_vec(),
        // Behind the header of eight bytes that memcached has for datagrams.
        11211 => b"\x00\x01\x00\x00\x00\x01\x00\x00version\r\n".to_vec(),
        _ => Vec::new(),
    }
}
