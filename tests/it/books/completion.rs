//! What a shell proposes where a book is wanted.

use std::path::Path;
use std::process::Command;

use super::shelf::Shelf;

#[test]
fn bash_proposes_the_slugs_of_the_library() {
    let shelf = Shelf::new();
    shelf.ok(&["import", "lib"]);
    let _ = (shelf.world.linked("books"), shelf.world.linked("toolbox"));
    let bin = shelf.world.work().parent().unwrap().join("bin");
    let proposed = |script: &str, words: &str| {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions").join(script);
        // As bash calls it: the command, the word at hand, the word before it.
        let line = format!(
            "source {}; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); cur=${{COMP_WORDS[COMP_CWORD]}}; \
             _${{COMP_WORDS[0]}} ${{COMP_WORDS[0]}} \"$cur\" ${{COMP_WORDS[COMP_CWORD - 1]}}; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            script.display()
        );
        let mut command = Command::new("bash");
        command.args(["-c", &line]).env_clear().env("HOME", shelf.world.home()).current_dir(shelf.world.work());
        let output = command.env("PATH", format!("{}:/usr/bin:/bin", bin.display())).output().unwrap();
        assert!(output.status.success(), "{words}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(proposed("books.bash", "books where --db lib.db at"), "atomic-habits\n");
    assert_eq!(proposed("books.bash", "books bookmark add --db lib.db du"), "dune\n");
    assert_eq!(proposed("toolbox.bash", "toolbox books save-progress --db lib.db d"), "dune\n");
    // Without a library there is nothing to say, and no complaint.
    assert_eq!(proposed("books.bash", "books where at"), "\n");
    assert!(proposed("books.bash", "books where --a").contains("--at"));
}
