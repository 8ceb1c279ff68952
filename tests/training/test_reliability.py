from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.domain.extraction import (
    EntityType,
    EventType,
    Extraction,
    LocalEntity,
    Mention,
    MentionForm,
    Participant,
    Producer,
    Report,
    Status,
)
from kg.domain.spans import Span
from kg.extraction.calibration import Scored
from kg.reference import load_knowledge
from kg.training.reliability import Judged, brier, calibration_error, cross_fitted, fit, judge, table

TEXT = "Russian jets struck a market in Palmyra."


def drawn(slope: float, offset: float, count: int = 4000) -> list[Judged]:
    """Statements whose truth follows a curve of the head's score."""
    chance = random.Random(7)
    from kg.extraction.calibration import Curve

    curve = Curve(slope, offset)
    out = []
    for n in range(count):
        score = round(chance.uniform(0.02, 0.98), 3)
        out.append(Judged(Scored.REPORT, score, chance.random() < curve.at(score), f"a{n % 40}"))
    return out


@pytest.mark.parametrize(("slope", "offset"), [(1.0, 0.0), (0.5, -0.8), (2.0, 0.6)])
def test_fit_when_truth_follows_a_curve_finds_it(slope: float, offset: float) -> None:
    found = fit(drawn(slope, offset))
    assert found.slope == pytest.approx(slope, abs=0.15)
    assert found.offset == pytest.approx(offset, abs=0.15)


@given(st.lists(st.tuples(st.floats(0.0, 1.0), st.booleans()), min_size=1, max_size=60))
def test_fit_when_truth_is_anything_never_falls_and_stays_finite(scored: list[tuple[float, bool]]) -> None:
    judged = [Judged(Scored.CLAIM, s, h, "a") for s, h in scored]
    found = fit(judged)
    assert found.slope >= 0.0
    assert abs(found.offset) < 20.0


def test_cross_fitted_when_heads_are_too_sure_comes_nearer_to_the_truth() -> None:
    judged = drawn(0.4, -0.5)
    raw = [(j.score, j.holds) for j in judged]
    assert calibration_error(cross_fitted(judged)) < calibration_error(raw) / 3
    assert brier(cross_fitted(judged)) < brier(raw)


def test_calibration_error_when_every_score_is_the_share_that_holds_is_none() -> None:
    assert calibration_error([(0.75, True), (0.75, True), (0.75, True), (0.75, False)]) == pytest.approx(0.0)


def test_table_when_a_kind_has_no_statement_leaves_it_out() -> None:
    lines = table(drawn(1.0, 0.0, 100)).splitlines()
    assert len(lines) == 3
    assert lines[2].startswith("| report | 100 |")


def test_judge_when_type_and_agent_are_the_gold_s_they_hold() -> None:
    extraction = Extraction(
        article="a",
        producer=Producer("reader", "0"),
        entities=(
            LocalEntity(key="russia", type=EntityType.STATE, names=("Russia",), mentions=(mention("Russian"),)),
            LocalEntity(key="palmyra", type=EntityType.SETTLEMENT, names=("Palmyra",), mentions=(mention("Palmyra"),)),
        ),
        reports=(
            Report(
                key="r",
                type=EventType.AIR_STRIKE,
                status=Status.ASSERTED,
                triggers=(span("struck"),),
                agents=(Participant("russia", span("Russian"), 0.9),),
                targets=(Participant("palmyra", span("Palmyra"), 0.4),),
                score=0.8,
            ),
        ),
    )
    gold = {
        "id": "a",
        "entities": [{"key": "russia", "names": ["Russia"]}],
        "events": [
            {"type": "AirStrike", "quotes": ["jets struck a market"], "agents": ["russia"], "targets": [], "places": []}
        ],
        "claims": [],
    }
    judged = {(j.kind, j.score): j.holds for j in judge(extraction, TEXT, gold, load_knowledge())}
    assert judged[Scored.REPORT, 0.8]
    assert judged[Scored.AGENT, 0.9]
    assert not judged[Scored.TARGET, 0.4]


def span(words: str) -> Span:
    at = TEXT.index(words)
    return Span(at, at + len(words), words)


def mention(words: str) -> Mention:
    return Mention(span(words), MentionForm.NAME, 0.9)
