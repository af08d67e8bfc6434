//! What eximstats 4.96 and smtplog read differently in an Exim log, counted line by line.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::LazyLock;

use regex::{Regex, RegexSet};

/// See the fields: each is one difference, or what one is told by.
#[derive(Default)]
pub(crate) struct Differences {
    /// `=> :blackhole:` and what an ACL discarded: eximstats has them among the deliveries, smtplog among the discarded.
    pub(crate) blackholes: u64,
    pub(crate) blackhole_bytes: u64,
    /// The same by hour.
    pub(crate) blackholes_by_hour: [u64; 24],
    /// `>>`, delivered while it was received: eximstats does not know the flag.
    pub(crate) cut_through: u64,
    /// Completed messages that came in before the log begins, by upper bound of the time in the queue in seconds, and whether
    /// another host took them: eximstats reads in their ids when that was, smtplog leaves them out.
    pub(crate) completed_outside: Vec<(i64, bool)>,
    /// Lines with the word rejected, refused or dropped that have no flag: eximstats' rejects, beside the blackholes.
    pub(crate) worded: u64,
    /// Those of them that tell of no refusal with a reply (`docs/counting.md`, "Not counted"), of mail that was accepted and thrown
    /// away, or of what another server did.
    pub(crate) no_refusals: u64,
    /// Names of clients: (eximstats', smtplog's). eximstats keeps `(name)`, which a client gave itself, and `name` apart, and upper
    /// from lower case; of a name with blanks it takes the first word.
    pub(crate) sources: (HashSet<String>, HashSet<String>),
    /// The same of servers.
    pub(crate) destinations: (HashSet<String>, HashSet<String>),
}

const NO_REFUSALS: [&str; 6] = [
    r"^SMTP call from .* dropped: ",
    r"^Connection from \S+ refused: ",
    r"^unqualified \w+ rejected: ",
    r"too many recipients: excess",
    r": discarded by ",
    r"^\S{16} H=\S+ \[[^\]]*\](:\d+)?:? (SMTP error|Connection refused)",
];

/// What follows the stamp, which may have fractions, a zone and a process.
fn message(line: &str) -> Option<&str> {
    static STAMP: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?: [-+]\d{4})?(?: \[\d+\])? ").unwrap()
    });
    Some(&line[STAMP.find(line)?.end()..])
}

/// eximstats' own rule: what stands where a line with an id has its flag.
fn is_worded(message: &str) -> bool {
    let Some(flag) = message.as_bytes().get(17..19) else { return false };
    let is_flag = flag == b"SA" || flag.iter().all(|b| b"<>=*-".contains(b));
    !is_flag && ["rejected", "refused", "dropped"].iter().any(|word| message.contains(word))
}

pub(crate) fn differences(log: &Path) -> Differences {
    let text = String::from_utf8_lossy(&std::fs::read(log).unwrap()).into_owned();
    let line =
        Regex::new(r"^(\S+ (\d\d):\S+) (?:\[\d+\] )?(\w{6}-\w{6}-\w\w) (<=|=>|->|>>|Completed)(?: (.*))?$").unwrap();
    let size = Regex::new(r" S=(\d+)").unwrap();
    let mut found = Differences::default();
    let mut sizes: HashMap<String, u64> = HashMap::new();
    let mut remote: HashSet<String> = HashSet::new();
    let no_refusal = RegexSet::new(NO_REFUSALS).unwrap();
    for message in text.lines().filter_map(message).filter(|message| is_worded(message)) {
        found.worded += 1;
        found.no_refusals += u64::from(no_refusal.is_match(message));
    }
    for fields in text.lines().filter_map(|text| line.captures(text)) {
        let (hour, id) = (fields[2].parse::<usize>().unwrap(), fields[3].to_owned());
        let rest = fields.get(5).map_or("", |rest| rest.as_str());
        match &fields[4] {
            "<=" => {
                let size = size.captures(rest).map_or(0, |size| size[1].parse().unwrap());
                sizes.insert(id, size);
                found.sources.0.insert(their_host(rest));
                found.sources.1.insert(our_host(rest));
            }
            "=>" if rest.starts_with(":blackhole:") || rest.starts_with("blackhole") => {
                found.blackholes += 1;
                found.blackholes_by_hour[hour] += 1;
                found.blackhole_bytes += sizes.get(&id).copied().unwrap_or(0);
                found.destinations.0.insert(their_host(rest));
            }
            flag @ ("=>" | "->") => {
                if flag == "=>" {
                    found.destinations.0.insert(their_host(rest));
                    if rest.contains(" H=") {
                        remote.insert(id);
                    }
                }
                found.destinations.1.insert(our_host(rest));
            }
            ">>" => {
                found.cut_through += 1;
                found.destinations.1.insert(our_host(rest));
            }
            _ if sizes.remove(&id).is_none() => {
                found.completed_outside.push((bound(&fields[1], &id), remote.contains(&id)));
            }
            _ => {}
        }
    }
    found
}

fn their_host(rest: &str) -> String {
    Regex::new(r"\bH=(\S+)").unwrap().captures(rest).map_or("local".into(), |host| host[1].to_owned())
}

/// The name, in lower case; one that the client gave itself counts like another, without its parentheses.
fn our_host(rest: &str) -> String {
    let host = Regex::new(r" H=(?:\((.*?)\) \[|\[([^\]]+)\]|(\S+))").unwrap();
    let Some(found) = host.captures(rest) else { return String::new() };
    let name = (1..=3).find_map(|group| found.get(group)).unwrap();
    name.as_str().to_lowercase()
}

/// The upper bound of the time between an id's and a line's, in seconds; `i64::MAX` beyond a day.
fn bound(at: &str, id: &str) -> i64 {
    let at: jiff::civil::DateTime = at.parse().unwrap();
    let at = at.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_second();
    let digit = |b: u8| match b {
        b'0'..=b'9' => i64::from(b - b'0'),
        b'A'..=b'Z' => i64::from(b - b'A') + 10,
        _ => i64::from(b - b'a') + 36,
    };
    let seconds = at - id[..6].bytes().fold(0, |all, b| all * 62 + digit(b));
    let bounds = [60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400];
    bounds.into_iter().find(|&bound| seconds < bound).unwrap_or(i64::MAX)
}
