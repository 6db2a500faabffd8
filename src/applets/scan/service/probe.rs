//! What is said to a port, and when: the table of probes.
//!
//! A probe has a name, which is also what evidence calls it by, so names never change. Its payload is what the
//! protocol's own document describes for a client's first words; nothing here logs in, writes, or asks for work.

mod datagrams;
mod greetings;
mod requests;

use std::net::SocketAddr;

use super::evidence::Transport;

/// Whom a probe is for; some protocols want to be called by name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Aim<'a> {
    pub(super) address: SocketAddr,
    /// The name it was looked up by.
    pub(super) host: Option<&'a str>,
}

impl Aim<'_> {
    /// What stands in a `Host` header.
    fn authority(&self) -> String {
        match self.host {
            Some(host) => format!("{host}:{}", self.address.port()),
            None => self.address.to_string(),
        }
    }

    fn name(&self) -> String {
        self.host.map_or_else(|| self.address.ip().to_string(), str::to_owned)
    }
}

/// One thing to say.
#[derive(Debug)]
pub(super) struct Probe {
    pub(super) name: &'static str,
    pub(super) transport: Transport,
    pub(super) ports: &'static [u16],
    /// 1: useful everywhere; 9: rarely. Probes for a port are sent whatever the intensity.
    pub(super) rarity: u8,
    pub(super) payload: fn(&Aim<'_>) -> Vec<u8>,
}

/// No probe: the banner alone.
pub(super) const BANNER: &str = "banner";
/// The TLS handshake.
pub(super) const TLS: &str = "tls";
/// The request that says most of what is asked for least.
pub(super) const GET: &str = "get";

/// Printers that put on paper whatever they are sent.
pub(super) fn is_printer(port: u16) -> bool {
    (9100..=9107).contains(&port)
}

/// Controllers of machines: an unexpected word may stop one, so they are only listened to.
pub(super) fn is_controller(port: u16) -> bool {
    matches!(port, 102 | 502 | 789 | 1911 | 1962 | 2404 | 4840 | 5006 | 5007 | 9600 | 18245 | 20000 | 44818 | 47808)
}

/// Ports where TLS comes first.
pub(super) fn is_tls_first(port: u16) -> bool {
    const PORTS: [u16; 30] = [
        443, 465, 563, 636, 853, 989, 990, 992, 993, 994, 995, 2376, 3269, 4443, 5061, 5223, 5349, 5671, 5986, 6443,
        6514, 6697, 8443, 8834, 8883, 9443, 10250, 15671, 16443, 61617,
    ];
    PORTS.contains(&port)
}

/// Ports whose servers speak first, if not at once: worth a longer wait.
pub(super) fn is_banner_first(port: u16) -> bool {
    const PORTS: [u16; 33] = [
        13, 21, 22, 23, 24, 25, 37, 110, 119, 143, 222, 587, 873, 1025, 2121, 2222, 2525, 2628, 3306, 3307, 3690, 4190,
        4222, 4949, 5038, 5900, 5901, 5902, 5903, 6600, 8022, 8021, 10011,
    ];
    PORTS.contains(&port)
}

/// The probes of a transport, those for the port first, each kind by rarity; beyond the port's own only those up to
/// this rarity.
pub(super) fn for_port(port: u16, transport: Transport, rarity: u8) -> Vec<&'static Probe> {
    let mut chosen: Vec<&Probe> = TABLE
        .iter()
        .filter(|probe| probe.transport == transport)
        .filter(|probe| probe.ports.contains(&port) || probe.rarity <= rarity)
        .collect();
    chosen.sort_by_key(|probe| (!probe.ports.contains(&port), probe.rarity));
    chosen
}

/// A probe by its name.
pub(super) fn by_name(name: &str) -> Option<&'static Probe> {
    TABLE.iter().chain(FURTHER).find(|probe| probe.name == name)
}

/// All probes.
pub(super) fn all() -> impl Iterator<Item = &'static Probe> {
    TABLE.iter().chain(FURTHER)
}

const fn tcp(name: &'static str, ports: &'static [u16], rarity: u8, payload: fn(&Aim<'_>) -> Vec<u8>) -> Probe {
    Probe { name, transport: Transport::Tcp, ports, rarity, payload }
}

const fn udp(name: &'static str, ports: &'static [u16], rarity: u8, payload: fn(&Aim<'_>) -> Vec<u8>) -> Probe {
    Probe { name, transport: Transport::Udp, ports, rarity, payload }
}

const HTTP_PORTS: &[u16] = &[
    80, 81, 88, 280, 443, 591, 631, 2379, 2380, 3000, 3128, 4040, 4443, 5000, 5001, 5601, 5985, 5986, 6443, 7001, 7474,
    8000, 8001, 8006, 8008, 8009, 8080, 8081, 8082, 8083, 8086, 8088, 8090, 8096, 8123, 8200, 8222, 8443, 8500, 8834,
    8888, 8983, 9000, 9001, 9090, 9091, 9093, 9100, 9200, 9443, 10250, 10255, 15672, 16443, 27018, 32400,
];

/// Everything that may be a port's first probe.
const TABLE: &[Probe] = &[
    tcp(GET, HTTP_PORTS, 1, requests::get),
    tcp("lines", &[1, 7], 3, greetings::lines),
    tcp("redis", &[6379, 6380, 6381, 7000, 26379], 4, greetings::redis),
    tcp("postgres", &[5432, 5433, 6432], 4, requests::postgres),
    tcp("postgres-version", &[], 9, requests::postgres_version),
    tcp("rdp", &[3389], 5, requests::rdp),
    tcp("smb", &[139, 445], 5, requests::smb),
    tcp("ldap", &[389, 636, 3268, 3269], 5, requests::ldap),
    tcp("mongodb", &[27017, 27018, 27019], 5, requests::mongodb),
    tcp("mqtt", &[1883, 8883], 5, greetings::mqtt),
    tcp("amqp", &[5671, 5672], 5, greetings::amqp),
    tcp("dns", &[53, 853], 5, datagrams::dns_framed),
    tcp("memcached", &[11211], 5, greetings::memcached),
    tcp("rtsp", &[554, 5554, 8554, 322], 5, requests::rtsp),
    tcp("sip", &[5060, 5061], 6, requests::sip),
    tcp("socks5", &[1080, 9050, 9150], 6, greetings::socks5),
    tcp("socks4", &[], 9, greetings::socks4),
    tcp("x11", &[6000, 6001, 6002, 6003, 6004, 6005, 6006, 6007, 6008, 6009, 6010], 6, greetings::x11),
    tcp("rpcbind", &[111, 32771], 6, requests::rpcbind),
    tcp("nfs", &[2049], 8, requests::nfs),
    tcp("git", &[9418], 6, requests::git),
    tcp("kafka", &[9092, 9093, 9094], 6, requests::kafka),
    tcp("zookeeper", &[2181, 2182], 6, greetings::zookeeper),
    tcp("cassandra", &[9042, 9142], 6, greetings::cassandra),
    tcp("mssql", &[1433, 1434], 6, requests::mssql),
    tcp("oracle", &[1521, 1522, 1526], 7, requests::oracle),
    tcp("xmpp", &[5222, 5223], 6, requests::xmpp),
    tcp("xmpp-server", &[5269], 8, requests::xmpp_server),
    tcp("irc", &[6660, 6661, 6662, 6663, 6664, 6665, 6666, 6667, 6668, 6669, 6697, 7000], 6, greetings::irc),
    tcp("rtmp", &[1935], 7, requests::rtmp),
    tcp("ajp", &[8009], 7, greetings::ajp),
    tcp("stomp", &[61613, 61614], 7, greetings::stomp),
    tcp("adb", &[5555, 5037], 8, requests::adb),
    tcp("minecraft", &[25565, 25566], 7, requests::minecraft),
    tcp("iscsi", &[860, 3260], 8, requests::iscsi),
    tcp("kerberos", &[88, 464], 8, datagrams::kerberos_framed),
    tcp("beanstalkd", &[11300], 7, greetings::beanstalkd),
    tcp("gearman", &[4730], 8, greetings::gearman),
    tcp("clamd", &[3310], 7, greetings::clamd),
    tcp("spamd", &[783], 8, greetings::spamd),
    tcp("tor-control", &[9051, 9151], 8, greetings::tor_control),
    tcp("jdwp", &[5005, 8787], 8, greetings::jdwp),
    tcp("finger", &[79], 8, greetings::finger),
    tcp("ident", &[113], 8, greetings::ident),
    tcp("whois", &[43], 9, greetings::whois),
    tcp("openvpn", &[1194], 8, datagrams::openvpn_framed),
    tcp("bittorrent", &[6881, 6882, 6883, 51413], 9, requests::bittorrent),
    udp("dns-udp", &[53], 1, datagrams::dns),
    udp("ntp", &[123], 2, datagrams::ntp),
    udp("snmp", &[161], 2, datagrams::snmp),
    udp("netbios", &[137], 3, datagrams::netbios),
    udp("mdns", &[5353], 3, datagrams::mdns),
    udp("ssdp", &[1900], 3, datagrams::ssdp),
    udp("tftp", &[69], 4, datagrams::tftp),
    udp("rpcbind-udp", &[111], 4, datagrams::rpcbind),
    udp("stun", &[3478, 19302], 4, datagrams::stun),
    udp("sip-udp", &[5060], 4, requests::sip_udp),
    udp("openvpn-udp", &[1194], 5, datagrams::openvpn),
    udp("ike", &[500, 4500], 5, datagrams::ike),
    udp("quic", &[443, 8443], 5, datagrams::quic),
    udp("coap", &[5683], 6, datagrams::coap),
    udp("ipmi", &[623], 6, datagrams::ipmi),
    udp("kerberos-udp", &[88], 6, datagrams::kerberos),
    udp("memcached-udp", &[11211], 6, datagrams::memcached),
    udp("llmnr", &[5355], 6, datagrams::dns),
    udp("tracker", &[6969, 1337, 451], 7, datagrams::tracker),
    udp("dht", &[6881], 7, datagrams::dht),
    udp("bedrock", &[19132], 7, datagrams::bedrock),
    udp("source", &[27015], 7, datagrams::source_engine),
];

/// What is only asked once it is known who is there, or on request.
const FURTHER: &[Probe] = &[
    tcp("redis-info", &[], 9, greetings::redis_info),
    tcp("ftp-features", &[], 9, greetings::ftp_features),
    tcp("ftp-system", &[], 9, greetings::ftp_system),
    tcp("smtp-features", &[], 9, greetings::smtp_features),
    tcp("pop3-features", &[], 9, greetings::pop3_features),
    tcp("imap-id", &[], 9, greetings::imap_id),
    tcp("mongodb-build", &[], 9, requests::mongodb_build),
    tcp("get-version", &[], 9, requests::get_version),
    tcp("get-health", &[], 9, requests::get_health),
    tcp("get-buildinfo", &[], 9, requests::get_buildinfo),
    tcp("get-leader", &[], 9, requests::get_leader),
    tcp("get-agent", &[], 9, requests::get_agent),
    tcp("get-seal", &[], 9, requests::get_seal),
    tcp("get-ping", &[], 9, requests::get_ping),
    tcp("get-overview", &[], 9, requests::get_overview),
    tcp("get-varz", &[], 9, requests::get_varz),
    tcp("get-metrics", &[], 9, requests::get_metrics),
    udp("ntp-control", &[], 9, datagrams::ntp_control),
    udp("snmp-public", &[], 9, datagrams::snmp_public),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_probe_has_a_name_of_its_own_and_words_to_say() {
        let mut names = HashSet::new();
        let address = "192.0.2.1:80".parse().unwrap();
        for probe in all() {
            assert!(names.insert(probe.name), "{} stands twice", probe.name);
            assert!((1..=9).contains(&probe.rarity), "{}", probe.name);
            let bytes = (probe.payload)(&Aim { address, host: Some("example.org") });
            assert!((1..=1600).contains(&bytes.len()), "{}: {} bytes", probe.name, bytes.len());
        }
        assert!(!names.contains(BANNER) && !names.contains(TLS));
    }

    #[test]
    fn a_ports_own_probes_come_first_and_whatever_the_intensity() {
        let names = |port, rarity| -> Vec<_> {
            for_port(port, Transport::Tcp, rarity).iter().map(|probe| probe.name).collect()
        };
        assert_eq!(names(5269, 0), ["xmpp-server"]);
        assert_eq!(names(6379, 1), ["redis", GET]);
        assert!(for_port(161, Transport::Udp, 9).len() > 10);
    }
}
