"""The forms of the verbs by which news tells who says something, for each language that is read."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from newsbrief.cues.reports.terms import Kind, Verb

_EN_VERBS: Final[Mapping[Kind, str]] = {
    "speech": "say tell add announce claim argue state declare explain insist note remark observe warn caution stress "
    "emphasise emphasize assert allege contend maintain admit acknowledge concede confirm deny promise vow pledge "
    "predict recall recount disclose reiterate repeat report testify boast joke complain comment propose recommend "
    "tweet quip lament reply agree affirm reaffirm clarify estimate forecast inform assure remind notify stipulate",
    "quote": "continue conclude write ask respond answer shout yell whisper cry exclaim post retweet muse wonder "
    "counter retort scream chant counsel advise begin interject charge point read opine laugh sigh fume thunder speak",
    "sometimes": "believe think expect hope fear suspect suggest imply hint express signal mention",
    "shows": "show indicate reveal underscore underline highlight find",
    "object": "criticise criticize praise condemn blame denounce slam blast applaud accuse describe dismiss question "
    "rebuke characterise characterize liken compare decry call urge demand welcome",
}
_EN_IRREGULAR: Final = {
    "say": "says said saying",
    "tell": "tells told telling",
    "write": "writes wrote writing",
    "read": "reads read reading",
    "think": "thinks thought thinking",
    "begin": "begins began beginning",
    "show": "shows showed showing",
    "find": "finds found finding",
    "admit": "admits admitted admitting",
    "quip": "quips quipped quipping",
    "forecast": "forecasts forecast forecasting",
    "speak": "speaks spoke speaking",
}
_EN_PERFECT: Final[Mapping[str, Kind]] = {"written": "quote", "begun": "quote", "shown": "shows", "spoken": "quote"}


def _english_forms(verb: str) -> list[str]:
    """Third person, past and "-ing" of a verb."""
    if verb in _EN_IRREGULAR:
        return _EN_IRREGULAR[verb].split()
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return [f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"]
    stem = verb.removesuffix("e")
    third = f"{verb}es" if verb.endswith(("s", "sh", "ch")) else f"{verb}s"
    return [third, f"{stem}ed", f"{verb if verb.endswith('ee') else stem}ing"]


def _english_verbs() -> Iterator[tuple[str, Verb]]:
    for kind, verbs in _EN_VERBS.items():
        for verb in verbs.split():
            third, past, ing = _english_forms(verb)
            yield from ((verb, Verb(kind, "base")), (ing, Verb(kind, "participle")))
            yield from ((third, Verb(kind, "finite")), (past, Verb(kind, "finite")))
    for form, kind in _EN_PERFECT.items():
        yield form, Verb(kind, "finite")


_DE_VERBS: Final[Mapping[Kind, str]] = {
    "speech": "sagt sagte sagten sagen|erklärt erklärte erklärten erklären|betont betonte betonten betonen|"
    "behauptet behauptete behaupteten behaupten|berichtet berichtete berichteten berichten|meldet meldete meldeten "
    "melden|bestätigt bestätigte bestätigten bestätigen|erläutert erläuterte erläuterten erläutern|versichert "
    "versicherte versicherten versichern|warnt warnte warnten warnen|ergänzt ergänzte ergänzten ergänzen|verkündet "
    "verkündete verkündeten verkünden|äußert äußerte äußerten äußern|prognostiziert prognostizierte "
    "prognostizierten|argumentiert argumentierte argumentierten|kommentiert kommentierte kommentierten|beteuert "
    "beteuerte beteuerten beteuern|bekräftigt bekräftigte bekräftigten|verlautet verlautete|verspricht versprach "
    "versprachen|bestreitet bestritt bestritten|erwidert erwiderte erwiderten|antwortet antwortete "
    "antworteten|mitteilt mitteilte mitteilten|hinzufügt hinzufügte|ankündigt ankündigte ankündigten|erzählt erzählte "
    "erzählten|beklagt beklagte beklagten|moniert monierte|unterstreicht unterstrich unterstrichen|heißt "
    "hieß|schilderte schildert schilderten|vermeldet vermeldete|twittert twitterte",
    "quote": "schreibt schrieb schrieben|fragt fragte fragten|entscheidet entschied entschieden|"
    "beschließt beschloss beschlossen|meint meinte meinten|findet fand|rechnet rechnete rechnen|bemerkt bemerkte|ruft "
    "rief riefen|klagt klagte|resümiert resümierte",
    "sometimes": "glaubt glaubte glaubten|vermutet vermutete vermuteten|hofft hoffte hofften|erwartet erwartete "
    "erwarteten|"
    "befürchtet befürchtete befürchteten|denkt dachte",
    "shows": "zeigt zeigte zeigten zeigen|ergibt ergab|belegt belegte belegen",
    "object": "kritisiert kritisierte kritisierten kritisieren|lobt lobte lobten|verurteilt verurteilte verurteilten|"
    "fordert forderte forderten fordern verlangt verlangte verlangten|bezeichnet bezeichnete bezeichneten|nennt "
    "nannte nannten|begrüßt begrüßte begrüßten",
}
_DE_SEPARABLE: Final = (
    "teilt teilte teilten teilen: mit|fügt fügte fügten: hinzu|kündigt kündigte kündigten merkt merkte: an|weist wies "
    "wiesen: hin zurück|stellt stellte stellten: fest klar|räumt räumte räumten: ein|gibt gab gaben: an zu "
    "bekannt|schlägt schlug schlugen: vor"
)
_DE_PERFECT: Final = (
    "gesagt erklärt mitgeteilt angekündigt bestätigt betont behauptet berichtet gemeldet geschrieben eingeräumt "
    "bekanntgegeben hinzugefügt versichert gewarnt zugegeben gefordert vorgeschlagen entschieden beschlossen"
)


def _german_verbs() -> Iterator[tuple[str, Verb]]:
    for form in _DE_PERFECT.split():
        yield form, Verb("quote", "perfect")
    for kind, verbs in _DE_VERBS.items():
        for form in verbs.replace("|", " ").split():
            yield form, Verb(kind, "finite")
    for entry in _DE_SEPARABLE.split("|"):
        forms, _, particles = entry.partition(": ")
        for form in forms.split():
            yield form, Verb("speech", "finite", frozenset(particles.split()))


_UK_VERBS: Final[Mapping[Kind, str]] = {
    "speech": "сказати сказав сказала сказали каже кажуть|заявити заявив заявила заявили заявляє заявляють|"
    "повідомити повідомив повідомила повідомили повідомило повідомляє повідомляють|додав додала додали додає|зазначив "
    "зазначила зазначили зазначає зазначають|наголосив наголосила наголосили наголошує наголошують|підкреслив "
    "підкреслила підкреслили підкреслює|пояснив пояснила пояснили пояснює пояснюють|розповів розповіла розповіли "
    "розповідає|стверджує стверджують стверджував стверджувала стверджували|підтвердив підтвердила підтвердили "
    "підтверджує|попередив попередила попередили попереджає|оголосив оголосила оголосили оголошує|запевнив запевнила "
    "запевнили запевняє|уточнив уточнила уточнили уточнює|відповів відповіла відповіли|визнав визнала визнали "
    "визнає|пообіцяв пообіцяла пообіцяли обіцяє|йдеться|зауважив зауважила зауважили|відзначив відзначила "
    "відзначили|поінформував поінформувала поінформували|заперечив заперечила заперечили заперечує|закликав закликала "
    "закликали закликає|нагадав нагадала нагадали|прокоментував прокоментувала|констатував констатувала|спростував "
    "спростувала спростували",
    "quote": "написав написала написали пише пишуть|запитав запитала|спитав спитала|продовжив продовжила|говорить "
    "говорять "
    "говорив говорила|резюмував резюмувала|процитував цитує",
    "sometimes": "вважає вважають вважав вважала|припустив припустила припустили припускає|сподівається сподіваються|"
    "очікує очікують|думає думають|переконаний переконана переконані|натякнув натякнула",
    "shows": "свідчить свідчать|показує показують показав показала показало",
    "object": "розкритикував розкритикувала розкритикували критикує|назвав назвала назвали називає|засудив засудила "
    "засудили",
}


def _ukrainian_verbs() -> Iterator[tuple[str, Verb]]:
    for kind, verbs in _UK_VERBS.items():
        for form in verbs.replace("|", " ").split():
            yield form, Verb(kind, "finite")


ENGLISH_VERBS: Final = MappingProxyType(dict(_english_verbs()))
GERMAN_VERBS: Final = MappingProxyType(dict(_german_verbs()))
UKRAINIAN_VERBS: Final = MappingProxyType(dict(_ukrainian_verbs()))
