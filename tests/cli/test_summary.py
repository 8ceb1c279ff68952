from __future__ import annotations

from pathlib import Path

import pytest

from kg.cli.summary import counted, issue_lines, summarise
from kg.domain.issues import Issues, Reason
from kg.pipeline.report import BuildReport


def many_issues() -> Issues:
    issues = Issues()
    for number in range(5):
        issues.skip("reading", f"{number}.txt", Reason.EMPTY, "the file is empty")
    issues.warn("cleaning", "x.txt", Reason.UNSUPPORTED_LANGUAGE, "the text is in `ru`")
    return issues


def test_summary_when_a_build_is_done_then_read_found_skipped_time_and_next(capsys: pytest.CaptureFixture[str]) -> None:
    report = BuildReport(issues=many_issues(), given=4, new=3, read_anew=3, articles=7, changed=True)
    report.found = {"articles": 7, "events": 1200}
    with report.timed("reading"):
        pass
    report.seconds["extracting"] = 2.0
    summarise(report, Path("my-store"))
    out, err = capsys.readouterr()
    assert out == ""
    assert "4 articles given, 3 new, 3 read" in err
    assert "7 articles, 1,200 events" in err
    assert "5 empty" in err
    assert "2.0 s (extracting 2.0)" in err
    assert "kg query --list --store my-store" in err
    assert "nothing changed" not in err


def test_summary_when_nothing_changed_then_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    summarise(BuildReport(given=4), Path("kg-store"))
    assert "nothing changed" in capsys.readouterr().err


def test_issues_when_many_have_one_reason_then_some_places_and_how_many_more() -> None:
    lines = list(issue_lines(many_issues().items))
    assert lines[0] == "Skipped    5 empty"
    assert sum("the file is empty" in line for line in lines) == 3
    assert "and 2 more" in lines[4]
    assert lines[5] == "Doubts     1 unsupported language"


def test_issues_when_all_are_asked_for_then_each_with_its_detail() -> None:
    assert sum("the file is empty" in line for line in issue_lines(many_issues().items, full=True)) == 5


def test_counted_when_empty_then_in_words() -> None:
    assert counted({}) == "empty"


def test_timed_when_a_stage_comes_twice_then_its_times_add_up() -> None:
    report = BuildReport(seconds={"mapping": 1.0})
    with report.timed("mapping"):
        pass
    assert 1.0 <= report.total_seconds < 1.5
