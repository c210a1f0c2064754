"""Statements: code finds what is said and, mostly, by whom; the model settles the rest and words each claim."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newsbrief.cues.utterances import Speaker, Utterance, kind_of
from newsbrief.drafts import Slot, Unfit, choice_of, form_of, text_of
from newsbrief.evidence import Evidence, Span
from newsbrief.grounding import locate_in
from newsbrief.schema import Statement
from newsbrief.sections.section import ArticleView, Findings, passage

NOBODY = "nobody named here"
SAID = "said by somebody"
NAME = "a title or a name"
OTHER_USES = {NAME: NAME, "a word set apart": "a word set apart, not said by anybody"}
FRAGMENT = 3
"""Quotations of up to so many words, with no reporting cue, may be titles or words set apart."""

ARTICLE = re.compile(r"^(the|der|die|das)\s+", re.IGNORECASE)
CLAUSE_OPENING = re.compile(r"[,:]|\b(that|dass|daß|що)\b", re.IGNORECASE)
"""What stands between a reporting verb and a clause of its own."""

SHORTEST_CLAIM, LONGEST_CLAIM = 160, 260
CUT = 15
"""A claim that comes so close to the limit without an end mark was cut off there: so long is a last word."""
CONTEXT = 130
"""How many characters are shown on each side of a quotation whose speaker is sought."""


@dataclass(frozen=True)
class NotSaid:
    """A quotation that turned out to be nobody's words."""

    reason: str


class Statements:
    """The section ``statements``: quotations and reported speech."""

    name = "statements"

    def __init__(self, view: ArticleView) -> None:
        self._view = view
        known = {form for name in view.cues.names for form in (name.name, *name.aliases)}
        utterances = dict(enumerate(view.cues.utterances, start=1))
        self._named = {number: one for number, one in utterances.items() if self._is_in(known, one)}
        self._utterances = {number: one for number, one in utterances.items() if number not in self._named}

    def slots(self) -> Sequence[Slot]:
        """For each utterance its claim; where code can't settle the speaker, also that."""
        slots = [self._claim_slot(number, utterance) for number, utterance in self._utterances.items()]
        unsettled = [self._speaker_slot(n, one) for n, one in self._utterances.items() if one.speaker is None]
        return [*slots, *unsettled]

    def _is_in(self, names: set[str], utterance: Utterance) -> bool:
        """Whether a quotation that nothing attributes to anybody is just a name: a newspaper, a ship."""
        quotations = [self._view.cues.quotations[index] for index in utterance.quotations]
        inner = [self._view.words(Span(one.inner_start, one.inner_end)).strip(" ,.") for one in quotations]
        is_name = all(words in names or ARTICLE.sub("", words) in names for words in inner)
        return utterance.report is None and is_name

    def _claim_slot(self, number: int, utterance: Utterance) -> Slot:
        words = self._passage(utterance)
        longest = min(max(SHORTEST_CLAIM, len(words) + 20), LONGEST_CLAIM)
        return Slot(
            f"s{number}", "statements", utterance.spans[0].start, text_of(longest), {"words": passage(words)}, tokens=90
        )

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
        options = [*utterance.candidates, NOBODY]
        parts: dict[str, Any] = {"words": text_of(60), "speaker": choice_of(options)}
        if self._may_be_no_speech(utterance):
            parts = {"use": choice_of([SAID, *OTHER_USES]), **parts}
        shown = {
            "quotation": passage(self._text_of(utterance)),
            "before": passage(self._view.words(self._before(utterance))),
            "after": passage(self._view.words(self._after(utterance))),
            "options": options,
            "uses": [SAID, *OTHER_USES] if "use" in parts else [],
        }
        return Slot(f"w{number}", "speakers", utterance.spans[0].start, form_of("SpeakerForm", parts), shown, tokens=60)

    def _may_be_no_speech(self, utterance: Utterance) -> bool:
        return utterance.report is None and len(self._text_of(utterance).split()) <= FRAGMENT

    def _before(self, utterance: Utterance) -> Span:
        end = utterance.spans[0].start
        return Span(max(0, end - CONTEXT), end)

    def _after(self, utterance: Utterance) -> Span:
        start = utterance.spans[-1].end
        return Span(start, min(len(self._view.article.text), start + CONTEXT))

    def _text_of(self, utterance: Utterance) -> str:
        return " … ".join(self._view.words(span) for span in utterance.spans)

    def accept(self, slot: Slot, value: Any) -> Any:  # noqa: ANN401
        """A claim as a line of text; a speaker as a `Speaker`, a `NotSaid`, or None where nobody is named."""
        utterance = self._utterances[int(slot.id[1:])]
        if slot.prompt == "statements":
            return self._accept_claim(utterance, value)
        return self._accept_speaker(utterance, value)

    def _accept_claim(self, utterance: Utterance, claim: str) -> str:
        around = self._view.sentences_around(utterance.spans)
        line = self._view.check_prose(claim.strip('"“”„«» '), self._view.words(around))
        if len(line) >= LONGEST_CLAIM - CUT and line[-1] not in '.!?”"»':
            raise Unfit("it is too long; say it in at most 20 words")
        return line

    def _accept_speaker(self, utterance: Utterance, value: Any) -> Speaker | NotSaid | None:  # noqa: ANN401
        use = getattr(value, "use", SAID)
        if use in OTHER_USES:
            return NotSaid(OTHER_USES[use])
        if value.speaker == NOBODY:
            return None
        if value.speaker not in utterance.candidates:
            raise Unfit(f"the speaker must be one of: {'; '.join(utterance.candidates)}; {NOBODY}")
        name = next(name for name in self._view.cues.names if name.name == value.speaker)
        mention = (
            self._source(utterance)
            or self._printed_near(utterance, value.words)
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
        return min(mentions, key=lambda mention: abs(mention.start - at))

    def finish(self, accepted: Mapping[str, Any]) -> Findings:
        """A statement for each utterance that is one; the quotations that are none are dismissed."""
        items: list[Statement] = []
        dismissed = {start: NAME for one in self._named.values() for start in self._starts(one)}
        for number, utterance in self._utterances.items():
            speaker = utterance.speaker or accepted.get(f"w{number}")
            if isinstance(speaker, NotSaid):
                dismissed |= dict.fromkeys(self._starts(utterance), speaker.reason)
            else:
                items.append(self._statement(utterance, speaker, accepted.get(f"s{number}")))
        return Findings(tuple(items), dismissed)

    def _starts(self, utterance: Utterance) -> list[int]:
        return [self._view.cues.quotations[index].start for index in utterance.quotations]

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


def _one(evidence: Evidence | None) -> tuple[Evidence, ...]:
    return (evidence,) if evidence else ()
