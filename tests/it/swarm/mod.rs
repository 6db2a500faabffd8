//! `swarm`: processes that a test has written itself in place of ffmpeg, and players against the origin.

mod audience;
mod commands;
mod container;
mod hardship;
mod latency;
mod players;
mod processes;
mod reference;
mod sidebyside;
mod sizes;
