//! A generator of mail logs for benchmarks and tests: any size, any number of senders, the same bytes for the same seed.
//!
//! The lines have the shapes of real Postfix and Exim logs and interleave like them: many messages are in flight at once,
//! a message's lines are seconds apart, a deferred one comes back after minutes or hours. Beside the log the generator
//! returns the [`Truth`]: what it wrote, counted by the rules of `docs/counting.md`. Memory is bounded by the messages
//! in flight. No clock: every log begins at the same instant.

#![allow(dead_code, unreachable_pub, unused_imports)] // included by several targets, each of which uses its own part

mod answers;
mod exim;
mod exim_sessions;
mod log;
mod mail;
mod people;
mod postfix;
mod postfix_delivery;
mod postfix_sessions;
mod rng;
mod schedule;
mod stamp;
mod text;
mod truth;

use std::io::{self, Write};

pub use people::Sender;
pub use truth::{Class, Truth};

use log::Log;
use rng::Rng;
use schedule::Schedule;

/// Whose log to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mta {
    /// Postfix, in syslog.
    Postfix,
    /// Exim's main log.
    Exim,
}

/// How a line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// `Mar  2 00:00:00 host program[pid]: `.
    Rfc3164,
    /// `2026-03-02T00:00:00.000000+00:00 host program[pid]: `.
    Rfc3339,
    /// `2026-03-02 00:00:00 `: Exim's own log.
    Exim,
}

/// What log to write.
#[derive(Debug, Clone)]
pub struct Spec {
    /// Whose log.
    pub mta: Mta,
    /// How lines begin.
    pub frame: Frame,
    /// The log ends with the last line that fits into so many bytes.
    pub bytes: u64,
    /// Same seed, same bytes.
    pub seed: u64,
    /// How many senders there are; they send by Zipf's law, so a short log does not show all of them.
    pub senders: u32,
    /// Arrivals (messages and refused clients) per second of log time.
    pub rate: u64,
    /// Exim: ids of 16 characters (until 4.96) instead of 23.
    pub short_ids: bool,
    /// Whether the truth is kept per sender too.
    pub per_sender: bool,
}

impl Spec {
    /// A log of this MTA with everything else at its default.
    pub fn new(mta: Mta, bytes: u64) -> Self {
        let frame = if mta == Mta::Exim { Frame::Exim } else { Frame::Rfc3164 };
        Self { mta, frame, bytes, seed: 1, senders: 200_000, rate: 8, short_ids: false, per_sender: false }
    }
}

/// Writes the log and returns what is in it.
pub fn write(spec: &Spec, out: &mut impl Write) -> io::Result<Truth> {
    let world = World { log: Log::new(spec, out), rng: Rng::new(spec.seed), senders: spec.senders.max(1) };
    match spec.mta {
        Mta::Postfix => run(spec, world, &postfix::Postfix),
        Mta::Exim => run(spec, world, &exim::Exim { short_ids: spec.short_ids }),
    }
}

/// What all stories share.
struct World<'w> {
    log: Log<'w>,
    rng: Rng,
    senders: u32,
}

/// An MTA: what arrives, and how each story goes on.
trait Server {
    type Story;

    /// A new arrival.
    fn arrive(&self, now: u64, world: &mut World<'_>, schedule: &mut Schedule<Self::Story>);

    /// The story's turn: writes its next line. Returns when the turn after that is, or `None` at the end.
    fn turn(
        &self,
        now: u64,
        story: &mut Self::Story,
        world: &mut World<'_>,
        schedule: &mut Schedule<Self::Story>,
    ) -> io::Result<Option<u64>>;
}

fn run<S: Server>(spec: &Spec, mut world: World<'_>, server: &S) -> io::Result<Truth> {
    let mut schedule = Schedule::new();
    let gap = 2 * stamp::SECOND / spec.rate.clamp(1, 1000);
    let mut arrival = stamp::START;
    while !world.log.is_full() {
        if schedule.next_time().is_none_or(|turn| arrival <= turn) {
            server.arrive(arrival, &mut world, &mut schedule);
            arrival += world.rng.below(gap);
        } else if let Some((now, slot, mut story)) = schedule.take() {
            match server.turn(now, &mut story, &mut world, &mut schedule)? {
                Some(time) => schedule.resume(time, slot, story),
                None => schedule.drop(slot),
            }
        }
    }
    world.log.finish()
}
