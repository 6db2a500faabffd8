//! Writing a Metalink 4 document (RFC 5854) of one file: what `--save-metalink` leaves beside a download.

use std::fmt::Write as _;

use super::{File, LEAST_WANTED, Metalink};
use crate::applets::fetch::checksum::Algorithm;

impl File {
    /// The document that lists this file alone.
    #[must_use]
    pub fn document(&self) -> String {
        let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        // Writing to a string cannot fail.
        let _ = writeln!(text, "<metalink xmlns=\"urn:ietf:params:xml:ns:metalink\">");
        let _ = writeln!(text, "  <file name=\"{}\">", escaped(&self.path.to_string_lossy()));
        if let Some(size) = self.size_bytes {
            let _ = writeln!(text, "    <size>{size}</size>");
        }
        for sum in &self.checksums {
            let _ = writeln!(text, "    <hash type=\"{}\">{}</hash>", registered(sum.algorithm()), sum.hex());
        }
        if let Some(pieces) = &self.pieces {
            let kind = registered(pieces.algorithm);
            let _ = writeln!(text, "    <pieces length=\"{}\" type=\"{kind}\">", pieces.piece_bytes);
            for sum in &pieces.checksums {
                let _ = writeln!(text, "      <hash>{}</hash>", sum.hex());
            }
            let _ = writeln!(text, "    </pieces>");
        }
        for source in &self.sources {
            let priority = if source.priority == LEAST_WANTED {
                String::new()
            } else {
                format!(" priority=\"{}\"", source.priority)
            };
            let location = source.location.as_ref().map(|place| format!(" location=\"{place}\"")).unwrap_or_default();
            let _ = writeln!(text, "    <url{priority}{location}>{}</url>", escaped(source.url.as_str()));
        }
        text + "  </file>\n</metalink>\n"
    }
}

impl Metalink {
    /// Where the document of a file is put: `NAME.meta4` beside it.
    ///
    /// ```
    /// use std::path::Path;
    /// use toolbox::applets::fetch::metalink::Metalink;
    /// assert_eq!(Metalink::path_of(Path::new("iso/a.iso")), Path::new("iso/a.iso.meta4"));
    /// ```
    #[must_use]
    pub fn path_of(file: &std::path::Path) -> std::path::PathBuf {
        let mut name = file.file_name().unwrap_or_default().to_owned();
        name.push(".meta4");
        file.with_file_name(name)
    }
}

/// As IANA names it (registry "Hash Function Textual Names").
fn registered(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Md5 => "md5",
        Algorithm::Sha1 => "sha-1",
        Algorithm::Sha256 => "sha-256",
        Algorithm::Sha384 => "sha-384",
        Algorithm::Sha512 => "sha-512",
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::applets::fetch::checksum::{Checksum, Summer};
    use crate::applets::fetch::metalink::{Pieces, Source};

    #[test]
    fn what_is_written_is_read_again() {
        let sum = |algorithm| -> Checksum { Summer::new(algorithm).finish() };
        let file = File {
            path: "a & b's.iso".into(),
            size_bytes: Some(5),
            checksums: vec![sum(Algorithm::Sha512), sum(Algorithm::Sha256)],
            pieces: Some(Pieces {
                piece_bytes: 4,
                algorithm: Algorithm::Sha1,
                checksums: vec![sum(Algorithm::Sha1); 2],
            }),
            sources: vec![
                Source { url: "http://h/a?b=1&c=2".parse().unwrap(), priority: 1, location: Some("de".to_owned()) },
                Source { url: "https://h/a".parse().unwrap(), priority: LEAST_WANTED, location: None },
            ],
        };
        let read: Metalink = file.document().parse().unwrap();
        assert_eq!((read.files, read.notes), (vec![file], Vec::new()));
    }
}
