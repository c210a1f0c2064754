"""Which language a text is in, told from its function words, and how a language's name is written."""

import re
from collections import Counter
from itertools import islice
from types import MappingProxyType
from typing import Final

_WORDS: Final = {
    "en": "the of and to in a is was for that on with he she it they as at by from has have had his her their who "
    "which not but be are were this an its after will would said we if when there",
    "de": "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an er sie aus "
    "nach wie bei einer um am sind noch wurde werden dass hat haben habe war wir vor zum zur aber so ich sei "
    "über dann damit",
    "uk": "і й у в на з із зі що не та до за про від як це для по його її їх він вона вони але які який яка було "
    "був була ми під після також щодо коли буде через ще вже якщо потім",
    "fr": "le la les de des du un une et à en est que qui dans pour sur il elle ils pas ne au aux par plus ce cette "
    "se son sa ses avec mais ont été sont nous leur selon après si je",
    "es": "el la los las de del un una y a en que es por con para se no su al lo como más fue ha sus pero este esta "
    "son según entre sobre también hasta desde donde cuando ya nos",
    "it": "il lo la i gli le di del della dei delle un una e a in che è per con non si da dal al alla nel nella ha "
    "sono come più ma anche hanno su sul stato dopo ci questo questa se abbiamo",
    "pt": "o a os as de do da dos das um uma e em no na nos nas que é por para com não se ao à mais foi pelo pela "
    "como mas sua seu são também ele ela entre até segundo já sobre após",
    "nl": "de het een en van in is dat op te zijn met voor niet aan er om ook als maar bij hij zij ze door naar "
    "heeft hebben wordt werd uit nog over dit deze was we na kan tot",
    "pl": "i w we na z ze że się nie do to jest o po od za jak ale przez dla jego jej ich oraz który która które "
    "był była było są już przed tym tego też czy także będzie może co",
    "ru": "и в во на с со что не по к от из за о для как это его её их он она они но или был была было были мы при "
    "после также если который которая которые до у же уже бы то",
}
FUNCTION_WORDS: Final = MappingProxyType({language: frozenset(words.split()) for language, words in _WORDS.items()})
"""The commonest function words of each language that can be told, in lower case."""
_LANGUAGES_OF: Final = {
    word: [language for language, known in FUNCTION_WORDS.items() if word in known]
    for word in frozenset().union(*FUNCTION_WORDS.values())
}

_WORD = re.compile(r"[^\W\d_]+")
_WORDS_READ = 300
_FEWEST_HITS = 3
_LEAST_SHARE = 0.15
_RUNNER_UP = 0.8
# Related languages share function words; letters that a language does not have speak against it, unless they are few
# beside those that it alone has, as in a name.
_FOREIGN_WEIGHT = 4
_LETTERS = {"uk": ("іїєґ", "ыэёъўјљњћ"), "ru": ("ыэё", "іїєґъўјљњћ")}

_KNOWN_AS = {
    "en": "English eng",
    "de": "German deu ger deutsch",
    "uk": "Ukrainian ukr українська",
    "fr": "French fra fre français",
    "es": "Spanish spa español castellano",
    "it": "Italian ita italiano",
    "pt": "Portuguese por português",
    "nl": "Dutch nld dut nederlands",
    "pl": "Polish pol polski",
    "ru": "Russian rus русский",
}
_CODES: Final = {name.casefold(): code for code, names in _KNOWN_AS.items() for name in (code, *names.split())}
_ENGLISH_NAMES: Final = {code: names.split()[0] for code, names in _KNOWN_AS.items()}
_TAG = re.compile(r"[a-z]{2,3}")
_NO_LANGUAGE = frozenset({"und", "mul", "zxx", "mis"})


def language_code(name: str) -> str | None:
    """The short code that a language's name or tag stands for: "en-US", "English" and "eng" are all "en".

    Args:
        name: an IETF tag, an ISO 639 code, or the name in English or in the language itself.

    Returns:
        The code in lower case without a region; None if the name says nothing.
    """
    primary = re.split(r"[-_ (,;]", name.strip().casefold(), maxsplit=1)[0]
    if primary in _CODES:
        return _CODES[primary]
    return primary if _TAG.fullmatch(primary) and primary not in _NO_LANGUAGE else None


def language_name(language: str | None) -> str | None:
    """What a language is called in English: "uk" and "uk-UA" are "Ukrainian".

    Args:
        language: a code, a tag or a name.

    Returns:
        The name; what was given where no name is known for it; None for nothing.
    """
    return _ENGLISH_NAMES.get(language_code(language or "") or "", language or None)


def detect_language(text: str) -> str | None:
    """The language of running text, judged by the function words among its first 300 words.

    Args:
        text: the text; it need not be normalised.

    Returns:
        One of the languages in `FUNCTION_WORDS`, or None when the words do not decide.
    """
    words = [match[0].lower() for match in islice(_WORD.finditer(text), _WORDS_READ)]
    hits = Counter(dict.fromkeys(FUNCTION_WORDS, 0))
    hits.update(language for word in words for language in _LANGUAGES_OF.get(word, ()))
    for language in _LETTERS:
        if _speaks_against(language, "".join(words)):
            del hits[language]
    (best, count), (_, runner_up) = hits.most_common(2)
    decided = count >= max(_FEWEST_HITS, _LEAST_SHARE * len(words)) and runner_up <= _RUNNER_UP * count
    return best if decided else None


def _speaks_against(language: str, letters: str) -> bool:
    own, foreign = _LETTERS[language]
    return sum(map(letters.count, own)) < _FOREIGN_WEIGHT * sum(map(letters.count, foreign))
