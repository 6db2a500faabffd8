//! Protocols of datagrams.

use super::{Case, case, check};
use crate::applets::scan::service::ber;

#[test]
fn protocols_of_datagrams_are_read() {
    check(&cases());
}

pub(super) fn cases() -> Vec<Case> {
    [names(), times_and_management(), others()].into_iter().flatten().collect()
}

fn answer(question: &[u8], record: &[u8]) -> Vec<u8> {
    [b"\x74\x62\x85\x80\0\x01\0\x01\0\0\0\0", question, record].concat()
}

fn names() -> Vec<Case> {
    let version = b"\x07version\x04bind\0\0\x10\0\x03";
    let text = |text: &str| {
        let record =
            [b"\xc0\x0c\0\x10\0\x03\0\0\0\0\0", &[text.len() as u8 + 1, text.len() as u8][..], text.as_bytes()]
                .concat();
        answer(version, &record)
    };
    let mut netbios = b"\x74\x62\x84\0\0\0\0\x01\0\0\0\0".to_vec();
    netbios.extend(b"\x20CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\0\0\x21\0\x01\0\0\0\0\0\x41\x02");
    netbios.extend(b"FILESERVER     \0\x04\0WORKGROUP      \0\x84\0");
    let mut samba = netbios.clone();
    samba.extend([0; 6]);
    netbios.extend(b"\x02\0\x5e\x10\0\x01");
    let services = b"\x09_services\x07_dns-sd\x04_udp\x05local\0\0\x0c\0\x01";
    let pointer = b"\xc0\x0c\0\x0c\0\x01\0\0\0\x0a\0\x0c\x04_ssh\x04_tcp\xc0\x23";
    vec![
        case(53, "dns-udp", text("9.18.24-1-Debian"), "dns | ISC BIND 9.18.24 (1-Debian; recursion)"),
        case(53, "dns-udp", text("dnsmasq-2.89"), "dns | dnsmasq 2.89 (recursion)"),
        case(53, "dns-udp", text("unbound 1.17.1"), "dns | Unbound 1.17.1 (recursion)"),
        case(53, "dns-udp", text("none of your business"), "dns | none of your business; recursion"),
        case(
            53,
            "dns-udp",
            [b"\x74\x62\x81\x04\0\x01\0\0\0\0\0\0", &version[..]].concat(),
            "dns | version not implemented",
        ),
        case(53, "dns-udp", [b"\x11\x11\x81\x04\0\x01\0\0\0\0\0\0", &version[..]].concat(), "nothing"),
        case(5355, "llmnr", [b"\x74\x62\x80\0\0\x01\0\0\0\0\0\0", &version[..]].concat(), "llmnr | "),
        case(137, "netbios", netbios, "netbios-ns | group WORKGROUP; adapter 02:00:5e:10:00:01 @fileserver"),
        case(137, "netbios", samba, "netbios-ns | Samba nmbd (group WORKGROUP) @fileserver"),
        case(5353, "mdns", answer(services, pointer), "mdns | _ssh._tcp.local"),
        case(5353, "mdns", answer(services, b"\xc0\x0c\0\x0c\0\x01\0\0\0\x0a\0\x02\xc0\x37"), "mdns | "),
    ]
}

fn times_and_management() -> Vec<Case> {
    let mut ntp = vec![0x24, 2, 6, 0xe9];
    ntp.resize(48, 0);
    let mut kiss = vec![0xe4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, b'R', b'A', b'T', b'E'];
    kiss.resize(48, 0);
    let control =
        [b"\x16\x82\0\x01\0\0\0\0\0\0\0\x40", &b"version=\"ntpd 4.2.8p15@1.3728-o\", system=\"Linux/6.1\""[..]]
            .concat();
    let number = |value: &[u8]| ber::wrap(ber::INTEGER, &[value]);
    let octets = |value: &[u8]| ber::wrap(ber::OCTETS, &[value]);
    let security = ber::wrap(
        ber::SEQUENCE,
        &[
            &octets(b"\x80\0\x1f\x88\x80abcdefgh"),
            &number(&[7]),
            &number(&[0x0e, 0x10]),
            &octets(b""),
            &octets(b""),
            &octets(b""),
        ],
    );
    let header = ber::wrap(ber::SEQUENCE, &[&number(&[1]), &number(&[0x05, 0xdc]), &octets(&[0]), &number(&[3])]);
    let report =
        ber::wrap(ber::SEQUENCE, &[&number(&[3]), &header, &octets(&security), &ber::wrap(ber::SEQUENCE, &[])]);
    let described = ber::wrap(
        ber::SEQUENCE,
        &[&ber::wrap(ber::OID, &[&[0x2b, 6, 1, 2, 1, 1, 1, 0]]), &octets(b"Linux box 6.1.0-13-amd64")],
    );
    let pdu = ber::wrap(0xa2, &[&number(&[1]), &number(&[0]), &number(&[0]), &ber::wrap(ber::SEQUENCE, &[&described])]);
    let public = ber::wrap(ber::SEQUENCE, &[&number(&[1]), &octets(b"public"), &pdu]);
    let error = ber::wrap(
        0x7e,
        &[&ber::wrap(ber::SEQUENCE, &[&ber::wrap(0xa0, &[b"\x02\x01\x05"]), &ber::wrap(0xa6, &[b"\x02\x01\x06"])])],
    );
    vec![
        case(123, "ntp", ntp, "ntp | version 4; stratum 2"),
        case(123, "ntp", kiss, "ntp | version 4; refuses: RATE"),
        case(123, "ntp-control", control, "ntp | ntpd 4.2.8p15"),
        case(161, "snmp", report, "snmp | Net-SNMP (version 3, enterprise 8072, 7 boots, up 3600 s)"),
        case(161, "snmp-public", public, "snmp | version 2, community public; Linux box 6.1.0-13-amd64"),
        case(
            623,
            "ipmi",
            b"\x06\0\xff\x07\0\0\0\0\0\0\0\0\0\x10\x81\x1c\x63\x20\0\x38\0\x01\x97\x04\x03\0\0\0\0\x09",
            "ipmi | 2.0",
        ),
        case(88, "kerberos-udp", error, "kerberos | error 6"),
    ]
}

fn others() -> Vec<Case> {
    let rpc: Vec<u8> = [0x7462_0001_u32, 1, 0, 0, 0, 0, 1, 100_000, 4, 17, 111, 0]
        .iter()
        .flat_map(|word| word.to_be_bytes())
        .collect();
    let stun = [b"\x01\x01\0\x10\x21\x12\xa4\x42toolbox-scan", &b"\x80\x22\0\x0cCoturn-4.6.1"[..]].concat();
    let bedrock = [
        b"\x1c\0\0\0\0\0\0\0\0tbx-scan\0\xff\xff\0\xfe\xfe\xfe\xfe\xfd\xfd\xfd\xfd\x12\x34\x56\x78\0\x20",
        &b"MCPE;My world;622;1.20.40;0;10;1;"[..],
    ]
    .concat();
    let mut ike = b"tbx-scanresponse".to_vec();
    ike.extend([41, 0x20, 34, 0x20, 0, 0, 0, 0, 0, 0, 0, 36]);
    vec![
        case(69, "tftp", b"\0\x05\0\x01File not found\0", "tftp | File not found"),
        case(
            1900,
            "ssdp",
            "HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\nUSN: uuid:1::upnp:rootdevice\r\nSERVER: Linux/5.10 UPnP/1.0 MiniUPnPd/2.2.1\r\n\r\n",
            "ssdp | MiniUPnPd 2.2.1 (Linux/5.10 UPnP/1.0 MiniUPnPd/2.2.1)",
        ),
        case(3478, "stun", stun, "stun | Coturn 4.6.1 (Coturn-4.6.1)"),
        case(5683, "coap", b"\x60\x45\x74\x62\xc1\x28\xff</sensors>;rt=\"x\"", "coap | code 2.05; </sensors>;rt=\"x\""),
        case(111, "rpcbind-udp", rpc, "rpcbind | rpcbind 4 on 111"),
        case(11211, "memcached-udp", b"\x74\x62\0\0\0\x01\0\0VERSION 1.6.18\r\n", "memcached | Memcached 1.6.18"),
        case(500, "ike", ike, "ike | version 2"),
        case(
            443,
            "quic",
            b"\x80\0\0\0\0\x08tbx-scan\x08tbx-scan\0\0\0\x01\x6b\x33\x43\xcf\xff\0\0\x1d\x1a\x2a\x3a\x4a",
            "quic | versions 1, 2, draft 29",
        ),
        case(1194, "openvpn-udp", b"\x40serverid\x01\0\0\0\0tbxscan1\0\0\0\0", "openvpn | OpenVPN"),
        case(
            5060,
            "sip-udp",
            "SIP/2.0 200 OK\r\nUser-Agent: FreeSWITCH-mod_sofia/1.10.9\r\n\r\n",
            "sip | FreeSWITCH-mod_sofia 1.10.9",
        ),
        case(6969, "tracker", b"\0\0\0\0\x74\x62\0\x01\x01\x02\x03\x04\x05\x06\x07\x08", "bittorrent-tracker | "),
        case(
            6881,
            "dht",
            b"d1:rd2:id20:aaaaaaaaaaaaaaaaaaaae1:t2:tb1:v4:LT\x01\x021:y1:re",
            "bittorrent-dht | libtorrent",
        ),
        case(19132, "bedrock", bedrock, "minecraft-bedrock | Minecraft MCPE 1.20.40 (My world)"),
        case(
            27015,
            "source",
            b"\xff\xff\xff\xffI\x11My server\0map\0folder\0Some Game\0\0\0",
            "source-engine | Some Game (My server)",
        ),
    ]
}
