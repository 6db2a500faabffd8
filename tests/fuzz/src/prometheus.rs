//! The Prometheus text format: any page is read, and what we write is read back as it was.

use toolbox::kit::metrics::Snapshot;
use toolbox::kit::metrics::prometheus::{encode, parse};

/// Tries one input.
///
/// # Panics
/// When a promise is broken.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    a_page(&text);
    a_label(&text);
}

/// At most one sample a line; each says who it is in a form that reads as the same.
fn a_page(page: &str) {
    let samples = parse(page);
    assert!(samples.len() <= page.lines().count());
    for sample in samples {
        assert!(!sample.name.is_empty());
        let plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        // A name that needed quotes cannot be read without them.
        if plain(&sample.name) && sample.labels.keys().all(|name| !name.is_empty() && plain(name)) {
            let again = parse(&format!("{sample} 1"));
            assert_eq!(again.len(), 1, "{sample}");
            assert_eq!((&again[0].name, &again[0].labels), (&sample.name, &sample.labels));
        }
    }
}

/// Whatever a label or a help text says, the page stays one that is read.
fn a_label(text: &str) {
    let mut snapshot = Snapshot::default();
    snapshot.gauge("fuzz_value", text, &[("text", text), ("other", "x")], 1.5);
    let page = encode(&snapshot);
    let samples = parse(&page);
    assert_eq!(samples.len(), 1, "{page}");
    assert_eq!(samples[0].labels.get("text").map(String::as_str), Some(text), "{page}");
    assert_eq!(samples[0].value.to_bits(), 1.5_f64.to_bits());
}
