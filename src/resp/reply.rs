//! The reply writer: values appended to one buffer, in RESP2 or RESP3.
//!
//! What RESP2 has no word for is written as Redis writes it there: maps and sets as arrays, doubles and big numbers as
//! strings, null as `$-1`, truth as `:1` and `:0`.

/// What the client understands; `HELLO` changes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// The default.
    #[default]
    Resp2,
    /// After `HELLO 3`.
    Resp3,
}

/// Replies in the order of the commands.
///
/// ```
/// use toolbox::resp::{Dialect, Reply};
/// let mut reply = Reply::default();
/// reply.map(1);
/// reply.bulk(b"proto");
/// reply.int(2);
/// assert_eq!(reply.bytes(), b"*2\r\n$5\r\nproto\r\n:2\r\n");
/// reply.clear();
/// reply.dialect = Dialect::Resp3;
/// reply.null();
/// assert_eq!(reply.bytes(), b"_\r\n");
/// ```
#[derive(Debug, Default)]
pub struct Reply {
    out: Vec<u8>,
    /// What the client understands.
    pub dialect: Dialect,
    /// Errors written since it was made, for statistics and the fate of transactions.
    pub errors: u64,
}

impl Reply {
    /// An empty one in this dialect.
    #[must_use]
    pub fn new(dialect: Dialect) -> Self {
        Self { dialect, ..Self::default() }
    }

    /// What was written.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.out
    }

    /// How many bytes were written.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.out.len()
    }

    /// Whether nothing was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// Forgets what was written, and gives memory beyond the usual back.
    pub fn clear(&mut self) {
        /// What a thread keeps between turns.
        const KEPT_BYTES: usize = 256 * 1024;
        self.out.clear();
        self.out.shrink_to(KEPT_BYTES);
    }

    /// Takes what was written.
    #[must_use]
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }

    /// Forgets everything behind the first `length` bytes.
    pub fn truncate(&mut self, length: usize) {
        self.out.truncate(length);
    }

    /// Moves the bytes from `middle` on before those from `start` on: a header that could only be written last.
    pub fn rotate_tail(&mut self, start: usize, middle: usize) {
        self.out[start..].rotate_left(middle - start);
    }

    /// Bytes that are a reply already.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    /// `+OK`.
    #[inline]
    pub fn ok(&mut self) {
        self.out.extend_from_slice(b"+OK\r\n");
    }

    /// A short text without line ends.
    pub fn simple(&mut self, text: &str) {
        self.line(b'+', text.as_bytes());
    }

    /// An error; `text` starts with its code: `ERR …`, `WRONGTYPE …`. Line ends become spaces.
    pub fn error(&mut self, text: &str) {
        self.errors += 1;
        self.out.push(b'-');
        self.out.extend(text.bytes().map(|byte| if matches!(byte, b'\r' | b'\n') { b' ' } else { byte }));
        self.out.extend_from_slice(b"\r\n");
    }

    /// A number.
    #[inline]
    pub fn int(&mut self, value: i64) {
        self.number(b':', value);
    }

    /// A truth as a number: 1 or 0.
    pub(crate) fn flag(&mut self, value: bool) {
        self.out.extend_from_slice(if value { b":1\r\n" } else { b":0\r\n" });
    }

    /// A string of any bytes.
    #[inline]
    pub fn bulk(&mut self, bytes: &[u8]) {
        self.out.reserve(bytes.len() + 32);
        self.number(b'$', bytes.len() as i64);
        self.out.extend_from_slice(bytes);
        self.out.extend_from_slice(b"\r\n");
    }

    /// A number as a string.
    pub fn bulk_int(&mut self, value: i64) {
        let mut digits = itoa::Buffer::new();
        self.bulk(digits.format(value).as_bytes());
    }

    /// Nothing, where a string could stand.
    pub fn null(&mut self) {
        self.out.extend_from_slice(match self.dialect {
            Dialect::Resp2 => b"$-1\r\n",
            Dialect::Resp3 => b"_\r\n",
        });
    }

    /// Nothing, where an array could stand.
    pub fn null_array(&mut self) {
        self.out.extend_from_slice(match self.dialect {
            Dialect::Resp2 => b"*-1\r\n",
            Dialect::Resp3 => b"_\r\n",
        });
    }

    /// An array of `count` values, which follow.
    #[inline]
    pub fn array(&mut self, count: usize) {
        self.number(b'*', count as i64);
    }

    /// A map of `count` pairs, which follow.
    pub fn map(&mut self, count: usize) {
        match self.dialect {
            Dialect::Resp2 => self.array(count * 2),
            Dialect::Resp3 => self.number(b'%', count as i64),
        }
    }

    /// A set of `count` values, which follow.
    pub fn set(&mut self, count: usize) {
        match self.dialect {
            Dialect::Resp2 => self.array(count),
            Dialect::Resp3 => self.number(b'~', count as i64),
        }
    }

    /// Something nobody asked for (pub/sub, invalidations), of `count` values, which follow.
    pub fn push(&mut self, count: usize) {
        match self.dialect {
            Dialect::Resp2 => self.array(count),
            Dialect::Resp3 => self.number(b'>', count as i64),
        }
    }

    /// A floating-point number, in the shortest text that reads back the same.
    pub fn double(&mut self, value: f64) {
        let text = double_text(value);
        match self.dialect {
            Dialect::Resp2 => self.bulk(text.as_bytes()),
            Dialect::Resp3 => self.line(b',', text.as_bytes()),
        }
    }

    /// A truth value: `#t`, `#f`, or a number.
    pub(crate) fn truth(&mut self, value: bool) {
        match self.dialect {
            Dialect::Resp2 => self.flag(value),
            Dialect::Resp3 => self.line(b'#', if value { b"t" } else { b"f" }),
        }
    }

    /// A number of any size, in digits.
    pub fn big_number(&mut self, digits: &str) {
        match self.dialect {
            Dialect::Resp2 => self.bulk(digits.as_bytes()),
            Dialect::Resp3 => self.line(b'(', digits.as_bytes()),
        }
    }

    /// A text for people, with its format in three letters (`txt`, `mkd`).
    pub fn verbatim(&mut self, format: &str, text: &[u8]) {
        match self.dialect {
            Dialect::Resp2 => self.bulk(text),
            Dialect::Resp3 => {
                self.number(b'=', text.len() as i64 + 4);
                self.raw(format.as_bytes());
                self.raw(b":");
                self.raw(text);
                self.raw(b"\r\n");
            }
        }
    }

    fn line(&mut self, mark: u8, text: &[u8]) {
        self.out.push(mark);
        self.out.extend_from_slice(text);
        self.out.extend_from_slice(b"\r\n");
    }

    #[inline]
    fn number(&mut self, mark: u8, value: i64) {
        if let (digit @ 0..=9, false) = (value, mark == b'-') {
            self.out.extend_from_slice(&[mark, b'0' + digit as u8, b'\r', b'\n']);
            return;
        }
        let mut digits = itoa::Buffer::new();
        let digits = digits.format(value).as_bytes();
        let mut line = [0; 24];
        line[0] = mark;
        line[1..=digits.len()].copy_from_slice(digits);
        line[digits.len() + 1] = b'\r';
        line[digits.len() + 2] = b'\n';
        self.out.extend_from_slice(&line[..digits.len() + 3]);
    }
}

/// The text of a double as Redis 7.0 gives it for scores: 17 significant digits (`%.17g`), integers without a point.
#[must_use]
pub fn double_text(value: f64) -> String {
    /// Integers below this are exact, and written as such (`fpconv_dtoa` and `ll2string` agree there).
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    if value == 0.0 {
        return if value.is_sign_negative() { "-0" } else { "0" }.to_owned();
    }
    if value.fract() == 0.0 && value.abs() < EXACT {
        return itoa::Buffer::new().format(value as i64).to_owned();
    }
    general(value, 17)
}

/// `%.{digits}g` of C: as many significant digits, trailing zeros cut, exponents where the number is far from 1.
#[must_use]
pub fn general(value: f64, digits: usize) -> String {
    let scientific = format!("{value:.*e}", digits - 1);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let trim = |text: &str| {
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text.to_owned() }
    };
    if exponent < -4 || exponent >= digits as i32 {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{}e{sign}{:02}", trim(mantissa), exponent.abs());
    }
    trim(&format!("{value:.*}", (digits as i32 - 1 - exponent).max(0) as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_read_as_in_redis() {
        for (value, text) in [
            (1.5, "1.5"),
            (3.0, "3"),
            (-0.1, "-0.10000000000000001"),
            (1e21, "1e+21"),
            (1.234e-7, "1.2340000000000001e-07"),
            (17_179_869_184.5, "17179869184.5"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(double_text(value), text);
        }
    }

    #[test]
    fn numbers_of_any_length() {
        let mut reply = Reply::default();
        for value in [0, 9, 10, -1, i64::MIN] {
            reply.int(value);
        }
        assert_eq!(reply.bytes(), b":0\r\n:9\r\n:10\r\n:-1\r\n:-9223372036854775808\r\n");
    }
}
