//! The report as one HTML page: to keep, to send, to print.
//!
//! The page asks nobody for anything. Styles and charts stand in it, there is no script, and its own policy
//! (`Content-Security-Policy`) forbids every request, so that even a text we failed to escape could not send or run
//! one. It follows the reader's light or dark setting and fits a phone; what colour says, a word, a dash or a place
//! says as well, and every chart has its figures as text.

mod distribution;
mod heat;
mod markup;
mod plot;
mod scale;
mod tables;
#[cfg(test)]
mod tests;
mod time;

use self::markup::Text;
use self::time::Course;
use super::Report;
use super::text::title;

const STYLE: &str = include_str!("style.css");

impl Report {
    /// The report as a self-contained page.
    #[must_use]
    pub fn html(&self) -> String {
        let name = format!("load: {}", title(&self.plan));
        let body = [
            tables::head(self),
            tables::figures(self),
            tables::thresholds(self),
            Course::of(self).section(),
            distribution::section(self),
            tables::latencies(self),
            tables::replies(self),
            tables::trust(self),
            tables::plan(self),
        ];
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\
             <meta name=\"color-scheme\" content=\"light dark\"/>\
             <title>{}</title><style>\n{STYLE}</style></head>\n<body><main>{}</main></body></html>\n",
            Text(&name),
            body.join("\n")
        )
    }
}
