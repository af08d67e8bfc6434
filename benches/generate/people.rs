//! Who writes to whom: senders, recipients and clients as functions of their rank, so that millions need no memory.

use super::rng::{Rng, mix};
use super::text::Text;

/// Whose mail a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sender {
    /// The line does not tell, nor does its queue id.
    Unknown,
    /// `<>`.
    Null,
    /// The sender of this rank.
    Rank(u32),
}

/// An envelope recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipient {
    /// The recipient of this rank.
    Rank(u32),
    /// A sender that gets a bounce.
    Sender(u32),
}

/// A client of our server; everything about it follows from the number.
#[derive(Debug, Clone, Copy)]
pub struct Client(u64);

const FIRST: [&str; 24] = [
    "anna", "bob", "carla", "dmitri", "elena", "farid", "grace", "hugo", "ines", "jan", "karin", "lucas", "mina",
    "nils", "olga", "pavel", "quinn", "rosa", "sven", "tina", "umar", "vera", "will", "yuki",
];
const LAST: [&str; 20] = [
    "byrne", "chen", "costa", "haddad", "ivanova", "jensen", "kowalska", "lopez", "mueller", "nagy", "novak", "okafor",
    "patel", "petrov", "rossi", "silva", "smith", "tanaka", "virtanen", "weber",
];
const TRADE: [&str; 16] = [
    "shop",
    "clinic",
    "studio",
    "bakery",
    "logistics",
    "school",
    "law",
    "travel",
    "garden",
    "press",
    "museum",
    "energy",
    "dental",
    "music",
    "hotel",
    "foundry",
];

/// An address of one of these per mille shapes; `n` is the sender's base 36 number, `d` a domain, `f` and `l` names.
const SHAPES: [(u64, &str); 8] = [
    (430, "{f}.{l}.{n}@{d}.example"),
    (170, "noreply-{n}@{d}.example"),
    (160, "bounce-{x}-user{n}=gmail.example@lists.{d}.example"),
    (80, "SRS0={x}={d}.example={f}{n}@srs.example"),
    (60, "prvs={x}{n}={f}@{d}.example"),
    (50, "{n}@mail.{d}.test"),
    (30, "o'{l}+{n}@{d}.test"),
    (20, "WWW-Data-{n}@{d}.example"),
];

impl Recipient {
    /// A number that decides about the recipient's domain and habits.
    pub fn hash(self) -> u64 {
        match self {
            Self::Rank(rank) => mix(u64::from(rank) ^ 0x7C5A_0000_0000),
            Self::Sender(rank) => mix(u64::from(rank)),
        }
    }
}

impl Client {
    /// A client that delivers mail.
    pub fn partner(rng: &mut Rng) -> Self {
        Self(u64::from(rng.zipf(4000)) << 8)
    }

    /// A client that should not: often without a name.
    pub fn stranger(rng: &mut Rng) -> Self {
        Self(rng.next() | 1)
    }

    /// Whether its address has a name.
    pub fn has_name(self) -> bool {
        self.0 & 1 == 0 || self.0 & 6 == 0
    }

    /// Its source port.
    pub fn port(self) -> u64 {
        32_768 + mix(!self.0) % 28_000
    }
}

impl Text {
    /// The sender's address; nothing for the null sender.
    pub fn sender(&mut self, sender: Sender) -> &mut Self {
        if let Sender::Rank(rank) = sender {
            let hash = mix(u64::from(rank));
            let mut left = hash % 1000;
            let shape = SHAPES.iter().find(|(share, _)| {
                let hit = left < *share;
                left = left.saturating_sub(*share);
                hit
            });
            self.address(shape.unwrap_or(&SHAPES[0]).1, u64::from(rank), hash);
        }
        self
    }

    fn address(&mut self, shape: &str, rank: u64, hash: u64) {
        self.filled(shape, |field, text| {
            match field {
                b'f' => text.s(pick(&FIRST, hash >> 10)),
                b'l' => text.s(pick(&LAST, hash >> 15)),
                b'n' => text.base36(rank),
                b'x' => text.hex(hash >> 20 & 0xFFFF, 4),
                _ => text.domain(hash >> 24),
            };
        });
    }

    /// The recipient's address.
    pub fn recipient(&mut self, recipient: Recipient, domain: &str) -> &mut Self {
        match recipient {
            Recipient::Sender(rank) => self.sender(Sender::Rank(rank)),
            Recipient::Rank(rank) => {
                let hash = recipient.hash();
                self.s(pick(&FIRST, hash >> 10)).s(".").s(pick(&LAST, hash >> 15)).s(".").base36(u64::from(rank));
                self.s("@").recipient_domain(recipient, domain)
            }
        }
    }

    /// The recipient's domain: the given one, or for an empty one a domain of its own.
    pub fn recipient_domain(&mut self, recipient: Recipient, domain: &str) -> &mut Self {
        if domain.is_empty() { self.domain(recipient.hash() >> 24).s(".example") } else { self.s(domain) }
    }

    /// A second-level domain name.
    pub fn domain(&mut self, hash: u64) -> &mut Self {
        self.s(pick(&TRADE, hash)).n(hash >> 8 & 0xFFF)
    }

    /// The client's host name, `unknown` if it has none.
    pub fn client_name(&mut self, client: Client) -> &mut Self {
        match client.0 & 1 {
            0 => self.s("mail").n(client.0 >> 8 & 7).s(".").domain(mix(client.0)).s(".example"),
            _ if client.has_name() => {
                self.s("host-").n(client.0 >> 8 & 0xFF).s("-").n(client.0 >> 16 & 0xFF).s(".pool.isp.test")
            }
            _ => self.s("unknown"),
        }
    }

    /// The client's IP address.
    pub fn client_address(&mut self, client: Client) -> &mut Self {
        self.ip(mix(client.0))
    }

    /// The name the client claims in EHLO.
    pub fn helo(&mut self, client: Client) -> &mut Self {
        match client.0 & 9 {
            9 => self.s("[").ip(mix(client.0)).s("]"),
            1 => self.s(pick(&["ylmf-pc", "win-pc.test", "localhost", "User", "smtp-out.sender.test"], client.0 >> 32)),
            _ => self.client_name(client),
        }
    }

    /// `name[address]`, as Postfix writes it.
    pub fn client(&mut self, client: Client) -> &mut Self {
        self.client_name(client).s("[").client_address(client).s("]")
    }

    /// A documentation address.
    pub fn ip(&mut self, hash: u64) -> &mut Self {
        let host = hash >> 8 & 0xFF;
        match hash & 15 {
            0 => self.s("2001:db8:").hex_lower(hash >> 16 & 0xFFF).s("::").hex_lower(host),
            1..=5 => self.s("192.0.2.").n(host),
            6..=10 => self.s("198.51.100.").n(host),
            _ => self.s("203.0.113.").n(host),
        }
    }

    /// `template` with each `{x}` written by `field`.
    pub fn filled(&mut self, template: &str, mut field: impl FnMut(u8, &mut Self)) {
        let bytes = template.as_bytes();
        let mut from = 0;
        while let Some(open) = bytes[from..].iter().position(|&b| b == b'{') {
            self.0.extend_from_slice(&bytes[from..from + open]);
            field(bytes[from + open + 1], self);
            from += open + 3;
        }
        self.0.extend_from_slice(&bytes[from..]);
    }
}

fn pick<'a>(items: &[&'a str], hash: u64) -> &'a str {
    let at = hash % items.len() as u64;
    items[usize::try_from(at).unwrap_or(0)]
}
