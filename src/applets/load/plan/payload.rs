//! What a request carries, from what was typed: a text, a file, standard input, a form, a table.

use std::path::Path;

use percent_encoding::utf8_percent_encode;
use serde_json::Value;

use super::Body;
use crate::applets::load::error::PlanError;
use crate::applets::load::template::{UNRESERVED, tags};
use crate::kit::fs::{LARGEST_BYTES, read_at_most};
use crate::kit::random::Random;

/// A body and the type it has by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::applets::load) struct Payload {
    pub(in crate::applets::load) body: Body,
    pub(in crate::applets::load) content_type: Option<String>,
}

impl Payload {
    /// Text as it is; `@FILE` is read, relative to `folder`; `@-` is standard input; `@@text` is the text `@text`.
    pub(in crate::applets::load) fn typed(text: &str, folder: &Path) -> Result<Self, PlanError> {
        let body = match text.strip_prefix('@') {
            None => Body::Text(text.to_owned()),
            Some(literal) if literal.starts_with('@') => Body::Text(literal.to_owned()),
            Some(path) => match String::from_utf8(read(path, folder, text)?) {
                Ok(text) if !tags(&text).is_empty() => Body::Text(text),
                Ok(text) => Body::Bytes(text.into_bytes()),
                Err(error) => Body::Bytes(error.into_bytes()),
            },
        };
        Ok(Self { body, content_type: None })
    }

    /// A table of the plan file, sent as JSON. A value that is nothing but a template keeps the type of what it names.
    pub(in crate::applets::load) fn json(value: &Value) -> Self {
        let mut text = String::new();
        write_json(value, &mut text);
        Self { body: Body::Text(text), content_type: Some("application/json".to_owned()) }
    }

    /// A form: URL-encoded, or multipart when a field is a file.
    pub(in crate::applets::load) fn form(fields: &[Field], folder: &Path) -> Result<Self, PlanError> {
        if fields.iter().any(|field| matches!(field.value, FieldValue::File(_))) {
            return multipart(fields, folder);
        }
        let mut text = String::new();
        for field in fields {
            let FieldValue::Text(value) = &field.value else { continue };
            if !text.is_empty() {
                text.push('&');
            }
            write_url_encoded(&field.name, &mut text);
            text.push('=');
            write_url_encoded(value, &mut text);
        }
        Ok(Self { body: Body::Text(text), content_type: Some("application/x-www-form-urlencoded".to_owned()) })
    }
}

/// One field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::applets::load) struct Field {
    name: String,
    value: FieldValue,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum FieldValue {
    Text(String),
    /// As it was typed behind the `@`.
    File(String),
}

impl Field {
    /// A field by its parts; a value `@FILE` is a file, `@@text` the text `@text`.
    pub(in crate::applets::load) fn new(name: &str, value: &str) -> Self {
        let value = match value.strip_prefix('@') {
            None => FieldValue::Text(value.to_owned()),
            Some(literal) if literal.starts_with('@') => FieldValue::Text(literal.to_owned()),
            Some(path) => FieldValue::File(path.to_owned()),
        };
        Self { name: name.to_owned(), value }
    }

    /// `name=value`.
    pub(in crate::applets::load) fn parse(text: &str) -> Result<Self, PlanError> {
        match text.split_once('=') {
            Some((name, value)) if !name.is_empty() => Ok(Self::new(name, value)),
            _ => Err(PlanError::Field(text.to_owned())),
        }
    }
}

fn read(path: &str, folder: &Path, typed: &str) -> Result<Vec<u8>, PlanError> {
    let failed = |path: &Path| {
        let (path, typed) = (path.to_owned(), typed.to_owned());
        move |source| PlanError::Payload { path, source, typed }
    };
    if path == "-" {
        let bytes = read_at_most(std::io::stdin().lock(), LARGEST_BYTES);
        return bytes.map_err(failed(Path::new("standard input")));
    }
    let path = folder.join(path);
    std::fs::File::open(&path).and_then(|file| read_at_most(file, LARGEST_BYTES)).map_err(failed(&path))
}

fn write_json(value: &Value, out: &mut String) {
    match value {
        Value::String(text) => write_json_text(text, out),
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_json(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (index, (name, member)) in members.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                // A name is a text whatever stands in it.
                write_json_parts(name, out);
                out.push(':');
                write_json(member, out);
            }
            out.push('}');
        }
        other => out.push_str(&other.to_string()),
    }
}

fn write_json_text(text: &str, out: &mut String) {
    match tags(text).as_slice() {
        [only] if text.starts_with("{{") && only.len() == text.len() => out.push_str(&filtered(text, "json")),
        _ => write_json_parts(text, out),
    }
}

/// Text escaped, templates as they are, all in quotes.
fn write_json_parts(text: &str, out: &mut String) {
    let escape = |literal: &str, out: &mut String| {
        let quoted = Value::from(literal).to_string();
        out.push_str(&quoted[1..quoted.len() - 1]);
    };
    out.push('"');
    let mut at = 0;
    for tag in tags(text) {
        escape(&text[at..tag.start], out);
        out.push_str(&text[tag.clone()]);
        at = tag.end;
    }
    escape(&text[at..], out);
    out.push('"');
}

/// Text percent-encoded, templates with the filter that does it.
fn write_url_encoded(text: &str, out: &mut String) {
    let mut at = 0;
    for tag in tags(text) {
        out.extend(utf8_percent_encode(&text[at..tag.start], UNRESERVED));
        at = tag.end;
        let tag = &text[tag];
        if tag.starts_with("{{") { out.push_str(&filtered(tag, "urlencode")) } else { out.push_str(tag) }
    }
    out.extend(utf8_percent_encode(&text[at..], UNRESERVED));
}

/// `{{ expression }}` with a filter behind it; a tag that is not closed stays for the compiler to complain about.
fn filtered(tag: &str, filter: &str) -> String {
    let Some(inside) = tag.strip_prefix("{{").and_then(|tag| tag.strip_suffix("}}")) else { return tag.to_owned() };
    let trimmed = inside.trim_start_matches(['-', '+']).trim_end_matches(['-', '+']).trim();
    let plain = trimmed.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'));
    if plain { format!("{{{{ {trimmed} | {filter} }}}}") } else { format!("{{{{ ({trimmed}) | {filter} }}}}") }
}

/// RFC 7578, with names escaped as browsers do.
fn multipart(fields: &[Field], folder: &Path) -> Result<Payload, PlanError> {
    let mut parts = Vec::new();
    for field in fields {
        parts.push(match &field.value {
            FieldValue::Text(text) => (field, text.clone().into_bytes()),
            FieldValue::File(path) => (field, read(path, folder, &format!("@{path}"))?),
        });
    }
    let boundary = boundary(&parts);
    let mut bytes = Vec::new();
    for (field, content) in &parts {
        let mut head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", quoted(&field.name));
        if let FieldValue::File(path) = &field.value {
            let file = Path::new(path).file_name().map_or_else(|| path.into(), |name| name.to_string_lossy());
            head = format!("{head}; filename=\"{}\"\r\nContent-Type: {}", quoted(&file), media_type(path));
        }
        bytes.extend_from_slice(head.as_bytes());
        bytes.extend_from_slice(b"\r\n\r\n");
        bytes.extend_from_slice(content);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());

    let is_template = |field: &Field| {
        matches!(&field.value, FieldValue::Text(text) if !tags(text).is_empty()) || !tags(&field.name).is_empty()
    };
    let body = if fields.iter().any(is_template) {
        // The whole body becomes a template, so no file may look like one.
        for (field, content) in &parts {
            if let FieldValue::File(path) = &field.value {
                let plain = std::str::from_utf8(content).is_ok_and(|text| tags(text).is_empty());
                if !plain {
                    return Err(PlanError::BinaryForm(folder.join(path)));
                }
            }
        }
        Body::Text(String::from_utf8_lossy(&bytes).into_owned())
    } else {
        Body::Bytes(bytes)
    };
    Ok(Payload { body, content_type: Some(format!("multipart/form-data; boundary={boundary}")) })
}

/// A line that occurs in no part.
fn boundary(parts: &[(&Field, Vec<u8>)]) -> String {
    let mut random = Random::from_system();
    loop {
        let boundary = format!("toolbox-{:016x}", random.next_u64());
        let occurs = |(_, content): &(&Field, Vec<u8>)| {
            content.windows(boundary.len()).any(|window| window == boundary.as_bytes())
        };
        if !parts.iter().any(occurs) {
            return boundary;
        }
    }
}

fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

fn media_type(path: &str) -> &'static str {
    let extension = Path::new(path).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    match extension.to_ascii_lowercase().as_str() {
        "csv" => "text/csv",
        "gif" => "image/gif",
        "html" | "htm" => "text/html",
        "jpg" | "jpeg" => "image/jpeg",
        "json" => "application/json",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "txt" => "text/plain",
        "xml" => "application/xml",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn text(payload: Payload) -> String {
        match payload.body {
            Body::Text(text) => text,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_body_is_a_text_or_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
        write("plain", b"x");
        write("template", b"{{ id }}");
        write("binary", b"\xff{{ id }}");
        for (typed, body) in [
            ("{\"k\":1}", Body::Text("{\"k\":1}".into())),
            ("@@home", Body::Text("@home".into())),
            ("@plain", Body::Bytes(b"x".to_vec())),
            ("@template", Body::Text("{{ id }}".into())),
            ("@binary", Body::Bytes(b"\xff{{ id }}".to_vec())),
        ] {
            assert_eq!(Payload::typed(typed, folder.path()).unwrap(), Payload { body, content_type: None }, "{typed}");
        }
        let error = Payload::typed("@none", folder.path()).unwrap_err();
        assert_eq!(error.to_string(), format!("cannot read {}", folder.path().join("none").display()));
        assert_eq!(error.hint().unwrap(), "@ reads a file; to send the text itself, write '@@none'");
    }

    #[test]
    fn a_table_is_json_and_templates_keep_their_type() {
        let table = json!({
            "name": "say \"hi\"", "id": "{{ iteration }}", "n": "{{ a + 1 }}", "go": "{{.Iteration}}",
            "mix": "a\"{{ token }}", "list": [1, null, true, { "x": "{{ y }}" }], "{{ k }}": {},
        });
        let payload = Payload::json(&table);
        assert_eq!(payload.content_type.as_deref(), Some("application/json"));
        assert_eq!(
            text(payload),
            "{\"name\":\"say \\\"hi\\\"\",\"id\":{{ iteration | json }},\"n\":{{ (a + 1) | json }},\
             \"go\":{{ .Iteration | json }},\"mix\":\"a\\\"{{ token }}\",\"list\":[1,null,true,\
             {\"x\":{{ y | json }}}],\"{{ k }}\":{}}",
        );
    }

    #[test]
    fn a_form_is_url_encoded() {
        let fields = ["a=1&2", "b c=é", "t={{ token }}/x", "e={{ f('b') }}", "at=@@me", "empty="];
        let fields: Vec<Field> = fields.into_iter().map(|field| Field::parse(field).unwrap()).collect();
        let payload = Payload::form(&fields, Path::new("")).unwrap();
        assert_eq!(payload.content_type.as_deref(), Some("application/x-www-form-urlencoded"));
        let encoded = "a=1%262&b%20c=%C3%A9&t={{ token | urlencode }}%2Fx&e={{ (f('b')) | urlencode }}&at=%40me&empty=";
        assert_eq!(text(payload), encoded);
        assert_eq!(Field::parse("=x").unwrap_err().to_string(), "`=x` is not a form field");
        assert!(Field::parse("x").is_err());
    }

    #[test]
    fn a_form_with_a_file_is_multipart() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.png"), b"\x89PNG").unwrap();
        std::fs::write(folder.path().join("a.txt"), b"hello").unwrap();
        let form = |fields: [&str; 2]| {
            let fields = fields.map(|field| Field::parse(field).unwrap());
            Payload::form(&fields, folder.path())
        };
        let payload = form(["na\"me=x", "file=@a.png"]).unwrap();
        let boundary = payload.content_type.unwrap().strip_prefix("multipart/form-data; boundary=").unwrap().to_owned();
        let mut expected = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"na%22me\"\r\n\r\nx\r\n--{boundary}\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"
        )
        .into_bytes();
        expected.extend_from_slice(b"\x89PNG");
        expected.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
        assert_eq!(payload.body, Body::Bytes(expected));

        assert!(text(form(["name={{ x }}", "file=@a.txt"]).unwrap()).contains("\r\n\r\n{{ x }}\r\n"));
        let error = form(["name={{ x }}", "file=@a.png"]).unwrap_err();
        assert!(matches!(error, PlanError::BinaryForm(_)), "{error}");
    }
}
