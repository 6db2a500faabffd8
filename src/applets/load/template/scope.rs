//! What templates can name: everything a virtual user knows in one iteration.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use minijinja::value::{Enumerator, Object, Serde, Value as Jinja};
use serde_json::Value;

use super::function::{Bound, Function};
use super::{Template, TemplateError};
use crate::applets::load::data::{Cell, DataOrder, DataSet};
use crate::kit::random::Random;

/// The names that every scope has by itself.
pub const BUILT_IN: [&str; 2] = ["iteration", "user"];

/// What all users of a run share: variables and data.
#[derive(Debug, Default)]
pub struct Globals {
    vars: Vec<(String, Var)>,
    data: Vec<DataSet>,
}

#[derive(Debug)]
enum Var {
    Fixed(Value),
    /// Rendered at the beginning of every iteration, so that all its steps see the same value.
    Each(Template),
}

impl Globals {
    /// Variables in order, each of which may be a template that uses those before it, and rows.
    ///
    /// # Errors
    /// When a variable is a template that does not compile.
    pub fn new(vars: &[(String, Value)], data: &[DataSet]) -> Result<Arc<Self>, TemplateError> {
        let compile = |(name, value): &(String, Value)| {
            let template = value.as_str().map(Template::compile).transpose()?;
            let fixed = template.as_ref().is_none_or(|template| template.as_static().is_some());
            let var = template.filter(|_| !fixed).map_or_else(|| Var::Fixed(value.clone()), Var::Each);
            Ok((name.clone(), var))
        };
        Ok(Arc::new(Self { vars: vars.iter().map(compile).collect::<Result<_, _>>()?, data: data.to_vec() }))
    }
}

/// What one virtual user knows; one for each user, brought up to date for every iteration.
///
/// ```
/// use std::time::Duration;
/// use toolbox::applets::load::template::{Globals, Scope, Template};
/// let globals = Globals::new(&[("greeting".into(), "hello".into())], &[])?;
/// let mut scope = Scope::new(globals, 0, 42);
/// scope.begin(7, Duration::ZERO)?;
/// scope.set("token", "abc".into());
///
/// let template = Template::compile("{{ greeting }} {{ iteration }} {{ token }}")?;
/// let mut out = Vec::new();
/// template.render(&scope, &mut out)?;
/// assert_eq!(out, b"hello 7 abc");
/// # Ok::<(), toolbox::applets::load::template::TemplateError>(())
/// ```
#[derive(Debug)]
pub struct Scope(Arc<State>);

/// Behind an `Arc` because minijinja wants to own its context; ours alone between two renderings.
#[derive(Debug)]
pub(super) struct State {
    globals: Arc<Globals>,
    iteration: u64,
    user: u64,
    now: Duration,
    /// The row of each data set.
    rows: Vec<usize>,
    /// Values of this iteration: variables that are templates, then captures.
    values: Vec<(String, Value)>,
    /// Locked only by functions that draw; no two threads ever meet here.
    random: Mutex<Random>,
}

/// What a name stands for.
#[derive(Debug)]
pub(super) enum Found<'a> {
    Number(u64),
    Json(&'a Value),
    Row(&'a DataSet, usize),
}

impl Scope {
    /// The scope of user number `user`; `seed` makes what it draws repeatable.
    #[must_use]
    pub fn new(globals: Arc<Globals>, user: u64, seed: u64) -> Self {
        // Users with neighbouring numbers must not draw neighbouring values: the seed is mixed once.
        let random = Random::seeded(Random::seeded(seed.wrapping_add(user)).next_u64());
        let rows = vec![0; globals.data.len()];
        let (iteration, now, values) = (0, Duration::ZERO, Vec::new());
        Self(Arc::new(State { globals, iteration, user, now, rows, values, random: Mutex::new(random) }))
    }

    /// Begins an iteration: forgets what the last one captured, takes the next rows, renders variables anew.
    ///
    /// `iteration` counts from 0 and is unique within the run; rows in sequence are dealt by it. `now` is the time
    /// since the Unix epoch.
    ///
    /// # Errors
    /// When a variable that is a template cannot be rendered.
    pub fn begin(&mut self, iteration: u64, now: Duration) -> Result<(), TemplateError> {
        let state = self.state();
        state.iteration = iteration;
        state.now = now;
        state.values.clear();
        let globals = Arc::clone(&state.globals);
        for (row, data) in state.rows.iter_mut().zip(&globals.data) {
            *row = match data.order {
                DataOrder::Sequential => (iteration % data.len().max(1) as u64) as usize,
                DataOrder::Random => {
                    let random = state.random.get_mut().unwrap_or_else(PoisonError::into_inner);
                    random.below(data.len() as u64) as usize
                }
            };
        }
        for (name, var) in &globals.vars {
            if let Var::Each(template) = var {
                let text = template.render_text(self)?;
                self.state().values.push((name.clone(), text.into()));
            }
        }
        Ok(())
    }

    /// Gives a name its value for the rest of the iteration.
    pub fn set(&mut self, name: &str, value: Value) {
        let values = &mut self.state().values;
        match values.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value,
            None => values.push((name.to_owned(), value)),
        }
    }

    /// Every name that has a value now.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        self.0.names()
    }

    pub(super) fn find(&self, name: &str) -> Option<Found<'_>> {
        self.0.find(name)
    }

    /// For minijinja.
    pub(super) fn context(&self) -> Jinja {
        Jinja::from_dyn_object(Arc::clone(&self.0))
    }

    fn state(&mut self) -> &mut State {
        // A rendering that kept its context would make this copy; none does.
        Arc::make_mut(&mut self.0)
    }
}

impl Clone for State {
    fn clone(&self) -> Self {
        Self {
            globals: Arc::clone(&self.globals),
            rows: self.rows.clone(),
            values: self.values.clone(),
            random: Mutex::new(self.random().clone()),
            ..*self
        }
    }
}

impl State {
    pub(super) fn random(&self) -> MutexGuard<'_, Random> {
        self.random.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn now(&self) -> Duration {
        self.now
    }

    fn find(&self, name: &str) -> Option<Found<'_>> {
        match name {
            "iteration" => return Some(Found::Number(self.iteration)),
            "user" => return Some(Found::Number(self.user)),
            _ => {}
        }
        if let Some((_, value)) = self.values.iter().find(|(known, _)| known == name) {
            return Some(Found::Json(value));
        }
        if let Some((_, Var::Fixed(value))) = self.globals.vars.iter().find(|(known, _)| known == name) {
            return Some(Found::Json(value));
        }
        let index = self.globals.data.iter().position(|data| data.name == name)?;
        Some(Found::Row(&self.globals.data[index], self.rows[index]))
    }

    fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = BUILT_IN.to_vec();
        let fixed = self.globals.vars.iter().filter(|(_, var)| matches!(var, Var::Fixed(_)));
        names.extend(fixed.map(|(name, _)| name.as_str()));
        names.extend(self.globals.data.iter().map(|data| data.name.as_str()));
        names.extend(self.values.iter().map(|(name, _)| name.as_str()));
        names
    }
}

/// The root of names for minijinja: variables, then functions.
impl Object for State {
    fn get_value(self: &Arc<Self>, key: &Jinja) -> Option<Jinja> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Jinja> {
        match self.find(key) {
            Some(Found::Number(number)) => Some(number.into()),
            Some(Found::Json(value)) => Some(Serde(value).into()),
            Some(Found::Row(data, row)) => {
                let set = self.globals.data.iter().position(|known| std::ptr::eq(known, data))?;
                Some(Jinja::from_object(Row { globals: Arc::clone(&self.globals), set, number: row }))
            }
            None => Function::named(key).map(|function| Jinja::from_object(Bound::new(function, Arc::clone(self)))),
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.names().into_iter().map(Jinja::from).collect())
    }
}

/// A row of data in minijinja's hands; cells are converted when they are asked for.
#[derive(Debug)]
struct Row {
    globals: Arc<Globals>,
    /// Which data set.
    set: usize,
    number: usize,
}

impl Object for Row {
    fn get_value(self: &Arc<Self>, key: &Jinja) -> Option<Jinja> {
        match self.globals.data[self.set].cell(self.number, key.as_str()?)? {
            Cell::Text(text) => Some(Jinja::from(&**text)),
            Cell::Json(value) => Some(Serde(value).into()),
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.globals.data[self.set].columns.iter().map(|name| name.as_str().into()).collect())
    }
}
