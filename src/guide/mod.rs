//! The catalogue for people who ask: one entry, a whole reply, two codes side by side, a list.
//!
//! In: a question as typed, and a [`Catalog`](crate::catalog::Catalog). Out: plain data in its final order; how it looks is the
//! renderers' affair. Always true: a question that has no entry gets what its class says, and the nearest entries.

mod article;
mod compare;
mod explain;
mod list;
mod near;
mod paste;

pub use article::{Article, Sort};
pub use compare::{Axis, Comparison, Difference, compare};
pub use explain::{Explanation, Hints, explain};
pub use list::{Filter, Listing, list};
pub use near::alike;
