from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.domain.spans import Span
from kg.extraction import extract, read
from kg.extraction.calibration import CURVES, Curve, Scored, calibrate
from kg.reference import load_knowledge
from tests.extraction.reading import annotated

scores = st.floats(0.0, 1.0)


@given(scores, scores, st.sampled_from(Scored))
def test_curve_when_one_score_is_surer_than_another_stays_so(a: float, b: float, kind: Scored) -> None:
    low, high = sorted((a, b))
    assert 0.0 <= CURVES[kind].at(low) <= CURVES[kind].at(high) <= 1.0


def test_curve_when_slope_is_one_and_offset_none_keeps_the_score() -> None:
    assert Curve(1.0, 0.0).at(0.7) == 0.7


def test_calibrate_when_applied_changes_scores_alone() -> None:
    knowledge = load_knowledge()
    article = annotated(
        "4 August 2016 Russian jets struck a market in Palmyra on Tuesday, killing 12 people, the monitor said."
    )
    raw, shown = read(article, knowledge), extract(article, knowledge)
    assert shown == calibrate(raw)
    (report,), (told,) = raw.reports[:1], shown.reports[:1]
    assert told.score == CURVES[Scored.REPORT].at(report.score)
    assert (told.triggers, told.when, told.casualties) == (report.triggers, report.when, report.casualties)
    assert all(isinstance(m.span, Span) for e in shown.entities for m in e.mentions)
