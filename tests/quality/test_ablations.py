from __future__ import annotations

import pytest

from kg.annotation import annotate
from kg.cleaning import clean
from kg.domain.articles import RawArticle
from kg.domain.issues import Issues
from kg.extraction import extract
from kg.reference import load_knowledge
from tests.quality.ablations import PARTS, without

TEXT = (
    "On Monday 7 March 2016 warplanes bombed the town of Madaya. Seven people were killed in the raid, a monitor said."
)


@pytest.mark.parametrize("part", sorted(PARTS))
def test_without_when_a_part_is_taken_away_the_reader_still_reads(part: str) -> None:
    article = clean(RawArticle(source_id="a", where="a", text=TEXT), Issues())
    assert article is not None
    (read,) = annotate([article])
    with without(part):
        assert extract(read, load_knowledge()).entities


def test_without_when_the_lexicon_is_taken_away_gives_another_reading() -> None:
    article = clean(
        RawArticle(source_id="a", where="a", text=TEXT + " Rebels shot down a helicopter near Idlib on Sunday."),
        Issues(),
    )
    assert article is not None
    (read,) = annotate([article])
    whole = extract(read, load_knowledge())
    with without("lexicon of triggers"):
        assert extract(read, load_knowledge()) != whole
    assert extract(read, load_knowledge()) == whole
