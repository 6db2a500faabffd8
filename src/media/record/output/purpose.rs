//! What becomes of a recording, and of what is there already.

/// Whether what an earlier run left is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Resume {
    /// Goes on where it ended.
    #[default]
    Continue,
    /// Begins anew, in place of what is there.
    Afresh,
    /// Goes on where it ended, in place of a whole file that is there.
    Replace,
    /// Begins anew, in place of what is there, but goes on with what this run has begun. Later runs may go on as well: that
    /// a whole file is to be replaced is noted.
    Begin {
        /// A number of its own.
        run: u64,
    },
}

/// What becomes of a recording that is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Purpose {
    /// It gets its name.
    #[default]
    File,
    /// It stays beside its journal until the files beside it are whole as well: then [`settle`](crate::media::record::settle) names it.
    Part,
    /// It stays beside its journal: a movie is made of it (see [`mux`](crate::media::mux)).
    Movie,
    /// The same, by a program that knows more formats.
    Foreign,
}
