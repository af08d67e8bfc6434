//! The words that reports and the guide say, in every language.
//!
//! In: a [`Word`] and a [`Lang`]. Out: its text. Always true: a word without translation does not compile.

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
