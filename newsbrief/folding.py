"""Folding: a text as a row of tokens whose keys are equal where only the typography differs, and as a row of words.

Tokens (``tokens_of``) forget case, ligatures, soft hyphens, white space, the kind of dash, and quotation marks
altogether. Words (``words_of``) also forget punctuation, accents, contractions, and whether a number is spelled
out; each says how firmly it must be kept for a sentence to go on saying the same. Both know where they stand in
the text. Everything takes time linear in the length of the text.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import NamedTuple

QUOTATION_MARKS = frozenset("\"'`´“”„‟‘’‚‛«»‹›「」『』〝〞＂＇ʼ′″")

_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
_MARKS = "".join(char for char in map(chr, range(0x300, 0xE00)) if unicodedata.category(char)[0] == "M")
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTER = rf"[^\W\d_{_UNSPACED}]"
_LETTERS = rf"{_LETTER}+(?:[{_MARKS}{_INVISIBLE}]+{_LETTER}*)*"
_CLITIC = r"['’](?:[sSmMdD]|[lL]{2}|[rR][eE]|[vV][eE])(?!\w)"
_TOKEN = re.compile(
    rf"""(?P<figure>(?:(?<!\S)[-−])?(?:(?<!\d)\d{{1,3}}(?:[ \u00a0\u2009\u202f]\d{{3}})+(?!\d)|\d+)(?:[.,]\d+)*)
    |(?P<word>(?<!\w)(?:[cdjlmnstCDJLMNST]|[qQ][uU]|(?:[dD]e|[aA]|[nN]e|[sS]u)ll)['’](?={_LETTER})
        |{_LETTERS}(?:(?!{_CLITIC})['’ʼ]{_LETTERS})*|(?<=\w){_CLITIC})
    |(?P<unspaced>[{_UNSPACED}])
    |(?P<ellipsis>…[.…]*|\.[.…]+|\.(?:[ \u00a0]\.){{2,}})
    |(?P<dash>[-‐‑‒–—―−﹘﹣－]+)
    |(?P<sign>[^\s{_INVISIBLE}{_MARKS}{"".join(QUOTATION_MARKS)}])""",
    re.VERBOSE,
)
_UNSEEN = re.compile(rf"[{_INVISIBLE}\s]+")
_APOSTROPHE = str.maketrans("’ʼ", "''")
_ACCENTS = re.compile("[\u0300-\u036f]+")


class Token(NamedTuple):
    """A word, a number or a sign of a text, its folded ``key``, and where it stands (half-open code points)."""

    key: str
    start: int
    end: int
    sort: str


class Hold(Enum):
    """How firmly a word must be kept."""

    LOOSE = 0
    """Another word in its place is a small edit."""
    FIRM = 1
    """It may not be put in or left out: a spelled-out number, "only", "allegedly", "refused"."""
    FIXED = 2
    """Nor may anything stand in its place: digits, "million", "%", "not"; and any sign of a script without spaces."""


class Word(NamedTuple):
    """A word of a text, its ``key``, where it stands (half-open code points), and how firmly it must be kept."""

    key: str
    start: int
    end: int
    hold: Hold


def tokens_of(text: str) -> list[Token]:
    """All tokens of ``text`` in order; quotation marks, white space and invisible characters belong to none."""
    tokens = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        sort = match.lastgroup or ""
        tokens.append(Token(_key(match[0], sort), start, end, sort))
    return tokens


def words_of(tokens: Iterable[Token]) -> list[Word]:
    """The words among ``tokens``: "can't" as "can" and "not", "twenty-one" as 21, "per cent" as %; no punctuation."""
    words: list[Word] = []
    known: dict[str, _Reading] = {}
    for key, start, end, sort in tokens:
        reading = known.get(key) or known.setdefault(key, _reading(key, sort))
        plain, hold, tail = reading
        if key == "'s" and words:
            words[-1] = words[-1]._replace(end=end)
        elif hold is Hold.LOOSE:
            words.append(Word(plain, start, end - tail, hold))
        elif plain:
            _append(words, Word(plain, start, end, hold))
        if tail:
            words.append(Word("not", end - tail, end, Hold.FIXED))
    return words


def unaccented(text: str) -> str:
    """``text`` without the accents on its letters."""
    return (
        text if text.isascii() else unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text)))
    )


def _key(raw: str, sort: str) -> str:
    if sort == "dash":
        return "-"
    if sort == "ellipsis":
        return "…"
    if raw.isascii():
        return raw.lower().replace(" ", "")
    folded = unicodedata.normalize("NFKC", raw).translate(_APOSTROPHE)
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", folded.casefold())).replace("−", "-") or raw


class _Reading(NamedTuple):
    """What a token is as a word: its key ("" for punctuation), its hold, the length of a "not" at its end."""

    key: str
    hold: Hold
    tail: int = 0


def _reading(key: str, sort: str) -> _Reading:
    if sort == "figure":
        return _Reading(_plain_figure(key), Hold.FIXED)
    if sort == "unspaced" or (sort == "sign" and (key in _UNITS or unicodedata.category(key[0]) == "Sc")):
        return _Reading(key, Hold.FIXED)
    if sort != "word":
        return _Reading("", Hold.FIRM)
    if key == "cannot" or key.endswith("n't"):
        stem = key[:-3]
        return _Reading(_SHORTENED.get(stem, stem), Hold.LOOSE, 3)
    return _reading_of_word(unaccented(key))


def _reading_of_word(plain: str) -> _Reading:
    if plain in _FIXED:
        return _Reading(_FIXED[plain], Hold.FIXED)
    if plain in _FIRM:
        return _Reading(_FIRM[plain], Hold.FIRM)
    hold = Hold.LOOSE if plain.isalpha() or not any(map(str.isnumeric, plain)) else Hold.FIXED
    return _Reading(_CLITICS.get(plain, plain), hold)


def _append(words: list[Word], word: Word) -> None:
    """Adds a word; "twenty" and "one" side by side make one number, "per" and "cent" one unit."""
    last = words[-1] if words else word
    if 0 <= word.start - last.end <= 1:
        if last.key in _TENS and word.key in _ONES and last.hold is word.hold is Hold.FIRM:
            words[-1] = Word(str(int(last.key) + int(word.key)), last.start, word.end, Hold.FIRM)
            return
        if (last.key, word.key) in _PER_CENT:
            words[-1] = Word("%", last.start, word.end, Hold.FIXED)
            return
    words.append(word)


def _plain_figure(key: str) -> str:
    """Thousands without their commas; a point stays: it may stand before decimals."""
    return key.replace(",", "") if re.fullmatch(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", key) else key


def _folded(words: str) -> list[str]:
    return [unaccented(_key(word, "word")) for word in words.split()]


def _alike(rows: Mapping[str, str]) -> dict[str, str]:
    """Every word of each row, standing for the row's name."""
    return {word: name for name, row in rows.items() for word in _folded(row)}


def _counted() -> dict[str, str]:
    return {
        word: str(value)
        for row in _COUNTED.strip().splitlines()
        for value, words in enumerate(row.split())
        for word in _folded(words.replace("/", " "))
    }


# Each row counts from nought to ten and, in most, to twelve; a slash separates forms of one number.
_COUNTED = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen \
eighteen nineteen
null eins/eine/einen/einem/einer zwei drei vier fünf sechs sieben acht neun zehn elf zwölf
zéro un/une deux trois quatre cinq six sept huit neuf dix onze douze
cero uno/una dos tres cuatro cinco seis siete ocho nueve diez once doce
zero uno due tre quattro cinque sei sette otto nove dieci undici dodici
zero jeden/jedna/jedno dwa/dwie/dwóch/dwoje trzy/trzech cztery/czterech pięć/pięciu sześć/sześciu siedem/siedmiu \
osiem/ośmiu dziewięć/dziewięciu dziesięć/dziesięciu jedenaście dwanaście
нуль один/одна/одне/одного/однієї два/дві/двох/двоє три/трьох/троє чотири/чотирьох п'ять/п'яти шість/шести сім/семи \
вісім/восьми дев'ять/дев'яти десять/десяти одинадцять дванадцять
ноль один/одна/одно/одного/одной два/две/двух/двое три/трех/трёх/трое четыре/четырех/четырёх пять/пяти шесть/шести \
семь/семи восемь/восьми девять/девяти десять/десяти одиннадцать двенадцать
"""
_NUMBERED = {
    "20": "twenty zwanzig vingt veinte venti dwadzieścia двадцять двадцать",
    "30": "thirty dreißig trente treinta trenta trzydzieści тридцять тридцать",
    "40": "forty vierzig quarante cuarenta quaranta czterdzieści сорок",
    "50": "fifty fünfzig cinquante cincuenta cinquanta pięćdziesiąt п'ятдесят пятьдесят",
    "60": "sixty sechzig soixante sesenta sessanta sześćdziesiąt шістдесят шестьдесят",
    "70": "seventy siebzig setenta settanta siedemdziesiąt сімдесят семьдесят",
    "80": "eighty achtzig ochenta ottanta osiemdziesiąt вісімдесят восемьдесят",
    "90": "ninety neunzig noventa novanta dziewięćdziesiąt дев'яносто девяносто",
    "1st": "first erste ersten erster premier première primero primera primo pierwszy перший перша первый первая",
    "2nd": "second zweite zweiten zweiter deuxième segundo segunda secondo seconda drugi другий друга второй вторая",
    "3rd": "third dritte dritten dritter troisième tercero tercera terzo terza trzeci третій третя третий третья",
    "4th": "fourth vierte vierten quatrième cuarto cuarta quarto quarta czwarty четвертий четвертый",
    "5th": "fifth fünfte fünften cinquième quinto quinta piąty п'ятий пятый",
    "sixth": "sixth",
    "seventh": "seventh",
    "eighth": "eighth",
    "ninth": "ninth",
    "tenth": "tenth",
    "1⁄2": "half halb halbe halben demi moitié mitad metà połowa половина половини половины",
    "1⁄4": "quarter quarters",
    "twice": "twice double doubled",
    "thrice": "triple tripled treble",
}
# Each puts what is said in another light.
_FIRM_WORDS = """
only almost nearly merely allegedly alleged reportedly supposedly former formerly ex if unless may might could would
should must against despite instead dozen dozens
"""
_REFUSALS = """
refuse refuses refused refusing deny denies denied denying fail fails failed failing cease ceased stopped
prevent prevented lack lacks lacked
"""
_NEGATIONS = """
no not never without none neither nor nobody nothing nowhere hardly scarcely barely non
nicht kein keine keinen keinem keiner keines keins nie niemals ohne weder niemand nichts
pas sans jamais aucun aucune ni rien ne n'
sin nunca ningún ninguna ninguno jamás tampoco nadie nada
mai senza nessun nessuno nessuna niente neanche né
nie bez nigdy żaden żadna żadne żadnego nikt nic
не ні без жоден жодна жодного жодної ніколи ніхто нічого ані немає нема
нет никогда никто ничего ни никакой нельзя
niet geen nooit zonder inte ingen aldrig utan ikke ingen aldri uten uden aldrig não nem sem nu fără ei değil yok
nem nincs soha nikdy žádný нито няма δεν μην όχι χωρίς नहीं لا لم لن ليس بدون לא אין
"""
_MAGNITUDES = {
    "hundred": "hundred hundert cent centaines cien ciento cento sto сто сотні сотни",
    "thousand": "thousand tausend mille mil mila tysiąc tysiące tysięcy тисяча тисячі тисяч тысяча"
    " тысячи тысяч тис тыс tys tsd",
    "hundreds": "hundreds hunderte",
    "thousands": "thousands tausende",
    "millions": "millions",
    "million": "million mln mio millionen millón millones milione milioni milion miliony milionów мільйон"
    " мільйони мільйона мільйонів миллион миллиона миллионов млн",
    "milliard": "milliard milliards milliarde milliarden mrd miliardo miliardi miliard miliardy miliardów мільярд"
    " мільярди мільярда мільярдів миллиард миллиарда миллиардов млрд mld",
    "billion": "billion billions bn billionen billón billones bilion",
    "trillion": "trillion trillions tn трильйон трильйони трильйона трильйонів триллион триллиона триллионов трлн",
}
_UNITS = frozenset("%‰°")
_PER_CENT = {("per", "hundred"), ("pour", "hundred"), ("por", "hundred")}
_SHORTENED = {"wo": "will", "ca": "can", "sha": "shall"}
_CLITICS = {"'re": "are", "'ll": "will", "'ve": "have", "'m": "am"}
_FIXED = (
    {word: word for word in _folded(_NEGATIONS)}
    | _alike(_MAGNITUDES)
    | dict.fromkeys(("percent", "prozent", "procent", "proc"), "%")
)
_FIRM = {word: word for word in _folded(_FIRM_WORDS + _REFUSALS)} | _counted() | _alike(_NUMBERED)
_TENS = frozenset(("20", "30", "40", "50", "60", "70", "80", "90"))
_ONES = frozenset("123456789")
TURNING = frozenset(_folded(_NEGATIONS)) | frozenset(_folded(_REFUSALS))

# On each line, the words on one side exclude those on another.
_OPPOSITES = """
up rise rose risen increase grow grew grown climb gain soar surge jump high higher more most above over upward raise \
expand widen improve | down fall fell fallen decrease decline drop shrink shrank shrunk sink sank low lower less \
fewer least below under downward cut reduce slump plunge narrow worsen
win won victory winner | lose lost loss defeat loser
beat | lost
before earlier | after later
since | until till
all every everyone always entire whole | some several sometimes | few rarely seldom
approve accept support back endorse favour favor allow permit authorise authorize welcome | reject oppose condemn \
veto criticise criticize block ban forbid forbade prohibit bar
agree | disagree
guilty convict convicted | innocent acquit acquitted clear cleared
arrest detain jail | release free
start begin began begun open launch | end stop finish close halt
confirm admit | deny dismiss
alive live survive | dead die death kill
true right correct | false wrong incorrect
buy bought | sell sold
import | export
profit surplus | deficit
enter arrive join came come | leave left exit quit depart went go
left | right
north northern | south southern | east eastern | west western
he him his man men male boy father son husband brother | she her hers woman women female girl \
mother daughter wife sister
yesterday | today | tomorrow
inside within | outside
public | private
strong | weak
safe | dangerous unsafe
large big major | small minor
old | young new
rich | poor
good better best | bad worse worst
easy | hard difficult
succeed success | failure
friend ally | enemy
attack | defend
peace | war
hire | fire sack
build built | destroy demolish
include | exclude
lend lent | borrow
give gave given send sent | take took taken receive
majority | minority
maximum | minimum
kilometre kilometer km | metre meter m | mile | foot feet | inch
tonne ton | kilogram kg | gram
minute | hour | day | week | month | year | decade | century
dollar | euro | pound | yen | yuan | rouble ruble | hryvnia
mehr steigen stieg gestiegen höher | weniger sinken sank gesunken gefallen fiel niedriger
vor vorher | nach nachher
gewinnen gewann gewonnen | verlieren verlor verloren
alle | einige | wenige
plus hausse augmenté augmente | moins baisse baissé diminué
avant | après
más subió aumentó aumento | menos bajó cayó caída
antes | después
più aumento aumentato salito | meno calo calato sceso
prima | dopo
więcej wzrósł wzrosła wzrosło wzrost | mniej spadł spadła spadło spadek
przed | po
більше зріс зросла зросло зросли зростання | менше впав впала впало впали знизився знизилася знизилися падіння
до перед | після
виграв виграла виграли | програв програла програли
больше вырос выросла выросло выросли рост | меньше упал упала упало упали снизился снизилась снизились падение
до перед | после
выиграл выиграла выиграли | проиграл проиграла проиграли
monday | tuesday | wednesday | thursday | friday | saturday | sunday
january | february | march | april | may | june | july | august | september | october | november | december
lundi | mardi | mercredi | jeudi | vendredi | samedi | dimanche
janvier | février | mars | avril | mai | juin | juillet | août | septembre | octobre | novembre | décembre
lunes | martes | miércoles | jueves | viernes | sábado | domingo
enero | febrero | marzo | abril | mayo | junio | julio | agosto | septiembre | octubre | noviembre | diciembre
lunedì | martedì | mercoledì | giovedì | venerdì | sabato | domenica
gennaio | febbraio | marzo | aprile | maggio | giugno | luglio | agosto | settembre | ottobre | novembre | dicembre
poniedziałek | wtorek | środa środę | czwartek | piątek | sobota sobotę | niedziela niedzielę
stycznia | lutego | marca | kwietnia | maja | czerwca | lipca | sierpnia | września | października | listopada | grudnia
понеділок | вівторок | середа середу | четвер | п'ятниця п'ятницю | субота суботу | неділя неділю
січня | лютого | березня | квітня | травня | червня | липня | серпня | вересня | жовтня | листопада | грудня
понедельник | вторник | среда среду | четверг | пятница пятницу | суббота субботу | воскресенье
января | февраля | марта | апреля | мая | июня | июля | августа | сентября | октября | ноября | декабря
"""
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "mis", "не", "без", "nie", "bez")


def _sides() -> dict[str, set[tuple[int, int]]]:
    """For each word, the lines it is on, and on which side there."""
    sides = defaultdict(set)
    for line, row in enumerate(_OPPOSITES.strip().splitlines()):
        for side, words in enumerate(row.split("|")):
            for word in _folded(words):
                sides[word].add((line, side))
    return dict(sides)


_SIDES = _sides()


def opposed(left: str, right: str) -> bool:
    """Whether two words, by their keys, are known to exclude each other: "rose" and "fell", "legal" and "illegal"."""
    return (
        _is_negated(left, right)
        or _is_negated(right, left)
        or any(a == b and side != other for a, side in _sides_of(left) for b, other in _sides_of(right))
    )


def _is_negated(word: str, plain: str) -> bool:
    """Whether ``word`` is ``plain`` with a prefix or a suffix that turns it."""
    stem = word.removesuffix("less")
    return word in {prefix + plain for prefix in _PREFIXES} or (stem != word and plain in {stem, stem + "ful"})


def _sides_of(word: str) -> set[tuple[int, int]]:
    """The sides on which a word stands in any of its forms: "falling" as "fall", "winning" as "win"."""
    stems = [word.removesuffix(ending) for ending in ("", "s", "es", "d", "ed", "ing", "er") if word.endswith(ending)]
    bases = {base for stem in stems for base in (stem, stem + "e", stem[:-1] if stem[-2:-1] == stem[-1:] else stem)}
    return set().union(*(_SIDES.get(base, ()) for base in bases))
