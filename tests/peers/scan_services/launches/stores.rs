//! Stores, queues and directories, and other protocols of bytes.

use std::fs;
use std::path::Path;
use std::process::Command;

use libtest_mimic::Failed;
use toolbox::applets::scan::service::Answer;

use super::super::Peer;
use super::tcp;
use crate::scan_daemons::{as_nobody, certificate, file, program, run};

pub(super) fn peers() -> Vec<Peer> {
    let tls = |answer: &Answer| answer.service.as_ref().is_some_and(|service| service.title() == "tls/redis");
    vec![
        Peer { version: &["redis-server", "--version"], ..tcp(&["redis-server"], redis, ("redis", Some("Redis"))) },
        Peer {
            name: "redis_in_tls",
            version: &["redis-server", "--version"],
            further: tls,
            ..tcp(&["redis-server"], redis_in_tls, ("redis", Some("Redis")))
        },
        Peer { version: &["memcached", "-V"], ..tcp(&["memcached"], memcached, ("memcached", Some("Memcached"))) },
        Peer { version: &["mosquitto", "-h"], ..tcp(&["mosquitto"], mosquitto, ("mqtt", Some("Mosquitto"))) },
        Peer { version: &["nats-server", "-v"], ..tcp(&["nats-server"], nats, ("nats", Some("NATS"))) },
        Peer { version: &["beanstalkd", "-v"], ..tcp(&["beanstalkd"], beanstalkd, ("beanstalkd", Some("beanstalkd"))) },
        Peer { version: &["mariadbd", "--version"], ..tcp(&["mariadbd"], mariadb, ("mysql", Some("MariaDB"))) },
        tcp(&["postgres", "initdb", "setpriv"], postgres, ("postgresql", Some("PostgreSQL"))),
        tcp(&["slapd"], slapd, ("ldap", Some("OpenLDAP"))),
        tcp(&["smbd"], smbd, ("microsoft-ds", Some("Samba smbd"))),
        tcp(&["danted"], danted, ("socks5", None)),
        Peer {
            version: &["dpkg-query", "-W", "xvfb"],
            ..tcp(&["Xvfb", "dpkg-query"], xvfb, ("x11", Some("X.Org X server")))
        },
    ]
}

fn redis(root: &Path, port: u16) -> Result<Command, Failed> {
    let mut command = run("redis-server", &format!("--bind 127.0.0.1 --port {port} --dir {}", root.display()))?;
    command.args(["--save", ""]);
    Ok(command)
}

fn redis_in_tls(root: &Path, port: u16) -> Result<Command, Failed> {
    let (certificate, key) = certificate(root)?;
    let mut command = run("redis-server", "--bind 127.0.0.1 --port 0 --tls-auth-clients no")?;
    command.args(["--tls-port", &port.to_string(), "--tls-cert-file", &certificate, "--tls-key-file", &key]);
    command.args(["--tls-ca-cert-file", &certificate, "--save", ""]);
    Ok(command)
}

fn memcached(_: &Path, port: u16) -> Result<Command, Failed> {
    run("memcached", &format!("-l 127.0.0.1 -p {port} -U 0 -u nobody -m 8 -t 1"))
}

fn mosquitto(root: &Path, port: u16) -> Result<Command, Failed> {
    let configuration = format!("listener {port} 127.0.0.1\nallow_anonymous true\nsys_interval 1\n");
    run("mosquitto", &format!("-c {}", file(root, "mosquitto.conf", &configuration)?))
}

fn nats(_: &Path, port: u16) -> Result<Command, Failed> {
    run("nats-server", &format!("-a 127.0.0.1 -p {port}"))
}

fn beanstalkd(_: &Path, port: u16) -> Result<Command, Failed> {
    run("beanstalkd", &format!("-l 127.0.0.1 -p {port}"))
}

/// Without tables of rights, which take long to make: the greeting comes all the same.
fn mariadb(root: &Path, port: u16) -> Result<Command, Failed> {
    let root = root.display();
    let command = run(
        "mariadbd",
        &format!(
            "--no-defaults --datadir={root} --socket={root}/socket --pid-file={root}/pid --bind-address=127.0.0.1 \
             --port={port} --skip-grant-tables --skip-networking=0 --innodb-log-file-size=4M \
             --innodb-buffer-pool-size=8M --lc-messages-dir=/usr/share/mysql"
        ),
    )?;
    as_nobody(&command)
}

fn postgres(root: &Path, port: u16) -> Result<Command, Failed> {
    let data = root.join("data");
    fs::create_dir(&data)?;
    let mut owner = Command::new("chown");
    assert!(owner.arg("nobody").arg(&data).status()?.success() || !is_root());
    let mut make = run("initdb", "--no-sync --auth=trust --username=a --encoding=UTF8 --locale=C -D")?;
    make.arg(&data);
    let output = as_nobody(&make)?.current_dir(root).output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut command = Command::new("sh");
    // Its data must be nobody else's.
    let server = as_nobody(&run("postgres", "")?)?;
    let arguments: Vec<_> = [server.get_program()].into_iter().chain(server.get_args()).collect();
    command.args(["-c", "chmod -R go-rwx data && exec \"$@\"", "sh"]).args(arguments);
    command.arg("-D").arg(&data).args(["-p", &port.to_string(), "-h", "127.0.0.1", "-k", ""]).args(["-c", "fsync=off"]);
    Ok(command)
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}

fn slapd(root: &Path, port: u16) -> Result<Command, Failed> {
    let root_shown = root.display();
    let configuration = format!("pidfile {root_shown}/pid\nargsfile {root_shown}/args\n");
    let configuration = file(root, "slapd.conf", &configuration)?;
    run("slapd", &format!("-d 0 -h ldap://127.0.0.1:{port} -f {configuration}"))
}

fn smbd(root: &Path, port: u16) -> Result<Command, Failed> {
    let root_shown = root.display();
    let configuration = format!(
        "[global]\nnetbios name = FILESERVER\nsmb ports = {port}\ninterfaces = 127.0.0.1/8\nbind interfaces only = yes\n\
         private dir = {root_shown}\nlock directory = {root_shown}\nstate directory = {root_shown}\n\
         cache directory = {root_shown}\npid directory = {root_shown}\nncalrpc dir = {root_shown}/ncalrpc\n\
         log file = {root_shown}/smb.log\nmap to guest = bad user\nload printers = no\nprinting = bsd\n\
         disable spoolss = yes\n"
    );
    let configuration = file(root, "smb.conf", &configuration)?;
    let mut command = Command::new("sh");
    command.args(["-c", "chmod 755 . && exec \"$0\" --foreground --no-process-group -s \"$1\""]);
    command.arg(crate::find("smbd").ok_or("smbd vanished")?).arg(configuration);
    Ok(command)
}

fn danted(root: &Path, port: u16) -> Result<Command, Failed> {
    let configuration = format!(
        "logoutput: {}/dante.log\ninternal: 127.0.0.1 port = {port}\nexternal: 127.0.0.1\nclientmethod: none\n\
         socksmethod: none\nuser.privileged: root\nuser.unprivileged: nobody\n\
         client pass {{ from: 127.0.0.0/8 to: 0.0.0.0/0 }}\nsocks block {{ from: 0.0.0.0/0 to: 0.0.0.0/0 }}\n",
        root.display()
    );
    let mut command = program("danted")?;
    command.args(["-f", &file(root, "danted.conf", &configuration)?, "-p"]).arg(root.join("pid"));
    Ok(command)
}

fn xvfb(_: &Path, port: u16) -> Result<Command, Failed> {
    run("Xvfb", &format!(":{} -listen tcp -nolisten unix -ac -screen 0 64x64x16", port - 6000))
}
