//! Shell completions and manual pages, made from the flag table and nothing else.
//!
//! They are committed under `completions/` and `man/`, so that packagers need not run anything; a test compares them.

use std::path::{Path, PathBuf};

use clap::Command;
use clap_complete::{Generator, Shell, generate};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};
use serde::Serialize;

use crate::kit::error::Failure;
use crate::kit::term::{Emit, Page};

/// The shells that completions are made for.
const SHELLS: [Shell; 5] = [Shell::Bash, Shell::Elvish, Shell::Fish, Shell::PowerShell, Shell::Zsh];

/// A generated text on its way to standard output or `--output`.
#[derive(Debug, Serialize)]
pub(super) struct Script {
    text: String,
}

impl Script {
    /// The text itself.
    #[cfg(all(test, feature = "books"))]
    pub(super) fn text(self) -> String {
        self.text
    }
}

impl Emit for Script {
    fn text(&self, _: &Page) -> String {
        self.text.clone()
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        (vec!["text".to_owned()], vec![vec![self.text.clone()]])
    }
}

/// The completions of the launcher, or of an applet that is called by its own name.
pub(super) fn completions(tree: &Command, shell: Shell, applet: Option<&str>) -> Result<Script, Failure> {
    let mut command = match applet {
        Some(name) => standalone(tree, name)?,
        None => tree.clone(),
    };
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    generate(shell, &mut command, name, &mut script);
    Ok(Script { text: super::slugs::taught(String::from_utf8_lossy(&script).into_owned(), shell, &command) })
}

/// The manual page of the launcher, of an applet or of its verb, as roff. The names may stand as they are typed to run
/// it, in one word or in several, or as the page is called: `load find`, `load-find`, `toolbox-load-find`.
pub(super) fn page(tree: &Command, path: &[String]) -> Result<Script, Failure> {
    let mut built = tree.clone().disable_help_subcommand(true);
    built.build();
    let mut names = path.iter().flat_map(|word| word.split([' ', '-'])).filter(|name| !name.is_empty()).peekable();
    names.next_if(|name| *name == tree.get_name());
    let mut command = &built;
    while let Some(name) = names.next() {
        // A verb may be two words itself: `save-progress`.
        let longer = names.peek().and_then(|next| command.find_subcommand(format!("{name}-{next}")));
        if longer.is_some() {
            names.next();
        }
        command = longer.or_else(|| command.find_subcommand(name)).ok_or_else(|| unknown(command, name))?;
    }
    Ok(Script { text: roff(tree, command)? })
}

/// Every generated file, by its path in the repository.
///
/// # Errors
/// When a page cannot be rendered.
pub fn files() -> Result<Vec<(PathBuf, String)>, Failure> {
    let tree = super::tree();
    let mut files = Vec::new();
    for applet in std::iter::once(None).chain(super::applets(&tree).iter().map(|applet| Some(applet.name))) {
        for shell in SHELLS {
            let path = Path::new("completions").join(shell.file_name(applet.unwrap_or(tree.get_name())));
            files.push((path, completions(&tree, shell, applet)?.text));
        }
    }
    let mut built = tree.clone().disable_help_subcommand(true);
    built.build();
    pages(&tree, &built, &mut files)?;
    Ok(files)
}

/// The page of `command` and those of the commands below it.
fn pages(tree: &Command, command: &Command, files: &mut Vec<(PathBuf, String)>) -> Result<(), Failure> {
    let name = command.get_display_name().unwrap_or(command.get_name());
    files.push((Path::new("man").join(format!("{name}.1")), roff(tree, command)?));
    command.get_subcommands().filter(|inner| !inner.is_hide_set()).try_for_each(|inner| pages(tree, inner, files))
}

/// Defines the apostrophe for old formatters; the renderer repeats it before each section.
const PREAMBLE: &str = ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n";

/// One page. Some sections are our own: a synopsis that is the usage line instead of every flag there is, examples
/// whose lines stay as they are, and what is said below them.
fn roff(tree: &Command, command: &Command) -> Result<String, Failure> {
    let mut command = command.clone();
    let usage = command.render_usage().to_string();
    let after = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
    let has_commands = command.get_subcommands().any(|inner| !inner.is_hide_set());
    let command = command.override_usage(usage.trim_start_matches("Usage: ").to_owned());
    let source = format!("{} {}", tree.get_name(), tree.get_version().unwrap_or_default());
    let man = Man::new(command).source(source).manual("toolbox manual");

    let mut page = Vec::new();
    let mut render = || {
        man.render_title(&mut page)?;
        man.render_name_section(&mut page)?;
        man.render_synopsis_section(&mut page)?;
        man.render_description_section(&mut page)?;
        man.render_options_section(&mut page)?;
        if has_commands {
            man.render_subcommands_section(&mut page)?;
        }
        ending(&after).to_writer(&mut page)?;
        man.render_version_section(&mut page)
    };
    render().map_err(Failure::operation)?;
    let page = String::from_utf8_lossy(&page).replace(PREAMBLE, "");
    Ok(format!("{PREAMBLE}{page}"))
}

/// The sections made of what the long help ends with.
fn ending(after: &str) -> Roff {
    let mut page = Roff::new();
    for (title, text) in sections(after) {
        match title {
            "Examples" => closing(&mut page, &text),
            title => as_it_stands(&mut page, title, text),
        }
    }
    page
}

/// A section whose lines stay as they are.
fn as_it_stands(page: &mut Roff, title: &str, text: String) {
    page.control("SH", [title.to_uppercase().as_str()]).control("nf", []);
    page.text([roman(text)]).control("fi", []);
}

/// Examples, which are indented, and the prose that follows on them.
fn closing(page: &mut Roff, after: &str) {
    let paragraphs = after.split("\n\n").filter(|text| !text.is_empty());
    let (examples, prose): (Vec<&str>, Vec<&str>) = paragraphs.partition(|text| text.starts_with(' '));
    let (codes, notes): (Vec<&str>, Vec<&str>) = prose.into_iter().partition(|text| text.starts_with(EXIT_CODES));
    if !notes.is_empty() {
        page.control("SH", ["NOTES"]);
    }
    for (index, note) in notes.into_iter().enumerate() {
        if index > 0 {
            page.control("PP", []);
        }
        page.text([roman(note)]);
    }
    for codes in codes {
        page.control("SH", ["EXIT STATUS"]).text([roman(codes.trim_start_matches(EXIT_CODES))]);
    }
    if !examples.is_empty() {
        as_it_stands(page, "Examples", examples.join("\n\n"));
    }
}

/// How the paragraph about exit codes begins.
const EXIT_CODES: &str = "Exit codes: ";

/// The parts of a text that follow on titles such as `Examples:`, which stand in a line of their own.
fn sections(text: &str) -> Vec<(&str, String)> {
    let mut found: Vec<(&str, String)> = Vec::new();
    for line in text.lines() {
        let title =
            line.strip_suffix(':').filter(|title| !title.is_empty() && title.bytes().all(|b| b.is_ascii_alphabetic()));
        match (title, found.last_mut()) {
            (Some(title), _) => found.push((title, String::new())),
            (None, Some((_, text))) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, None) => found.push(("Examples", format!("{line}\n"))),
        }
    }
    found.into_iter().map(|(title, text)| (title, text.trim_end_matches('\n').to_owned())).collect()
}

/// An applet as a program of its own, with the flags every applet has.
fn standalone(tree: &Command, name: &str) -> Result<Command, Failure> {
    let applet = tree.find_subcommand(name).ok_or_else(|| unknown(tree, name))?;
    // An applet may say better what one of them means to it.
    let is_new = |arg: &&clap::Arg| applet.get_arguments().all(|own| own.get_id() != arg.get_id());
    let global: Vec<_> = tree.get_arguments().filter(|arg| arg.is_global_set()).filter(is_new).cloned().collect();
    Ok(applet.clone().args(global).version(tree.get_version().unwrap_or_default().to_owned()))
}

fn unknown(tree: &Command, name: &str) -> Failure {
    let known = tree.get_subcommands().map(Command::get_name).collect::<Vec<_>>().join(", ");
    Failure::usage(format!("there is no applet or command '{name}'")).hint(format!("there are: {known}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `command` and all commands below it.
    fn all(command: &Command) -> Vec<&Command> {
        std::iter::once(command).chain(command.get_subcommands().flat_map(all)).collect()
    }

    #[test]
    fn what_follows_the_flags_fits_a_terminal() {
        let tree = crate::cli::tree();
        for command in all(&tree) {
            let after = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
            let wide: Vec<&str> = after.lines().filter(|line| line.chars().count() > 78).collect();
            assert!(wide.is_empty(), "{}: break {wide:#?}", command.get_name());
            assert!(after.starts_with("Examples:\n  # "), "{} has no example", command.get_name());
        }
    }

    #[test]
    fn prose_stands_in_sections_of_its_own() {
        let page = ending("Examples:\n  # one\n  load u\n\nAbout it.\n\nExit codes: 0 done.").to_roff();
        let place = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}: {page}"));
        assert!(place(".SH NOTES\nAbout it.") < place(".SH \"EXIT STATUS\"\n0 done."), "{page}");
        assert!(place("0 done.") < place(".nf\n") && !page.contains("Exit codes"), "{page}");
    }

    #[test]
    fn a_page_is_called_by_any_of_its_names() {
        let tree = crate::cli::tree();
        let of = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            page(&tree, &names).map(|script| script.text).map_err(|failure| failure.to_string())
        };
        assert!(of(&["load", "find"]).unwrap().contains("toolbox-load-find"));
        for names in [&["load find"][..], &["load-find"], &["toolbox-load-find"]] {
            assert_eq!(of(names), of(&["load", "find"]), "{names:?}");
        }
        assert_eq!(of(&["toolbox"]), of(&[]));
        assert!(of(&["load", "fnd"]).unwrap_err().contains("'fnd'"));
    }
}
