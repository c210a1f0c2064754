"""Reads one sentence from left to right: its reporting cues, the source beside each, and what is said."""

from functools import cached_property
from itertools import pairwise

from newsbrief.cues.reports.ahead import Ahead, look_ahead, marker_length, turn_at
from newsbrief.cues.reports.clauses import LOOSE, Clause
from newsbrief.cues.reports.contents import content_ends, ends_in_quote, is_statement, quoted_start, trimmed
from newsbrief.cues.reports.cues import (
    impersonal_source,
    is_fronted,
    is_plain,
    is_quoted_as,
    may_report,
    particle_of,
    source_follows,
    verb_at,
    verb_group,
)
from newsbrief.cues.reports.phrases import (
    Phrase,
    channel_length,
    core,
    has_finite,
    main_subject,
    run_start,
    starts_noun,
    subject_after,
    subject_before,
)
from newsbrief.cues.reports.terms import Report, Verb, Words
from newsbrief.evidence import Span

_MOST_BEFORE_ANAPHORA = 2

Range = tuple[int, int]


class Reader:
    """Reads one clause.

    Attributes:
        reports: what it found, in the order of their cues.
        orphan: a report without content, if the clause is nothing but an attribution ("Vey said.").
        refers_back: whether that attribution is of the sentence before ("Das sagte Vey.").
        introduction: a report without content, if the clause has none and ends in a colon ("Vey was blunt:").
    """

    def __init__(self, clause: Clause) -> None:
        self.clause = clause
        self.words: Words = clause.words
        self.reports: list[Report] = []
        self.orphan: Report | None = None
        self.refers_back: bool = False
        self._floor = 0  # where content before an attribution may begin
        self._busy = 0  # all before is content of a report already
        self._subject: Phrase | None = None
        start = self._closing_start()
        for index in clause.places(self.words.cue_starts):
            report = self._read(index) if index >= max(start, self._busy) else None
            if report and report.content:
                self.reports.append(report)
        self.reports = self.reports or self._after_colon() or self._hearsay()
        self.introduction: Report | None = None if self.reports else self._introduction()

    @cached_property
    def _ends(self) -> list[int]:
        return content_ends(self.clause)

    @property
    def whole(self) -> Span | None:
        """All of the clause but loose marks at its ends."""
        return trimmed(self.clause, 0, len(self.clause))

    @property
    def is_quotation(self) -> bool:
        """Whether the clause is nothing but a quotation."""
        return [token.kind for token in self.clause.tokens if token.kind not in LOOSE] == ["quote"]

    @property
    def is_subjunctive(self) -> bool:
        """Whether the clause goes on in the mood of reported speech ("Er habe …")."""
        return any(token.low in self.words.subjunctive for token in self.clause.tokens)

    def _read(self, index: int) -> Report | None:
        return self._by_marker(index) or self._by_postmarker(index) or self._by_verb(index) or self._by_noun(index)

    def _closing_start(self) -> int:
        """Where the attribution begins that closes the clause ("…, Vey said"), so that all before it is content."""
        last = len(self.clause) - 1
        verb = self.words.verbs.get(self.clause.low(last))
        is_speech = verb is not None and verb.kind == "speech" and verb.shape == "finite"
        if not is_speech or self.words.comma_clause or all(token.kind != "comma" for token in self.clause.tokens):
            return 0
        source = subject_before(self.clause, last)
        if source is None or source.is_antecedent:
            return 0
        start = source.start or source.name
        return start if self.clause[start - 1].kind == "comma" else 0

    # Cues that are no verbs

    def _by_marker(self, index: int) -> Report | None:
        """A source after a marker: "According to Vey, …", "…, so Vey, …"."""
        length, lead = marker_length(self.clause, index), self._lead()
        source = self._marked_source(index, length, apposed=index != lead) if length else None
        if source is None:
            return None
        cue, at = self.clause.span(index, min(index + length, source.start)), max(source.end, index + length)
        is_comma = self.clause[at].kind == "comma"
        if index == lead and (not self.reports or self.clause[index - 1].kind == "semicolon"):
            return self._report(cue, source, [self._forward(at + is_comma)], certain=True)
        self._floor = self._busy = at
        if self.words.fronting and self.clause[index - 1].kind == "word":
            contents = [(max(lead, run_start(self.clause, index)), index), (at, self._next_comma(at))]
        else:
            contents = [(lead if lead < index else 0, index)]
            contents += [self._continuation(at + 1)] if is_comma else []
        return self._report(cue, source, contents, certain=True)

    def _marked_source(self, index: int, length: int, *, apposed: bool) -> Phrase | None:
        """The source after a marker, or the words between "nach" and a noun that names none: "nach eigenen Angaben"."""
        clause, after = self.clause, index + length
        if not clause.low(after - 1).endswith(self.words.marker_nouns or ("\n",)):
            return subject_after(clause, after, apposed=apposed)
        after += clause.low(after) in {"von", "vom"}
        is_named = after > index + length or clause.low(after) in self.words.genitives
        source = subject_after(clause, after, apposed=apposed) if is_named else None
        return source or Phrase(index + 1, index + length)

    def _next_comma(self, start: int) -> int:
        stop = self._ends[start]
        return next((at for at in range(start, stop) if self.clause[at].kind == "comma"), stop)

    def _by_postmarker(self, index: int) -> Report | None:
        """A source before its marker: "Der Studie zufolge …"."""
        source = subject_before(self.clause, index) if self.clause.low(index) in self.words.postmarkers else None
        if source is None:
            return None
        contents = [(self._lead(), source.start), self._forward(index + 1)]
        return self._report(self.clause.span(index, index + 1), source, contents, certain=True)

    def _by_noun(self, index: int) -> Report | None:
        """A noun that reports: "Vey's claim that …"; behind the verb only, so that the end of the content is known."""
        clause = self.clause
        is_noun = clause.low(index) in self.words.statements and clause.low(index + 1) in self.words.that
        if not is_noun or not has_finite(clause, run_start(clause, index), index):
            return None
        owner = index - 1
        source = Phrase(owner, index) if clause.low(owner).endswith("'s") else None
        return self._report(clause.span(index, index + 1), source, [self._forward(index + 2)])

    def _hearsay(self) -> list[Report]:
        """What the clause reports by an adverb alone ("reportedly")."""
        size, found = len(self.clause), self.clause.places(self.words.hearsay)[:1]
        return [self._report(self.clause.span(at, at + 1), None, [(0, at), (at + 1, size)]) for at in found]

    def _after_colon(self) -> list[Report]:
        """A quotation that a clause without reporting verb introduces: "Vey was blunt: …"."""
        kinds = [token.kind for token in self.clause.tokens]
        at = next((at for at, pair in enumerate(pairwise(kinds)) if pair == ("colon", "quote")), 0)
        source = main_subject(self.clause, at)
        contents = [self._forward(at + 1)] if source else []
        return [self._report(self.clause.span(at, at + 1), source, contents)] if contents else []

    def _introduction(self) -> Report | None:
        last = len(self.clause) - 1
        is_open = self.clause[last].kind == "colon"
        return self._report(self.clause.span(last, last + 1), main_subject(self.clause, last), []) if is_open else None

    # Verbs

    def _by_verb(self, index: int) -> Report | None:
        verb = verb_at(self.clause, index)
        group = verb_group(self.clause, index) if verb else None
        if verb is None or group is None:
            return None
        start, is_passive = group
        if verb.shape == "perfect":
            return self._by_perfect(index)
        if is_passive == (verb.shape == "participle"):  # "said" without "was", or "was saying"
            return self._by_finite(start, index, verb)
        return self._by_passive(start, index) if is_passive else self._by_participle(start, index, verb)

    def _by_finite(self, start: int, index: int, verb: Verb) -> Report | None:
        if verb.particles:
            return self._by_separable(start, index, verb)
        if source_follows(self.clause, start, self._after(index)):
            return self._by_inversion(start, index, verb)
        return self._by_subject(start, index, verb)

    def _after(self, index: int) -> int:
        """Where the source of an inverted verb would begin."""
        return index + 1 + (self.clause.low(index + 1) in self.words.within)

    def _by_subject(self, start: int, index: int, verb: Verb) -> Report | None:
        """A source before its verb: "Vey said that …", "…, Vey said"."""
        clause, words = self.clause, self.words
        source = subject_before(clause, start)
        is_shared = source is None and clause.low(start - 1) in words.conjunctions
        if source and source.name and index + 1 == len(clause) and source.start <= self._lead():
            source = Phrase(source.name, source.end)  # or nothing would be said
        left = source.start if source else start
        source = self._subject or main_subject(clause, start) if is_shared else source
        if source is None or not may_report(clause, left, source, verb):
            return None
        ahead = look_ahead(clause, index + 1, told=clause.low(index) in words.told)
        if verb.kind == "object" and words.comma_clause and turn_at(clause, index + 1) is None:
            ahead = Ahead("bare", index + 1)
        lead = self._lead()
        is_bound = clause.low(left - 1) in words.subordinators and clause.low(left - 1) not in words.as_words
        contents = self._contents(left if is_bound or is_shared or source.is_antecedent else lead, left, ahead, verb)
        ahead = self._with_channel(ahead, lead, left)
        certain = not is_shared and is_plain(clause, source, verb, ahead, content_before=contents[:1] == [(lead, left)])
        report = self._report(clause.span(index, index + 1), source, contents, ahead, certain=certain)
        return self._kept(left, ahead, report)

    def _by_inversion(self, start: int, index: int, verb: Verb) -> Report | None:
        """A source after its verb: "…, said Vey"."""
        clause, after = self.clause, self._after(index)
        apposed = self.words.comma_clause or clause[start - 1].kind != "word"
        source = subject_after(clause, after, apposed=apposed)
        if clause.low(after) == "es":
            source = impersonal_source(clause, start, index)
        if source is None or verb.kind not in {"speech", "quote"}:
            return None
        ahead = self._with_channel(look_ahead(clause, source.end), self._lead(), start)
        contents = self._inverted_contents(start, ahead)
        report = self._report(clause.span(index, index + 1), source, contents, ahead, certain=True)
        return self._kept(start, ahead, report)

    def _by_participle(self, start: int, index: int, verb: Verb) -> Report | None:
        """A verb that borrows its subject: "…, adding that …", "Claiming that …, Vey left"."""
        clause = self.clause
        if start and clause[start - 1].kind not in {"comma", "dash", "quote"} and not is_quoted_as(clause, start):
            return None
        ahead = look_ahead(clause, index + 1, told=clause.low(index) in self.words.told)
        contents = [self._forward(ahead.at)] if ahead.how == "clause" else []
        if ahead.how == "bare":
            contents = self._bare(ahead.at, verb)
        main = main_subject(self.clause, start) if start else subject_after(clause, self._busy + 1)
        certain = self._subject is not None and verb.kind in {"speech", "quote"}
        source = self._subject or main
        if source is None or not may_report(clause, start, source, verb):
            return None
        return self._report(clause.span(index, index + 1), source, contents, ahead, certain=certain)

    def _by_passive(self, start: int, index: int) -> Report | None:
        """Something said without a source: "Vey is said to have left"."""
        clause = self.clause
        if clause.low(index) not in self.words.rumoured or clause.low(index + 1) != "to":
            return None
        return self._report(clause.span(start, index + 1), None, [(self._lead(), start), self._forward(index + 1)])

    def _by_separable(self, start: int, index: int, verb: Verb) -> Report | None:
        """A verb in two parts: "Vey teilte mit, dass …", "kündigte Vey neue Hilfen an"."""
        clause = self.clause
        particle = particle_of(clause, index, verb)
        if particle is None:
            return None
        inverted = source_follows(clause, start, index + 1)
        source = subject_after(clause, index + 1) if inverted else subject_before(clause, start)
        if source is None:
            return None
        ahead = turn_at(clause, particle + 1) or Ahead("end", particle + 1)
        after = max(source.end, index + 1)
        contents = [(after, particle)] if after < particle and starts_noun(clause, after) else []
        if inverted and clause[start - 1].kind != "word":
            contents = [(self._lead(), start)]
        elif ahead.how in {"clause", "comma"} and not contents:
            contents = [self._forward(ahead.at + (ahead.how == "comma"))]
        self._floor = self._busy = max(self._busy, particle + 1)
        return self._kept(start, ahead, self._report(clause.span(index, index + 1), source, contents, certain=True))

    def _by_perfect(self, index: int) -> Report | None:
        """A German perfect: "Vey hat am Montag erklärt, dass …"."""
        clause = self.clause
        before = range(run_start(clause, index), index)
        helper = next((at for at in before if clause.low(at) in self.words.auxiliaries), None)
        ahead = look_ahead(clause, index + 1)
        if helper is None or ahead.how not in {"clause", "comma"}:
            return None
        source = subject_after(clause, helper + 1) if is_fronted(clause, helper) else subject_before(clause, helper)
        if source is None:
            return None
        contents = [self._forward(ahead.at + (ahead.how == "comma"))]
        return self._report(clause.span(index, index + 1), source, contents, ahead, certain=True)

    # Contents

    def _lead(self) -> int:
        """The first token that content before an attribution may have."""
        at = self._floor
        while self.clause[at].kind in LOOSE:
            at += 1
        return at

    def _contents(self, lead: int, left: int, ahead: Ahead, verb: Verb) -> list[Range]:
        """What is said before and after an attribution whose source begins at ``left``."""
        is_quoted = lead < left and ends_in_quote(self.clause, left)
        is_said = self._is_said(lead, left)
        before = (quoted_start(self.clause, lead, left) if is_quoted else lead, left)
        if ahead.how == "clause":
            return [before, self._forward(ahead.at)] if is_said else [self._forward(ahead.at)]
        if ahead.how == "bare" and not is_quoted:
            return self._bare(ahead.at, verb)
        is_as = self.clause.low(left - 1) in self.words.as_words and left - 1 <= lead
        if ahead.how == "comma" and (self.words.comma_clause or is_as):
            return [self._forward(ahead.at + 1)]
        if is_as or verb.kind == "object" or (verb.kind != "speech" and not is_said):
            return []
        self._floor = ahead.at
        return [before, self._continuation(ahead.at + 1, quoted=is_quoted)] if ahead.how == "comma" else [before]

    def _is_said(self, lead: int, left: int) -> bool:
        return lead < left and (ends_in_quote(self.clause, left) or is_statement(self.clause, lead, left))

    def _is_unfinished(self, lead: int, left: int, after: int) -> bool:
        return not self._is_said(lead, left) and not starts_noun(self.clause, after)  # a noun tells of the source

    def _inverted_contents(self, start: int, ahead: Ahead) -> list[Range]:
        """What is said around an attribution whose source follows its verb, which begins at ``start``."""
        lead, before = self._lead(), self.clause[start - 1]
        is_as = before.low in self.words.as_words
        if before.kind == "word" and not (is_as and start - 1 > lead):
            goes_on = ahead.how == "clause" or (ahead.how == "comma" and (self.words.comma_clause or is_as))
            return [self._forward(ahead.at + (ahead.how == "comma"))] if goes_on else []
        contents = [(lead, start)]
        self._floor = ahead.at
        if ahead.how == "clause":
            contents.append(self._forward(ahead.at))
        elif ahead.how == "comma" and (self.words.comma_clause or self._is_unfinished(lead, start, ahead.at + 1)):
            contents.append(self._continuation(ahead.at + 1, quoted=ends_in_quote(self.clause, start)))
        return contents

    def _bare(self, at: int, verb: Verb) -> list[Range]:
        """What is said after a verb without any sign: a clause without "that", or an object."""
        low, words = self.clause.low(at), self.words
        is_about = low in words.about
        if verb.kind == "quote" and low not in words.questions and not is_about:
            return []
        if low in words.prepositions and low not in words.modals:
            if verb.kind == "speech" and not is_about:
                return []
            at, low = at + 1, self.clause.low(at + 1)
        is_joint = low in words.conjunctions or (low in words.subordinators and low not in words.questions)
        return [] if is_joint or self.clause[at].kind == "end" else [self._forward(at)]

    def _forward(self, start: int) -> Range:
        """Content from a token on, as far as it may go; the tokens are used up."""
        is_alone = self.clause[start].kind == "quote" and self.clause[start + 1].kind != "word"
        end = start + 1 if is_alone else self._ends[min(start + 1, len(self.clause))]
        self._floor = self._busy = end
        return start, end

    def _continuation(self, start: int, *, quoted: bool = False) -> Range:
        """Content that goes on after an attribution in its middle; empty if other words follow."""
        low, words = self.clause.low(start), self.words
        is_other = any(low in kind for kind in (words.breaks, words.relatives - words.determiners, words.doubtful))
        if is_other or low in words.asides or (quoted and low not in words.that and low not in words.subjunctive):
            return start, start
        return self._forward(start)

    # Assembly

    def _with_channel(self, ahead: Ahead, start: int, end: int) -> Ahead:
        """The channel before the source, if none follows the verb: "In a statement, Vey said"."""
        length = 0 if ahead.channel else channel_length(self.clause, start)
        is_before = length and start + length <= end
        return ahead._replace(channel=self.clause.span(start, start + length)) if is_before else ahead

    def _report(
        self,
        cue: Span,
        source: Phrase | None,
        contents: list[Range],
        ahead: Ahead | None = None,
        *,
        certain: bool = False,
    ) -> Report:
        content = tuple(span for start, end in contents if (span := trimmed(self.clause, start, end)))
        if source and content:
            self._subject = source
        return Report(
            sentence=self.clause.sentence,
            cue=cue,
            source=self.clause.span(source.start, source.end) if source else None,
            head=self.clause.span(*core(self.clause, source)) if source else None,
            content=content,
            channel=ahead.channel if ahead else None,
            addressee=ahead.addressee if ahead else None,
            certain=certain,
        )

    def _kept(self, left: int, ahead: Ahead, report: Report) -> Report:
        """The report; it is also kept as the orphan if the clause is nothing but its attribution."""
        refers_back = left <= _MOST_BEFORE_ANAPHORA and self.clause.low(left - 1) in self.words.anaphora
        if not report.content and ahead.how == "end" and (refers_back or left <= self._lead()):
            self.orphan, self.refers_back = report, refers_back
        return report
