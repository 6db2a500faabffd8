//! `books import`: every book below folders, as they lie or brought to places of their own, once or from now on.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::{Args, ValueHint};

use super::add::{bring, interrupted, tell, with_bar};
use crate::applets::books::args::LibraryArgs;
use crate::applets::books::error::BooksError;
use crate::applets::books::import::{Look, Mode, Problem, Report, look, propose};
use crate::applets::books::library::Library;
use crate::applets::books::library::errands::Errand;
use crate::applets::books::organize::{How, State, Template, finish, plan};
use crate::applets::books::scan::Unit;
use crate::applets::books::scan::walk::Loose;
use crate::applets::books::view::count;
use crate::applets::books::watch::{Ear, Settling};
use crate::kit::env::Env;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::kit::units::parse_duration;

const EXAMPLES: &str = "\
Examples:
  # every book below a folder
  books import ~/Audiobooks

  # what would become a book, and in which order its files would be played
  books import ~/Downloads --dry-run

  # where books would go, and then bring them there
  books import ~/Downloads --organize '~/Audiobooks/{author}/{title}'
  books import ~/Downloads --organize '~/Audiobooks/{author}/{title}' --move

  # new names for the folders of the library itself
  books import ~/Audiobooks --organize '{author}/{series}/{title}' --move

  # whatever arrives, from now on
  books import ~/Downloads --watch --organize '~/Audiobooks/{title}' --link

A folder with audio files is a book, with the discs below it (CD1, Disc 2);
several long files with albums of their own are books of their own. Files that
are renamed, moved or retagged later stay the book they are: it is known by
its sound.

A template is folders made of {title}, {subtitle}, {author}, {narrator},
{series}, {seq}, {seq:2} (at least two digits), {year}, {publisher},
{language}, {genre}, {asin} and {isbn}. What is not known is left out, with
what stands around it. A template that begins with / or ~/ is a place of its
own, any other lies below DIR. Files keep their names, covers and
descriptions go with them. Nothing is written over: a book in whose way
something lies stays where it is. What was cut short is finished by the next
import. Links to another disk become copies.

Exit codes: 0 done, 1 failed, 2 usage, 3 some files could not be read or
brought to their place.";

/// The flags of `books import`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct ImportArgs {
    /// Folders with books
    #[arg(value_name = "DIR", required = true, value_hint = ValueHint::DirPath)]
    pub folders: Vec<PathBuf>,

    /// Tell what would be done, and do nothing
    #[arg(long)]
    pub dry_run: bool,

    /// Where each book goes, as folders; alone, it shows the plan
    #[arg(long, value_name = "TEMPLATE")]
    pub organize: Option<String>,

    /// Copy files there
    #[arg(long, requires = "organize", conflicts_with_all = ["move_files", "link"])]
    pub copy: bool,

    /// Move files there
    #[arg(id = "move_files", long = "move", requires = "organize", conflicts_with = "link")]
    pub move_files: bool,

    /// Give files a second name there, which takes no room
    #[arg(long, requires = "organize")]
    pub link: bool,

    /// Stay, and import what is added
    #[arg(long, conflicts_with = "dry_run")]
    pub watch: bool,

    /// How long new files must stay as they are, with --watch
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, default_value = "2s", requires = "watch")]
    pub settle: Duration,

    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// Where books go, and how; none where they stay.
struct Move {
    template: Template,
    how: Option<How>,
}

impl ImportArgs {
    /// Imports.
    ///
    /// # Errors
    /// A folder does not exist, or has no books; the template is none.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let job = self.job()?;
        let mut library = self.library.open(session)?;
        let roots: Vec<_> = self.folders.iter().map(|path| (path.clone(), Loose::Apart)).collect();
        let mode = if self.dry_run { Mode::DryRun } else { Mode::Accept };
        let done = (|| {
            // Who asks for a plan alone wants nothing touched, and hears of what waits.
            let is_plan = mode == Mode::DryRun || job.as_ref().is_some_and(|job| job.how.is_none());
            let left =
                if is_plan { waiting(&library, session)? } else { left_over(&mut library, Left::Earlier, session)? };
            if self.watch {
                return self.watch(&mut library, job.as_ref(), left, session).map(|()| None);
            }
            let mut report = match &job {
                None => bring(&mut library, &roots, mode, session)?,
                Some(job) => {
                    let how = job.how.filter(|_| mode == Mode::Accept);
                    self.arrange(&mut library, job, how, &mut |_| true, session)?.0
                }
            };
            merge(&mut report, left);
            if !is_plan {
                report.missing = library.missing()?;
            }
            Ok(Some(report))
        })();
        match done {
            Ok(Some(report)) => tell(&report, &roots, session),
            Ok(None) => Ok(Exit::Done),
            Err(BooksError::Interrupted) => Ok(interrupted(session)),
            Err(error) => Err(error.into()),
        }
    }

    fn job(&self) -> Result<Option<Move>, BooksError> {
        let Some(text) = &self.organize else { return Ok(None) };
        let hint = "write for instance '{author}/{series}/{seq} - {title}'";
        let template = Template::parse(text, Env::process().home().as_deref());
        let template = template.map_err(|what| BooksError::Refused { what, hint })?;
        let how = match (self.copy, self.move_files, self.link) {
            (true, ..) => Some(How::Copy),
            (_, true, _) => Some(How::Move),
            (.., true) => Some(How::Link),
            _ => None,
        };
        if self.watch && how.is_none() {
            let what = "a plan alone cannot be watched".to_owned();
            return Err(BooksError::Refused { what, hint: "add --copy, --move or --link" });
        }
        if matches!(how, Some(How::Copy | How::Link)) {
            for folder in &self.folders {
                let folder = folder.canonicalize().map_err(|_| BooksError::Missing(folder.clone()))?;
                let root = real(&template.root(base(&folder)));
                if root.starts_with(&folder) || folder.starts_with(&root) {
                    let what = format!(
                        "{} and {} lie in each other: every book would be there twice",
                        folder.display(),
                        root.display()
                    );
                    return Err(BooksError::Refused {
                        what,
                        hint: "use --move, or a template elsewhere: '~/Audiobooks/{author}/{title}'",
                    });
                }
            }
        }
        Ok(Some(Move { template, how }))
    }

    /// Plans, shows the plan, and does it.
    fn arrange(
        &self,
        library: &mut Library,
        job: &Move,
        how: Option<How>,
        is_ready: &mut dyn FnMut(&Unit) -> bool,
        session: &Session,
    ) -> Result<(Report, Vec<PathBuf>), BooksError> {
        let started = Instant::now();
        let mut report = Report { schema_version: 1, dry_run: how.is_none(), how: job.how, ..Report::default() };
        let (mut folders, mut errands) = (Vec::new(), Vec::<Errand>::new());
        let (mut claimed, mut here) = (BTreeSet::new(), BTreeSet::new());
        for folder in &self.folders {
            let top = folder.canonicalize().map_err(|_| BooksError::Missing(folder.clone()))?;
            let root = real(&job.template.root(base(&top)));
            let proposed = with_bar("reading", session, |progress| propose(&top, &root, is_ready, progress))?;
            folders.extend(proposed.folders);
            report.files += proposed.files;
            report.failures.extend(proposed.failures);
            let mut books = Vec::with_capacity(proposed.books.len());
            for book in proposed.books {
                let known = library.known(&book)?;
                books.push((book, known));
            }
            let planned = plan(&job.template, &root, job.how, &books, &mut claimed);
            for arrangement in &planned {
                if let Some(problem) = &arrangement.problem {
                    let path = arrangement.files.first().map(|(from, _)| from.clone()).unwrap_or_default();
                    report.failures.push(Problem { path, problem: problem.clone() });
                }
                if let (State::Ready, Some(how)) = (&arrangement.state, how) {
                    let errand = |(source, target): &(PathBuf, PathBuf)| Errand {
                        n: 0,
                        source: source.clone(),
                        target: target.clone(),
                        how,
                        top: base(&top).to_owned(),
                        root: root.clone(),
                    };
                    errands.extend(arrangement.files.iter().map(errand));
                }
            }
            if planned.iter().any(|arrangement| arrangement.state == State::InPlace) {
                here.insert(root);
            }
            report.plan.extend(planned);
        }
        if how.is_none() {
            if job.how.is_none() {
                session.term.note("nothing was touched; add --copy, --move or --link to do it");
            }
        } else {
            show(&report, session);
            library.plan_errands(&errands)?;
            merge(&mut report, left_over(library, Left::Now, session)?);
            // What was in place already is to be known as well.
            here.retain(|root| errands.iter().all(|errand| errand.root != *root));
            let here: Vec<_> = here.into_iter().map(|root| (root, Loose::Apart)).collect();
            if !here.is_empty() {
                merge(&mut report, bring(library, &here, Mode::Accept, session)?);
            }
        }
        report.took_ms = started.elapsed().as_millis() as u64;
        Ok((report, folders))
    }

    /// One look of a watch, at what no longer grows.
    fn round(
        &self,
        library: &mut Library,
        job: Option<&Move>,
        settling: &mut Settling,
        handled: &mut BTreeMap<PathBuf, [u8; 16]>,
        session: &Session,
    ) -> Result<(Report, Vec<PathBuf>), BooksError> {
        settling.begin();
        match job {
            None => {
                let roots: Vec<_> = self.folders.iter().map(|path| (path.clone(), Loose::Apart)).collect();
                let mut is_ready = |unit: &Unit| settling.is_settled(unit, Instant::now());
                with_bar("reading", session, |progress| {
                    let wanted = Look { mode: Mode::Accept, is_ready: &mut is_ready, progress };
                    look(library, &roots, wanted).map(|looked| (looked.report, looked.folders))
                })
            }
            Some(job) => {
                // What could not be brought to its place is tried again when it has changed.
                let mut is_ready = |unit: &Unit| {
                    let signature = unit.signature();
                    if handled.get(&unit.path) == Some(&signature) || !settling.is_settled(unit, Instant::now()) {
                        return false;
                    }
                    handled.insert(unit.path.clone(), signature);
                    true
                };
                self.arrange(library, job, job.how, &mut is_ready, session)
            }
        }
    }

    /// Imports what comes, until a signal does.
    fn watch(
        &self,
        library: &mut Library,
        job: Option<&Move>,
        left: Report,
        session: &Session,
    ) -> Result<(), BooksError> {
        let is_over = || session.shutdown.interrupted().is_some();
        let (mut ear, mut settling) = (Ear::new(), Settling::new(self.settle));
        let (mut handled, mut listened) = (BTreeMap::<PathBuf, [u8; 16]>::new(), Vec::new());
        let mut report = left;
        session.term.note(format!("watching {}; Ctrl-C ends it", count(self.folders.len(), "folder", "folders")));
        loop {
            if !report.books.is_empty() || !report.failures.is_empty() || report.brought > 0 {
                session.term.emit(&report).map_err(|failure| BooksError::Told(failure.to_string()))?;
            }
            let found = self.round(library, job, &mut settling, &mut handled, session);
            let folders = match found {
                Ok((found, folders)) => {
                    report = found;
                    folders
                }
                Err(BooksError::Interrupted) => return Ok(()),
                // A disk that is away may come back.
                Err(BooksError::Missing(path)) => {
                    report = Report::default();
                    session.term.note(format!("{} is not there; waiting for it", path.display()));
                    Vec::new()
                }
                Err(error) => return Err(error),
            };
            handled.retain(|path, _| path.exists());
            settling.keep(Path::exists);
            ear.listen(&folders);
            // What came between the look and the watch over a new folder is found by one more look.
            let is_new = folders != listened;
            listened = folders;
            if report.books.is_empty() && report.failures.is_empty() && report.brought == 0 {
                ear.wait((is_new || settling.is_waiting()).then_some(self.settle), &is_over);
            }
            if is_over() {
                return Ok(());
            }
        }
    }
}

/// The folder that a template begins in: where a single file lies.
fn base(top: &Path) -> &Path {
    if top.is_dir() { top } else { top.parent().unwrap_or(top) }
}

/// A path whose end need not exist, without links and dots in front of it.
fn real(path: &Path) -> PathBuf {
    for there in path.ancestors() {
        if let (Ok(found), Ok(rest)) = (there.canonicalize(), path.strip_prefix(there)) {
            return if rest.as_os_str().is_empty() { found } else { found.join(rest) };
        }
    }
    crate::kit::env::working_directory().join(path)
}

/// The plan, before anything is touched.
fn show(report: &Report, session: &Session) {
    let how = report.how.map_or("move", How::name);
    for arrangement in report.plan.iter().filter(|arrangement| arrangement.state == State::Ready) {
        let files = count(arrangement.files.len(), "file", "files");
        session.term.note(format!("{how} {}: {files} to {}", arrangement.title, arrangement.folder.display()));
    }
}

/// Tells what an earlier import has left to do, and leaves it.
fn waiting(library: &Library, session: &Session) -> Result<Report, BooksError> {
    let errands = library.errands()?.len();
    if errands > 0 {
        let files = count(errands, "file", "files");
        session.term.note(format!(
            "an earlier import was cut short: {files} not at their places yet; books import DIR finishes it"
        ));
    }
    Ok(Report::default())
}

/// Whose plan it is that is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    /// Of an import that was cut short.
    Earlier,
    /// Of this one.
    Now,
}

/// Finishes what is written down, and lets the library know where it lies.
fn left_over(library: &mut Library, when: Left, session: &Session) -> Result<Report, BooksError> {
    let roots = library.errand_roots()?;
    if roots.is_empty() {
        return Ok(Report::default());
    }
    let outcome = with_bar("bringing", session, |progress| finish(library, progress))?;
    if when == Left::Earlier {
        let files = count(outcome.done, "file", "files");
        session.term.note(format!("an earlier import was cut short: {files} brought to their places now"));
    }
    if outcome.copied_instead > 0 {
        let files = count(outcome.copied_instead, "file", "files");
        session.term.note(format!("{files} copied: a hard link does not reach to another disk, or not on this one"));
    }
    let roots: Vec<_> = roots.into_iter().filter(|root| root.exists()).map(|root| (root, Loose::Apart)).collect();
    let mut report = bring(library, &roots, Mode::Accept, session)?;
    library.forget_errands()?;
    report.brought = outcome.done;
    report.failures.extend(outcome.failures.into_iter().map(|(path, problem)| Problem { path, problem }));
    Ok(report)
}

/// Two reports as one: what was looked at twice counts once.
fn merge(report: &mut Report, other: Report) {
    report.schema_version = 1;
    report.books.extend(other.books);
    report.unchanged += other.unchanged;
    report.files = report.files.max(other.files);
    for failure in other.failures {
        if !report.failures.contains(&failure) {
            report.failures.push(failure);
        }
    }
    report.brought += other.brought;
}
