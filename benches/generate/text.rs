//! A line under construction: a byte buffer with chained writers for what mail logs are made of.

/// Lower-case digits of base 36, upper-case hexadecimal, and Exim's base 62.
const BASE36: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
const HEX: &[u8; 16] = b"0123456789ABCDEF";
const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Bytes that grow at the end.
#[derive(Debug, Clone, Default)]
pub struct Text(pub Vec<u8>);

impl Text {
    /// Words as they are.
    pub fn s(&mut self, words: &str) -> &mut Self {
        self.0.extend_from_slice(words.as_bytes());
        self
    }

    /// Ends a chain where no value is wanted.
    #[allow(clippy::unused_self)] // it is what ends the chain
    pub fn done(&mut self) {}

    /// A decimal number.
    pub fn n(&mut self, number: u64) -> &mut Self {
        self.digits(number, 10, 1, HEX)
    }

    /// A decimal number with at least `width` digits.
    pub fn n0(&mut self, number: u64, width: usize) -> &mut Self {
        self.digits(number, 10, width, HEX)
    }

    /// An upper-case hexadecimal number with at least `width` digits.
    pub fn hex(&mut self, number: u64, width: usize) -> &mut Self {
        self.digits(number, 16, width, HEX)
    }

    /// A lower-case hexadecimal number.
    pub fn hex_lower(&mut self, number: u64) -> &mut Self {
        self.digits(number, 16, 1, BASE36)
    }

    /// A base 62 number with at least `width` digits.
    pub fn base62(&mut self, number: u64, width: usize) -> &mut Self {
        self.digits(number, 62, width, BASE62)
    }

    /// A lower-case base 36 number.
    pub fn base36(&mut self, number: u64) -> &mut Self {
        self.digits(number, 36, 1, BASE36)
    }

    /// Milliseconds as Postfix writes delays: seconds with at most two significant decimals.
    pub fn seconds(&mut self, millis: u64) -> &mut Self {
        self.n(millis / 1000);
        let hundredths = millis % 1000 / 10;
        match hundredths {
            _ if millis >= 100_000 || hundredths == 0 => self,
            _ if hundredths.is_multiple_of(10) => self.s(".").n(hundredths / 10),
            _ => self.s(".").n0(hundredths, 2),
        }
    }

    fn digits(&mut self, mut number: u64, base: u64, width: usize, alphabet: &[u8]) -> &mut Self {
        let mut reversed = [alphabet[0]; 20];
        let mut length = 0;
        while number > 0 || length < width.max(1) {
            #[allow(clippy::cast_possible_truncation)] // below base
            let digit = (number % base) as usize;
            reversed[length] = alphabet[digit];
            number /= base;
            length += 1;
        }
        self.0.extend(reversed[..length].iter().rev());
        self
    }
}
