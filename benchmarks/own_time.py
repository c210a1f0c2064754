"""Measures what newsbrief takes itself, all but the model: prints one Markdown table of processor times.

python -m benchmarks.own_time --seeds DIR [--words N ...] [--runs N]

Articles are loaded from files, read, asked about and written as briefs; the answers are made beforehand, from the words
that each question shows. Besides the seeds these are texts grown from them, with other names and numbers in each
repetition, and texts that are nothing but numbers, names, quotations or one sentence. Times are the best of several
runs, after one that does not count: other work on the machine only ever adds to them.
"""

import argparse
import gc
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ParamSpec, TypeVar, cast
from unittest.mock import patch

from benchmarks.command import print_measured
from newsbrief import Article, Brief, asking, pipeline
from newsbrief.article import load_articles
from newsbrief.checks import facts_of, numbers_in
from newsbrief.cues import find_cues
from newsbrief.drafts import draft_of
from newsbrief.errors import SettingsError
from newsbrief.files import write_whole
from newsbrief.prompts import Prompt, Prompts
from newsbrief.questionnaire import Questionnaire
from newsbrief.questions import Answer, Cost, Question
from newsbrief.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")
Stages = Mapping[str, float]
Maker = Callable[[Question], str]

WORDS = (600, 2_500, 4_800, 20_000)
FACTOR = 8
"""A text is held against one of the same kind with so many times fewer words."""
STAGES = ("load", "cues", "prompts", "checks", "write")
MODELS, ASIDE = "models", "aside"
"""The stages that no total has: the making of what each question must fill in, and the benchmark itself."""

_LONG = 4  # letters of a name that is varied
_SAID = 12  # words
_SYLLABLES = ("ba", "de", "ki", "lo", "mu", "ra", "se", "ti", "vo", "zu")
_ODD = {
    "numbers": "All {number} tonnes left Ulm.\n",
    "names": "Then {name} Orr met the mayor in the old town.\n",
    "quotations": "“We saw the boats leave at {number},” {name} Orr said, and nobody in town believed her story.\n",
    "one sentence": "and then the wind of the north blew over {number} boats of {name} Orr, who said that it was cold ",
}
"""Sentences of which whole texts are made."""


class Watch:
    """A clock of processor time that knows at which stage the work is; stages may lie within others.

    Attributes:
        seconds: the time at each stage so far, without that of the stages within it.
        questions: how many models were made.
    """

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.questions = 0
        self._stage = ASIDE
        self._since = time.process_time()

    def switch(self, stage: str) -> str:
        """Go on at another stage; returns the one before."""
        now = time.process_time()
        self.seconds[self._stage] += now - self._since
        self._since, before, self._stage = now, self._stage, stage
        return before

    def timed(self, stage: str, function: Callable[P, T]) -> Callable[P, T]:
        """The function, as a stage of its own."""

        def at_its_stage(*args: P.args, **kwargs: P.kwargs) -> T:
            before = self.switch(stage)
            try:
                return function(*args, **kwargs)
            finally:
                self.switch(before)

        return at_its_stage


@dataclass(frozen=True)
class Row:
    """A text, and what it took: each stage, their sum, and the models of one question; the best of each."""

    kind: str
    words: int
    stages: Stages
    total: float
    model: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; the exit code is 2 if it makes no sense, 130 if it was interrupted."""
    options = _parser().parse_args(arguments)
    return print_measured(lambda: (table(list(_measured(options))), []))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Measure the processor time of everything but the model.")
    parser.add_argument("--seeds", type=Path, required=True, metavar="DIR", help="the folder of articles")
    parser.add_argument("--words", type=int, nargs="+", default=WORDS, metavar="N", help="sizes (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=9, metavar="N", help="how often (default: %(default)s)")
    return parser


def _measured(options: argparse.Namespace) -> Iterator[Row]:
    with TemporaryDirectory() as folder:
        for kind, path in _files(options.seeds, options.words, Path(folder)):
            print(f"{kind}: {path.name}", file=sys.stderr)
            yield measure(kind, path, Path(folder) / "brief.json", options.runs)


def _files(seeds: Path, sizes: Sequence[int], folder: Path) -> Iterator[tuple[str, Path]]:
    """The files to measure, each with its kind: the seeds, then the texts that are made for each size."""
    articles = list(load_articles(seeds))
    yield from ((f"seed {article.path.name}", article.path) for article in articles if article.path)
    english = [article for article in articles if article.language == "en"]
    if not english:
        raise SettingsError(f"{seeds} holds no English article")
    for words in sorted(sizes):
        for kind, pieces in kinds(english).items():
            path = folder / f"{kind}-{words}.md".replace(" ", "-")
            path.write_text(f"---\ntitle: The boats of Ulm\ndate: 2026-03-01\n---\n\n{cut(pieces, words)}\n")
            yield kind, path


def kinds(articles: Sequence[Article]) -> Mapping[str, Iterator[str]]:
    """Endless texts, piece by piece: paragraphs of articles, and sentences of one sort."""
    grown = (line for turn in count() for one in articles for line in varied(one, turn).split("\n"))
    return {"grown from seeds": grown, **{kind: _repeated(sentence) for kind, sentence in _ODD.items()}}


def _repeated(sentence: str) -> Iterator[str]:
    return (sentence.format(number=turn + 2, name=name(turn)) for turn in count())


def cut(pieces: Iterator[str], words: int) -> str:
    """So many words of an endless text."""
    kept: list[str] = []
    used = 0
    while used < words:
        kept.append(" ".join(next(pieces).split(" ")[: words - used]))
        used += len(kept[-1].split())
    return "\n".join(kept) if "\n" in "".join(kept) else "".join(kept)


def name(turn: int) -> str:
    """A name that no other turn has."""
    return "".join(_SYLLABLES[int(digit)] for digit in str(turn)).capitalize()


def varied(article: Article, turn: int) -> str:
    """The text of an article as one with other people and numbers; as it is at turn 0."""
    if turn == 0:
        return article.text
    people = [one.name.split()[-1] for one in find_cues(article).names if one.kind in ("person", "unknown")]
    last = "|".join(sorted({re.escape(word) for word in people if len(word) >= _LONG}))
    text = re.sub(r"[1-9]", lambda digit: str((int(digit[0]) + turn) % 9 + 1), article.text)
    return re.sub(rf"\b(?:{last})\b", lambda word: word[0] + name(turn).lower(), text) if last else text


def measure(kind: str, path: Path, out: Path, runs: int) -> Row:
    """What a file takes from loading it to writing its brief."""
    answers: dict[str, str] = {}
    prompts = Prompts()
    run(path, out, prompts, lambda question: answers.setdefault(question.user, answer_to(question)))
    watches = [run(path, out, prompts, lambda question: answers[question.user]) for _ in range(runs)]
    return Row(
        kind,
        words=len(Article.load(path).text.split()),
        stages={stage: min(watch.seconds[stage] for watch in watches) for stage in STAGES},
        total=min(sum(watch.seconds[stage] for stage in STAGES) for watch in watches),
        model=min(watch.seconds[MODELS] / watch.questions for watch in watches),
    )


def run(path: Path, out: Path, prompts: Prompts, answered: Maker) -> Watch:
    """Briefs a file once, as if neither its text nor any of its questions had ever been seen.

    Whatever is no stage of its own counts as checks: slots, validation, grounding, coverage. What the run before left
    behind is thrown away first, the models of its questions among it.
    """
    facts_of.cache_clear()
    numbers_in.cache_clear()
    gc.collect()
    watch = Watch()
    with ExitStack() as patched:
        patched.enter_context(patch.object(asking, "find_cues", watch.timed("cues", find_cues)))
        patched.enter_context(patch.object(asking, "draft_of", watch.timed(MODELS, draft_of)))
        patched.enter_context(patch.object(Prompt, "render", watch.timed("prompts", Prompt.render)))
        article = watch.timed("load", Article.load)(path)
        brief = watch.timed("checks", _brief)(article, prompts, watch, answered)
    watch.timed("write", write_whole)(out, watch.timed("write", brief.model_dump_json)(indent=2) + "\n")
    watch.switch(ASIDE)
    return watch


def _brief(article: Article, prompts: Prompts, watch: Watch, answered: Maker) -> Brief:
    rounds = pipeline.briefing(article, "none", Questionnaire(prompts, Settings().context_tokens))
    questions = next(rounds)
    while True:
        replies = [_reply(question, watch, answered) for question in questions]
        try:
            questions = rounds.send(replies)
        except StopIteration as done:
            return cast("Brief", done.value)


def _reply(question: Question, watch: Watch, answered: Maker) -> Answer:
    watch.questions += 1
    watch.timed(MODELS, lambda: question.draft.schema)()
    content = watch.timed(ASIDE, answered)(question)
    return Answer(question.draft.read_json(content), Cost())


def answer_to(question: Question) -> str:
    """An answer that mostly holds up: it says of each thing what the question shows of it."""
    schema = question.draft.schema
    shown = dict(re.findall(r"^(\w+): (.*)$", question.user.rpartition("===")[2], re.MULTILINE))
    sentences = re.findall(r"^\[\d+\] (.*)$", question.user, re.MULTILINE)
    whole = {f"part{number}": sentence for number, sentence in enumerate(sentences[:3], start=1)}
    words = {key: whole.get(key) or _telling_words(shown.get(key, sentences[0])) for key in schema["properties"]}
    return json.dumps({key: _value(part, schema, words[key]) for key, part in schema["properties"].items()})


def _telling_words(passage: str) -> str:
    """Some words of a passage: behind the name or the number that it is about, if there is one."""
    about = re.split(r" – in: |\d\] ", passage.partition(" (Your last")[0])[-1]
    return " ".join(word for word in about.split()[:_SAID] if not any(map(str.isdigit, word)))


def _value(part: Mapping[str, Any], schema: Mapping[str, Any], words: str) -> Any:  # noqa: ANN401 - JSON
    if "$ref" in part:
        part = schema["$defs"][part["$ref"].rpartition("/")[2]]
    if part["type"] == "object":
        return {key: _value(inner, schema, " ".join(words.split()[:3])) for key, inner in part["properties"].items()}
    if part["type"] == "integer":
        return 1
    if "enum" in part:
        return part["enum"][0]
    return f"What about {words}?" if "?" in part.get("pattern", "") else words


def table(rows: Sequence[Row]) -> str:
    """The rows in milliseconds, each with how many times it takes what an eighth of its words take."""
    totals = {(row.kind, row.words): row.total for row in rows}
    heads = [
        "",
        "words",
        *(f"{stage}, ms" for stage in STAGES),
        "all, ms",
        f"times {FACTOR} times fewer words",
        "models, ms a question",
    ]
    lines = [heads, ["---"] * len(heads)]
    for row in rows:
        fewer = totals.get((row.kind, row.words // FACTOR))
        times = f"{row.total / fewer:.1f}" if fewer else ""
        lines.append(
            [
                row.kind,
                str(row.words),
                *(_ms(row.stages[stage]) for stage in STAGES),
                _ms(row.total),
                times,
                _ms(row.model),
            ]
        )
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.3g}"


if __name__ == "__main__":
    sys.exit(main())
