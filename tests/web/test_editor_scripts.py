"""The scripts of the editor and the map that need no browser, run in Node where there is one."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
STATIC = ROOT / "kg" / "web" / "static"
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="no Node on this machine")
Run = Callable[..., object]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Imports names from a module of ours, evaluates an expression over `given`, and gives its value."""

    def go(module: str, names: str, expression: str, given: object = None) -> object:
        script = tmp_path / "run.mjs"
        script.write_text(
            f"import {{ {names} }} from {json.dumps((STATIC / module).as_uri())};\n"
            'import { readFileSync } from "node:fs";\n'
            "const given = JSON.parse(readFileSync(0, 'utf8'));\n"
            f"console.log(JSON.stringify(await ({expression})));\n",
            "utf-8",
        )
        done = subprocess.run(
            [str(NODE), str(script)], input=json.dumps(given), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return go


PLACES = [
    ("SELECT ", "head", ""),
    ("SELECT * { ", "subject", ""),
    ("SELECT * { ?i ", "predicate", "?i"),
    ("SELECT * { ?i a ", "object", "?i"),
    ("SELECT * { ?i a kg:AirStrike ; ", "predicate", "?i"),
    ("SELECT * { ?i kg:within/", "predicate", "?i"),
    ("SELECT * { ?i (kg:a|", "predicate", "?i"),
    ("SELECT * { ?i kg:agent ?x . FILTER(?x > ", "expression", "?i"),
    ("SELECT * { ?i kg:agent ?x . FILTER(?x > 3) ", "subject", "?i"),
    ("SELECT * { OPTIONAL { ?x a kg:Report } ?y ", "predicate", "?y"),
    ("SELECT * { GRAPH ?g { ?s kg:a [ ", "predicate", "[]"),
    ("SELECT * { VALUES ?x { ", "values", ""),
]


def test_context_when_the_cursor_stands_somewhere_then_it_knows_what_may_be_written(run: Run) -> None:
    found = run(
        "editor/context.js", "contextAt", "given.map((t) => contextAt(t, t.length))", [text for text, *_ in PLACES]
    )
    assert isinstance(found, list)
    assert [(text, one["place"], one["subject"]) for (text, *_), one in zip(PLACES, found, strict=True)] == PLACES


def test_context_when_the_class_is_written_further_down_then_it_is_known(run: Run) -> None:
    text = "SELECT * { ?i  . ?i a kg:AirStrike }"
    found = run("editor/context.js", "contextAt, classesOf", "classesOf('?i', contextAt(given, 14).triples)", text)
    assert found == ["kg:AirStrike"]


def test_tokens_when_text_is_anything_then_they_cover_it(run: Run) -> None:
    texts = ['"""a"b""" \'x\\\'y\' # c\n<i>', "?الجيش kg:a.b. _:x @en-GB 1.5e3 ^^", "\u0000<<{|}>>🛰", '"open']
    found = run("editor/tokens.js", "tokens", "given.map((t) => tokens(t).map((one) => one.text).join(''))", texts)
    assert found == texts


def test_format_when_canned_queries_are_laid_out_then_each_is_the_same_query_and_stable(run: Run) -> None:
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "queries").glob("*/*.rq"))]
    found = run(
        "editor/format.js", "formatQuery", "given.map((t) => [formatQuery(t), formatQuery(formatQuery(t))])", texts
    )
    assert isinstance(found, list)
    for text, (laid, again) in zip(texts, found, strict=True):
        assert laid == again
        assert "".join(laid.split()).upper() == "".join(text.split()).upper()


def test_triples_when_literals_hold_escapes_then_they_are_read_as_written(run: Run) -> None:
    text = (
        '<urn:a> <urn:p> "say \\"so\\"\\n\\u0061\\U0001F6F0"@en .\n'
        '<urn:a> <urn:p> "3"^^<urn:int> .\n_:b1 <urn:p> <urn:c> .\n_:b1 <urn:p> <urn:c> .\n'
    )
    found = run("editor/ask.js", "readTriples", "readTriples(given)", text)
    assert isinstance(found, list)
    assert [one["object"] for one in found] == [
        {"type": "literal", "value": 'say "so"\na🛰', "xml:lang": "en"},
        {"type": "literal", "value": "3", "datatype": "urn:int"},
        {"type": "uri", "value": "urn:c"},
    ]


def test_spans_when_bounds_have_columns_then_an_open_side_stays_open(run: Run) -> None:
    day = {"datatype": "http://www.w3.org/2001/XMLSchema#date"}
    rows = [
        {"earliest": {"value": "1970-01-02", **day}, "latest": {"value": "1970-01-03", **day}},
        {"earliest": {"value": "1970-01-02", **day}},
        {"name": {"value": "undated"}},
    ]
    found = run("editor/shapes.js", "spans", "spans(['name', 'earliest', 'latest'], given)", rows)
    assert isinstance(found, list)
    assert [(one["first"], one["last"]) for one in found] == [(1, 2), (1, None)]


def test_outlines_when_decoded_then_a_point_lies_in_its_country(run: Run) -> None:
    points = {"Syria": [38.28, 34.56], "Sudan": [32.5, 15.6], "Ukraine": [30.5, 50.45], None: [-30.0, 0.0]}
    world = (STATIC / "vendor" / "world-50m.json").read_text("utf-8")
    found = run(
        "map/world.js",
        "countryAt, readWorld",
        "(async () => { globalThis.fetch = async () => ({ json: () => given.world }); const { countries, names } = await"
        " readWorld(); return [given.points.map((p) => countryAt(countries, p)?.properties.name ?? null),"
        " names.features.length === countries.features.length]; })()",
        {"world": json.loads(world), "points": list(points.values())},
    )
    assert found == [list(points), True]
