//! The executable under test, in a world of its own: an empty home, an empty working directory, no variables.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// An empty home and working directory, removed at the end of the test.
pub(crate) struct World {
    directory: TempDir,
}

/// What a finished process said.
#[derive(Debug)]
pub(crate) struct Said {
    /// The exit code; `None` where a signal ended it.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl World {
    pub(crate) fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        for name in ["home", "work", "bin"] {
            fs::create_dir(directory.path().join(name)).unwrap();
        }
        Self { directory }
    }

    /// The working directory of the commands.
    pub(crate) fn work(&self) -> PathBuf {
        self.directory.path().join("work")
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.directory.path().join("home")
    }

    /// Writes a file; `path` is relative to this world, so it starts with `home/` or `work/`.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.directory.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The executable under another name.
    #[cfg(unix)]
    pub(crate) fn linked(&self, name: impl AsRef<OsStr>) -> Command {
        let link = self.directory.path().join("bin").join(Path::new(name.as_ref()));
        std::os::unix::fs::symlink(executable(), &link).unwrap();
        self.command(&link)
    }

    /// The executable under its own name.
    pub(crate) fn toolbox(&self) -> Command {
        self.command(executable())
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("HOME", self.home()).current_dir(self.work()).stdin(Stdio::null());
        command
    }

    /// Runs `toolbox` with the words of `line`, which are separated by spaces.
    pub(crate) fn run(&self, line: &str) -> Said {
        said(self.toolbox().args(line.split_whitespace()))
    }
}

/// Runs a command to its end.
pub(crate) fn said(command: &mut Command) -> Said {
    let output = command.output().unwrap();
    Said {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

pub(crate) fn executable() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_toolbox"))
}
