//! Servers and proxies of HTTP, in the clear and in TLS.

use std::path::Path;
use std::process::Command;

use libtest_mimic::Failed;
use toolbox::applets::scan::service::Answer;

use super::super::Peer;
use super::tcp;
use crate::scan_daemons::{certificate, file, run};

pub(super) fn peers() -> Vec<Peer> {
    let tls = |answer: &Answer| {
        let service = answer.service.as_ref();
        let tunnel = service.and_then(|service| service.tunnel.as_ref());
        tunnel.is_some_and(|tunnel| {
            let certificate = tunnel.certificate.as_ref();
            tunnel.version.starts_with("TLSv1.") && certificate.is_some_and(|read| read.names == ["box.example.org"])
        })
    };
    vec![
        Peer { version: &["nginx", "-v"], ..tcp(&["nginx"], nginx, ("http", Some("nginx"))) },
        Peer {
            name: "nginx_in_tls",
            version: &["nginx", "-v"],
            further: tls,
            ..tcp(&["nginx"], nginx_in_tls, ("http", Some("nginx")))
        },
        Peer { version: &["apache2", "-v"], ..tcp(&["apache2"], apache, ("http", Some("Apache httpd"))) },
        Peer { version: &["lighttpd", "-v"], ..tcp(&["lighttpd"], lighttpd, ("http", Some("lighttpd"))) },
        Peer { version: &["haproxy", "-v"], ..tcp(&["haproxy"], haproxy, ("http", Some("HAProxy statistics"))) },
        Peer { version: &["squid", "-v"], ..tcp(&["squid"], squid, ("http-proxy", Some("Squid http proxy"))) },
        Peer { version: &["tinyproxy", "-v"], ..tcp(&["tinyproxy"], tinyproxy, ("http-proxy", Some("Tinyproxy"))) },
        Peer { version: &["etcd", "--version"], ..tcp(&["etcd"], etcd, ("etcd", Some("etcd"))) },
        Peer {
            version: &["dpkg-query", "-W", "cups-daemon"],
            ..tcp(&["cupsd", "dpkg-query"], cups, ("ipp", Some("CUPS")))
        },
        Peer {
            name: "python",
            version: &["python3", "-c", "import http.server as h; print(h.__version__)"],
            ..tcp(&["python3"], python, ("http", Some("Python http.server")))
        },
    ]
}

fn nginx_with(root: &Path, server: &str) -> Result<Command, Failed> {
    let configuration = format!(
        "daemon off; master_process off; pid {0}/pid; error_log {0}/error.log; events {{}}\n\
         http {{ access_log off; client_body_temp_path {0}/a; proxy_temp_path {0}/b; fastcgi_temp_path {0}/c;\n\
         uwsgi_temp_path {0}/d; scgi_temp_path {0}/e; server {{ {server} }} }}\n",
        root.display()
    );
    let file = file(root, "nginx.conf", &configuration)?;
    run("nginx", &format!("-p {} -c {file}", root.display()))
}

fn nginx(root: &Path, port: u16) -> Result<Command, Failed> {
    nginx_with(root, &format!("listen 127.0.0.1:{port};"))
}

fn nginx_in_tls(root: &Path, port: u16) -> Result<Command, Failed> {
    let (certificate, key) = certificate(root)?;
    nginx_with(root, &format!("listen 127.0.0.1:{port} ssl; ssl_certificate {certificate}; ssl_certificate_key {key};"))
}

fn apache(root: &Path, port: u16) -> Result<Command, Failed> {
    let (modules, root_shown) = ("/usr/lib/apache2/modules", root.display());
    let configuration = format!(
        "LoadModule mpm_event_module {modules}/mod_mpm_event.so\nLoadModule authz_core_module {modules}/mod_authz_core.so\n\
         ServerRoot {root_shown}\nPidFile {root_shown}/pid\nServerName localhost\nListen 127.0.0.1:{port}\nUser nobody\n\
         Group nogroup\nMutex pthread\nErrorLog {root_shown}/error.log\nDocumentRoot {root_shown}\nStartServers 1\n"
    );
    run("apache2", &format!("-D FOREGROUND -f {}", file(root, "httpd.conf", &configuration)?))
}

fn lighttpd(root: &Path, port: u16) -> Result<Command, Failed> {
    let root_shown = root.display();
    let configuration = format!(
        "server.document-root = \"{root_shown}\"\nserver.port = {port}\nserver.bind = \"127.0.0.1\"\n\
         server.errorlog = \"{root_shown}/error.log\"\n"
    );
    run("lighttpd", &format!("-D -f {}", file(root, "lighttpd.conf", &configuration)?))
}

fn haproxy(root: &Path, port: u16) -> Result<Command, Failed> {
    let configuration = format!(
        "defaults\n mode http\n timeout client 5s\n timeout server 5s\n timeout connect 5s\n\
         frontend f\n bind 127.0.0.1:{port}\n stats enable\n stats uri /\n stats show-node\n"
    );
    run("haproxy", &format!("-db -f {}", file(root, "haproxy.cfg", &configuration)?))
}

fn squid(root: &Path, port: u16) -> Result<Command, Failed> {
    let root_shown = root.display();
    let configuration = format!(
        "http_port 127.0.0.1:{port}\npid_filename {root_shown}/pid\ncache_log {root_shown}/cache.log\naccess_log none\n\
         cache deny all\npinger_enable off\nhttp_access allow all\nvisible_hostname box.example.org\n\
         coredump_dir {root_shown}\ncache_effective_user nobody\ncache_effective_group nogroup\nnetdb_filename none\n\
         shutdown_lifetime 0 seconds\nmax_filedescriptors 1024\n"
    );
    run("squid", &format!("-N -n t{port} -f {}", file(root, "squid.conf", &configuration)?))
}

fn tinyproxy(root: &Path, port: u16) -> Result<Command, Failed> {
    let configuration = format!("Port {port}\nListen 127.0.0.1\nTimeout 5\nLogLevel Error\nMaxClients 8\n");
    run("tinyproxy", &format!("-d -c {}", file(root, "tinyproxy.conf", &configuration)?))
}

fn etcd(root: &Path, port: u16) -> Result<Command, Failed> {
    let url = format!("http://127.0.0.1:{port}");
    let peer = format!("http://127.0.0.1:{}", std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port());
    run(
        "etcd",
        &format!(
            "--name a --data-dir {}/data --listen-client-urls {url} --advertise-client-urls {url} \
             --listen-peer-urls {peer} --initial-advertise-peer-urls {peer} --initial-cluster a={peer}",
            root.display()
        ),
    )
}

fn cups(root: &Path, port: u16) -> Result<Command, Failed> {
    let root_shown = root.display();
    let files = format!(
        "SystemGroup root\nUser nobody\nGroup nogroup\nServerRoot {root_shown}\nRequestRoot {root_shown}\nTempDir {root_shown}\n\
         CacheDir {root_shown}\nStateDir {root_shown}\nDataDir /usr/share/cups\nServerBin /usr/lib/cups\n\
         ErrorLog {root_shown}/error.log\nAccessLog {root_shown}/access.log\nPageLog {root_shown}/page.log\n"
    );
    let files = file(root, "cups-files.conf", &files)?;
    let configuration = format!(
        "Listen 127.0.0.1:{port}\nBrowsing No\nWebInterface No\n<Location />\n Order allow,deny\n</Location>\n"
    );
    run("cupsd", &format!("-f -s {files} -c {}", file(root, "cupsd.conf", &configuration)?))
}

fn python(root: &Path, port: u16) -> Result<Command, Failed> {
    run("python3", &format!("-m http.server --bind 127.0.0.1 --directory {} {port}", root.display()))
}
