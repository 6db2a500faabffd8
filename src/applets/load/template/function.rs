//! What templates can call.
//!
//! Functions are bound to the scope they were looked up in: that is where randomness and time come from, and it makes
//! them work inside macros too.

use std::fmt;
use std::sync::{Arc, LazyLock};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Object, ObjectRepr, Rest, Value, ValueKind, from_args};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State as Render, UndefinedBehavior};
use percent_encoding::utf8_percent_encode;

use super::scope::State;
use super::segment::UNRESERVED;

/// A function of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Random,
    RandomFloat,
    RandomString,
    Uuid,
    Pick,
    Now,
    NowMs,
}

/// Their names; no variable may take one.
pub const FUNCTIONS: [&str; 7] = ["random", "random_float", "random_string", "uuid", "pick", "now", "now_ms"];

/// More than any identifier or filler needs, less than a typing error can do harm with.
const LONGEST_STRING: usize = 1024 * 1024;

/// Steps of minijinja in one rendering: enough for a body of ten thousand items, over in a fraction of a second.
const MOST_STEPS: u64 = 1_000_000;

/// Bytes of one text: larger requests are sent from a file.
pub(super) const LARGEST_BYTES: usize = 64 << 20;

impl Function {
    pub(super) fn named(name: &str) -> Option<Self> {
        const ALL: [Function; FUNCTIONS.len()] = [
            Function::Random,
            Function::RandomFloat,
            Function::RandomString,
            Function::Uuid,
            Function::Pick,
            Function::Now,
            Function::NowMs,
        ];
        FUNCTIONS.iter().position(|known| *known == name).map(|index| ALL[index])
    }

    fn call(self, scope: &State, args: &[Value]) -> Result<Value, Error> {
        match self {
            Self::Random => {
                let (low, high): (i64, i64) = from_args(args)?;
                if low > high {
                    return Err(Error::new(ErrorKind::InvalidOperation, format!("random({low}, {high}) is empty")));
                }
                let span = high.abs_diff(low).saturating_add(1);
                Ok(low.wrapping_add_unsigned(scope.random().below(span)).into())
            }
            Self::RandomFloat => {
                let (low, high): (Option<f64>, Option<f64>) = from_args(args)?;
                let (low, high) = (low.unwrap_or(0.0), high.unwrap_or(1.0));
                Ok((low + (high - low) * scope.random().unit()).into())
            }
            Self::RandomString => {
                let (length,): (usize,) = from_args(args)?;
                random_string(scope, length)
            }
            Self::Uuid => {
                let () = from_args(args)?;
                Ok(uuid(scope).into())
            }
            Self::Pick => {
                let (list,): (Value,) = from_args(args)?;
                let count = list.len().filter(|&count| count > 0);
                let count = count.ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "pick() needs a list"))?;
                list.get_item_by_index(scope.random().below(count as u64) as usize)
            }
            Self::Now => {
                let () = from_args(args)?;
                Ok(scope.now().as_secs().into())
            }
            Self::NowMs => {
                let () = from_args(args)?;
                Ok((scope.now().as_millis() as u64).into())
            }
        }
    }
}

fn random_string(scope: &State, length: usize) -> Result<Value, Error> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    if length > LONGEST_STRING {
        let problem = format!("random_string({length}) is too long; at most {LONGEST_STRING}");
        return Err(Error::new(ErrorKind::InvalidOperation, problem));
    }
    let mut random = scope.random();
    let text: String = (0..length).map(|_| char::from(LETTERS[random.below(LETTERS.len() as u64) as usize])).collect();
    Ok(text.into())
}

/// A random UUID (RFC 9562, version 4).
fn uuid(scope: &State) -> String {
    let mut random = scope.random();
    let (high, low) = (random.next_u64(), random.next_u64());
    drop(random);
    // Four bits say version 4, two bits say variant 10.
    let high = high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000;
    let low = low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000;
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xFFFF,
        high & 0xFFFF,
        low >> 48,
        low & 0xFFFF_FFFF_FFFF
    )
}

/// A function and the scope it draws from.
pub(super) struct Bound {
    function: Function,
    scope: Arc<State>,
}

impl Bound {
    pub(super) fn new(function: Function, scope: Arc<State>) -> Self {
        Self { function, scope }
    }
}

/// What minijinja prints where a function stands for a value; the scope, with all its secrets, is not for printing.
impl fmt::Debug for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.function, f)
    }
}

impl Object for Bound {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn call(self: &Arc<Self>, _: &mut Render<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        self.function.call(&self.scope, args)
    }
}

/// What all templates have in common; cheap to clone.
pub(super) static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    // A request is sent as it was written, with its last newline, and nothing in it is HTML.
    if let Ok(syntax) = SyntaxConfig::builder().keep_trailing_newline(true).build() {
        environment.set_syntax(syntax);
    }
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(MOST_STEPS));
    environment.set_formatter(write_value);
    // Those of minijinja that make much of little.
    let replace = Value::from_function(minijinja::filters::replace);
    environment.add_filter("replace", move |render: &mut Render, args: Rest<Value>| -> Result<Value, Error> {
        if let [text, from, to] = &args[..] {
            // Numbers are replaced as they are printed.
            let [text, from, to] = [text, from, to].map(ToString::to_string);
            bounded(text.matches(&from).count().saturating_mul(to.len()).saturating_add(text.len()))?;
        }
        replace.call(render, &args)
    });
    let indent = Value::from_function(minijinja::filters::indent);
    environment.add_filter("indent", move |render: &mut Render, args: Rest<Value>| -> Result<Value, Error> {
        let lines = args.first().and_then(Value::as_str).map_or(0, |text| text.lines().count());
        bounded(lines.saturating_mul(largest_number(args.iter().skip(1))))?;
        indent.call(render, &args)
    });
    let format = Value::from_function(minijinja::filters::format);
    environment.add_filter("format", move |render: &mut Render, args: Rest<Value>| -> Result<Value, Error> {
        // Widths stand in the format itself; minijinja takes none from the values.
        bounded(largest_number(args.iter().take(1)))?;
        format.call(render, &args)
    });
    environment.add_filter("urlencode", |value: &Value| -> Result<String, Error> {
        Ok(utf8_percent_encode(&text_of(value)?, UNRESERVED).to_string())
    });
    environment.add_filter("json", to_json);
    environment.add_filter("tojson", to_json);
    environment
        .add_filter("b64encode", |value: &Value| -> Result<String, Error> { Ok(STANDARD.encode(text_of(value)?)) });
    environment.add_filter("b64decode", |value: &Value| -> Result<String, Error> {
        let invalid = |error: &dyn fmt::Display| Error::new(ErrorKind::InvalidOperation, format!("b64decode: {error}"));
        let bytes = STANDARD.decode(text_of(value)?.trim()).map_err(|error| invalid(&error))?;
        String::from_utf8(bytes).map_err(|error| invalid(&error))
    });
    environment
});

/// Refuses a text of more than [`LARGEST_BYTES`].
pub(super) fn bounded(bytes: usize) -> Result<(), Error> {
    if bytes <= LARGEST_BYTES {
        return Ok(());
    }
    let problem = format!("the text grows beyond {} MiB", LARGEST_BYTES >> 20);
    Err(Error::new(ErrorKind::InvalidOperation, problem))
}

/// The largest number among the arguments of a filter, or within those that are texts or have names: what may become
/// a width.
fn largest_number<'a>(args: impl Iterator<Item = &'a Value>) -> usize {
    let within = |arg: &Value| {
        let text = arg.to_string();
        let digits = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
        digits.map(|digits| digits.parse().unwrap_or(usize::MAX)).max()
    };
    args.filter_map(within).max().unwrap_or(0)
}

fn to_json(value: &Value) -> Result<String, Error> {
    if value.is_undefined() {
        return Err(ErrorKind::UndefinedError.into());
    }
    if value.kind() == ValueKind::Plain {
        return Err(Error::new(ErrorKind::InvalidOperation, "a function is called with parentheses, as in uuid()"));
    }
    serde_json::to_string(value).map_err(|error| Error::new(ErrorKind::BadSerialization, error.to_string()))
}

/// Text as it is, everything else as JSON.
fn text_of(value: &Value) -> Result<String, Error> {
    value.as_str().map_or_else(|| to_json(value), |text| Ok(text.to_owned()))
}

fn write_value(out: &mut Output, _: &mut Render, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(text) => {
            bounded(text.len())?;
            out.write_str(text)?;
        }
        None => out.write_str(&to_json(value)?)?,
    }
    Ok(())
}
