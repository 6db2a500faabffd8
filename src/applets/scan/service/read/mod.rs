//! The readers: what came back over a port in, what it is out. No input or output of their own, no clock.
//!
//! A reader must be sure: bytes that another protocol could have sent are none of its own unless its own probe asked
//! for them. Whatever the bytes, no reader panics, and none looks further than the limits of [`words`].

mod chat;
mod datagrams;
mod directory;
mod files;
mod http;
mod http_products;
mod lines;
mod mail;
mod media;
mod names;
mod queues;
mod screen;
mod sql;
mod ssh;
mod stores;
mod tls;
mod tunnels;
mod windows;

#[cfg(test)]
mod tests;

use super::evidence::{Exchange, Transport};
use super::finding::Service;
use super::words;

pub(super) use files::XID;
pub(super) use http::server_header;
pub(super) use names::ID;
pub(super) use sql::ONE_BYTE;

/// What a reader sees.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen<'a> {
    /// The probe that was answered; `banner` if nothing was said.
    pub(super) probe: &'a str,
    /// What came back.
    pub(super) bytes: &'a [u8],
    /// What was sent, for answers that quote or depend on it.
    pub(super) sent: &'a [u8],
    /// The port.
    pub(super) port: u16,
}

/// One reader: its name, and which probes' answers it takes.
struct Reader {
    name: &'static str,
    probes: Probes,
    read: fn(&Seen<'_>) -> Option<Service>,
}

/// Whose answers a reader takes.
enum Probes {
    /// Of all probes over TCP: the protocol shows itself whatever was said to it.
    Any,
    /// Of these alone, over either transport.
    Only(&'static [&'static str]),
}

const fn any(name: &'static str, read: fn(&Seen<'_>) -> Option<Service>) -> Reader {
    Reader { name, probes: Probes::Any, read }
}

const fn only(name: &'static str, probes: &'static [&'static str], read: fn(&Seen<'_>) -> Option<Service>) -> Reader {
    Reader { name, probes: Probes::Only(probes), read }
}

/// In the order in which they are tried: those of one probe first, then the unmistakable, then lines of text.
const READERS: &[Reader] = &[
    only("dns", &["dns", "dns-udp"], names::dns),
    only("mdns", &["mdns"], names::mdns),
    only("netbios-ns", &["netbios"], names::netbios),
    only("llmnr", &["llmnr"], names::dns),
    only("ntp", &["ntp"], datagrams::ntp),
    only("ntp", &["ntp-control"], datagrams::ntp_control),
    only("snmp", &["snmp", "snmp-public"], directory::snmp),
    only("tftp", &["tftp"], datagrams::tftp),
    only("ssdp", &["ssdp"], datagrams::ssdp),
    only("stun", &["stun"], datagrams::stun),
    only("coap", &["coap"], datagrams::coap),
    only("ipmi", &["ipmi"], datagrams::ipmi),
    only("ike", &["ike"], tunnels::ike),
    only("quic", &["quic"], datagrams::quic),
    only("openvpn", &["openvpn", "openvpn-udp"], tunnels::openvpn),
    only("memcached", &["memcached-udp"], stores::memcached_datagram),
    only("bittorrent-tracker", &["tracker"], files::tracker),
    only("bittorrent-dht", &["dht"], files::dht),
    only("minecraft-bedrock", &["bedrock"], media::bedrock),
    only("source-engine", &["source"], media::source_engine),
    only("sip", &["sip-udp"], media::sip),
    only("rpcbind", &["rpcbind", "rpcbind-udp", "nfs"], files::rpc),
    only("kerberos", &["kerberos", "kerberos-udp"], directory::kerberos),
    only("postgresql", &["postgres", "postgres-version"], sql::postgres),
    only("mssql", &["mssql"], sql::mssql),
    only("oracle-tns", &["oracle"], sql::oracle),
    only("mongodb", &["mongodb", "mongodb-build"], stores::mongodb),
    only("cassandra", &["cassandra"], stores::cassandra),
    only("mqtt", &["mqtt"], queues::mqtt),
    only("kafka", &["kafka"], queues::kafka),
    only("socks5", &["socks5"], tunnels::socks5),
    only("socks4", &["socks4"], tunnels::socks4),
    only("ajp13", &["ajp"], tunnels::ajp),
    only("rtmp", &["rtmp"], media::rtmp),
    only("minecraft", &["minecraft"], media::minecraft),
    only("x11", &["x11"], screen::x11),
    only("adb", &["adb"], screen::adb),
    only("iscsi", &["iscsi"], files::iscsi),
    only("bittorrent", &["bittorrent"], files::bittorrent),
    only("ident", &["ident"], lines::ident),
    only("finger", &["finger"], lines::finger),
    only("whois", &["whois"], lines::whois),
    only("beanstalkd", &["beanstalkd"], queues::beanstalkd),
    only("gearman", &["gearman"], queues::gearman),
    only("clamd", &["clamd"], lines::clamd),
    any("ssh", ssh::ssh),
    any("tls", tls::tls),
    any("mysql", sql::mysql),
    any("smb", windows::smb),
    any("rdp", windows::rdp),
    any("ldap", directory::ldap),
    any("amqp", queues::amqp),
    any("vnc", screen::vnc),
    any("git", files::git),
    any("svn", files::svn),
    any("rsync", files::rsync),
    any("rtsp", media::rtsp),
    any("sip", media::sip),
    any("http", http::http),
    any("xmpp", chat::xmpp),
    any("irc", chat::irc),
    any("redis", stores::redis),
    any("memcached", stores::memcached),
    any("zookeeper", stores::zookeeper),
    any("nats", queues::nats),
    any("stomp", queues::stomp),
    any("mongodb", stores::mongodb_over_http),
    any("ftp", mail::ftp),
    any("smtp", mail::smtp),
    any("nntp", mail::nntp),
    any("pop3", mail::pop3),
    any("imap", mail::imap),
    any("managesieve", mail::managesieve),
    any("telnet", lines::telnet),
    any("greeting", lines::greeting),
];

/// What an exchange shows, by the built-in readers; the probes' own readers are asked first.
#[must_use]
pub fn read(exchange: &Exchange, port: u16, transport: Transport) -> Option<Service> {
    if exchange.received.is_empty() {
        return None;
    }
    if is_echo(exchange) {
        return Some(Service::named("echo"));
    }
    let seen = Seen { probe: &exchange.probe, bytes: &exchange.received, sent: &exchange.sent, port };
    let fits = |reader: &&Reader| match reader.probes {
        Probes::Any => transport == Transport::Tcp,
        Probes::Only(probes) => probes.contains(&seen.probe),
    };
    READERS.iter().filter(fits).find_map(|reader| {
        let mut found = (reader.read)(&seen)?;
        if found.os.is_none() {
            found.os = found.info.as_deref().and_then(words::system);
        }
        Some(found)
    })
}

/// Whether what came back is what was sent: whoever says that speaks no protocol (RFC 862), but for the debugger of Java,
/// whose handshake is the same on both sides.
fn is_echo(exchange: &Exchange) -> bool {
    !exchange.sent.is_empty() && exchange.sent == exchange.received && exchange.probe != "jdwp"
}

/// The names of all protocols that have a reader.
#[must_use]
pub fn protocols() -> Vec<&'static str> {
    let mut names: Vec<&str> = READERS.iter().map(|reader| reader.name).chain(["echo"]).collect();
    names.sort_unstable();
    names.dedup();
    names
}
