//! Values with a syntax of their own. What is wrong with one is said in the same words wherever it stands: on the command line
//! or in `smtplog.toml`.

use jiff::tz::TimeZone;
use smtplog::render::Mailbox;
use smtplog::select::CodePattern;

/// `--code`
pub(super) fn code(text: &str) -> Result<CodePattern, &'static str> {
    CodePattern::parse(text)
        .ok_or("expected a reply code from 200 to 599, a class such as 5xx, or an enhanced code such as 5.7.26")
}

/// `--mail-to`, `--mail-from`
pub(super) fn mailbox(text: &str) -> Result<Mailbox, &'static str> {
    Mailbox::parse(text).ok_or("expected one address such as ann@shop.example or Ann <ann@shop.example>")
}

/// `--tz`
pub(super) fn zone(name: &str) -> Result<TimeZone, &'static str> {
    TimeZone::get(name).map_err(|_| "expected a time zone such as Europe/Berlin or UTC")
}
