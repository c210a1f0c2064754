"""Brief one article and say who said what, with the place of each statement in the text."""

import sys
from pathlib import Path

import newsbrief


def main() -> None:
    """Brief the article named on the command line."""
    article = newsbrief.Article.load(Path(sys.argv[1]))
    with newsbrief.Briefer() as briefer:
        brief = briefer.brief(article)
    print(brief.headline)
    for statement in brief.statements:
        first = statement.evidence[0]
        print(f"{first.start:>6}  {statement.speaker}: {statement.text}")


if __name__ == "__main__":
    main()
