//! The reference of commands, made from the table: `docs/kv-commands.md`, help at the prompt, hints.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::table::{self, BLOCKING, Entry, KeySpec, READONLY, Spec, WRITE};

/// What stands behind the name, as far as arity and keys tell.
#[must_use]
pub fn usage(spec: &Spec) -> String {
    if !spec.subs.is_empty() {
        return "subcommand".to_owned();
    }
    let used = 1 + usize::from(spec.of.is_some());
    let least = (spec.arity.unsigned_abs() as usize).saturating_sub(used);
    let place = |index: usize| {
        let at = index + used;
        match spec.keys {
            KeySpec::Range { first, last, step } => {
                let within = at >= first && (last < 0 || at <= last as usize) && (at - first).is_multiple_of(step);
                let timeout = last < -1 && index + 1 == least;
                if within && !timeout { "key" } else { "value" }
            }
            KeySpec::Counted(counted) if at == counted => "numkeys",
            KeySpec::StoreCounted if at == 2 => "numkeys",
            KeySpec::Counted(counted) if at == counted + 1 => "key",
            KeySpec::StoreCounted if at == 1 || at == 3 => "key",
            _ => "value",
        }
    };
    let mut parts: Vec<String> = (0..least).map(|index| place(index).to_owned()).collect();
    if spec.arity < 0 {
        parts.push("[…]".to_owned());
    }
    parts.join(" ")
}

/// How a person calls it: `GET`, `CONFIG GET`.
#[must_use]
pub fn title(spec: &Spec) -> String {
    spec.full_name().replace('|', " ").to_uppercase()
}

/// The whole reference, in Markdown.
#[must_use]
pub fn page() -> String {
    let mut groups: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in table::all().iter().chain(table::all_subs()) {
        groups.entry(entry.family.group).or_default().push(entry);
    }
    let (commands, subs) = (table::all().len(), table::all_subs().len());
    let mut text = format!(
        "# The commands of `toolbox kv`\n\nMade from the command table (`src/applets/kv/command/`): {commands} commands and \
         {subs} subcommands.\nArguments are told as far as keys and their number say; `[…]` means more. What a command does \
         in detail is\nwhat Redis 7.0 documents for it. *since* is the version of Redis that brought it.\n"
    );
    for (group, mut entries) in groups {
        entries.sort_by_key(|entry| title(entry.spec));
        let _ = write!(text, "\n## {group}\n\n| command | arguments | does | kind | since |\n|---|---|---|---|---|\n");
        for entry in entries {
            let spec = entry.spec;
            let kinds = [(WRITE, "write"), (READONLY, "read"), (BLOCKING, "blocking")];
            let kinds: Vec<_> = kinds.iter().filter(|(flag, _)| spec.is(*flag)).map(|(_, name)| *name).collect();
            let (usage, about) = (usage(spec), spec.about.replace('|', "\\|"));
            let usage = if usage.is_empty() { String::new() } else { format!("`{usage}`") };
            let _ = writeln!(text, "| `{}` | {usage} | {about} | {} | {} |", title(spec), kinds.join(", "), spec.since);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> String {
        usage(table::find(name.as_bytes()).unwrap().spec)
    }

    #[test]
    fn arguments_are_told_as_far_as_the_row_knows_them() {
        assert_eq!(of("get"), "key");
        assert_eq!(of("set"), "key value […]");
        assert_eq!(of("mset"), "key value […]");
        assert_eq!(of("ping"), "[…]");
        assert_eq!(of("config"), "subcommand");
    }

    #[test]
    fn every_command_has_its_row() {
        let page = page();
        for entry in table::all().iter().chain(table::all_subs()) {
            assert!(page.contains(&format!("| `{}` |", title(entry.spec))), "{:?}", entry.spec);
        }
    }
}
