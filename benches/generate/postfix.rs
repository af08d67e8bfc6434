//! A message's way through Postfix: smtpd or pickup, cleanup, qmgr, smtp, bounce.

use std::io;

use super::mail::{Mail, Verdict, implied, silent};
use super::people::Sender;
use super::postfix_delivery::{delivery, other_host, queue_id, smtp_pid, write_id};
use super::postfix_sessions::Session;
use super::schedule::Schedule;
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
            15..720 => Step::Connect,
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
            Step::Active | Step::ServerTls | Step::Removed => manage(*step, now, mail, world)?,
            incoming => receive(incoming, now, mail, world)?,
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

/// The lines of a message on its way in, but for the queue manager's: writes one and says what follows.
fn receive(step: Step, now: u64, mail: &mut Mail, world: &mut World<'_>) -> io::Result<Next> {
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
        _ => {
            log.begin(now, smtpd, smtpd_pid)
                .s("disconnect from ")
                .client(mail.client)
                .s(" ehlo=1 mail=1 rcpt=")
                .n(mail.count as u64);
            log.text.s(" data=1 quit=1 commands=").n(4 + mail.count as u64);
            after_active(mail)
        }
    };
    log.end()?;
    Ok(Some(next))
}

/// The lines of a message in the queue: writes one and says what follows.
fn manage(step: Step, now: u64, mail: &mut Mail, world: &mut World<'_>) -> io::Result<Next> {
    let log = &mut world.log;
    let next = match step {
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
