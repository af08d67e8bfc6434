//! `journalctl -o json`: one object a line → the syslog line it stands for.
//!
//! The fields are those of systemd.journal-fields(7). A message that is not valid UTF-8 is an array of numbers there. The
//! export format spans several lines and is decoded by the input stage.

use std::io::Write;

use jiff::Timestamp;
use serde::Deserialize;

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "__REALTIME_TIMESTAMP")]
    realtime_microseconds: Option<String>,
    #[serde(rename = "_HOSTNAME", default)]
    host: String,
    #[serde(rename = "SYSLOG_IDENTIFIER")]
    identifier: Option<String>,
    #[serde(rename = "_COMM")]
    command: Option<String>,
    #[serde(rename = "MESSAGE")]
    message: Option<Message>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Message {
    Text(String),
    Bytes(Vec<u8>),
}

/// Writes the line into `out`; `None` if this is no journal entry with a message.
pub(super) fn decode(raw: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let entry: Entry = serde_json::from_slice(raw).ok()?;
    let microseconds: i64 = entry.realtime_microseconds?.parse().ok()?;
    let time = Timestamp::from_microsecond(microseconds).ok()?;
    let message = match entry.message? {
        Message::Text(text) => text.into_bytes(),
        Message::Bytes(bytes) => bytes,
    };
    let program = entry.identifier.or(entry.command).unwrap_or_default();
    let host = if entry.host.is_empty() { "-" } else { &entry.host };
    out.clear();
    write!(out, "{time:.0} {host} {program}: ").ok()?;
    out.extend(message.iter().map(|&b| if b == b'\n' { b' ' } else { b }));
    Some(())
}
