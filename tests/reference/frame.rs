//! What stands around the MTA's own message: time, host, program, and repeat counts.

/// Whose line it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mta {
    /// Any Postfix daemon.
    Postfix,
    /// Exim.
    Exim,
    /// Another program.
    Other,
    /// `last message repeated N times`: it names no program and no text.
    Repetition,
}

/// A line without its header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Frame {
    /// The host, as logged; empty where the line names none.
    pub(crate) host: String,
    /// The MTA instance: `postfix-in` of `postfix-in/smtpd`.
    pub(crate) instance: String,
    /// Whose line it is.
    pub(crate) mta: Mta,
    /// What the program said.
    pub(crate) message: String,
    /// How many lines this one stands for.
    pub(crate) times: u64,
}

/// Takes the header off, or `None` if it has no shape we know.
pub(crate) fn read(line: &str) -> Option<Frame> {
    // docker-compose puts the container's name in front.
    let line = re!(r"^[\w.-]+ +\| ").find(line).map_or(line, |found| &line[found.end()..]);
    rfc5424(line).or_else(|| exim_own(line)).or_else(|| syslog(line)).or_else(|| exim_without_time(line))
}

/// `<22>1 2026-11-22T00:41:47.422158+00:00 mx1 postfix 221 - - message`
fn rfc5424(line: &str) -> Option<Frame> {
    let fields = re!(
        r"^<\d{1,3}>1 \S+ (\S+) (\S+) \S+ \S+ ",
        r#"(?:-|(?:\[(?:[^\]"]|"(?:[^"\\]|\\.)*")*\])+)(?: (?:\u{FEFF})?(.*))?$"#
    )
    .captures(line)?;
    let host = if &fields[1] == "-" { "" } else { &fields[1] };
    Some(of_program(host, &fields[2], fields.get(3).map_or("", |message| message.as_str())))
}

/// RFC 3164 and RFC 3339 headers, with the variants seen in the wild.
fn syslog(line: &str) -> Option<Frame> {
    let rest = re!(
        r"^(?:<\d{1,3}>)?(?:(?:\d{4} )?[A-Z][a-z]{2} +\d{1,2} (?:\d{4} )?\d\d:\d\d:\d\d(?:\.\d+)?",
        r"|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?) +(.*)$"
    )
    .captures(line)?
    .get(1)?
    .as_str();
    // `[1:mail1:postfix/lmtp] QID: …`
    if let Some(fields) = re!(r"^\[\d+:([^:\]]+):([^:\]]+)\] (.*)$").captures(rest) {
        return Some(of_program(&fields[1], &fields[2], &fields[3]));
    }
    if re!(r"^(?:\S+ )?last message repeated \d+ times?$").is_match(rest) {
        let message = rest.to_owned();
        return Some(Frame { host: String::new(), instance: String::new(), mta: Mta::Repetition, message, times: 1 });
    }
    // The colon behind the process id may be missing.
    let fields = re!(r"^(\S+) +([^\s\[:]+)(?:\[[^\]]*\]:?|:)(?: +(.*))?$").captures(rest)?;
    let (host, program) = (&fields[1], &fields[2]);
    let message = fields.get(3).map_or("", |message| message.as_str());
    let frame = of_program(host, program, message);
    // A container's log inside the host's: the inner header tells.
    if frame.mta == Mta::Other
        && let Some(inner) = syslog(message)
    {
        return Some(inner);
    }
    Some(frame)
}

/// `2020-02-22 00:48:43[.123][ +0100][ [pid]] message`, also with host and program behind the time.
fn exim_own(line: &str) -> Option<Frame> {
    let message = re!(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?: [+-]\d{4})?(?: \[\w+\])?(?: (.*))?$")
        .captures(line)?
        .get(1)
        .map_or("", |message| message.as_str());
    if let Some(fields) = re!(r"^(\S+) ([\w/-]*exim[\w.-]*)\[\w+\]: (.*)$").captures(message) {
        return Some(of_program(&fields[1], &fields[2], &fields[3]));
    }
    Some(of_program("", "exim", message))
}

/// `[host ]exim[14700]: 2006-11-21 15:01:33 message`: the outer time is lost.
fn exim_without_time(line: &str) -> Option<Frame> {
    let fields = re!(r"^(?:(\S+) )?exim\w*\[\d+\]: (\d{4}-\d\d-\d\d .*)$").captures(line)?;
    let frame = exim_own(&fields[2])?;
    Some(Frame { host: fields.get(1).map_or("", |host| host.as_str()).to_owned(), ..frame })
}

fn of_program(host: &str, program: &str, message: &str) -> Frame {
    let instance = program.split('/').next().unwrap_or_default();
    let mta = match instance {
        _ if instance.starts_with("postfix") => Mta::Postfix,
        _ if instance.starts_with("exim") => Mta::Exim,
        _ => Mta::Other,
    };
    let mut message = message.trim_start();
    let mut times = 1;
    if let Some(fields) = re!(r"^message repeated (\d+) times: \[ ?(.*?) ?\]$").captures(message) {
        times = fields[1].parse().unwrap_or(1);
        message = fields.get(2).map_or("", |text| text.as_str());
    }
    // Exim keeps its own date behind the syslog header unless told not to.
    if mta == Mta::Exim
        && let Some(inner) = re!(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d").find(message).and_then(|_| exim_own(message))
    {
        return Frame { host: host.to_owned(), instance: instance.to_owned(), times, ..inner };
    }
    // Without the date, `log_selector = +pid` still puts the process id in front.
    if mta == Mta::Exim {
        message = re!(r"^\[\d+\] ").find(message).map_or(message, |found| &message[found.end()..]);
    }
    Frame { host: host.to_owned(), instance: instance.to_owned(), mta, message: message.to_owned(), times }
}
