//! From what was typed to a [`Plan`]: typed flags, then the plan file, then configured defaults, then our own.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::address::{Address, Target, metrics_url};
use super::names::{Names, check_name};
use super::payload::{Field, Payload};
use super::request::{Common, Draft, Header, header_line, method, replace, user};
use super::route::route;
use super::settings::Settings;
use super::shape::shape;
use super::{Plan, Secrets, Step};
use crate::applets::load::args::{Args, ConnectionArgs, LiveArg, OutcomeArgs, RequestArgs, ShapeArgs};
use crate::applets::load::error::PlanError;
use crate::applets::load::plan_file::{PlanFile, Var};
use crate::applets::load::threshold::Threshold;
use crate::kit::args::TlsArgs;
use crate::kit::config::nearest;
use crate::kit::env::Env;

/// Everything that a plan is made of. Verbs fill in the groups they have and lend an empty one for the others.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// A URL, or a plan file.
    pub target: Option<&'a str>,
    /// `--url`: in place of a target, or of the URL in a plan file.
    pub url: Option<&'a str>,
    /// How much, how fast, how long.
    pub shape: &'a ShapeArgs,
    /// What is sent.
    pub request: &'a RequestArgs,
    /// How the server is reached.
    pub connection: &'a ConnectionArgs,
    /// How TLS is set up.
    pub tls: &'a TlsArgs,
    /// What the outcome is held against and where it is written.
    pub outcome: &'a OutcomeArgs,
    /// Whether a long flag stands on the command line itself, rather than having a configured value.
    pub typed: &'a dyn Fn(&str) -> bool,
    /// For `${NAME}` in a plan file.
    pub env: &'a Env,
}

impl<'a> Asked<'a> {
    /// What the main job was asked for.
    #[must_use]
    pub fn of(args: &'a Args, typed: &'a dyn Fn(&str) -> bool) -> Self {
        Self {
            target: args.target.as_deref(),
            url: args.url.as_deref(),
            shape: &args.shape,
            request: &args.request,
            connection: &args.connection,
            tls: &args.tls,
            outcome: &args.outcome,
            typed,
            env: Env::process(),
        }
    }
}

/// A plan, and what was asked for besides.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    /// What is played.
    pub plan: Plan,
    /// Where the outcome goes.
    pub outputs: Outputs,
}

/// Where the outcome goes, beside the report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outputs {
    /// How progress is shown; `None` where nobody said.
    pub live: Option<LiveArg>,
    /// A self-contained HTML report.
    pub html: Option<PathBuf>,
    /// The latencies of every second as an `HdrHistogram` log.
    pub hlog: Option<PathBuf>,
    /// One CSV row for each request.
    pub raw: Option<PathBuf>,
}

impl Plan {
    /// Makes a plan: reads the files it names, fills in defaults, and refuses what contradicts itself.
    ///
    /// # Errors
    /// [`PlanError`] names what is wrong, where it is written and what to try.
    pub fn resolve(asked: &Asked) -> Result<Resolved, PlanError> {
        let (base, file) = read_target(asked)?;
        let settings = Settings::merge(asked, file.as_ref())?;
        let file = file.unwrap_or_default();
        let vars = vars(asked, &file)?;
        let common = common(asked, base, &file)?;
        let (steps, places) = steps(asked, &settings, &common, &file)?;

        let mut names = Names::new(&steps);
        file.data.iter().for_each(|data| names.define(&data.name));
        for var in &vars {
            if let Value::String(text) = &var.value {
                names.check(&format!("the variable `{}`", var.name), text).map_err(|e| e.at(var.place.as_ref()))?;
            }
            names.define(&var.name);
        }
        for (step, place) in steps.iter().zip(&places) {
            names.check_step(step).map_err(|error| error.at(place.as_ref()))?;
        }

        let thresholds = thresholds(asked, &file, &steps)?;
        let outcome = &settings.outcome;
        let metrics = outcome.server_metrics.as_ref().map(|url| metrics_url(url, &steps[0].url)).transpose();
        let plan = Self {
            shape: shape(&settings)?,
            route: route(&settings, &steps)?,
            vars: vars.into_iter().map(|var| (var.name, var.value)).collect(),
            data: file.data,
            thresholds,
            secrets: Secrets::of(&file.secrets, &steps),
            server_metrics: metrics.map_err(|error| settings.blame("server-metrics", error))?,
            steps,
        };
        let (html, hlog, raw) = (outcome.html.clone(), outcome.hlog.clone(), outcome.raw.clone());
        Ok(Resolved { plan, outputs: Outputs { live: outcome.live, html, hlog, raw } })
    }
}

/// The URL that others are relative to, and the plan file.
fn read_target(asked: &Asked) -> Result<(Option<Address>, Option<PlanFile>), PlanError> {
    let address = |url: &str| Address::resolve(url, None);
    match asked.target.map(Target::read).transpose()? {
        None => Ok((Some(address(asked.url.ok_or(PlanError::NoUrl)?)?), None)),
        Some(Target::Plan(path)) => {
            let file = PlanFile::read(&path, asked.env)?;
            let url = asked.url.filter(|_| (asked.typed)("url") || file.url.is_none());
            let base = match (url, &file.url) {
                (Some(url), _) => Some(address(url)?),
                (None, Some((url, place))) => Some(address(url).map_err(|error| error.at(Some(place)))?),
                (None, None) => None,
            };
            Ok((base, Some(file)))
        }
        Some(Target::Url(_)) if asked.url.is_some() && (asked.typed)("url") => {
            Err(PlanError::contradiction("the URL is given twice, once with --url"))
        }
        Some(Target::Url(target)) => Ok((Some(address(&target)?), None)),
    }
}

/// What the command line says about every request.
struct Line<'a> {
    request: &'a RequestArgs,
    typed: &'a dyn Fn(&str) -> bool,
}

impl Line<'_> {
    /// Its headers, those that were typed or those that were not.
    fn headers(&self, typed: bool) -> Result<Vec<Header>, PlanError> {
        let given = |flag: &str| (self.typed)(flag) == typed;
        let lines = self.request.headers.iter().filter(|_| given("header"));
        layer(
            lines.map(|line| header_line(line)).collect::<Result<_, _>>()?,
            self.request.user_agent.as_deref().filter(|_| given("user-agent")),
            self.request.user.as_deref().filter(|_| given("user")),
            self.request.cookies.as_deref().filter(|_| given("cookies")),
        )
    }
}

/// Headers, and the options that are headers by another name.
fn layer(
    mut headers: Vec<Header>,
    user_agent: Option<&str>,
    credentials: Option<&str>,
    cookies: Option<&str>,
) -> Result<Vec<Header>, PlanError> {
    let has = |headers: &[Header], name: &str| headers.iter().any(|(other, _)| other.eq_ignore_ascii_case(name));
    if let Some(text) = credentials {
        if has(&headers, "Authorization") {
            return Err(PlanError::contradiction("--user makes an Authorization header, and there is one already"));
        }
        headers.push(user(text)?);
    }
    if let Some(text) = user_agent.filter(|_| !has(&headers, "User-Agent")) {
        headers.push(super::request::header("User-Agent", text)?);
    }
    if let Some(text) = cookies {
        let (name, text) = super::request::header("Cookie", text)?;
        // RFC 6265 allows one Cookie header only.
        match headers.iter_mut().find(|(other, _)| other.eq_ignore_ascii_case("Cookie")) {
            Some((_, value)) => *value = format!("{value}; {text}"),
            None => headers.push((name, text)),
        }
    }
    Ok(headers)
}

fn common(asked: &Asked, base: Option<Address>, file: &PlanFile) -> Result<Common, PlanError> {
    let line = Line { request: asked.request, typed: asked.typed };
    let mut headers = vec![("User-Agent".to_owned(), concat!("toolbox-load/", env!("CARGO_PKG_VERSION")).to_owned())];
    replace(&mut headers, line.headers(false)?);
    let agent = file.user_agent.as_deref();
    replace(&mut headers, layer(file.headers.clone(), agent, file.user.as_deref(), file.cookies.as_deref())?);
    replace(&mut headers, line.headers(true)?);
    // An empty user agent is none at all.
    headers.retain(|(name, value)| !value.is_empty() || !name.eq_ignore_ascii_case("User-Agent"));

    let mut checks = file.checks.clone();
    for text in &asked.outcome.checks {
        checks.push(text.parse().map_err(|error| PlanError::Expression { kind: "--check", error })?);
    }
    Ok(Common { base, headers, checks })
}

/// The body that the command line gives, if any.
fn typed_payload(asked: &Asked, settings: &Settings) -> Result<Option<Payload>, PlanError> {
    let here = Path::new("");
    if let Some(text) = settings.body.as_ref().or(asked.request.body.as_ref()) {
        return Payload::typed(text, here).map(Some);
    }
    if asked.request.form.is_empty() {
        return Ok(None);
    }
    let fields = asked.request.form.iter().map(|field| Field::parse(field)).collect::<Result<Vec<_>, _>>()?;
    Payload::form(&fields, here).map(Some)
}

type Places = Vec<Option<crate::kit::config::Place>>;

fn steps(
    asked: &Asked,
    settings: &Settings,
    common: &Common,
    file: &PlanFile,
) -> Result<(Vec<Step>, Places), PlanError> {
    let overrides = |flag: &str, in_file: bool| (asked.typed)(flag) || !in_file;
    let mut drafts = file.steps.clone();
    if drafts.is_empty() {
        let mut draft = Draft { name: Some("request".to_owned()), ..file.request.clone() };
        if let Some(text) = asked.request.method.as_deref().filter(|_| overrides("method", draft.method.is_some())) {
            draft.method = Some(method(text)?);
        }
        let body = settings.body.is_some() || overrides("body", draft.payload.is_some()) || (asked.typed)("form");
        if let Some(payload) = if body { typed_payload(asked, settings)? } else { None } {
            draft.payload = Some(payload);
        }
        drafts.push(draft);
    } else if let Some(flag) = ["method", "body", "form"].into_iter().find(|flag| (asked.typed)(flag)) {
        let count = drafts.len();
        let sentence = format!("--{flag} does not say which of the {count} steps of the plan it is for");
        return Err(PlanError::contradiction(sentence));
    } else if settings.body.is_some() {
        return Err(PlanError::contradiction("-d with a body does not say which step of the plan it is for"));
    }

    let mut steps: Vec<Step> = Vec::with_capacity(drafts.len());
    let mut places = Vec::with_capacity(drafts.len());
    for (index, draft) in drafts.into_iter().enumerate() {
        let place = draft.place.clone();
        let name = draft.name.clone().unwrap_or_else(|| format!("step {}", index + 1));
        if steps.iter().any(|step| step.name == name) {
            return Err(PlanError::TwoSteps(name).at(place.as_ref()));
        }
        steps.push(draft.into_step(common, name).map_err(|error| error.at(place.as_ref()))?);
        places.push(place);
    }
    Ok((steps, places))
}

/// Variables by name: what was typed goes before the file, and that before what was configured.
fn vars(asked: &Asked, file: &PlanFile) -> Result<Vec<Var>, PlanError> {
    let mut line = Vec::new();
    for text in &asked.request.vars {
        let (name, value) =
            text.split_once('=').ok_or_else(|| PlanError::value("--var", format!("is NAME=VALUE, not `{text}`")))?;
        check_name("variable", name)?;
        line.push(Var { name: name.to_owned(), value: value.into(), place: None });
    }
    let (mut vars, over) = if (asked.typed)("var") { (file.vars.clone(), line) } else { (line, file.vars.clone()) };
    for var in over {
        match vars.iter_mut().find(|known| known.name == var.name) {
            Some(known) => *known = var,
            None => vars.push(var),
        }
    }
    if let Some(data) = file.data.iter().find(|data| vars.iter().any(|var| var.name == data.name)) {
        let problem = "a variable has that name".to_owned();
        return Err(PlanError::Name { kind: "data set", name: data.name.clone(), problem });
    }
    Ok(vars)
}

/// Thresholds: what was typed takes the place of what the file says about the same figure.
fn thresholds(asked: &Asked, file: &PlanFile, steps: &[Step]) -> Result<Vec<Threshold>, PlanError> {
    let mut line = Vec::new();
    for text in &asked.outcome.thresholds {
        let parsed = Threshold::parse(text).map_err(|error| PlanError::Expression { kind: "--threshold", error })?;
        line.extend(parsed.into_iter().map(|threshold| (threshold, None)));
    }
    let of_file = file.thresholds.iter().map(|(threshold, place)| (threshold.clone(), Some(place.clone())));
    let (low, high) = if (asked.typed)("threshold") { (of_file.collect(), line) } else { (line, of_file.collect()) };
    let same = |a: &Threshold, b: &Threshold| a.metric() == b.metric() && a.step() == b.step();
    let kept = low.into_iter().filter(|(old, _): &(Threshold, _)| !high.iter().any(|(new, _)| same(old, new)));

    let all: Vec<_> = kept.collect::<Vec<_>>().into_iter().chain(high.clone()).collect();
    for (threshold, place) in &all {
        let Some(step) = threshold.step().filter(|name| !steps.iter().any(|step| step.name == *name)) else { continue };
        let nearest = nearest(step, steps.iter().map(|step| step.name.as_str())).map(str::to_owned);
        let (threshold, step) = (threshold.to_string(), step.to_owned());
        return Err(PlanError::NoStep { threshold, step, nearest }.at(place.as_ref()));
    }
    Ok(all.into_iter().map(|(threshold, _)| threshold).collect())
}
