//! What the servers of the world answer: reply texts per mail provider, the same for every MTA.
//!
//! In a text `{r}` stands for the recipient, `{q}` for a queue id, `{t}` for a session token, `{i}` for our address.

/// The SMTP command that a reply answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// The greeting.
    Connect,
    /// MAIL FROM.
    Mail,
    /// RCPT TO.
    Rcpt,
    /// The final dot.
    Dot,
}

/// One reply of a server.
#[derive(Debug)]
pub struct Answer {
    /// Reply code.
    pub code: u16,
    /// Enhanced code on every line, empty for none.
    pub enhanced: &'static str,
    /// What it answers.
    pub after: After,
    /// Its lines, without codes.
    pub lines: &'static [&'static str],
}

/// A mail provider: where a share of all recipients has its mailboxes.
#[derive(Debug)]
pub struct Provider {
    /// Share of recipients, in per mille.
    pub share: u64,
    /// Domain of its recipients; empty: each has a domain of its own.
    pub domain: &'static str,
    /// Its mail servers.
    pub hosts: &'static [&'static str],
    /// Yes.
    pub accepts: &'static [Answer],
    /// Not now.
    pub defers: &'static [Answer],
    /// Never.
    pub bounces: &'static [Answer],
}

const fn ok(code: u16, enhanced: &'static str, lines: &'static [&'static str]) -> Answer {
    Answer { code, enhanced, after: After::Dot, lines }
}

const fn at(after: After, code: u16, enhanced: &'static str, lines: &'static [&'static str]) -> Answer {
    Answer { code, enhanced, after, lines }
}

use After::{Connect, Dot, Mail, Rcpt};

const GOOGLE: Provider = Provider {
    share: 300,
    domain: "gmail.example",
    hosts: &["gmail-smtp-in.l.google.com", "alt1.gmail-smtp-in.l.google.com"],
    accepts: &[ok(250, "2.0.0", &["OK  1772409600 {t} - gsmtp"])],
    defers: &[
        at(
            Dot,
            421,
            "4.7.28",
            &[
                "Gmail has detected an unusual rate of unsolicited mail originating",
                "from your IP address [{i}]. To protect our users from spam,",
                "mail sent from your IP address has been temporarily rate limited. {t} - gsmtp",
            ],
        ),
        at(
            Rcpt,
            452,
            "4.2.2",
            &[
                "The recipient's inbox is out of storage space. Please direct the",
                "recipient to",
                " https://support.google.com/mail/?p=OverQuotaTemp {t} - gsmtp",
            ],
        ),
        at(Rcpt, 450, "4.2.1", &["The user you are trying to contact is receiving mail too quickly. {t} - gsmtp"]),
    ],
    bounces: &[
        at(
            Rcpt,
            550,
            "5.1.1",
            &[
                "The email account that you tried to reach does not exist. Please try",
                "double-checking the recipient's email address for typos or",
                "unnecessary spaces. For more information, go to",
                " https://support.google.com/mail/?p=NoSuchUser {t} - gsmtp",
            ],
        ),
        at(
            Dot,
            550,
            "5.7.26",
            &[
                "Your email has been blocked because the sender is unauthenticated.",
                "Gmail requires all senders to authenticate with either SPF or DKIM.",
                " https://support.google.com/mail/answer/81126#authentication {t} - gsmtp",
            ],
        ),
    ],
};

const OUTLOOK: Provider = Provider {
    share: 220,
    domain: "outlook.example",
    hosts: &["outlook-com.olc.protection.outlook.com", "eur.olc.protection.outlook.com"],
    accepts: &[ok(
        250,
        "2.6.0",
        &["<{t}@lab.example> [InternalId=84294967, Hostname=DB7PR08.eurprd01.prod.outlook.com] 8123 bytes in 0.142, \
         55.8 KB/sec Queued mail for delivery -> 250 2.1.5"],
    )],
    defers: &[
        at(
            Mail,
            451,
            "4.7.650",
            &["The mail server [{i}] has been temporarily rate limited due to IP reputation. For e-mail delivery \
             information, see https://postmaster.live.com (S775) [{t}.eop-EUR01.prod.protection.outlook.com]"],
        ),
        at(Rcpt, 451, "4.7.500", &["Server busy. Please try again later from [{i}]. (S77719) [{t}.prod.outlook.com]"]),
    ],
    bounces: &[
        at(
            Rcpt,
            550,
            "5.5.0",
            &["Requested action not taken: mailbox unavailable (S2017062302). [{t}.prod.protection.outlook.com]"],
        ),
        at(
            Mail,
            550,
            "5.7.1",
            &[
                "Unfortunately, messages from [{i}] weren't sent. Please contact your Internet service provider since part \
             of their network is on our block list (S3140). [{t}.prod.protection.outlook.com]",
            ],
        ),
        at(Rcpt, 550, "5.4.1", &["Recipient address rejected: Access denied. [{t}.prod.protection.outlook.com]"]),
    ],
};

const YAHOO: Provider = Provider {
    share: 80,
    domain: "yahoo.example",
    hosts: &["mta5.am0.yahoodns.net", "mta6.am0.yahoodns.net", "mta7.am0.yahoodns.net"],
    accepts: &[ok(250, "", &["ok dirdel"])],
    defers: &[at(
        Connect,
        421,
        "4.7.0",
        &[
            "[TSS04] Messages from {i} temporarily deferred due to unexpected volume or user complaints - 4.16.55.1; see \
         https://postmaster.yahooinc.com/error-codes",
        ],
    )],
    bounces: &[at(
        Dot,
        554,
        "",
        &["delivery error: dd This user doesn't have a yahoo.example account ({r}) [0] - {t}"],
    )],
};

const FILTER: Provider = Provider {
    share: 60,
    domain: "",
    hosts: &["eu-smtp-inbound-1.filter.example", "eu-smtp-inbound-2.filter.example"],
    accepts: &[ok(250, "", &["SmtpThread-{q}-1772409600@eu-mta.filter.example Received OK [{t}.uk1]"])],
    defers: &[at(
        Rcpt,
        451,
        "",
        &["Internal resources are temporarily unavailable - https://community.filter.example/s/451 [{t}]"],
    )],
    bounces: &[
        at(Rcpt, 550, "", &["Invalid Recipient - https://community.filter.example/docs/550#550 [{t}.uk1]"]),
        at(Dot, 554, "", &["Email rejected due to security policies - https://community.filter.example/554 [{t}]"]),
    ],
};

const POSTFIX: Provider = Provider {
    share: 180,
    domain: "",
    hosts: &["mx1.", "mx2."],
    accepts: &[
        ok(250, "2.0.0", &["Ok: queued as {q}"]),
        ok(250, "2.0.0", &["from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as {q}"]),
    ],
    defers: &[
        at(Rcpt, 450, "4.7.1", &["<{r}>: Recipient address rejected: Greylisted, see http://postgrey.example/help"]),
        at(Mail, 452, "4.3.1", &["Insufficient system storage"]),
        at(Connect, 554, "5.7.1", &["You are not welcome here, {i}"]),
    ],
    bounces: &[
        at(Rcpt, 550, "5.1.1", &["<{r}>: Recipient address rejected: User unknown in virtual mailbox table"]),
        at(
            Rcpt,
            554,
            "5.7.1",
            &["Service unavailable; Client host [{i}] blocked using dnsbl.example; https://dnsbl.example/query?{i}"],
        ),
        at(Mail, 552, "5.3.4", &["Message size exceeds fixed limit"]),
    ],
};

const EXIM: Provider = Provider {
    share: 100,
    domain: "",
    hosts: &["mail.", "mx."],
    accepts: &[ok(250, "", &["OK id={t}"])],
    defers: &[
        at(Rcpt, 451, "", &["Temporary local problem - please try later"]),
        at(Rcpt, 451, "", &["Greylisted, please try again in 300 seconds"]),
    ],
    bounces: &[
        at(Rcpt, 550, "", &["Unrouteable address"]),
        at(Rcpt, 550, "", &["Verification failed for <{r}>", "No Such User Here", "Sender verify failed"]),
        at(Dot, 550, "", &["Administrative prohibition"]),
    ],
};

const QMAIL: Provider = Provider {
    share: 60,
    domain: "",
    hosts: &["mx."],
    accepts: &[ok(250, "", &["ok 1772409600 qp 437 by mx.oldschool.example"])],
    defers: &[at(Dot, 451, "", &["qq temporary problem (#4.3.0)"])],
    bounces: &[
        at(Rcpt, 553, "", &["sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)"]),
        at(Rcpt, 511, "", &["sorry, no mailbox here by that name (#5.1.1 - chkuser)"]),
    ],
};

/// All providers; shares sum up to 1000.
pub const PROVIDERS: [&Provider; 7] = [&GOOGLE, &OUTLOOK, &YAHOO, &FILTER, &POSTFIX, &EXIM, &QMAIL];

/// The provider of a recipient with this hash.
pub fn provider(hash: u64) -> &'static Provider {
    let mut left = hash % 1000;
    let found = PROVIDERS.iter().find(|provider| {
        let hit = left < provider.share;
        left = left.saturating_sub(provider.share);
        hit
    });
    found.unwrap_or(&PROVIDERS[0])
}
