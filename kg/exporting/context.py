"""A JSON-LD context as far as ours needs it: terms with a type or a language, prefixes, `@vocab`, aliases."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import ResourceError
from kg.rdf.namespaces import RDF, XSD

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

_KNOWN = {"@id", "@type", "@language", "@container", "@prefix"}
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")  # what a JSON number carries exactly and reads back as the same digits
_RDF_TYPE = RDF.type.value
_STRING, _BOOLEAN, _INT = XSD.string.value, XSD.boolean.value, XSD.integer.value


@dataclass(frozen=True, slots=True)
class _Term:
    name: str
    iri: str
    type: str | None
    language: str | None
    is_set: bool


@dataclass(slots=True)
class Context:
    """What compacts IRIs and literals. `document` is the context as it is to stand in the file."""

    document: dict[str, Json]
    aliases: dict[str, str] = field(default_factory=dict)
    _vocab: str = ""
    _prefixes: list[tuple[str, str]] = field(default_factory=list)  # namespace, prefix; longest namespace first
    _terms: dict[str, list[_Term]] = field(default_factory=dict)
    _names: set[str] = field(default_factory=set)

    @property
    def id(self) -> str:
        """The key for a node's address: `@id` or its alias."""
        return self.aliases.get("@id", "@id")

    @property
    def type(self) -> str:
        """The key for a node's types."""
        return self.aliases.get("@type", "@type")

    def compact(self, iri: str) -> str:
        """An address with a prefix where one fits; it expands to the same address again."""
        for namespace, prefix in self._prefixes:
            if iri.startswith(namespace):
                local = iri[len(namespace) :]
                if local and not local.startswith("//"):
                    return f"{prefix}:{local}"
        return iri

    def compact_vocab(self, iri: str) -> str:
        """The IRI of a type or property: a plain term, else relative to `@vocab`, else with a prefix."""
        for term in self._terms.get(iri, ()):
            if term.type is None and term.language is None:
                return term.name
        if self._vocab and iri.startswith(self._vocab):
            local = iri[len(self._vocab) :]
            if local and ":" not in local and not local.startswith("@") and local not in self._names:
                return local
        return self.compact(iri)

    def place(self, predicate: str, kind: str, value: str, tag: str) -> tuple[str, Json, bool]:
        """The key under which a value stands, its form, and whether the key always holds an array.

        `kind` is "iri" or "literal"; `tag` is a literal's datatype IRI, or `@` and its language.
        """
        terms = self._terms.get(predicate, ())
        for term in terms:
            plain = self._coerced(term, kind, value, tag)
            if plain is not None:
                return term.name, plain, term.is_set
        for term in terms:
            if term.type is None and term.language is None:
                return term.name, self._native(kind, value, tag), term.is_set
        if terms:  # only a term of another type: a value in full overrides it
            return terms[0].name, self._full(kind, value, tag), terms[0].is_set
        return self.compact_vocab(predicate), self._native(kind, value, tag), False

    def _coerced(self, term: _Term, kind: str, value: str, tag: str) -> str | None:
        if kind == "iri":
            if term.type == "@id":
                return self.compact(value)
            return self.compact_vocab(value) if term.type == "@vocab" else None
        if tag.startswith("@"):
            return value if term.type is None and term.language == tag[1:] else None
        return value if term.type == tag else None

    def _native(self, kind: str, value: str, tag: str) -> Json:
        if kind == "literal":
            if tag == _STRING:
                return value
            if tag == _BOOLEAN and value in {"true", "false"}:
                return value == "true"
            if tag == _INT and _INTEGER.fullmatch(value):
                return int(value)
        return self._full(kind, value, tag)

    def _full(self, kind: str, value: str, tag: str) -> Json:
        if kind == "iri":
            return {self.id: self.compact(value)}
        if tag.startswith("@"):
            return {"@value": value, "@language": tag[1:]}
        if tag == _STRING:
            return {"@value": value}
        return {"@value": value, self.type: self.compact_vocab(tag)}


def load_context(path: Path, base: str) -> Context:
    """Read a context file; `kgd` is set to the base IRI of the store's data.

    Raises:
        ResourceError: the file is missing, no JSON, or says something that this writer does not know.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))["@context"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ResourceError(f"The JSON-LD context {path} cannot be read: {error}.") from error
    if not isinstance(document, dict):
        raise ResourceError(f"The JSON-LD context {path} must be one object.")
    return parse_context({**document, "kgd": base}, str(path))


def parse_context(document: Mapping[str, Json], where: str) -> Context:
    """Understand a context.

    Raises:
        ResourceError: it says something that this writer does not know, and would get wrong.
    """
    reader = _Reader(document, where)
    context = Context(dict(document), _vocab=reader.vocab(), _names=set(document))
    for name, value in document.items():
        if name.startswith("@"):
            continue
        if isinstance(value, str) and value.startswith("@"):
            context.aliases[value] = name
            continue
        term = reader.term(name, value)
        context._terms.setdefault(term.iri, []).append(term)
        if isinstance(value, str) and term.iri[-1] in "/#:?":
            context._prefixes.append((term.iri, name))
    context._prefixes.sort(key=lambda pair: (-len(pair[0]), pair))
    context._terms.pop(_RDF_TYPE, None)
    return context


class _Reader:
    def __init__(self, document: Mapping[str, Json], where: str) -> None:
        self._document = document
        self._where = where
        for name in document:
            if name.startswith("@") and name not in {"@vocab", "@version"}:
                self.refuse(f"{name} is not known")

    def refuse(self, why: str) -> None:
        raise ResourceError(f"The JSON-LD context {self._where}: {why}.")

    def vocab(self) -> str:
        vocab = self._document.get("@vocab")
        return self.expand(vocab) if isinstance(vocab, str) and vocab else ""

    def term(self, name: str, value: Json) -> _Term:
        if isinstance(value, str):
            return _Term(name, self.expand(value), None, None, False)
        if not isinstance(value, dict) or not set(value) <= _KNOWN:
            self.refuse(f"the term {name!r} has a definition that is not known")
        definition = value if isinstance(value, dict) else {}
        identifier, type_ = definition.get("@id"), definition.get("@type")
        language, container = definition.get("@language"), definition.get("@container")
        if container not in {None, "@set"}:
            self.refuse(f"the container of {name!r} is not known")
        expanded = self.expand(identifier if isinstance(identifier, str) else name)
        kind = self.expand(type_) if isinstance(type_, str) and not type_.startswith("@") else type_
        return _Term(
            name,
            expanded,
            kind if isinstance(kind, str) else None,
            language.lower() if isinstance(language, str) else None,
            container == "@set",
        )

    def expand(self, text: str) -> str:
        prefix, colon, local = text.partition(":")
        if colon and not local.startswith("//"):
            namespace = self._document.get(prefix)
            if isinstance(namespace, str):
                return self.expand(namespace) + local
        if not colon:
            definition = self._document.get(text)
            if isinstance(definition, str) and definition != text:
                return self.expand(definition)
            vocab = self._document.get("@vocab")
            if isinstance(vocab, str):
                return self.expand(vocab) + text
            self.refuse(f"{text!r} is no IRI")
        return text
