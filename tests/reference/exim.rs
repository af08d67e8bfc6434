//! Exim main log messages (what follows date and pid).

use super::reply::{self, Reply};
use super::{Event, Reading, Step, Who, event};

/// What an Exim message says.
pub(crate) fn read(message: &str) -> Reading {
    let Some(fields) =
        re!(r"^([0-9A-Za-z]{6}-(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{2}|[0-9A-Za-z]{11}-[0-9A-Za-z]{4}))(?: (.*))?$")
            .captures(message)
    else {
        return Some(server(None, message));
    };
    let id = &fields[1];
    let rest = fields.get(2).map_or("", |rest| rest.as_str());
    let flagged = |flag: &str| rest.strip_prefix(flag).map(str::trim_start);
    if let Some(arrived) = flagged("<=") {
        return arrival(id, arrived);
    }
    if let Some(arrived) = flagged("(=") {
        let sender = sender_of_arrival(arrived)?;
        let refused = event("reject", "rejected", Some(("implied", Reply::implied(550))), Who::Named(sender.clone()));
        return Some(vec![Step::Open(id.to_owned(), sender), Step::Count(refused)]);
    }
    if let Some(delivered) = flagged("=>").or_else(|| flagged("->")).or_else(|| flagged(">>")) {
        return Some(vec![Step::Count(delivery(id, delivered))]);
    }
    if flagged("*>").is_some() {
        return Some(Vec::new());
    }
    if let Some(failed) = flagged("**") {
        let reply = failure_reply(failed).map(|reply| ("logged", reply));
        return Some(vec![Step::Count(event("delivery", "bounced", reply, delivery_sender(id, failed)))]);
    }
    if let Some(deferred) = flagged("==") {
        let reply = failure_reply(deferred).map(|reply| ("logged", reply));
        return Some(vec![Step::Count(event("delivery", "deferred", reply, delivery_sender(id, deferred)))]);
    }
    if re!(r"^Completed(?: QT=\S+)?$").is_match(rest.trim_end()) {
        return Some(vec![Step::Close(id.to_owned())]);
    }
    if let Some(attempt) = attempt(id, rest) {
        return Some(vec![Step::Count(attempt)]);
    }
    Some(server(Some(id), rest))
}

/// `S [R=…] [H=…] [U=…] P=… [A=method:name] [K] S=… id=… [T="subject" from <…> for …]`
fn arrival(id: &str, rest: &str) -> Reading {
    let sender = sender_of_arrival(rest)?;
    let mut steps = vec![Step::Open(id.to_owned(), sender.clone())];
    // Size, message id and subject come later; what strangers wrote there must not be taken for a login.
    let fields = &rest[sender.len()..];
    let end = re!(r#" (?:S=\d|id=|T=")"#).find(fields).map_or(fields.len(), |found| found.start());
    let fields = re!(r#""(?:[^"\\]|\\.)*"|\(.*?\)"#).replace_all(&fields[..end], "");
    if re!(r" A=\S").is_match(&fields) {
        let reply = Some(("implied", Reply::implied(235)));
        steps.push(Step::Count(event("auth", "authenticated", reply, Who::Named(sender))));
    }
    Some(steps)
}

fn sender_of_arrival(rest: &str) -> Option<String> {
    let fields = re!(r#"^("(?:[^"\\]|\\.)*"\S*|.*?)(?: (?:R|H|U|P|S|A|X|id|T)=|$)"#).captures(rest)?;
    let sender = &fields[1];
    Some(if sender == "<>" { String::new() } else { sender.to_owned() })
}

/// `a [<orig>] [F=<S>] R=… T=… H=… [C="reply"]`
fn delivery(id: &str, rest: &str) -> Event {
    let who = delivery_sender(id, rest);
    // A bare `blackhole` with what threw the message away: an ACL, or local_scan, whose own words stand between asterisks.
    if rest.starts_with(":blackhole:") || re!(r"^blackhole(?:$| \(.*? discarded recipients\)| \*)").is_match(rest) {
        return event("delivery", "discarded", None, who);
    }
    // Quotes inside the reply are escaped, so the last C=" is the field.
    let reply = rest.rfind(r#" C=""#).and_then(|at| {
        let quoted = re!(r#"^ C="((?:[^"\\]|\\.)*)"#).captures(&rest[at..])?;
        reply::exim(&quoted[1])
    });
    event("delivery", "delivered", reply.map(|reply| ("logged", reply)), who)
}

/// `F=<S>` stands in front of the router; behind it begins text of others. To a server without SMTPUTF8 a UTF-8 sender
/// goes out in another form, and `F=` shows that one: the arrival line has the sender's own.
fn delivery_sender(id: &str, rest: &str) -> Who {
    let router = rest.find(" R=").unwrap_or(rest.len());
    re!(r" F=<(", address!(), r")>(?: P=<", address!(), r">)?(?: R=| T=| ?:|$)")
        .captures(rest)
        .filter(|fields| fields.get(0).is_some_and(|all| all.start() < router) && !fields[1].contains("xn--"))
        .map_or_else(|| Who::ById(id.to_owned()), |fields| Who::Named(fields[1].to_owned()))
}

/// The reply in the text of a `**` or `==` line.
fn failure_reply(rest: &str) -> Option<Reply> {
    let text = remote_reply(rest)
        .or_else(|| {
            // A router's own `:fail: 550 text` or `:defer: 450 text`.
            re!(r" R=\S+?(?: T=\S+)?(?: defer(?: \(.*?\))?)? ?: ([2-5]\d\d(?:[ -].*)?)$").captures(rest)?.get(1)
        })
        .or_else(|| re!(r": host \S+ \[[^\]]*\]\S*: ([2-5]\d\d(?:[ -].*)?)$").captures(rest)?.get(1))?;
    reply::exim(text.as_str())
}

/// A remote server's reply, where the text quotes one: from its code on.
fn remote_reply(text: &str) -> Option<regex::Match<'_>> {
    let after_command = re!(
        r"(?:(?:SMTP|LMTP|PRDR) error (?:from remote (?:mail server|mailer) )?after|Malformed SMTP reply (?:from \S+ \[[^\]]*\]\S* )?in response to) ",
        r"(?:pipelined )?(?:(?:MAIL FROM|RCPT TO):<",
        address!(),
        r">(?: [A-Z0-9]+(?:=\S+)?)*|.*?): (?:host \S+ \[[^\]]*\]\S*: )?([2-5]\d\d(?:[ -].*)?)$"
    );
    let callout = re!(r#": response to ".*?" (?:from \S+ \[[^\]]*\]\S* )?was: ([2-5]\d\d(?:[ -].*)?)$"#);
    let hello = re!(r"\(EHLO response was: ([2-5]\d\d(?:[ -].*?)?)\)");
    [after_command, hello, callout].iter().find_map(|pattern| pattern.captures(text)?.get(1))
}

/// Lines about a host that delivery was tried to, without a recipient.
fn attempt(id: &str, rest: &str) -> Option<Event> {
    let who = || Who::ById(id.to_owned());
    if let Some(fields) =
        re!(r"^\S+ authenticator failed H=\S+ (?:\(\S*\) )?\[[^\]]*\]\S*(?: I=\S+)?:? ([2-5]\d\d(?:[ -].*)?)$")
            .captures(rest)
    {
        let reply = reply::exim(&fields[1]).map(|reply| ("logged", reply));
        return Some(event("attempt", "authentication-failed", reply, who()));
    }
    let host = re!(
        r"^(?:(?:H=)?[\w.:-]*\w (?:\(\S*\) )?\[[^\]]+\]\S*(?: I=\S+)?(?: PS=\S+)? ?:? ",
        r"|(?:SMTP|LMTP|PRDR) error |Remote host \S+ \[|(?:SMTP|LMTP) timeout while connected to ",
        r"|Malformed SMTP reply (?:\(.*?\) )?from |a TLS session is required for )(.*)$"
    )
    .captures(rest)?;
    // Releases before 4.85 name the host inside the text; such a beginning says enough.
    let old = !re!(r"^(?:H=)?\S+ (?:\(\S*\) )?\[").is_match(rest);
    // Our own server's lines about a client may begin alike.
    let reply = remote_reply(rest);
    let rejected = rejection(rest).is_some_and(|found| reply.is_none_or(|reply| found.at < reply.start()));
    let fault = re!(
        r"^(?:Connection |Operation timed out|Operation not permitted|No route to host|Netw(?:or)?k |Host is ",
        r"|Cannot assign requested address|Invalid argument|Permission denied|Broken pipe",
        r"|Remote host closed connection|(?:SMTP|LMTP) timeout |(?:SMTP|LMTP|PRDR) error |Malformed SMTP reply",
        r"|a TLS session is required|DANE error: |authentication required but ",
        r"|utf8 support required but not offered|smtp send to .* failed)"
    );
    let counts = reply.is_some() || old || fault.is_match(&host[1]);
    if rejected || host[1].starts_with("sender verify") || !counts {
        return None;
    }
    let reply = reply.and_then(|text| reply::exim(text.as_str())).map(|reply| ("logged", reply));
    Some(event("attempt", "deferred", reply, who()))
}

/// Lines of the server side: what a client was told.
fn server(id: Option<&str>, rest: &str) -> Vec<Step> {
    if let Some(fields) = re!(r"^\S+ authenticator failed for .*?: ([45]\d\d(?:[ -].*)?)$").captures(rest) {
        let reply = reply::exim(&fields[1]).map(|reply| ("logged", reply));
        return vec![Step::Count(event("auth", "authentication-failed", reply, Who::Unknown))];
    }
    if let Some(found) = rejection(rest) {
        return rejected(id, rest, &found);
    }
    if re!(r" sender verify (?:fail|defer) for <").is_match(rest) {
        let reply = remote_reply(rest).and_then(|text| reply::exim(text.as_str()));
        let probe = reply.map(|reply| event("probe", "undeliverable", Some(("logged", reply)), Who::Unknown));
        return probe.map(Step::Count).into_iter().collect();
    }
    if re!(r": discarded by |^discarded by ").is_match(rest) {
        return vec![Step::Count(event("reject", "discarded", None, client_sender(id, rest)))];
    }
    if re!(r"^H=.*\](?::\d+)?(?: I=\S+)? dropped by 'connect' ACL(?:: |$)").is_match(rest) {
        return vec![Step::Count(event("reject", "rejected", None, client_sender(id, rest)))];
    }
    Vec::new()
}

/// A `rejected STAGE [argument][: text]` in a line.
struct Rejection<'a> {
    /// Where it begins.
    at: usize,
    temporary: bool,
    /// The words behind `rejected`, without the text.
    stage: &'a str,
    text: &'a str,
}

fn rejection(rest: &str) -> Option<Rejection<'_>> {
    let pattern = re!(
        r"(?:^| )(temporarily )?rejected (",
        r"(?:RCPT|VRFY|EXPN) <",
        address!(),
        r">(?: [A-Z]+(?:=\S+)?)*|MAIL (?:FROM:)?<",
        address!(),
        r">.*?|from <",
        address!(),
        r"> .*?|connection in \x22\w+\x22 ACL|after DATA(?: PRDR)?|DATA|DKIM ?|by local_scan\(\)|by non-SMTP ACL|during MIME ACL checks",
        r"|(?:RCPT|MAIL|EHLO or HELO|EHLO|HELO|VRFY|EXPN|ETRN|ATRN|STARTTLS|AUTH|WELLKNOWN|XCLIENT|QUIT)(?: .*?)?",
        r")(?:: (.*))?$"
    );
    // It only repeats the line before it.
    if rest.starts_with("Error while reading message with no usable sender address ") {
        return None;
    }
    // The sender's address may hold these very words: begin behind it.
    let first = re!(r"(?:^| )(?:temporarily )?rejected ").find(rest)?;
    let sender = re!(r"(?:^| )F=<", address!(), r">").find(rest);
    let start = sender.filter(|sender| sender.start() < first.start()).map_or(0, |sender| sender.end());
    let fields = pattern.captures(&rest[start..])?;
    Some(Rejection {
        at: start + fields.get(0).expect("the match").start(),
        temporary: fields.get(1).is_some(),
        stage: fields.get(2).expect("a group").as_str(),
        text: fields.get(3).map_or("", |text| text.as_str()),
    })
}

fn rejected(id: Option<&str>, rest: &str, found: &Rejection) -> Vec<Step> {
    let who = client_sender(id, &rest[..found.at]);
    let who = if matches!(who, Who::Named(_)) { who } else { stage_sender(found.stage).unwrap_or(who) };
    // Older releases say so of a recipient that was accepted and thrown away.
    if re!(r"^discarded by \S+ ACL").is_match(found.text) {
        return vec![Step::Count(event("reject", "discarded", None, who))];
    }
    // Exim replaces a code whose class does not fit the verb.
    let class = if found.temporary { '4' } else { '5' };
    let own = reply::line(found.text).filter(|_| found.text.starts_with(class));
    let answer = match own {
        Some(reply) => Some(("logged", reply)),
        None if is_without_smtp(rest, found) => None,
        None => Some(("implied", Reply::implied(implied_code(found)))),
    };
    let temporary = found.temporary || answer.as_ref().is_some_and(|(_, reply)| (400..500).contains(&reply.code));
    let outcome = if temporary { "temporarily-rejected" } else { "rejected" };
    let ours = event("reject", outcome, answer, who.clone());
    let remote = remote_reply(&rest[found.at..]).and_then(|text| reply::exim(text.as_str()));
    let probe = remote.map(|reply| event("probe", "undeliverable", Some(("logged", reply)), who));
    probe.into_iter().chain([ours]).map(Step::Count).collect()
}

/// Whether a local program handed the message over without a dialogue, so that there was nobody to send a reply to.
fn is_without_smtp(rest: &str, found: &Rejection) -> bool {
    let client = &rest[..found.at];
    found.stage.contains("non-SMTP")
        || (found.stage.starts_with("by local_scan") && client.contains(" U=") && client.ends_with(" P=local"))
}

/// The code that Exim sends where the administrator's text does not begin with one.
fn implied_code(found: &Rejection) -> u16 {
    let is = |word: &str| found.stage.starts_with(word);
    match found.text {
        _ if found.temporary => 451,
        text if re!(r"^message too big: (?:size\b|read=)").is_match(text) => 552,
        text if text.starts_with("no HELO/EHLO given") => 503,
        text if text.starts_with("syntactically invalid argument") => 501,
        text if text.starts_with("too many messages in one connection") => 421,
        _ if is("AUTH") => 503,
        _ if is("ETRN") => 458,
        _ if is("ATRN") => 450,
        _ if is("VRFY") => 252,
        "mail transaction in progress" if is("XCLIENT") => 503,
        _ => 550,
    }
}

/// `F=<S>` of the client's line, or older `F=S`; else by queue id.
fn client_sender(id: Option<&str>, rest: &str) -> Who {
    re!(r"(?:^| )F=(?:<(", address!(), r")>|(\S+))(?: |$)")
        .captures(rest)
        .and_then(|fields| fields.get(1).or(fields.get(2)))
        .map(|sender| Who::Named(sender.as_str().to_owned()))
        .or_else(|| id.map(|id| Who::ById(id.to_owned())))
        .unwrap_or(Who::Unknown)
}

/// `MAIL <S>`, `MAIL FROM:<S>`, `from <S>`.
fn stage_sender(stage: &str) -> Option<Who> {
    let fields = re!(r"^(?:MAIL (?:FROM:)?|from )<(", address!(), r")>(?: |$)").captures(stage)?;
    Some(Who::Named(fields[1].to_owned()))
}
