//! Files of rules, in both formats, and a banner that is held against them.
//!
//! The banner stands before the first zero; behind it stands the file.

use toolbox::applets::scan::service::{Exchange, Rules, Transport, conclude};

/// Tries one input.
///
/// # Panics
/// When a promise is broken.
pub fn run(data: &[u8]) {
    let cut = data.iter().position(|byte| *byte == 0).unwrap_or(data.len());
    let (banner, file) = (&data[..cut], data.get(cut + 1..).unwrap_or_default());
    let mut rules = Rules::default();
    let known = rules.add_probes(file).is_ok();
    let known = rules.add_recog(&String::from_utf8_lossy(file)).is_ok() || known;
    let (all, unusable) = rules.count();
    assert!(unusable <= all && (known || all == 0));
    let exchange = Exchange { probe: "banner".to_owned(), received: banner.to_vec(), ..Exchange::default() };
    let answer = conclude(&[exchange], 80, Transport::Tcp, &rules);
    assert!(answer.service.is_none_or(|found| found.confidence <= 10));
}
