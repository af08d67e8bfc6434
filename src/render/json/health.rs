//! The serialised form of what servers noted beside mail.

use serde::Serialize;

use super::model::{Counted, Iso, time};
use super::replies::{NamedJson, TallyJson};
use crate::event::Stage;
use crate::notice::{Area, Break, Direction, TlsVersion};
use crate::report::{Health, PeakRow, SessionRow, WarningRow};
use crate::summary::Carried;

#[derive(Serialize)]
pub(super) struct HealthJson<'a> {
    connections: Counted,
    broken: Vec<BrokenJson>,
    tls: TlsJson,
    postscreen: ScreeningJson<'a>,
    limits: Counted,
    peaks: Vec<PeakJson<'a>>,
    warnings: Vec<WarningJson<'a>>,
    dropped_warnings: u64,
}

#[derive(Serialize)]
struct BrokenJson {
    how: &'static str,
    stage: &'static str,
    count: u64,
}

#[derive(Serialize)]
struct TlsJson {
    signals: Counted,
    sessions: Vec<SessionJson>,
    carried: Vec<CarriedJson>,
}

#[derive(Serialize)]
struct SessionJson {
    direction: &'static str,
    trust: &'static str,
    version: &'static str,
    count: u64,
}

#[derive(Serialize)]
struct CarriedJson {
    direction: &'static str,
    count: u64,
    encrypted: u64,
    verified: u64,
    versions: Counted,
}

#[derive(Serialize)]
struct ScreeningJson<'a> {
    signals: Counted,
    ranks: Vec<RankJson>,
    largest_rank: u32,
    lists: Vec<NamedJson<'a>>,
    dropped_lists: u64,
}

#[derive(Serialize)]
struct RankJson {
    rank: u32,
    count: u64,
}

#[derive(Serialize)]
struct PeakJson<'a> {
    name: &'static str,
    value: u64,
    seconds: u64,
    client: &'a str,
    time: Option<Iso>,
}

#[derive(Serialize)]
struct WarningJson<'a> {
    severity: &'static str,
    daemon: &'a str,
    #[serde(flatten)]
    tally: TallyJson,
    template: &'a str,
    example: &'a str,
}

impl<'a> HealthJson<'a> {
    /// With at most `limit` rows in each list that may be long.
    pub(super) fn new(health: &'a Health, limit: usize) -> Self {
        let signals = |area: Area| {
            let of_area = health.signals.iter().filter(|(signal, _)| signal.area() == area);
            Counted(of_area.map(|&(signal, n)| (signal.name(), n)).collect())
        };
        let broken =
            |&(how, stage, count): &(Break, Stage, u64)| BrokenJson { how: how.name(), stage: stage.name(), count };
        let lists = health.lists.iter().take(limit).map(|(name, n)| NamedJson { name: Some(name), count: *n });
        Self {
            connections: signals(Area::Connections),
            broken: health.broken.iter().map(broken).collect(),
            tls: TlsJson {
                signals: signals(Area::Tls),
                sessions: health.sessions.iter().map(SessionJson::from).collect(),
                carried: health.carried.iter().map(CarriedJson::from).collect(),
            },
            postscreen: ScreeningJson {
                signals: signals(Area::Screening),
                ranks: health.ranks.iter().map(|&(rank, count)| RankJson { rank, count }).collect(),
                largest_rank: health.largest_rank,
                lists: lists.collect(),
                dropped_lists: health.dropped_lists,
            },
            limits: signals(Area::Limits),
            peaks: health.peaks.iter().map(PeakJson::from).collect(),
            warnings: health.warnings.iter().take(limit).map(WarningJson::from).collect(),
            dropped_warnings: health.dropped_warnings,
        }
    }
}

impl From<&SessionRow> for SessionJson {
    fn from(from: &SessionRow) -> Self {
        let SessionRow { direction, trust, version, count } = *from;
        Self { direction: direction.name(), trust: trust.name(), version: version.name(), count }
    }
}

impl From<&(Direction, Carried)> for CarriedJson {
    fn from((direction, carried): &(Direction, Carried)) -> Self {
        let versions = TlsVersion::ALL.iter().zip(carried.encrypted).filter(|(_, n)| *n > 0);
        Self {
            direction: direction.name(),
            count: carried.all(),
            encrypted: carried.n_encrypted(),
            verified: carried.verified,
            versions: Counted(versions.map(|(version, n)| (version.name(), n)).collect()),
        }
    }
}

impl<'a> From<&'a PeakRow> for PeakJson<'a> {
    fn from(from: &'a PeakRow) -> Self {
        Self {
            name: from.peak.name(),
            value: from.value,
            seconds: from.seconds,
            client: &from.client,
            time: time(from.time),
        }
    }
}

impl<'a> From<&'a WarningRow> for WarningJson<'a> {
    fn from(from: &'a WarningRow) -> Self {
        Self {
            severity: from.severity.name(),
            daemon: &from.daemon,
            tally: TallyJson::from(&from.tally),
            template: &from.template,
            example: &from.example,
        }
    }
}
