"""Words that stand for a speaker without naming one, per language."""

from collections.abc import Mapping
from typing import Literal

Gender = Literal["feminine", "masculine", "any"]

PRONOUNS: Mapping[str, Mapping[str, Gender]] = {
    "en": {"he": "masculine", "she": "feminine", "they": "any", "it": "any", "who": "any", "i": "any", "we": "any"},
    "de": {"er": "masculine", "sie": "feminine", "es": "any", "dieser": "masculine", "diese": "feminine", "ich": "any"},
    "uk": {"він": "masculine", "вона": "feminine", "вони": "any", "воно": "any", "я": "any", "ми": "any"},
}

DEFINITE: Mapping[str, frozenset[str]] = {
    "en": frozenset({"the", "this", "that"}),
    "de": frozenset({"der", "die", "das", "dem", "den", "des", "dieser", "diese", "dieses"}),
    "uk": frozenset({"цей", "ця", "той", "та"}),
}

DOCUMENTS: Mapping[str, frozenset[str]] = {
    "en": frozenset(
        "report reports statement notes note letter letters document documents filing filings study studies survey "
        "surveys poll polls data figures website paper papers email emails memo memos indictment complaint video "
        "post posts article articles record records release review audit affidavit".split()
    ),
    "de": frozenset(
        "bericht berichte berichten mitteilung erklärung schreiben brief dokument dokumente studie umfrage daten "
        "gutachten protokoll vermerk papier meldung medienberichte medienberichten".split()
    ),
    "uk": frozenset("звіт звіту звіті документ документи лист листі дослідження опитування дані даними заява".split()),
}

COLLECTIVES: Mapping[str, frozenset[str]] = {
    "en": frozenset(
        "intelligence police ministry government council company agency army military court union party committee "
        "commission department office firm bank board group association administration authorities authority "
        "institute agency centre center society foundation "
        "parliament operator regulator university hospital club church team embassy palace".split()
    ),
    "de": frozenset(
        "polizei ministerium regierung rat unternehmen konzern behörde behörden gericht gewerkschaft partei "
        "ausschuss amt verband vorstand hafen reederei betreiber feuerwehr verwaltung senat".split()
    ),
    "uk": frozenset("поліція міністерство уряд рада компанія агентство суд партія комітет служба".split()),
}
