//! The jobs of `books`; each has a room of its own.

pub mod add;
pub mod backup;
pub mod bookmark;
pub mod chapters;
pub mod cover;
pub mod doctor;
pub mod edit;
pub mod history;
pub mod import;
pub mod info;
pub mod list;
pub mod open;
pub mod place;
pub mod play;
pub mod remove;
pub mod resume;
pub mod save;
pub mod search;
pub mod shelf;
pub mod slugs;
pub mod stats;
pub mod sync;
pub mod tag;
pub mod undo;

use std::error::Error as _;

use clap::Subcommand;

use crate::applets::books::library::journal;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::fs::FileError;
use crate::kit::session::Session;

/// What `books VERB` does.
#[derive(Debug, Clone, Subcommand)]
pub enum Verb {
    /// Add books: files, or folders of files
    Add(add::AddArgs),
    /// Add every book below folders, and remember the folders
    Import(import::ImportArgs),
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
    /// Play a book from where you are, through mpv
    Play(play::PlayArgs),
    /// Set, list and remove bookmarks
    Bookmark(bookmark::MarkArgs),
    /// Change what is known of a book
    Edit(edit::EditArgs),
    /// Give a book another picture, or take out its own
    Cover(cover::CoverArgs),
    /// Show the chapters of a book, or set them
    Chapters(chapters::ChaptersArgs),
    /// Add, remove and list tags
    Tag(tag::TagArgs),
    /// Put books on lists: want to listen, and others
    #[command(alias = "collection")]
    Shelf(shelf::ShelfArgs),
    /// Tell how much you listened
    Stats(stats::StatsArgs),
    /// Take a book out of the library
    #[command(alias = "rm")]
    Remove(remove::RemoveArgs),
    /// Write everything that was told to a file
    Export(backup::ExportArgs),
    /// Take in what export wrote
    #[command(alias = "import-data")]
    Restore(backup::RestoreArgs),
    /// Share places with your other devices
    Sync(sync::SyncArgs),
    /// Check a library, or make it anew
    Doctor(doctor::DoctorArgs),
    /// Slugs for completions
    #[command(hide = true)]
    Slugs(slugs::SlugsArgs),
}

/// That facts are in the library alone, in a sentence.
fn unwritten(problem: &FileError) -> String {
    let cause = problem.source().map(|cause| format!(": {cause}")).unwrap_or_default();
    format!(
        "it is saved in the library, but not in its journal: {problem}{cause}; once it can be written, the next change brings it"
    )
}

impl Verb {
    /// Does it.
    ///
    /// # Errors
    /// As the verb says.
    pub async fn run(self, session: &Session) -> Result<Exit, Failure> {
        let session = session.clone();
        // SQLite and files block; a runtime's thread must not.
        let work = move || {
            let done = self.perform(&session);
            // What was saved is in the library, but half of its safety is missing.
            match journal::take_problem() {
                None => done,
                Some(problem) => {
                    session.term.warn(unwritten(&problem));
                    done.map(|exit| if exit == Exit::Done { Exit::Unmet } else { exit })
                }
            }
        };
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
            Self::Play(args) => args.run(session),
            Self::Bookmark(args) => args.run(session),
            Self::Edit(args) => args.run(session),
            Self::Cover(args) => args.run(session),
            Self::Chapters(args) => args.run(session),
            Self::Tag(args) => args.run(session),
            Self::Shelf(args) => args.run(session),
            Self::Stats(args) => args.run(session),
            Self::Remove(args) => args.run(session),
            Self::Export(args) => args.run(session),
            Self::Restore(args) => args.run(session),
            Self::Sync(args) => args.run(session),
            Self::Doctor(args) => args.run(session),
            Self::Slugs(args) => args.run(session),
        }
    }
}
