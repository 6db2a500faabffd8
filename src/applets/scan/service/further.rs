//! What to ask once it is known who is there: versions, extensions, and what HTTP servers call themselves elsewhere.

use super::finding::Service;

/// Whether the password that everybody knows may be tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Community {
    /// SNMP is asked only for what needs none.
    #[default]
    Unasked,
    /// SNMP is asked with `public`.
    Public,
}

/// The names of probes that may add to this finding.
pub(super) fn questions(found: &Service, port: u16, intensity: u8, community: Community) -> &'static [&'static str] {
    let (product, has_version) = (found.product.as_deref().unwrap_or_default(), found.version.is_some());
    match &*found.name {
        "postgresql" if !has_version => &["postgres-version"],
        "redis" if !has_version && intensity >= 1 && !is_closed(found) => &["redis-info"],
        "mongodb" if !has_version => &["mongodb", "mongodb-build"],
        "memcached" if !has_version => &["memcached"],
        "irc" if !has_version => &["irc"],
        "ntp" if !has_version => &["ntp-control"],
        "snmp" if community == Community::Public => &["snmp-public"],
        "smtp" | "lmtp" if intensity >= 2 => &["smtp-features"],
        "pop3" if intensity >= 2 => &["pop3-features"],
        "imap" if intensity >= 2 => &["imap-id"],
        "ftp" if intensity >= 2 => &["ftp-features", "ftp-system"],
        "xmpp-client" | "xmpp-server" => &[],
        _ if has_version || intensity < 2 => &[],
        "http"
        | "docker"
        | "etcd"
        | "kubernetes"
        | "consul"
        | "vault"
        | "prometheus"
        | "prometheus-exporter"
        | "clickhouse-http"
        | "influxdb" => of_http(&found.name, product, port, intensity),
        _ => &[],
    }
}

/// Where a product's version is asked for.
fn of_http(name: &str, product: &str, port: u16, intensity: u8) -> &'static [&'static str] {
    match (name, product, port) {
        ("docker" | "etcd" | "kubernetes", ..)
        | ("http", "" | "Docker registry", 2375 | 2376 | 2379 | 6443 | 8001 | 16443) => &["get-version"],
        (_, "Grafana", _) | ("http", "", 3000) => &["get-health"],
        ("prometheus", ..) | ("http", "", 9090) => &["get-buildinfo"],
        ("consul", ..) | ("http", "", 8500) => &["get-leader", "get-agent"],
        ("vault", ..) | ("http", "", 8200) => &["get-seal"],
        ("influxdb" | "clickhouse-http", ..) | ("http", "", 8086 | 8123) => &["get-ping"],
        (_, "RabbitMQ management", _) | ("http", "Cowboy httpd" | "", 15672) => &["get-overview"],
        ("http", "", 8222) => &["get-varz"],
        // Go's server says nothing of itself; the usual places cost two requests.
        ("http", "", _) if intensity >= 7 => &["get-version", "get-metrics"],
        _ => &[],
    }
}

/// Whether the next question belongs to the conversation under way.
pub(super) fn is_dialogue(found: &Service) -> bool {
    matches!(&*found.name, "ftp" | "smtp" | "lmtp" | "pop3" | "imap" | "irc" | "redis" | "memcached")
}

/// Whether the server already said that it will not talk to strangers.
fn is_closed(found: &Service) -> bool {
    found.info.is_some()
}
