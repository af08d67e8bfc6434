//! smtplog reads Postfix and Exim mail logs, counts every SMTP reply per sender, and says what to do about each.
//!
//! ```text
//! bytes → input → line → parse/{postfix,exim} → event → correlate → summary → report → render → bytes
//!                                                                        │
//!                                                                     catalog
//! ```
//!
//! One module a stage; a stage uses only earlier ones. [`scan`] runs them over many files and threads.

#![warn(clippy::print_stdout, clippy::print_stderr, clippy::exit)]

pub mod accounting;
pub mod catalog;
pub mod correlate;
pub mod diff;
pub mod error;
pub mod event;
pub mod fold;
pub mod guide;
pub mod input;
pub mod line;
pub mod notice;
pub mod parse;
pub mod redact;
pub mod render;
pub mod reply;
pub mod report;
pub mod scan;
pub mod select;
pub mod summary;
pub mod template;
pub mod threshold;
pub mod time;

mod near;
mod places;
mod words;
