//! A message's way through Exim's main log: `<=`, `=>`, `->`, `**`, `==`, `Completed`.

use std::io;

use super::answers::{After, Answer};
use super::exim_sessions::Session;
use super::mail::{Mail, Verdict, implied, silent};
use super::people::Sender;
use super::schedule::Schedule;
use super::stamp::SECOND;
use super::text::Text;
use super::{Server, World};

const MILLI: u64 = 1000;
const CIPHER: &str = " X=TLS1.3:ECDHE_RSA_AES_256_GCM_SHA384:256";

/// Writes Exim's lines.
pub struct Exim {
    /// Ids of 16 characters.
    pub short_ids: bool,
}

/// What an Exim log tells of.
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
    Arrive,
    Deliver,
    Completed,
}

impl Server for Exim {
    type Story = Story;

    fn arrive(&self, now: u64, world: &mut World<'_>, schedule: &mut Schedule<Story>) {
        if world.rng.chance(790) {
            schedule.add(now, |slot| Story::Mail(Mail::new(now, slot, world), Step::Arrive));
        } else {
            let session = Session::new(world);
            schedule.add(now, |_| Story::Session(session));
        }
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
        match *step {
            Step::Arrive => {
                self.arrival(now, mail, world)?;
                *step = Step::Deliver;
                Ok(Some(now + world.rng.between(200 * MILLI, 3 * SECOND)))
            }
            Step::Deliver => self.deliver(now, mail, step, world, schedule),
            Step::Completed => {
                self.begin(now, mail, world).s(" Completed");
                world.log.end()?;
                Ok(None)
            }
        }
    }
}

impl Exim {
    fn begin<'t>(&self, now: u64, mail: &Mail, world: &'t mut World<'_>) -> &'t mut Text {
        self.write_id(mail.arrived, mail.slot, world.log.begin(now, "exim", 900 + u64::from(mail.slot)))
    }

    /// Seconds, process, and a fraction, in base 62. The slot takes the part of the process.
    fn write_id<'t>(&self, arrived: u64, slot: u32, text: &'t mut Text) -> &'t mut Text {
        let (second, fraction, process) = (arrived / SECOND, arrived % SECOND, 1000 + u64::from(slot));
        text.base62(second, 6).s("-");
        if self.short_ids {
            text.base62(process, 6).s("-").base62(fraction / 500, 2)
        } else {
            text.base62(process, 11).s("-").base62(fraction / 2, 4)
        }
    }

    fn arrival(&self, now: u64, mail: &Mail, world: &mut World<'_>) -> io::Result<()> {
        let text = self.begin(now, mail, world);
        if let Some((slot, arrived)) = mail.parent {
            self.write_id(arrived, slot, text.s(" <= <> R=")).s(" U=Debian-exim P=local S=").n(mail.size);
            return world.log.end();
        }
        text.s(" <= ").s(if mail.sender == Sender::Null { "<>" } else { "" }).sender(mail.sender).s(" H=");
        text.client_name(mail.client).s(" (").helo(mail.client).s(") [").client_address(mail.client).s("]");
        if mail.login {
            text.s(" P=esmtpsa").s(CIPHER).s(" CV=no A=plain_server:").sender(mail.sender);
        } else {
            text.s(if mail.size % 10 < 6 { " P=esmtps" } else { " P=esmtp" });
            text.s(if mail.size % 10 < 6 { CIPHER } else { "" }).s(if mail.size % 10 < 6 { " CV=no" } else { "" });
        }
        text.s(" S=").n(mail.size).s(" id=").n(mail.arrived).s(".").n(mail.size).s("@").client_name(mail.client);
        if mail.login {
            world.log.event(mail.sender, implied(235, "", "auth", "authenticated"));
        }
        world.log.end()
    }

    /// One recipient of an attempt, or what follows the last one.
    fn deliver(
        &self,
        now: u64,
        mail: &mut Mail,
        step: &mut Step,
        world: &mut World<'_>,
        schedule: &mut Schedule<Story>,
    ) -> io::Result<Option<u64>> {
        if mail.advance() {
            if mail.is_too_old() {
                self.give_up(now, mail, world)?;
            } else {
                self.try_once(now, mail, world)?;
            }
            mail.at += 1;
            if mail.advance() {
                return Ok(Some(now + world.rng.between(MILLI, 60 * MILLI)));
            }
        }
        mail.attempts += 1;
        mail.at = 0;
        if let (true, Sender::Rank(rank)) = (mail.failed, mail.sender) {
            schedule
                .add(now + 20 * MILLI, |slot| Story::Mail(Mail::bounce(now, slot, mail, rank, world), Step::Arrive));
        }
        mail.failed = false;
        if mail.is_done() {
            *step = Step::Completed;
            return Ok(Some(now + world.rng.between(MILLI, 60 * MILLI)));
        }
        Ok(Some(mail.retry_time(now, world)))
    }

    fn try_once(&self, now: u64, mail: &mut Mail, world: &mut World<'_>) -> io::Result<()> {
        let verdict = mail.attempt(world);
        let token = world.rng.next();
        if let (Verdict::Deferred(answer), 0) = (verdict, token % 3) {
            let text = self.begin(now, mail, world).s(" H=");
            server_error(mail, text, answer, token, 1, "]: ");
            world.log.event(mail.sender, answer.class("attempt", "deferred", "logged"));
            world.log.end()?;
        }
        if matches!(verdict, Verdict::Unreachable) {
            mail.write_server(self.begin(now, mail, world).s(" H="), mail.arrived, " [", "] Connection timed out");
            world.log.event(mail.sender, silent("attempt", "deferred"));
            world.log.end()?;
        }
        let text = self.begin(now, mail, world);
        let class = result(mail, verdict, token, text);
        world.log.event(mail.sender, class);
        world.log.end()
    }

    fn give_up(&self, now: u64, mail: &mut Mail, world: &mut World<'_>) -> io::Result<()> {
        let text = self.begin(now, mail, world).s(" ** ");
        mail.write_target(text);
        text.s(": retry timeout exceeded");
        world.log.event(mail.sender, silent("delivery", "bounced"));
        world.log.end()?;
        mail.targets[mail.at].done = true;
        mail.failed = true;
        Ok(())
    }
}

/// ` FLAG address …`, and how that is counted.
fn result(mail: &Mail, verdict: Verdict, token: u64, text: &mut Text) -> super::Class {
    let flag = match verdict {
        Verdict::Accepted(_) if mail.at > 0 && mail.provider().domain == "gmail.example" => " -> ",
        Verdict::Local | Verdict::Accepted(_) => " => ",
        Verdict::Bounced(_) | Verdict::NoSuchDomain => " ** ",
        _ => " == ",
    };
    mail.write_target(text.s(flag));
    match verdict {
        Verdict::Local => {
            text.s(" <box").n(token % 900).s("@lab.example> R=local_user T=mail_spool");
            silent("delivery", "delivered")
        }
        Verdict::Accepted(answer) => {
            mail.write_server(text.s(" R=dnslookup T=remote_smtp H="), mail.arrived, " [", "]");
            text.s(CIPHER).s(" CV=yes").s(if token.is_multiple_of(3) { " K" } else { "" }).s(" C=\"");
            mail.write_answer(text, answer, "\\\\n", token);
            text.s("\"");
            answer.class("delivery", "delivered", "logged")
        }
        Verdict::Bounced(answer) => {
            server_error(mail, text.s(" R=dnslookup T=remote_smtp H="), answer, token, 0, "]: ");
            answer.class("delivery", "bounced", "logged")
        }
        Verdict::Deferred(answer) => {
            let errno = match answer.after {
                After::Connect => "0",
                After::Mail => "-45",
                After::Rcpt => "-44",
                After::Dot => "-46",
            };
            server_error(
                mail,
                text.s(" R=dnslookup T=remote_smtp defer (").s(errno).s(") H="),
                answer,
                token,
                0,
                "]: ",
            );
            answer.class("delivery", "deferred", "logged")
        }
        Verdict::Unreachable | Verdict::TooSoon(_) | Verdict::NoSuchDomain => unreached(mail, verdict, text),
    }
}

/// The ends of lines without a server's reply.
fn unreached(mail: &Mail, verdict: Verdict, text: &mut Text) -> super::Class {
    match verdict {
        Verdict::NoSuchDomain => {
            text.s(": Unrouteable address");
            return silent("delivery", "bounced");
        }
        Verdict::Unreachable => {
            mail.write_server(
                text.s(" R=dnslookup T=remote_smtp defer (110) H="),
                mail.arrived,
                " [",
                "]: Connection timed out",
            );
        }
        _ => {
            text.s(" R=dnslookup T=remote_smtp defer (-53): retry time not reached for any host for '");
            text.recipient_domain(mail.target(), mail.provider().domain).s("'");
        }
    }
    silent("delivery", "deferred")
}

/// `H [ip]: SMTP error from remote mail server after …: reply`.
fn server_error(mail: &Mail, text: &mut Text, answer: &Answer, token: u64, which: u64, behind: &str) {
    mail.write_server(text, mail.arrived + which, " [", behind);
    text.s("SMTP error from remote mail server after ")
        .s(if token.is_multiple_of(4) && answer.after != After::Connect { "pipelined " } else { "" });
    match answer.after {
        After::Connect => text.s("initial connection: ").done(),
        After::Mail => text.s("MAIL FROM:<").sender(mail.sender).s("> SIZE=").n(mail.size).s(": ").done(),
        After::Rcpt => {
            mail.write_target(text.s("RCPT TO:<"));
            text.s(">: ");
        }
        After::Dot => text.s("end of data: ").done(),
    }
    mail.write_answer(text, answer, "\\n", token);
}
