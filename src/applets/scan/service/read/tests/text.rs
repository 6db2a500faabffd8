//! Protocols of lines.

use super::{Case, case, check};

#[test]
fn protocols_of_lines_are_read() {
    check(&cases());
}

pub(super) fn cases() -> Vec<Case> {
    [greetings(), mail(), chat_and_queues(), web(), orchestras(), products(), others()].into_iter().flatten().collect()
}

fn greetings() -> Vec<Case> {
    vec![
        case(
            22,
            "banner",
            "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n",
            "ssh | OpenSSH 9.2p1 (Debian-2+deb12u3; protocol 2.0)",
        ),
        case(22, "banner", "Keep out!\r\nSSH-2.0-dropbear_2022.83\r\n", "ssh | Dropbear sshd 2022.83 (protocol 2.0)"),
        case(22, "banner", "SSH-2.0-libssh_0.10.5\r\n", "ssh | libssh 0.10.5 (protocol 2.0)"),
        case(8080, "get", "SSH-1.99-Example-1.5\r\n", "ssh | Example 1.5 (protocol 1.99)"),
        case(22, "banner", "SSH-\r\n", "nothing"),
        case(21, "banner", "220 (vsFTPd 3.0.3)\r\n", "ftp | vsftpd 3.0.3"),
        case(2121, "banner", "220 ProFTPD 1.3.8 Server (Debian) [::ffff:192.0.2.1]\r\n", "ftp | ProFTPD 1.3.8"),
        case(21, "banner", "220---------- Welcome to Pure-FTPd [privsep] [TLS] ----------\r\n", "ftp | Pure-FTPd"),
        case(21, "banner", "220 ready\r\n", "ftp | ready"),
        case(21, "banner", "500 OOPS: vsftpd: refusing to run\r\n", "ftp | vsftpd"),
        case(21, "ftp-features", "211-Features:\r\n AUTH TLS\r\n UTF8\r\n211 End\r\n", "ftp |  +starttls"),
        case(21, "ftp-system", "215 UNIX Type: L8\r\n", "ftp | UNIX Type: L8"),
        case(
            23,
            "banner",
            b"\xff\xfd\x18\xff\xfb\x01\r\nBusyBox on router login: ",
            "telnet | BusyBox telnetd (BusyBox on router login:)",
        ),
        case(
            23,
            "banner",
            b"\xff\xfa\x18\x01\xff\xf0\xff\xfd\x1fDebian GNU/Linux 12\r\nlogin: ",
            "telnet | Debian GNU/Linux 12 login:",
        ),
        case(113, "ident", "1 , 1 : ERROR : INVALID-PORT\r\n", "ident | ERROR : INVALID-PORT"),
        case(79, "finger", "No one logged on.\r\n", "finger | No one logged on."),
        case(43, "whois", "% This is the example registry\r\n%\r\n", "whois | % This is the example registry"),
        case(873, "banner", "@RSYNCD: 31.0 sha512 sha256 md5\n", "rsync | rsync (protocol 31.0)"),
        case(
            3690,
            "banner",
            "( success ( 2 2 ( ) ( edit-pipeline svndiff1 ) ) ) ",
            "svn | Subversion (protocol 2 to 2)",
        ),
        case(
            9418,
            "git",
            "0031ERR access denied or repository not exported: /",
            "git | git (access denied or repository not exported: /)",
        ),
        case(5900, "banner", "RFB 003.008\n", "vnc | protocol 3.8"),
    ]
}

fn mail() -> Vec<Case> {
    vec![
        case(
            25,
            "banner",
            "220 mail.example.org ESMTP Postfix (Debian/GNU)\r\n",
            "smtp | Postfix smtpd @mail.example.org",
        ),
        case(
            25,
            "banner",
            "220 mx.example.org ESMTP Exim 4.96 Fri, 27 Nov 2026 12:00:00 +0000\r\n",
            "smtp | Exim smtpd 4.96 @mx.example.org",
        ),
        case(25, "banner", "554 mx.example.org no service\r\n", "smtp | mx.example.org no service"),
        case(
            25,
            "smtp-features",
            "250-mx.example.org\r\n250-STARTTLS\r\n250 HELP\r\n",
            "smtp |  @mx.example.org +starttls",
        ),
        case(24, "banner", "220 mx.example.org LMTP Dovecot ready.\r\n", "lmtp | Dovecot @mx.example.org"),
        case(110, "banner", "+OK Dovecot (Debian) ready.\r\n", "pop3 | Dovecot"),
        case(
            110,
            "pop3-features",
            "+OK\r\nCAPA\r\nSTLS\r\nIMPLEMENTATION Example-1\r\n.\r\n",
            "pop3 | Example-1 +starttls",
        ),
        case(
            143,
            "banner",
            "* OK [CAPABILITY IMAP4rev1 STARTTLS] Dovecot (Debian) ready.\r\n",
            "imap | Dovecot +starttls",
        ),
        case(
            143,
            "imap-id",
            "* ID (\"name\" \"Example\" \"version\" \"2.1\" \"os\" \"Linux\")\r\na OK done\r\n",
            "imap | 2.1 (Example)",
        ),
        case(
            119,
            "banner",
            "200 news.example.org InterNetNews NNRP server INN 2.7.0 ready (posting ok)\r\n",
            "nntp | InterNetNews 2.7.0 @news.example.org",
        ),
        case(
            4190,
            "banner",
            "\"IMPLEMENTATION\" \"Dovecot Pigeonhole\"\r\n\"STARTTLS\"\r\nOK\r\n",
            "managesieve | Dovecot Pigeonhole +starttls",
        ),
    ]
}

fn chat_and_queues() -> Vec<Case> {
    vec![
        case(
            6667,
            "irc",
            ":irc.example.org 001 toolbox :Welcome\r\n:irc.example.org 002 toolbox :Your host is irc.example.org, running version ngircd-26.1 (x86_64/pc/linux-gnu)\r\n:irc.example.org 004 toolbox irc.example.org ngircd-26.1 abBcC\r\n",
            "irc | ngIRCd 26.1 @irc.example.org",
        ),
        case(
            6667,
            "irc",
            ":irc.example.org 004 toolbox irc.example.org InspIRCd-3 BIRW\r\n",
            "irc | InspIRCd 3 @irc.example.org",
        ),
        case(6667, "banner", "NOTICE AUTH :*** Looking up your hostname...\r\n", "irc | "),
        case(
            5222,
            "xmpp",
            "<?xml version='1.0'?><stream:stream from='im.example.org' id='x' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'><stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>",
            "xmpp-client | protocol 1.0 @im.example.org +starttls",
        ),
        case(
            5269,
            "xmpp-server",
            "<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'><stream:error>prosody.im</stream:error>",
            "xmpp-server | Prosody (protocol 1.0)",
        ),
        case(6379, "redis", "+PONG\r\n", "redis | "),
        case(
            6379,
            "redis-info",
            "$40\r\n# Server\r\nredis_version:7.0.15\r\nredis_mode:standalone\r\nos:Linux 6.1 x86_64\r\n\r\n",
            "redis | Redis 7.0.15 (standalone)",
        ),
        case(
            6379,
            "redis-info",
            "$40\r\n# Server\r\nredis_version:7.2.4\r\nvalkey_version:8.0.1\r\nserver_mode:cluster\r\n",
            "redis | Valkey 8.0.1 (cluster)",
        ),
        case(6379, "redis", "-NOAUTH Authentication required.\r\n", "redis | wants a password"),
        case(6379, "redis", "-DENIED Redis is running in protected mode\r\n", "redis | Redis (protected mode)"),
        case(11211, "memcached", "VERSION 1.6.18\r\n", "memcached | Memcached 1.6.18"),
        case(
            2181,
            "zookeeper",
            "Zookeeper version: 3.8.0-5a02a05, built on 2022-02-25\nLatency min/avg/max: 0/0.0/0\nMode: standalone\n",
            "zookeeper | Apache ZooKeeper 3.8.0 (standalone)",
        ),
        case(
            4222,
            "banner",
            "INFO {\"server_id\":\"NA\",\"version\":\"2.9.10\",\"proto\":1,\"auth_required\":true,\"max_payload\":1048576}\r\n",
            "nats | NATS 2.9.10 (wants a password)",
        ),
        case(61613, "stomp", "CONNECTED\nserver:ActiveMQ/5.17.2\nversion:1.2\n\n\0", "stomp | ActiveMQ 5.17.2 (1.2)"),
        case(
            11300,
            "beanstalkd",
            "OK 20\r\n---\ncurrent-jobs-ready: 0\nversion: \"1.12\"\n",
            "beanstalkd | beanstalkd 1.12",
        ),
        case(4730, "gearman", "OK 1.1.20\n", "gearman | Gearman 1.1.20"),
        case(3310, "clamd", "ClamAV 1.0.3/27100/Thu Nov 26 2026\n", "clamd | ClamAV 1.0.3"),
    ]
}

fn web() -> Vec<Case> {
    vec![
        case(
            80,
            "get",
            "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nContent-Type: text/html\r\n\r\n<html><head><title>Hello &amp;\n you</title>",
            "http | nginx 1.22.1 (Hello &amp; you)",
        ),
        case(
            80,
            "get",
            "HTTP/1.1 403 Forbidden\r\nserver: Apache/2.4.57 (Debian) mod_ssl/2.4.57\r\n\r\n",
            "http | Apache httpd 2.4.57 ((Debian) mod_ssl/2.4.57)",
        ),
        case(
            80,
            "get",
            "HTTP/1.1 301 Moved\r\nServer: lighttpd/1.4.69\r\nLocation: https://www.example.org/a\r\n\r\n",
            "http | lighttpd 1.4.69 (-> https://www.example.org/a) @www.example.org",
        ),
        case(
            80,
            "get",
            "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"Camera\"\r\n\r\n",
            "http | realm Camera",
        ),
        case(8080, "get", "HTTP/1.0 200 OK\nServer: Jetty(9.4.49)\n\n", "http | Jetty 9.4.49"),
        case(
            8000,
            "get",
            "HTTP/1.0 200 OK\r\nServer: SimpleHTTP/0.6 Python/3.11.2\r\n\r\n",
            "http | Python http.server 0.6 (Python/3.11.2)",
        ),
        case(
            8443,
            "get",
            "HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\nThe plain HTTP request was sent to HTTPS port: Client sent an HTTP request to an HTTPS server.",
            "http | nginx",
        ),
        case(
            3128,
            "get",
            "HTTP/1.1 400 Bad Request\r\nServer: squid/5.7\r\nX-Squid-Error: ERR_INVALID_URL 0\r\n\r\n",
            "http-proxy | Squid http proxy 5.7",
        ),
        case(
            8888,
            "get",
            "HTTP/1.0 400 Bad Request\r\nServer: tinyproxy/1.11.1\r\n\r\n",
            "http-proxy | Tinyproxy 1.11.1",
        ),
        case(
            631,
            "get",
            "HTTP/1.1 200 OK\r\nServer: CUPS/2.4 IPP/2.1\r\n\r\n<TITLE>Home - CUPS 2.4.2</TITLE>",
            "ipp | CUPS 2.4 (IPP/2.1; Home - CUPS 2.4.2)",
        ),
        case(
            554,
            "rtsp",
            "RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: GStreamer RTSP server\r\n\r\n",
            "rtsp | GStreamer RTSP server",
        ),
        case(
            554,
            "rtsp",
            "RTSP/1.0 401 Unauthorized\r\nServer: Example/2.1 (x)\r\n\r\n",
            "rtsp | Example 2.1 (status 401)",
        ),
        case(
            5060,
            "sip",
            "SIP/2.0 200 OK\r\nVia: SIP/2.0/TCP x\r\nServer: Asterisk PBX 18.10.0\r\n\r\n",
            "sip | Asterisk PBX 18.10.0",
        ),
    ]
}

fn orchestras() -> Vec<Case> {
    let json = |body: &str| format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{body}");
    vec![
        case(
            9200,
            "get",
            json(
                "{\"name\":\"n\",\"cluster_name\":\"c\",\"version\":{\"number\":\"8.11.1\"},\"tagline\":\"You Know, for Search\"}",
            ),
            "elasticsearch | Elasticsearch 8.11.1",
        ),
        case(
            9200,
            "get",
            json(
                "{\"cluster_name\":\"c\",\"version\":{\"distribution\":\"opensearch\",\"number\":\"2.11.0\"},\"tagline\":\"The OpenSearch Project\"}",
            ),
            "opensearch | OpenSearch 2.11.0",
        ),
        case(
            2375,
            "get-version",
            json(
                "{\"Version\":\"24.0.7\",\"ApiVersion\":\"1.43\",\"MinAPIVersion\":\"1.12\",\"GoVersion\":\"go1.20\"}",
            ),
            "docker | Docker 24.0.7",
        ),
        case(2379, "get-version", json("{\"etcdserver\":\"3.4.23\",\"etcdcluster\":\"3.4.0\"}"), "etcd | etcd 3.4.23"),
        case(
            6443,
            "get-version",
            json("{\"major\":\"1\",\"gitVersion\":\"v1.28.3\",\"platform\":\"linux/amd64\"}"),
            "kubernetes | Kubernetes API 1.28.3",
        ),
        case(
            6443,
            "get",
            "HTTP/1.1 403 Forbidden\r\n\r\n{\"kind\": \"Status\",\"apiVersion\": \"v1\",\"status\": \"Failure\"}",
            "kubernetes | Kubernetes API",
        ),
        case(
            8500,
            "get-agent",
            json("{\"Config\":{\"Datacenter\":\"dc1\",\"Revision\":\"a\",\"Version\":\"1.17.0\"}}"),
            "consul | HashiCorp Consul 1.17.0",
        ),
        case(8500, "get-leader", json("\"192.0.2.1:8300\""), "consul | HashiCorp Consul"),
        case(
            8200,
            "get-seal",
            json("{\"initialized\":true,\"sealed\":false,\"version\":\"1.15.2\",\"cluster_id\":\"x\"}"),
            "vault | HashiCorp Vault 1.15.2",
        ),
        case(
            9090,
            "get-buildinfo",
            json("{\"status\":\"success\",\"data\":{\"version\":\"2.48.0\",\"goVersion\":\"go1.21\"}}"),
            "prometheus | Prometheus 2.48.0",
        ),
        case(
            9256,
            "get-metrics",
            "HTTP/1.1 200 OK\r\n\r\n# HELP go_goroutines Number\n# TYPE go_goroutines gauge\n",
            "prometheus-exporter | Prometheus metrics",
        ),
    ]
}

fn products() -> Vec<Case> {
    let json = |body: &str| format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{body}");
    vec![
        case(
            3000,
            "get-health",
            json("{\"commit\":\"a\",\"database\":\"ok\",\"version\":\"10.2.2\"}"),
            "http | Grafana 10.2.2",
        ),
        case(
            8086,
            "get-ping",
            "HTTP/1.1 204 No Content\r\nX-Influxdb-Version: 1.8.10\r\n\r\n",
            "influxdb | InfluxDB 1.8.10",
        ),
        case(
            8123,
            "get-ping",
            "HTTP/1.1 200 OK\r\nX-ClickHouse-Summary: {}\r\n\r\nOk.\n",
            "clickhouse-http | ClickHouse",
        ),
        case(5984, "get", json("{\"couchdb\":\"Welcome\",\"version\":\"3.3.2\"}"), "couchdb | Apache CouchDB 3.3.2"),
        case(
            15672,
            "get-overview",
            "HTTP/1.1 401 Unauthorized\r\nserver: Cowboy\r\nwww-authenticate: Basic realm=\"RabbitMQ Management\"\r\n\r\n",
            "http | RabbitMQ management (Cowboy httpd; realm RabbitMQ Management)",
        ),
        case(
            8222,
            "get-varz",
            json("{\"server_id\":\"x\",\"version\":\"2.9.10\",\"max_payload\":1}"),
            "http | NATS monitoring 2.9.10",
        ),
        case(9000, "get", "HTTP/1.1 403 Forbidden\r\nServer: MinIO\r\n\r\n", "minio | MinIO"),
        case(
            8080,
            "get",
            "HTTP/1.1 403 Forbidden\r\nX-Jenkins: 2.426.1\r\nServer: Jetty(10.0.17)\r\n\r\n",
            "http | Jenkins 2.426.1 (Jetty 10.0.17)",
        ),
        case(
            6969,
            "get",
            "HTTP/1.0 200 OK\r\n\r\nd14:failure reason15:no info_hash gie",
            "bittorrent-tracker | BitTorrent tracker",
        ),
        case(
            27017,
            "get",
            "HTTP/1.0 200 OK\r\n\r\nIt looks like you are trying to access MongoDB over HTTP on the native driver port.\r\n",
            "http | ",
        ),
    ]
}

fn others() -> Vec<Case> {
    vec![
        case(6600, "banner", "OK MPD 0.23.5\n", "mpd | Music Player Daemon protocol 0.23.5"),
        case(5038, "banner", "Asterisk Call Manager/7.0.3\r\n", "asterisk-ami | Asterisk Call Manager 7.0.3"),
        case(4949, "banner", "# munin node at box.example.org\n", "munin | Munin node @box.example.org"),
        case(2628, "banner", "220 dictd 1.13.0/rf on Linux 6.1 <auth.mime>\r\n", "dict | dictd 1.13.0"),
        case(783, "spamd", "SPAMD/1.5 0 PONG\r\n", "spamd | SpamAssassin spamd"),
        case(9051, "tor-control", "250-PROTOCOLINFO 1\r\n", "nothing"),
        case(9051, "tor-control", "514 Authentication required.\r\n", "tor-control | Tor control"),
        case(5005, "jdwp", "JDWP-Handshake", "jdwp | Java debugger"),
        case(13, "banner", "Fri Nov 27 12:00:00 2026\r\n", "daytime | Fri Nov 27 12:00:00 2026"),
        case(7, "lines", "\r\nHELP\r\n", "echo | "),
        case(1, "get", "hello\r\n", "nothing"),
    ]
}
