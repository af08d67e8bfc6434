//! A value of `smtplog.toml` → the words that say the same on the command line, and back.

use std::borrow::Cow;
use std::error::Error;
use std::fmt::Write;

use clap::Arg;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use smtplog::guide::alike;
use smtplog::render::visible;
use toml::Spanned;
use toml::de::DeValue;

use super::definitions::{alone, is_flag, is_list, is_number, key};
use crate::args::names_of;

/// What a value says, word by word; flags say `true` or `false`.
///
/// # Errors
/// The place in the file, in bytes, and what was expected and found there.
pub(super) fn words(arg: &Arg, value: &Spanned<DeValue<'_>>) -> Result<Vec<String>, (usize, String)> {
    let word = |one: &Spanned<DeValue<'_>>| word(arg, one.get_ref()).map_err(|what| (one.span().start, what));
    match value.get_ref() {
        DeValue::Array(list) if is_list(arg) => list.iter().map(word).collect(),
        _ => word(value).map(|word| vec![word]),
    }
}

fn word(arg: &Arg, value: &DeValue<'_>) -> Result<String, String> {
    let is_text = !is_flag(arg) && !is_number(arg);
    let word = match value {
        DeValue::Boolean(is_on) if is_flag(arg) => is_on.to_string(),
        DeValue::Integer(n) if !is_flag(arg) => {
            i64::from_str_radix(n.as_str(), n.radix()).map_or_else(|_| n.to_string(), |n| n.to_string())
        }
        DeValue::Float(n) if is_number(arg) => n.to_string(),
        DeValue::String(text) if is_text => text.to_string(),
        DeValue::Datetime(at) if is_text => at.to_string(),
        value => return Err(format!("expected {}; found {}", wanted(arg), shown(value))),
    };
    check(arg, &word).map(|()| word)
}

fn wanted(arg: &Arg) -> &'static str {
    match (is_list(arg), is_flag(arg), is_number(arg)) {
        (_, true, _) => "true or false",
        (false, _, true) => "a number",
        (false, ..) => "a string",
        (true, _, true) => "a list of numbers",
        (true, ..) => "a list of strings",
    }
}

fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("the string {}", quoted(text)),
        DeValue::Integer(n) => format!("the number {n}"),
        DeValue::Float(n) => format!("the number {n}"),
        DeValue::Boolean(is_on) => is_on.to_string(),
        DeValue::Datetime(at) => format!("the time {at}"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

/// Asks the command line's own check of the argument.
fn check(arg: &Arg, word: &str) -> Result<(), String> {
    if is_flag(arg) {
        return Ok(());
    }
    let typed = match arg.get_long() {
        Some(long) => ["smtplog".to_owned(), format!("--{long}={word}")],
        None => ["smtplog".to_owned(), word.to_owned()],
    };
    alone(arg).try_get_matches_from(typed).map(drop).map_err(|error| refusal(arg, &error, word))
}

fn refusal(arg: &Arg, error: &clap::Error, word: &str) -> String {
    let found = quoted(word);
    match (error.kind(), error.get(ContextKind::ValidValue), error.source()) {
        _ if word.is_empty() => format!("expected a value; found {found}"),
        (ErrorKind::InvalidValue, Some(ContextValue::Strings(known)), _) => {
            let known = || known.iter().map(String::as_str);
            let near = alike(known(), word).first().map(|near| format!("; did you mean \"{near}\"?"));
            format!("expected one of {}; found {found}{}", names_of(known()), near.unwrap_or_default())
        }
        (ErrorKind::ValueValidation, _, Some(cause)) if is_number(arg) => {
            format!("expected a number in the range of --{}; found {word}: {cause}", key(arg))
        }
        (ErrorKind::ValueValidation, _, Some(cause)) => {
            let cause = cause.to_string();
            format!("{}; found {found}", cause.lines().next().unwrap_or_default())
        }
        _ => {
            let text = error.to_string();
            text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned()
        }
    }
}

/// Words as a value of TOML.
pub(super) fn toml(arg: &Arg, words: &[String]) -> String {
    let word = |word: &String| if is_flag(arg) || is_number(arg) { word.clone() } else { quoted(word) };
    let all: Vec<String> = words.iter().map(word).collect();
    if is_list(arg) { format!("[{}]", all.join(", ")) } else { all.concat() }
}

/// A basic string of TOML; characters that act on the display are escaped.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if matches!(visible(c.encode_utf8(&mut [0; 4])), Cow::Owned(_)) => {
                write!(quoted, "\\U{:08X}", u32::from(c)).expect("a string takes everything");
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
