//! The main job on real input: two systems over sockets, one truth on the administrator's machine.
#![cfg(test)]

mod again;
mod edits;
mod expect;
mod results;
mod truth;
