//! What a Postfix log tells of beside messages: refused clients, failed logins, postscreen, other programs.

use std::io;

use super::World;
use super::mail::implied;
use super::people::{Client, Recipient, Sender};
use super::stamp::SECOND;
use super::truth::Class;

/// A refusal: what smtpd, postscreen or cleanup says. `{r}`, `{i}`, `{h}`: recipient, client address, client's EHLO name.
struct Refusal {
    share: u64,
    /// What refuses and at which command.
    verb: &'static str,
    code: u16,
    enhanced: &'static str,
    words: &'static str,
    /// Whether the client had named sender and recipient.
    envelope: (bool, bool),
}

const fn refusal(share: u64, verb: &'static str, code: u16, enhanced: &'static str, words: &'static str) -> Refusal {
    Refusal { share, verb, code, enhanced, words, envelope: (true, true) }
}

const RCPT: &str = "NOQUEUE: reject: RCPT from ";
const REFUSALS: [Refusal; 12] = [
    refusal(250, RCPT, 554, "5.7.1", "<{r}>: Relay access denied"),
    refusal(170, RCPT, 550, "5.1.1", "<{r}>: Recipient address rejected: User unknown in virtual mailbox table"),
    refusal(
        150,
        RCPT,
        450,
        "4.7.1",
        "<{r}>: Recipient address rejected: Greylisted, see http://postgrey.example/help/{h}.html",
    ),
    refusal(
        130,
        RCPT,
        554,
        "5.7.1",
        "Service unavailable; Client host [{i}] blocked using zen.dnsbl.example; https://www.dnsbl.example/query/ip/{i}",
    ),
    refusal(80, RCPT, 450, "4.7.25", "Client host rejected: cannot find your hostname, [{i}]"),
    refusal(60, RCPT, 504, "5.5.2", "<{h}>: Helo command rejected: need fully-qualified hostname"),
    refusal(
        40,
        RCPT,
        550,
        "5.7.23",
        "<{r}>: Recipient address rejected: Message rejected due to: SPF fail - not authorized",
    ),
    refusal(30, RCPT, 450, "4.1.8", "<{r}>: Sender address rejected: Domain not found"),
    refusal(30, "NOQUEUE: milter-reject: RCPT from ", 451, "4.7.1", "Service unavailable - try again later"),
    Refusal {
        envelope: (true, false),
        ..refusal(20, "NOQUEUE: reject: MAIL from ", 552, "5.3.4", "Message size exceeds fixed limit")
    },
    Refusal {
        envelope: (false, false),
        ..refusal(20, "NOQUEUE: reject: EHLO from ", 504, "5.5.2", "<{h}>: Helo command rejected: Host not found")
    },
    Refusal {
        envelope: (false, false),
        ..refusal(20, "NOQUEUE: reject: CONNECT from ", 554, "5.7.1", "<{h}[{i}]>: Client host rejected: Access denied")
    },
];

/// Lines of other programs; `{n}`: a number, `{i}`: an address, `{r}`: a mailbox of ours.
const FOREIGN: [(&str, &str); 6] = [
    (
        "dovecot",
        "imap-login: Login: user=<{r}>, method=PLAIN, rip={i}, lip=192.0.2.10, mpid={n}, TLS, session=<{n}abc+Zk>",
    ),
    ("dovecot", "imap({r})<{n}><{n}x>: Disconnected: Logged out in=550 out=4521 deleted=0 expunged=0"),
    ("opendkim", "1A2B3C4D5E: DKIM-Signature field added (s=mail, d=lab.example)"),
    ("CRON", "(root) CMD (test -x /usr/sbin/anacron || run-parts --report /etc/cron.hourly)"),
    (
        "amavis",
        "({n}-09) Passed CLEAN RelayedInbound, [{i}]:45020 -> <{r}>, Hits: -1.5, size: {n}, queued_as: 4C5E51000, 250 ms",
    ),
    ("sshd", "Failed password for invalid user admin from {i} port 55022 ssh2"),
];

/// Lines of Postfix itself that record nothing.
const NOISE: [(&str, &str); 5] = [
    ("postfix/anvil", "statistics: max connection rate 3/60s for (smtp:{i}) at Mar  2 00:00:00"),
    ("postfix/anvil", "statistics: max cache size 17 at Mar  2 00:00:00"),
    ("postfix/scache", "statistics: domain lookup hits=550 miss=421 success=56%"),
    (
        "postfix/trivial-rewrite",
        "warning: do not list domain lab.example in BOTH mydestination and virtual_mailbox_domains",
    ),
    (
        "postfix/smtpd",
        "warning: hostname host-{n}.pool.isp.test does not resolve to address {i}: Name or service not known",
    ),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Refused,
    Login,
    Screened,
    Foreign,
    Noise,
}

/// A visit, or a single line of somebody else.
#[derive(Debug)]
pub struct Session {
    kind: Kind,
    client: Client,
    sender: Sender,
    step: u64,
    /// The step that ends it.
    last: u64,
}

impl Session {
    /// A session of a random kind.
    pub fn new(world: &mut World<'_>) -> Self {
        let rng = &mut world.rng;
        let (kind, last) = match rng.below(100) {
            0..38 => (Kind::Refused, 2 + rng.below(5) / 3),
            38..56 => (Kind::Login, 3),
            56..74 => (Kind::Screened, 3),
            74..92 => (Kind::Foreign, 0),
            _ => (Kind::Noise, 0),
        };
        let sender = if rng.chance(60) { Sender::Null } else { Sender::Rank(rng.zipf(world.senders)) };
        Self { kind, client: Client::stranger(rng), sender, step: 0, last }
    }

    /// Writes the next line.
    pub fn turn(&mut self, now: u64, world: &mut World<'_>) -> io::Result<Option<u64>> {
        match self.kind {
            Kind::Screened => self.screen(now, world),
            Kind::Foreign => foreign(now, self.client, world),
            Kind::Noise => noise(now, self.client, world),
            Kind::Refused | Kind::Login => self.visit(now, world),
        }
        world.log.end()?;
        self.step += 1;
        Ok((self.step <= self.last).then(|| now + world.rng.between(SECOND / 20, 2 * SECOND)))
    }

    fn visit(&self, now: u64, world: &mut World<'_>) {
        let pid = 1200 + self.client.port() % 47;
        let login = self.kind == Kind::Login;
        let program = if login { "postfix/submission/smtpd" } else { "postfix/smtpd" };
        match self.step {
            0 => world.log.begin(now, program, pid).s("connect from ").client(self.client).done(),
            step if step == self.last => {
                let text = world.log.begin(now, program, pid).s("disconnect from ").client(self.client);
                text.s(if login {
                    " ehlo=1 auth=0/1 commands=1/2"
                } else {
                    " ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4"
                });
            }
            2 if login => {
                world.log.begin(now, program, pid).s("lost connection after AUTH from ").client(self.client).done();
            }
            _ if login => self.fail_login(now, program, pid, world),
            _ => self.refuse(now, program, pid, world),
        }
    }

    fn fail_login(&self, now: u64, program: &str, pid: u64, world: &mut World<'_>) {
        let (times, broken) = (1 + world.rng.below(40) / 36 * 2, world.rng.chance(30));
        let text = world.log.begin(now, program, pid);
        if times > 1 {
            text.s("message repeated ").n(times).s(" times: [ ");
        }
        text.s("warning: ").client(self.client).s(": SASL LOGIN authentication failed: ");
        text.s(if broken { "Connection lost to authentication server" } else { "UGFzc3dvcmQ6" });
        text.s(if times > 1 { "]" } else { "" });
        let code = if broken { 454 } else { 535 };
        world.log.events(Sender::Unknown, implied(code, "", "auth", "authentication-failed"), times);
    }

    fn refuse(&self, now: u64, program: &str, pid: u64, world: &mut World<'_>) {
        if world.rng.chance(40) {
            return self.refuse_content(now, world);
        }
        let refusal = world.rng.weighted(&REFUSALS, 1000, |refusal| refusal.share);
        let to = Recipient::Rank(world.rng.zipf(world.senders));
        let text = world.log.begin(now, program, pid).s(refusal.verb).client(self.client).s(": ");
        text.n(u64::from(refusal.code)).s(" ").s(refusal.enhanced).s(" ");
        text.filled(refusal.words, |field, text| {
            match field {
                b'r' => text.recipient(to, "lab.example"),
                b'i' => text.client_address(self.client),
                _ => text.helo(self.client),
            };
        });
        text.s(";");
        let (has_sender, has_recipient) = refusal.envelope;
        if has_sender {
            text.s(" from=<").sender(self.sender).s(">");
        }
        if has_recipient {
            text.s(" to=<").recipient(to, "lab.example").s(">");
        }
        text.s(" proto=ESMTP helo=<").helo(self.client).s(">");
        let sender = if has_sender { self.sender } else { Sender::Unknown };
        world.log.event(sender, logged(refusal.code, refusal.enhanced));
    }

    /// A milter's verdict at the end of the message: cleanup logs no reply code.
    fn refuse_content(&self, now: u64, world: &mut World<'_>) {
        let to = Recipient::Rank(world.rng.zipf(world.senders));
        let text =
            world.log.begin(now, "postfix/cleanup", 1301).hex(now % 1_000_000, 5).hex(0xF_0000 + self.client.port(), 6);
        text.s(": milter-reject: END-OF-MESSAGE from ").client(self.client).s(": 5.7.1 Spam message rejected; from=<");
        text.sender(self.sender)
            .s("> to=<")
            .recipient(to, "lab.example")
            .s("> proto=ESMTP helo=<")
            .helo(self.client)
            .s(">");
        world.log.event(self.sender, implied(550, "5.7.1", "reject", "rejected"));
    }

    fn screen(&mut self, now: u64, world: &mut World<'_>) {
        let port = self.client.port();
        let log = &mut world.log;
        let text = log.begin(now, "postfix/postscreen", 640);
        match (self.step, port % 4) {
            (0, _) => {
                text.s("CONNECT from [").client_address(self.client).s("]:").n(port).s(" to [192.0.2.10]:25");
                return;
            }
            (1, 0 | 1) => text.s("PASS OLD").done(),
            (1, 2) => text.s("PREGREET 14 after 0.07 from").done(),
            (1, _) => text.s("DNSBL rank 5 for").done(),
            (2, 3) => text.s("NOQUEUE: reject: RCPT from").done(),
            (2, _) if port % 32 == 2 => text.s("NOQUEUE: reject: CONNECT from").done(),
            (2, _) => text.s("HANGUP after 0.2 from").done(),
            _ => text.s("DISCONNECT").done(),
        }
        text.s(" [").client_address(self.client).s("]:").n(port);
        self.screened(port, world);
    }

    /// The end of postscreen's line.
    fn screened(&mut self, port: u64, world: &mut World<'_>) {
        let log = &mut world.log;
        match (self.step, port % 4) {
            (1, 0 | 1) => self.last = 1,
            (1, 2) => log.text.s(": EHLO User\\r\\n").done(),
            (2, 3) => {
                let to = Recipient::Rank(world.rng.zipf(world.senders));
                log.text.s(": 550 5.7.1 Service unavailable; client [").client_address(self.client);
                log.text
                    .s("] blocked using zen.dnsbl.example; from=<")
                    .sender(self.sender)
                    .s(">, to=<")
                    .recipient(to, "lab.example");
                log.text.s(">, proto=ESMTP, helo=<").helo(self.client).s(">");
                log.event(self.sender, logged(550, "5.7.1"));
            }
            (2, _) if port % 32 == 2 => {
                log.text.s(": too many connections");
                log.event(Sender::Unknown, implied(421, "", "reject", "temporarily-rejected"));
            }
            (2, _) => log.text.s(" in tests after SMTP handshake").done(),
            _ => {}
        }
    }
}

fn logged(code: u16, enhanced: &'static str) -> Class {
    let outcome = if code < 500 { "temporarily-rejected" } else { "rejected" };
    Class { code, enhanced, kind: "reject", outcome, origin: "logged" }
}

fn foreign(now: u64, client: Client, world: &mut World<'_>) {
    let (program, words) = *world.rng.pick(&FOREIGN);
    line(now, program, words, client, world);
    world.log.foreign();
}

fn noise(now: u64, client: Client, world: &mut World<'_>) {
    let (program, words) = *world.rng.pick(&NOISE);
    line(now, program, words, client, world);
}

fn line(now: u64, program: &str, words: &str, client: Client, world: &mut World<'_>) {
    let to = Recipient::Rank(world.rng.zipf(world.senders));
    world.log.begin(now, program, 600 + client.port() % 19).filled(words, |field, text| {
        match field {
            b'i' => text.client_address(client),
            b'n' => text.n(client.port()),
            _ => text.recipient(to, "lab.example"),
        };
    });
}
