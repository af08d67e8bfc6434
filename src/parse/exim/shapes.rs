//! Lines of Exim that hold no event, told by their first words.
//!
//! In: a message without an id, or a line without a date. Out: yes or no. Always true: only the beginning decides.

use super::fields::Fields;

/// First words of the lines that tell nothing to count; sorted.
const UNEVENTFUL: &[&[u8]] = &[
    b"\"discard\" verb not allowed",
    b"ACL \"warn\" ",
    b"ACL for QUIT ",
    b"ATRN ",
    b"Connection from ",
    b"DKIM: ",
    b"DNS list lookup ",
    b"Daemon cannot be run",
    b"EHLO/HELO response must not contain newlines",
    b"ETRN ",
    b"End ODMR queue run",
    b"End queue run",
    b"Exim configuration error",
    b"SMTP call from ",
    b"SMTP command timeout on ",
    b"SMTP connection ",
    b"SMTP data timeout ",
    b"SMTP protocol error in ",
    b"SMTP protocol synchronization error",
    b"SMTP syntax error in ",
    b"SSL verify error",
    b"Start ODMR queue run",
    b"Start queue run",
    b"TLS client disconnected cleanly",
    b"TLS error on ",
    b"TLS session: ",
    b"VRFY failed ",
    b"WARNING: ",
    b"Warning: ",
    b"configured error code starts with incorrect digit",
    b"cwd=",
    b"daemon ",
    b"exec of ",
    b"exim ",
    b"expansion of ",
    b"failed to ",
    b"ident connection to ",
    b"ignoring ",
    b"invalid message_size_limit",
    b"invalid value for ",
    b"lookup of host ",
    b"malware acl condition",
    b"no IP address found for host ",
    b"no MAIL in SMTP connection ",
    b"no host name found for IP address ",
    b"overlong message header line",
    b"recipient verify ",
    b"refused connection ",
    b"remote host used IP options",
    b"ridiculously long message header line",
    b"sender verify defer (making",
    b"socket bind() ",
    b"spam acl condition",
    b"spool directory space check failed",
    b"timed out while reading local message",
    b"too many recipients: ",
    b"unable to ",
    b"unexpected disconnection while ",
    b"unqualified recipient rejected: ",
    b"unqualified sender rejected: ",
    b"unqualified verify rejected: ",
];

/// Whether a line without a message id is one that holds no event.
pub(super) fn is_uneventful(text: &[u8]) -> bool {
    let Some(first) = text.first() else { return true };
    let after = &UNEVENTFUL[UNEVENTFUL.partition_point(|start| start[0] < *first)..];
    let mut starts = after.iter().take_while(|start| start[0] == *first);
    starts.any(|start| text.starts_with(start)) || is_about_process(text) || is_about_certificate(text)
}

/// `pid 148: SIGHUP received: re-exec daemon`
fn is_about_process(text: &[u8]) -> bool {
    text.strip_prefix(b"pid ").is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit))
}

/// `[1.1.1.1] SSL verify error: depth=0 error=self signed certificate cert=/CN=x`
fn is_about_certificate(text: &[u8]) -> bool {
    let behind = text.strip_prefix(b"[").and_then(|rest| memchr::memchr(b' ', rest).map(|at| &rest[at..]));
    behind.is_some_and(|behind| behind.starts_with(b" SSL verify error"))
}

/// Whether the words behind a client's fields hold no event: `H=(x) [1.1.1.1] Warning: greylisted`.
pub(super) fn is_uneventful_about_client(fields: &Fields<'_>, words: &[u8]) -> bool {
    const STARTS: [&[u8]; 4] = [b"Warning: ", b"incomplete transaction ", b"no MAIL in ", b"recipient verify "];
    let has_client = fields.peer.is_some() || fields.user;
    has_client && STARTS.iter().any(|start| words.starts_with(start))
}

/// Whether a line without a date belongs to the line before it: the headers of a rejected message in the reject log, and the
/// second line of a warning.
#[must_use]
pub fn continuation(line: &[u8]) -> bool {
    const STARTS: [&[u8]; 5] = [b"Envelope-from: <", b"Envelope-to: <", b"\t", b"  ", b" Suggested action"];
    STARTS.iter().any(|start| line.starts_with(start)) || is_header(line)
}

/// `P Received: from x`, `F From: a@b`, `* Cc: c@d`: a header behind the letter that Exim gives its kind.
fn is_header(line: &[u8]) -> bool {
    let [kind, b' ', name @ ..] = line else { return false };
    if !b"*BCFIPRST".contains(kind) {
        return false;
    }
    // RFC 5322 2.2: a name is printable ASCII without blank and colon.
    let end = name.iter().take(78).position(|b| !b.is_ascii_graphic() || *b == b':');
    end.is_some_and(|end| end > 0 && name[end] == b':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_sorted_and_found() {
        assert!(UNEVENTFUL.is_sorted());
        assert!(UNEVENTFUL.iter().all(|start| is_uneventful(start)));
        assert!(!is_uneventful(b"H=(x) [192.0.2.1] rejected"));
    }
}
