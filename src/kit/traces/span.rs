//! A span that has ended, and how it is written.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value as Json, json};

use super::Identity;

/// What an attribute says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number.
    Number(i64),
    /// Yes or no.
    Truth(bool),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl Value {
    /// As `AnyValue`; 64-bit numbers are texts in JSON.
    fn json(&self) -> Json {
        match self {
            Self::Text(text) => json!({ "stringValue": text }),
            Self::Number(number) => json!({ "intValue": number.to_string() }),
            Self::Truth(truth) => json!({ "boolValue": truth }),
        }
    }
}

/// On whose side a span is; the numbers are those of `SpanKind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Within the program.
    Internal = 1,
    /// Of what a client asked for.
    Server = 2,
    /// Of what a server was asked for.
    Client = 3,
}

/// A span that has ended.
#[derive(Debug, Clone)]
pub struct Span {
    /// What was done: `download`, `SET`.
    pub name: &'static str,
    /// Who it is.
    pub identity: Identity,
    /// The span it is a part of.
    pub parent: Option<u64>,
    /// On whose side.
    pub kind: Kind,
    /// When it began.
    pub began: SystemTime,
    /// How long it took.
    pub took: Duration,
    /// What is known of it.
    pub attributes: Vec<(&'static str, Value)>,
    /// What failed.
    pub error: Option<String>,
}

impl Span {
    /// A span that begins now and takes no time yet.
    #[must_use]
    pub fn at(name: &'static str, identity: Identity) -> Self {
        Self {
            name,
            identity,
            parent: None,
            kind: Kind::Internal,
            began: SystemTime::now(),
            took: Duration::ZERO,
            attributes: Vec::new(),
            error: None,
        }
    }

    fn json(&self) -> Json {
        let began = self.began.duration_since(UNIX_EPOCH).unwrap_or_default();
        let mut span = json!({
            "traceId": format!("{:032x}", self.identity.trace),
            "spanId": format!("{:016x}", self.identity.span),
            "name": self.name,
            "kind": self.kind as u8,
            "startTimeUnixNano": began.as_nanos().to_string(),
            "endTimeUnixNano": (began + self.took).as_nanos().to_string(),
            "attributes": attributes(&self.attributes),
        });
        if let Some(parent) = self.parent {
            span["parentSpanId"] = format!("{parent:016x}").into();
        }
        if let Some(error) = &self.error {
            span["status"] = json!({ "code": 2, "message": error });
        }
        span
    }
}

fn attributes(list: &[(&'static str, Value)]) -> Json {
    list.iter().map(|(key, value)| json!({ "key": key, "value": value.json() })).collect()
}

/// The body of an `ExportTraceServiceRequest`.
#[must_use]
pub(super) fn request(spans: &[Span]) -> Vec<u8> {
    let program = [
        ("service.name", Value::from("toolbox")),
        ("service.version", env!("CARGO_PKG_VERSION").into()),
        ("process.pid", u64::from(std::process::id()).into()),
    ];
    let spans: Vec<Json> = spans.iter().map(Span::json).collect();
    let scope = json!({ "scope": { "name": "toolbox", "version": env!("CARGO_PKG_VERSION") }, "spans": spans });
    let resource = json!({ "resource": { "attributes": attributes(&program) }, "scopeSpans": [scope] });
    json!({ "resourceSpans": [resource] }).to_string().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_as_the_protocol_says() {
        let span = Span {
            parent: Some(7),
            kind: Kind::Server,
            began: UNIX_EPOCH + Duration::from_nanos(1_500_000_001),
            took: Duration::from_micros(2),
            attributes: vec![("db.namespace", "0".into()), ("id", 5_u64.into()), ("is_late", Value::Truth(false))],
            error: Some("WRONGTYPE".to_owned()),
            ..Span::at("SET", Identity { trace: 0xAB, span: 0xC })
        };
        let body: Json = serde_json::from_slice(&request(&[span])).unwrap();
        let resource = &body["resourceSpans"][0];
        assert_eq!(resource["resource"]["attributes"][0]["value"]["stringValue"], "toolbox");
        let expected = json!({
            "traceId": "000000000000000000000000000000ab",
            "spanId": "000000000000000c",
            "parentSpanId": "0000000000000007",
            "name": "SET",
            "kind": 2,
            "startTimeUnixNano": "1500000001",
            "endTimeUnixNano": "1500002001",
            "attributes": [
                { "key": "db.namespace", "value": { "stringValue": "0" } },
                { "key": "id", "value": { "intValue": "5" } },
                { "key": "is_late", "value": { "boolValue": false } },
            ],
            "status": { "code": 2, "message": "WRONGTYPE" },
        });
        assert_eq!(resource["scopeSpans"][0]["spans"][0], expected);
    }
}
