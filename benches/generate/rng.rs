//! Random numbers for the generator: `SplitMix64`, and a Zipf law without tables.
//!
//! Integer arithmetic and square roots only, so that a seed gives the same log on every platform.

/// Steps per octave of the Zipf law; within a step all ranks are equally likely.
const STEPS: usize = 16;

/// The `SplitMix64` generator.
#[derive(Debug, Clone)]
pub struct Rng {
    state: u64,
    /// `2^(i/STEPS)` for i in `0..=STEPS`, in 32-bit fixed point.
    octave: [u64; STEPS + 1],
}

impl Rng {
    /// The stream of this seed.
    pub fn new(seed: u64) -> Self {
        let mut octave = [0; STEPS + 1];
        let root = 2f64.sqrt().sqrt().sqrt().sqrt();
        let mut power = 1f64;
        for place in &mut octave {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 2^32 and 2^33
            let fixed = (power * 4_294_967_296.0).round() as u64;
            *place = fixed;
            power *= root;
        }
        Self { state: seed, octave }
    }

    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.state)
    }

    /// A number below `n`, evenly enough for a log.
    pub fn below(&mut self, n: u64) -> u64 {
        ((self.next() >> 32) * n) >> 32
    }

    /// True `per_mille` times in a thousand.
    pub fn chance(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    /// A number from `low` to below `high`.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high - low)
    }

    /// One of `items`.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        let at = self.below(items.len() as u64);
        &items[usize::try_from(at).unwrap_or(0)]
    }

    /// One of `items`, each as often as its weight says; weights sum up to `total`.
    pub fn weighted<'a, T>(&mut self, items: &'a [T], total: u64, weight: impl Fn(&T) -> u64) -> &'a T {
        let mut left = self.below(total);
        items
            .iter()
            .find(|item| {
                let hit = left < weight(item);
                left = left.saturating_sub(weight(item));
                hit
            })
            .unwrap_or(&items[0])
    }

    /// A rank below `n` by Zipf's law (exponent 1): rank `k` comes about `1 / (k + 1)` as often as rank 0.
    pub fn zipf(&mut self, n: u32) -> u32 {
        let octaves = u64::from(u32::BITS - n.max(1).leading_zeros());
        loop {
            let step = self.below(octaves * STEPS as u64);
            #[allow(clippy::cast_possible_truncation)] // some hundreds at most
            let within = step as usize % STEPS;
            let (low, high) = (self.octave[within], self.octave[within + 1]);
            let rank = (self.between(low, high) << (step / STEPS as u64) >> 32) - 1;
            if rank < u64::from(n) {
                return u32::try_from(rank).unwrap_or(0);
            }
        }
    }
}

/// A well-mixed function of `x`: what belongs to a rank (its name, its domain) for ever.
pub fn mix(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}
