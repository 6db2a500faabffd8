//! What `CONTAINER HELP` replies: a line for each subcommand, its meaning indented below, as every container of Redis
//! does.

use super::call::Call;

/// Replies with these subcommands and what they do.
pub fn write(call: &mut Call, entries: &[(&str, &str)]) {
    let name = call.spec.of.unwrap_or(call.spec.name).to_uppercase();
    call.reply.array(1 + (entries.len() + 1) * 2);
    call.reply.simple(&format!("{name} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:"));
    for (form, meaning) in entries.iter().chain([&("HELP", "Prints this help.")]) {
        call.reply.simple(form);
        call.reply.simple(&format!("    {meaning}"));
    }
}
