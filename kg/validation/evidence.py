"""Every quote is the text at its offsets: what SHACL cannot say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.rdf.namespaces import OA, SCHEMA
from kg.validation.report import Violation

_SHAPE = "EvidenceQuotesText"
_WATCHED = frozenset({OA.hasSource, OA.hasSelector, OA.start, OA.end, OA.exact, OA.prefix, OA.suffix})


def evidence_violations(quads: Iterable[Quad | Triple]) -> list[Violation]:
    """The evidence whose exact quote, prefix or suffix is not what stands in the article's text at its offsets.

    The article and its evidence must be among the quads. Evidence without source, offsets or quote breaks a shape and
    is not told again here.
    """
    texts: dict[str, str] = {}
    about: dict[str, dict[NamedNode, list[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, NamedNode | Literal):
            continue
        if quad.predicate == SCHEMA.articleBody:
            texts[quad.subject.value] = quad.object.value
        elif quad.predicate in _WATCHED:
            about[quad.subject.value][quad.predicate].append(quad.object)
    found = []
    for node, values in sorted(about.items()):
        if OA.hasSelector in values:
            problem = _problem(values, about, texts)
            if problem:
                found.append(Violation(shape=_SHAPE, focus=node, message=problem))
    return found


def _problem(
    target: dict[NamedNode, list[NamedNode | Literal]],
    about: dict[str, dict[NamedNode, list[NamedNode | Literal]]],
    texts: dict[str, str],
) -> str | None:
    selectors: dict[NamedNode, str] = {}
    for selector in target[OA.hasSelector]:
        for predicate, values in about.get(selector.value, {}).items():
            selectors[predicate] = values[0].value
    source = next((s.value for s in target.get(OA.hasSource, ())), None)
    try:
        start, end, exact = int(selectors[OA.start]), int(selectors[OA.end]), selectors[OA.exact]
    except (KeyError, ValueError):
        return None  # a shape tells
    if source not in texts:
        return f"lies in {source}, whose text is not there"
    text = texts[source]
    if text[start:end] != exact:
        return f"quotes {exact[:60]!r}, but the text at {start}-{end} is {text[start:end][:60]!r}"
    prefix, suffix = selectors.get(OA.prefix, ""), selectors.get(OA.suffix, "")
    if not text[:start].endswith(prefix):
        return f"has the prefix {prefix!r}, which does not stand before {start}"
    if not text[end:].startswith(suffix):
        return f"has the suffix {suffix!r}, which does not stand after {end}"
    return None
