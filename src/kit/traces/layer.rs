//! The spans of `tracing` as spans of a trace: the outermost begins one, those within are its parts.

use std::fmt;
use std::time::Instant;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{FilterFn, LevelFilter, filter_fn};
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use super::{Span, Traces, Value};

/// A layer that hands in each span as it ends.
#[derive(Debug)]
pub struct Spans(Traces);

/// The span the exporter works in: what it does to export is not itself exported.
pub(super) const OWN: &str = "exporter";

/// A span that goes on, kept with it.
struct Open {
    span: Span,
    since: Instant,
}

impl Spans {
    /// A layer for these traces.
    #[must_use]
    pub const fn new(traces: Traces) -> Self {
        Self(traces)
    }

    /// What such a layer is told of, whatever is logged: our spans, and our errors within them.
    #[must_use]
    pub fn wanted() -> FilterFn<fn(&Metadata<'_>) -> bool> {
        let is_wanted: fn(&Metadata<'_>) -> bool = |metadata| {
            metadata.target().starts_with("toolbox")
                && (metadata.is_span() && *metadata.level() <= Level::DEBUG || *metadata.level() == Level::ERROR)
        };
        filter_fn(is_wanted).with_max_level_hint(LevelFilter::DEBUG)
    }
}

impl<S> Layer<S> for Spans
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id).filter(|span| span.name() != OWN) else { return };
        let parent = match span.parent() {
            None => None,
            Some(parent) => match parent.extensions().get::<Open>() {
                Some(open) => Some(open.span.identity),
                // Its trace is left out.
                None => return,
            },
        };
        let identity = parent.map_or_else(|| self.0.begin(), |parent| Some(Traces::within(parent.trace)));
        let Some(identity) = identity else { return };
        let mut open = Open {
            span: Span { parent: parent.map(|parent| parent.span), ..Span::at(span.name(), identity) },
            since: Instant::now(),
        };
        attributes.record(&mut Fields(&mut open.span.attributes));
        span.extensions_mut().insert(open);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        if let Some(open) = span.extensions_mut().get_mut::<Open>() {
            values.record(&mut Fields(&mut open.span.attributes));
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let Some(span) = context.event_span(event) else { return };
        if let Some(open) = span.extensions_mut().get_mut::<Open>() {
            let mut said = Vec::new();
            event.record(&mut Fields(&mut said));
            let message = said.into_iter().find(|(name, _)| *name == "message").map(|(_, value)| value);
            open.span.error = Some(match message {
                Some(Value::Text(text)) => text,
                _ => event.metadata().name().to_owned(),
            });
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let Some(span) = context.span(&id) else { return };
        if let Some(open) = span.extensions_mut().remove::<Open>() {
            self.0.offer(Span { took: open.since.elapsed(), ..open.span });
        }
    }
}

/// Collects fields.
struct Fields<'a>(&'a mut Vec<(&'static str, Value)>);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.push((field.name(), Value::Text(format!("{value:?}"))));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.push((field.name(), value.into()));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.0.push((field.name(), value.into()));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.0.push((field.name(), Value::Number(value)));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.0.push((field.name(), Value::Truth(value)));
    }
}
