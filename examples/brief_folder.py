"""Brief the articles of a folder into another one. Run again, it goes on where it was, and asks nothing twice."""

import sys

import newsbrief


def main() -> None:
    """Brief the folder that is named first into the one that is named second."""
    source, out = sys.argv[1:]
    limits = newsbrief.Limits(max_tokens=1_000_000)
    with newsbrief.Briefer() as briefer:
        for outcome in newsbrief.brief_folder(briefer, source, out, formats=("json", "md"), limits=limits):
            done = "was there already" if outcome.reused else "done"
            print(f"{outcome.source}: {outcome.status}, {outcome.error or done}")


if __name__ == "__main__":
    main()
