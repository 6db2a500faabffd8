//! Servers of datagrams, and a name server over TCP.

use std::path::Path;
use std::process::Command;

use libtest_mimic::Failed;

use super::super::Peer;
use super::{tcp, udp};
use crate::scan_daemons::{file, run};

pub(super) fn peers() -> Vec<Peer> {
    vec![
        Peer { name: "named", version: &["named", "-v"], ..udp(&["named"], named, ("dns", Some("ISC BIND"))) },
        Peer { name: "named_over_tcp", version: &["named", "-v"], ..tcp(&["named"], named, ("dns", Some("ISC BIND"))) },
        udp(&["chronyd"], chronyd, ("ntp", None)),
        udp(&["snmpd"], snmpd, ("snmp", Some("Net-SNMP"))),
        udp(&["in.tftpd"], tftpd, ("tftp", None)),
        Peer {
            version: &["dpkg-query", "-W", "coturn"],
            ..udp(&["turnserver", "dpkg-query"], turnserver, ("stun", Some("Coturn")))
        },
    ]
}

fn named(root: &Path, port: u16) -> Result<Command, Failed> {
    let root_shown = root.display();
    let configuration = format!(
        "options {{ directory \"{root_shown}\"; listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }};\n\
         pid-file none; session-keyfile none; recursion no; dnssec-validation no; managed-keys-directory \"{root_shown}\"; }};\n\
         controls {{ }};\n"
    );
    run("named", &format!("-g -n 1 -c {}", file(root, "named.conf", &configuration)?))
}

fn chronyd(root: &Path, port: u16) -> Result<Command, Failed> {
    let root_shown = root.display();
    let configuration = format!(
        "port {port}\nbindaddress 127.0.0.1\nallow 127.0.0.1\nlocal stratum 10\ncmdport 0\nbindcmdaddress /\n\
         pidfile {root_shown}/pid\ndriftfile {root_shown}/drift\n"
    );
    run("chronyd", &format!("-d -x -U -u root -f {}", file(root, "chrony.conf", &configuration)?))
}

fn snmpd(root: &Path, port: u16) -> Result<Command, Failed> {
    let configuration = file(root, "snmpd.conf", "rocommunity public 127.0.0.1\n")?;
    let mut command = run("snmpd", &format!("-f -C -c {configuration} -Lo udp:127.0.0.1:{port}"))?;
    command.env("SNMP_PERSISTENT_DIR", root);
    Ok(command)
}

fn tftpd(root: &Path, port: u16) -> Result<Command, Failed> {
    run("in.tftpd", &format!("-L -u nobody -a 127.0.0.1:{port} -s {}", root.display()))
}

fn turnserver(root: &Path, port: u16) -> Result<Command, Failed> {
    let root = root.display();
    run(
        "turnserver",
        &format!(
            "-n --listening-port {port} -L 127.0.0.1 -E 127.0.0.1 --no-tls --no-dtls --no-cli --pidfile {root}/pid \
             --db {root}/db --log-file stdout --realm example.org"
        ),
    )
}
