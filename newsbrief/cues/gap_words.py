"""The words by which an article shows that something is left open, per language: patterns in lower case."""

from collections.abc import Mapping

from newsbrief.terms import QuestionKind

STATED: Mapping[str, Mapping[QuestionKind, tuple[str, ...]]] = {
    "en": {
        "no_comment": (
            r"(declined|refused) (to (comment|be interviewed|answer|elaborate|discuss)|(any )?comment)",
            r"(did|do|does|has|have|had) not (immediately )?(respond|reply|return|answer|comment)\w*",
            r"(could|can)( not|not) (immediately )?be reached",
            r"(gave|offered|had|made) no (comment|answer|reply)",
            r"(was|were) not available for comment",
        ),
        "undisclosed": (
            r"(declined|refused) to (say|give|name|disclose|reveal|specify|confirm|provide|release|identify)",
            r"(did|has|have|had|would|will) not (say|said|give|given|name|named|disclose\w*|reveal\w*|specif\w+)",
            r"(did|has|have|had|would|will) not (identif\w+|release\w*|publish\w*|explain\w*|elaborate\w*|provide\w*)",
            r"(was|were|been|is|are) not (disclosed|released|published|named|made public|specified|identified|given)",
            r"undisclosed|unspecified|unnamed|kept (secret|confidential)|without (giving|saying|naming)",
        ),
        "stated_unknown": (
            r"(is|was|are|were|it'?s|remain\w*|still|yet)( not| far from)? (immediately )?(clear|known|certain)",
            r"unclear|unknown|uncertain|unexplained|(no one|nobody|none) (knows|knew|could say|can say)",
            r"(do|did|does) not (yet )?know|(too early|hard|impossible) to (say|tell|know)",
            r"(could|can)( not|not) (say|tell|explain|be (verified|confirmed|established|determined))",
            r"remains? to be seen|open question|unanswered|question marks? over",
        ),
        "conflicting_accounts": (
            r"contradict\w*|conflicting|at odds|(disputed?|disputes|disputing) (the|that|this|his|her|their|its)",
            r"(different|differing|rival) (accounts?|versions?|figures?)|does not match|did not match",
        ),
        "pending": (
            r"(has|have|had|is|are|was|were) yet to",
            r"(not|no) \w{0,12} ?(been )?(decided|determined|set|reached) yet",
            r"(has|have|had) not (yet )?(been )?(decided|determined|agreed|approved|voted)",
            r"(postponed|deferred|adjourned|delayed|put off) (until|to|the|a|its|his|her)?",
            r"under (investigation|review|consideration)|(is|are|was|were) (being )?(investigat|examin|review)\w+",
            r"(is|are) (expected|due|scheduled|set) to (decide|vote|rule|announce|publish|report|meet|hear)",
            r"pending|awaiting|will (decide|vote|rule|be decided)",
        ),
    },
    "de": {
        "no_comment": (
            r"(wollte|wollten) (sich )?(\w+ ){0,4}nicht (äußern|kommentieren)|äußerte\w* sich (\w+ ){0,4}nicht",
            r"lehnte\w* (\w+ ){0,4}(stellungnahme|kommentar|auskunft)\w* ab|reagierte\w* (\w+ ){0,5}nicht",
            r"war\w* (\w+ ){0,4}nicht (zu )?erreich\w+|ließ\w* (\w+ ){0,4}unbeantwortet",
        ),
        "undisclosed": (
            r"(nannte|nannten|machte|machten|gab|gaben|nennt) (\w+ ){0,6}(nicht|keine)",
            r"(wollte|wollten) (\w+ ){0,6}nicht (sagen|nennen|bestätigen|mitteilen)",
            r"nicht (genannt|mitgeteilt|veröffentlicht|bekannt ?gegeben)|ohne (\w+ ){0,4}zu nennen",
        ),
        "stated_unknown": (
            r"unklar|ungewiss|unbekannt|(ist|war|sei|blieb|bleibt) (\w+ ){0,4}nicht (klar|bekannt|sicher)",
            r"(noch )?offen(?!bar|sichtlich)|weiß niemand|(noch )?nicht absehbar|lässt sich (\w+ ){0,3}nicht sagen",
        ),
        "conflicting_accounts": (r"widersprüchlich\w*|widersprach\w*|weichen (\w+ ){0,4}voneinander ab|bestritt\w*",),
        "pending": (
            r"steht noch aus|stehen noch aus|noch nicht (entschieden|terminiert|beschlossen)|vertagt\w*|verschoben",
            r"(wird|werden) (\w+ ){0,4}(geprüft|untersucht|entschieden)|prüft\b|ermittelt\b",
            r"soll\w* (\w+ ){0,6}entscheiden",
        ),
    },
    "uk": {
        "no_comment": (
            r"відмови\w+ (від коментар\w+|коментувати)|не (відпові\w+|прокоментува\w+|коменту\w+|відгукну\w+)",
            r"без коментар\w+|не надал\w+ (\w+ ){0,2}(відповід\w+|коментар\w+)",
        ),
        "undisclosed": (
            r"не (розкри\w+|назва\w+|назива\w+|уточни\w+|уточню\w+|повідоми\w+|повідомля\w+|оприлюдни\w+|розголошу\w+)",
            r"відмови\w+ (назвати|сказати|уточнити|повідомити)",
        ),
        "stated_unknown": (
            r"невідом\w+|незрозуміл\w+|неясно|поки не (ясно|відомо|зрозуміло)|не знають|залишається відкрит\w+",
        ),
        "conflicting_accounts": (r"супереч\w+|розбіжн\w+|спростува\w+|заперечи\w+",),
        "pending": (
            r"(ще )?не (вирішен\w+|ухвален\w+|визначен\w+|затверджен\w+|вирішил\w+|визначил\w+)|відклад\w+|перенес\w+",
            r"розслідує\w*|перевіря\w+|очіку\w+ рішення|має (вирішити|розглянути|ухвалити)",
        ),
    },
}

INFERRED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "en": (
        (
            r"reports? (say|said|indicate|suggest)\w*|reportedly|allegedly|anonymous|condition of anonymity|sources",
            "Who",
        ),
        (r"(prepared|ready|willing|plans?|planned|intends?|offer\w*|vow\w*|promis\w+|agreed|hopes?|aims?) to", "Will"),
        (r"(will|would|could|may|might|should|expected to|if|willingness|unless)", "Will"),
        (r"hint\w*|potential|possibl\w+|suggest\w*|appear\w*|seem\w*|some|several|certain|various", "What"),
        (r"encourag\w+|urg\w+|accus\w+|warn\w+|call\w+ (for|on)|reject\w+|refus\w+|because", "Why"),
    ),
    "de": (
        (r"angeblich|soll\w*|berichte\w*|informationen zufolge|kreise\w*|anonym\w*", "Wer"),
        (r"will|wollen|plan\w+|bereit|hoff\w+|kündig\w+|könnte\w*|würde\w*|wird|werden|falls|wenn|sofern", "Wird"),
        (r"möglich\w*|offenbar|einige|mehrere|gewisse", "Was"),
        (r"forder\w+|warn\w+|kritisier\w+|wirf\w*|lehn\w+|weil", "Warum"),
    ),
    "uk": (
        (r"нібито|за повідомленнями|за даними джерел|анонімн\w+", "Хто"),
        (r"план\w+|готов\w+|збира\w+|обіця\w+|може|можуть|якщо|буде|будуть|має|мають", "Чи"),
        (r"можлив\w+|кілька|деяк\w+|певн\w+", "Що"),
        (r"виступ\w+ проти|закли\w+|попере\w+|вимага\w+|критику\w+|бо|тому що", "Чому"),
    ),
}

STATED_OPENINGS: Mapping[str, str] = {
    "en": "(What|Who|When|Where|Why|How|Which|Whether|Did|Does|Is|Was|Will|Has|Have|Are|Were|Can|Could)",
    "de": "(Was|Wer|Wann|Wo|Warum|Wie|Welche|Welcher|Welches|Ist|Sind|War|Wird|Werden|Hat|Haben|Kann|Ob)",
    "uk": "(Що|Хто|Коли|Де|Чому|Як|Який|Яка|Яке|Які|Чи|Скільки|Чого|Кому|Ким)",
}

EMBEDDED: Mapping[str, Mapping[str, str]] = {
    "en": {
        "whether": "(Is|Was|Are|Were|Has|Have|Had|Will|Would|Did|Does|Do|Could|Can)",
        "if": "(Is|Was|Are|Were|Has|Have|Had|Will|Would|Did|Does|Do|Could|Can)",
        "who": "Who",
        "whom": "Whom",
        "what": "What",
        "when": "When",
        "where": "Where",
        "why": "Why",
        "how": "How",
        "which": "Which",
    },
    "de": {
        "ob": "(Ist|Sind|War|Waren|Hat|Haben|Wird|Werden|Kann|Können|Soll)",
        "wer": "Wer",
        "was": "Was",
        "wann": "Wann",
        "wo": "Wo",
        "warum": "Warum",
        "wie": "Wie",
        "welche": "Welche",
        "welcher": "Welcher",
        "welches": "Welches",
    },
    "uk": {
        "чи": "Чи",
        "хто": "Хто",
        "коли": "Коли",
        "де": "Де",
        "чому": "Чому",
        "як": "Як",
        "скільки": "Скільки",
        "який": "Який",
        "яка": "Яка",
        "які": "Які",
    },
}
"""The words that open an embedded question ("did not say whether …"), and how the question itself then opens."""
