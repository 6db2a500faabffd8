//! The jobs of `books`; each has a room of its own.

pub mod add;
pub mod history;
pub mod info;
pub mod list;
pub mod open;
pub mod place;
pub mod resume;
pub mod save;
pub mod search;
pub mod undo;

use clap::Subcommand;

use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

/// What `books VERB` does.
#[derive(Debug, Clone, Subcommand)]
pub enum Verb {
    /// Add books: files, or folders of files
    Add(add::AddArgs),
    /// Add every book below folders, and remember the folders
    Import(add::ImportArgs),
    /// Look for changes in the folders that were imported
    Scan(add::ScanArgs),
    /// List books
    #[command(alias = "ls")]
    List(list::ListArgs),
    /// Find books by words
    Search(search::SearchArgs),
    /// Tell all about a book
    Info(info::InfoArgs),
    /// Save where you are in a book
    SaveProgress(save::SaveArgs),
    /// Tell where you are in a book, or were
    Where(place::WhereArgs),
    /// List the books that you are in
    Resume(resume::ResumeArgs),
    /// Mark a book as finished
    Complete(save::CompleteArgs),
    /// Begin a book again, as another time
    Restart(save::RestartArgs),
    /// Tell what happened to your place in a book
    History(history::HistoryArgs),
    /// Take back the last jump
    Undo(undo::UndoArgs),
}

impl Verb {
    /// Does it.
    ///
    /// # Errors
    /// As the verb says.
    pub async fn run(self, session: &Session) -> Result<Exit, Failure> {
        let session = session.clone();
        // SQLite and files block; a runtime's thread must not.
        let work = move || self.perform(&session);
        tokio::task::spawn_blocking(work).await.map_err(Failure::operation)?
    }

    fn perform(self, session: &Session) -> Result<Exit, Failure> {
        match self {
            Self::Add(args) => args.run(session),
            Self::Import(args) => args.run(session),
            Self::Scan(args) => args.run(session),
            Self::List(args) => args.run(session),
            Self::Search(args) => args.run(session),
            Self::Info(args) => args.run(session),
            Self::SaveProgress(args) => args.run(session),
            Self::Where(args) => args.run(session),
            Self::Resume(args) => args.run(session),
            Self::Complete(args) => args.run(session),
            Self::Restart(args) => args.run(session),
            Self::History(args) => args.run(session),
            Self::Undo(args) => args.run(session),
        }
    }
}
