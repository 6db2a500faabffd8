//! HTTP/1 (RFC 9112) answers: status, the `Server` header, the title, and the products that show themselves there.

use super::Seen;
use super::http_products;
use crate::applets::scan::service::finding::{Service, Tunnel};
use crate::applets::scan::service::words::{self, has};

/// An answer taken apart; header names are compared without regard to case.
#[derive(Debug)]
pub(super) struct Reply<'a> {
    pub(super) status: u16,
    pub(super) head: &'a str,
    pub(super) body: &'a str,
}

impl<'a> Reply<'a> {
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let rest = text.strip_prefix("HTTP/").filter(|rest| rest.starts_with(['0', '1', '2']))?;
        let status = rest.split(' ').nth(1)?.get(..3)?.parse().ok()?;
        let (head, body) = text.split_once("\r\n\r\n").or_else(|| text.split_once("\n\n")).unwrap_or((text, ""));
        Some(Self { status, head, body })
    }

    /// The first header of this name.
    pub(super) fn header(&self, name: &str) -> Option<&'a str> {
        let headers = self.head.lines().skip(1).take(200).filter_map(|line| line.split_once(':'));
        headers.filter(|(known, _)| known.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).next()
    }

    /// The text of `<title>`.
    pub(super) fn title(&self) -> Option<String> {
        let lower = self.body.to_ascii_lowercase();
        let start = lower.find("<title")?;
        let start = start + lower[start..].find('>')? + 1;
        let end = start + lower[start..].find('<')?;
        Some(words::clean(&self.body[start..end])).filter(|title| !title.is_empty())
    }
}

/// The value of `Server`, for rules that are about it.
pub(in crate::applets::scan::service) fn server_header(bytes: &[u8]) -> Option<String> {
    let text = words::text(bytes);
    Reply::read(&text)?.header("server").map(words::clean)
}

/// An answer of a server, or a complaint of one that expected TLS.
pub(super) fn http(seen: &Seen<'_>) -> Option<Service> {
    /// In the words of Go, Apache and nginx.
    const WANTS_TLS: [&str; 3] =
        ["HTTP request to an HTTPS server", "plain HTTP to an SSL-enabled", "sent to HTTPS port"];
    let text = words::text(seen.bytes);
    let reply = Reply::read(&text)?;
    // FTP and others never begin so; RTSP and SIP have prefixes of their own.
    let mut found = by_server_header(&reply);
    if let Some(product) = http_products::read(&reply, seen) {
        let before = found.product.take().map(|before| (before, found.version.take()));
        let known = (found.info.take(), found.os.take());
        found = Service { os: product.os.clone().or(known.1), ..product };
        if let Some((before, version)) = before {
            let is_same = found.product.as_ref().is_some_and(|product| has(product, &before));
            if is_same && found.version.is_none() {
                found.version = version;
            } else if !is_same {
                // What stands before the product, say a proxy or a framework, is worth a word.
                found = found.info(Some(format!("{before} {}", version.unwrap_or_default()).trim_end().to_owned()));
            }
        }
        found = found.info(known.0);
    }
    if WANTS_TLS.iter().any(|words| has(reply.body, words)) {
        found.tunnel = Some(Tunnel { version: "TLS".into(), cipher: String::new(), certificate: None });
    }
    let host = reply.header("location").and_then(location_host);
    found = found.host(host.filter(|host| host.contains('.') && host.parse::<std::net::IpAddr>().is_err()));
    let told = match (reply.title(), reply.status) {
        (_, 301 | 302 | 303 | 307 | 308) => reply.header("location").map(|to| format!("-> {}", words::clean(to))),
        (Some(title), _) => Some(title),
        (None, 401 | 407) => reply
            .header("www-authenticate")
            .and_then(|asked| words::between(asked, "realm=\"", "\""))
            .map(|realm| format!("realm {}", words::clean(realm))),
        _ => None,
    };
    Some(found.info(told))
}

fn location_host(location: &str) -> Option<String> {
    let rest = location.split_once("://")?.1;
    words::hostname(&rest[..rest.find(['/', ':', '?']).unwrap_or(rest.len())])
}

/// Names in `Server` that are better known by another.
const SERVERS: [(&str, &str); 24] = [
    ("Apache-Coyote", "Apache Tomcat Coyote"),
    ("Apache", "Apache httpd"),
    ("nginx", "nginx"),
    ("openresty", "OpenResty"),
    ("Microsoft-IIS", "Microsoft IIS httpd"),
    ("Microsoft-HTTPAPI", "Microsoft HTTPAPI httpd"),
    ("lighttpd", "lighttpd"),
    ("Caddy", "Caddy httpd"),
    ("LiteSpeed", "LiteSpeed httpd"),
    ("Jetty", "Jetty"),
    ("gunicorn", "Gunicorn"),
    ("Werkzeug", "Werkzeug httpd"),
    ("SimpleHTTP", "Python http.server"),
    ("BaseHTTP", "Python http.server"),
    ("WSGIServer", "Python wsgiref"),
    ("TornadoServer", "Tornado httpd"),
    ("uvicorn", "Uvicorn"),
    ("Kestrel", "Microsoft Kestrel httpd"),
    ("Cowboy", "Cowboy httpd"),
    ("envoy", "Envoy proxy"),
    ("mini_httpd", "mini_httpd"),
    ("thttpd", "thttpd"),
    ("GoAhead", "GoAhead httpd"),
    ("Boa", "Boa httpd"),
];

/// `Server: Apache/2.4.57 (Debian) mod_ssl/2.4.57`
fn by_server_header(reply: &Reply<'_>) -> Service {
    let found = Service::named("http");
    let Some(server) = reply.header("server").filter(|server| !server.is_empty()) else { return found };
    let end = server.find(['/', ' ', '(']).unwrap_or(server.len());
    let token = &server[..end];
    let known = SERVERS.iter().find(|(prefix, _)| token.eq_ignore_ascii_case(prefix));
    let name = known.map_or_else(|| words::clean(token), |(_, name)| (*name).to_owned());
    let version = words::version(&server[end..]);
    let rest = words::after(server, version.as_deref().unwrap_or(token)).unwrap_or_default();
    let found = found.product(name).version(version).os(words::system(server));
    found.info(Some(words::clean(rest.trim_start_matches([')', '/']))))
}
