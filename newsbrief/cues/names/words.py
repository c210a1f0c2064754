"""What is known of the words of each language in the search for names."""

from typing import Final

from newsbrief.cues.names.english import ENGLISH
from newsbrief.cues.names.german import GERMAN
from newsbrief.cues.names.lexicon import Lexicon, words
from newsbrief.cues.names.lists import GIVEN, PLACES
from newsbrief.cues.names.ukrainian import UKRAINIAN
from newsbrief.language import FUNCTION_WORDS

_LEXICONS: Final = {"en": ENGLISH, "de": GERMAN, "uk": UKRAINIAN}


def lexicon_for(language: str | None) -> Lexicon:
    """What is known of a language's words: much of English, German and Ukrainian, little of the others."""
    known = _LEXICONS.get(language or "")
    return known or Lexicon(
        function=FUNCTION_WORDS.get(language or "", frozenset()),
        women=words("mme mlle madame sra señora signora sig.ra mevrouw pani pani г-жа"),
        men=words("monsieur sr señor signor meneer pan г-н"),
        known_places=PLACES["en"],
        given=GIVEN,
        particles=ENGLISH.particles,
    )
