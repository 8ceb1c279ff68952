from __future__ import annotations

import json

import pytest

from kg.errors import NotFoundError
from kg.querying import explain, explanation_text, explanation_view
from kg.querying.explain import Explanation
from kg.storage import Store
from tests.queries.world import KGD, world_store


@pytest.fixture(scope="module")
def store() -> Store:
    return world_store()


def facts(explanation: Explanation) -> set[tuple[str, str]]:
    return {(fact.says, fact.value) for fact in explanation.facts}


def by(explanation: Explanation, says: str, value: str) -> tuple[str, ...]:
    return next(fact.by for fact in explanation.facts if (fact.says, fact.value) == (says, value))


def test_explain_when_event_gives_rival_agents_with_the_outlets_that_name_them(store: Store) -> None:
    found = explain(store, "kgd:event/strike")
    assert found.kind == "AirStrike"
    assert by(found, "agent", "Russia") == ("Northern Wire", "Morning Post")
    assert by(found, "agent", "US-led coalition") == ("Levant Daily",)
    assert ("accounts differ in", "casualties") in facts(found)


def test_explain_when_event_gives_one_account_a_report_in_order_of_publication(store: Store) -> None:
    first, second, copy = explain(store, "event/strike").accounts
    assert [a.outlet for a in (first, second, copy)] == ["Northern Wire", "Levant Daily", "Morning Post"]
    assert (second.status, second.agents, second.targets, second.target_texts) == (
        "alleged",
        ("US-led coalition",),
        ("civilians",),
        ("a market",),
    )
    assert [str(figure) for figure in second.figures] == [
        "killed 40 civilians (according to activists)",
        "killed 6 children (according to activists)",
    ]
    assert [(s.claimant, s.stance) for s in second.said] == [("activists", "asserts"), ("Ann Reed", "denies")]
    assert second.quotes == ("hit",)
    assert copy.copy_of == "kgd:article/a1"


def test_explain_when_event_marks_the_words_of_report_roles_figures_and_claims(store: Store) -> None:
    marked = [passage.marked() for passage in explain(store, "kgd:event/strike").passages]
    assert marked[0] == "«Russian» jets «struck» a field camp in «Palmyra» on Tuesday."
    assert "«The ministry denied» «that civilians were hurt»." in marked


def test_explain_when_claim_says_who_and_against_what(store: Store) -> None:
    found = explain(store, "kgd:claim/a1/c-150")
    assert {("claimant", "Russian Defence Ministry"), ("stance", "denies")} <= facts(found)
    assert ("contradicts", "40 civilians were killed, among them six children") in facts(found)


def test_explain_when_actor_in_words_gives_roles_relations_and_mentions(store: Store) -> None:
    found = explain(store, "daesh")
    assert found.iri == f"{KGD}actor/islamic-state"
    assert by(found, "target of", "Capture: Hajar, 2016-03") == ("Gazette",)
    assert ("relation", "rebels fightsAgainst Islamic State") in facts(found)
    assert any("«Daesh»" in p.marked() for p in found.passages)


def test_explain_when_person_holds_an_office_says_which(store: Store) -> None:
    assert ("holds the office", "spokeswoman (US-led coalition)") in facts(explain(store, "Ann Reed"))
    assert ("office held by", "Ann Reed, spokeswoman") in facts(explain(store, "US-led coalition"))


def test_explain_when_operation_lists_its_incidents(store: Store) -> None:
    assert ("has part", "Air strike: Palmyra, 2016-12-13") in facts(explain(store, "desert dawn"))


def test_explain_when_place_gives_incidents_and_what_it_contains(store: Store) -> None:
    found = explain(store, "Tadmor")
    assert {("contains", "Tadmur airfield"), ("within", "Homs")} <= facts(found)
    assert by(found, "place of", "Air strike: Palmyra, 2016-12-13") == ("Northern Wire", "Levant Daily", "Morning Post")


@pytest.mark.parametrize(
    ("what", "marked"),
    [
        ("kgd:count/a2/AirStrike-36-2", "«six children»"),
        ("kgd:relation/a5/1", "«Russia and Turkey are allies»"),
        ("kgd:membership/a2/1", "«spokeswoman of the US-led coalition»"),
        ("kgd:mention/a5/kremlin", "«The Kremlin»"),
        ("kgd:participation/a1/AirStrike-13-target-1", "«Islamic State fighters»"),
        ("kgd:evidence/a1/0-7", "«Russian»"),
        ("kgd:report/a2/Shelling-250", "«shelled»"),
        ("kgd:link/a1/russia", "«Russian»"),
        ("kgd:contradiction/1", "«that civilians were hurt»"),
        ("kgd:article/a5", "«captured»"),
    ],
)
def test_explain_when_asked_for_any_kind_of_thing_shows_its_words(store: Store, what: str, marked: str) -> None:
    assert any(marked in passage.marked() for passage in explain(store, what).passages)


def test_explain_when_there_are_more_sentences_than_wanted_counts_the_rest(store: Store) -> None:
    found = explain(store, "kgd:event/strike", most=2)
    assert len(found.passages) == 2
    assert found.left_out == len(explain(store, "kgd:event/strike").passages) - 2 > 0


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("kgd:event/strik", "kgd:event/strike"),
        ("event/strik", "kgd:event/strike"),
        ("Palmira", "kgd:place/palmyra"),
        ("salim erdem", "kgd:actor/salim-erdem-2"),
        ("Atlantis", "actors/search"),
        ("https://example.org/nothing", "https://example.org/nothing"),
        ("<no iri>", "no IRI"),
    ],
)
def test_explain_when_nothing_or_too_much_is_so_called_says_what_is_near(store: Store, what: str, says: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        explain(store, what)
    assert says in str(caught.value)


def test_to_json_when_read_back_holds_marked_sentences_with_offsets(store: Store) -> None:
    document = json.loads(explain(store, "kgd:event/strike").to_json())
    passage = document["passages"][0]
    assert passage["marked"].startswith("«Russian» jets")
    assert passage["marks"][0]["quote"] == passage["text"][passage["marks"][0]["start"] - passage["start"] :][:7]


@pytest.mark.parametrize("width", [60, 100, 160])
def test_explanation_text_when_narrow_fits_and_marks_with_signs(store: Store, width: int) -> None:
    text = explanation_text(explain(store, "kgd:event/strike"), width)
    assert max(map(len, text.splitlines())) <= width
    assert "«struck»" in text
    assert "Accounts: 3" in text


def test_explanation_view_when_shown_in_a_terminal_marks_in_bold(store: Store) -> None:
    import io

    from rich.console import Console

    console = Console(file=io.StringIO(), force_terminal=True, width=120, color_system="standard")
    console.print(explanation_view(explain(store, "kgd:evidence/a1/0-7")))
    assert "\x1b[1mRussian\x1b[0m jets struck" in console.file.getvalue()  # type: ignore[attr-defined]


def test_explain_when_reports_were_merged_then_each_says_with_which_and_why(store: Store) -> None:
    found = explain(store, "kgd:event/strike")
    joined = {a.report: (a.joined_to, a.joined_because) for a in found.accounts if a.joined_because}
    assert joined == {"kgd:report/a2/AirStrike-36": ("kgd:report/a1/AirStrike-13", "same place, kind and day")}
    text = explanation_text(found, 120)
    assert "Why these are one" in text
    assert "Levant Daily, 2016-12-15 with Northern Wire, 2016-12-14" in text


def test_explain_when_people_decided_then_every_decision_that_touched_it_is_shown(store: Store) -> None:
    found = explain(store, "kgd:event/strike")
    assert [(d.decision, d.by, d.reason, d.standing) for d in found.decisions] == [
        ("kgd:decision/d1", "Ann", "both name the field camp", "applied")
    ]
    assert "one thing: two strikes (Ann, 2026-11-24): both name the field camp" in explanation_text(found, 160)
    assert json.loads(found.to_json())["decisions"][0]["decision"] == "kgd:decision/d1"
    assert explain(store, "kgd:event/killing").decisions == ()


def test_explain_when_a_report_then_its_roles_can_be_named_and_rejected(store: Store) -> None:
    found = {(f.value, f.iri) for f in explain(store, "kgd:report/a1/AirStrike-13").facts if f.says == "role"}
    assert ("agent: Russia", "kgd:participation/a1/AirStrike-13-agent-1") in found
