//! SSH (RFC 4253 section 4.2): the first line that begins with `SSH-`; others may come before it.

use super::Seen;
use crate::applets::scan::service::finding::Service;
use crate::applets::scan::service::words;

/// How programs begin their identification, and what they are called.
const PROGRAMS: [(&str, &str); 20] = [
    ("OpenSSH_for_Windows_", "OpenSSH for Windows"),
    ("OpenSSH_", "OpenSSH"),
    ("OpenSSH-", "OpenSSH"),
    ("dropbear_", "Dropbear sshd"),
    ("dropbear", "Dropbear sshd"),
    ("libssh_", "libssh"),
    ("libssh-", "libssh"),
    ("Cisco-", "Cisco SSH"),
    ("ROSSSH", "MikroTik RouterOS sshd"),
    ("AsyncSSH_", "AsyncSSH"),
    ("paramiko_", "Paramiko"),
    ("mod_sftp/", "ProFTPD mod_sftp"),
    ("mod_sftp", "ProFTPD mod_sftp"),
    ("Sun_SSH_", "Sun SSH"),
    ("APACHE-SSHD-", "Apache MINA sshd"),
    ("SSHD-CORE-", "Apache MINA sshd"),
    ("TwistedConch", "Twisted Conch"),
    ("Twisted_", "Twisted Conch"),
    ("russh_", "russh"),
    ("Go", "Go x/crypto/ssh"),
];

/// `SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3`
pub(super) fn ssh(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let line = text.lines().take(50).find(|line| line.starts_with("SSH-"))?;
    let (protocol, rest) = line.strip_prefix("SSH-")?.split_once('-')?;
    if !protocol.starts_with(|sign: char| sign.is_ascii_digit()) {
        return None;
    }
    let (software, comment) = rest.trim_end().split_once(' ').unwrap_or((rest.trim_end(), ""));
    let comment = words::clean(comment);
    let mut found = Service::named("ssh").os(words::system(&comment)).os(words::system(software));
    let known = PROGRAMS.iter().find_map(|(prefix, name)| software.strip_prefix(prefix).map(|rest| (rest, name)));
    found = if let Some((rest, name)) = known {
        found.product(*name).version(words::version(rest))
    } else {
        let end = software.find(['_', '-', '/']).unwrap_or(software.len());
        found.product(words::clean(&software[..end])).version(words::version(&software[end..]))
    };
    if found.product.as_deref() == Some("MikroTik RouterOS sshd") {
        found.os = Some("RouterOS".into());
    }
    Some(found.info(Some(comment)).info(Some(format!("protocol {protocol}"))))
}
