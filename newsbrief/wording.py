"""Wording: the words of a text, and how a sentence changes with them.

Words forget punctuation, accents, contractions, and whether a number is spelled out. Each says how firmly it must be
kept for a sentence to go on saying the same.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from enum import Enum
from functools import cache
from typing import NamedTuple, Self

from newsbrief.folding import Row, Token, is_plain, keys_in, line_of, tokens_in, unaccented
from newsbrief.kept import Kept


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

    def moved(self, by: int) -> Self:
        """The same word ``by`` code points further on."""
        return type(self)(self.key, self.start + by, self.end + by, self.hold)


def words_of(tokens: Row[Token]) -> Row[Word]:
    """The words among ``tokens``: "can't" as "can" and "not", "twenty-one" as 21, "per cent" as %; no punctuation."""
    items_in = cache(_WORDS_IN.__getitem__)
    row = list(map(_LINES.__getitem__, tokens.pieces))
    opening = {piece for piece, line in zip(tokens.pieces, row, strict=True) if line.endswith(_OPENINGS)}
    joined = _joined_words(tokens, items_in, opening)
    for at, words in joined.items():
        row[at] = line_of(words)
    return Row(tokens.pieces, tokens.starts, row, items_in, joined)


def _line_of_words(piece: str) -> str:
    """The keys of a piece's words; most pieces are a common word, perhaps with a stop."""
    return _plain_line(line_of(tokens_in[piece])) or line_of(_WORDS_IN[piece])


def _plain_line(line: str) -> str | None:
    """The line of words for a line of tokens that is a common word, perhaps with a stop, as most are."""
    word = line.removesuffix(" ,").removesuffix(" .")
    return word if is_plain(word) and word not in _WEIGHTY else None


def _joined_words(
    tokens: Row[Token], words_in: Callable[[str], tuple[Word, ...]], openings: Collection[str]
) -> dict[int, tuple[Word, ...]]:
    """The pieces that have other words because one of theirs is joined with one of the next piece, by their numbers."""
    joined: dict[int, tuple[Word, ...]] = {}
    pieces, starts = tokens.pieces, tokens.starts
    for at in [at for at, piece in enumerate(pieces[:-1]) if piece in openings]:
        words, others = joined.get(at) or words_in(pieces[at]), words_in(pieces[at + 1])
        word = others and _joined(words[-1].moved(starts[at] - starts[at + 1]), others[0])
        if word:
            joined |= {at: words[:-1], at + 1: (word, *others[1:])}
    return joined


def _words_among(tokens: Iterable[Token]) -> tuple[Word, ...]:
    words: list[Word] = []
    for key, start, end, sort in tokens:
        plain, hold, tail = _reading(key, sort)
        if key == "'s" and words:
            words[-1] = words[-1]._replace(end=end)
        elif plain:
            _append(words, Word(plain, start, end - tail, hold))
        if tail:
            words.append(Word("not", end - tail, end, Hold.FIXED))
    return tuple(words)


def _append(words: list[Word], word: Word) -> None:
    if words and (joined := _joined(words[-1], word)):
        words[-1] = joined
    else:
        words.append(word)


def _joined(last: Word, word: Word) -> Word | None:
    """One word of two with one character between them: "twenty" and "one", "per" and "cent", "minus" and "5"."""
    if not 0 <= word.start - last.end <= 1:
        return None
    if last.key in _TENS and word.key in _ONES and last.hold is word.hold is Hold.FIRM:
        return Word(str(int(last.key) + int(word.key)), last.start, word.end, Hold.FIRM)
    if last.key == "minus" and word.hold is Hold.FIXED and word.key[0].isdigit():
        return Word("-" + word.key, last.start, word.end, Hold.FIXED)
    unit = _TWO_WORDS.get((last.key, word.key))
    return Word(unit, last.start, word.end, Hold.FIXED) if unit else None


class _Reading(NamedTuple):
    """What a token is as a word: its key ("" for punctuation), its hold, the length of a "not" at its end."""

    key: str
    hold: Hold
    tail: int = 0


def _reading(key: str, sort: str) -> _Reading:
    if sort == "word":
        return _reading_of_word(key)
    if sort == "figure":
        return _Reading(_plain_figure(key), Hold.FIXED)
    if sort == "unspaced" or (sort == "sign" and (key in _UNITS or unicodedata.category(key[0]) == "Sc")):
        return _Reading(key, Hold.FIXED)
    return _Reading("minus" if sort == "minus" else "", Hold.FIRM)


def _reading_of_word(key: str) -> _Reading:
    if key == "cannot" or key.endswith("n't"):
        return _Reading(_SHORTENED.get(key[:-3], key[:-3]), Hold.LOOSE, 3)
    if key in _WITHOUT_APOSTROPHE:
        return _Reading(_SHORTENED.get(key[:-2], key[:-2]), Hold.LOOSE, 2)
    plain = unaccented(key)
    if plain in _FIXED:
        return _Reading(_FIXED[plain], Hold.FIXED)
    if plain in _FIRM:
        return _Reading(_FIRM[plain], Hold.FIRM)
    hold = Hold.LOOSE if plain.isalpha() or not any(map(str.isnumeric, plain)) else Hold.FIXED
    return _Reading(_CLITICS.get(plain, plain), hold)


def _plain_figure(key: str) -> str:
    """Thousands without their commas; a point stays: it may stand before decimals."""
    return key.replace(",", "") if re.fullmatch(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", key) else key


def _alike(rows: Mapping[str, str]) -> dict[str, str]:
    """Every word of each row, standing for the row's name."""
    return {word: name for name, row in rows.items() for word in keys_in(row)}


def _counted() -> dict[str, str]:
    return {
        word: str(value)
        for row in _COUNTED.strip().splitlines()
        for value, words in enumerate(row.split())
        for word in keys_in(words.replace("/", " "))
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
    "minus": "minus мінус минус",
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
should must against despite instead dozen dozens all every both most exactly least unlikely impossible
deputy vice acting interim current late out off yet far too longer
nur fast angeblich mutmaßlich ehemalige ehemaliger ehemaligen frühere früherer früheren wenn gegen alle jeder jede jedes
stellvertretender stellvertretende soll sollen könnte könnten
seulement presque ancien ancienne si contre tous toutes chaque pourrait pourraient adjoint adjointe
solo sólo casi presunto presunta antiguo antigua exministro contra todos todas podría podrían
quasi ex presunto contro tutti tutte ogni potrebbe potrebbero
tylko prawie były była byłego rzekomo przeciw przeciwko wszyscy wszystkie każdy
лише тільки майже колишній колишня колишнього нібито якщо проти усі всі кожен кожна
только лишь почти бывший бывшая бывшего якобы если против все каждый каждая
prozentpunkte porcentuales pourcentage percentuali procentowe procentowych процентних процентных
"""
_REFUSALS = """
refuse refuses refused refusing deny denies denied denying fail fails failed failing cease ceased stopped
prevent prevented lack lacks lacked
"""
_NEGATIONS = """
no not never without none neither nor nobody nothing nowhere hardly scarcely barely non
nicht kein keine keinen keinem keiner keines keins nie niemals ohne weder niemand nichts
pas sans jamais aucun aucune ni rien personne ne n'
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
    "million": "million mln mn mio millionen millón millones milione milioni milion miliony milionów мільйон"
    " мільйони мільйона мільйонів миллион миллиона миллионов млн",
    "milliard": "milliard milliards milliarde milliarden mrd miliardo miliardi miliard miliardy miliardów мільярд"
    " мільярди мільярда мільярдів миллиард миллиарда миллиардов млрд mld",
    "billion": "billion billions bn billionen billón billones bilion",
    "trillion": "trillion trillions tn трильйон трильйони трильйона трильйонів триллион триллиона триллионов трлн",
}
_UNITS = frozenset("%‰°")
_TWO_WORDS = {(word, "hundred"): "%" for word in ("per", "pour", "por")} | {
    (kind, points): f"{kind}-point" for kind in ("percentage", "basis") for points in ("point", "points")
}
_SHORTENED = {"wo": "will", "ca": "can", "sha": "shall"}
_WITHOUT_APOSTROPHE = frozenset(
    "arent cant couldnt didnt doesnt dont hadnt hasnt havent isnt shouldnt wasnt werent wont wouldnt".split()
)
_CLITICS = {"'re": "are", "'ll": "will", "'ve": "have", "'m": "am"}
_FIXED = (
    {word: word for word in keys_in(_NEGATIONS)}
    | _alike(_MAGNITUDES)
    | dict.fromkeys(keys_in("percent prozent procent proc відсоток відсотка відсотки відсотків процент процента"), "%")
    | dict.fromkeys(keys_in("процентов проценти процентів prozentpunkt prozentpunkten"), "%")
)
_FIRM = {word: word for word in keys_in(_FIRM_WORDS + _REFUSALS)} | _counted() | _alike(_NUMBERED)
_WEIGHTY = _FIXED.keys() | _FIRM.keys() | _WITHOUT_APOSTROPHE | {"cannot"}
_TENS = frozenset(("20", "30", "40", "50", "60", "70", "80", "90"))
_ONES = frozenset("123456789")
_OPENINGS = (*_TENS, "minus", *{first for first, _ in _TWO_WORDS})
TURNING = frozenset(keys_in(_NEGATIONS)) | frozenset(keys_in(_REFUSALS))
_WORDS_IN = Kept(lambda piece: _words_among(tokens_in[piece]))
_LINES = Kept(_line_of_words)
