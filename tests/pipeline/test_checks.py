from __future__ import annotations

from dataclasses import replace

import pytest

from kg.domain.extraction import Extraction, Membership, Participant
from kg.domain.spans import Span
from kg.pipeline.checks import check_extraction
from tests.factories import make_article, make_extraction

ARTICLE = make_article()
GOOD = make_extraction(ARTICLE)
_STRIKE, _OPERATION = GOOD.reports
_GHOST = Participant("ghost", _STRIKE.triggers[0], 1.0)
_IDLE = Membership(person="ghost", organisation=None, role="spokesman", evidence=_STRIKE.triggers[0])


def test_check_when_extraction_is_sound_then_given_back() -> None:
    assert check_extraction(ARTICLE, GOOD) is GOOD


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (replace(GOOD, article="other"), "is of article other"),
        (replace(GOOD, entities=GOOD.entities * 2), "is there twice"),
        (replace(GOOD, entities=GOOD.entities[1:]), "refers to entity"),
        (replace(GOOD, claims=GOOD.claims[1:]), "refers to claim"),
        (replace(GOOD, reports=(_STRIKE,)), "refers to report"),
        (replace(GOOD, reports=(_OPERATION,)), "refers to report"),
        (replace(GOOD, reports=(replace(_STRIKE, triggers=(Span(0, 3, "xyz"),)), _OPERATION)), "is not 'xyz'"),
        (replace(GOOD, reports=(replace(_STRIKE, agents=(_GHOST,)), _OPERATION)), "'ghost'"),
        (replace(GOOD, memberships=(_IDLE,)), "a membership refers"),
    ],
)  # fmt: skip
def test_check_when_extraction_is_unsound_then_error_names_the_value(broken: Extraction, words: str) -> None:
    with pytest.raises(ValueError) as caught:
        check_extraction(ARTICLE, broken)
    assert words in str(caught.value)


def test_check_when_span_lies_behind_the_text_then_error() -> None:
    end = len(ARTICLE.text)
    broken = replace(GOOD, reports=(replace(_STRIKE, means=(Span(end, end + 2, "ab"),)), _OPERATION))
    with pytest.raises(ValueError, match="is not 'ab'"):
        check_extraction(ARTICLE, broken)
