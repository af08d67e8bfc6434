//! smtplog reads Postfix and Exim mail logs, counts every SMTP reply per sender, and says what to do about each.

#![warn(clippy::print_stdout, clippy::print_stderr, clippy::exit)]

pub mod correlate;
pub mod event;
pub mod line;
pub mod parse;
pub mod reply;
pub mod select;
pub mod summary;
pub mod time;
