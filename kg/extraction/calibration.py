"""Scores as shares of what is right: of the statements shown with 0.8, about four in five hold.

The heads' own scores say which of two statements is surer, not how often such statements hold. Each kind of statement has a
curve of Platt's form, fitted on articles that the weights had not seen. They belong to the weights beside which they are
shipped.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum

from kg.domain.extraction import Extraction, LocalEntity, Participant, Report

_LEAST = 0.01  # a head's score is taken as no surer than this, either way


class Scored(StrEnum):
    """Kinds of statements with a score of their own."""

    REPORT = "report"  # a happening of this type is told here
    AGENT = "agent"
    TARGET = "target"
    PLACE = "place"
    CLAIM = "claim"  # this source says this
    MENTION = "mention"  # these words name this entity


@dataclass(frozen=True, slots=True)
class Curve:
    """From a head's score s to the share that holds: 1 / (1 + exp(-(slope · logit(s) + offset)))."""

    slope: float
    offset: float

    def at(self, score: float) -> float:
        """The share of statements with this score that hold, to three places."""
        bounded = min(max(score, _LEAST), 1.0 - _LEAST)
        return round(1.0 / (1.0 + math.exp(-(self.slope * math.log(bounded / (1.0 - bounded)) + self.offset))), 3)


# Fitted on the 40 articles of tests/quality/clean, which no weights learn from (`python -m tests.quality.reliability`).
CURVES: dict[Scored, Curve] = {
    Scored.REPORT: Curve(0.702, -0.375),
    Scored.AGENT: Curve(0.541, 0.136),
    Scored.TARGET: Curve(0.556, -0.589),
    Scored.PLACE: Curve(0.513, 0.53),
    Scored.CLAIM: Curve(0.635, -0.392),
    Scored.MENTION: Curve(0.649, 1.188),
}


def calibrate(extraction: Extraction) -> Extraction:
    """The extraction with every score on its curve; nothing else changes."""
    return replace(
        extraction,
        entities=tuple(_entity(e) for e in extraction.entities),
        reports=tuple(_report(r) for r in extraction.reports),
        claims=tuple(replace(c, score=CURVES[Scored.CLAIM].at(c.score)) for c in extraction.claims),
    )


def _entity(entity: LocalEntity) -> LocalEntity:
    return replace(
        entity,
        mentions=tuple(replace(m, score=CURVES[Scored.MENTION].at(m.score)) for m in entity.mentions),
    )


def _report(report: Report) -> Report:
    return replace(
        report,
        score=CURVES[Scored.REPORT].at(report.score),
        agents=_roles(report.agents, Scored.AGENT),
        targets=_roles(report.targets, Scored.TARGET),
        places=_roles(report.places, Scored.PLACE),
    )


def _roles(participants: tuple[Participant, ...], kind: Scored) -> tuple[Participant, ...]:
    return tuple(replace(p, score=CURVES[kind].at(p.score)) for p in participants)
