//! `books` from outside: a library from its first import on. Sound is made here, frame by frame; what ffmpeg and espeak-ng
//! make is tried in `tests/peers/books.rs`.

mod bucket;
mod completion;
mod identity;
mod journal;
mod keeping;
mod library;
mod organize;
mod removal;
mod shapes;
mod shelf;
mod sound;
