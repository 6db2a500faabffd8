//! Protocols of bytes over TCP.

use super::{Case, case, check};
use crate::applets::scan::service::ber;

#[test]
fn protocols_of_bytes_are_read() {
    check(&cases());
}

pub(super) fn cases() -> Vec<Case> {
    [databases(), brokers(), directories(), windows_and_screens(), files_and_ways()].into_iter().flatten().collect()
}

fn joined(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

fn databases() -> Vec<Case> {
    let greeting = |version: &str| {
        let body = joined(&[
            b"\x0a",
            version.as_bytes(),
            b"\0\x07\0\0\0salt1234\0\xff\xff\x08\x02\0\xff\xc1\x15",
            &[0; 10],
            b"salt12345678\0",
        ]);
        joined(&[&(body.len() as u32).to_le_bytes()[..3], b"\0", &body])
    };
    let error = |fields: &[u8]| joined(&[b"E", &(fields.len() as u32 + 4).to_be_bytes(), fields]);
    vec![
        case(3306, "banner", greeting("8.0.35"), "mysql | MySQL 8.0.35 +starttls"),
        case(3306, "banner", greeting("5.5.5-10.11.6-MariaDB-0+deb12u1"), "mysql | MariaDB 10.11.6 (0+deb12u1) +starttls"),
        case(3306, "banner", b"\x46\0\0\0\xff\x6a\x04Host '192.0.2.9' is not allowed to connect to this MariaDB server", "mysql | MariaDB (refused, 1130: Host '192.0.2.9' is not allowed to connect to this MariaDB server)"),
        case(5432, "postgres", "S", "postgresql | PostgreSQL +starttls"),
        case(5432, "postgres", "N", "postgresql | PostgreSQL"),
        case(5432, "postgres-version", error(b"SFATAL\0VFATAL\0C0A000\0Munsupported frontend protocol 255.0: server supports 3.0 to 3.0\0\0"), "postgresql | PostgreSQL 9.6 or later"),
        case(5432, "postgres-version", error(b"SFATAL\0VFATAL\0C0A000\0Munsupported frontend protocol 255.0: server supports 3.0 to 3.2\0\0"), "postgresql | PostgreSQL 18 or later"),
        case(1433, "mssql", b"\x04\x01\0\x25\0\0\x01\0\0\0\x15\0\x06\x01\0\x1b\0\x01\x02\0\x1c\0\x01\x03\0\x1d\0\0\xff\x0f\0\x10\x4c\0\0\x02\0", "mssql | Microsoft SQL Server 15.0.4172 (2019)"),
        case(1521, "oracle", joined(&[b"\0\x59\0\0\x04\0\0\0\x22\0\0\x4d", b"(DESCRIPTION=(TMP=)(VSNNUM=318767104)(ERR=1189)(ERROR_STACK=(ERROR=(CODE=1189))))", &[0; 4]]), "oracle-tns | Oracle TNS listener 19.0.0"),
        case(27017, "mongodb", joined(&[b"\x5a\0\0\0\x01\0\0\0\x62\x74\0\0\xdd\x07\0\0\0\0\0\0\0", b"\x45\0\0\0\x10maxWireVersion\0\x15\0\0\0\x02me\0\x17\0\0\0db1.example.org:27017\0\0\0"]), "mongodb | MongoDB (wire version 21, as of 7.0) @db1.example.org"),
        case(27017, "mongodb-build", joined(&[b"\x5a\0\0\0\x01\0\0\0\x62\x74\0\0\xdd\x07\0\0\0\0\0\0\0", b"\x20\0\0\0\x02version\0\x06\0\0\x007.0.4\0\0"]), "mongodb | MongoDB 7.0.4"),
        case(27017, "mongodb", b"It looks like you are trying to access MongoDB over HTTP on the native driver port.\r\n", "mongodb | MongoDB"),
        case(9042, "cassandra", joined(&[b"\x84\0\0\0\x06\0\0\0\x24", b"\0\x02\0\x0bCQL_VERSION\0\x01\0\x053.4.6\0\x0bCOMPRESSION\0\0"]), "cassandra | Apache Cassandra (CQL 3.4.6; protocol 4)"),
    ]
}

fn brokers() -> Vec<Case> {
    let pair = |name: &str, value: &str| {
        joined(&[&[name.len() as u8], name.as_bytes(), b"S", &(value.len() as u32).to_be_bytes(), value.as_bytes()])
    };
    let properties =
        joined(&[&pair("product", "RabbitMQ"), &pair("version", "3.10.8"), &pair("platform", "Erlang/OTP 25.2.3")]);
    let start = joined(&[
        b"\0\x0a\0\x0a\0\x09",
        &(properties.len() as u32).to_be_bytes(),
        &properties,
        b"\0\0\0\x05PLAIN\0\0\0\x05en_US",
    ]);
    let amqp = joined(&[b"\x01\0\0", &(start.len() as u32).to_be_bytes(), &start, b"\xce"]);
    let versions =
        joined(&[b"\0\0\0\x1c\x74\x62\0\x01\0\0\0\0\0\x03", b"\0\0\0\x03\0\x09\0\x01\0\x04\0\x0d\0\x12\0\0\0\x03"]);
    vec![
        case(5672, "amqp", amqp, "amqp | RabbitMQ 3.10.8 (protocol 0.9; Erlang/OTP 25.2.3)"),
        case(5672, "get", b"AMQP\0\0\x09\x01", "amqp | protocol 0-9-1"),
        case(
            1883,
            "mqtt",
            b"\x20\x02\0\0\x90\x03\0\x01\0\x30\x2c\0\x13$SYS/broker/versionmosquitto version 2.0.11",
            "mqtt | Mosquitto 2.0.11 (anonymous access)",
        ),
        case(1883, "mqtt", b"\x20\x02\0\x05", "mqtt | wants a password"),
        case(1883, "mqtt", b"\x20\x03\0\x87\0", "mqtt | wants a password"),
        case(9092, "kafka", versions, "kafka | Apache Kafka (as of 3.1 to 3.4; 3 kinds of requests)"),
    ]
}

fn directories() -> Vec<Case> {
    let attribute = |name: &str, values: &[&str]| {
        let values: Vec<u8> = values.iter().flat_map(|value| ber::wrap(ber::OCTETS, &[value.as_bytes()])).collect();
        ber::wrap(ber::SEQUENCE, &[&ber::wrap(ber::OCTETS, &[name.as_bytes()]), &ber::wrap(ber::SET, &[&values])])
    };
    let message = |operation: &[u8]| ber::wrap(ber::SEQUENCE, &[&ber::wrap(ber::INTEGER, &[&[1]]), operation]);
    let entry = |attributes: &[Vec<u8>]| {
        let list = ber::wrap(ber::SEQUENCE, &[&attributes.concat()]);
        message(&ber::wrap(0x64, &[&ber::wrap(ber::OCTETS, &[]), &list]))
    };
    let openldap = entry(&[
        attribute("objectClass", &["top", "OpenLDAProotDSE"]),
        attribute("namingContexts", &["dc=example,dc=org"]),
        attribute("supportedExtension", &["1.3.6.1.4.1.1466.20037"]),
    ]);
    let active = entry(&[
        attribute("dnsHostName", &["dc1.example.org"]),
        attribute("rootDomainNamingContext", &["DC=example,DC=org"]),
        attribute("domainControllerFunctionality", &["7"]),
    ]);
    let other =
        entry(&[attribute("vendorName", &["389 Project"]), attribute("vendorVersion", &["389-Directory/2.3.1 B2023"])]);
    let refused = message(&ber::wrap(0x65, &[b"\x0a\x01\x35\x04\0\x04\0"]));
    let error = ber::wrap(
        0x7e,
        &[&ber::wrap(
            ber::SEQUENCE,
            &[
                &ber::wrap(0xa0, &[b"\x02\x01\x05"]),
                &ber::wrap(0xa1, &[b"\x02\x01\x1e"]),
                &ber::wrap(0xa6, &[b"\x02\x01\x44"]),
                &ber::wrap(0xa9, &[b"\x1b\x0bEXAMPLE.ORG"]),
            ],
        )],
    );
    let kerberos = joined(&[&(error.len() as u32).to_be_bytes(), &error]);
    vec![
        case(389, "ldap", openldap, "ldap | OpenLDAP (base dc=example,dc=org) +starttls"),
        case(389, "ldap", active, "ldap | Active Directory @dc1.example.org"),
        case(389, "ldap", other, "ldap | 389 Project 2.3.1"),
        case(389, "ldap", refused, "ldap | result 53"),
        case(88, "kerberos", kerberos, "kerberos | realm EXAMPLE.ORG; error 68"),
    ]
}

fn windows_and_screens() -> Vec<Case> {
    let smb = |signing: u8, dialect: u16, guid: &[u8; 16]| {
        let mut message = b"\xfeSMB\x40\0\0\0\0\0\0\0\0\0\x01\0\x01\0\0\0".to_vec();
        message.resize(64, 0);
        message.extend(joined(&[b"\x41\0", &[signing, 0], &dialect.to_le_bytes(), b"\0\0", guid, &[0; 36]]));
        joined(&[&(message.len() as u32).to_be_bytes(), &message])
    };
    let x11 = joined(&[
        b"\x01\0\x0b\0\0\0\x0a\0",
        &12_101_007_u32.to_le_bytes(),
        &[0; 12],
        b"\x14\0\xff\xff\x01\x07\0\0\x20\x20\x08\xff\0\0\0\0",
        b"The X.Org Foundation",
    ]);
    vec![
        case(
            445,
            "smb",
            smb(1, 0x0311, b"FILESERVER\0\0\0\0\0\0"),
            "microsoft-ds | Samba smbd (SMB 3.1.1; signing optional) @fileserver",
        ),
        case(
            445,
            "smb",
            smb(3, 0x0302, b"\x01\x02\xf3\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10"),
            "microsoft-ds | SMB 3.0.2; signing required",
        ),
        case(139, "smb", b"\x83\0\0\x01\x82", "netbios-ssn | "),
        case(445, "smb", b"\0\0\0\x23\xffSMBr\0\0\0\0", "microsoft-ds | SMB 1"),
        case(
            3389,
            "rdp",
            b"\x03\0\0\x13\x0e\xd0\0\0\x12\x34\0\x02\x1f\x08\0\x02\0\0\0",
            "ms-wbt-server | CredSSP +starttls",
        ),
        case(
            3389,
            "rdp",
            b"\x03\0\0\x13\x0e\xd0\0\0\x12\x34\0\x03\0\x08\0\x05\0\0\0",
            "ms-wbt-server | wants network level authentication",
        ),
        case(6000, "x11", x11, "x11 | X.Org X server 21.1.7 (protocol 11.0; open to all)"),
        case(
            6001,
            "x11",
            b"\0\x16\x0b\0\0\0\x06\0No protocol specified\n\0\0",
            "x11 | protocol 11.0; access refused; No protocol specified",
        ),
        case(
            5555,
            "adb",
            joined(&[b"CNXN", &[0; 20], b"device::ro.product.name=x;ro.product.model=Phone 5;features=a"]),
            "adb | Android debug bridge (open to all; Phone 5)",
        ),
        case(5555, "adb", joined(&[b"AUTH", &[0; 20]]), "adb | Android debug bridge (wants a key)"),
    ]
}

fn files_and_ways() -> Vec<Case> {
    let rpc = |rest: &[u32]| {
        let words: Vec<u32> = [0x7462_0001, 1, 0, 0, 0, 0].into_iter().chain(rest.iter().copied()).collect();
        let body: Vec<u8> = words.iter().flat_map(|word| word.to_be_bytes()).collect();
        joined(&[&(0x8000_0000 | body.len() as u32).to_be_bytes(), &body])
    };
    let status = r#"{"version":{"name":"Paper 1.20.2","protocol":764},"players":{"max":20,"online":0},"description":{"text":"A server"}}"#;
    let minecraft = joined(&[&[(status.len() + 3) as u8, 0, status.len() as u8], status.as_bytes()]);
    let mut rtmp = vec![3];
    rtmp.extend([0; 1536]);
    let mut iscsi = vec![0x23, 0x87];
    iscsi.resize(48, 0);
    iscsi.extend(b"TargetAlias=disks\0AuthMethod=None\0");
    let hello = |version: &[u8], extensions: &[u8]| {
        let body = joined(&[version, &[7; 32], b"\0\x13\x01\0", &(extensions.len() as u16).to_be_bytes(), extensions]);
        let message = joined(&[b"\x02\0", &(body.len() as u16).to_be_bytes(), &body]);
        joined(&[b"\x16\x03\x03", &(message.len() as u16).to_be_bytes(), &message])
    };
    vec![
        case(
            111,
            "rpcbind",
            rpc(&[1, 100_000, 2, 6, 111, 1, 100_003, 3, 6, 2049, 1, 100_003, 4, 6, 2049, 0]),
            "rpcbind | rpcbind 2 on 111, nfs 3-4 on 2049",
        ),
        case(
            2049,
            "nfs",
            rpc(&[3, 4])[..24].iter().copied().chain([0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4]).collect::<Vec<u8>>(),
            "nfs | version 3 to 4",
        ),
        case(3260, "iscsi", iscsi, "iscsi | disks"),
        case(
            6881,
            "bittorrent",
            joined(&[b"\x13BitTorrent protocol", &[0; 28], b"-TR3000-123456789012"]),
            "bittorrent | peer -TR3000-",
        ),
        case(25565, "minecraft", minecraft, "minecraft | Minecraft Paper 1.20.2 (A server)"),
        case(1935, "rtmp", rtmp, "rtmp | "),
        case(1080, "socks5", b"\x05\0", "socks5 | open to all"),
        case(1080, "socks5", b"\x05\xff", "socks5 | no acceptable method"),
        case(1080, "socks4", b"\0\x5b\0\0\0\0\0\0", "socks4 | "),
        case(8009, "ajp", b"AB\0\x01\x09", "ajp13 | Apache JServ"),
        case(1194, "openvpn", b"\0\x1a\x40serverid\x01\0\0\0\0tbxscan1\0\0\0\0", "openvpn | OpenVPN"),
        case(
            853,
            "dns",
            b"\0\x1e\x74\x62\x81\x05\0\x01\0\0\0\0\0\0\x07version\x04bind\0\0\x10\0\x03",
            "dns | version refused",
        ),
        case(443, "get", b"\x15\x03\x01\0\x02\x02\x46", "tls | protocol version refused"),
        case(443, "tls", hello(b"\x03\x03", b""), "tls | "),
        case(443, "tls", hello(b"\x03\x03", b"\0\x2b\0\x02\x03\x04"), "tls | "),
    ]
}
