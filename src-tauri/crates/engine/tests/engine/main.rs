//! The engine with a real store, imitated systems and a clock that the tests move.

mod remote;
mod sync;
mod world;
