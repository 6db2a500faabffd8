//! Requests over TCP of more than a line.

use super::Aim;
use crate::applets::scan::service::ber::{self, INTEGER, OCTETS};
use crate::applets::scan::service::read::XID;

/// How we call ourselves.
const AGENT: &str = concat!("toolbox-scan/", env!("CARGO_PKG_VERSION"));

fn request(aim: &Aim<'_>, path: &str) -> Vec<u8> {
    let host = aim.authority();
    format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {AGENT}\r\nAccept: */*\r\nConnection: close\r\n\r\n")
        .into_bytes()
}

pub(super) fn get(aim: &Aim<'_>) -> Vec<u8> {
    request(aim, "/")
}

/// Docker, etcd, Kubernetes.
pub(super) fn get_version(aim: &Aim<'_>) -> Vec<u8> {
    request(aim, "/version")
}

/// Grafana.
pub(super) fn get_health(aim: &Aim<'_>) -> Vec<u8> {
    request(aim, "/api/health")
}

/// Prometheus.
pub(super) fn get_buildinfo(aim: &Aim<'_>) -> Vec<u8> {
    request(aim, "/api/v1/status/buildinfo")
}

/// Consul.
pub(super) fn get_leader(aim: &Aim<'_>) -> Vec<u8> {
    request(aim, "/v1/status/leader")
}

/// Consul's own version, where no list forbids it.
pub(super) fn get_agent(aim: &Aim<'_>) -> Vec<u8> {
    request(aim, "/v1/agent/self")
}

/// Vault.
pub(super) fn get_seal(aim: &Aim<'_>) -> Vec<u8> {
    request(aim, "/v1/sys/health")
}

/// `InfluxDB`, `ClickHouse`.
pub(super) fn get_ping(aim: &Aim<'_>) -> Vec<u8> {
    request(aim, "/ping")
}

/// The management of `RabbitMQ`.
pub(super) fn get_overview(aim: &Aim<'_>) -> Vec<u8> {
    request(aim, "/api/overview")
}

/// The monitoring of NATS.
pub(super) fn get_varz(aim: &Aim<'_>) -> Vec<u8> {
    request(aim, "/varz")
}

/// Exporters.
pub(super) fn get_metrics(aim: &Aim<'_>) -> Vec<u8> {
    request(aim, "/metrics")
}

pub(super) fn rtsp(aim: &Aim<'_>) -> Vec<u8> {
    format!("OPTIONS rtsp://{}/ RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: {AGENT}\r\n\r\n", aim.authority()).into_bytes()
}

fn options(aim: &Aim<'_>, transport: &str) -> Vec<u8> {
    let (to, tag) = (aim.name(), "toolbox");
    format!(
        "OPTIONS sip:{to} SIP/2.0\r\nVia: SIP/2.0/{transport} toolbox-scan.invalid;branch=z9hG4bK{tag};rport\r\n\
         Max-Forwards: 5\r\nFrom: <sip:scan@toolbox-scan.invalid>;tag={tag}\r\nTo: <sip:{to}>\r\nCall-ID: {tag}\r\n\
         CSeq: 1 OPTIONS\r\nUser-Agent: {AGENT}\r\nContent-Length: 0\r\n\r\n"
    )
    .into_bytes()
}

pub(super) fn sip(aim: &Aim<'_>) -> Vec<u8> {
    options(aim, "TCP")
}

pub(super) fn sip_udp(aim: &Aim<'_>) -> Vec<u8> {
    options(aim, "UDP")
}

pub(super) fn xmpp(aim: &Aim<'_>) -> Vec<u8> {
    stream(aim, "jabber:client")
}

pub(super) fn xmpp_server(aim: &Aim<'_>) -> Vec<u8> {
    stream(aim, "jabber:server")
}

fn stream(aim: &Aim<'_>, namespace: &str) -> Vec<u8> {
    format!(
        "<?xml version='1.0'?><stream:stream to='{}' xmlns='{namespace}' \
         xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>",
        aim.name()
    )
    .into_bytes()
}

/// `SSLRequest`: answered with one byte, and not logged.
pub(super) fn postgres(_: &Aim<'_>) -> Vec<u8> {
    b"\0\0\0\x08\x04\xd2\x16\x2f".to_vec()
}

/// A startup message of a version that does not exist: refused before anything is looked up.
pub(super) fn postgres_version(_: &Aim<'_>) -> Vec<u8> {
    b"\0\0\0\x08\x00\xff\x00\x00".to_vec()
}

/// X.224 connection request with `RDP_NEG_REQ`: TLS, `CredSSP` and its early form are offered.
pub(super) fn rdp(_: &Aim<'_>) -> Vec<u8> {
    b"\x03\0\0\x13\x0e\xe0\0\0\0\0\0\x01\0\x08\0\x0b\0\0\0".to_vec()
}

/// SMB 2 NEGOTIATE ([MS-SMB2] 2.2.3) with the dialects 2.0.2 to 3.0.2, in the frame of direct transport.
pub(super) fn smb(_: &Aim<'_>) -> Vec<u8> {
    let mut message = b"\xfeSMB\x40\0\0\0\0\0\0\0\0\0\x01\0".to_vec();
    message.resize(64, 0);
    // Size, four dialects, signing enabled, reserved, no capabilities; then our number and a start time of zero.
    message.extend(b"\x24\0\x04\0\x01\0\0\0\0\0\0\0toolbox-scan\0\0\0\x01\0\0\0\0\0\0\0\0");
    message.extend(b"\x02\x02\x10\x02\x00\x03\x02\x03");
    let mut bytes = (message.len() as u32).to_be_bytes().to_vec();
    bytes.extend(message);
    bytes
}

/// A search of the root's own entry (RFC 4512 section 5.1) for what it says of its server.
pub(super) fn ldap(_: &Aim<'_>) -> Vec<u8> {
    const WANTED: [&str; 8] = [
        "objectClass",
        "vendorName",
        "vendorVersion",
        "namingContexts",
        "supportedExtension",
        "rootDomainNamingContext",
        "domainControllerFunctionality",
        "dnsHostName",
    ];
    let wanted: Vec<u8> = WANTED.iter().flat_map(|name| ber::wrap(OCTETS, &[name.as_bytes()])).collect();
    let search = ber::wrap(
        0x63,
        &[
            &ber::wrap(OCTETS, &[]),
            // Base object, never dereferenced, at most one entry, five seconds, values too.
            b"\x0a\x01\0\x0a\x01\0\x02\x01\x01\x02\x01\x05\x01\x01\0",
            &ber::wrap(0x87, &[b"objectClass"]),
            &ber::wrap(0x30, &[&wanted]),
        ],
    );
    ber::wrap(0x30, &[&ber::wrap(INTEGER, &[&[1]]), &search])
}

/// `OP_MSG` with one command for the database `admin`.
fn mongodb_command(name: &str) -> Vec<u8> {
    let mut document = vec![0x10];
    document.extend(name.as_bytes());
    document.extend(b"\0\x01\0\0\0\x02$db\0\x06\0\0\0admin\0\0");
    let mut body = (document.len() as u32 + 4).to_le_bytes().to_vec();
    body.extend(document);
    let mut bytes = (body.len() as u32 + 21).to_le_bytes().to_vec();
    // Our number, none answered, 2013, no flags, one section of kind 0.
    bytes.extend(b"\x62\x74\0\0\0\0\0\0\xdd\x07\0\0\0\0\0\0\0");
    bytes.extend(body);
    bytes
}

pub(super) fn mongodb(_: &Aim<'_>) -> Vec<u8> {
    mongodb_command("hello")
}

pub(super) fn mongodb_build(_: &Aim<'_>) -> Vec<u8> {
    mongodb_command("buildInfo")
}

/// `ApiVersions` (18) of version 0, from a client called toolbox.
pub(super) fn kafka(_: &Aim<'_>) -> Vec<u8> {
    let mut bytes = b"\0\0\0\x11\0\x12\0\0".to_vec();
    bytes.extend(0x7462_0001_u32.to_be_bytes());
    bytes.extend(b"\0\x07toolbox");
    bytes
}

/// PRELOGIN ([MS-TDS] 2.2.6.5): our version, and that encryption is off.
pub(super) fn mssql(_: &Aim<'_>) -> Vec<u8> {
    let mut bytes = b"\x12\x01\0\x1a\0\0\0\0".to_vec();
    bytes.extend(b"\0\0\x0b\0\x06\x01\0\x11\0\x01\xff");
    bytes.extend(b"\0\0\0\0\0\0\x02");
    bytes
}

/// TNS connect that asks for the listener's version.
pub(super) fn oracle(_: &Aim<'_>) -> Vec<u8> {
    let data = b"(CONNECT_DATA=(COMMAND=version))";
    let mut bytes = ((58 + data.len()) as u16).to_be_bytes().to_vec();
    // No sum, CONNECT; version 314, at least 300; sizes of units; protocol marks; byte order; then length and place.
    bytes.extend(b"\0\0\x01\0\0\0\x01\x3a\x01\x2c\0\0\x20\0\x7f\xff\x4f\x98\0\0\0\x01");
    bytes.extend((data.len() as u16).to_be_bytes());
    bytes.extend(b"\0\x3a\0\0\0\0\x01\x01");
    bytes.resize(58, 0);
    bytes.extend(data);
    bytes
}

/// A call of ONC RPC (RFC 5531 section 9) without credentials.
pub(super) fn call(program: u32, version: u32, procedure: u32) -> Vec<u8> {
    [XID, 0, 2, program, version, procedure, 0, 0, 0, 0].iter().flat_map(|word| word.to_be_bytes()).collect()
}

fn framed_call(program: u32, version: u32, procedure: u32) -> Vec<u8> {
    let call = call(program, version, procedure);
    let mut bytes = (0x8000_0000 | call.len() as u32).to_be_bytes().to_vec();
    bytes.extend(call);
    bytes
}

/// DUMP of the port mapper, version 2.
pub(super) fn rpcbind(_: &Aim<'_>) -> Vec<u8> {
    framed_call(100_000, 2, 4)
}

/// NULL of a version of NFS that is not there: the answer names those that are.
pub(super) fn nfs(_: &Aim<'_>) -> Vec<u8> {
    framed_call(100_003, 104_316, 0)
}

/// `git-upload-pack` for a repository that is not there: the answer is an error in the protocol's own form.
pub(super) fn git(aim: &Aim<'_>) -> Vec<u8> {
    let line = format!("git-upload-pack /\0host={}\0", aim.name());
    format!("{:04x}{line}", line.len() + 4).into_bytes()
}

/// C0 and C1: version 3, a time and a version of zero, then a pattern that the server repeats.
pub(super) fn rtmp(_: &Aim<'_>) -> Vec<u8> {
    let mut bytes = vec![3, 0, 0, 0, 0, 0, 0, 0, 0];
    bytes.extend((0..1528_u32).map(|index| (index * 7 + 3) as u8));
    bytes
}

/// CNXN, version 1, 4096 bytes at most, as a host without a name.
pub(super) fn adb(_: &Aim<'_>) -> Vec<u8> {
    let data = b"host::\0";
    let sum: u32 = data.iter().map(|byte| u32::from(*byte)).sum();
    let command = u32::from_le_bytes(*b"CNXN");
    let words = [command, 0x0100_0000, 4096, data.len() as u32, sum, !command];
    let mut bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    bytes.extend(data);
    bytes
}

/// Handshake for the status, then the question for it.
pub(super) fn minecraft(aim: &Aim<'_>) -> Vec<u8> {
    let name = aim.name();
    let name = if name.len() < 100 { name } else { "localhost".to_owned() };
    // Packet 0, protocol -1 as five bytes, the name, the port, next state 1.
    let mut packet = vec![0, 0xff, 0xff, 0xff, 0xff, 0x0f, name.len() as u8];
    packet.extend(name.as_bytes());
    packet.extend(aim.address.port().to_be_bytes());
    packet.push(1);
    let mut bytes = vec![packet.len() as u8];
    bytes.extend(packet);
    bytes.extend([1, 0]);
    bytes
}

/// A login for discovery (RFC 7143 section 11.12), transit to full features.
pub(super) fn iscsi(_: &Aim<'_>) -> Vec<u8> {
    let keys = b"InitiatorName=iqn.2026-01.invalid.toolbox:scan\0SessionType=Discovery\0AuthMethod=None\0";
    let mut bytes = vec![0x43, 0x87, 0, 0, 0, 0, 0, keys.len() as u8];
    bytes.extend(b"\x80\0\0\0\0\x01\0\0");
    bytes.resize(48, 0);
    bytes.extend(keys);
    bytes.resize(48 + keys.len().next_multiple_of(4), 0);
    bytes
}

/// A handshake for a torrent that is nobody's.
pub(super) fn bittorrent(_: &Aim<'_>) -> Vec<u8> {
    let mut bytes = b"\x13BitTorrent protocol\0\0\0\0\0\0\0\0".to_vec();
    bytes.extend(b"toolbox-scan-nothing-TB0001-toolbox-scan");
    bytes
}
