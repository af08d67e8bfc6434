//! A message's way through Postfix: smtpd or pickup, cleanup, qmgr, smtp, bounce.

use std::io;

use super::answers::{After, Answer};
use super::mail::{Mail, Verdict, implied, silent};
use super::people::Sender;
use super::postfix_sessions::Session;
use super::schedule::Schedule;
use super::text::Text;
use super::{Server, World};

const MILLI: u64 = 1000;
const TLS: &str = "TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature";

/// Writes Postfix's lines.
pub struct Postfix;

/// What a Postfix log tells of.
#[derive(Debug)]
pub enum Story {
    /// A message, and the line it writes next.
    Mail(Mail, Step),
    /// A client that leaves no message, or noise.
    Session(Session),
}

/// The lines of a message, in order.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    Connect,
    ClientTls,
    Client,
    Pickup,
    MessageId,
    Active,
    Disconnect,
    ServerTls,
    Deliver,
    Notify,
    Removed,
}

impl Server for Postfix {
    type Story = Story;

    fn arrive(&self, now: u64, world: &mut World<'_>, schedule: &mut Schedule<Story>) {
        let first = match world.rng.below(1000) {
            0..15 => Step::Pickup,
            15..640 => Step::Connect,
            _ => {
                let session = Session::new(world);
                schedule.add(now, |_| Story::Session(session));
                return;
            }
        };
        schedule.add(now, |slot| Story::Mail(Mail::new(now, slot, world), first));
    }

    fn turn(
        &self,
        now: u64,
        story: &mut Story,
        world: &mut World<'_>,
        schedule: &mut Schedule<Story>,
    ) -> io::Result<Option<u64>> {
        let (mail, step) = match story {
            Story::Session(session) => return session.turn(now, world),
            Story::Mail(mail, step) => (mail, step),
        };
        let next = match *step {
            Step::Deliver => deliver(now, mail, world)?,
            Step::Notify => notify(now, mail, world, schedule)?,
            Step::Active if mail.is_too_old() => expire(now, mail, world)?,
            plain => report(plain, now, mail, world)?,
        };
        let Some((next, pause)) = next else { return Ok(None) };
        *step = next;
        Ok(Some(if pause == RETRY {
            mail.retry_time(now, world)
        } else {
            now + world.rng.between(pause / 2, pause * 2)
        }))
    }
}

/// The next line and the usual pause before it, in microseconds.
type Next = Option<(Step, u64)>;

/// A pause until the next attempt.
const RETRY: u64 = u64::MAX;

/// The lines that only depend on the message: writes one and says what follows.
fn report(step: Step, now: u64, mail: &mut Mail, world: &mut World<'_>) -> io::Result<Next> {
    let smtpd = if mail.login { "postfix/submission/smtpd" } else { "postfix/smtpd" };
    let smtpd_pid = 1200 + mail.arrived / MILLI % 47;
    let log = &mut world.log;
    let next = match step {
        Step::Connect => {
            log.begin(now, smtpd, smtpd_pid).s("connect from ").client(mail.client);
            if mail.login || mail.size % 10 < 6 { (Step::ClientTls, 60 * MILLI) } else { (Step::Client, 90 * MILLI) }
        }
        Step::ClientTls => {
            let text =
                log.begin(now, smtpd, smtpd_pid).s("Anonymous TLS connection established from ").client(mail.client);
            text.s(": ").s(TLS).s(" RSA-PSS (2048 bits) server-digest SHA256");
            (Step::Client, 80 * MILLI)
        }
        Step::Client => {
            queue_id(mail, log.begin(now, smtpd, smtpd_pid)).s("client=").client(mail.client);
            if mail.login {
                log.text.s(", sasl_method=PLAIN, sasl_username=").sender(mail.sender);
                log.event(Sender::Unknown, implied(235, "", "auth", "authenticated"));
            }
            (Step::MessageId, 40 * MILLI)
        }
        Step::Pickup => {
            queue_id(mail, log.begin(now, "postfix/pickup", 811))
                .s("uid=")
                .n(mail.size % 3 * 33)
                .s(" from=<")
                .sender(mail.sender)
                .s(">");
            (Step::MessageId, 5 * MILLI)
        }
        Step::MessageId => {
            let text = queue_id(mail, log.begin(now, "postfix/cleanup", 1300 + mail.size % 13)).s("message-id=<");
            text.n(mail.arrived).s(".").n(mail.size).s("@").client_name(mail.client).s(">");
            (Step::Active, 4 * MILLI)
        }
        Step::Active => {
            let text = queue_id(mail, log.begin(now, "postfix/qmgr", 812))
                .s("from=<")
                .sender(mail.sender)
                .s(">, size=")
                .n(mail.size);
            text.s(", nrcpt=").n(mail.count as u64).s(" (queue active)");
            mail.at = 0;
            if mail.attempts == 0 && mail.parent.is_none() {
                (Step::Disconnect, 20 * MILLI)
            } else {
                after_active(mail)
            }
        }
        Step::Disconnect => {
            log.begin(now, smtpd, smtpd_pid)
                .s("disconnect from ")
                .client(mail.client)
                .s(" ehlo=1 mail=1 rcpt=")
                .n(mail.count as u64);
            log.text.s(" data=1 quit=1 commands=").n(4 + mail.count as u64);
            after_active(mail)
        }
        Step::ServerTls => {
            let text = log.begin(now, "postfix/smtp", smtp_pid(mail)).s("Trusted TLS connection established to ");
            mail.write_server(text, mail.arrived, "[", "]:25: ");
            text.s(TLS).s(" ECDSA (P-256) server-digest SHA256");
            (Step::Deliver, 400 * MILLI)
        }
        _ => {
            queue_id(mail, log.begin(now, "postfix/qmgr", 812)).s("removed");
            log.end()?;
            return Ok(None);
        }
    };
    log.end()?;
    Ok(Some(next))
}

/// What follows when a message is in the active queue.
fn after_active(mail: &mut Mail) -> (Step, u64) {
    if mail.advance() && mail.size % 10 < 7 { (Step::ServerTls, 300 * MILLI) } else { (Step::Deliver, 600 * MILLI) }
}

/// Tries the current recipient.
fn deliver(now: u64, mail: &mut Mail, world: &mut World<'_>) -> io::Result<Next> {
    if mail.advance() {
        let verdict = mail.attempt(world);
        if matches!(verdict, Verdict::Deferred(_) | Verdict::Unreachable) || world.rng.chance(8) {
            other_host(now, mail, verdict, world)?;
        }
        delivery(now, mail, verdict, world)?;
        mail.at += 1;
        if mail.advance() {
            return Ok(Some((Step::Deliver, 30 * MILLI)));
        }
    }
    mail.attempts += 1;
    Ok(Some(match mail.is_done() {
        _ if mail.failed => (Step::Notify, 8 * MILLI),
        true => (Step::Removed, 2 * MILLI),
        false => (Step::Active, RETRY),
    }))
}

/// A first mail host that did not take the message either.
fn other_host(now: u64, mail: &Mail, verdict: Verdict, world: &mut World<'_>) -> io::Result<()> {
    let token = world.rng.next();
    if token % 3 != 0 {
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
fn delivery(now: u64, mail: &Mail, verdict: Verdict, world: &mut World<'_>) -> io::Result<()> {
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
    if token % 20 == 0 {
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
fn verdict_words(mail: &Mail, verdict: Verdict, token: u64, text: &mut Text) -> super::Class {
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

/// Tells the sender.
fn notify(now: u64, mail: &mut Mail, world: &mut World<'_>, schedule: &mut Schedule<Story>) -> io::Result<Next> {
    mail.failed = false;
    let after = if mail.is_done() { (Step::Removed, 4 * MILLI) } else { (Step::Active, RETRY) };
    let Sender::Rank(rank) = mail.sender else { return Ok(Some(after)) };
    let slot = schedule.add(now, |slot| Story::Mail(Mail::bounce(now, slot, mail, rank, world), Step::MessageId));
    let text = queue_id(mail, world.log.begin(now, "postfix/bounce", 1400 + mail.size % 3))
        .s("sender non-delivery notification: ");
    write_id(now, slot, text);
    world.log.end()?;
    Ok(Some(after))
}

/// Gives the message up.
fn expire(now: u64, mail: &mut Mail, world: &mut World<'_>) -> io::Result<Next> {
    let text = queue_id(mail, world.log.begin(now, "postfix/qmgr", 812)).s("from=<").sender(mail.sender);
    text.s(">, status=expired, returned to sender");
    world.log.event(mail.sender, silent("delivery", "expired"));
    world.log.end()?;
    for target in &mut mail.targets {
        target.done = true;
    }
    Ok(Some((Step::Notify, 5 * MILLI)))
}

fn queue_id<'t>(mail: &Mail, text: &'t mut Text) -> &'t mut Text {
    write_id(mail.arrived, mail.slot, text).s(": ")
}

/// Five digits of microseconds and the inode, as Postfix makes its short ids.
fn write_id(arrived: u64, slot: u32, text: &mut Text) -> &mut Text {
    text.hex(arrived % 1_000_000, 5).hex(0x1A_2000 + u64::from(slot), 6)
}

fn smtp_pid(mail: &Mail) -> u64 {
    1500 + (mail.arrived / 7 + u64::from(mail.attempts)) % 61
}
