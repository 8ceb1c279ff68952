"""How far the scores shown hold, with the shipped weights: `python -m tests.quality.reliability`.

Judged on the 40 articles in clean copy that no weights learn from (`clean/`), as `kg.training.reliability` does for weights
of which articles were left out; its table, and the curves of `kg/extraction/calibration.py` fitted on all.
"""

from __future__ import annotations

from kg.training.reliability import Judged, judge, print_fitted
from tests.quality.clean import read_articles, read_gold


def judged() -> list[Judged]:
    """Every statement read in the articles, set against its annotation."""
    from kg.annotation import annotate
    from kg.cleaning import clean
    from kg.domain.articles import RawArticle
    from kg.domain.issues import Issues
    from kg.extraction import read
    from kg.reference import load_knowledge

    knowledge, articles, gold = load_knowledge(), read_articles(), read_gold()
    raw = (RawArticle(source_id=i, where=i, text=a["text"]) for i, a in articles.items())
    cleaned = [article for r in raw if (article := clean(r, Issues())) is not None]
    out: list[Judged] = []
    for annotated in annotate(cleaned):
        id_ = annotated.article.source_id
        out += judge(read(annotated, knowledge), articles[id_]["text"], gold[id_], knowledge)
    return out


if __name__ == "__main__":
    print_fitted(judged())
