"""Minting the addresses of data: deterministic, from content, below one base IRI."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode

from kg.errors import ConfigError
from kg.rdf.namespaces import DEFAULT_BASE_IRI, PREFIXES

_BASE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`?#]+/")
_PLAIN = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9_.~-]*")
_UNSAFE_IN_URL = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f-\x9f\ud800-\udfff]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True, slots=True)
class Names:
    """Mints the IRIs of `docs/data-model.md` below `base`, which ends in a slash.

    The same arguments give the same IRI: nothing here is random or counts. Each part fills a path segment of its own
    and is percent-encoded where it holds anything but ASCII letters, digits, `-`, `_`, `.`, `~`.

    Raises:
        ConfigError: `base` is no absolute IRI that ends in a slash.
    """

    base: str = DEFAULT_BASE_IRI

    def __post_init__(self) -> None:
        if not _BASE.fullmatch(self.base):
            raise ConfigError(f"base_iri {self.base!r} must be an absolute IRI that ends in '/'.")
        try:
            NamedNode(self.base)
        except ValueError as error:
            raise ConfigError(f"base_iri {self.base!r} is no IRI: {error}.") from error

    @property
    def prefixes(self) -> Mapping[str, str]:
        """Every prefix with its namespace, `kgd` included, sorted by prefix."""
        return MappingProxyType(dict(sorted({**PREFIXES, "kgd": self.base}.items())))

    def data(self, path: str) -> NamedNode:
        """The IRI of an id as linking gives it: a path below the base ("actor/islamic-state")."""
        return NamedNode(self.base + "/".join(segment(part) for part in path.split("/")))

    def path(self, iri: NamedNode) -> str:
        """What follows the base in an IRI of data, encoded as minted; the whole IRI where it is none of ours."""
        return iri.value.removeprefix(self.base)

    def article_id(self, iri: NamedNode) -> str:
        """The article's id in the IRI of an article or of an article's graph."""
        return unquote(iri.value.rsplit("/", 1)[-1])

    def article(self, article: str) -> NamedNode:
        """An article, by its id."""
        return self._mint("article", article)

    def region(self, article: str, start: int, end: int) -> NamedNode:
        """A marked stretch of an article."""
        return self._mint("region", article, f"{start}-{end}")

    def evidence(self, article: str, start: int, end: int) -> NamedNode:
        """The evidence at half-open code points of an article; `/target`, `/position`, `/quote` stand below it."""
        return self._mint("evidence", article, f"{start}-{end}")

    def mention(self, article: str, start: int, end: int) -> NamedNode:
        """A mention at half-open code points of an article."""
        return self._mint("mention", article, f"{start}-{end}")

    def report(self, article: str, key: str) -> NamedNode:
        """A report, by its key in the article."""
        return self._mint("report", article, key)

    def claim(self, article: str, key: str) -> NamedNode:
        """A claim, by its key in the article."""
        return self._mint("claim", article, key)

    def count(self, article: str, report: str, number: int) -> NamedNode:
        """The `number`th casualty count of a report, from one."""
        return self._mint("count", article, f"{report}-{number}")

    def participation(self, article: str, report: str, role: str, number: int) -> NamedNode:
        """The `number`th filling of a role of a report, from one; `role` is the role's local name."""
        return self._mint("participation", article, f"{report}-{role}-{number}")

    def relation(self, article: str, number: int) -> NamedNode:
        """The `number`th relation of an article, from one."""
        return self._mint("relation", article, str(number))

    def membership(self, article: str, number: int) -> NamedNode:
        """The `number`th membership of an article, from one."""
        return self._mint("membership", article, str(number))

    def link(self, article: str, key: str) -> NamedNode:
        """The link of a local entity, by its key in the article."""
        return self._mint("link", article, key)

    def event(self, event: str) -> NamedNode:
        """An event by its id, with or without "event/" before it."""
        return self.data(event if event.startswith("event/") else f"event/{event}")

    def thing(self, identifier: str) -> NamedNode:
        """An entity or event by its id: a bare id without a slash is an event's."""
        return self.data(identifier) if "/" in identifier else self.event(identifier)

    def candidate(self, first: str, second: str) -> NamedNode:
        """A pair that may be one thing."""
        return self._mint("candidate", digest16(first, second))

    def contradiction(self, *parts: str) -> NamedNode:
        """A pair of statements that cannot both hold."""
        return self._mint("contradiction", digest16(*parts))

    def corroboration(self, *parts: str) -> NamedNode:
        """A pair of statements that say the same."""
        return self._mint("corroboration", digest16(*parts))

    def decision(self, decision: str) -> NamedNode:
        """A decision of a person; `/words-<n>` and `/statement-<n>` stand below it."""
        return self._mint("decision", decision)

    def author(self, name: str) -> NamedNode:
        """A person who decides."""
        return self._mint("author", name)

    def software(self, name: str, version: str) -> NamedNode:
        """A piece of software that took part in a build."""
        return self._mint("software", f"{name}-{version}")

    def activity(self, *parts: str) -> NamedNode:
        """A step of a build ("extraction", "reader 0.1.0")."""
        return self._mint("activity", *parts)

    def article_graph(self, article: str) -> NamedNode:
        """The named graph of an article."""
        return self._mint("graph", "article", article)

    def graph(self, name: str) -> NamedNode:
        """A named graph that is no article's: entities, events, inferred, ontology, curation, reference, build."""
        return self._mint("graph", name)

    def is_article_graph(self, graph: NamedNode) -> bool:
        """Whether this is the named graph of an article."""
        return graph.value.startswith(f"{self.base}graph/article/")

    def _mint(self, *segments: str) -> NamedNode:
        return NamedNode(self.base + "/".join(segment(part) for part in segments))


def segment(part: str) -> str:
    """One path segment, percent-encoded; never empty, `.` or `..`, which IRI resolution would swallow.

    Raises:
        ValueError: the part is empty, or no valid Unicode text.
    """
    if not part:
        raise ValueError("an address cannot be minted from an empty part")
    if _PLAIN.fullmatch(part):  # most are; this halves the time of minting
        return part
    encoded = quote(part, safe="")
    return encoded.replace(".", "%2E") if encoded in {".", ".."} else encoded


def digest16(*parts: str) -> str:
    """16 hex digits of a SHA-256 over the parts, each with its length before it so that no two lists collide."""
    hasher = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        hasher.update(f"{len(data)}:".encode())
        hasher.update(data)
    return hasher.hexdigest()[:16]


def web_address(url: str) -> NamedNode | None:
    """A URL found in an input as an IRI, with what an IRI cannot hold percent-encoded; None where it has no scheme."""
    cleaned = _UNSAFE_IN_URL.sub(lambda m: quote(m.group(), safe="", errors="replace"), url.strip())
    if not _SCHEME.match(cleaned):
        return None
    try:
        return NamedNode(cleaned)
    except ValueError:
        return None
