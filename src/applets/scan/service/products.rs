//! Names of products for looking up, `maker:product:version`, all small letters: our own table, in the form that lists
//! of vulnerabilities use.

use super::finding::Service;

/// What readers call a product, and its maker and name.
const NAMES: [(&str, &str); 58] = [
    ("Active Directory", "microsoft:active_directory"),
    ("Apache Cassandra", "apache:cassandra"),
    ("Apache CouchDB", "apache:couchdb"),
    ("Apache Kafka", "apache:kafka"),
    ("Apache MINA sshd", "apache:sshd"),
    ("Apache Tomcat", "apache:tomcat"),
    ("Apache ZooKeeper", "apache:zookeeper"),
    ("Apache httpd", "apache:http_server"),
    ("CUPS", "openprinting:cups"),
    ("ClamAV", "clamav:clamav"),
    ("Coturn", "coturn:coturn"),
    ("Docker", "docker:docker"),
    ("Dovecot", "dovecot:dovecot"),
    ("Dropbear sshd", "dropbear_ssh_project:dropbear_ssh"),
    ("Elasticsearch", "elastic:elasticsearch"),
    ("Exim smtpd", "exim:exim"),
    ("Gitea", "gitea:gitea"),
    ("Grafana", "grafana:grafana"),
    ("HAProxy statistics", "haproxy:haproxy"),
    ("HashiCorp Consul", "hashicorp:consul"),
    ("HashiCorp Vault", "hashicorp:vault"),
    ("ISC BIND", "isc:bind"),
    ("InfluxDB", "influxdata:influxdb"),
    ("InspIRCd", "inspircd:inspircd"),
    ("Jenkins", "jenkins:jenkins"),
    ("Kibana", "elastic:kibana"),
    ("Kubernetes API", "kubernetes:kubernetes"),
    ("MariaDB", "mariadb:mariadb"),
    ("Memcached", "memcached:memcached"),
    ("Microsoft IIS httpd", "microsoft:internet_information_services"),
    ("Microsoft SQL Server", "microsoft:sql_server"),
    ("MongoDB", "mongodb:mongodb"),
    ("Mosquitto", "eclipse:mosquitto"),
    ("MySQL", "oracle:mysql"),
    ("NATS", "linuxfoundation:nats-server"),
    ("Net-SNMP", "net-snmp:net-snmp"),
    ("OpenLDAP", "openldap:openldap"),
    ("OpenSSH", "openbsd:openssh"),
    ("OpenSSH for Windows", "openbsd:openssh"),
    ("Postfix smtpd", "postfix:postfix"),
    ("PostgreSQL", "postgresql:postgresql"),
    ("ProFTPD", "proftpd:proftpd"),
    ("Prometheus", "prometheus:prometheus"),
    ("Prosody", "prosody:prosody"),
    ("Pure-FTPd", "pureftpd:pure-ftpd"),
    ("RabbitMQ", "vmware:rabbitmq"),
    ("RabbitMQ management", "vmware:rabbitmq"),
    ("Redis", "redis:redis"),
    ("Samba smbd", "samba:samba"),
    ("Squid http proxy", "squid-cache:squid"),
    ("Subversion", "apache:subversion"),
    ("Tinyproxy", "tinyproxy:tinyproxy"),
    ("Unbound", "nlnetlabs:unbound"),
    ("Valkey", "lfprojects:valkey"),
    ("dnsmasq", "thekelleys:dnsmasq"),
    ("etcd", "etcd:etcd"),
    ("nginx", "f5:nginx"),
    ("vsftpd", "vsftpd_project:vsftpd"),
];

/// Further names, those that are spelled as their makers are.
const PLAIN: [(&str, &str); 6] = [
    ("lighttpd", "lighttpd:lighttpd"),
    ("libssh", "libssh:libssh"),
    ("ngIRCd", "barton:ngircd"),
    ("NTPsec", "ntpsec:ntpsec"),
    ("OpenResty", "openresty:openresty"),
    ("beanstalkd", "beanstalkd_project:beanstalkd"),
];

/// The product's name for looking up, with its version where that is exact.
pub(super) fn id(service: &Service) -> Option<String> {
    let product = service.product.as_deref()?;
    let (_, id) = NAMES.iter().chain(&PLAIN).find(|(name, _)| *name == product)?;
    Some(match service.version.as_deref().filter(|version| !version.contains(' ')) {
        Some(version) => format!("{id}:{}", version.to_ascii_lowercase()),
        None => (*id).to_owned(),
    })
}
