//! What pflogsumm 1.1.5 and smtplog read differently in a Postfix log, counted line by line.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use regex::Regex;

/// By hour of the day.
pub(crate) type Hours = [i64; 24];

/// See the fields: each is one difference.
#[derive(Default)]
pub(crate) struct Differences {
    /// How often a line has another day than the line before: so many days pflogsumm counts, though a log goes back and forth.
    pub(crate) n_days: i64,
    /// Messages that the server made itself (notices, forwards): pflogsumm knows a message by its client's or pickup's line.
    pub(crate) made_here: Hours,
    /// Clients' and pickup's lines of messages that never entered the queue: pflogsumm counts them as received.
    pub(crate) never_queued: Hours,
    /// Bytes of the messages that only smtplog counts, less those that only pflogsumm does: it knows a queue id that comes back by
    /// the size of its first message.
    pub(crate) bytes_received: i64,
    /// The same for deliveries.
    pub(crate) bytes_delivered: i64,
    /// Results of deliveries that pflogsumm does not see: those to `<"a>b"@c>`, as it reads an address up to the first `>`, and
    /// those with `tls=`, which Postfix writes since 3.11. Delivered, deferred, bounced.
    pub(crate) unseen: [Hours; 3],
    /// Messages with a deferral that had entered the queue before the log begins, or whose id is another message's as well:
    /// pflogsumm counts ids, smtplog messages that it saw enter.
    pub(crate) deferred_outside: i64,
    /// Held, discarded and warned of: pflogsumm has them in its column of rejects. Less the milters' refusals before the end of
    /// the message, which it does not know.
    pub(crate) in_reject_column: Hours,
    /// Milters' refusals before the end of the message.
    pub(crate) milter: i64,
    /// Distinct names: (pflogsumm's, smtplog's).
    pub(crate) senders: (HashSet<String>, HashSet<String>),
    pub(crate) sender_domains: (HashSet<String>, HashSet<String>),
    pub(crate) recipients: (HashSet<String>, HashSet<String>),
    pub(crate) recipient_domains: (HashSet<String>, HashSet<String>),
    /// Recipient domains with a row that is not the same, for one of these reasons.
    pub(crate) odd_domains: HashSet<String>,
}

/// A message that is in the queue.
struct Open {
    sender: String,
    size: i64,
    is_deferred: bool,
}

/// Reads a whole log.
#[derive(Default)]
struct Reader {
    found: Differences,
    /// Where messages came from that have a client but no size yet, by queue id.
    announced: HashMap<String, (usize, String)>,
    open: HashMap<String, Open>,
    /// pflogsumm's sizes: the first one of an id stays.
    sizes: HashMap<String, i64>,
    deferred_ids: HashSet<String>,
    n_deferred: i64,
}

fn re(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap()
}

pub(crate) fn differences(log: &Path) -> Differences {
    let text = String::from_utf8_lossy(&std::fs::read(log).unwrap()).into_owned();
    let line = re(
        r"^(?:\w{3} |\d{4}-\d\d-)([ \d]\d)[ T](\d\d):\d\d:\d\d\S* \S+ postfix/(?:(?:smtps|submission)/)?([^\[:]*)\S*: (?:(\w+): )?(.*)$",
    );
    let mut reader = Reader::default();
    let mut day = String::new();
    for fields in text.lines().filter_map(|text| line.captures(text)) {
        let hour = fields[2].parse().unwrap();
        let id = fields.get(4).map_or("", |id| id.as_str());
        if fields[1] != day {
            fields[1].clone_into(&mut day);
            reader.found.n_days += 1;
        }
        reader.line(hour, &fields[3], id, &fields[5]);
    }
    for (hour, _) in reader.announced.values() {
        reader.found.never_queued[*hour] += 1;
    }
    reader.found.deferred_outside = i64::try_from(reader.deferred_ids.len()).unwrap() - reader.n_deferred;
    reader.found
}

impl Reader {
    fn line(&mut self, hour: usize, daemon: &str, id: &str, rest: &str) {
        let is_smtpd = daemon == "smtpd" || daemon == "postscreen";
        if let Some(client) = rest.strip_prefix("client=").filter(|_| is_smtpd) {
            let client = client.split(',').next().unwrap_or_default();
            self.announce(hour, id, client_domain(client));
        } else if daemon == "pickup" && (rest.starts_with("uid=") || rest.starts_with("sender=")) {
            self.announce(hour, id, "pickup".into());
        } else if rest.starts_with("from=<") && rest.contains(">, size=") {
            self.from(hour, id, rest);
        } else if rest.starts_with("to=<") {
            self.to(hour, id, rest);
        } else if rest.starts_with("removed") {
            self.open.remove(id);
        } else {
            self.refusal(hour, daemon, id, rest);
        }
    }

    fn announce(&mut self, hour: usize, id: &str, from: String) {
        if let Some((hour, _)) = self.announced.insert(id.to_owned(), (hour, from)) {
            self.found.never_queued[hour] += 1;
        }
    }

    fn from(&mut self, hour: usize, id: &str, rest: &str) {
        let (sender, after) = rest["from=<".len()..].split_once(">, size=").unwrap();
        let size: i64 = after.split(',').next().unwrap().parse().unwrap();
        // It reads an address up to the first `>`, and an id's first size only.
        let is_read = !sender.contains('>') && self.sizes.get(id).is_none_or(|&size| size == 0);
        if is_read {
            self.sizes.insert(id.to_owned(), size);
            if let Some((_, from)) = self.announced.get(id).cloned() {
                self.theirs(sender, &from);
                self.found.bytes_received -= size;
            }
        }
        if self.open.get(id).is_some_and(|open| open.sender == sender && open.size == size) {
            return; // active again
        }
        match self.announced.remove(id) {
            None => self.found.made_here[hour] += 1,
            // One counts at the client's line, the other at the queue manager's.
            Some((before, _)) if before != hour => {
                self.found.never_queued[before] += 1;
                self.found.made_here[hour] += 1;
            }
            Some(_) => {}
        }
        self.found.bytes_received += size;
        self.found.senders.1.insert(sender.to_owned());
        self.found.sender_domains.1.insert(sender.rsplit_once('@').map_or("", |(_, domain)| domain).to_lowercase());
        self.open.insert(id.to_owned(), Open { sender: sender.to_owned(), size, is_deferred: false });
    }

    /// A sender as pflogsumm knows it.
    fn theirs(&mut self, sender: &str, from: &str) {
        let address = if sender.is_empty() { "from=<>".to_owned() } else { lower_domain(sender) };
        let domain = match address.split_once('@').filter(|(local, domain)| !local.is_empty() && !domain.is_empty()) {
            Some((_, domain)) => domain.to_owned(),
            None if from == "pickup" => address.clone(),
            None => from.to_owned(),
        };
        self.found.senders.0.insert(address);
        self.found.sender_domains.0.insert(domain);
    }

    fn to(&mut self, hour: usize, id: &str, rest: &str) {
        let ours = recipient(rest);
        let our_domain = ours.rsplit_once('@').map_or("", |(_, domain)| domain).to_lowercase();
        let theirs = rest["to=<".len()..].split('>').next().unwrap_or_default();
        let before_status = rest.split(", status=").next().unwrap_or_default();
        let is_seen = rest["to=<".len() + theirs.len()..].starts_with(">, ") && !before_status.contains(", tls=");
        let size = self.open.get(id).map_or(0, |open| open.size);
        let their_size = self.sizes.get(id).copied().unwrap_or(0);
        if !is_seen || size != their_size || ours.matches('@').count() != 1 {
            self.found.odd_domains.insert(our_domain.clone());
        }
        // What follows may be a stranger's words.
        let status = rest.split(", status=").nth(1).unwrap_or_default();
        let results = ["sent", "deferred", "bounced"];
        let Some(result) = results.iter().position(|result| status.starts_with(result)) else { return };
        if result == 0 && status.contains("forwarded as ") {
            return;
        }
        self.found.unseen[result][hour] += i64::from(!is_seen);
        if result == 1 {
            self.defer(id, is_seen);
        }
        if result != 0 {
            return;
        }
        self.found.recipients.1.insert(lower_domain(ours));
        self.found.recipient_domains.1.insert(our_domain);
        self.found.bytes_delivered += size;
        if is_seen {
            let theirs = lower_domain(theirs);
            let domain =
                theirs.split_once('@').filter(|(local, _)| !local.is_empty()).map_or(&*theirs, |(_, domain)| domain);
            self.found.recipient_domains.0.insert(domain.to_owned());
            self.found.bytes_delivered -= their_size;
            self.found.recipients.0.insert(theirs);
        }
    }

    fn defer(&mut self, id: &str, is_seen: bool) {
        if is_seen {
            self.deferred_ids.insert(id.to_owned());
        }
        if let Some(open) = self.open.get_mut(id).filter(|open| !open.is_deferred) {
            open.is_deferred = true;
            self.n_deferred += 1;
        }
    }

    fn refusal(&mut self, hour: usize, daemon: &str, id: &str, rest: &str) {
        let is_check = ["header ", "body "].iter().any(|check| rest.starts_with(&format!("warning: {check}")));
        let at_end = rest.contains("hold: END-OF-MESSAGE") || rest.contains("discard: END-OF-MESSAGE");
        let is_ours =
            rest.starts_with("hold: ") || rest.starts_with("discard: ") || rest.starts_with("reject_warning: ");
        let early = re(r"^milter-reject: (CONNECT|EHLO|HELO|MAIL|RCPT|DATA) ");
        if is_ours || (daemon == "cleanup" && (is_check || at_end)) {
            self.found.in_reject_column[hour] += 1;
        } else if early.is_match(rest) && !id.is_empty() {
            self.found.in_reject_column[hour] -= 1;
            self.found.milter += 1;
        }
    }
}

/// The recipient of a delivery line, quoted local part and all.
fn recipient(rest: &str) -> &str {
    let rest = &rest["to=<".len()..];
    let end = [">, orig_to=", ">, relay="].iter().filter_map(|end| rest.find(end)).min();
    &rest[..end.unwrap_or(rest.len())]
}

/// pflogsumm's own: all behind the first `@` in lower case.
fn lower_domain(address: &str) -> String {
    match address.split_once('@') {
        Some((local, domain)) => format!("{local}@{}", domain.to_lowercase()),
        None => address.to_owned(),
    }
}

/// What pflogsumm takes for the domain of a client: two or three labels of its name, or its address.
fn client_domain(client: &str) -> String {
    let (host, address) = client.split_once('[').unwrap();
    if host.is_empty() || host == "unknown" {
        return address.split(']').next().unwrap_or_default().to_owned();
    }
    let labels = re(r"^(.*)\.([^.]+)\.([^.]{3}|[^.]{2,3}\.[^.]{2})$");
    labels.captures(host).map_or(host.to_owned(), |found| format!("{}.{}", &found[2], &found[3]).to_lowercase())
}
