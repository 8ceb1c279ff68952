from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from kg.comparing import Turn, diff, diff_json, diff_text
from kg.comparing.builds import Fate
from kg.domain.extraction import EventType
from kg.domain.links import Links
from kg.linking import link
from kg.linking.gazetteer import Gazetteer
from kg.mapping import links_by_article, map_article, map_entities, map_events
from kg.storage import Store, memory_store
from tests.linking.builders import DAY, KNOWLEDGE, atlas, bounds, case, killed, report
from tests.linking.test_events import CAST, TEXT

Build = Callable[..., Store]
Case = tuple[object, ...]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Links and maps articles as a build does."""
    gazetteer: Gazetteer = atlas(tmp_path_factory.mktemp("atlas"))

    def made(*corpus: Case) -> Store:
        links: Links = link(corpus, KNOWLEDGE, gazetteer)  # type: ignore[arg-type]
        views = links_by_article(links)
        quads = [q for a, x in corpus for q in map_article(a, x, views[a.id])]  # type: ignore[arg-type, union-attr]
        return memory_store([*quads, *map_entities(links), *map_events(links)])

    return made


def told(
    key: str, *, toll: int = 31, day: date = DAY, who: Sequence[str] = ("russia",), where: str = "palmyra"
) -> Case:
    text = f"x {TEXT} {key}. They struck it with bombs and {toll} died there"
    strike = report(
        EventType.AIR_STRIKE, who=who, whom=["is"], where=[where], when=bounds(day), toll=[killed(toll)],
        words=text, trigger="struck",
    )  # fmt: skip
    return case(key, text, CAST, [strike], publisher=f"Outlet {key}")


def test_diff_when_nothing_changed_then_empty(build: Build) -> None:
    found = diff(build(told("a"), told("b")), build(told("b"), told("a")))
    assert found.is_empty and diff_text(found) == "Nothing changed.\n"


def test_diff_when_an_article_tells_of_another_incident_then_added_because_of_it(build: Build) -> None:
    found = diff(build(told("a")), build(told("a"), told("b", where="saraqeb", toll=12)))
    assert [a.fate for a in found.articles] == [Fate.ADDED]
    (change,) = found.events
    assert change.turn is Turn.ADDED and change.before == ()
    assert change.causes == (f"article added: {found.articles[0].name}",)


def test_diff_when_an_article_goes_then_its_incident_is_removed(build: Build) -> None:
    found = diff(build(told("a"), told("b", where="saraqeb", toll=12)), build(told("a")))
    assert [(c.turn, len(c.before), c.after) for c in found.events] == [(Turn.REMOVED, 1, ())]
    assert "article removed" in found.events[0].causes[0]


def test_diff_when_an_incident_gains_a_teller_then_its_values_say_what_and_from_where(build: Build) -> None:
    old, new = build(told("a", who=())), build(told("a", who=()), told("b"))
    (change,) = diff(old, new).events
    assert change.turn is Turn.CHANGED
    gained = [(v.field, v.value, len(v.articles)) for v in change.values if v.gained]
    assert gained == [("agent", "Russia", 1)]
    assert "+ agent: Russia" in diff_text(diff(old, new))
    lost = [(v.field, v.value) for c in diff(new, old).events for v in c.values if not v.gained]
    assert lost == [("agent", "Russia")]


def test_diff_when_two_incidents_are_joined_by_a_third_account_then_merged_and_back_split(build: Build) -> None:
    """Two accounts that share too little are joined by decision here: the events of one build over the other's."""
    one, two = told("a"), told("b", toll=47, day=date(2016, 9, 9))
    apart = build(one, two)
    joined = _with_events_joined(apart)
    (merge,) = [c for c in diff(apart, joined).events if c.turn is Turn.MERGED]
    assert (len(merge.before), len(merge.after)) == (2, 1)
    (split,) = [c for c in diff(joined, apart).events if c.turn is Turn.SPLIT]
    assert (len(split.before), len(split.after)) == (1, 2)
    assert merge.causes == split.causes == ()


def test_diff_when_a_report_gets_another_key_then_its_words_tell_that_it_is_the_same(build: Build) -> None:
    def shelled(key: str) -> Case:
        text = f"{TEXT}. They struck it"
        return case("a", text, CAST, [report(EventType.AIR_STRIKE, key=key, where=["palmyra"], when=bounds(DAY), words=text,
                                             trigger="struck")])  # fmt: skip

    found = diff(build(shelled("AirStrike-9")), build(shelled("Shelling-9")))
    assert [c.turn for c in found.events if c.turn in (Turn.ADDED, Turn.REMOVED)] == []
    assert [a.fate for a in found.articles] == [Fate.REREAD]


def test_diff_json_when_read_back_then_names_the_turn_and_the_causes(build: Build) -> None:
    import json

    document = json.loads(diff_json(diff(build(told("a")), build(told("a"), told("b", where="saraqeb", toll=12)))))
    assert document["events"][0]["turn"] == "added" and document["events"][0]["causes"]


def _with_events_joined(store: Store) -> Store:
    from pyoxigraph import Quad

    from kg.rdf.namespaces import KG

    events = sorted({q.object.value for q in store.matching(predicate=KG.reportOf)})  # type: ignore[union-attr]
    first = store.names.event(events[0].rsplit("/", 1)[1])
    return memory_store(
        Quad(q.subject, q.predicate, first, q.graph_name) if q.predicate == KG.reportOf else q for q in store.quads()
    )


def test_open_side_when_given_an_export_then_compares_it_with_a_store(build: Build, tmp_path: Path) -> None:
    from kg.comparing import open_side
    from kg.errors import InputError
    from kg.storage import sorted_nquads

    export = tmp_path / "before.nq"
    store = build(told("a"))
    export.write_text("\n".join(sorted_nquads(store)) + "\n", encoding="utf-8")
    with open_side(export) as read:
        assert diff(read, store).is_empty
    with pytest.raises(InputError, match="nothing at"):
        open_side(tmp_path / "absent.nq")
    (tmp_path / "bad.nq").write_text("no quads\n")
    with pytest.raises(InputError, match=r"bad\.nq"):
        open_side(tmp_path / "bad.nq")
