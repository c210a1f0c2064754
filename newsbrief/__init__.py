"""Briefs of news articles in which every line is tied to the words that bear it out.

>>> import newsbrief
>>> with newsbrief.Briefer() as briefer:  # doctest: +SKIP
...     brief = briefer.brief(newsbrief.Article.load("article.txt"))
"""

from newsbrief import errors, grounding
from newsbrief.article import Article, load_articles
from newsbrief.batch import abrief_folder, brief_folder
from newsbrief.briefer import Briefer
from newsbrief.evidence import Evidence
from newsbrief.frames import to_frame
from newsbrief.limits import Limits, Prices
from newsbrief.outcome import Briefed, Failed, Outcome, Outcomes
from newsbrief.recording import Recording
from newsbrief.schema import Brief
from newsbrief.settings import Settings
from newsbrief.verifying import Problem

__all__ = [
    "Article",
    "Brief",
    "Briefed",
    "Briefer",
    "Evidence",
    "Failed",
    "Limits",
    "Outcome",
    "Outcomes",
    "Prices",
    "Problem",
    "Recording",
    "Settings",
    "abrief_folder",
    "brief",
    "brief_folder",
    "errors",
    "grounding",
    "load_articles",
    "to_frame",
]


def brief(text: str, *, model: str | None = None, base_url: str | None = None, api_key: str | None = None) -> Brief:
    """Brief one text, with a Briefer that is opened for it and closed after it.

    Args:
        text: the article.
        model: as for `Briefer`.
        base_url: as for `Briefer`.
        api_key: as for `Briefer`.

    Raises:
        ArticleError: there is no text.
        ModelError: the model gave no answer.
        SettingsError: the arguments make no sense together.
    """
    with Briefer(model, base_url, api_key) as briefer:
        return briefer.brief(text)
