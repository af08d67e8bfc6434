//! Postfix messages, told apart by their shape alone: in RFC 5424 headers the daemon's name is cut off.

use super::reply::{self, Reply};
use super::{Event, Reading, Step, Who, event};

/// What a Postfix message says.
pub(crate) fn read(message: &str) -> Reading {
    let (id, rest) = split_id(message);
    if let Some(fields) = re!(r"^from=<(", address!(), r")>, size=\d").captures(rest) {
        return Some(id.map(|id| Step::Open(id.to_owned(), fields[1].to_owned())).into_iter().collect());
    }
    if let Some(fields) = re!(r"^from=<(", address!(), r")>, status=(?:force-)?expired\b").captures(rest) {
        return one("delivery", "expired", None, Who::Named(fields[1].to_owned()));
    }
    if re!(r"^removed(?: \(\w+\))?$").is_match(rest) {
        return Some(id.map(|id| Step::Close(id.to_owned())).into_iter().collect());
    }
    if id.is_some() && rest.starts_with("client=") && rest.contains(", sasl_username=") {
        return one("auth", "authenticated", Some(("implied", Reply::implied(235))), Who::Unknown);
    }
    if let Some(id) = id
        && rest.starts_with("to=")
        && rest.contains("status=")
    {
        return delivery(id, rest);
    }
    // A delivery line without its recipient's field is no line of Postfix's.
    if re!(r"^\S+, (?:orig_to=\S+, )?relay=.* status=").is_match(rest) {
        return None;
    }
    if let Some(attempt) = attempt(id, rest) {
        return Some(vec![Step::Count(attempt)]);
    }
    if let Some(event) = login_failure(rest) {
        return Some(vec![Step::Count(event)]);
    }
    access(rest)
}

/// The queue id in front, if there is one, and what follows it. `NOQUEUE: ` is dropped.
fn split_id(message: &str) -> (Option<&str>, &str) {
    if let Some(rest) = message.strip_prefix("NOQUEUE: ") {
        return (None, rest);
    }
    let Some((word, rest)) = message.split_once(": ") else { return (None, message) };
    // Short ids are capital hexadecimal; long ids have no vowels and, but for rare luck, a digit. Words are neither.
    let is_id = re!(r"^(?:[0-9A-F]{5,21}|[0-9A-Za-z]{5,21})$").is_match(word)
        && (re!(r"^[0-9A-F]+$").is_match(word)
            || re!(r"\d").is_match(word)
            || re!(r"^[B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{10,}$").is_match(word));
    if is_id { (Some(word), rest) } else { (None, message) }
}

#[allow(clippy::unnecessary_wraps, reason = "a reading like every other")]
fn one(kind: &'static str, outcome: &'static str, reply: Option<(&'static str, Reply)>, who: Who) -> Reading {
    Some(vec![Step::Count(event(kind, outcome, reply, who))])
}

/// `to=<R>, [orig_to=<O>,] relay=…, …, status=S (TEXT)`
fn delivery(id: &str, rest: &str) -> Reading {
    let fields = re!(
        r"^to=(?:<",
        address!(),
        r">|[^,]*),? (?:orig_to=(?:<",
        address!(),
        r">|[^,]*),? )?",
        r"(?:.*?[ ,])??status=([A-Za-z-]+)(?:$|[ ,]+(?:\((.*))?$)"
    )
    .captures(rest)?;
    let (kind, outcome) = match fields[1].to_ascii_lowercase().as_str() {
        "sent" => ("delivery", "delivered"),
        "bounced" => ("delivery", "bounced"),
        "deferred" | "softbounce" => ("delivery", "deferred"),
        "expired" | "force-expired" => ("delivery", "expired"),
        "deliverable" => ("probe", "deliverable"),
        status if status.starts_with("undeliverable") => ("probe", "undeliverable"),
        _ => return None,
    };
    // A spreadsheet's commas and quotes at the end are not the log's.
    let text = fields.get(2).map_or("", |text| text.as_str()).trim_end_matches([',', '"', ' ']);
    let (text, whole) = text.strip_suffix(')').map_or((text, false), |text| (text, true));
    let (text, origin) = match text.strip_prefix("delivery temporarily suspended: ") {
        Some(quoted) => (quoted, "repeated"),
        None => (text, "logged"),
    };
    let reply = remote_reply(text).or(Some(text)).and_then(|text| reply::postfix(text, whole));
    one(kind, outcome, reply.map(|reply| (origin, reply)), Who::ById(id.to_owned()))
}

/// The reply that a remote server gave, in the words with which the SMTP client quotes it.
fn remote_reply(text: &str) -> Option<&str> {
    let found = re!(
        r"^(?:host \S+ said|host \S+ refused to talk to me|SASL authentication failed; server \S+ said",
        r"|TLS is required, but host \S+ refused to start TLS): "
    )
    .find(text)?;
    let reply = &text[found.end()..];
    let end = re!(r" \(in reply to [^()]*\)$").find(reply).map_or(reply.len(), |found| found.start());
    Some(&reply[..end])
}

/// A host's answer, or none, before the recipient's own line.
fn attempt(id: Option<&str>, rest: &str) -> Option<Event> {
    let who = id.map_or(Who::Unknown, |id| Who::ById(id.to_owned()));
    if id.is_some()
        && let Some(text) = remote_reply(rest)
    {
        let outcome = if rest.starts_with("SASL ") { "authentication-failed" } else { "deferred" };
        // `said:` ends in `(in reply to …)`; without it the line was cut off. A refusal has no such end to tell by.
        let whole = !re!(r"^host \S+ said: ").is_match(rest) || rest.ends_with(')');
        return Some(event("attempt", outcome, reply::postfix(text, whole).map(|reply| ("logged", reply)), who));
    }
    let silent = id.is_some() && re!(r"^(?:lost connection with |conversation with .* timed out )").is_match(rest)
        || re!(r"^connect to \S+\[[^\]]*\](?::\d+)?: ").is_match(rest);
    silent.then(|| event("attempt", "deferred", None, who))
}

/// `warning: host[ip]: SASL LOGIN authentication failed: reason[, sasl_username=U]`
fn login_failure(rest: &str) -> Option<Event> {
    let fields = re!(
        r"^warning: \S+\[\S*\](?::\d+)?: SASL \S* ?authentication (failed|aborted)(?:: ?(.*?)(?:, sasl_username=.*)?)?$"
    )
    .captures(rest)?;
    let reason = fields.get(2).map_or("", |reason| reason.as_str());
    let code = match &fields[1] {
        "aborted" => 501,
        _ if re!("Connection lost to authentication server|Temporary authentication failure").is_match(reason) => 454,
        _ => 535,
    };
    Some(event("auth", "authentication-failed", Some(("implied", Reply::implied(code))), Who::Unknown))
}

/// What smtpd, postscreen, cleanup and their milters and proxies decided about a client; all else is a known line.
fn access(rest: &str) -> Reading {
    let Some(fields) = re!(r"^(?:milter-|proxy-)?(reject|discard|hold): (.*)$").captures(rest) else {
        return Some(Vec::new());
    };
    let text = fields.get(2).expect("a group").as_str();
    let who = sender_in(text);
    match &fields[1] {
        "discard" => return one("reject", "discarded", None, who),
        "hold" => return one("reject", "held", None, who),
        _ => {}
    }
    if re!(r"^(?:header|body|content|mime-error|mime-header|nested-header) ").is_match(text) {
        let enhanced = content_check_text(text).and_then(reply::enhanced_only);
        return one("reject", class_of(enhanced.as_deref()), Some(implied(enhanced)), who);
    }
    let answer = re!(r"^\S+(?: from .*?\](?::\d+)?|(?: from \S+))?:(?: (.*))?$").captures(text)?;
    let answer = answer.get(1).map_or("", |answer| answer.as_str());
    let answer = answer.rfind("; from=<").map_or(answer, |end| &answer[..end]);
    if let Some(reply) = reply::postfix(answer, true) {
        let outcome = if reply.code < 500 { "temporarily-rejected" } else { "rejected" };
        return one("reject", outcome, Some(("logged", reply)), who);
    }
    if let Some(enhanced) = reply::enhanced_only(answer) {
        return one("reject", class_of(Some(&enhanced)), Some(implied(Some(enhanced))), who);
    }
    if re!(r"^(?:too many connections|all (?:server|screening) ports busy)$").is_match(answer) {
        return one("reject", "temporarily-rejected", Some(("implied", Reply::implied(421))), who);
    }
    // A milter's words, without the digits that it chose.
    let text_only = re!(r"^[^0-9\s]").is_match(answer);
    one("reject", "rejected", text_only.then(|| implied(None)), who)
}

/// The three digits that an enhanced status code stands for.
fn implied(enhanced: Option<String>) -> (&'static str, Reply) {
    let code = if enhanced.as_deref().is_some_and(|enhanced| enhanced.starts_with('4')) { 451 } else { 550 };
    ("implied", Reply { code, enhanced })
}

fn class_of(enhanced: Option<&str>) -> &'static str {
    if enhanced.is_some_and(|enhanced| enhanced.starts_with('4')) { "temporarily-rejected" } else { "rejected" }
}

/// The sender in a reject line: behind the last `; from=<`, since what stands before it is a stranger's text.
fn sender_in(text: &str) -> Who {
    text.rfind("; from=<")
        .and_then(|at| re!(r"^; from=<(", address!(), r")>(?:,? (?:to=<|proto=)|: |$)").captures(&text[at..]))
        .map_or(Who::Unknown, |fields| Who::Named(fields[1].to_owned()))
}

/// The administrator's text at the end of a header or body check.
fn content_check_text(text: &str) -> Option<&str> {
    let tail = &text[text.rfind("; from=<")?..];
    re!(
        r"^; from=<",
        address!(),
        r">(?: to=<",
        address!(),
        r">)?(?: proto=\S*)?(?: helo=<.*?>)?(?: sasl_\w+=\S+)*: (.*)$"
    )
    .captures(tail)?
    .get(1)
    .map(|text| text.as_str())
}
