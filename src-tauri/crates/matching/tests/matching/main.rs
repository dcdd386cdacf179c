//! Matching as its callers see it: invented people in, a plan out.

mod build;
mod centres;
mod comparing;
mod decisions;
mod oracle;
mod properties;
mod reasons;
mod rules;
mod standing;
mod suggestions;
mod worlds;
