"""Brief the articles of a folder with Ray Data, into Parquet. Run again, it asks only about what is not done."""

import sys
from pathlib import Path

import ray

import newsbrief
from newsbrief.ray import brief_dataset


def main() -> None:
    """Brief the folder that is named first into the one that is named second."""
    source, out = sys.argv[1], str(Path(sys.argv[2]).absolute())
    rows = [
        {"file": str(article.path), "text": article.text, "title": article.title, "language": article.language}
        for article in newsbrief.load_articles(source)
    ]
    brief_dataset(ray.data.from_items(rows), done=out).write_parquet(out)
    for row in ray.data.read_parquet(out).iter_rows():
        print(f"{row['file']}: {row['status']}, {row['input_tokens']} tokens read, {row['error'] or 'no error'}")


if __name__ == "__main__":
    main()
