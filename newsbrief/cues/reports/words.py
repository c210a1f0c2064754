"""The words by which news tells who says something, for each language that `newsbrief.cues.reports` reads."""

from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Final

from newsbrief.cues.reports.terms import Words
from newsbrief.cues.reports.verbs import ENGLISH_VERBS, GERMAN_VERBS, UKRAINIAN_VERBS


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _ends(words: str) -> tuple[str, ...]:
    return tuple(words.split())


def _phrases(phrases: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(phrase.split()) for phrase in phrases.split("|"))


def _by_first(phrases: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    split = sorted(_phrases(phrases))
    return {first: tuple(group) for first, group in groupby(split, key=itemgetter(0))}


_PLATFORMS: Final = _set("telegram twitter facebook instagram x youtube tiktok linkedin телеграм фейсбук твітер")

_ENGLISH: Final = Words(
    verbs=ENGLISH_VERBS,
    nouns=_set(
        "claim claims state states remark remarks report reports comment comments promise promises pledge pledges "
        "joke jokes tweet tweets estimate estimates forecast forecasts note notes reply cry answer answers post posts "
        "counter charge charges point points laugh sigh hope hopes fear fears suspect suspects hint hints express "
        "signal signals mention highlight highlights praise blame slam blast question questions call calls demand "
        "demands think recall vow vows quip quips boast caution stress repeat rebuke urge welcome"
    ),
    markers=_by_first("according to|in the words of|in the view of"),
    that=_set("that"),
    questions=_set("if whether why how what who when where"),
    as_words=_set("as"),
    auxiliaries=_set("is are was were be been am has have had having do does did will would can could may might must"),
    passives=_set("is are was were be been am being get gets got"),
    adverbs=_set(
        "also later then again earlier previously recently now once still just already even further both repeatedly "
        "however therefore meanwhile instead simply only ever since often soon too apparently reportedly publicly "
        "today yesterday tonight afterwards separately explicitly"
    ),
    negations=_set("not never no nor neither cannot without hardly"),
    modals=_set("would can could may might must should to"),
    subordinators=_set(
        "that which when while because if whether where as although though until unless before after than what why "
        "how whose whom so since"
    ),
    doubtful=_set("if whether unless until what why how than so"),
    conjunctions=_set("and but or so yet nor"),
    prepositions=_set(
        "in on at by to for from with about of during before after under over through near into against amid between "
        "among via following despite without within upon throughout per like ahead because since until outside inside "
        "given"
    ),
    loose=_set("before after during about through amid following because since until despite when while as"),
    about=_set("of about against"),
    determiners=_set(
        "a an the this that these those his her their its our my your some many several most one two three four five "
        "another other each every any such few more certain"
    ),
    pronouns=_set("he she they it we i you there"),
    relatives=_set("who"),
    finite=_set(
        "is are was were has have had do does did will would can could may might must should went came took gave ran "
        "began saw knew spoke fell rose grew became chose drew broke isn't aren't wasn't weren't hasn't haven't "
        "hadn't don't doesn't didn't won't wouldn't can't couldn't shouldn't"
    ),
    past=_set(
        "made got kept led met left held brought sent stood lost won paid sought built bought fought struck found put"
    ),
    times=_set(
        "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight week month year "
        "morning afternoon evening night weekend january february march april june july august september october "
        "november december summer spring autumn winter earlier later day days hours weeks months years ago"
    ),
    before_times=_set("on in late early last this next earlier by since at the"),
    channels=_set(
        "statement interview interviews speech post posts tweet tweets letter email e-mail blog conference briefing "
        "essay report filing memo video column article op-ed message press address editorial testimony podcast "
        "telegram twitter facebook instagram x youtube tiktok linkedin television radio tv telephone phone broadcast "
        "newspaper magazine rally debate hearing remarks"
    ),
    platforms=_PLATFORMS,
    documents=_set(
        "report reports study studies survey surveys poll polls data figures document documents email emails e-mail "
        "e-mails letter letters statement statistics research records record notes analysis analyses filing filings "
        "investigation review paper audit memo estimates findings evidence intelligence results source sources "
        "officials authorities tweet tweets transcript transcripts article survey police government ministry company "
        "people experts critics researchers scientists analysts he she they who"
    ),
    titles=_set(
        "mr mrs ms dr prof professor sen senator rep gov governor president secretary lt gen col maj capt sir lord "
        "lady judge justice minister mayor cllr chancellor king queen prince princess pope rev cmdr commander chief "
        "executive officer spokesman spokeswoman director chairman chairwoman leader head analyst ambassador "
        "commissioner host candidate nominee"
    ),
    breaks=_set(
        "adding saying claiming citing noting warning arguing insisting suggesting stressing promising describing "
        "calling explaining referring pointing quoting telling urging blaming accusing though although whereas "
        "tweeting writing as"
    ),
    asides=_set("which when while before after"),
    towards=_set("to"),
    told=_set(
        "tell tells told telling inform informs informed informing remind reminds reminded reminding assure assures "
        "assured assuring notify notifies notified notifying advise advises advised ask asks asked asking"
    ),
    listeners=_set("reporters journalists lawmakers him her them us me supporters investors viewers mps staff police"),
    hearsay=_set("reportedly allegedly"),
    quoted_as=_phrases("quoted as|cited as"),
    rumoured=_set("said believed reported alleged thought understood rumoured rumored"),
    statements=_set(
        "statement claim claims allegation allegations accusation accusations announcement promise warning suggestion "
        "complaint complaints declaration revelation assertion rumour rumours rumor rumors reports insistence"
    ),
)

_GERMAN: Final = Words(
    verbs=GERMAN_VERBS,
    nouns=frozenset(),
    markers=_by_first("laut|zufolge von|nach den worten|nach worten|nach ansicht|nach meinung|nach auffassung"),
    side_markers=_set("so"),
    postmarkers=_set("zufolge"),
    marker_nouns=_ends(
        "angaben einschätzung darstellung aussage aussagen informationen auskunft berichten ansicht meinung "
        "auffassung worten erkenntnissen schätzung schätzungen überzeugung"
    ),
    that=_set("dass daß"),
    questions=_set("ob warum wie was wer wann wo wieso weshalb"),
    as_words=_set("wie"),
    auxiliaries=_set("hat haben habe hatte hatten"),
    passives=_set("wird werden wurde wurden worden"),
    adverbs=_set(
        "auch weiter zudem außerdem jedoch allerdings aber dagegen hingegen heute gestern bereits schon zugleich "
        "erneut noch später zuvor unterdessen inzwischen dabei dazu nun hier dann daraufhin ferner weiterhin "
        "ebenfalls selbst sich mehrfach anschließend abschließend demnach kürzlich nur deshalb daher darum darauf "
        "davon darin"
    ),
    negations=_set("nicht nie niemals kein keine ohne"),
    modals=_set("will wollen wollte kann könnte muss soll sollte würde dürfte möchte"),
    subordinators=_set(
        "dass daß weil ob wenn als nachdem während bevor da obwohl indem sodass damit bis seit sobald wie wo wobei "
        "wonach deren dessen denn"
    ),
    doubtful=_set("dass daß weil ob wenn als nachdem während bevor da obwohl indem sodass damit sobald"),
    conjunctions=_set("und aber oder doch sondern"),
    prepositions=_set(
        "in im an am auf aus bei beim mit nach von vom zu zum zur für gegen über unter um durch vor hinter zwischen "
        "seit während wegen trotz laut ohne gegenüber per via bis ab anlässlich gemäß entgegen neben"
    ),
    loose=_set(
        "in im an am auf bei beim nach zu zum zur gegen über unter um durch vor seit während wegen laut gegenüber per "
        "mit anlässlich per bis ab neben"
    ),
    about=_set("über von"),
    determiners=_set(
        "der die das den dem des ein eine einer eines einem einen dieser diese dieses kein keine sein seine seiner "
        "ihr ihre ihrer unser unsere mehrere viele einige alle beide zwei drei vier fünf andere"
    ),
    pronouns=_set("er sie es wir ich man"),
    relatives=_set("der die das"),
    finite=_set(
        "ist sind war waren wird werden wurde wurden hat haben hatte hatten soll sollen kann können konnte muss "
        "müssen musste will wollen wollte sollte musste konnte durfte sei seien habe gibt gab geht ging kommt kam "
        "liegt lag steht stand bleibt blieb macht machte sieht sah nimmt nahm hält hielt führt führte findet fand "
        "zeigt lässt ließ darf dürfen dürfte möchte würde würden wäre hätte"
    ),
    past=frozenset(),
    times=_set(
        "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag montagabend dienstagabend "
        "mittwochabend donnerstagabend freitagabend samstagabend sonntagabend heute gestern morgen abend nacht mittag "
        "nachmittag vormittag woche monat jahr januar februar märz april mai juni juli august september oktober "
        "november dezember"
    ),
    before_times=_set("am im in der an diesem dieser vergangenen vergangene letzten letzte früh frühen späten seit"),
    channels=_set(
        "interview gespräch erklärung mitteilung pressemitteilung pressekonferenz rede twitter facebook x instagram "
        "telegram stellungnahme schreiben brief bericht zeitung sendung fernsehen radio podcast beitrag statement "
        "aussendung pressegespräch talkshow rundfunk landtag bundestag stadtrat medien"
    ),
    platforms=_PLATFORMS,
    documents=_set(
        "bericht berichte studie umfrage daten zahlen dokument dokumente untersuchung statistik auswertung analyse "
        "gutachten protokoll er sie"
    ),
    titles=_set("herr frau dr prof"),
    title_ends=_ends(
        "chef chefin minister ministerin sprecher sprecherin leiter leiterin führer führerin präsident präsidentin "
        "kanzler vorsitzende vorsitzender kanzlerin meister meisterin direktor direktorin sekretär sekretärin experte "
        "expertin ologe ologin forscher forscherin politiker politikerin anwalt anwältin kommissar kommissarin "
        "beauftragte beauftragter"
    ),
    breaks=_set("obwohl obgleich wobei"),
    asides=_set("während als nachdem wenn"),
    towards=_set("gegenüber"),
    told=frozenset(),
    listeners=frozenset(),
    hearsay=frozenset(),
    anaphora=_set("das dies"),
    subjunctive=_set(
        "sei seien habe werde könne müsse solle dürfe wolle gebe gehe komme liege stehe führe bleibe lasse halte sehe "
        "mache brauche wisse bestehe handle nehme bringe finde gelte koste stelle zeige wirke laufe falle verliere "
        "sinke steige trage treffe reiche drohe diene folge gehöre erhalte rechne arbeite plane suche setze spreche "
        "sorge fehle"
    ),
    datives=_set("dem den der einem einer"),
    genitives=_set("der des eines einer dieser dieses seiner ihrer unserer"),
    fronting=True,
    comma_clause=True,
)

_UKRAINIAN: Final = Words(
    verbs=UKRAINIAN_VERBS,
    nouns=frozenset(),
    markers=_by_first(
        "за словами|за даними|за інформацією|за версією|за оцінками|за оцінкою|за повідомленням|за "
        "повідомленнями|згідно з|згідно із|згідно зі|на думку|на переконання|зі слів|із посиланням на|з посиланням на"
    ),
    that=_set("що щоб"),
    questions=_set("чи чому як коли де хто"),
    as_words=_set("як"),
    auxiliaries=frozenset(),
    passives=frozenset(),
    adverbs=_set(
        "також раніше згодом потім водночас уже вже тоді ще знову зокрема сьогодні вчора пізніше натомість проте "
        "однак окремо лише тільки"
    ),
    negations=_set("не ні"),
    modals=_set("може могли міг могла"),
    subordinators=_set("що щоб якщо чи коли де який яка яке які бо тому хоча поки як ніж"),
    doubtful=_set("якщо чи щоб бо поки ніж"),
    conjunctions=_set("і й та а але або"),
    prepositions=_set(
        "в у на до з із зі від по під про за при для над між через після перед без біля серед проти щодо згідно "
        "протягом"
    ),
    loose=_set("на до під про при через після перед щодо протягом у в"),
    about=_set("про"),
    determiners=_set(
        "цей ця це ці той та ті його її їх їхній один одна одне два дві три кілька багато інший інша інші"
    ),
    pronouns=_set("він вона воно вони ми я"),
    relatives=_set("який яка яке які"),
    finite=_set("є був була було були буде будуть має мають може можуть стало став стала"),
    past=frozenset(),
    times=_set(
        "понеділок вівторок середу четвер п'ятницю суботу неділю понеділка вівторка середи четверга п'ятниці суботи "
        "неділі сьогодні вчора січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня "
        "ранку вечора тижня місяця року"
    ),
    before_times=_set("в у на минулого минулої цього цієї увечері вранці ввечері"),
    channels=_set(
        "інтерв'ю коментарі заяві повідомленні телеграм telegram facebook фейсбуці фейсбук x twitter твітері брифінгу "
        "пресконференції прес-конференції зверненні виступі ефірі дописі листі каналі телеграм-каналі відеозверненні "
        "засіданні"
    ),
    platforms=_PLATFORMS,
    documents=_set("дані звіт дослідження опитування документ документи він вона вони"),
    titles=_set(
        "пан пані речник речниця міністр міністерка президент прем'єр-міністр голова директор директорка депутат "
        "депутатка мер генерал полковник начальник керівник керівниця"
    ),
    breaks=_set("додавши зазначивши наголосивши хоча"),
    asides=_set("коли який яка які"),
    towards=frozenset(),
    told=frozenset(),
    listeners=_set("журналістам виданню агентству депутатам телеканалу каналу кореспонденту"),
    hearsay=_set("нібито начебто"),
    anaphora=_set("це"),
    within=_set("в у"),
    fronting=True,
)

_LEXICON: Final = MappingProxyType({"en": _ENGLISH, "de": _GERMAN, "uk": _UKRAINIAN})


def words_of(language: str | None) -> Words | None:
    """The words of a language by its code ("en", "de-AT"); None stands for English, an unknown code gives None."""
    return _LEXICON.get((language or "en").lower().replace("_", "-").partition("-")[0])
