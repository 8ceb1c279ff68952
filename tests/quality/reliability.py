"""How far the scores shown hold, with the shipped weights: `python -m tests.quality.reliability`.

Judged on the 40 articles in clean copy that no weights learn from (`clean/`), as `kg.training.reliability` does for weights
of which articles were left out; its table, and the curves of `kg/extraction/calibration.py` fitted on all.
"""

from __future__ import annotations

from kg.training.held import annotate_texts
from kg.training.reliability import judge_all, print_fitted
from tests.quality.clean import read_articles, read_gold


def main() -> None:
    """Judge, fit, print."""
    gold = read_gold()
    records = {i: (article["text"], gold[i]) for i, article in read_articles().items()}
    read = annotate_texts({i: text for i, (text, _) in records.items()})
    print_fitted(list(judge_all(read, records)))


if __name__ == "__main__":
    main()
