"""The W3C's SPARQL test suites, sent to a live endpoint: manifests, comparison of answers, the steps of the HTTP cases.

Query cases need no writing: every data file is a named graph of the store, and each request names its data set by
`default-graph-uri` and `named-graph-uri`.
"""

from __future__ import annotations

import csv
import io
import re
import urllib.parse
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from tests.serving.client import Answer, Client

BASE = "https://w3c.github.io/rdf-tests/sparql/"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
DAWG = "http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#"
XSD = "http://www.w3.org/2001/XMLSchema#"
RESULTS_JSON = "application/sparql-results+json"
MANIFESTS = {
    "protocol": "sparql11/protocol/manifest.ttl",
    "gsp": "sparql11/graph-store-protocol/manifest.ttl",
    "sd": "sparql11/service-description/manifest.ttl",
    "query11": "sparql11/manifest-sparql11-query.ttl",
    "results11": "sparql11/manifest-sparql11-results.ttl",
    "query10": "sparql10/manifest.ttl",
    "query12": "sparql12/manifest.ttl",
}
_FORMS = {
    ".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES, ".rdf": ox.RdfFormat.RDF_XML,
    ".trig": ox.RdfFormat.TRIG, ".nq": ox.RdfFormat.N_QUADS, ".n3": ox.RdfFormat.N3,
}  # fmt: skip
_EMPTY = "urn:empty"
_EVALUATION = {"QueryEvaluationTest", "CSVResultFormatTest"}
_SYNTAX = {f"{sign}SyntaxTest{v}": sign == "Positive" for sign in ("Positive", "Negative") for v in ("", "11", "12")}
Subject = ox.NamedNode | ox.BlankNode
Row = dict[str, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]


class Graph:
    """Triples by subject and property."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._values: defaultdict[tuple[object, str], list[object]] = defaultdict(list)
        self._subjects: defaultdict[tuple[str, object], list[object]] = defaultdict(list)
        for t in triples:
            self._values[t.subject, t.predicate.value].append(t.object)
            self._subjects[t.predicate.value, t.object].append(t.subject)

    def all(self, subject: object, prop: str) -> list[object]:
        return self._values.get((subject, prop), [])

    def one(self, subject: object, prop: str) -> object:
        return next(iter(self.all(subject, prop)), None)

    def text(self, subject: object, prop: str) -> str:
        found = self.one(subject, prop)
        return found.value if isinstance(found, ox.NamedNode | ox.Literal) else ""

    def of(self, prop: str, value: object) -> list[object]:
        return self._subjects.get((prop, value), [])

    def list(self, node: object) -> Iterator[object]:
        while node is not None and getattr(node, "value", None) != RDF + "nil":
            yield self.one(node, RDF + "first")
            node = self.one(node, RDF + "rest")


@dataclass(frozen=True)
class Case:
    """A test of a manifest. `name` is that of the engine's list of known failures."""

    graph: Graph
    node: object
    name: str
    kind: str


class Suites:
    """The manifests and files below a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, iri: str) -> Path:
        return self.folder / iri.removeprefix(BASE)

    def parse(self, iri: str) -> list[ox.Triple]:
        path = self.path(iri)
        quads = ox.parse(path=path, format=_FORMS[path.suffix], base_iri=iri, rename_blank_nodes=True)
        return [quad.triple for quad in quads]

    def cases(self, suite: str) -> Iterator[Case]:
        for graph, node, manifest in self._entries(BASE + MANIFESTS[suite]):
            approval = graph.text(node, DAWG + "approval")
            if approval.endswith(("Withdrawn", "Deprecated", "NotClassified")) and suite != "query10":
                continue
            kinds = [t.value.rsplit("#", 1)[1] for t in graph.all(node, RDF + "type") if isinstance(t, ox.NamedNode)]
            iri = str(getattr(node, "value", ""))
            here = manifest[len(BASE) :].rsplit("/", 1)[0]
            name = iri.rsplit("/sparql/", maxsplit=1)[-1] if "/sparql/" in iri else f"{here}#{iri.rsplit('#', 1)[-1]}"
            yield Case(graph, node, name, kinds[0] if kinds else "")

    def _entries(self, iri: str) -> Iterator[tuple[Graph, object, str]]:
        graph = Graph(self.parse(iri))
        manifest = next(iter(graph.of(RDF + "type", ox.NamedNode(MF + "Manifest"))), None)
        for included in graph.all(manifest, MF + "include"):
            for one in graph.list(included):
                yield from self._entries(getattr(one, "value", ""))
        for entries in graph.all(manifest, MF + "entries"):
            for node in graph.list(entries):
                yield graph, node, iri

    def data_of(self, case: Case) -> tuple[str, list[str], list[str], str]:
        """The IRI of a case's query, the graphs of its default graph, its named graphs, and the query's text."""
        action = case.graph.one(case.node, MF + "action")
        query = action if isinstance(action, ox.NamedNode) else case.graph.one(action, QT + "query")
        iri = str(getattr(query, "value", ""))
        text = self.path(iri).read_text(encoding="utf-8")
        default = [str(getattr(d, "value", "")) for d in case.graph.all(action, QT + "data")]
        named = [str(getattr(d, "value", "")) for d in case.graph.all(action, QT + "graphData")]
        return iri, default, named, text

    def quads(self, cases: Iterable[Case]) -> Iterator[ox.Quad]:
        """Every data file that the cases need, as a named graph."""
        wanted: dict[str, None] = {}
        for case in cases:
            if case.kind in _EVALUATION:
                iri, default, named, text = self.data_of(case)
                froms = re.findall(r"FROM\s+(?:NAMED\s+)?<([^>]*)>", text, re.IGNORECASE)
                wanted |= dict.fromkeys([*default, *named, *(urllib.parse.urljoin(iri, f) for f in froms)])
        for iri in wanted:
            if self.path(iri).exists():
                for t in self.parse(iri):
                    yield ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(iri))


def run_query_case(suites: Suites, case: Case, client: Client) -> str | None:
    """What is wrong with the endpoint's answer; None where nothing is."""
    iri, default, named, text = suites.data_of(case)
    if case.kind in _SYNTAX:
        answer = client.query(text, accept=f"{RESULTS_JSON}, application/n-triples;q=0.9")
        return None if (answer.status == 400) != _SYNTAX[case.kind] else f"status {answer.status}"
    if re.search(r"^[^#]*\bFROM\s", text, re.IGNORECASE | re.MULTILINE):
        dataset = []
    else:
        dataset = [("default-graph-uri", d) for d in default or [_EMPTY]] + [("named-graph-uri", n) for n in named]
    kind, expected = _expected(suites, case.graph.text(case.node, MF + "result"))
    accept = {"graph": "application/n-triples", "csv": "text/csv", "tsv": "text/tab-separated-values"}
    answer = client.query(f"BASE <{iri}>\n{text}", dataset, accept=accept.get(kind, RESULTS_JSON))
    if answer.status != 200:
        return f"status {answer.status}: {answer.body[:120]!r}"
    lax = case.graph.one(case.node, MF + "resultCardinality") is not None
    return _difference(kind, expected, answer, lax)


def _expected(suites: Suites, iri: str) -> tuple[str, object]:
    path = suites.path(iri)
    data, suffix = path.read_bytes(), path.suffix
    if suffix in {".srx", ".srj", ".tsv"}:
        form = {".srx": ox.QueryResultsFormat.XML, ".srj": ox.QueryResultsFormat.JSON}.get(
            suffix, ox.QueryResultsFormat.TSV
        )
        return ("tsv" if suffix == ".tsv" else "rows"), solutions(data, form)
    if suffix == ".csv":
        return "csv", data
    triples = suites.parse(iri)
    graph = Graph(triples)
    sets = graph.of(RDF + "type", ox.NamedNode(RS + "ResultSet"))
    if not sets:
        return "graph", triples
    boolean = graph.text(sets[0], RS + "boolean")
    if boolean:
        return "rows", boolean == "true"
    rows = [
        {graph.text(b, RS + "variable"): graph.one(b, RS + "value") for b in graph.all(s, RS + "binding")}
        for s in graph.all(sets[0], RS + "solution")
    ]
    return "rows", ([str(getattr(v, "value", "")) for v in graph.all(sets[0], RS + "resultVariable")], rows)


def solutions(data: bytes, form: ox.QueryResultsFormat) -> bool | tuple[list[str], list[Row]]:
    """An answer in one of the result formats: a truth value, or variables and rows."""
    found = ox.parse_query_results(data, format=form)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    variables = found.variables
    rows = [{v.value: s[v] for v in variables if s[v] is not None} for s in found]
    return [v.value for v in variables], rows


def canonical(triples: Iterable[ox.Triple]) -> set[str]:
    """A graph up to the names of its blank nodes (RDFC-1.0)."""
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def _difference(kind: str, expected: object, answer: Answer, lax: bool) -> str | None:
    if kind == "graph":
        got = [quad.triple for quad in ox.parse(answer.body, format=ox.RdfFormat.N_TRIPLES)]
        return None if canonical(expected) == canonical(got) else "another graph"  # type: ignore[arg-type]
    if kind == "csv":
        same = _csv_rows(expected) == _csv_rows(answer.body)  # type: ignore[arg-type]
        return None if same and answer.header("content-type").startswith("text/csv") else f"csv {answer.body!r}"
    got_rows = solutions(answer.body, ox.QueryResultsFormat.TSV if kind == "tsv" else ox.QueryResultsFormat.JSON)
    if isinstance(expected, bool) or isinstance(got_rows, bool):
        return None if expected == got_rows else f"truth value {got_rows}"
    names, rows = expected  # type: ignore[misc]
    if set(names) != set(got_rows[0]):
        return f"variables {got_rows[0]}, not {names}"
    return None if _same_rows(rows, got_rows[1], lax) else f"{len(got_rows[1])} rows differ from {len(rows)}"


def _csv_rows(data: bytes) -> tuple[list[str], list[tuple[str, ...]]]:
    head, *rows = csv.reader(io.StringIO(data.decode()))
    order = sorted(range(len(head)), key=head.__getitem__)
    cell = lambda text: "_:" if text.startswith("_:") else _number(text)  # noqa: E731
    return sorted(head), sorted(tuple(cell(row[i]) for i in order) for row in rows)


def _number(text: str) -> str:
    try:
        return f"{float(text):g}"
    except ValueError:
        return text


def _same_rows(one: list[Row], two: list[Row], lax: bool) -> bool:
    keys_one, keys_two = _keys(one), _keys(two)
    if lax:
        return set(keys_one) <= set(keys_two) or set(keys_two) <= set(keys_one)
    if keys_one != keys_two:
        return False
    if not any(_has_blank(value) for row in one for value in row.values()):
        return True
    return canonical(_as_graph(one)) == canonical(_as_graph(two))


def _keys(rows: list[Row]) -> list[str]:
    return sorted(repr(sorted((k, "_:" if _has_blank(v) else _value(v)) for k, v in row.items())) for row in rows)


def _as_graph(rows: list[Row]) -> Iterator[ox.Triple]:
    for row in rows:
        node = ox.BlankNode()
        yield ox.Triple(node, ox.NamedNode("urn:row"), ox.Literal("row"))
        for name, value in row.items():
            yield ox.Triple(node, ox.NamedNode("urn:v:" + name), _plain(value))


def _plain(value: object) -> ox.BlankNode | ox.Triple | ox.Literal:
    """A value by which rows with blank nodes are compared: those stay, the rest becomes text."""
    if isinstance(value, ox.Triple) and _has_blank(value):
        subject = value.subject if isinstance(value.subject, ox.BlankNode) else ox.NamedNode("urn:not-blank")
        return ox.Triple(subject, value.predicate, _plain(value.object))
    return value if isinstance(value, ox.BlankNode) else ox.Literal(_value(value))


def _has_blank(value: object) -> bool:
    if isinstance(value, ox.Triple):
        return _has_blank(value.subject) or _has_blank(value.object)
    return isinstance(value, ox.BlankNode)


_DERIVED = {
    "integer", "nonPositiveInteger", "negativeInteger", "long", "int", "short", "byte", "nonNegativeInteger",
    "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte", "positiveInteger",
}  # fmt: skip


def _value(term: object) -> str:
    """A term by its value: numbers compared as such, as the store keeps them."""
    if isinstance(term, ox.Triple):
        return f"<<{_value(term.subject)} {term.predicate} {_value(term.object)}>>"
    if isinstance(term, ox.Literal) and term.datatype.value.startswith(XSD):
        kind = term.datatype.value.removeprefix(XSD)
        if kind in _DERIVED or kind in {"decimal", "float", "double"}:
            try:
                return f"{float(term.value):.9g}^^{'integer' if kind in _DERIVED else kind}"
            except ValueError:
                return str(term)
        if kind == "boolean":
            return {"1": "true", "0": "false"}.get(term.value, term.value) + "^^boolean"
    if isinstance(term, ox.Literal) and term.language:
        return str(ox.Literal(term.value, language=term.language.lower()))
    return str(term)
