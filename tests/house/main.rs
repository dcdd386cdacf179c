//! The house rules that no compiler knows: the walls between the parts, the documents that name files, the size of files.
#![cfg(test)]

mod documents;
mod sources;
mod tree;
mod walls;
