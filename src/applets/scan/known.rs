//! Which services live where: our own list, in the order in which an administrator wants to know about them.
//!
//! Names are those of the registry of IANA where it has one. The order is a judgement and no measurement: what gives
//! away a machine or its data when it is open stands in front, then what is met every day, then the rest. `-F` takes
//! [`FAST`] of them, `--top-ports N` the first N.

use super::ports::{Port, Proto};

/// How many ports `-F` takes.
pub const FAST: usize = 50;

/// Ports of TCP with their names, the most telling first.
const TCP: &[(u16, &str)] = &[
    (22, "ssh"),
    (80, "http"),
    (443, "https"),
    (3389, "ms-wbt-server"),
    (445, "microsoft-ds"),
    (23, "telnet"),
    (21, "ftp"),
    (3306, "mysql"),
    (5432, "postgresql"),
    (6379, "redis"),
    (27017, "mongodb"),
    (8080, "http-alt"),
    (25, "smtp"),
    (53, "domain"),
    (139, "netbios-ssn"),
    (135, "epmap"),
    (5900, "rfb"),
    (9200, "elasticsearch"),
    (2375, "docker"),
    (6443, "kubernetes"),
    (10250, "kubelet"),
    (2379, "etcd-client"),
    (1433, "ms-sql-s"),
    (11211, "memcache"),
    (8443, "https-alt"),
    (110, "pop3"),
    (143, "imap"),
    (993, "imaps"),
    (995, "pop3s"),
    (587, "submission"),
    (465, "submissions"),
    (389, "ldap"),
    (636, "ldaps"),
    (111, "sunrpc"),
    (2049, "nfs"),
    (873, "rsync"),
    (1521, "oracle-tns"),
    (5672, "amqp"),
    (15672, "rabbitmq-http"),
    (1883, "mqtt"),
    (8883, "secure-mqtt"),
    (9092, "kafka"),
    (2181, "zookeeper"),
    (9042, "cassandra"),
    (5985, "wsman"),
    (8000, "http-dev"),
    (3000, "http-dev"),
    (9090, "prometheus"),
    (631, "ipp"),
    (1080, "socks"),
    (8888, "http-dev"),
    (2376, "docker-s"),
    (2380, "etcd-server"),
    (9300, "elasticsearch-node"),
    (5986, "wsmans"),
    (3128, "squid-http"),
    (8081, "http-alt"),
    (9000, "http-dev"),
    (5000, "http-dev"),
    (8008, "http-alt"),
    (81, "http-alt"),
    (88, "kerberos"),
    (464, "kpasswd"),
    (3268, "msft-gc"),
    (3269, "msft-gc-ssl"),
    (593, "http-rpc-epmap"),
    (990, "ftps"),
    (989, "ftps-data"),
    (4222, "nats"),
    (8500, "consul"),
    (8200, "vault"),
    (9001, "minio-console"),
    (9093, "alertmanager"),
    (9100, "node-exporter"),
    (8086, "influxdb"),
    (8123, "clickhouse-http"),
    (5601, "kibana"),
    (6380, "redis-tls"),
    (26379, "redis-sentinel"),
    (27018, "mongodb-shard"),
    (33060, "mysqlx"),
    (1723, "pptp"),
    (5060, "sip"),
    (5061, "sips"),
    (554, "rtsp"),
    (8554, "rtsp-alt"),
    (1935, "rtmp"),
    (6667, "ircu"),
    (6697, "ircs-u"),
    (5222, "xmpp-client"),
    (5269, "xmpp-server"),
    (119, "nntp"),
    (563, "nntps"),
    (179, "bgp"),
    (514, "shell"),
    (513, "login"),
    (512, "exec"),
    (7, "echo"),
    (9, "discard"),
    (13, "daytime"),
    (19, "chargen"),
    (37, "time"),
    (43, "whois"),
    (49, "tacacs"),
    (70, "gopher"),
    (79, "finger"),
    (113, "ident"),
    (427, "svrloc"),
    (444, "snpp"),
    (502, "mbap"),
    (515, "printer"),
    (543, "klogin"),
    (544, "kshell"),
    (548, "afpovertcp"),
    (853, "domain-s"),
    (902, "vmware-auth"),
    (1194, "openvpn"),
    (1434, "ms-sql-m"),
    (1701, "l2tp"),
    (1812, "radius"),
    (1900, "ssdp"),
    (2000, "cisco-sccp"),
    (2082, "cpanel"),
    (2083, "cpanels"),
    (2086, "whm"),
    (2087, "whms"),
    (2121, "ftp-alt"),
    (2222, "ssh-alt"),
    (2377, "swarm"),
    (2483, "oracle-tcp"),
    (2484, "oracle-tcps"),
    (3001, "http-dev"),
    (3050, "firebird"),
    (3260, "iscsi-target"),
    (3299, "saprouter"),
    (3310, "clamd"),
    (3478, "stun"),
    (3632, "distcc"),
    (3690, "svn"),
    (4000, "http-dev"),
    (4369, "epmd"),
    (4443, "https-alt"),
    (4505, "salt-publish"),
    (4506, "salt-return"),
    (4848, "glassfish"),
    (5001, "http-dev"),
    (5044, "beats"),
    (5355, "llmnr"),
    (5433, "postgresql-alt"),
    (5671, "amqps"),
    (5800, "vnc-http"),
    (5901, "rfb-1"),
    (5902, "rfb-2"),
    (5984, "couchdb"),
    (6000, "x11"),
    (6001, "x11-1"),
    (6432, "pgbouncer"),
    (6881, "bittorrent"),
    (7000, "cassandra-node"),
    (7001, "weblogic"),
    (7474, "neo4j"),
    (7687, "bolt"),
    (7946, "swarm-gossip"),
    (8001, "http-alt"),
    (8009, "ajp13"),
    (8010, "http-alt"),
    (8042, "yarn"),
    (8088, "http-alt"),
    (8089, "splunkd"),
    (8090, "http-alt"),
    (8118, "privoxy"),
    (8140, "puppet"),
    (8181, "http-alt"),
    (8444, "https-alt"),
    (8834, "nessus"),
    (8880, "http-alt"),
    (9002, "http-dev"),
    (9080, "http-alt"),
    (9091, "transmission"),
    (9160, "cassandra-thrift"),
    (9418, "git"),
    (9443, "https-alt"),
    (9999, "http-alt"),
    (10000, "webmin"),
    (10255, "kubelet-readonly"),
    (10256, "kube-proxy"),
    (10257, "kube-controller"),
    (10259, "kube-scheduler"),
    (16443, "kubernetes-alt"),
    (25565, "minecraft"),
    (27019, "mongodb-config"),
    (28017, "mongodb-http"),
    (32400, "plex"),
    (50000, "db2"),
    (50070, "hdfs-http"),
    (61616, "activemq"),
    (61613, "stomp"),
];

/// Ports of UDP with their names, the most telling first.
const UDP: &[(u16, &str)] = &[
    (53, "domain"),
    (161, "snmp"),
    (123, "ntp"),
    (137, "netbios-ns"),
    (1900, "ssdp"),
    (5353, "mdns"),
    (69, "tftp"),
    (500, "isakmp"),
    (4500, "ipsec-nat-t"),
    (111, "sunrpc"),
    (389, "cldap"),
    (11211, "memcache"),
    (623, "asf-rmcp"),
    (3478, "stun"),
    (5060, "sip"),
    (443, "quic"),
    (5683, "coap"),
    (88, "kerberos"),
    (1434, "ms-sql-m"),
    (138, "netbios-dgm"),
    (67, "bootps"),
    (68, "bootpc"),
    (514, "syslog"),
    (520, "router"),
    (1194, "openvpn"),
    (1701, "l2tp"),
    (1812, "radius"),
    (1813, "radius-acct"),
    (2049, "nfs"),
    (3389, "ms-wbt-server"),
    (3702, "ws-discovery"),
    (5355, "llmnr"),
    (51820, "wireguard"),
    (6881, "bittorrent"),
    (10001, "ubiquiti"),
    (17185, "vxworks"),
    (19, "chargen"),
    (7, "echo"),
    (47808, "bacnet"),
    (49152, "upnp"),
];

const fn table(proto: Proto) -> &'static [(u16, &'static str)] {
    match proto {
        Proto::Tcp => TCP,
        Proto::Udp => UDP,
    }
}

/// How many ports of a protocol are known here.
#[must_use]
pub const fn count(proto: Proto) -> usize {
    table(proto).len()
}

/// The first `count` ports of a protocol, by telling; fewer where fewer are known.
pub fn top(proto: Proto, count: usize) -> impl Iterator<Item = Port> {
    table(proto).iter().take(count).map(move |(number, _)| Port { proto, number: *number })
}

/// What usually lives on a port.
///
/// ```
/// use toolbox::applets::scan::{known, ports::{Port, Proto}};
/// assert_eq!(known::name(Port { proto: Proto::Tcp, number: 22 }), Some("ssh"));
/// ```
#[must_use]
pub fn name(port: Port) -> Option<&'static str> {
    table(port.proto).iter().find(|(number, _)| *number == port.number).map(|(_, name)| *name)
}

/// The ports of TCP or UDP where a service of this name usually lives.
pub fn ports_of(name: &str) -> impl Iterator<Item = u16> {
    let tables = [TCP, UDP].into_iter().flatten();
    tables.filter(move |(_, known)| *known == name).map(|(port, _)| *port)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_port_stands_there_twice_and_names_are_plain() {
        for proto in [Proto::Tcp, Proto::Udp] {
            let ports: BTreeSet<u16> = table(proto).iter().map(|(port, _)| *port).collect();
            assert_eq!(ports.len(), count(proto), "{proto}");
            for (port, name) in table(proto) {
                let plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
                assert!(plain && !name.is_empty(), "{port} {name}");
            }
        }
    }

    #[test]
    fn the_first_hundred_are_there() {
        assert_eq!(top(Proto::Tcp, 100).count(), 100);
        assert!(top(Proto::Tcp, FAST).any(|port| port.number == 10250));
    }
}
