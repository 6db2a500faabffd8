//! Servers that greet, or speak in lines.

use std::fs;
use std::path::Path;
use std::process::Command;

use libtest_mimic::Failed;
use toolbox::applets::scan::service::Answer;

use super::super::Peer;
use super::tcp;
use crate::scan_daemons::{certificate, file, program, run};

pub(super) fn peers() -> Vec<Peer> {
    let starttls = |answer: &Answer| answer.service.as_ref().is_some_and(|service| service.starttls);
    vec![
        Peer { version: &["ssh", "-V"], ..tcp(&["sshd", "ssh-keygen", "ssh"], sshd, ("ssh", Some("OpenSSH"))) },
        Peer {
            version: &["dpkg-query", "-W", "vsftpd"],
            ..tcp(&["vsftpd", "dpkg-query"], vsftpd, ("ftp", Some("vsftpd")))
        },
        Peer { version: &["exim4", "-bV"], ..tcp(&["exim4"], exim, ("smtp", Some("Exim smtpd"))) },
        Peer { name: "dovecot_imap", further: starttls, ..tcp(&["dovecot"], imap, ("imap", Some("Dovecot"))) },
        Peer { name: "dovecot_pop3", further: starttls, ..tcp(&["dovecot"], pop3, ("pop3", Some("Dovecot"))) },
        tcp(&["prosody"], prosody, ("xmpp-client", None)),
        Peer { version: &["ngircd", "-V"], ..tcp(&["ngircd"], ngircd, ("irc", Some("ngIRCd"))) },
        tcp(&["rsync"], rsync, ("rsync", Some("rsync"))),
        tcp(&["svnserve"], svn, ("svn", Some("Subversion"))),
        Peer { name: "git_daemon", ..tcp(&["git"], git, ("git", Some("git"))) },
        tcp(&["Xtigervnc"], vnc, ("vnc", None)),
        Peer { name: "oidentd", ..tcp(&["oidentd"], ident, ("ident", None)) },
    ]
}

fn sshd(root: &Path, port: u16) -> Result<Command, Failed> {
    let key = root.join("key");
    let made = program("ssh-keygen")?.args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&key).status()?;
    assert!(made.success());
    // The directory of its unprivileged half, where it was compiled to be; only root can make it, and only root needs it.
    let _ = fs::create_dir("/run/sshd");
    // A key that others may read is refused, so it moves out of reach of the directory's open doors.
    let configuration = format!(
        "Port {port}\nListenAddress 127.0.0.1\nHostKey {0}/held/key\nPidFile none\nUsePAM no\n",
        root.display()
    );
    let configuration = file(root, "sshd_config", &configuration)?;
    let mut command = Command::new("sh");
    let script = "mkdir -m 700 held && cp key held/ && chmod 600 held/key && exec \"$0\" -D -e -f \"$1\"";
    command.args(["-c", script]).arg(crate::find("sshd").ok_or("sshd vanished")?).arg(configuration);
    Ok(command)
}

fn vsftpd(root: &Path, port: u16) -> Result<Command, Failed> {
    let empty = root.join("empty");
    fs::create_dir(&empty)?;
    let configuration = format!(
        "listen=YES\nlisten_address=127.0.0.1\nlisten_port={port}\nbackground=NO\nanonymous_enable=YES\n\
         secure_chroot_dir={}\nseccomp_sandbox=NO\n",
        empty.display()
    );
    let configuration = file(root, "vsftpd.conf", &configuration)?;
    let mut command = Command::new("sh");
    // It wants a configuration that nobody else may write.
    command
        .args(["-c", "chmod 755 empty && chmod 644 \"$1\" && exec \"$0\" \"$1\""])
        .arg(crate::find("vsftpd").ok_or("vsftpd vanished")?);
    command.arg(configuration);
    Ok(command)
}

fn exim(root: &Path, port: u16) -> Result<Command, Failed> {
    let root_shown = root.display();
    let configuration = format!(
        "primary_hostname = box.example.org\nspool_directory = {root_shown}/spool\nlog_file_path = {root_shown}/spool/%slog\n\
         pid_file_path = {root_shown}/pid\nlocal_interfaces = 127.0.0.1\ndaemon_smtp_ports = {port}\n\
         acl_smtp_connect = accept\nhost_lookup =\nrfc1413_query_timeout = 0s\nkeep_environment =\n\
         begin acl\nbegin routers\nbegin transports\nbegin retry\n"
    );
    let configuration = file(root, "exim.conf", &configuration)?;
    let mut command = Command::new("sh");
    command.args(["-c", "chmod 644 \"$1\" && exec \"$0\" -bdf -C \"$1\""]);
    command.arg(crate::find("exim4").ok_or("exim4 vanished")?).arg(configuration);
    Ok(command)
}

fn dovecot(root: &Path, protocol: &str, port: u16) -> Result<Command, Failed> {
    let (certificate, key) = certificate(root)?;
    let (root_shown, other) = (root.display(), if protocol == "imap" { "imaps" } else { "pop3s" });
    let configuration = format!(
        "protocols = {protocol}\nbase_dir = {root_shown}/run\nstate_dir = {root_shown}/state\nlog_path = {root_shown}/log2\n\
         listen = 127.0.0.1\nssl = yes\nssl_cert = <{certificate}\nssl_key = <{key}\nmail_location = maildir:{root_shown}/mail\n\
         service {protocol}-login {{\n inet_listener {protocol} {{\n  port = {port}\n }}\n inet_listener {other} {{\n  port = 0\n }}\n}}\n\
         service stats {{\n unix_listener stats-writer {{\n  mode = 0666\n }}\n}}\n\
         passdb {{\n driver = static\n args = nopassword=y\n}}\nuserdb {{\n driver = static\n args = uid=nobody gid=nogroup\n}}\n"
    );
    let configuration = file(root, "dovecot.conf", &configuration)?;
    let mut command = Command::new("sh");
    command.args(["-c", "mkdir -p run state && chmod 755 . run state && exec \"$0\" -F -c \"$1\""]);
    command.arg(crate::find("dovecot").ok_or("dovecot vanished")?).arg(configuration);
    Ok(command)
}

fn imap(root: &Path, port: u16) -> Result<Command, Failed> {
    dovecot(root, "imap", port)
}

fn pop3(root: &Path, port: u16) -> Result<Command, Failed> {
    dovecot(root, "pop3", port)
}

fn prosody(root: &Path, port: u16) -> Result<Command, Failed> {
    let root_shown = root.display();
    let configuration = format!(
        "run_as_root = true\npidfile = \"{root_shown}/pid\"\ndata_path = \"{root_shown}\"\n\
         modules_enabled = {{ \"saslauth\" }}\nmodules_disabled = {{ \"s2s\", \"posix\" }}\ninterfaces = {{ \"127.0.0.1\" }}\n\
         c2s_ports = {{ {port} }}\nc2s_require_encryption = false\nlog = {{ info = \"*console\" }}\nVirtualHost \"127.0.0.1\"\n"
    );
    run("prosody", &format!("-F --config {}", file(root, "prosody.cfg.lua", &configuration)?))
}

fn ngircd(root: &Path, port: u16) -> Result<Command, Failed> {
    let configuration = format!(
        "[Global]\nName = irc.example.org\nInfo = a test\nAdminEMail = a@example.org\nListen = 127.0.0.1\nPorts = {port}\n\
         ServerUID = nobody\nServerGID = nogroup\n[Options]\nIdent = no\nDNS = no\nPAM = no\nChrootDir =\n"
    );
    run("ngircd", &format!("-n -f {}", file(root, "ngircd.conf", &configuration)?))
}

fn rsync(root: &Path, port: u16) -> Result<Command, Failed> {
    let configuration = format!("use chroot = no\n[files]\npath = {}\n", root.display());
    let configuration = file(root, "rsyncd.conf", &configuration)?;
    run("rsync", &format!("--daemon --no-detach --address 127.0.0.1 --port {port} --config {configuration}"))
}

fn svn(root: &Path, port: u16) -> Result<Command, Failed> {
    let root = root.display();
    run("svnserve", &format!("-d --foreground --listen-host 127.0.0.1 --listen-port {port} -r {root}"))
}

fn git(root: &Path, port: u16) -> Result<Command, Failed> {
    let root = root.display();
    run("git", &format!("daemon --reuseaddr --listen=127.0.0.1 --port={port} --base-path={root} {root}"))
}

fn vnc(_: &Path, port: u16) -> Result<Command, Failed> {
    let display = port - 6000;
    let arguments = "-SecurityTypes None -interface 127.0.0.1 -nolisten tcp -nolisten unix -geometry 64x64 -depth 16";
    run("Xtigervnc", &format!(":{display} -rfbport {port} {arguments}"))
}

fn ident(root: &Path, port: u16) -> Result<Command, Failed> {
    let configuration = file(root, "oidentd.conf", "")?;
    run("oidentd", &format!("-i -a 127.0.0.1 -p {port} -C {configuration} -u nobody -g nogroup"))
}
