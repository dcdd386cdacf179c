//! The store as a whole, on real files.

mod activity;
mod centre;
mod damage;
mod disk;
mod list;
mod matching;
mod opening;
mod overview;
mod page;
mod people;
mod plans;
mod private;
mod progress;
mod results;
mod runs;
mod support;
mod unmatched;
mod views;
