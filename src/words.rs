//! The words that reports and the guide say, in every language.
//!
//! In: a [`Word`] and a [`Lang`]. Out: its text. Always true: a word without translation does not compile. Sentences with values
//! in them are in `render/phrases/`.

use crate::catalog::Lang;

/// Declares the words with their texts in English and Japanese.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $en:literal, $ja:literal;)*) => {
        /// A word or phrase of ours.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Word { $($(#[$doc])* $name,)* }

        impl Word {
            /// The text in a language.
            pub(crate) const fn text(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$name, Lang::En) => $en, (Self::$name, Lang::Ja) => $ja,)*
                }
            }
        }
    };
}

words! {
    // Sections of an entry and of a comparison.
    Description: "Description", "説明";
    WhenYouSeeIt: "When you see it", "このコードが表示される場合";
    WhenOurs: "When your own server says it", "自分のサーバーが返す場合";
    HowToFix: "How to fix", "解決方法";
    HowToFixOurs: "How to fix it on your own server", "自分のサーバーでの解決方法";
    HowToFixTemporary: "How to fix a temporary one (4.x.x)", "一時的な場合（4.x.x）の解決方法";
    InTheLog: "How it looks in the log", "ログでの見え方";
    KeyDifferences: "Key differences", "主な違い";
    WhichWhen: "Which one when", "どちらをいつ使うか";
    SeeAlso: "See also", "関連項目";
    LearnMore: "Learn more", "詳しく見る";
    Sources: "Sources", "出典";
    Pages: "Pages to open", "関連ページ";
    Rules: "Its replies", "返信の一覧";
    NearMatches: "Near matches", "近いコード";
    HowClassified: "How it was classified", "判定";
    // Facts.
    Answered: "Answered by", "適用した項目";
    Asked: "Asked", "入力";
    Class: "Class", "クラス";
    Permanence: "Permanence", "恒久性";
    Retry: "Send again", "再送";
    Stage: "Stage", "段階";
    WhoActs: "Who acts", "対応者";
    WhoActsOurs: "Who acts on your own server", "自分のサーバーでの対応者";
    Standard: "Standard", "標準";
    Meaning: "Meaning", "意味";
    Parameter: "Parameter", "パラメーター";
    Note: "Note", "補足";
    Basis: "Known from", "根拠";
    Provider: "Provider", "プロバイダー";
    Blocklist: "Blocklist", "ブロックリスト";
    Delisting: "Delisting", "解除ページ";
    RetryAfter: "Retry after", "再試行までの時間";
    NamedAddress: "Address named", "記載されたIPアドレス";
    Code: "Code", "コード";
    Title: "Title", "タイトル";
    InPostfix: "Postfix", "Postfix";
    InExim: "Exim", "Exim";
    Both: "both", "両方";
    Hosts: "Mail hosts", "メールホスト";
    Samples: "Samples", "例";
    // Values.
    Yes: "yes", "はい";
    NotAStandard: "no, no RFC defines it", "いいえ（RFC の定義なし）";
    Class1: "1xx, not used in SMTP", "1xx（SMTP では不使用）";
    Class2: "2xx Positive Completion", "2xx 肯定完了応答";
    Class3: "3xx Positive Intermediate", "3xx 肯定中間応答";
    Class4: "4xx Transient Negative Completion", "4xx 一時的な否定完了応答";
    Class5: "5xx Permanent Negative Completion", "5xx 恒久的な否定完了応答";
    AnyClass: "any class", "すべてのクラス";
    Done: "done", "完了";
    GoingOn: "in progress", "処理中";
    Temporary: "temporary", "一時的";
    Permanent: "permanent", "恒久的";
    OfficialBasis: "the provider's own pages or a standard", "公式ページまたは標準";
    SourceCodeBasis: "the program's source code", "ソースコード";
    ObservedBasis: "logs and bounces", "実際のログとバウンス";
    ParsersBasis: "bounce parsers", "バウンス解析ツール";
    ThirdPartyBasis: "third parties", "第三者の情報";
    HistoricBasis: "former times", "過去の情報";
    OwnBasis: "your own catalogue", "独自のカタログ";
    NothingToFix: "There is nothing to fix.", "対応は不要です。";
    NotTranslated: "This entry is in English only.", "この項目は英語のみです。";
    // Who acts and whether to send again.
    OurConfiguration: "our configuration", "自分の設定";
    OurReputation: "our reputation", "自分の評判";
    RecipientSide: "the recipient's side", "受信側";
    Transient: "nobody: it is transient", "対応不要（一時的）";
    Nobody: "nobody", "対応不要";
    RetryYes: "yes, the queue does it", "はい（キューが自動で再送）";
    RetryNo: "no, not unchanged", "いいえ（そのままでは不可）";
    RetryNotNeeded: "not needed", "不要";
    // Answers to questions without an entry.
    NoEntry: "The catalogue has no entry for it; its class answers.", "カタログに項目がないため、クラスで回答します。";
    NotUnderstood: "This is neither a code nor a reply that the catalogue knows.", "コードでも、カタログにある返信でもありません。";
    Catalogue: "SMTP reply catalogue", "SMTP 返信カタログ";
    ReplyCodes: "Reply codes", "返信コード";
    EnhancedCodes: "Enhanced status codes", "拡張ステータスコード";
    Providers: "Providers", "プロバイダー";
    TextRules: "Replies known by their text", "文面で判別する返信";
    Comparisons: "Comparisons", "比較";
    // The catalogue as a site.
    SiteIntro: "What every SMTP reply means, who must act, and what to do.", "SMTP の返信ごとに、意味、対応者、解決方法をまとめています。";
    MadeBy: "Made by smtplog from its catalogue.", "smtplog のカタログから作成しました。";
    SkipToContent: "Skip to content", "本文へ移動";
    YouAreHere: "You are here", "現在位置";
    Contents: "Contents", "目次";
    Search: "Search", "検索";
    SearchHint: "Code, name or words of a reply", "コード、名前、返信の文面";
    Entries: "Entries: {n}", "{n} 件";
    NothingFound: "No entry holds all these words.", "すべての語を含む項目はありません。";
    NoReplies: "No reply", "返信なし";
    Blocklists: "Blocklists", "ブロックリスト";
    NamedAs: "Named in replies as", "返信での表記";
    Mailboxes: "Mailbox providers", "メールボックスプロバイダー";
    Filters: "Mail filters", "メールフィルター";
    BlocklistOperators: "Blocklist operators", "ブロックリスト運営者";
    Mtas: "Mail servers and policy services", "メールサーバーとポリシーサービス";
    InItsClasses: "In its classes", "クラス別";
    Respect: "Respect", "項目";
    // Reports on logs: what was read.
    LogReport: "Mail log report", "メールログのレポート";
    Period: "Period", "期間";
    Only: "Only", "絞り込み";
    Read: "Read", "読み取り";
    To: "to", "から";
    NoPeriod: "unknown: no event has a time", "不明（時刻のあるイベントがありません）";
    Worst: "Worst", "最も重大";
    NoTime: "no time", "時刻なし";
    NothingCounted: "No reply and no outcome was counted.", "返信も結果も 1 件もありませんでした。";
    AttemptsAside: "– replies before another host was tried, not part of the deliveries", "– 別のホストを試す前の返信です。配送には含みません";
    LogSources: "Sources: what became of every line", "入力: すべての行の内訳";
    AllSources: "All sources:", "すべての入力:";
    Lines: "lines", "行";
    Surplus: "surplus", "追加分";
    Events: "events", "イベント";
    Recognised: "recognised", "認識";
    OtherLines: "other", "その他";
    Unrecognised: "unrecognised", "認識できない行";
    Duplicates: "duplicates", "重複";
    Unbalanced: "✗ does not balance", "✗ 一致しません";
    // Findings.
    LookFirst: "Look at this first", "最初に確認すること";
    ThresholdPassed: "Threshold passed:", "しきい値を超過:";
    NotReadInFull: "Not read in full:", "最後まで読めませんでした:";
    LinesDoNotAddUp: "its lines do not add up (see the sources). This is a fault of smtplog: please report it.", "行数の合計が一致しません（「入力」を参照）。smtplog の不具合です。報告してください。";
    CountedTwice: "Counted twice?", "二重に数えた可能性:";
    And: "and", "と";
    SameLines: "seem to hold the same lines. Both were counted; if one is a copy, leave it out.", "は同じ行を含むようです。両方を数えました。片方が写しなら、除いて実行してください。";
    NotCounted: "Not counted:", "数えていない行:";
    NotRecognised: "Not understood:", "認識できない行:";
    VanishedHow: "completed with neither a delivery nor a bounce. Search the log for the queue ids. From", "配送もバウンスもないまま完了しました。ログをキュー ID で検索してください。送信者:";
    Earliest: "– the earliest:", "– 最も古いもの:";
    // Failures.
    WhatFailed: "What failed", "失敗した処理";
    NothingFailed: "Nothing failed.", "失敗はありません。";
    MendConfiguration: "For you to mend: configuration", "自分で対応: 設定";
    MendReputation: "For you to mend: reputation", "自分で対応: 評判";
    ForRecipientSide: "For the recipients' side", "受信側で対応";
    Passing: "Passing: the queue tries again", "一時的: キューが自動で再送";
    NothingToDo: "Nothing to do", "対応不要";
    OfKind: "of", "種別";
    What: "What", "内容";
    Source: "Source", "出典";
    Recipients: "To", "宛先";
    Text: "Text", "文面";
    OtherTexts: "other texts, too many to be kept apart", "その他の文面（多すぎるため区別していません）";
    // Changes between two periods.
    WhatChanged: "What changed", "変化";
    NothingChanged: "Nothing changed that chance would not explain.", "偶然の範囲を超える変化はありません。";
    SameLength: "Deliveries, logins and probes are compared by their shares; all else by count, as both periods are about equally long.", "配送、認証、検証は割合で比較しています。ほかは、期間の長さがほぼ同じなので件数で比較しています。";
    OtherLength: "The periods are not known to be equally long, so only shares are compared.", "期間の長さが同じとは限らないため、割合だけを比較しています。";
    CutLists: "A list of names was cut by --top: only names in both are compared.", "--top で名前の一覧が省略されているため、両方にある名前だけを比較しています。";
    Before: "Before", "以前";
    After: "Now", "今回";
    ChangeHeading: "Change", "変化";
    NewOne: "new", "新規";
    Grown: "grown", "増加";
    Shrunk: "shrunk", "減少";
    Gone: "gone", "解消";
    FirstSeen: "First seen", "最初の発生";
    ChangedFailures: "Changed failures", "失敗の変化";
    ChangedReplies: "Changed replies", "返信の変化";
    ChangedTexts: "Changed texts", "文面の変化";
    ChangedSenders: "Failures by sender", "送信者別の失敗の変化";
    ChangedDomains: "Failures by recipient domain", "受信者ドメイン別の失敗の変化";
    // Tables of counts.
    Replies: "Replies", "返信";
    NoCode: "none", "なし";
    AllReplies: "All replies", "すべての返信";
    Reply: "Reply", "返信";
    OutcomeHeading: "Outcome", "結果";
    Count: "Count", "件数";
    Share: "Share", "割合";
    SenderCount: "Senders", "送信者数";
    First: "First", "最初";
    Last: "Last", "最後";
    ImpliedMark: "implied: the line tells what happened, but not the digits.", "推定: 行から結果はわかりますが、コードの数字は書かれていません。";
    RepeatedMark: "repeated: the line quotes an earlier reply, nothing was sent.", "再掲: 行は以前の返信の引用で、新たな送信はありません。";
    Senders: "Senders", "送信者";
    Sender: "Sender", "送信者";
    SenderDomains: "Sender domains", "送信者ドメイン";
    RecipientDomains: "Recipient domains", "受信者ドメイン";
    Domain: "Domain", "ドメイン";
    OtherHosts: "(other hosts)", "(その他のホスト)";
    Relays: "Relays", "リレー";
    Relay: "Relay", "リレー";
    Failed: "Failed", "失敗";
    Succeeded: "Succeeded", "成功";
    DeliveredHeading: "Delivered", "配送済み";
    DeferredHeading: "Deferred", "延期";
    BouncedHeading: "Bounced", "バウンス";
    RejectedHeading: "Rejected", "拒否";
    OtherOutcomes: "Other", "その他";
    WithExpired: "Bounced includes expired, here and below.", "「バウンス」は期限切れを含みます（以下の表も同じ）。";
    WithTemporary: "Rejected includes refused for now, here and below.", "「拒否」は一時拒否を含みます（以下の表も同じ）。";
    // Messages, their times and their bytes.
    Messages: "Messages", "メッセージ";
    Queued: "Queued", "キューに入ったもの";
    Tried: "Tried", "配送を試みたもの";
    NotHere: "Not here", "対象外";
    CountedForTheWorst: "Each message counts once, for the worst of its recipients.", "メッセージは 1 通につき 1 回、最も悪い受信者の結果で数えます。";
    DeferredOnce: "Deferred at least once", "1 回以上延期";
    NeverDeferred: "Never deferred", "延期なし";
    All: "All", "合計";
    ExpiredHeading: "Expired", "期限切れ";
    DiscardedHeading: "Discarded", "破棄";
    RemovedHeading: "Removed", "削除";
    StillQueued: "Still queued", "未完了";
    TimeToDelivery: "Time to delivery", "配送までの時間";
    Time: "Time", "時間";
    Median: "Median", "中央値";
    Longest: "Longest", "最長";
    WholeTime: "From arrival to delivery", "受信から配送まで";
    BeforeQueue: "Before the queue", "キューに入るまで";
    InQueue: "In the queue", "キュー内";
    Connection: "Connection", "接続";
    Transmission: "Transmission", "送信";
    LastTry: "Last try", "最後の試行";
    MessagesAndBytes: "Messages and bytes", "メッセージとサイズ";
    Received: "Received", "受信";
    Size: "Size", "サイズ";
    SenderDomain: "Sender domain", "送信者ドメイン";
    // Logins.
    RefusedByLogin: "Refused, by login", "失敗: ログイン名別";
    RefusedByAddress: "Refused, by client address", "失敗: 接続元アドレス別";
    AcceptedFromSeveral: "Accepted from several addresses", "複数のアドレスから成功したログイン";
    Login: "Login", "ログイン名";
    Address: "Address", "アドレス";
    Refused: "Refused", "失敗";
    Accepted: "Accepted", "成功";
    Addresses: "Addresses", "アドレス数";
    LoginCount: "Logins", "ログイン名数";
    // The servers' own health.
    ServerHealth: "Server health", "サーバーの状態";
    Connections: "Connections", "クライアント接続";
    TlsFact: "TLS", "TLS 暗号化";
    Postscreen: "postscreen", "postscreen 検査";
    Limits: "Limits", "制限";
    Severity: "Severity", "重大度";
    Daemon: "Daemon", "デーモン";
    WarningLabel: "warning", "警告";
    ErrorLabel: "error", "エラー";
    FatalLabel: "fatal", "致命的";
    PanicLabel: "panic", "異常終了";
    ConnectionCount: "connections", "接続";
    LostSessions: "lost", "切断";
    TimedOutSessions: "timed out", "タイムアウト";
    TlsFailedIn: "failed with clients", "クライアントとの失敗";
    TlsFailedOut: "failed with other servers", "ほかのサーバーとの失敗";
    TlsLibrary: "problems in the TLS library", "TLS ライブラリの問題";
    TlsCertificate: "certificates not verified", "検証できない証明書";
    TlsServerName: "unknown server names", "不明なサーバー名";
    PassedNew: "passed the tests", "検査に合格";
    PassedOld: "had passed before", "合格済み";
    Pregreet: "talked first (PREGREET)", "先に送信 (PREGREET)";
    Hangup: "hung up", "検査中に切断";
    BareNewline: "sent bare newlines", "LF だけの改行";
    NonSmtpCommand: "commands not of SMTP", "SMTP 以外のコマンド";
    Pipelining: "commands without waiting", "応答を待たないコマンド";
    TimeLimit: "commands too slow", "コマンドの時間切れ";
    CountLimit: "too many commands", "多すぎるコマンド";
    LengthLimit: "commands too long", "長すぎるコマンド";
    NoRecipient: "data without recipient", "受信者のないデータ";
    Allowlisted: "on the allowlist", "許可リスト";
    Denylisted: "on the denylist", "拒否リスト";
    AllowlistVeto: "kept off the allowlist", "許可リストの適用外";
    OverConnectionCount: "too many connections at once", "同時接続が多すぎ";
    OverConnectionRate: "connected too often", "接続頻度の超過";
    OverMessageRate: "sent messages too often", "メッセージ頻度の超過";
    OverRecipientRate: "named recipients too often", "受信者頻度の超過";
    OverTlsRate: "began TLS too often", "TLS 開始頻度の超過";
    OverAuthRate: "logged in too often", "認証頻度の超過";
    OverLoad: "refused for the load", "負荷による拒否";
    RefusedClients: "clients refused", "拒否したクライアント";
    TooManyErrors: "dropped for too many errors", "エラー過多による切断";
    TooManyRecipients: "messages with too many recipients", "受信者が多すぎるメッセージ";
    UntimelyCommands: "commands too early", "早すぎるコマンド";
    ProtocolErrors: "wrong commands", "誤ったコマンド";
    Postponed: "deliveries put off", "後回しにした配送";
    WouldReject: "reject warnings", "拒否の予告 (警告のみ)";
    SmtpStages: "SMTP stages", "SMTP の段階";
    KindHeading: "Kind", "種別";
    OverTime: "Over time", "時間の推移";
    Hour: "Hour", "時間帯";
    Day: "Day", "日";
    Month: "Month", "月";
    EventsHeading: "Events", "イベント";
    BarLegend: "█ failed ░ other", "█ 失敗 ░ その他";
    UnknownSender: "(unknown)", "(不明)";
    NoDomain: "(no domain)", "(ドメインなし)";
    // Drawings.
    PerHour: "Replies and outcomes by hour", "時間ごとの返信と結果";
    PerDay: "Replies and outcomes by day", "日ごとの返信と結果";
    PerMonth: "Replies and outcomes by month", "月ごとの返信と結果";
    MostFailingReplies: "Most frequent failing replies", "失敗した返信（多い順）";
    MostFailingSenders: "Senders with the most failures", "失敗の多い送信者";
    OutcomesByProvider: "What became of the mail at each provider", "プロバイダーごとの結果";
    TimeUntilDelivered: "From arrival to delivery", "受信から配送までの時間";
    LogarithmicScale: "on a logarithmic scale", "対数目盛";
    GoneWell: "Delivered or accepted", "配送・受け入れ済み";
    Waiting: "Deferred or refused for now", "延期・一時拒否";
    Lost: "Bounced, rejected or failed", "バウンス・拒否・失敗";
    AsTable: "The numbers as a table", "数値を表で見る";
    FilterRows: "Filter the rows", "行を絞り込む";
    RowsShown: "{n} of {all} rows", "{all} 行中 {n} 行";
    OnTheWayIn: "refused on the way in", "受信時に拒否";
    ReportMadeBy: "Made by smtplog", "作成: smtplog";
    // Reports in the style of other programs.
    GrandTotals: "Grand Totals", "総計";
    Forwarded: "forwarded", "転送";
    Deferrals: "deferrals", "延期回数";
    BytesReceived: "bytes received", "受信バイト";
    BytesDelivered: "bytes delivered", "配送バイト";
    SendersTotal: "senders", "送信者";
    SendingDomains: "sending domains", "送信元ドメイン";
    RecipientsTotal: "recipients", "受信者";
    ReceivingDomains: "recipient domains", "宛先ドメイン";
    ReceivedTotal: "received", "受信";
    PerDayTraffic: "Per-Day Traffic Summary", "日別の通信量";
    PerHourTraffic: "Per-Hour Traffic Summary", "時間帯別の通信量";
    PerHourAverage: "Per-Hour Traffic Daily Average", "時間帯別の通信量（1 日平均）";
    DomainDelivery: "Host/Domain Summary: Message Delivery", "ドメイン別: 配送";
    DomainReceived: "Host/Domain Summary: Messages Received", "ドメイン別: 受信";
    SentCount: "Sent", "配送数";
    Defers: "Defers", "延期回数";
    AverageDelay: "Avg delay", "平均時間";
    LongestDelay: "Max delay", "最長時間";
    MessageCount: "Messages", "通数";
    SmtpConnections: "SMTP Connections", "SMTP 接続";
    SendersByCount: "Senders by message count", "送信者（通数順）";
    RecipientsByCount: "Recipients by message count", "受信者（通数順）";
    SendersBySize: "Senders by message size", "送信者（サイズ順）";
    RecipientsBySize: "Recipients by message size", "受信者（サイズ順）";
    NoSizeData: "Messages with no size data", "サイズ不明のメッセージ";
    DeferralDetail: "Message deferral detail", "延期の内訳";
    BounceDetail: "Message bounce detail (by relay)", "バウンスの内訳（リレー別）";
    ExpiryDetail: "Message expired detail", "期限切れの内訳";
    RejectDetail: "Message reject detail", "拒否の内訳";
    RejectForNowDetail: "Message reject detail, for now", "一時拒否の内訳";
    HoldDetail: "Message hold detail", "保留の内訳";
    DiscardDetail: "Message discard detail", "破棄の内訳";
    AttemptDetail: "SMTP delivery failures (by host)", "SMTP 配送の失敗（ホスト別）";
    ScreeningStatistics: "Postscreen statistics", "postscreen の統計";
    TlsStatistics: "TLS statistics", "TLS の統計";
    Warnings: "Warnings", "警告";
    Errors: "Errors", "エラー";
    FatalErrors: "Fatal Errors", "致命的エラー";
    Panics: "Panics", "異常終了";
    NoPlace: "(not logged)", "(記録なし)";
    OwnHost: "(this server)", "(このサーバー)";
    GrandTotalSummary: "Grand total summary", "総計";
    TotalHeading: "TOTAL", "合計";
    Volume: "Volume", "サイズ";
    HostCount: "Hosts", "ホスト数";
    DelayedHeading: "Delayed", "遅延";
    FailedMessages: "Failed", "失敗";
    Rejects: "Rejects", "拒否";
    TemporaryRejects: "Temp Rejects", "一時拒否";
    ByTransport: "Deliveries by transport", "トランスポート別の配送";
    Transport: "Transport", "トランスポート";
    ReceivedPerHour: "Messages received per hour", "時間帯別の受信";
    DeliveredPerHour: "Deliveries per hour", "時間帯別の配送";
    QueueTimeAll: "Time spent on the queue: all messages", "キューでの時間: すべてのメッセージ";
    QueueTimeRemote: "Time spent on the queue: messages with at least one remote delivery", "キューでの時間: 外部への配送を含むメッセージ";
    Cumulative: "Cumulative", "累計";
    DeliveryTimes: "Delivery times", "配送時間";
    TopRejections: "Top mail rejection reasons", "拒否の理由（上位）";
    TopTemporaryRejections: "Top mail temporary rejection reasons", "一時拒否の理由（上位）";
    SourcesByCount: "Top sending hosts by message count", "送信元ホスト（通数順）";
    SourcesByVolume: "Top sending hosts by volume", "送信元ホスト（サイズ順）";
    SenderDomainsByCount: "Top sending domains by message count", "送信元ドメイン（通数順）";
    SenderDomainsByVolume: "Top sending domains by volume", "送信元ドメイン（サイズ順）";
    TopSendersByCount: "Top senders by message count", "送信者（通数順、上位）";
    TopSendersByVolume: "Top senders by volume", "送信者（サイズ順、上位）";
    DestinationsByCount: "Top host destinations by message count", "宛先ホスト（通数順）";
    DestinationsByVolume: "Top host destinations by volume", "宛先ホスト（サイズ順）";
    DomainDestinationsByCount: "Top domain destinations by message count", "宛先ドメイン（通数順）";
    DomainDestinationsByVolume: "Top domain destinations by volume", "宛先ドメイン（サイズ順）";
    RecipientDestinationsByCount: "Top destinations by message count", "宛先（通数順）";
    RecipientDestinationsByVolume: "Top destinations by volume", "宛先（サイズ順）";
    TopRejectedIps: "Top rejected IP addresses", "拒否した IP アドレス（上位）";
    TopTemporaryRejectedIps: "Top temporarily rejected IP addresses", "一時拒否した IP アドレス（上位）";
    ErrorList: "List of errors", "エラーの一覧";
    Host: "Host", "ホスト";
    Reason: "Reason", "理由";
    AverageSize: "Average", "平均";
    // Kinds of events.
    Deliveries: "Deliveries", "配送";
    Attempts: "Attempts", "試行";
    Rejections: "Rejections", "受信拒否";
    Logins: "Logins", "認証";
    Probes: "Probes", "検証";
    // Stages and outcomes.
    UnknownStage: "unknown", "不明";
    OtherStage: "other", "その他";
    Delivered: "delivered", "配送済み";
    Deferred: "deferred", "延期";
    Bounced: "bounced", "バウンス";
    Expired: "expired", "期限切れ";
    Rejected: "rejected", "拒否";
    TemporarilyRejected: "refused for now", "一時拒否";
    Discarded: "discarded", "破棄";
    Held: "held", "保留";
    Authenticated: "logged in", "認証成功";
    AuthenticationFailed: "login failed", "認証失敗";
    Deliverable: "deliverable", "配送可能";
    Undeliverable: "undeliverable", "配送不能";
    Folded: "Addresses that differ in what a program put into them are one; --fold none keeps them apart.", "プログラムが埋め込んだ部分だけが異なるアドレスは 1 つにまとめています（--fold none で個別に表示）。";
}

impl Word {
    /// The name of a class of codes.
    pub(crate) const fn of_class(class: Option<u8>) -> Self {
        match class {
            Some(1) => Self::Class1,
            Some(2) => Self::Class2,
            Some(3) => Self::Class3,
            Some(4) => Self::Class4,
            Some(5) => Self::Class5,
            _ => Self::AnyClass,
        }
    }

    /// Whether what a class says lasts.
    pub(crate) const fn permanence(class: Option<u8>) -> Option<Self> {
        match class {
            Some(2) => Some(Self::Done),
            Some(3) => Some(Self::GoingOn),
            Some(4) => Some(Self::Temporary),
            Some(5) => Some(Self::Permanent),
            _ => None,
        }
    }
}
