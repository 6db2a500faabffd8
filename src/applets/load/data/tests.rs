//! Files as people export them, and what is said about broken ones.

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn csv(text: &str) -> Result<Rows, Flaw> {
    Format::Csv(',').rows(text.as_bytes())
}

fn texts(rows: &[&[&str]]) -> Vec<Cell> {
    rows.iter().flat_map(|row| row.iter().map(|cell| Cell::Text((*cell).into()))).collect()
}

#[test]
fn csv_is_read_as_the_rfc_says() {
    let all: &[(&str, &[&[&str]])] = &[
        ("a,b\n1,2\n3,4\n", &[&["1", "2"], &["3", "4"]]),
        ("a,b\r\n1,2\r\n3,4", &[&["1", "2"], &["3", "4"]]),
        ("\u{feff}a,b\n1,2\r", &[&["1", "2"]]),
        ("a,b\n\n\"x, y\",\"say \"\"hi\"\"\"\n\n", &[&["x, y", "say \"hi\""]]),
        ("a,b\n\"two\nlines\",\n", &[&["two\nlines", ""]]),
        ("a,b\n5\" disk,é", &[&["5\" disk", "é"]]),
        ("a,b\n\"\",\"\"\n", &[&["", ""]]),
        ("a,b\nx\r,y\n", &[&["x\r", "y"]]),
    ];
    for (text, rows) in all {
        assert_eq!(csv(text), Ok((vec!["a".into(), "b".into()], texts(rows))), "{text:?}");
    }
    assert_eq!(Format::Csv('\t').rows(b"a\tb\n1,5\t2"), Ok((vec!["a".into(), "b".into()], texts(&[&["1,5", "2"]]))));
}

#[test]
fn json_is_an_array_or_lines_of_objects() {
    let cells = [json!(1), json!({ "x": [] }), json!(2), Value::Null].map(Cell::from);
    let expected = Ok((vec!["id".to_owned(), "n".to_owned()], cells.to_vec()));
    assert_eq!(Format::Json.rows(br#" [ {"id":1,"n":{"x":[]}} , {"n":null,"id":2} ] "#), expected);
    assert_eq!(Format::JsonLines.rows(b"{\"id\":1,\"n\":{\"x\":[]}}\n\n{\"id\":2,\"n\":null}\n"), expected);
}

#[test]
fn errors_name_the_line() {
    for (format, text, line, says) in [
        (Format::Csv(','), "", 1, "the header line is missing"),
        (Format::Csv(','), "a,b\n", 1, "there is no row in it"),
        (Format::Csv(','), "a,,c\n", 1, "column 2 has no name"),
        (Format::Csv(','), "\na,a\n", 2, "two columns are called `a`"),
        (Format::Csv(','), "a,b\n1,2\n3\n", 3, "1 cells here, but 2 names in the header"),
        (Format::Csv(','), "a,b\n\"1\n2\",3,4\n", 2, "3 cells here, but 2 names in the header"),
        (Format::Csv(','), "a,b\n1,\"2\n", 2, "this quote is not closed"),
        (Format::Csv(','), "a,b\n1,\"2\"x\n", 2, "a quoted cell must end at its closing quote"),
        (Format::Json, "{}", 1, "expected an array of objects: [{…}, {…}]"),
        (Format::Json, "[]", 1, "there is no row in it"),
        (Format::Json, "[\n{\"a\":1},\n5]", 3, "expected an object: {\"name\": value}"),
        (Format::Json, "[{\"a\":1}\n{\"a\":2}]", 2, "expected `,` or `]`"),
        (Format::Json, "[{\"a\":1}]\n]", 2, "nothing may follow the array"),
        (Format::Json, "[\n{\"a\":1},\n{\"a\":\n}]", 4, "expected value"),
        (Format::Json, "[{\"a\":1},", 1, "expected an object: {\"name\": value}"),
        (
            Format::JsonLines,
            "{\"a\":1,\"b\":2}\n{\"a\":1}",
            2,
            "no `b` here, unlike in the first row; write null if that is meant",
        ),
        (
            Format::JsonLines,
            "{\"a\":1}\n{\"a\":1,\"b\":2}",
            2,
            "`b` is not in the first row; every row needs the same members",
        ),
    ] {
        assert_eq!(format.rows(text.as_bytes()), Err((line, says.to_owned())), "{text:?}");
    }
    assert_eq!(Format::JsonLines.rows(b"\n\xff"), Err((2, "this is not UTF-8".to_owned())));
}

#[test]
fn a_file_is_read_by_its_extension_and_errors_name_it() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let path = write("users.csv", "name,age\nAda,36\nAlan,41\n");
    let users = DataSet::read("users", &path, DataOrder::Sequential).unwrap();
    assert_eq!((users.len(), users.cell(1, "name")), (2, Some(&Cell::Text("Alan".into()))));
    assert_eq!(users.cell(0, "email"), None);
    assert_eq!(users.row_as_json(0), json!({ "name": "Ada", "age": "36" }));

    let path = write("users.txt", "x");
    let error = DataSet::read("users", &path, DataOrder::Random).unwrap_err().to_string();
    assert_eq!(error, format!("{}: what format is it? Name it .csv, .tsv, .json or .jsonl", path.display()));
    let path = write("bad.csv", "a\n1,2\n");
    let error = DataSet::read("users", &path, DataOrder::Random).unwrap_err().to_string();
    assert_eq!(error, format!("{}:2: 2 cells here, but 1 names in the header", path.display()));
    let error = DataSet::read("users", &folder.path().join("none.csv"), DataOrder::Random).unwrap_err();
    assert!(matches!(error, DataError::Read { .. }), "{error}");
}

#[test]
fn a_file_that_would_not_fit_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.csv");
    let file = std::fs::File::create(&path).unwrap();
    file.set_len(LIMIT_BYTES + 1).unwrap();
    let error = DataSet::read("x", &path, DataOrder::Random).unwrap_err().to_string();
    assert!(error.ends_with("is larger than 64 MiB, the most that is kept in memory; use a part of it"), "{error}");
}

fn quote(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

proptest! {
    #[test]
    fn whatever_is_quoted_is_read_back(rows in proptest::collection::vec(("[ -~\r\né]{0,8}", "[ -~\r\né]{0,8}"), 1..5)) {
        let lines: Vec<String> = rows.iter().map(|(a, b)| format!("{},{}", quote(a), quote(b))).collect();
        let text = format!("a,b\r\n{}", lines.join("\r\n"));
        let cells: Vec<Cell> = rows.into_iter().flat_map(|(a, b)| [a, b]).map(|text| Cell::Text(text.into())).collect();
        prop_assert_eq!(csv(&text).unwrap().1, cells);
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60), text in r#"[\[\]\{\}",:a1\n\r ]{0,30}"#) {
        for format in [Format::Csv(','), Format::Json, Format::JsonLines] {
            let _ = format.rows(&bytes);
            let _ = format.rows(text.as_bytes());
        }
    }
}

#[test]
fn a_cell_is_much_smaller_than_a_json_value() {
    assert!(size_of::<Cell>() * 4 <= size_of::<Value>());
}
