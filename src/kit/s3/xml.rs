//! What servers answer: listings and errors. Names of elements are what counts; what is not known is passed over.

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::Event;

/// Nothing that a server of objects says nests deeper.
const DEEPEST: usize = 16;

/// A page of a listing.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    /// Key, bytes and entity tag, as they stand there.
    pub(super) objects: Vec<(String, u64, String)>,
    /// Where the next page begins; none on the last.
    pub(super) next: Option<String>,
}

/// Reads a page of `ListObjectsV2`, whose keys are encoded as in URLs.
pub(super) fn page(text: &str) -> Result<Page, String> {
    let mut page = Page::default();
    let (mut key, mut bytes, mut etag, mut is_more, mut next) = (String::new(), 0, String::new(), false, None);
    let mut is_listing = false;
    walk(text, |path, text| match path {
        ["ListBucketResult", "Contents", "Key"] => {
            key = percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
        }
        ["ListBucketResult", "Contents", "Size"] => bytes = text.parse().unwrap_or(0),
        ["ListBucketResult", "Contents", "ETag"] => text.clone_into(&mut etag),
        ["ListBucketResult", "Contents"] => {
            page.objects.push((std::mem::take(&mut key), std::mem::take(&mut bytes), std::mem::take(&mut etag)));
        }
        ["ListBucketResult", "IsTruncated"] => is_more = text == "true",
        ["ListBucketResult", "NextContinuationToken"] => next = Some(text.to_owned()),
        ["ListBucketResult"] => is_listing = true,
        _ => {}
    })?;
    if !is_listing {
        return Err("it has no ListBucketResult".to_owned());
    }
    if is_more && next.is_none() {
        return Err("it goes on and does not say where".to_owned());
    }
    page.next = next.filter(|_| is_more);
    Ok(page)
}

/// The code and the message of an error; empty where there are none.
pub(super) fn error(text: &str) -> (String, String) {
    let (mut code, mut message) = (String::new(), String::new());
    // What is broken says nothing.
    let _ = walk(text, |path, text| match path {
        ["Error", "Code"] => text.clone_into(&mut code),
        ["Error", "Message"] => text.clone_into(&mut message),
        _ => {}
    });
    (code, message)
}

/// Tells every element at its end: the names down to it, and the text directly in it.
fn walk(text: &str, mut tell: impl FnMut(&[&str], &str)) -> Result<(), String> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<(String, String)> = Vec::new();
    let mut end = |open: &mut Vec<(String, String)>| {
        let path: Vec<&str> = open.iter().map(|(name, _)| name.as_str()).collect();
        if let Some((_, text)) = open.last() {
            tell(&path, text.trim());
        }
        open.pop();
    };
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        let mut add = |text: &str| {
            if let Some((_, known)) = open.last_mut() {
                known.push_str(text);
            }
        };
        match event {
            Event::Start(start) => {
                if open.len() >= DEEPEST {
                    return Err(format!("elements nest more than {DEEPEST} deep"));
                }
                open.push((start.local_name().as_ref().to_owned(), String::new()));
            }
            Event::Empty(start) => {
                open.push((start.local_name().as_ref().to_owned(), String::new()));
                end(&mut open);
            }
            Event::End(_) => end(&mut open),
            Event::Text(text) => add(&text.xml10_content()),
            Event::CData(text) => add(&text.xml10_content()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(c)) => add(c.encode_utf8(&mut [0; 4])),
                _ => add(resolve_xml_entity(&reference).unwrap_or_default()),
            },
            Event::Eof if open.is_empty() => return Ok(()),
            Event::Eof => return Err("it ends in the middle".to_owned()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_a_listing() {
        let text = "<?xml version=\"1.0\"?>\n<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>b</Name>\
            <IsTruncated>true</IsTruncated><NextContinuationToken>a&amp;b=</NextContinuationToken>\
            <Contents><Key>a%20b/%C3%BC</Key><ETag>&quot;abc&quot;</ETag><Size>12</Size><Owner><ID>x</ID></Owner></Contents>\
            <Contents><Key>c</Key><Size>0</Size></Contents><CommonPrefixes><Prefix>d/</Prefix></CommonPrefixes></ListBucketResult>";
        let objects = vec![("a b/ü".to_owned(), 12, "\"abc\"".to_owned()), ("c".to_owned(), 0, String::new())];
        assert_eq!(page(text).unwrap(), Page { objects, next: Some("a&b=".to_owned()) });
        for broken in ["", "<html>", "<a/>", "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>"] {
            assert!(page(broken).is_err(), "{broken}");
        }
        assert!(page(&"<a>".repeat(100)).unwrap_err().contains("nest"));
    }

    #[test]
    fn errors_say_what_they_say() {
        let text = "<Error><Code>AccessDenied</Code><Message>No &lt;way&gt;</Message><RequestId>1</RequestId></Error>";
        assert_eq!(error(text), ("AccessDenied".to_owned(), "No <way>".to_owned()));
        assert_eq!(error("not found"), (String::new(), String::new()));
    }
}
