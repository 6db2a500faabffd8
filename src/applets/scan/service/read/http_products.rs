//! Products that speak HTTP and show themselves by a header, a title or a field of their JSON.

use super::Seen;
use super::http::Reply;
use crate::applets::scan::service::finding::Service;
use crate::applets::scan::service::words::{self, has};

/// Where a sign is looked for.
enum Sign {
    /// A header of this name, with this in its value; any value if empty.
    Header(&'static str, &'static str),
    /// A part of the body.
    Body(&'static str),
    /// All of these parts of the body.
    Bodies(&'static [&'static str]),
    /// A part of the title.
    Title(&'static str),
    /// An answer to this probe with that in its body.
    Asked(&'static str, &'static str),
}

/// Where the version stands.
enum Version {
    /// Nowhere.
    Untold,
    /// In the value of a header, behind this.
    Header(&'static str, &'static str),
    /// In a field of JSON.
    Field(&'static str),
    /// In the body, behind this.
    Body(&'static str),
}

use Sign::{Asked, Bodies, Body, Header, Title};
use Version::{Field, Untold};

struct Product {
    sign: Sign,
    /// The service, `http` or a protocol on top of it.
    service: &'static str,
    name: &'static str,
    version: Version,
}

const fn product(sign: Sign, service: &'static str, name: &'static str, version: Version) -> Product {
    Product { sign, service, name, version }
}

/// The more telling come first.
const PRODUCTS: &[Product] = &[
    product(Bodies(&["\"cluster_name\"", "OpenSearch"]), "opensearch", "OpenSearch", Field("number")),
    product(Bodies(&["\"cluster_name\"", "You Know, for Search"]), "elasticsearch", "Elasticsearch", Field("number")),
    product(Header("x-elastic-product", "Elasticsearch"), "elasticsearch", "Elasticsearch", Field("number")),
    product(Header("kbn-name", ""), "http", "Kibana", Version::Header("kbn-version", "")),
    product(Bodies(&["\"ApiVersion\"", "\"MinAPIVersion\"", "podman"]), "docker", "Podman", Field("Version")),
    product(Bodies(&["\"ApiVersion\"", "\"GoVersion\""]), "docker", "Docker", Field("Version")),
    product(Header("server", "Docker/"), "docker", "Docker", Version::Header("server", "Docker/")),
    product(Header("docker-distribution-api-version", ""), "http", "Docker registry", Untold),
    product(Body("\"etcdserver\""), "etcd", "etcd", Field("etcdserver")),
    product(Header("x-etcd-cluster-id", ""), "etcd", "etcd", Untold),
    product(Body("\"gitVersion\""), "kubernetes", "Kubernetes API", Field("gitVersion")),
    product(Bodies(&["\"kind\":", "\"Status\"", "\"apiVersion\""]), "kubernetes", "Kubernetes API", Untold),
    product(Header("x-kubernetes-pf-flowschema-uid", ""), "kubernetes", "Kubernetes API", Untold),
    product(Header("x-consul-effective-consistency", ""), "consul", "HashiCorp Consul", Untold),
    product(Bodies(&["\"Config\"", "\"Datacenter\"", "\"Revision\""]), "consul", "HashiCorp Consul", Field("Version")),
    product(Title("Consul by HashiCorp"), "consul", "HashiCorp Consul", Version::Body("CONSUL_VERSION: ")),
    product(Asked("get-leader", "\""), "consul", "HashiCorp Consul", Untold),
    product(Bodies(&["\"sealed\"", "\"cluster_id\""]), "vault", "HashiCorp Vault", Field("version")),
    product(Bodies(&["\"sealed\"", "\"initialized\""]), "vault", "HashiCorp Vault", Field("version")),
    product(Header("server", "MinIO"), "minio", "MinIO", Untold),
    product(Asked("get-buildinfo", "\"goVersion\""), "prometheus", "Prometheus", Field("version")),
    product(Title("Prometheus"), "prometheus", "Prometheus", Untold),
    product(Title("Alertmanager"), "http", "Prometheus Alertmanager", Untold),
    product(
        Bodies(&["<title>Node Exporter"]),
        "prometheus-exporter",
        "Prometheus node_exporter",
        Version::Body("version="),
    ),
    product(Body("# TYPE go_info gauge"), "prometheus-exporter", "Prometheus metrics", Untold),
    product(Bodies(&["# HELP ", "# TYPE "]), "prometheus-exporter", "Prometheus metrics", Untold),
    product(Bodies(&["\"database\"", "\"commit\"", "\"version\""]), "http", "Grafana", Field("version")),
    product(Title("Grafana"), "http", "Grafana", Version::Body("\"version\":\"")),
    product(Header("x-influxdb-version", ""), "influxdb", "InfluxDB", Version::Header("x-influxdb-version", "")),
    product(Header("x-clickhouse-server-display-name", ""), "clickhouse-http", "ClickHouse", Untold),
    product(Header("x-clickhouse-summary", ""), "clickhouse-http", "ClickHouse", Untold),
    product(Bodies(&["\"couchdb\"", "\"Welcome\""]), "couchdb", "Apache CouchDB", Field("version")),
    product(Header("server", "CouchDB"), "couchdb", "Apache CouchDB", Version::Header("server", "CouchDB/")),
    product(Body("\"rabbitmq_version\""), "http", "RabbitMQ management", Field("rabbitmq_version")),
    product(Title("RabbitMQ Management"), "http", "RabbitMQ management", Untold),
    product(Header("www-authenticate", "RabbitMQ"), "http", "RabbitMQ management", Untold),
    product(Bodies(&["\"server_id\"", "\"max_payload\""]), "http", "NATS monitoring", Field("version")),
    product(Header("server", "CUPS/"), "ipp", "CUPS", Version::Body("CUPS v")),
    product(Header("server", "IPP/"), "ipp", "", Untold),
    product(Header("x-jenkins", ""), "http", "Jenkins", Version::Header("x-jenkins", "")),
    product(Header("x-gitlab-meta", ""), "http", "GitLab", Untold),
    product(Header("x-gitea-version", ""), "http", "Gitea", Version::Header("x-gitea-version", "")),
    product(Body("Powered by Gitea"), "http", "Gitea", Version::Body("Version: ")),
    product(Title("Solr Admin"), "http", "Apache Solr", Version::Body("?_=")),
    product(Title("Apache Tomcat"), "http", "Apache Tomcat", Version::Body("Apache Tomcat/")),
    product(Body("<h3>Apache Tomcat/"), "http", "Apache Tomcat", Version::Body("Apache Tomcat/")),
    product(Header("server", "squid"), "http-proxy", "Squid http proxy", Version::Header("server", "squid/")),
    product(Header("x-squid-error", ""), "http-proxy", "Squid http proxy", Version::Body("(squid/")),
    product(Header("server", "tinyproxy"), "http-proxy", "Tinyproxy", Version::Header("server", "tinyproxy/")),
    product(Body("Privoxy"), "http-proxy", "Privoxy", Version::Body("Privoxy ")),
    product(Header("via", "varnish"), "http", "Varnish", Untold),
    product(Header("x-varnish", ""), "http", "Varnish", Untold),
    product(Title("Statistics Report for HAProxy"), "http", "HAProxy statistics", Version::Body("HAProxy version ")),
    product(Body("d14:failure reason"), "bittorrent-tracker", "BitTorrent tracker", Untold),
    product(Header("server", "TwistedWeb"), "http", "Twisted Web", Version::Header("server", "TwistedWeb/")),
    product(Header("x-generator", "Drupal"), "http", "Drupal", Version::Header("x-generator", "Drupal ")),
    product(Body("content=\"WordPress "), "http", "WordPress", Version::Body("content=\"WordPress ")),
    product(Header("x-powered-by", "Express"), "http", "Node.js Express", Untold),
    product(Title("phpMyAdmin"), "http", "phpMyAdmin", Version::Body("?v=")),
    product(Title("RouterOS"), "http", "MikroTik RouterOS", Version::Body("RouterOS v")),
    product(Title("Home Assistant"), "http", "Home Assistant", Untold),
    product(Title("Portainer"), "http", "Portainer", Untold),
    product(Title("pgAdmin"), "http", "pgAdmin", Untold),
    product(Title("Synology"), "http", "Synology DSM", Untold),
    product(Title("Proxmox"), "http", "Proxmox Virtual Environment", Untold),
    product(Header("server", "pve-api-daemon"), "http", "Proxmox Virtual Environment", Untold),
    product(Title("Jupyter"), "http", "Jupyter", Untold),
    product(Header("server", "Mongoose"), "http", "Mongoose httpd", Version::Header("server", "Mongoose/")),
];

/// The product behind an answer, if it is a known one.
pub(super) fn read(reply: &Reply<'_>, seen: &Seen<'_>) -> Option<Service> {
    let shows = |sign: &Sign| match sign {
        Header(name, part) => reply.header(name).is_some_and(|value| has(value, part)),
        Body(part) => reply.body.contains(part),
        Bodies(parts) => parts.iter().all(|part| has(reply.body, part)),
        Title(part) => reply.title().is_some_and(|title| has(&title, part)),
        Asked(probe, part) => seen.probe == *probe && reply.status == 200 && reply.body.trim_start().contains(part),
    };
    let known = PRODUCTS.iter().find(|product| shows(&product.sign))?;
    let version = match known.version {
        Untold => None,
        Version::Header(name, before) => reply.header(name).and_then(|value| words::version_after(value, before)),
        Field(key) => words::json_field(reply.body, key).and_then(|value| words::version(&value)),
        Version::Body(before) => words::version_after(reply.body, before),
    };
    let found = Service::named(known.service).product(known.name).version(version);
    Some(found.os(reply.header("server").and_then(words::system)))
}
