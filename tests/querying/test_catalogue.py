from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ResourceError, UnknownQueryError
from kg.querying.catalogue import Bound, ParameterType, find_query, read_catalogue
from kg.querying.run import run_query
from tests.queries.world import world_store

GOOD = """\
#+ title: A title
#+ description: >-
#+   Two lines
#+   of words.
#+ parameters:
#+   since: {type: date, bound: last, help: "until when", example: "2016"}
#+ columns:
#+   s: "a thing"
#+   many: {help: "several", list: true}
SELECT ?s (GROUP_CONCAT(?o; separator=" | ") AS ?many) ?since WHERE { ?s ?p ?o } GROUP BY ?s ?since ORDER BY ?s
"""


def write(folder: Path, text: str, name: str = "group/question") -> Path:
    path = folder / f"{name}.rq"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_read_catalogue_when_header_is_whole_gives_every_field(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    query = read_catalogue(tmp_path)["group/question"]
    assert (query.title, query.description, query.group) == ("A title", "Two lines of words.", "group")
    (since,) = query.parameters
    assert (since.type, since.bound, since.required, since.example) == (ParameterType.DATE, Bound.LAST, False, "2016")
    assert [(c.name, c.is_list) for c in query.columns] == [("s", False), ("many", True)]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("#+ title: A title\n", "", "lacks title"),
        ("type: date", "type: dat", "dat"),
        ("bound: last", "bound: middle", "middle"),
        ('help: "until when", ', "", "lacks help"),
        ("#+ columns:", "#+ colums:", "lacks columns"),
        ('#+   s: "a thing"', '#+   s: ""', "column s"),
        ("#+ parameters:", "#+ parameters: [", "YAML"),
        ('example: "2016"', 'example: "2016", colour: red', "unknown colour"),
        ('example: "2016"', 'example: "2016", required: true, default: "1"', "no default"),
    ],
)
def test_read_catalogue_when_header_is_broken_names_file_and_fault(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(ResourceError) as caught:
        read_catalogue(tmp_path)
    assert str(path) in str(caught.value)
    assert says in str(caught.value)


def test_read_catalogue_when_file_is_no_text_names_it(tmp_path: Path) -> None:
    write(tmp_path, "").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ResourceError, match="cannot be read"):
        read_catalogue(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [("AS ?many) ?since", "AS ?many)", "since"), ("WHERE {", "WHER (", "not valid SPARQL")],
)
def test_run_query_when_text_does_not_fit_header_blames_the_file(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(ResourceError) as caught:
        run_query(world_store(), read_catalogue(tmp_path)["group/question"], {})
    assert str(path) in str(caught.value)
    assert says in str(caught.value)


def test_find_query_when_question_alone_is_unique_finds_it() -> None:
    assert find_query("near-place").name == "incidents/near-place"


@pytest.mark.parametrize(
    ("name", "suggests"),
    [("at-place", "casualties/at-place"), ("incidents/at-plac", "incidents/at-place"), ("claims", "claims/lone")],
)
def test_find_query_when_unknown_or_ambiguous_suggests(name: str, suggests: str) -> None:
    with pytest.raises(UnknownQueryError, match=suggests):
        find_query(name)
