//! A message's life apart from any MTA: who gets it, what becomes of it at each attempt, and when the next one is.

use super::World;
use super::answers::{Answer, Provider, provider};
use super::people::{Client, Recipient, Sender};
use super::rng::mix;
use super::stamp::SECOND;
use super::text::Text;
use super::truth::Class;

/// Most recipients of a message.
const MOST: usize = 5;
/// Attempts after which an undeliverable message is given up.
const ATTEMPTS: u8 = 6;

/// A message in the queue.
#[derive(Debug)]
pub struct Mail {
    /// Its place in the schedule: unique while it lasts.
    pub slot: u32,
    /// When it came.
    pub arrived: u64,
    /// Envelope sender.
    pub sender: Sender,
    /// Who brought it.
    pub client: Client,
    /// Whether the client logged in.
    pub login: bool,
    /// Size in bytes.
    pub size: u64,
    /// Slot and arrival of the message that this one is the bounce of.
    pub parent: Option<(u32, u64)>,
    /// Recipients.
    pub targets: [Target; MOST],
    /// How many of `targets` there are.
    pub count: usize,
    /// The target whose turn it is.
    pub at: usize,
    /// Delivery attempts so far.
    pub attempts: u8,
    /// Whether the sender must be told of a failure.
    pub failed: bool,
}

/// A recipient and its fate.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Who.
    pub who: Recipient,
    /// How many attempts will be deferred.
    deferrals: u8,
    /// Whether it ends in a bounce.
    doomed: bool,
    /// Dealt with.
    pub done: bool,
}

/// What an attempt for a recipient comes to.
#[derive(Debug, Clone, Copy)]
pub enum Verdict {
    /// A mailbox of ours took it.
    Local,
    /// The server took it.
    Accepted(&'static Answer),
    /// The server does not want it now.
    Deferred(&'static Answer),
    /// The server does not want it.
    Bounced(&'static Answer),
    /// No connection to the server.
    Unreachable,
    /// No attempt, because an earlier one failed.
    TooSoon(&'static Answer),
    /// There is no such domain.
    NoSuchDomain,
}

impl Mail {
    /// A message that arrives now.
    pub fn new(now: u64, slot: u32, world: &mut World<'_>) -> Self {
        let rng = &mut world.rng;
        let sender = if rng.chance(20) { Sender::Null } else { Sender::Rank(rng.zipf(world.senders)) };
        let population = world.senders.saturating_mul(4).max(1000);
        let count = if rng.chance(820) { 1 } else { 2 + usize::try_from(rng.below(MOST as u64 - 1)).unwrap_or(0) };
        let targets = std::array::from_fn(|_| {
            let deferrals = match rng.below(1000) {
                0..4 => ATTEMPTS,
                4..60 => 1 + u8::try_from(rng.below(8).min(rng.below(5))).unwrap_or(0),
                _ => 0,
            };
            Target { who: Recipient::Rank(rng.zipf(population)), deferrals, doomed: rng.chance(45), done: false }
        });
        let size = 600 + (rng.below(2000) << rng.below(6));
        let (client, login) = (Client::partner(rng), rng.chance(130));
        Self {
            slot,
            arrived: now,
            sender,
            client,
            login,
            size,
            parent: None,
            targets,
            count,
            at: 0,
            attempts: 0,
            failed: false,
        }
    }

    /// The bounce of `parent` to its sender.
    pub fn bounce(now: u64, slot: u32, parent: &Self, to: u32, world: &mut World<'_>) -> Self {
        let mut bounce = Self::new(now, slot, world);
        bounce.sender = Sender::Null;
        bounce.count = 1;
        bounce.targets[0].who = Recipient::Sender(to);
        bounce.size = parent.size.min(9000) + 2300;
        bounce.login = false;
        bounce.parent = Some((parent.slot, parent.arrived));
        bounce
    }

    /// The next recipient that still waits in this attempt, if any: `at` is then its index.
    pub fn advance(&mut self) -> bool {
        while self.at < self.count && self.targets[self.at].done {
            self.at += 1;
        }
        self.at < self.count
    }

    /// Whether every recipient is dealt with.
    pub fn is_done(&self) -> bool {
        self.targets[..self.count].iter().all(|target| target.done)
    }

    /// Whether it has been in the queue for too long.
    pub fn is_too_old(&self) -> bool {
        self.attempts >= ATTEMPTS
    }

    /// When the next attempt is: minutes at first, then over an hour.
    pub fn retry_time(&self, now: u64, world: &mut World<'_>) -> u64 {
        let pause = (300 << self.attempts.min(4)).min(4000);
        now + world.rng.between(pause * SECOND, pause * SECOND * 5 / 4)
    }

    /// Attempts delivery to the current recipient.
    pub fn attempt(&mut self, world: &mut World<'_>) -> Verdict {
        let retried = self.attempts > 0;
        let rng = &mut world.rng;
        let target = &mut self.targets[self.at];
        let provider = provider(target.who.hash() >> 40);
        if target.deferrals > self.attempts {
            let answer = rng.pick(provider.defers);
            return match rng.below(100) {
                0..22 => Verdict::Unreachable,
                22..40 if retried => Verdict::TooSoon(answer),
                _ => Verdict::Deferred(answer),
            };
        }
        target.done = true;
        self.failed |= target.doomed;
        match rng.below(100) {
            0..6 if target.doomed => Verdict::NoSuchDomain,
            _ if target.doomed => Verdict::Bounced(rng.pick(provider.bounces)),
            0..4 => Verdict::Local,
            _ => Verdict::Accepted(rng.pick(provider.accepts)),
        }
    }

    /// The current recipient.
    pub fn target(&self) -> Recipient {
        self.targets[self.at].who
    }

    /// The provider of the current recipient.
    pub fn provider(&self) -> &'static Provider {
        provider(self.target().hash() >> 40)
    }

    /// Writes the current recipient's address.
    pub fn write_target(&self, text: &mut Text) {
        text.recipient(self.target(), self.provider().domain);
    }

    /// Writes name and address of the current recipient's mail server, with these words between and behind.
    pub fn write_server(&self, text: &mut Text, which: u64, between: &str, behind: &str) {
        let (target, provider) = (self.target(), self.provider());
        let hosts = provider.hosts;
        let at = usize::try_from(which % hosts.len() as u64).unwrap_or(0);
        text.s(hosts[at]);
        if hosts[at].ends_with('.') {
            text.recipient_domain(target, provider.domain);
        }
        let address = if hosts[at].ends_with('.') { target.hash() ^ at as u64 } else { hosts[at].len() as u64 * 977 };
        text.s(between).ip(mix(address)).s(behind);
    }

    /// Writes a reply to this message, its lines joined by `joint`.
    pub fn write_answer(&self, text: &mut Text, answer: &Answer, joint: &str, token: u64) {
        for (number, line) in answer.lines.iter().enumerate() {
            let last = number + 1 == answer.lines.len();
            text.s(if number == 0 { "" } else { joint }).n(u64::from(answer.code)).s(if last { " " } else { "-" });
            if !answer.enhanced.is_empty() {
                text.s(answer.enhanced).s(" ");
            }
            text.filled(line, |field, text| match field {
                b'r' => self.write_target(text),
                b'q' => text.hex(token >> 20, 11).done(),
                b't' => text.base36(mix(token)).done(),
                _ => text.s("192.0.2.10").done(),
            });
        }
    }
}

impl Answer {
    /// How an event with this reply is counted.
    pub fn class(&self, kind: &'static str, outcome: &'static str, origin: &'static str) -> Class {
        Class { code: self.code, enhanced: self.enhanced, kind, outcome, origin }
    }
}

/// How an event without a reply is counted.
pub fn silent(kind: &'static str, outcome: &'static str) -> Class {
    Class { code: 0, enhanced: "", kind, outcome, origin: "none" }
}

/// How an event whose reply is only implied is counted.
pub fn implied(code: u16, enhanced: &'static str, kind: &'static str, outcome: &'static str) -> Class {
    Class { code, enhanced, kind, outcome, origin: "implied" }
}
