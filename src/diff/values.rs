//! The values of a saved report, read back.
//!
//! In: a member as it was written. Out: the value. Always true: what is not a value is refused with what was expected and found.

use jiff::civil::DateTime;
use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, de};

use crate::event::{Kind, Origin, Outcome, Silence};
use crate::fold::Folds;
use crate::redact::Keep;
use crate::reply::{Enhanced, ReplyCode};
use crate::time::Time;

const MAX_COUNT: u64 = 1_000_000_000_000;

/// A count. No log has more events, and the test of significance takes longer the larger they are.
pub(super) fn count<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    let found = u64::deserialize(from)?;
    let expected = &"a count of at most 10^12";
    if found > MAX_COUNT { Err(D::Error::invalid_value(de::Unexpected::Unsigned(found), expected)) } else { Ok(found) }
}

/// A value by its name.
fn named<'de, D: Deserializer<'de>, T>(
    from: D,
    expected: &'static str,
    find: impl Fn(&str) -> Option<T>,
) -> Result<T, D::Error> {
    let text = String::deserialize(from)?;
    find(&text).ok_or_else(|| D::Error::invalid_value(de::Unexpected::Str(&text), &expected))
}

/// A list of known names, each of which is added to what there is.
fn all_named<'de, D: Deserializer<'de>, T: Default>(
    from: D,
    known: &[&str],
    add: impl Fn(&mut T, &str),
) -> Result<T, D::Error> {
    let mut all = T::default();
    for name in Vec::<String>::deserialize(from)? {
        if !known.contains(&name.as_str()) {
            let expected = format!("one of {}", known.join(", "));
            return Err(D::Error::invalid_value(de::Unexpected::Str(&name), &expected.as_str()));
        }
        add(&mut all, &name);
    }
    Ok(all)
}

pub(super) fn keep<'de, D: Deserializer<'de>>(from: D) -> Result<Keep, D::Error> {
    all_named(from, Keep::NAMES, Keep::add)
}

pub(super) fn folds<'de, D: Deserializer<'de>>(from: D) -> Result<Folds, D::Error> {
    all_named(from, Folds::NAMES, Folds::add)
}

pub(super) fn kind<'de, D: Deserializer<'de>>(from: D) -> Result<Kind, D::Error> {
    named(from, "a kind of event", Kind::from_name)
}

pub(super) fn outcome<'de, D: Deserializer<'de>>(from: D) -> Result<Outcome, D::Error> {
    named(from, "an outcome", Outcome::from_name)
}

pub(super) fn origin<'de, D: Deserializer<'de>>(from: D) -> Result<Origin, D::Error> {
    named(from, "an origin of a code", Origin::from_name)
}

pub(super) fn time<'de, D: Deserializer<'de>>(from: D) -> Result<Time, D::Error> {
    named(from, "a time such as 2026-11-22T00:46:00", parse_time)
}

fn parse_time(text: &str) -> Option<Time> {
    text.parse::<DateTime>().ok().map(Time::from_civil)
}

pub(super) fn known_time<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Time>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    let expected = &"a time such as 2026-11-22T00:46:00 or null";
    let parse =
        |text: String| parse_time(&text).ok_or_else(|| D::Error::invalid_value(de::Unexpected::Str(&text), expected));
    text.map(parse).transpose()
}

pub(super) fn silence<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Silence>, D::Error> {
    let Some(text) = Option::<String>::deserialize(from)? else { return Ok(None) };
    let expected = &"a reason for having no reply, or null";
    let found = || D::Error::invalid_value(de::Unexpected::Str(&text), expected);
    Silence::from_name(&text).map(Some).ok_or_else(found)
}

pub(super) fn code<'de, D: Deserializer<'de>>(from: D) -> Result<Option<ReplyCode>, D::Error> {
    let Some(code) = Option::<u16>::deserialize(from)? else { return Ok(None) };
    let expected = &"a reply code from 200 to 599, or null";
    let found = de::Unexpected::Unsigned(code.into());
    ReplyCode::new(code).map(Some).ok_or_else(|| D::Error::invalid_value(found, expected))
}

pub(super) fn enhanced<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Enhanced>, D::Error> {
    let Some(text) = Option::<String>::deserialize(from)? else { return Ok(None) };
    let whole = Enhanced::parse(text.as_bytes()).filter(|(_, len)| *len == text.len());
    let expected = &"an enhanced status code such as 5.7.1, or null";
    let found = || D::Error::invalid_value(de::Unexpected::Str(&text), expected);
    whole.map(|(code, _)| Some(code)).ok_or_else(found)
}
