"""The words that go with numbers, in English, German and Ukrainian, and the signs that are the same everywhere.

A language's words stand in one block of text, a *role* and its words a line. Words are lower-case, with straight
apostrophes; phrases are parted by commas, the forms of one number by slashes, and groups by bars, the key first.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Generic, Literal, NamedTuple, TypeVar

from newsbrief.cues.numbers.lexicons import ENGLISH, GERMAN, SHAPES, UKRAINIAN
from newsbrief.kept import Kept
from newsbrief.terms import Bound


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _grouped(text: str) -> dict[str, str]:
    """Gives each word the key of its group: "USD dollar dollars | EUR euro"."""
    groups = [group.split() for group in text.split("|")]
    return {word: group[0] for group in groups for word in group[1:]}


CURRENCY_SIGNS: Mapping[str, str] = _grouped(
    "USD $ | EUR € | GBP £ | UAH ₴ | JPY ¥ | RUB ₽ | INR ₹ | KRW ₩ | ILS ₪ | TRY ₺ | NGN ₦ | THB ฿ | VND ₫ | PHP ₱"
    " | KZT ₸ | AZN ₼"
)
DOLLAR_PREFIXES: Mapping[str, str] = _grouped("USD US | AUD A AU | CAD C CA | NZD NZ | HKD HK | SGD S | BRL R | TWD NT")
DOLLARS: Mapping[str, str] = _grouped("CAD canadian | AUD australian")
_ISO_CODES = _words(
    "USD EUR GBP UAH JPY CHF CNY RUB INR AUD CAD NZD SEK NOK DKK PLN CZK TRY ILS HUF RON KRW BRL MXN ZAR SGD HKD THB"
    " MYR IDR AED SAR NGN KES EGP"
)
CURRENCY_CODES: Mapping[str, str] = {**{code: code for code in _ISO_CODES}, "RM": "MYR", "Rs": "INR"}
# Case matters: a megawatt is no milliwatt.
UNIT_SIGNS = _words(
    "km m cm mm µm kg g mg µg t lb lbs oz ft yd mi mph kph kmh W kW MW GW TW Wh kWh MWh GWh TWh V kV mAh Hz kHz MHz GHz"
    " KB kB MB GB TB PB Mbit Gbit Mbps Gbps kbps ha sqm m² km² m³ km³ ml kcal kJ bpd mmBTU px dpi fps rpm bps dB h"
    " °C °F ° ″ ¢ F C км м см мм кг г мг т кВт МВт ГВт кВ Вт га км² м² м³ л"
)
GLUED_UNIT_SIGNS = _words("p l L in")
RATE_SIGNS = _words("h s m² kg l t min год с")
SHORT_MAGNITUDES: Mapping[str, float] = {"k": 1e3, "K": 1e3, "M": 1e6}
MONEY_MAGNITUDES: Mapping[str, float] = {"m": 1e6, "b": 1e9, "B": 1e9, "t": 1e12, "T": 1e12}
PREFIXES = _words("mid pre post")  # may be glued to a number that is no part of a name
FRACTION_SIGNS = frozenset("¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞")
_STARTING_SIGNS = frozenset("+('’-−") | FRACTION_SIGNS | frozenset(CURRENCY_SIGNS)
# As the CLDR has it where numbers are printed in Western digits.
_POINT_LANGUAGES = _words(
    "ar fa ur he am ha ig yo so sw zh ja ko th my ms tl fil hi bn gu kn ml mr ne pa si ta te mn cy ga gd mt"
)

_TEN, _HUNDRED = 10, 100
TOKEN = re.compile(  # digits, words and signs; the group is for splitting
    r"(\d+(?:[.,٫٬]\d+)*(?:['’]\d{3}(?!\d))*"
    r"|[^\W\d_½¼¾⅐-⅞]+(?:['’ʼ][^\W\d_½¼¾⅐-⅞]+)*"
    r"|\S|\n)"
)

HEDGE_SIGNS: Mapping[str, Bound] = {
    **dict.fromkeys("~≈±", "about"),
    **dict.fromkeys(">≥", "at_least"),
    **dict.fromkeys("<≤", "at_most"),
}
TokenKind = Literal["digits", "word", "sign", "nothing"]
NounStyle = Literal["plural", "capital", "following", "none"]
Phrase = tuple[str, ...]
T = TypeVar("T")

_WORD_ROLES = _words(
    "ones articles joiners few halves wholes of prepositions lasting up down connectors by units times unit_prefixes"
    " scales per identifiers stops plurals between range_ends range_marks range_starts ranging temporal scoring"
    " determiners streets months abbreviations dollars year_words scaled_only particles dotted_labels"
    " priced sooner years alternatives minuses degrees verbal comparatives casualties pronominal sources"
    " targets numbered"
)
_PHRASE_ROLES = _words("and_half age_before age_after out_of resuming of_them solitary")


class Reading(NamedTuple):
    """What a token says by itself: its folded text, its kind, and whether a number may begin with it."""

    low: str
    kind: TokenKind
    may_start: bool


class Phrases(Generic[T]):
    """Phrases and what they mean, with their first and last words for a quick look; ``firsts`` are the first ones."""

    def __init__(self, meanings: Mapping[Phrase, T]) -> None:
        self.meanings = meanings
        self.first: frozenset[str] = frozenset(phrase[0] for phrase in meanings)
        self.firsts: tuple[str, ...] = tuple(self.first)
        self.last: frozenset[str] = frozenset(phrase[-1] for phrase in meanings)


@dataclass(frozen=True)
class Lexicon:
    """What one language says about numbers.

    ``fixed`` finds dates, times and other things of a fixed shape, the name of the group being their kind.
    ``decimal`` is the decimal mark, ``spaced`` says whether spaces set thousands apart. ``noun_style`` says how a
    counted noun is told from what stands before it. ``vague`` has words like "dozens": two of its number, or more;
    ``portions`` the fractions that need no numerator, ``part`` and ``parts`` the denominators after one and after more.
    ``derived`` has the stems of adjectives, with the units that they are made of.
    """

    fixed: re.Pattern[str]
    decimal: str
    spaced: bool
    noun_style: NounStyle
    values: Mapping[str, float] = field(default_factory=dict)
    multipliers: Mapping[str, float] = field(default_factory=dict)
    vague: Mapping[str, float] = field(default_factory=dict)
    portions: Mapping[str, float] = field(default_factory=dict)
    part: Mapping[str, float] = field(default_factory=dict)
    parts: Mapping[str, float] = field(default_factory=dict)
    ordinals: Mapping[str, float] = field(default_factory=dict)
    percents: Phrases[str] = field(default_factory=lambda: Phrases({}))
    currencies: Mapping[str, str] = field(default_factory=dict)
    derived: Mapping[str, str] = field(default_factory=dict)
    hedges: Phrases[Bound] = field(default_factory=lambda: Phrases({}))
    late_hedges: Phrases[Bound] = field(default_factory=lambda: Phrases({}))
    words: Mapping[str, frozenset[str]] = field(default_factory=lambda: dict.fromkeys(_WORD_ROLES, frozenset()))
    phrases: Mapping[str, Phrases[None]] = field(default_factory=lambda: dict.fromkeys(_PHRASE_ROLES, Phrases({})))

    @cached_property
    def starters(self) -> frozenset[str]:
        """Every word that can be the first of a number."""
        roles = ("articles", "few", "halves", "months", "minuses")
        kinds = (self.values, self.vague, self.portions, self.ordinals, self.multipliers)
        return frozenset().union(*kinds, *(self.words[role] for role in roles))

    @cached_property
    def streets(self) -> tuple[str, ...]:
        """The ends of words that are streets."""
        return tuple(self.words["streets"])

    @cached_property
    def after_articles(self) -> frozenset[str]:
        """Words that make a number together with an article before them."""
        return self.words["halves"].union(self.part, self.multipliers)

    @cached_property
    def counting(self) -> frozenset[str]:
        """Words without which, and without digits, there is no number."""
        return (self.starters | self.after_articles) - self.mere_articles

    @cached_property
    def mere_articles(self) -> frozenset[str]:
        """Articles that are no numbers themselves."""
        kinds = (self.values, self.vague, self.portions, self.ordinals, self.multipliers)
        roles = ("few", "halves", "months", "minuses")
        return self.words["articles"].difference(*kinds, *(self.words[role] for role in roles))

    @cached_property
    def readings(self) -> Kept[Reading]:
        """What each token says by itself."""
        return Kept(self._read)

    @cached_property
    def counts(self) -> Kept[bool]:
        """Whether what stands between white space has a token that can make a number; where none has, there is none."""
        return Kept(lambda piece: any(map(self._counts, TOKEN.findall(piece))))

    def _counts(self, printed: str) -> bool:
        low, kind, _ = self.readings[printed]
        if kind == "word":
            return low in self.counting or (self.noun_style == "capital" and self.value(low) is not None)
        return kind == "digits" or printed in FRACTION_SIGNS

    def _read(self, printed: str) -> Reading:
        low = printed.casefold()
        if not low.isascii():
            low = low.replace("’", "'").replace("ʼ", "'")
        if printed[0].isdecimal():
            return Reading(low, "digits", may_start=True)
        if printed[0] in FRACTION_SIGNS or not printed[0].isalnum():
            return Reading(low, "sign", printed in _STARTING_SIGNS)
        may_start = low in self.starters or printed in DOLLAR_PREFIXES or printed in CURRENCY_CODES
        return Reading(low, "word", may_start or (self.noun_style == "capital" and self.value(low) is not None))

    def value(self, word: str) -> float | None:
        """The number that a single word names: 21 for "einundzwanzig"."""
        known = self.values.get(word)
        return _german_value(word, self.values) if known is None and self.noun_style == "capital" else known


@cache
def lexicon_for(language: str | None) -> Lexicon:
    """The words of a language, given by its tag ("de", "en-GB"); English ones for ``None``."""
    primary = (language or "en").replace("_", "-").split("-")[0].lower()
    if primary == "en":
        return _lexicon(ENGLISH, "plural")
    if primary == "de":
        return _lexicon(GERMAN, "capital")
    if primary == "uk":
        return _lexicon(UKRAINIAN, "following")
    return Lexicon(re.compile(_shapes({})), "." if primary in _POINT_LANGUAGES else ",", spaced=True, noun_style="none")


def _shapes(roles: dict[str, str]) -> str:
    """The pattern of everything of a fixed shape; a language's own dates come from its months and days."""
    month = rf"(?:{roles['month'].replace(' ', '')})(?![^\W_])" if roles else ""
    dates = tuple(date.replace("MONTH", month) for date in roles["dates"].split(" | ")) if roles else ()
    shapes = {**SHAPES, "date": (*SHAPES["date"], *dates)}
    return "|".join(f"(?P<{kind}>{'|'.join(patterns)})" for kind, patterns in shapes.items())


def _phrases(text: str) -> frozenset[Phrase]:
    return frozenset(tuple(phrase.split()) for phrase in text.split(",") if phrase.strip())


def _numbered(words: str, first: int = 0, step: int = 1) -> dict[str, float]:
    """Numbers words from ``first`` on."""
    return {form: float(first + n * step) for n, forms in enumerate(words.split()) for form in forms.split("/")}


def _numeric(text: str) -> dict[str, float]:
    return {word: float(key) for word, key in _grouped(text).items()}


def _bounds(roles: Mapping[str, str], prefix: str) -> dict[Phrase, Bound]:
    bounds: tuple[Bound, ...] = ("about", "at_least", "at_most")
    return {phrase: bound for bound in bounds for phrase in _phrases(roles[prefix + bound])}


def _lexicon(block: str, noun_style: NounStyle) -> Lexicon:
    lines = block.replace("\n    ", " ").strip().split("\n")
    roles: defaultdict[str, str] = defaultdict(str, (line.partition(": ")[::2] for line in lines))
    roles["units"] += f" {roles['times']}"
    roles["months"] = " ".join(re.findall(r"[^\W\d_]{3,}", roles["month"].casefold()))
    values = (
        _numbered(roles["small"])
        | _numbered(roles["tens"], 2 * _TEN, _TEN)
        | _numbered(roles["hundreds"], _HUNDRED, _HUNDRED)
    )
    if noun_style == "capital":
        ones = _numbered(" ".join(roles["small"].split()[:_TEN]))
        tens = _numbered(roles["tens"], 2 * _TEN, _TEN)
        values |= {f"{one}und{ten}": n + m for one, n in ones.items() for ten, m in tens.items()}
    endings = roles["ordinal_endings"].split("/")
    ordinals = _numbered(roles["ordinals"], 1) | _numbered(roles["tenth_ordinals"], 2 * _TEN, _TEN)
    return Lexicon(
        fixed=re.compile(_shapes(roles)),
        decimal=roles["decimal"],
        spaced=noun_style != "plural",
        noun_style=noun_style,
        values=values,
        multipliers=_numeric(roles["multipliers"]),
        vague=_numeric(roles["vague"]),
        portions=_numeric(roles["portions"]),
        part=_numeric(roles["part"]),
        parts=_numeric(roles["parts"]),
        ordinals={stem + ending: n for stem, n in ordinals.items() for ending in endings},
        percents=Phrases(
            dict.fromkeys(_phrases(roles["percent"]), "percent")
            | dict.fromkeys(_phrases(roles["percentage_points"]), "percentage points")
        ),
        currencies=_grouped(roles["currencies"]),
        derived=_grouped(roles["derived"]),
        hedges=Phrases(_bounds(roles, "hedge_")),
        late_hedges=Phrases(_bounds(roles, "late_")),
        words={role: _words(roles[role]) for role in _WORD_ROLES},
        phrases={role: Phrases(dict.fromkeys(_phrases(roles[role]))) for role in _PHRASE_ROLES},
    )


def _german_value(word: str, values: Mapping[str, float]) -> float | None:
    """Takes a compound apart: dreihundertfünfundvierzigtausend, zweieinhalb."""
    if word.endswith("einhalb"):
        whole = values.get(word.removesuffix("einhalb"))
        return None if whole is None else whole + 0.5
    thousands, thousand, rest = word.partition("tausend")
    if not thousand:
        return _german_hundreds(word, values)
    left = _german_hundreds(thousands, values) if thousands else 1
    right = _german_hundreds(rest.removeprefix("und"), values) if rest else 0
    return None if left is None or right is None else left * 1000 + right


def _german_hundreds(word: str, values: Mapping[str, float]) -> float | None:
    hundreds, hundred, rest = word.partition("hundert")
    if not hundred:
        return values.get(word)
    left = values.get(hundreds) if hundreds else 1
    right = values.get(rest.removeprefix("und")) if rest else 0
    return None if left is None or right is None else left * 100 + right
