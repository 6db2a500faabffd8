//! ACL: users and their rules. What rules mean is in `server/acl`.

use super::arguments::is;
use super::call::{Call, Outcome};
use super::connection::container;
use super::introspection::categories;
use super::refusal::Refusal;
use super::table::{ADMIN, DANGEROUS, LOADING, NOSCRIPT, STALE, Spec, command, sub};
use crate::applets::kv::server::acl::{CATEGORIES, Denied, Selector, enforce, every, hex};
use crate::resp::request::number;

const OPERATE: u32 = ADMIN | NOSCRIPT | LOADING | STALE | DANGEROUS;
const ANYBODY: u32 = NOSCRIPT | LOADING | STALE;

/// The rows.
#[rustfmt::skip]
pub const COMMANDS: &[Spec] = &[
    command("acl", -2, container).flags(0).about("6.0.0", "A container for Access List Control commands.").subs(SUBS),
];

#[rustfmt::skip]
const SUBS: &[Spec] = &[
    sub("acl", "cat", -2, cat).flags(ANYBODY).about("6.0.0", "Lists the ACL categories, or the commands inside a category."),
    sub("acl", "deluser", -3, deluser).flags(OPERATE).about("6.0.0", "Deletes ACL users, and terminates their connections."),
    sub("acl", "dryrun", -4, dryrun).flags(OPERATE).about("7.0.0", "Simulates the execution of a command by a user, without executing the command."),
    sub("acl", "genpass", -2, genpass).flags(ANYBODY).about("6.0.0", "Generates a pseudorandom, secure password that can be used to identify ACL users."),
    sub("acl", "getuser", 3, getuser).flags(OPERATE).about("6.0.0", "Lists the ACL rules of a user."),
    sub("acl", "list", 2, list).flags(OPERATE).about("6.0.0", "Dumps the effective rules in ACL file format."),
    sub("acl", "load", 2, load).flags(OPERATE).about("6.0.0", "Reloads the rules from the configured ACL file."),
    sub("acl", "log", -2, log).flags(OPERATE).about("6.0.0", "Lists recent security events generated due to ACL rules."),
    sub("acl", "save", 2, save).flags(OPERATE).about("6.0.0", "Saves the effective ACL rules in the configured ACL file."),
    sub("acl", "setuser", -3, setuser).flags(OPERATE).about("6.0.0", "Creates and modifies an ACL user and its rules."),
    sub("acl", "users", 2, users).flags(OPERATE).about("6.0.0", "Lists all ACL users."),
    sub("acl", "whoami", 2, whoami).flags(ANYBODY).about("6.0.0", "Returns the authenticated username of the current connection."),
    sub("acl", "help", 2, help).flags(LOADING | STALE).about("6.0.0", "Returns helpful text about the different subcommands."),
];

fn text(word: &[u8]) -> String {
    String::from_utf8_lossy(word).into_owned()
}

fn cat(call: &mut Call) -> Outcome {
    let Some(category) = call.args.get(2) else {
        call.reply.array(CATEGORIES.len());
        for name in &CATEGORIES {
            call.reply.bulk(name.as_bytes());
        }
        return Ok(());
    };
    if call.args.len() > 3 {
        return Err(Refusal::err("wrong number of arguments for 'acl|cat' command"));
    }
    let name = text(category).to_ascii_lowercase();
    if !CATEGORIES.contains(&name.as_str()) {
        return Err(Refusal::err(format!("Unknown category '{}'", text(category))));
    }
    let inside = |entry: &super::table::Entry| entry.spec.subs.is_empty() && categories(entry).contains(&name.as_str());
    let found: Vec<_> = every().filter(inside).collect();
    call.reply.array(found.len());
    for entry in &found {
        call.reply.bulk(entry.spec.full_name().as_bytes());
    }
    Ok(())
}

fn setuser(call: &mut Call) -> Outcome {
    let name = text(call.args.at(2));
    if name.is_empty() || name.contains(|letter: char| letter.is_whitespace() || letter == '\0') {
        return Err("ERR Usernames can't contain spaces or null characters".into());
    }
    let words: Vec<&[u8]> = call.args.from(3).iter().collect();
    call.server.acl.set(&name, &words).map_err(Refusal::err)?;
    enforce(call.server);
    call.reply.ok();
    Ok(())
}

fn deluser(call: &mut Call) -> Outcome {
    if call.args.from(2).iter().any(|name| name == b"default") {
        return Err("ERR The 'default' user cannot be removed".into());
    }
    let mut removed = 0;
    for name in call.args.from(2).iter() {
        let name = text(name);
        if !call.server.acl.remove(&name) {
            continue;
        }
        removed += 1;
        let clients: Vec<_> = call.server.clients.lock().values().cloned().collect();
        for info in clients.iter().filter(|info| **info.user.lock() == *name) {
            super::client::end(call, info);
        }
    }
    call.reply.int(removed);
    Ok(())
}

fn describe(call: &mut Call, selector: &Selector) {
    for (name, value) in
        [("commands", selector.command_rules()), ("keys", selector.key_rules()), ("channels", selector.channel_rules())]
    {
        call.reply.bulk(name.as_bytes());
        call.reply.bulk(value.as_bytes());
    }
}

fn getuser(call: &mut Call) -> Outcome {
    let Some(user) = call.server.acl.user(call.args.at(2)) else {
        call.reply.null_array();
        return Ok(());
    };
    let rules = user.rules();
    call.reply.map(6);
    call.reply.bulk(b"flags");
    call.reply.set(rules.flags().len());
    rules.flags().iter().for_each(|flag| call.reply.bulk(flag.as_bytes()));
    call.reply.bulk(b"passwords");
    call.reply.array(rules.passwords.len());
    rules.passwords.iter().for_each(|password| call.reply.bulk(hex(password).as_bytes()));
    describe(call, &rules.root);
    call.reply.bulk(b"selectors");
    call.reply.array(rules.selectors.len());
    for selector in &rules.selectors {
        call.reply.map(3);
        describe(call, selector);
    }
    Ok(())
}

fn list(call: &mut Call) -> Outcome {
    let lines = call.server.acl.lines();
    call.reply.array(lines.len());
    for line in &lines {
        call.reply.bulk(line.as_bytes());
    }
    Ok(())
}

fn users(call: &mut Call) -> Outcome {
    let users = call.server.acl.all();
    call.reply.array(users.len());
    for user in &users {
        call.reply.bulk(user.name.as_bytes());
    }
    Ok(())
}

fn whoami(call: &mut Call) -> Outcome {
    let name = call.client.user.as_ref().map_or_else(|| "default".into(), |user| std::sync::Arc::clone(&user.name));
    call.reply.bulk(name.as_bytes());
    Ok(())
}

fn genpass(call: &mut Call) -> Outcome {
    const WRONG: &str =
        "ERR ACL GENPASS argument must be the number of bits for the output password, a positive number up to 4096";
    let bits = match call.args.get(2) {
        None => 256,
        Some(word) => number(word).filter(|bits| (1..=4096).contains(bits)).ok_or(WRONG)? as usize,
    };
    let mut bytes = vec![0; bits.div_ceil(8)];
    std::fs::File::open("/dev/urandom")
        .and_then(|mut source| std::io::Read::read_exact(&mut source, &mut bytes))
        .map_err(|error| Refusal::err(format!("no randomness: {error}")))?;
    let mut password = hex(&bytes);
    password.truncate(bits.div_ceil(4));
    call.reply.bulk(password.as_bytes());
    Ok(())
}

fn dryrun(call: &mut Call) -> Outcome {
    let Some(user) = call.server.acl.user(call.args.at(2)) else {
        return Err(Refusal::err(format!("User '{}' not found", text(call.args.at(2)))));
    };
    let args = call.args.from(3);
    if super::table::find(args.at(0)).is_none() {
        return Err(Refusal::err(format!("Command '{}' not found", text(args.at(0)))));
    }
    let entry = super::dispatch::resolve(args)?;
    match user.rules().check(&entry, args) {
        Ok(()) => call.reply.ok(),
        Err(denied) => {
            let what = match denied {
                Denied::Command => format!("run the '{}' command", entry.spec.full_name()),
                Denied::Key(at) => format!("access the '{}' key", text(args.at(at))),
                Denied::Channel(at) => format!("access the '{}' channel", text(args.at(at))),
            };
            call.reply.bulk(format!("This user has no permissions to {what}").as_bytes());
        }
    }
    Ok(())
}

fn log(call: &mut Call) -> Outcome {
    /// What is told without a number.
    const USUAL: usize = 10;
    let most = match call.args.get(2) {
        None => USUAL,
        Some(word) if is(word, "reset") => {
            call.server.acl.forget();
            call.reply.ok();
            return Ok(());
        }
        Some(word) => usize::try_from(super::arguments::int(word)?.max(0)).unwrap_or(usize::MAX),
    };
    let entries = call.server.acl.refused(most);
    call.reply.array(entries.len());
    for entry in entries {
        call.reply.map(7);
        call.reply.bulk(b"count");
        call.reply.int(entry.count as i64);
        for (name, value) in [
            ("reason", entry.reason),
            ("context", entry.context),
            ("object", entry.object.as_str()),
            ("username", entry.user.as_str()),
        ] {
            call.reply.bulk(name.as_bytes());
            call.reply.bulk(value.as_bytes());
        }
        call.reply.bulk(b"age-seconds");
        call.reply.double((entry.at.elapsed().as_secs_f64() * 1000.0).round() / 1000.0);
        call.reply.bulk(b"client-info");
        call.reply.bulk(entry.client.trim_end().as_bytes());
    }
    Ok(())
}

const NO_FILE: &str = "ERR This Redis instance is not configured to use an ACL file. You may want to specify users via the \
     ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a Redis configuration file set) in order to \
     store users in the Redis configuration.";

fn load(call: &mut Call) -> Outcome {
    let path = call.server.acl.file.lock().clone().ok_or(NO_FILE)?;
    let text = std::fs::read_to_string(&path)
        .map_err(|error| Refusal::err(format!("Error loading ACLs, opening file '{}': {error}", path.display())))?;
    let requirepass = call.server.settings.get("requirepass").unwrap_or_default();
    call.server.acl.load(&text, &requirepass).map_err(|reason| Refusal::err(format!("{}:{reason}", path.display())))?;
    enforce(call.server);
    call.reply.ok();
    Ok(())
}

fn save(call: &mut Call) -> Outcome {
    let path = call.server.acl.file.lock().clone().ok_or(NO_FILE)?;
    let text = call.server.acl.lines().join("\n") + "\n";
    crate::kit::fs::replace(&path, text.as_bytes()).map_err(|error| {
        tracing::warn!(path = %path.display(), %error, "cannot save the users");
        "ERR There was an error trying to save the ACLs. Please check the server logs for more information"
    })?;
    call.reply.ok();
    Ok(())
}

fn help(call: &mut Call) -> Outcome {
    super::help::write(
        call,
        &[
            ("CAT [<category>]", "List all commands that belong to <category>, or all command categories."),
            ("DELUSER <username> [<username> ...]", "Delete a list of users."),
            (
                "DRYRUN <username> <command> [<arg> ...]",
                "Returns whether the user can execute the given command without executing the command.",
            ),
            ("GETUSER <username>", "Get the user's details."),
            ("GENPASS [<bits>]", "Generate a secure 256-bit user password, or one of another size."),
            ("LIST", "Show users details in config file format."),
            ("LOAD", "Reload users from the ACL file."),
            ("LOG [<count> | RESET]", "Show the ACL log entries."),
            ("SAVE", "Save the current config to the ACL file."),
            (
                "SETUSER <username> <attribute> [<attribute> ...]",
                "Create or modify a user with the specified attributes.",
            ),
            ("USERS", "List all the registered usernames."),
            ("WHOAMI", "Return the current connection username."),
        ],
    );
    Ok(())
}
