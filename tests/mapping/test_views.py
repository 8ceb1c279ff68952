from __future__ import annotations

import dataclasses

from kg.mapping import links_by_article
from tests.factories import make_article, make_links

A, B = make_article("a"), make_article("b")


def test_links_by_article_when_links_are_given_in_another_order_then_digests_are_the_same() -> None:
    links = make_links(A, B)
    turned = dataclasses.replace(
        links, entity_links=links.entity_links[::-1], events=links.events[::-1], outlets=links.outlets[::-1]
    )
    first, second = links_by_article(links), links_by_article(turned)
    assert first == second
    assert first[A.id].digest == second[A.id].digest != first[B.id].digest or first[A.id] == first[B.id]


def test_links_by_article_when_an_entity_is_linked_elsewhere_then_only_that_article_changes() -> None:
    links = make_links(A, B)
    moved = tuple(
        dataclasses.replace(link, entity="actor/other") if link.article == A.id and link.key == "front" else link
        for link in links.entity_links
    )
    before, after = links_by_article(links), links_by_article(dataclasses.replace(links, entity_links=moved))
    assert before[A.id].digest != after[A.id].digest
    assert before[B.id].digest == after[B.id].digest
