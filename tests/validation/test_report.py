from __future__ import annotations

from kg.validation import ValidationReport, Violation
from kg.validation.report import report_of

FIRST = Violation(shape="A", focus="x:1", message="must", path="p", value="3")
SECOND = Violation(shape="B", focus="x:0", message="must not")


def test_report_of_when_given_violations_then_they_are_sorted_each_once() -> None:
    report = report_of(3, [FIRST, SECOND, FIRST])
    assert report.violations == (SECOND, FIRST)
    assert not report.conforms
    assert report.by_shape() == {"A": 1, "B": 1}


def test_reports_when_put_together_then_both_are_in_it() -> None:
    both = report_of(3, [FIRST]) | report_of(4, [SECOND, FIRST])
    assert both == ValidationReport(triples=7, violations=(SECOND, FIRST))


def test_violation_when_printed_then_it_says_where_what_and_which_value() -> None:
    assert str(FIRST) == "x:1: p must (found 3)"
    assert str(SECOND) == "x:0: must not"
