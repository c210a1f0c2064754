"""Statements: code finds what is said and, mostly, by whom; the model settles the rest and words each claim."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

from newsbrief.checks import facts_of, long_words
from newsbrief.cues.utterances import Speaker, Utterance, kind_of
from newsbrief.drafts import Choice, Parts, Slot, Text, Unfit
from newsbrief.evidence import Evidence, Span
from newsbrief.grounding import locate_in
from newsbrief.schema import Brief, Statement
from newsbrief.sections.section import ArticleView, Findings, Section, passage

NOBODY = "nobody named here"
_DOUBLE_MARKS = re.compile(r"[\"“”„«»]|''|``")
CLAUSE_OPENING = re.compile(r"[,:]|\b(that|dass|daß|що)\b", re.IGNORECASE)
"""What stands between a reporting verb and a clause of its own."""

SHORTEST_CLAIM, LONGEST_CLAIM = 160, 260
FEWEST_WORDS = 3
"""A claim of fewer words that are not those said is the speaker's name."""
LONGEST_PLAIN = 25
"""Words of a reported clause that says itself what is claimed."""
CUT = 15
"""A claim that comes so close to the limit without an end mark was cut off there: so long is a last word."""
LONGEST_WORDS = 60
"""Of the words that name a speaker."""
CONTEXT = 130
"""How many characters are shown on each side of a quotation whose speaker is sought."""


class Statements(Section):
    """The section ``statements``: quotations and reported speech."""

    name = "statements"

    def __init__(self, view: ArticleView) -> None:
        self._view = view
        self._utterances = dict(enumerate(view.cues.utterances, start=1))
        self._names = {name.name: name for name in reversed(view.cues.names)}
        self._plain = {
            number: _sentence(self._text_of(one)) for number, one in self._utterances.items() if self._is_plain(one)
        }

    def _is_plain(self, utterance: Utterance) -> bool:
        """Whether reported words are a short clause of their own, and so say themselves what is claimed."""
        text = self._text_of(utterance)
        is_clause = utterance.form == "indirect" and len(utterance.spans) == 1 and self._passage(utterance) == text
        return is_clause and len(text.split()) <= LONGEST_PLAIN and not self._view.translated

    def slots(self) -> Sequence[Slot]:
        """For each utterance its claim, if its words are not plain enough; its speaker, if code can't settle that."""
        slots = [self._claim_slot(n, utterance) for n, utterance in self._utterances.items() if n not in self._plain]
        unsettled = [self._speaker_slot(n, one) for n, one in self._utterances.items() if one.speaker is None]
        return [*slots, *unsettled]

    def _claim_slot(self, number: int, utterance: Utterance) -> Slot:
        words = self._passage(utterance)
        longest = min(max(SHORTEST_CLAIM, len(words) + 20), LONGEST_CLAIM)
        shown = {"words": _plainly_quoted(passage(words))}
        return Slot(f"s{number}", "statements", utterance.spans[0].start, Text(longest), shown, tokens=90)

    def _passage(self, utterance: Utterance) -> str:
        """What is said; where that is no clause of its own ("hinted at a new line"), from the source on."""
        report = utterance.report
        first = utterance.spans[0]
        if report is None or utterance.form == "direct" or first.start < report.cue.start:
            return self._text_of(utterance)
        between = self._view.words(Span(report.cue.end, max(report.cue.end, first.start)))
        if CLAUSE_OPENING.search(between):
            return self._text_of(utterance)
        start = min(report.cue.start, report.source.start if report.source else report.cue.start)
        return self._view.words(Span(start, utterance.spans[-1].end))

    def _speaker_slot(self, number: int, utterance: Utterance) -> Slot:
        options = (*utterance.candidates, NOBODY)
        form = Parts("SpeakerForm", (("words", Text(LONGEST_WORDS)), ("speaker", Choice(options))))
        shown = {
            "quotation": passage(self._text_of(utterance)),
            "before": passage(self._view.told(self._before(utterance))),
            "after": passage(self._view.told(self._after(utterance))),
            "options": options,
        }
        return Slot(f"w{number}", "speakers", utterance.spans[0].start, form, shown, tokens=60)

    def _before(self, utterance: Utterance) -> Span:
        end = utterance.spans[0].start
        return Span(max(0, end - CONTEXT), end)

    def _after(self, utterance: Utterance) -> Span:
        start = utterance.spans[-1].end
        return Span(start, min(len(self._view.article.text), start + CONTEXT))

    def _text_of(self, utterance: Utterance) -> str:
        return " … ".join(self._view.words(span) for span in utterance.spans)

    def accept(self, slot: Slot, value: Any) -> Any:  # noqa: ANN401
        """A claim as a line of text; a speaker as a `Speaker`, or None where nobody is named."""
        utterance = self._utterances[int(slot.id[1:])]
        if slot.prompt == "statements":
            return self._accept_claim(utterance, value)
        return self._accept_speaker(utterance, value)

    def _accept_claim(self, utterance: Utterance, claim: str) -> str:
        around = self._view.sentences_around(utterance.spans)
        if _breaks_off(claim, self._text_of(utterance)):
            raise Unfit("it breaks off; write it to its end, without quotation marks")
        line = self._view.check_prose(claim.strip('"“”„«» '), around)
        said = facts_of(self._text_of(utterance), self._view.article.language)
        if len(line.split()) < FEWEST_WORDS and long_words(line) and not said.share_known(line):
            raise Unfit("say what is claimed, not by whom")
        if len(line) >= LONGEST_CLAIM - CUT and line[-1] not in '.!?”"»':
            raise Unfit("it is too long; say it in at most 20 words")
        return line

    def _accept_speaker(self, utterance: Utterance, value: Any) -> Speaker | None:  # noqa: ANN401
        if value["speaker"] == NOBODY:
            return None
        if value["speaker"] not in utterance.candidates:
            raise Unfit(f"the speaker must be one of: {'; '.join(utterance.candidates)}; {NOBODY}")
        name = self._names[value["speaker"]]
        mention = (
            self._source(utterance)
            or self._printed_near(utterance, value["words"])
            or self._nearest(name.mentions, utterance)
        )
        return Speaker(name.name, kind_of(name), mention)

    def _source(self, utterance: Utterance) -> Span | None:
        report = utterance.report
        return (report.head or report.source) if report else None

    def _printed_near(self, utterance: Utterance, words: str) -> Span | None:
        """Where the words that the model copied stand beside the utterance."""
        for span in (self._after(utterance), self._before(utterance)):
            if found := locate_in(self._view.article.text, words, *span):
                return Span(found.start, found.end)
        return None

    def _nearest(self, mentions: Sequence[Span], utterance: Utterance) -> Span:
        at = utterance.spans[0].start
        following = bisect_left(mentions, (at,))
        return min(mentions[max(following - 1, 0) : following + 1], key=lambda mention: abs(mention.start - at))

    def known(self, brief: Brief) -> Mapping[str, Any]:
        """The claim of each statement, and its speaker where that was asked."""
        there = {tuple(Span(one.start, one.end) for one in each.evidence): each for each in brief.statements}
        found: dict[str, Any] = {}
        for number, utterance in self._utterances.items():
            statement = there.get(utterance.spans)
            if statement and statement.claim is not None:
                found[f"s{number}"] = statement.claim
            if statement and statement.speaker is not None:
                found[f"w{number}"] = _speaker_of(statement)
        return found

    def finish(self, accepted: Mapping[str, Any]) -> Findings:
        """A statement for each utterance; the quotations that are nobody's words are dismissed."""
        items = [
            self._statement(
                utterance,
                utterance.speaker or accepted.get(f"w{number}"),
                self._plain.get(number) or accepted.get(f"s{number}"),
            )
            for number, utterance in self._utterances.items()
        ]
        return Findings(tuple(items), self._view.cues.set_apart)

    def _statement(self, utterance: Utterance, speaker: Speaker | None, claim: str | None) -> Statement:
        report = utterance.report
        mention = self._view.at(speaker.mention) if speaker and speaker.mention else None
        cue = self._view.at(report.cue) if report else None
        return Statement(
            speaker=speaker.name if speaker else None,
            speaker_kind=speaker.kind if speaker else "anonymous",
            speaker_mention=mention.text if mention else None,
            form=utterance.form,
            text=self._text_of(utterance),
            claim=claim,
            cue=cue.text if cue else None,
            channel=self._view.words(report.channel) if report and report.channel else None,
            addressee=self._view.words(report.addressee) if report and report.addressee else None,
            evidence=tuple(self._view.at(span) for span in utterance.spans),
            speaker_evidence=_one(mention),
            cue_evidence=_one(cue),
        )


def _sentence(clause: str) -> str:
    """A clause as a sentence."""
    line = " ".join(clause.split())
    return f"{line[0].upper()}{line[1:]}" + ("" if line[-1] in ".!?…" else ".")


def _plainly_quoted(words: str) -> str:
    """Words with single quotation marks only: a model that copies a double one ends its answer with it."""
    return _DOUBLE_MARKS.sub("'", words)


def _breaks_off(claim: str, words: str) -> bool:
    """Whether a claim ends where the words that it copies go on with a quotation mark, or has lost one of a pair."""
    bare = claim.strip()
    goes_on = words[len(bare) :].lstrip() if words.startswith(bare) else ""
    return bool(_DOUBLE_MARKS.match(goes_on)) or bare.count("“") != bare.count("”") or not {"{", "}"}.isdisjoint(bare)


def _speaker_of(statement: Statement) -> Speaker:
    mention = next((Span(one.start, one.end) for one in statement.speaker_evidence), None)
    return Speaker(statement.speaker or "", statement.speaker_kind, mention)


def _one(evidence: Evidence | None) -> tuple[Evidence, ...]:
    return (evidence,) if evidence else ()
