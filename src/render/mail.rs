//! The report as a whole mail (RFC 5322), for `sendmail -t`: text for those who read text, the page for the others.
//!
//! In: a [`Report`], a [`Style`] and its [`Envelope`]. Out: headers and a body of two alternatives. Always true: no text of the log
//! gets into a header but through the subject, where control characters are written out; the same report and envelope give the
//! same bytes.

use std::io::{self, Write};

use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::date::Date;
use mail_builder::mime::MimePart;
use sha2::{Digest, Sha256};

use super::{PAGE_TOP, Style, escape, labels, outline, phrases, text, web};
use crate::event::{Kind, Outcome};
use crate::report::Report;

/// Columns of the text: what programs that quote mail expect.
const WIDTH: usize = 76;
/// Characters of a subject that is ours.
const MAX_SUBJECT: usize = 160;

/// Who sends the mail to whom, when, and about what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Envelope {
    /// `user@host.example` or `Name <user@host.example>`.
    pub from: Mailbox,
    /// At least one.
    pub to: Vec<Mailbox>,
    /// Else it tells how the mail does.
    pub subject: Option<String>,
    /// The host that the report is from.
    pub host: String,
    /// Seconds since 1970, UTC.
    pub date: i64,
}

/// An address with the name of who reads there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mailbox {
    name: Option<String>,
    address: String,
}

impl Mailbox {
    /// Reads `user@host.example`, `root` or `Name <user@host.example>`; one address, without anything that ends a header.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (name, address) = match text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
            Some((name, address)) => (name.trim().trim_matches('"'), address),
            None => ("", text),
        };
        let is_plain = |c: char| !c.is_control() && !c.is_whitespace() && !matches!(c, '<' | '>' | ',' | ';' | '"');
        let is_good = !address.is_empty() && address.chars().all(is_plain) && !name.contains(char::is_control);
        is_good.then(|| Self { name: (!name.is_empty()).then(|| name.to_owned()), address: address.to_owned() })
    }

    fn address(&self) -> Address<'_> {
        Address::new_address(self.name.as_deref(), self.address.as_str())
    }
}

pub(super) fn render(report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let envelope = &style.envelope;
    let document = outline::document(report, style, PAGE_TOP);
    let (mut plain, mut page) = (Vec::new(), Vec::new());
    text::render(&outline::document(report, style, super::DEFAULT_TOP), &for_mail(style), &mut plain)?;
    web::render(&document, report.period, style.lang, &mut page)?;
    let hash = Sha256::new().chain_update(&plain).chain_update(&page).finalize();
    let id = hash.first_chunk::<16>().map_or(0, |bytes| u128::from_be_bytes(*bytes));
    let id = format!("{id:032x}");
    let part = |kind: &'static str, body: Vec<u8>| MimePart::new(kind, String::from_utf8_lossy(&body).into_owned());
    let parts = vec![part("text/plain", plain), part("text/html", page)];
    // The hash of all there is in the mail stands nowhere in it.
    let kind = ContentType::new("multipart/alternative").attribute("boundary", format!("smtplog-{id}"));
    let subject = envelope.subject.clone().unwrap_or_else(|| subject(report, style));
    let message = MessageBuilder::new()
        .from(envelope.from.address())
        .to(Address::new_list(envelope.to.iter().map(Mailbox::address).collect()))
        .subject(escape::visible(&subject).into_owned())
        .date(Date::new(envelope.date))
        .message_id(format!("smtplog.{}.{id}@{}", envelope.date, envelope.host))
        // RFC 3834: nobody's holiday answer is wanted.
        .header("Auto-Submitted", mail_builder::headers::raw::Raw::new("auto-generated"))
        .body(MimePart::new(kind, parts));
    let mut bytes = Vec::new();
    message.serialize(&mut bytes);
    out.write_all(&bytes)
}

fn for_mail(style: &Style) -> Style {
    Style { width: WIDTH, color: false, ..style.clone() }
}

/// `mx1: 31.2 % delivered, 2 deferred, 9 bounced – 550 5.7.26 Neither SPF nor DKIM passed`, and before it how many thresholds are
/// passed.
fn subject(report: &Report, style: &Style) -> String {
    let lang = style.lang;
    let count = |wanted: &[Outcome]| -> u64 {
        let of_deliveries = report.totals.iter().filter(|total| total.kind == Kind::Delivery);
        of_deliveries.filter(|total| wanted.contains(&total.outcome)).map(|total| total.count).sum()
    };
    let all: u64 = report.totals.iter().filter(|total| total.kind == Kind::Delivery).map(|total| total.count).sum();
    let passed = report.verdicts.iter().filter(|verdict| verdict.is_passed).count() as u64;
    let mut parts: Vec<String> = (passed > 0).then(|| phrases::thresholds_passed(passed, lang)).into_iter().collect();
    if all > 0 {
        let delivered = labels::percent_of(count(&[Outcome::Delivered]), all, lang);
        parts.push(phrases::delivered_share(&delivered, lang));
        let counts = [
            (Outcome::Deferred, count(&[Outcome::Deferred])),
            (Outcome::Bounced, count(&[Outcome::Bounced, Outcome::Expired])),
        ];
        parts.extend(
            counts.into_iter().filter(|(_, n)| *n > 0).map(|(outcome, n)| phrases::outcome_count(n, outcome, lang)),
        );
    }
    let worst = report.failures.first();
    let worst =
        worst.map(|failure| format!(" – {} {}", labels::reply(&failure.shapes[0].shape, lang), failure.advice.title));
    let text = format!("{}: {}{}", style.envelope.host, parts.join(", "), worst.unwrap_or_default());
    text.chars().take(MAX_SUBJECT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mailboxes_cannot_end_their_header() {
        for (text, want) in [
            ("root", Some((None, "root"))),
            (" ann@shop.example ", Some((None, "ann@shop.example"))),
            ("Ann Ä <ann@shop.example>", Some((Some("Ann Ä"), "ann@shop.example"))),
            ("\"Ann, B\" <ann@shop.example>", Some((Some("Ann, B"), "ann@shop.example"))),
            ("a@b.example\r\nBcc: x@y.example", None),
            ("Ann\nBcc: x <ann@shop.example>", None),
            ("a@b.example, c@d.example", None),
            ("a b@c.example", None),
            ("", None),
            ("<>", None),
        ] {
            let want =
                want.map(|(name, address)| Mailbox { name: name.map(str::to_owned), address: address.to_owned() });
            assert_eq!(Mailbox::parse(text), want, "{text:?}");
        }
    }
}
