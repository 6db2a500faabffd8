//! Words of a line or a few bytes.

use super::Aim;

/// Two empty lines and a question: what makes servers of lines complain in their own way.
pub(super) fn lines(_: &Aim<'_>) -> Vec<u8> {
    b"\r\nHELP\r\n".to_vec()
}

pub(super) fn redis(_: &Aim<'_>) -> Vec<u8> {
    b"*1\r\n$4\r\nPING\r\n".to_vec()
}

pub(super) fn redis_info(_: &Aim<'_>) -> Vec<u8> {
    b"*2\r\n$4\r\nINFO\r\n$6\r\nserver\r\n".to_vec()
}

pub(super) fn memcached(_: &Aim<'_>) -> Vec<u8> {
    b"version\r\n".to_vec()
}

/// CONNECT of MQTT 3.1.1, clean, with a name of ours, and a subscription to the broker's version, which is answered
/// only if we are let in.
pub(super) fn mqtt(_: &Aim<'_>) -> Vec<u8> {
    let mut bytes = b"\x10\x18\x00\x04MQTT\x04\x02\x00\x1e\x00\x0ctoolbox-scan".to_vec();
    bytes.extend(b"\x82\x18\x00\x01\x00\x13$SYS/broker/version\x00");
    bytes
}

/// The header of AMQP 0-9-1 (section 4.2.2).
pub(super) fn amqp(_: &Aim<'_>) -> Vec<u8> {
    b"AMQP\x00\x00\x09\x01".to_vec()
}

/// Two methods: none, and a password.
pub(super) fn socks5(_: &Aim<'_>) -> Vec<u8> {
    vec![5, 2, 0, 2]
}

/// CONNECT to 0.0.0.0 port 0, which goes nowhere.
pub(super) fn socks4(_: &Aim<'_>) -> Vec<u8> {
    vec![4, 1, 0, 0, 0, 0, 0, 0, 0]
}

/// Connection setup, protocol 11.0, no authorisation.
pub(super) fn x11(_: &Aim<'_>) -> Vec<u8> {
    b"l\x00\x0b\x00\x00\x00\x00\x00\x00\x00\x00\x00".to_vec()
}

pub(super) fn zookeeper(_: &Aim<'_>) -> Vec<u8> {
    b"srvr".to_vec()
}

/// OPTIONS of the native protocol, version 4.
pub(super) fn cassandra(_: &Aim<'_>) -> Vec<u8> {
    vec![4, 0, 0, 0, 5, 0, 0, 0, 0]
}

pub(super) fn irc(_: &Aim<'_>) -> Vec<u8> {
    b"NICK toolbox\r\nUSER toolbox 0 * :toolbox scan\r\nVERSION\r\nQUIT\r\n".to_vec()
}

/// CPING.
pub(super) fn ajp(_: &Aim<'_>) -> Vec<u8> {
    b"\x12\x34\x00\x01\x0a".to_vec()
}

pub(super) fn stomp(aim: &Aim<'_>) -> Vec<u8> {
    format!("CONNECT\naccept-version:1.0,1.1,1.2\nhost:{}\n\n\0", aim.name()).into_bytes()
}

pub(super) fn beanstalkd(_: &Aim<'_>) -> Vec<u8> {
    b"stats\r\n".to_vec()
}

pub(super) fn gearman(_: &Aim<'_>) -> Vec<u8> {
    b"version\n".to_vec()
}

pub(super) fn clamd(_: &Aim<'_>) -> Vec<u8> {
    b"nVERSION\n".to_vec()
}

pub(super) fn spamd(_: &Aim<'_>) -> Vec<u8> {
    b"PING SPAMC/1.2\r\n\r\n".to_vec()
}

pub(super) fn tor_control(_: &Aim<'_>) -> Vec<u8> {
    b"PROTOCOLINFO 1\r\n".to_vec()
}

pub(super) fn jdwp(_: &Aim<'_>) -> Vec<u8> {
    b"JDWP-Handshake".to_vec()
}

pub(super) fn finger(_: &Aim<'_>) -> Vec<u8> {
    b"\r\n".to_vec()
}

/// A pair of ports that no connection has.
pub(super) fn ident(_: &Aim<'_>) -> Vec<u8> {
    b"1, 1\r\n".to_vec()
}

pub(super) fn whois(_: &Aim<'_>) -> Vec<u8> {
    b"example.org\r\n".to_vec()
}

pub(super) fn ftp_features(_: &Aim<'_>) -> Vec<u8> {
    b"FEAT\r\n".to_vec()
}

pub(super) fn ftp_system(_: &Aim<'_>) -> Vec<u8> {
    b"SYST\r\nQUIT\r\n".to_vec()
}

pub(super) fn smtp_features(_: &Aim<'_>) -> Vec<u8> {
    b"EHLO toolbox-scan.invalid\r\nQUIT\r\n".to_vec()
}

pub(super) fn pop3_features(_: &Aim<'_>) -> Vec<u8> {
    b"CAPA\r\nQUIT\r\n".to_vec()
}

pub(super) fn imap_id(_: &Aim<'_>) -> Vec<u8> {
    b"a ID NIL\r\nb CAPABILITY\r\nc LOGOUT\r\n".to_vec()
}
