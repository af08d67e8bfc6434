//! The lines of Postfix's delivery agents: `QID: to=<…>, relay=…, dsn=…, status=… (…)` and what comes before them.

use std::io;

use super::answers::{After, Answer};
use super::mail::{Mail, Verdict, silent};
use super::people::Sender;
use super::text::Text;
use super::{Class, World};

const MILLI: u64 = 1000;

/// A first mail host that did not take the message either.
pub fn other_host(now: u64, mail: &Mail, verdict: Verdict, world: &mut World<'_>) -> io::Result<()> {
    let token = world.rng.next();
    if !token.is_multiple_of(3) {
        return Ok(());
    }
    let log = &mut world.log;
    let text = log.begin(now, "postfix/smtp", smtp_pid(mail));
    if let Verdict::Deferred(answer) = verdict {
        said(mail, queue_id(mail, text), answer, token, mail.arrived + 1);
        let kind_of = answer.class("attempt", "deferred", "logged");
        log.event(mail.sender, kind_of);
    } else {
        mail.write_server(text.s("connect to "), mail.arrived + 1, "[", "]:25: Connection timed out");
        log.event(Sender::Unknown, silent("attempt", "deferred"));
    }
    log.end()
}

/// The final line of an attempt for a recipient.
pub fn delivery(now: u64, mail: &Mail, verdict: Verdict, world: &mut World<'_>) -> io::Result<()> {
    let token = world.rng.next();
    let log = &mut world.log;
    let program = match verdict {
        Verdict::Local => "postfix/local",
        Verdict::TooSoon(_) => "postfix/error",
        _ => "postfix/smtp",
    };
    let text = queue_id(mail, log.begin(now, program, smtp_pid(mail))).s("to=<");
    mail.write_target(text);
    match verdict {
        Verdict::Local => text.s(">, relay=local").done(),
        Verdict::TooSoon(_) | Verdict::Unreachable | Verdict::NoSuchDomain => text.s(">, relay=none").done(),
        _ => mail.write_server(text.s(">, relay="), mail.arrived, "[", "]:25"),
    }
    if token.is_multiple_of(20)
        && !matches!(verdict, Verdict::Local | Verdict::TooSoon(_) | Verdict::Unreachable | Verdict::NoSuchDomain)
    {
        text.s(", conn_use=").n(2 + token % 7);
    }
    delays(now, mail, token >> 8, text);
    let class = verdict_words(mail, verdict, token, text);
    log.event(mail.sender, class);
    log.end()
}

fn delays(now: u64, mail: &Mail, token: u64, text: &mut Text) {
    let total = (now - mail.arrived) / MILLI;
    let (manager, connect, transmit) = (token % 20, total.min(token % 300), total.min(token % 170));
    let before = total.saturating_sub(manager + connect + transmit);
    text.s(", delay=").seconds(total).s(", delays=").seconds(before).s("/").seconds(manager);
    text.s("/").seconds(connect).s("/").seconds(transmit);
}

/// `, dsn=…, status=… (…)`, and how that is counted.
fn verdict_words(mail: &Mail, verdict: Verdict, token: u64, text: &mut Text) -> Class {
    match verdict {
        Verdict::Local => {
            text.s(", dsn=2.0.0, status=sent (delivered to mailbox)");
            silent("delivery", "delivered")
        }
        Verdict::Accepted(answer) => {
            dsn(text, answer, '2').s(", status=sent (");
            mail.write_answer(text, answer, " ", token);
            text.s(")");
            answer.class("delivery", "delivered", "logged")
        }
        Verdict::Deferred(answer) | Verdict::Bounced(answer) => {
            let deferred = matches!(verdict, Verdict::Deferred(_));
            dsn(text, answer, if deferred { '4' } else { '5' }).s(if deferred {
                ", status=deferred ("
            } else {
                ", status=bounced ("
            });
            said(mail, text, answer, token, mail.arrived);
            text.s(")");
            answer.class("delivery", if deferred { "deferred" } else { "bounced" }, "logged")
        }
        Verdict::TooSoon(answer) => {
            dsn(text, answer, '4').s(", status=deferred (delivery temporarily suspended: ");
            said(mail, text, answer, token, mail.arrived);
            text.s(")");
            answer.class("delivery", "deferred", "repeated")
        }
        Verdict::Unreachable => {
            mail.write_server(
                text.s(", dsn=4.4.1, status=deferred (connect to "),
                mail.arrived,
                "[",
                "]:25: Connection timed out)",
            );
            silent("delivery", "deferred")
        }
        Verdict::NoSuchDomain => {
            text.s(", dsn=5.4.4, status=bounced (Host or domain name not found. Name service error for name=");
            text.recipient_domain(mail.target(), mail.provider().domain).s(" type=AAAA: Host not found)");
            silent("delivery", "bounced")
        }
    }
}

/// Postfix's verdict: the reply's enhanced code with the class of what Postfix does, `x.0.0` without one.
fn dsn<'t>(text: &'t mut Text, answer: &Answer, class: char) -> &'t mut Text {
    let detail = answer.enhanced.get(1..).unwrap_or(".0.0");
    text.s(", dsn=").s(class.encode_utf8(&mut [0; 4])).s(if detail.is_empty() { ".0.0" } else { detail })
}

/// `host H[ip] said: … (in reply to … command)`.
fn said(mail: &Mail, text: &mut Text, answer: &Answer, token: u64, which: u64) {
    let verb = if answer.after == After::Connect { "] refused to talk to me: " } else { "] said: " };
    mail.write_server(text.s("host "), which, "[", verb);
    mail.write_answer(text, answer, " ", token);
    text.s(match answer.after {
        After::Connect => "",
        After::Mail => " (in reply to MAIL FROM command)",
        After::Rcpt => " (in reply to RCPT TO command)",
        After::Dot => " (in reply to end of DATA command)",
    });
}

/// `QID: `.
pub fn queue_id<'t>(mail: &Mail, text: &'t mut Text) -> &'t mut Text {
    write_id(mail.arrived, mail.slot, text).s(": ")
}

/// Five digits of microseconds and the inode, as Postfix makes its short ids.
pub fn write_id(arrived: u64, slot: u32, text: &mut Text) -> &mut Text {
    text.hex(arrived % 1_000_000, 5).hex(0x1A_2000 + u64::from(slot), 6)
}

/// The process that delivers in this attempt.
pub fn smtp_pid(mail: &Mail) -> u64 {
    1500 + (mail.arrived / 7 + u64::from(mail.attempts)) % 61
}
