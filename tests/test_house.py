"""ARCHITECTURE.md and the house's rules, held against the code."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
KG = ROOT / "kg"
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
MODULES = sorted(path for path in KG.rglob("*.py") if "__pycache__" not in path.parts)

LONGEST_MODULE, LONGEST_FUNCTION = 400, 50


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """Top-level names of the libraries that a module imports, anywhere in it, for type checking alone not counted."""
    hidden = {
        id(node)
        for block in ast.walk(tree_of(path))
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.dump(block.test)
        for node in ast.walk(block)
    }
    for node in ast.walk(tree_of(path)):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.split(".")[0]


def section(title: str) -> str:
    return ARCHITECTURE.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def homes() -> dict[str, list[str]]:
    """Each library with its homes, from the table of ARCHITECTURE.md."""
    found = {}
    for row in re.findall(r"^\| (`.*?) \| (.*?) \|$", section("One home for each library"), re.MULTILINE):
        for library in re.findall(r"`([\w]+)`", row[0]):
            found[library] = re.findall(r"`(kg/[\w/.]+)`", row[1])
    return found


def test_packages_when_listed_then_the_page_names_each_and_no_other() -> None:
    packages = {relative(path.parent) for path in KG.glob("*/__init__.py")}
    assert set(re.findall(r"`(kg/\w+)`", section("The packages"))) == packages


def test_stages_when_named_then_their_functions_exist() -> None:
    for package, functions in re.findall(r"^\| \w+ \| `kg/(\w+)` \| (.*?) \|", section("The stages"), re.MULTILINE):
        exported = (KG / package / "__init__.py").read_text(encoding="utf-8")
        for function in re.findall(r"`(\w+)`", functions):
            assert re.search(rf"\b{function}\b", exported), f"kg.{package} does not give {function}"


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_libraries_when_imported_then_only_in_their_home(path: Path) -> None:
    known = homes()
    for library in set(imported(path)) - sys.stdlib_module_names - {"kg"}:
        assert library in known, f"ARCHITECTURE.md gives {library} no home"
        where = relative(path)
        assert any(where == home or where.startswith(f"{home}/") for home in known[library]), f"{library} in {where}"


@pytest.mark.parametrize("package", sorted(KG.glob("*/__init__.py")), ids=lambda path: path.parent.name)
def test_packages_when_written_then_each_has_its_tests(package: Path) -> None:
    """The twin of a package is a folder of tests; of a module that others use, a file of the same name (by review)."""
    assert list((ROOT / "tests" / package.parent.name).glob("test_*.py")), f"tests/{package.parent.name} has no test"


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_sizes_when_measured_then_within_the_limits(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", sorted((KG / "cli").glob("*.py")), ids=relative)
def test_commands_when_measured_then_under_80_lines(path: Path) -> None:
    if path.name not in {"main.py", "summary.py"}:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 80


def is_broad(node: ast.AST) -> bool:
    """Whether it catches everything and keeps it: what is raised again after a clean-up does not count."""
    if not isinstance(node, ast.ExceptHandler) or (isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None):
        return False
    return node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})


def test_broad_excepts_when_searched_then_only_in_the_two_places() -> None:
    found = {relative(path) for path in MODULES if any(is_broad(node) for node in ast.walk(tree_of(path)))}
    assert found <= {"kg/pipeline/guard.py", "kg/cli/main.py"}


def test_environment_when_read_then_only_by_the_command_line() -> None:
    found = {
        relative(path)
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    }
    assert found <= {"kg/cli/options.py"}


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_asserts_when_searched_then_none_outside_tests(path: Path) -> None:
    assert not [node.lineno for node in ast.walk(tree_of(path)) if isinstance(node, ast.Assert)]
