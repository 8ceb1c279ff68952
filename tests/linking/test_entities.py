from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from kg.domain.articles import Article
from kg.domain.extraction import EntityType, Extraction, Membership
from kg.linking.entities import EntityLinks, link_entities
from kg.linking.gazetteer import Gazetteer
from tests.factories import span_of
from tests.linking.builders import COUNTRY, GROUP, KNOWLEDGE, PERSON, PROVINCE, SITE, STATE, TOWN, case


def linked(gazetteer: Gazetteer, *corpus: tuple[Article, Extraction]) -> EntityLinks:
    return link_entities(sorted(corpus, key=lambda c: c[0].id), KNOWLEDGE, gazetteer)


def of(found: EntityLinks, corpus: Sequence[tuple[Article, Extraction]], index: int, key: str) -> str:
    return found.of[corpus[index][0].id, key]


def test_actors_when_alias_of_a_reference_then_its_id_label_and_wikidata(gazetteer: Gazetteer) -> None:
    corpus = [
        case("a", "Daesh", [("d", GROUP, "Daesh")]),
        case("b", "ISIL", [("d", GROUP, "ISIL"), ("r", STATE, "Russia")]),
    ]
    found = linked(gazetteer, *corpus)
    assert of(found, corpus, 0, "d") == of(found, corpus, 1, "d") == "actor/islamic-state"
    russia = next(e for e in found.entities if e.id == "actor/russia")
    assert (russia.label, russia.wikidata) == ("Russia", "Q159")


def test_persons_when_full_names_are_transliterated_otherwise_then_one_entity(gazetteer: Gazetteer) -> None:
    corpus = [case("a", "x", [("p", PERSON, "Sergei Ivanov")]), case("b", "x", [("p", PERSON, "Sergey Ivanov")])]
    found = linked(gazetteer, *corpus)
    assert of(found, corpus, 0, "p") == of(found, corpus, 1, "p")


def test_persons_when_only_vowels_tell_them_apart_then_two_and_a_candidate(gazetteer: Gazetteer) -> None:
    corpus = [case("a", "x", [("p", PERSON, "Ali Hassan")]), case("b", "x", [("p", PERSON, "Ali Hussein")])]
    found = linked(gazetteer, *corpus)
    assert [(s.first, s.second) for s in found.same_as] == [("actor/ali-hassan", "actor/ali-hussein")]


def test_persons_when_surname_only_then_apart_in_each_article_and_candidate_of_the_full_name(
    gazetteer: Gazetteer,
) -> None:
    corpus = [
        case("a", "x", [("p", PERSON, "Ivanov")]),
        case("b", "x", [("p", PERSON, "Ivanov")]),
        case("c", "x", [("p", PERSON, "Sergei Ivanov")]),
    ]
    found = linked(gazetteer, *corpus)
    assert len({of(found, corpus, i, "p") for i in range(3)}) == 3
    assert {s.first for s in found.same_as} | {s.second for s in found.same_as} == {
        of(found, corpus, i, "p") for i in range(3)
    }


def test_persons_when_of_one_name_but_of_different_states_then_two_and_a_candidate(gazetteer: Gazetteer) -> None:
    def told(key: str, state: str, name: str) -> tuple[Article, Extraction]:
        article, found = case(key, f"Ali Hassan of {name}", [("p", PERSON, "Ali Hassan"), ("s", STATE, name)])
        role = Membership(person="p", organisation="s", role="minister", evidence=span_of(article.text, "Ali Hassan"))
        return article, replace(found, memberships=(role,))

    corpus = [told("a", "syria", "Syria"), told("b", "russia", "Russia"), told("c", "syria", "Assad regime")]
    corpus.append(case("d", "Ali Hassan", [("p", PERSON, "Ali Hassan")]))
    found = linked(gazetteer, *corpus)
    ids = [of(found, corpus, i, "p") for i in range(4)]
    assert ids[0] == ids[2] == ids[3] != ids[1]  # the fourth, of whom nothing is told, is the one more is told of
    assert {(s.first, s.second) for s in found.same_as} == {tuple(sorted((ids[0], ids[1])))}


@pytest.mark.parametrize(
    "name", ["Daesh jihadists", "Islamic State a militant group", "the extremist group Islamic State"]
)
def test_bodies_when_a_known_name_stands_among_common_nouns_then_the_known_one(gazetteer: Gazetteer, name: str) -> None:
    corpus = [case("a", name, [("d", GROUP, name)])]
    assert of(linked(gazetteer, *corpus), corpus, 0, "d") == "actor/islamic-state"


@pytest.mark.parametrize(
    "name", ["Islamic State affiliate", "former Islamic State commanders", "Islamic State Khorasan"]
)
def test_bodies_when_the_words_beside_a_known_name_make_another_of_it_then_not_the_known_one(
    gazetteer: Gazetteer, name: str
) -> None:
    corpus = [case("a", name, [("d", GROUP, name)])]
    assert of(linked(gazetteer, *corpus), corpus, 0, "d") != "actor/islamic-state"


def test_generic_when_rebels_in_two_articles_then_shared_and_marked(gazetteer: Gazetteer) -> None:
    corpus = [
        case(k, "x", [("r", GROUP, "rebels", "armed men"), ("w", EntityType.ORGANISATION, "local witnesses")])
        for k in "ab"
    ]
    generic = []
    for article, extraction in corpus:
        from dataclasses import replace

        generic.append(
            (article, replace(extraction, entities=tuple(replace(e, generic=True) for e in extraction.entities)))
        )
    found = linked(gazetteer, *generic)
    assert [(e.id, e.generic) for e in found.entities] == [("actor/local-witnesses", True), ("actor/rebels", True)]


def test_names_when_two_types_share_one_then_two_ids(gazetteer: Gazetteer) -> None:
    corpus = [
        case("a", "x", [("p", PERSON, "Abu Turab")]),
        case("b", "x", [("p", PERSON, "Abu Turab")]),
        case("c", "x", [("g", GROUP, "Abu Turab")]),
    ]
    found = linked(gazetteer, *corpus)
    assert of(found, corpus, 0, "p") == "actor/abu-turab"
    assert of(found, corpus, 2, "g") == "actor/abu-turab-armedgroup"


def test_bodies_when_one_article_gives_both_names_then_joined(gazetteer: Gazetteer) -> None:
    corpus = [
        case("a", "x", [("g", GROUP, "Jaish al-Fatah", "Army of Conquest")]),
        case("b", "x", [("g", GROUP, "Army of Conquest")]),
        case("c", "x", [("g", GROUP, "Jaysh al-Fateh")]),
    ]
    found = linked(gazetteer, *corpus)
    assert of(found, corpus, 0, "g") == of(found, corpus, 1, "g")


def test_labels_when_articles_differ_then_the_most_used_name(gazetteer: Gazetteer) -> None:
    corpus = [case(k, "x", [("p", PERSON, n)]) for k, n in zip("abc", ["Jan Kos", "Jan Koss", "Jan Koss"], strict=True)]
    found = linked(gazetteer, *corpus)
    assert [(e.label, e.names) for e in found.entities] == [("Jan Koss", ("Jan Kos", "Jan Koss"))]


def test_state_and_country_when_both_are_named_then_two_entities(gazetteer: Gazetteer) -> None:
    corpus = [case("a", "Syria", [("s", STATE, "Syria"), ("c", COUNTRY, "Syria")])]
    found = linked(gazetteer, *corpus)
    assert (of(found, corpus, 0, "s"), of(found, corpus, 0, "c")) == ("actor/syria", "place/geonames-1")


def test_outlet_when_article_has_a_publisher_then_linked_to_one_entity(gazetteer: Gazetteer) -> None:
    corpus = [case(k, "x", [("m", EntityType.MEDIA_OUTLET, "River Herald")], publisher="River Herald") for k in "ab"]
    found = linked(gazetteer, *corpus)
    assert {i for _, i in found.outlets} == {"actor/river-herald"} == {of(found, corpus, 0, "m")}
    assert all(link.key == "m" for link in found.links)


def test_places_when_found_then_the_chain_above_is_there_with_precision(gazetteer: Gazetteer) -> None:
    found = linked(gazetteer, case("a", "Saraqeb, Syria", [("t", TOWN, "Saraqeb"), ("s", COUNTRY, "Syria")]))
    chain = {e.id: (e.within, e.geometry.precision if e.geometry else None, e.label) for e in found.entities}
    assert chain == {
        "place/geonames-6": ("place/geonames-5", "settlement", "Saraqeb"),
        "place/geonames-5": ("place/geonames-1", "area", "Idlib"),
        "place/geonames-1": (None, "country", "Syria"),
    }


def test_places_when_unresolved_then_kept_under_their_city_and_apart_between_cities(gazetteer: Gazetteer) -> None:
    text = "{} neighborhood in {}, Syria"
    corpus = [
        case(
            "a",
            text.format("al-Zahra", "Homs"),
            [("q", TOWN, "al-Zahra"), ("c", TOWN, "Homs"), ("s", COUNTRY, "Syria")],
        ),
        case(
            "b",
            text.format("al-Zahraa", "Deir ez-Zor"),
            [("q", TOWN, "al-Zahraa"), ("c", TOWN, "Deir ez-Zor"), ("s", COUNTRY, "Syria")],
        ),
    ]
    found = linked(gazetteer, *corpus)
    assert of(found, corpus, 0, "q") == "place/al-zahra-in-homs"
    assert of(found, corpus, 1, "q") == "place/al-zahraa-in-deir-ez-zor"
    quarter = next(e for e in found.entities if e.id == "place/al-zahra-in-homs")
    assert (quarter.within, quarter.geometry) == ("place/geonames-3", None)
    assert [(s.first, s.second) for s in found.same_as] == [
        ("place/al-zahra-in-homs", "place/al-zahraa-in-deir-ez-zor")
    ]


def test_site_when_named_after_a_town_of_the_article_then_within_it(gazetteer: Gazetteer) -> None:
    corpus = [
        case(
            "a",
            "Homs hospital, Homs, Syria",
            [
                ("h", SITE, "Homs hospital"),
                ("c", TOWN, "Homs city", "Homs"),
                ("p", PROVINCE, "Idlib province"),
                ("s", COUNTRY, "Syria"),
            ],
        )
    ]
    found = linked(gazetteer, *corpus)
    assert next(e.within for e in found.entities if e.label == "Homs hospital") == "place/geonames-3"
