//! What an event is counted under, apart from the addresses: a few hundred distinct values in any log.

use super::numbered::Numbered;
use crate::event::{Event, Kind, Origin, Outcome, Silence};
use crate::reply::{Enhanced, Reply, ReplyCode};

/// Kind, outcome, code origin and reply; for events without reply, the DSN status and the reason instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shape {
    /// Reply code and enhanced code.
    pub reply: Option<Reply>,
    /// What sort of event.
    pub kind: Kind,
    /// How it ended.
    pub outcome: Outcome,
    /// Where the code comes from.
    pub origin: Origin,
    /// The MTA's own verdict, kept apart only where there is no reply.
    pub dsn: Option<Enhanced>,
    /// Why there is no reply.
    pub silence: Silence,
}

impl Shape {
    /// The shape of an event.
    #[must_use]
    pub fn of(event: &Event<'_>) -> Self {
        let (dsn, silence) = match event.reply {
            Some(_) => (None, Silence::Unspecified),
            None => (event.dsn, event.silence),
        };
        Self { reply: event.reply, kind: event.kind, outcome: event.outcome, origin: event.origin, dsn, silence }
    }

    /// The reply's code, if there is a reply.
    #[must_use]
    pub fn code(&self) -> Option<ReplyCode> {
        self.reply.map(|reply| reply.code)
    }

    /// The reply's enhanced code, if it has one.
    #[must_use]
    pub fn enhanced(&self) -> Option<Enhanced> {
        self.reply.and_then(|reply| reply.enhanced)
    }

    /// Whether somebody has to look at it: not delivered, authenticated or deliverable.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        !matches!(self.outcome, Outcome::Delivered | Outcome::Authenticated | Outcome::Deliverable)
    }

    /// All of it in one number: a cheap key. A shape has an enhanced code or a DSN status, never both.
    fn packed(&self) -> u64 {
        let code = self.code().map_or(0, |code| u64::from(code.get()));
        let enhanced = self.enhanced().or(self.dsn).map_or(0, |enhanced| u64::from(enhanced.packed()));
        let enums = u64::from(self.kind as u8) << 16 | u64::from(self.outcome as u8) << 8;
        let more = u64::from(self.origin as u8) << 5 | u64::from(self.silence as u8);
        code << 54 | enhanced << 24 | enums | more
    }
}

/// Numbers for shapes, in the order of arrival.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shapes(Numbered<u64, Shape>);

impl Shapes {
    #[inline(always)]
    pub(crate) fn id(&mut self, shape: Shape) -> u32 {
        let packed = shape.packed();
        self.0.number(packed, packed, shape)
    }

    pub(crate) fn all(&self) -> &[Shape] {
        self.0.all()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packing_keeps_every_field_apart() {
        let reply = |text: &[u8]| Reply::parse_line(text);
        let mut shapes = Shapes::default();
        let mut distinct = 0;
        for text in [
            &b"550 5.1.1"[..],
            b"550 5.1.10",
            b"550 5.10.1",
            b"550 5.01.1",
            b"550 5.1.01",
            b"550",
            b"450 4.999.999",
            b"599 2.0.0",
        ] {
            for &kind in Kind::ALL {
                for &outcome in Outcome::ALL {
                    let mut event = Event::new(kind, outcome);
                    event.set_reply(reply(text).unwrap(), Origin::Logged);
                    shapes.id(Shape::of(&event));
                    distinct += 1;
                }
            }
        }
        for &silence in Silence::ALL {
            let mut event = Event::new(Kind::Delivery, Outcome::Deferred);
            event.silence = silence;
            shapes.id(Shape::of(&event));
            distinct += 1;
        }
        assert_eq!(shapes.all().len(), distinct);
    }
}
