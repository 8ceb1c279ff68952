from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox

from kg.storage import open_store, write_generation
from kg.storage.layout import BuildMeta
from tests.conftest import Kg


def test_check_when_graph_is_sound_then_no_violation_and_consistent(kg: Kg, seeds_store: Path) -> None:
    done = kg("check", "--store", seeds_store)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout == ""
    assert "Shapes     0 violations" in done.stderr
    assert "Logic      consistent" in done.stderr


def test_check_when_a_quote_is_not_the_text_then_exit_1_and_the_place(
    kg: Kg, seeds_store: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    shutil.copytree(seeds_store, store)
    exact = ox.NamedNode("http://www.w3.org/ns/oa#exact")
    with open_store(store) as opened:
        quote = next(q for q in opened.matching(None, exact) if isinstance(q.graph_name, ox.NamedNode))
        quads = [q for q in opened.quads(quote.graph_name) if q != quote]  # type: ignore[arg-type]
    broken = ox.Quad(quote.subject, exact, ox.Literal("words that nobody wrote"), quote.graph_name)
    with write_generation(store) as generation:
        generation.replace_graph(quote.graph_name, [*quads, broken])  # type: ignore[arg-type]
        generation.publish(BuildMeta(digest="broken"))
    done = kg("check", "--no-reasoner", "--store", store)
    assert done.returncode == 1
    assert "words that nobody wrote" in done.stdout
