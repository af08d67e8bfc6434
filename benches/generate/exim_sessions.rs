//! What an Exim main log tells of beside messages: refused clients, failed logins, queue runs and other noise.

use std::io;

use super::World;
use super::mail::implied;
use super::people::{Client, Recipient, Sender};
use super::stamp::SECOND;
use super::truth::Class;

/// A refusal by an ACL; the code is in the words only if `logged`. `{i}`: the client's address.
struct Refusal {
    share: u64,
    code: u16,
    enhanced: &'static str,
    logged: bool,
    words: &'static str,
}

const REFUSALS: [Refusal; 8] = [
    Refusal { share: 300, code: 550, enhanced: "", logged: false, words: "relay not permitted" },
    Refusal { share: 220, code: 550, enhanced: "", logged: false, words: "Unrouteable address" },
    Refusal { share: 160, code: 451, enhanced: "", logged: false, words: "greylisted." },
    Refusal {
        share: 140,
        code: 550,
        enhanced: "",
        logged: false,
        words: "\"JunkMail rejected - [{i}]:53343 is in an RBL: https://www.dnsbl.example/query/ip/{i}\"",
    },
    Refusal { share: 70, code: 550, enhanced: "5.7.1", logged: true, words: "Administrative prohibition" },
    Refusal { share: 50, code: 452, enhanced: "4.5.3", logged: true, words: "Error: too many recipients" },
    Refusal { share: 40, code: 550, enhanced: "", logged: true, words: "no such mailbox" },
    Refusal { share: 20, code: 550, enhanced: "", logged: false, words: "Sender verify failed" },
];

/// A reply of a server that was asked about a recipient: code, enhanced code, words.
const CALLOUTS: [(u16, &str, &str); 3] =
    [(550, "5.1.1", "User unknown"), (550, "", "No such user"), (451, "4.3.0", "try again later")];

/// Lines that record nothing. `{n}`: a number, `{i}`: an address.
const NOISE: [&str; 6] = [
    "Start queue run: pid={n}",
    "End queue run: pid={n}",
    "no host name found for IP address {i}",
    "no MAIL in SMTP connection from [{i}] D=21s C=EHLO,STARTTLS",
    "SMTP connection from [{i}] lost while reading message data (header)",
    "TLS error on connection from [{i}] (recv): The TLS connection was non-properly terminated.",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Refused,
    Callout,
    Login,
    Noise,
}

/// A visit, or a single line.
#[derive(Debug)]
pub struct Session {
    kind: Kind,
    client: Client,
    sender: Sender,
    left: u64,
}

impl Session {
    /// A session of a random kind.
    pub fn new(world: &mut World<'_>) -> Self {
        let rng = &mut world.rng;
        let (kind, left) = match rng.below(100) {
            0..48 => (Kind::Refused, rng.below(5) / 3),
            48..52 => (Kind::Callout, 0),
            52..72 => (Kind::Login, rng.below(3)),
            _ => (Kind::Noise, 0),
        };
        let sender = if rng.chance(60) { Sender::Null } else { Sender::Rank(rng.zipf(world.senders)) };
        Self { kind, client: Client::stranger(rng), sender, left }
    }

    /// Writes the next line.
    pub fn turn(&mut self, now: u64, world: &mut World<'_>) -> io::Result<Option<u64>> {
        match self.kind {
            Kind::Refused => self.refuse(now, world),
            Kind::Callout => self.call_out(now, world),
            Kind::Login => self.fail_login(now, world),
            Kind::Noise => self.noise(now, world),
        }
        world.log.end()?;
        let again = self.left > 0;
        self.left = self.left.saturating_sub(1);
        Ok(again.then(|| now + world.rng.between(SECOND / 20, 2 * SECOND)))
    }

    /// `H=… F=<…> rejected RCPT <…>: `, with the recipient's rank.
    fn begin(&self, now: u64, temporary: bool, world: &mut World<'_>) -> Recipient {
        let to = Recipient::Rank(world.rng.zipf(world.senders));
        let text = world.log.begin(now, "exim", 900).s("H=");
        if self.client.has_name() {
            text.client_name(self.client).s(" ");
        }
        text.s("(").helo(self.client).s(") [").client_address(self.client).s("] F=<").sender(self.sender).s("> ");
        text.s(if temporary { "temporarily rejected" } else { "rejected" })
            .s(" RCPT <")
            .recipient(to, "lab.example")
            .s(">: ");
        to
    }

    fn refuse(&self, now: u64, world: &mut World<'_>) {
        let refusal = world.rng.weighted(&REFUSALS, 1000, |refusal| refusal.share);
        self.begin(now, refusal.code < 500, world);
        let text = &mut world.log.text;
        if refusal.logged {
            text.n(u64::from(refusal.code)).s(" ").s(refusal.enhanced).s(if refusal.enhanced.is_empty() {
                ""
            } else {
                " "
            });
        }
        text.filled(refusal.words, |_, text| text.client_address(self.client).done());
        let class = implied(refusal.code, refusal.enhanced, "reject", outcome(refusal.code));
        world.log.event(self.sender, Class { origin: if refusal.logged { "logged" } else { "implied" }, ..class });
    }

    /// A recipient that another server was asked about: its reply and our own refusal in one line.
    fn call_out(&self, now: u64, world: &mut World<'_>) {
        let (code, enhanced, words) = *world.rng.pick(&CALLOUTS);
        let to = self.begin(now, code < 500, world);
        let text = &mut world.log.text;
        text.s(if code < 500 { "Could not complete recipient verify callout: " } else { "" });
        text.s("mx.verify.example [192.0.2.77] : SMTP error from remote mail server after RCPT TO:<")
            .recipient(to, "lab.example");
        text.s(">: ").n(u64::from(code)).s(" ").s(enhanced).s(if enhanced.is_empty() { "" } else { " " }).s(words);
        let probe = Class { code, enhanced, kind: "probe", outcome: "undeliverable", origin: "logged" };
        world.log.event(self.sender, probe);
        let ours = if code < 500 { 451 } else { 550 };
        world.log.event(self.sender, implied(ours, "", "reject", outcome(ours)));
    }

    fn fail_login(&self, now: u64, world: &mut World<'_>) {
        let cancelled = world.rng.chance(60);
        let text = world.log.begin(now, "exim", 900).s("login_server authenticator failed for ");
        if self.client.has_name() {
            text.client_name(self.client).s(" ");
        }
        text.s("(").helo(self.client).s(") [").client_address(self.client).s("]: ");
        text.s(if cancelled {
            "501 Authentication cancelled"
        } else {
            "535 Incorrect authentication data (set_id=info@lab.example)"
        });
        let code = if cancelled { 501 } else { 535 };
        let class = implied(code, "", "auth", "authentication-failed");
        world.log.event(Sender::Unknown, Class { origin: "logged", ..class });
    }

    fn noise(&self, now: u64, world: &mut World<'_>) {
        let words = *world.rng.pick(&NOISE);
        world.log.begin(now, "exim", 900).filled(words, |field, text| {
            match field {
                b'i' => text.client_address(self.client),
                _ => text.n(self.client.port()),
            };
        });
    }
}

fn outcome(code: u16) -> &'static str {
    if code < 500 { "temporarily-rejected" } else { "rejected" }
}
