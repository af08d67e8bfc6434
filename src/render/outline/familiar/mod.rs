//! Reports with the sections of other programs, in the order that their readers know.
//!
//! In: a [`Report`](crate::report::Report) with its [`Traffic`](crate::report::Traffic). Out: sections. Always true: a number stands here only if our
//! own counts hold it; what they cannot tell is left out, and `docs/migration.md` says why.

pub(super) mod eximstats;
pub(super) mod pflogsumm;
mod reasons;
mod tables;
