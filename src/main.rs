//! The executable: hands the arguments to the library and returns its exit code.

use std::process::ExitCode;

/// One allocator for the whole process: small, fast under many threads, and the same in every applet.
#[global_allocator]
static ALLOCATOR: toolbox::kit::allocator::Allocator = toolbox::kit::allocator::Allocator;

fn main() -> ExitCode {
    toolbox::cli::main(std::env::args_os())
}
