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

INDEFINITE: Mapping[str, frozenset[str]] = {
    "en": frozenset({"a", "an", "another", "one"}),
    "de": frozenset({"ein", "eine"}),
}

PEOPLE: Mapping[str, frozenset[str]] = {
    "en": frozenset("man woman person boy girl teenager".split()),
    "de": frozenset("mann frau person junge mädchen jugendlicher".split()),
    "uk": frozenset("чоловік жінка хлопець дівчина".split()),
}
"""Nouns for people that say nothing else of them."""

ANYBODY: Mapping[str, frozenset[str]] = {
    "en": frozenset(
        "lawmaker legislator politician candidate nominee hopeful frontrunner front-runner "
        "contender incumbent challenger newcomer veteran native star superstar entertainer singer actor actress author "
        "billionaire millionaire mogul businessman businesswoman tycoon entrepreneur academic scholar mother "
        "father".split()
    ),
    "de": frozenset(
        "politiker politikerin kandidat kandidatin autor autorin wissenschaftler wissenschaftlerin forscher "
        "forscherin unternehmer unternehmerin schauspieler schauspielerin sänger sängerin jurist juristin".split()
    ),
}
"""Nouns that may stand for somebody whose role is printed in other words: "the lawmaker" of "Sen. Lee"."""

BODY_NOUNS: Mapping[str, frozenset[str]] = {
    "en": frozenset(
        "company firm business group organisation organization agency airline carrier bank retailer automaker carmaker "
        "manufacturer maker operator brand chain charity nonprofit startup start-up union lender insurer "
        "utility".split()
    ),
    "de": frozenset(
        "unternehmen konzern firma gruppe organisation agentur bank hersteller betreiber kette reederei verband "
        "gewerkschaft versicherer".split()
    ),
}
"""Nouns that may stand for an organisation that is not called so: "the company" of "Corvane"."""

SHORT_TITLES: Mapping[str, str] = {
    "sen": "senator",
    "rep": "representative",
    "gov": "governor",
    "gen": "general",
    "col": "colonel",
    "lt": "lieutenant",
    "sgt": "sergeant",
    "capt": "captain",
    "cmdr": "commander",
    "prof": "professor",
    "supt": "superintendent",
    "insp": "inspector",
    "dr": "doctor",
    "pres": "president",
    "cllr": "councillor",
}

THINGS: Mapping[str, frozenset[str]] = {"en": frozenset({"it"}), "de": frozenset({"es"})}
"""Pronouns that stand for an organisation."""

CONJUNCTIONS: frozenset[str] = frozenset({"and", "und", "та", "й", "і"})

PLURALS: Mapping[str, frozenset[str]] = {"en": frozenset({"they"}), "uk": frozenset({"вони"})}
"""Pronouns that stand for several people or a group."""
