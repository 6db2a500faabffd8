//! Completions that know the books of the library: where a verb takes a BOOK, the scripts ask the hidden `books slugs`.
//!
//! What the scripts are made by knows words and files only, so the scripts are taught afterwards. A script stays static; what it asks takes milliseconds and says nothing where there is no library.

use std::fmt::Write as _;

use clap::Command;
use clap_complete::Shell;

/// How the flag table names what this is about.
const VALUE: &str = "BOOK";

/// The applet that answers.
const APPLET: &str = "books";

/// Teaches the script of `command`: that of the launcher, or of the applet itself.
pub(super) fn taught(script: String, shell: Shell, command: &Command) -> String {
    let is_applet = command.get_name() == APPLET;
    let Some(applet) = (if is_applet { Some(command) } else { command.find_subcommand(APPLET) }) else { return script };
    let mut verbs = Vec::new();
    collect(applet, &mut Vec::new(), &mut verbs);
    let name = command.get_name();
    let ask = if is_applet { format!("{name} slugs") } else { format!("{name} {APPLET} slugs") };
    match shell {
        Shell::Bash => bash(&script, name, &ask, is_applet, &verbs),
        Shell::Zsh => zsh(&script, name, &ask, applet),
        Shell::Fish => fish(script, name, &ask, is_applet, &verbs),
        Shell::Elvish => {
            // An alias or function of the same name must not answer.
            let line = format!(
                "try {{ e:{ask} 2>/dev/null | from-lines | each {{|slug| cand $slug 'a book' }} }} catch _ {{ nop }}"
            );
            blocks(&script, &line, |path| format!("&'{path}'= {{"), name, is_applet, &verbs)
        }
        Shell::PowerShell => {
            let line = format!(
                "{ask} 2>$null | ForEach-Object {{ [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, 'A book') }}"
            );
            blocks(&script, &line, |path| format!("'{path}' {{"), name, is_applet, &verbs)
        }
        _ => script,
    }
}

/// The paths of verbs that take a book.
fn collect<'a>(command: &'a Command, path: &mut Vec<&'a str>, verbs: &mut Vec<Vec<&'a str>>) {
    if ids(command).next().is_some() {
        verbs.push(path.clone());
    }
    for inner in command.get_subcommands() {
        path.push(inner.get_name());
        collect(inner, path, verbs);
        path.pop();
    }
}

/// What the flag table calls arguments that are books.
fn ids(command: &Command) -> impl Iterator<Item = &str> {
    let books = command
        .get_positionals()
        .filter(|arg| arg.get_value_names().is_some_and(|names| names.iter().any(|name| name.as_str() == VALUE)));
    books.map(|arg| arg.get_id().as_str())
}

/// The words that a verb takes get the slugs among them.
fn bash(script: &str, name: &str, ask: &str, is_applet: bool, verbs: &[Vec<&str>]) -> String {
    let label = |path: &Vec<&str>| {
        let mut names = vec![name];
        names.extend((!is_applet).then_some(APPLET));
        names.extend(path);
        names.iter().map(|name| name.replace('-', "__subcmd__")).collect::<Vec<_>>().join("__subcmd__") + ")"
    };
    let labels: Vec<String> = verbs.iter().map(label).collect();
    let mut taught = format!(
        "_{name}_book_slugs() {{\n    local i db=()\n    for ((i = 1; i < COMP_CWORD; i++)); do\n        \
         [[ ${{COMP_WORDS[i]}} == --db ]] && db=(--db \"${{COMP_WORDS[i + 1]}}\")\n    done\n    \
         {ask} \"${{db[@]}}\" -- \"$1\" 2>/dev/null\n}}\n\n"
    );
    let mut is_asked = false;
    for line in script.lines() {
        if line.ends_with(')') {
            is_asked = labels.iter().any(|label| line.trim() == label);
        }
        match line.strip_suffix('"').filter(|line| is_asked && line.trim_start().starts_with("opts=\"")) {
            Some(words) => {
                let _ = writeln!(taught, "{words} $(_{name}_book_slugs \"${{cur}}\")\"");
                is_asked = false;
            }
            None => _ = writeln!(taught, "{line}"),
        }
    }
    taught
}

/// Arguments that are books are no longer just anything.
fn zsh(script: &str, name: &str, ask: &str, applet: &Command) -> String {
    let mut known = Vec::new();
    let mut open = vec![applet];
    while let Some(command) = open.pop() {
        open.extend(command.get_subcommands());
        for id in ids(command) {
            known.extend([
                format!("':{id} -- "),
                format!("'::{id} -- "),
                format!("'*::{id} -- "),
                format!("'*:::{id} -- "),
            ]);
        }
    }
    let function = format!("_{name}_book_slugs");
    let body = format!(
        "(( $+functions[{function}] )) ||\n{function}() {{\n    local -a slugs db\n    local at=${{words[(i)--db]}}\n    \
         (( at < CURRENT )) && db=(--db ${{words[at + 1]}})\n    \
         slugs=(${{(f)\"$({ask} $db -- ${{PREFIX}} 2>/dev/null)\"}})\n    compadd -a slugs\n}}\n\n"
    );
    let end = format!("if [ \"$funcstack[1]\" = \"_{name}\" ]; then");
    let mut taught = String::with_capacity(script.len() + 1024);
    for line in script.lines() {
        if line == end {
            taught += &body;
        }
        match line.strip_suffix(":_default' \\").filter(|line| known.iter().any(|id| line.starts_with(id.as_str()))) {
            Some(argument) => _ = writeln!(taught, "{argument}:{function}' \\"),
            None => _ = writeln!(taught, "{line}"),
        }
    }
    taught
}

/// A line for each verb, behind those for its flags.
fn fish(mut script: String, name: &str, ask: &str, is_applet: bool, verbs: &[Vec<&str>]) -> String {
    for path in verbs {
        let mut names = path.clone();
        if !is_applet {
            names.insert(0, APPLET);
        }
        let Some((first, rest)) = names.split_first() else { continue };
        let seen = rest.iter().fold(String::new(), |seen, name| seen + "; and __fish_seen_subcommand_from " + name);
        let _ = writeln!(
            script,
            "complete -c {name} -n \"__fish_{name}_using_subcommand {first}{seen}\" -f -a \"({ask} -- (commandline -ct) 2>/dev/null)\""
        );
    }
    script
}

/// A line at the beginning of the block of each verb: of scripts that have one for each path of words.
fn blocks(
    script: &str,
    line: &str,
    head: impl Fn(&str) -> String,
    name: &str,
    is_applet: bool,
    verbs: &[Vec<&str>],
) -> String {
    let heads: Vec<String> = verbs
        .iter()
        .map(|path| {
            let mut names = vec![name];
            names.extend((!is_applet).then_some(APPLET));
            names.extend(path);
            head(&names.join(";"))
        })
        .collect();
    let mut taught = String::with_capacity(script.len() + 4096);
    for text in script.lines() {
        let _ = writeln!(taught, "{text}");
        if heads.iter().any(|head| text.trim() == head) {
            let _ = writeln!(taught, "            {line}");
        }
    }
    taught
}

#[cfg(test)]
#[cfg(feature = "books")]
mod tests {
    use super::*;

    fn script(shell: Shell, name: &str) -> String {
        let tree = crate::cli::tree();
        let applet = Some(name).filter(|name| *name != "toolbox");
        super::super::generate::completions(&tree, shell, applet).unwrap().text()
    }

    #[test]
    fn verbs_that_take_a_book_ask_for_it_and_no_others() {
        for (name, ask) in [("books", "books slugs"), ("toolbox", "toolbox books slugs")] {
            let count = |shell, part: &str| script(shell, name).matches(part).count();
            let bash = count(Shell::Bash, &format!("$(_{name}_book_slugs \"${{cur}}\")\""));
            let zsh = count(Shell::Zsh, &format!("$({ask} $db"));
            let fish = count(Shell::Fish, &format!("({ask} -- (commandline"));
            assert_eq!((zsh, fish), (1, bash));
            let elvish = count(Shell::Elvish, &format!("e:{ask} 2>/dev/null"));
            let powershell = count(Shell::PowerShell, &format!(" {ask} 2>$null | ForEach-Object"));
            assert_eq!((elvish, powershell), (bash, bash));
            assert_eq!(count(Shell::Zsh, &format!(":_{name}_book_slugs'")), bash);
            assert!(bash > 15, "{bash}");
            assert!(count(Shell::Zsh, "':book -- The book:_default'") == 0);
        }
        assert!(!script(Shell::Bash, "kv").contains("slugs"));
    }
}
