//! Servers that greet with a code or a sign and a line: FTP (RFC 959), SMTP and LMTP (RFC 5321, 2033), NNTP (RFC 3977),
//! POP3 (RFC 1939), IMAP (RFC 9051), `ManageSieve` (RFC 5804).

use super::Seen;
use crate::applets::scan::service::finding::Service;
use crate::applets::scan::service::words::{self, has};

/// A sign in a greeting, the product it means, and what its version stands behind; nothing if it tells none.
type Program = (&'static str, &'static str, &'static str);

const FTP: [Program; 17] = [
    ("OOPS: vsftpd", "vsftpd", ""),
    ("(vsFTPd ", "vsftpd", "(vsFTPd "),
    ("ProFTPD", "ProFTPD", "ProFTPD "),
    ("Pure-FTPd", "Pure-FTPd", ""),
    ("FileZilla Server", "FileZilla ftpd", "FileZilla Server "),
    ("Microsoft FTP Service", "Microsoft ftpd", ""),
    ("pyftpdlib", "pyftpdlib", "pyftpdlib "),
    ("Serv-U FTP", "Serv-U ftpd", "Server v"),
    ("Wing FTP Server", "Wing FTP Server", "Server "),
    ("CrushFTP", "CrushFTP", ""),
    ("Gene6", "Gene6 ftpd", "FTP Server v"),
    ("MikroTik FTP server", "MikroTik router ftpd", "(MikroTik "),
    ("NcFTPd", "NcFTPd", ""),
    ("bftpd", "Bftpd", "bftpd "),
    ("FTP server (Version wu-", "WU-FTPD", "wu-"),
    ("GNU inetutils", "GNU inetutils ftpd", "inetutils "),
    ("SFTPGo", "SFTPGo", "SFTPGo "),
];

const SMTP: [Program; 15] = [
    ("Postfix", "Postfix smtpd", "Postfix "),
    ("Exim", "Exim smtpd", "Exim "),
    ("Sendmail", "Sendmail", "Sendmail "),
    ("OpenSMTPD", "OpenSMTPD", ""),
    ("Microsoft ESMTP MAIL Service", "Microsoft ESMTP", "Version: "),
    ("Haraka", "Haraka smtpd", "Haraka/"),
    ("hMailServer", "hMailServer smtpd", ""),
    ("MailEnable", "MailEnable smtpd", "Version: "),
    ("Dovecot", "Dovecot", ""),
    ("Python SMTP", "Python smtpd", "SMTP "),
    ("aiosmtpd", "aiosmtpd", "SMTP "),
    ("MDaemon", "MDaemon smtpd", "MDaemon "),
    ("Cyrus", "Cyrus lmtpd", "Cyrus "),
    ("Mailpit", "Mailpit", ""),
    ("Stalwart", "Stalwart", "v"),
];

const POP3_AND_IMAP: [Program; 9] = [
    ("Dovecot", "Dovecot", ""),
    ("Cyrus", "Cyrus", "Cyrus IMAP "),
    ("Courier-IMAP", "Courier", ""),
    ("Courier", "Courier", ""),
    ("Microsoft Exchange", "Microsoft Exchange", ""),
    ("UW IMAP", "UW imapd", "IMAP4rev1 "),
    ("Zimbra", "Zimbra", ""),
    ("Stalwart", "Stalwart", "v"),
    ("Qpopper", "Qpopper", "version "),
];

fn program(found: Service, text: &str, programs: &[Program]) -> Service {
    let known = programs.iter().find(|(sign, ..)| has(text, sign));
    known.map_or(found.clone(), |(_, product, before)| {
        let version = if before.is_empty() { None } else { words::version_after(text, before) };
        found.product(*product).version(version)
    })
}

/// The code that every line of a reply begins with, and the text behind the first.
fn coded(text: &str) -> Option<(u16, &str)> {
    let line = words::line(text);
    let (code, rest) = line.split_at_checked(3)?;
    let code = code.parse().ok().filter(|code| (100..700).contains(code))?;
    rest.is_empty().then_some((code, "")).or_else(|| rest.strip_prefix([' ', '-']).map(|rest| (code, rest)))
}

/// `220 (vsFTPd 3.0.3)`
pub(super) fn ftp(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let (code, greeting) = coded(&text)?;
    let asked = matches!(seen.probe, "ftp-features" | "ftp-system");
    let known = FTP.iter().any(|(sign, ..)| has(&text, sign));
    let greets = matches!(code, 120 | 220 | 421) && (has(&text, "ftp") || seen.port == 21) && !has(&text, "smtp");
    if !(greets || known && code < 600 || asked && matches!(code, 211 | 215 | 500 | 502 | 530)) {
        return None;
    }
    let starttls = text.lines().any(|line| line.trim_start().starts_with("AUTH TLS"));
    let found = Service::named("ftp").starttls_if(starttls.into());
    if asked {
        let system = (code == 215).then(|| words::clean(greeting));
        return Some(found.os(system.as_deref().and_then(words::system)).info(system));
    }
    let found = program(found, &text, &FTP).os(words::system(&text));
    let told = found.product.is_none().then(|| words::clean(greeting));
    Some(found.fits(if known || has(&text, "ftp") { 10 } else { 6 }).info(told))
}

/// `220 mail.example.org ESMTP Postfix (Debian/GNU)`
pub(super) fn smtp(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let (code, greeting) = coded(&text)?;
    let known = SMTP.iter().any(|(sign, ..)| has(&text, sign));
    let mail_port = matches!(seen.port, 24 | 25 | 465 | 587 | 2525 | 1025);
    let asked = seen.probe == "smtp-features" && matches!(code, 250 | 500..=599);
    let greets =
        matches!(code, 220 | 421 | 450 | 451 | 554) && (has(&text, "smtp") || has(&text, "lmtp") || known || mail_port);
    if !(greets || asked) {
        return None;
    }
    let name = if has(&text, "lmtp") { "lmtp" } else { "smtp" };
    let starttls = text.lines().any(|line| line.trim_end().ends_with("STARTTLS"));
    let found = program(Service::named(name), &text, &SMTP).os(words::system(&text)).starttls_if(starttls.into());
    let host = matches!(code, 220 | 250).then(|| words::hostname(greeting)).flatten();
    let host = host.filter(|host| host.contains('.'));
    let told = (found.product.is_none() && !asked).then(|| words::clean(greeting));
    Some(found.host(host).info(told))
}

/// `200 news.example.org InterNetNews NNRP server INN 2.7.0 ready`
pub(super) fn nntp(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let (code, greeting) = coded(&text)?;
    let news = has(&text, "nntp") || has(&text, "nnrp") || has(&text, "InterNetNews");
    let port = matches!(seen.port, 119 | 563);
    if !(matches!(code, 200 | 201 | 400 | 480 | 500 | 502) && news || port && matches!(code, 200 | 201)) {
        return None;
    }
    let found = Service::named("nntp").host(words::hostname(greeting).filter(|host| host.contains('.')));
    Some(match words::version_after(&text, "INN ") {
        Some(version) => found.product("InterNetNews").version(version),
        None if has(&text, "leafnode") => found.product("Leafnode").version(words::version_after(&text, "version ")),
        None => found.info(Some(words::clean(greeting))),
    })
}

/// `+OK Dovecot (Debian) ready.`
pub(super) fn pop3(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let port = matches!(seen.port, 110 | 995 | 109);
    let sign = text.starts_with("+OK") || text.starts_with("-ERR") && (port || has(&text, "pop"));
    if !(sign && (port || has(&text, "pop") || seen.probe == "pop3-features" || has(&text, "dovecot"))) {
        return None;
    }
    let starttls = text.lines().any(|line| line.trim_end() == "STLS");
    let found = program(Service::named("pop3"), &text, &POP3_AND_IMAP).starttls_if(starttls.into());
    let program = text.lines().find_map(|line| line.strip_prefix("IMPLEMENTATION "));
    let told = found.product.is_none().then(|| words::clean(program.unwrap_or(words::line(&text))));
    Some(found.os(words::system(&text)).info(told))
}

/// `* OK [CAPABILITY IMAP4rev1 … STARTTLS] Dovecot (Debian) ready.`
pub(super) fn imap(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let greets = ["* OK", "* PREAUTH", "* BYE", "* ID ", "* CAPABILITY"].iter().any(|sign| text.starts_with(sign));
    if !(greets && (has(&text, "imap") || matches!(seen.port, 143 | 993) || seen.probe == "imap-id")) {
        return None;
    }
    let found = program(Service::named("imap"), &text, &POP3_AND_IMAP).starttls_if(has(&text, "STARTTLS").into());
    // The parameters of ID (RFC 2971): pairs of strings.
    let pair = |key: &str| words::between(&text, &format!("\"{key}\" \""), "\"").map(words::clean);
    let found = found.os(words::system(&text)).os(pair("os")).version(pair("version"));
    let told = found.product.is_none().then(|| pair("name").unwrap_or_else(|| words::clean(words::line(&text))));
    Some(found.info(told))
}

/// `"IMPLEMENTATION" "Dovecot Pigeonhole"`
pub(super) fn managesieve(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let program = words::between(&text, "\"IMPLEMENTATION\" \"", "\"")?;
    let end = program.find(|sign: char| sign.is_ascii_digit()).unwrap_or(program.len());
    let found = Service::named("managesieve").product(words::clean(&program[..end]));
    Some(found.version(words::version(&program[end..])).starttls_if(has(&text, "\"STARTTLS\"").into()))
}
