//! The store as a whole, on real files.

mod damage;
mod disk;
mod matching;
mod opening;
mod people;
mod plans;
mod private;
mod progress;
mod results;
mod runs;
mod support;
mod views;
