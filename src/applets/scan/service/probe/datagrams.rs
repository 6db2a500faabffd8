//! Single datagrams, and the same behind a length for TCP.

use super::{Aim, requests};
use crate::applets::scan::service::ber::{self, INTEGER, OCTETS, OID, SEQUENCE};
use crate::applets::scan::service::read::{ID, XID};

/// A question: number, flags, one question; the name in labels, kind and class.
fn question(flags: u16, labels: &[&str], kind: u16, class: u16) -> Vec<u8> {
    let mut bytes: Vec<u8> = [ID, flags, 1, 0, 0, 0].iter().flat_map(|word| word.to_be_bytes()).collect();
    for label in labels {
        bytes.push(label.len() as u8);
        bytes.extend(label.as_bytes());
    }
    bytes.push(0);
    bytes.extend([kind, class].iter().flat_map(|word| word.to_be_bytes()));
    bytes
}

/// TXT of class CHAOS for `version.bind`, recursion desired so that forwarders answer as well.
pub(super) fn dns(_: &Aim<'_>) -> Vec<u8> {
    question(0x0100, &["version", "bind"], 16, 3)
}

pub(super) fn dns_framed(aim: &Aim<'_>) -> Vec<u8> {
    framed(&dns(aim))
}

fn framed(message: &[u8]) -> Vec<u8> {
    let mut bytes = (message.len() as u16).to_be_bytes().to_vec();
    bytes.extend(message);
    bytes
}

/// PTR for the list of services (RFC 6763 section 9), answered to us alone.
pub(super) fn mdns(_: &Aim<'_>) -> Vec<u8> {
    question(0, &["_services", "_dns-sd", "_udp", "local"], 12, 0x8001)
}

/// NBSTAT for `*`, whose sixteen bytes are written in half bytes (RFC 1001 section 14.1).
pub(super) fn netbios(_: &Aim<'_>) -> Vec<u8> {
    question(0, &["CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"], 33, 1)
}

/// A client's question, version 4.
pub(super) fn ntp(_: &Aim<'_>) -> Vec<u8> {
    let mut bytes = vec![0x23, 0, 6, 0xec];
    bytes.resize(40, 0);
    // A transmit time that gives nothing away of our clock (RFC 9109 in spirit).
    bytes.extend(b"tbox-sca");
    bytes
}

/// Read variables (RFC 9327, operation 2) of the system.
pub(super) fn ntp_control(_: &Aim<'_>) -> Vec<u8> {
    vec![0x16, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]
}

/// Engine discovery (RFC 3414 section 4): an empty user and an empty request; answered with a report.
pub(super) fn snmp(_: &Aim<'_>) -> Vec<u8> {
    let number = |value: &[u8]| ber::wrap(INTEGER, &[value]);
    let empty = ber::wrap(OCTETS, &[]);
    // Number, largest size, reportable, user-based security.
    let header = ber::wrap(
        SEQUENCE,
        &[&number(&[0x74, 0x62]), &number(&[0, 0xff, 0xe3]), &ber::wrap(OCTETS, &[&[4]]), &number(&[3])],
    );
    let security = ber::wrap(SEQUENCE, &[&empty, &number(&[0]), &number(&[0]), &empty, &empty, &empty]);
    let get = ber::wrap(0xa0, &[&number(&[0x74, 0x62]), &number(&[0]), &number(&[0]), &ber::wrap(SEQUENCE, &[])]);
    let scoped = ber::wrap(SEQUENCE, &[&empty, &empty, &get]);
    ber::wrap(SEQUENCE, &[&number(&[3]), &header, &ber::wrap(OCTETS, &[&security]), &scoped])
}

/// `sysDescr.0` for the community `public`: only on request, for it is a password.
pub(super) fn snmp_public(_: &Aim<'_>) -> Vec<u8> {
    let number = |value: &[u8]| ber::wrap(INTEGER, &[value]);
    let described = ber::wrap(OID, &[&[0x2b, 6, 1, 2, 1, 1, 1, 0]]);
    let list = ber::wrap(SEQUENCE, &[&ber::wrap(SEQUENCE, &[&described, &[5, 0]])]);
    let get = ber::wrap(0xa0, &[&number(&[0x74, 0x62]), &number(&[0]), &number(&[0]), &list]);
    ber::wrap(SEQUENCE, &[&number(&[1]), &ber::wrap(OCTETS, &[b"public"]), &get])
}

/// A read of a file that is not there.
pub(super) fn tftp(_: &Aim<'_>) -> Vec<u8> {
    b"\0\x01toolbox-scan-nothing\0octet\0".to_vec()
}

/// A search for everything that is a root device, one second to answer.
pub(super) fn ssdp(aim: &Aim<'_>) -> Vec<u8> {
    format!(
        "M-SEARCH * HTTP/1.1\r\nHOST: {}\r\nMAN: \"ssdp:discover\"\r\nMX: 1\r\nST: upnp:rootdevice\r\n\r\n",
        aim.authority()
    )
    .into_bytes()
}

pub(super) fn rpcbind(_: &Aim<'_>) -> Vec<u8> {
    requests::call(100_000, 2, 4)
}

/// A binding request (RFC 8489 section 5).
pub(super) fn stun(_: &Aim<'_>) -> Vec<u8> {
    b"\0\x01\0\0\x21\x12\xa4\x42toolbox-scan".to_vec()
}

/// A hard reset of the client, version 2 (opcode 7), key 0: our number, no acknowledgement, packet 0.
pub(super) fn openvpn(_: &Aim<'_>) -> Vec<u8> {
    b"\x38tbxscan1\0\0\0\0\0".to_vec()
}

pub(super) fn openvpn_framed(aim: &Aim<'_>) -> Vec<u8> {
    framed(&openvpn(aim))
}

/// `IKE_SA_INIT` (RFC 7296) with no payloads: too little to agree on, enough to be answered by some.
pub(super) fn ike(_: &Aim<'_>) -> Vec<u8> {
    let mut bytes = b"tbx-scan\0\0\0\0\0\0\0\0".to_vec();
    // Next payload none, version 2.0, exchange 34, initiator, message 0, length 28.
    bytes.extend([0, 0x20, 34, 0x08, 0, 0, 0, 0, 0, 0, 0, 28]);
    bytes
}

/// A long header of a version kept for forcing negotiation (RFC 9000 section 15), 1200 bytes as servers demand.
pub(super) fn quic(_: &Aim<'_>) -> Vec<u8> {
    let mut bytes = b"\xc0\x1a\x1a\x1a\x1a\x08tbx-scan\x08tbx-scan".to_vec();
    bytes.resize(1200, 0);
    bytes
}

/// GET of `.well-known/core` (RFC 7252 section 7.2).
pub(super) fn coap(_: &Aim<'_>) -> Vec<u8> {
    b"\x40\x01\x74\x62\xbb.well-known\x04core".to_vec()
}

/// Get Channel Authentication Capabilities (IPMI 2.0 section 22.13) of this channel, as an administrator.
pub(super) fn ipmi(_: &Aim<'_>) -> Vec<u8> {
    b"\x06\0\xff\x07\0\0\0\0\0\0\0\0\0\x09\x20\x18\xc8\x81\0\x38\x8e\x04\xb5".to_vec()
}

/// AS-REQ (RFC 4120 section 5.4.1) for a realm that is not there: answered with the wrong realm.
pub(super) fn kerberos(_: &Aim<'_>) -> Vec<u8> {
    let field = |number: u8, value: &[u8]| ber::wrap(0xa0 | number, &[value]);
    let text = |text: &str| ber::wrap(0x1b, &[text.as_bytes()]);
    let number = |value: &[u8]| ber::wrap(INTEGER, &[value]);
    let name = |kind: u8, parts: &[&str]| {
        let parts: Vec<u8> = parts.iter().flat_map(|part| text(part)).collect();
        ber::wrap(SEQUENCE, &[&field(0, &number(&[kind])), &field(1, &ber::wrap(SEQUENCE, &[&parts]))])
    };
    let realm = "TOOLBOX.INVALID";
    let body = ber::wrap(
        SEQUENCE,
        &[
            &field(0, &ber::wrap(0x03, &[&[0, 0, 0, 0, 0]])),
            &field(1, &name(1, &["scan"])),
            &field(2, &text(realm)),
            &field(3, &name(2, &["krbtgt", realm])),
            &field(5, &ber::wrap(0x18, &[b"20370913024805Z"])),
            &field(7, &number(&[0x74, 0x62])),
            // AES in both lengths.
            &field(8, &ber::wrap(SEQUENCE, &[&number(&[18]), &number(&[17])])),
        ],
    );
    let request = ber::wrap(SEQUENCE, &[&field(1, &number(&[5])), &field(2, &number(&[10])), &field(4, &body)]);
    ber::wrap(0x6a, &[&request])
}

pub(super) fn kerberos_framed(aim: &Aim<'_>) -> Vec<u8> {
    let message = kerberos(aim);
    let mut bytes = (message.len() as u32).to_be_bytes().to_vec();
    bytes.extend(message);
    bytes
}

pub(super) fn memcached(_: &Aim<'_>) -> Vec<u8> {
    b"\x74\x62\0\0\0\x01\0\0version\r\n".to_vec()
}

/// Connect of a tracker (BEP 15).
pub(super) fn tracker(_: &Aim<'_>) -> Vec<u8> {
    let mut bytes = 0x0417_2710_1980_u64.to_be_bytes().to_vec();
    bytes.extend([0; 4]);
    bytes.extend(XID.to_be_bytes());
    bytes
}

/// Ping of the distributed table (BEP 5).
pub(super) fn dht(_: &Aim<'_>) -> Vec<u8> {
    b"d1:ad2:id20:toolbox-scan-nothinge1:q4:ping1:t2:tb1:y1:qe".to_vec()
}

/// Unconnected ping of `RakNet`: a time, the magic, our number.
pub(super) fn bedrock(_: &Aim<'_>) -> Vec<u8> {
    let mut bytes = vec![1, 0, 0, 0, 0, 0, 0, 0, 0];
    bytes.extend(b"\0\xff\xff\0\xfe\xfe\xfe\xfe\xfd\xfd\xfd\xfd\x12\x34\x56\x78");
    bytes.extend(b"tbx-scan");
    bytes
}

/// `A2S_INFO`.
pub(super) fn source_engine(_: &Aim<'_>) -> Vec<u8> {
    b"\xff\xff\xff\xffTSource Engine Query\0".to_vec()
}
