"""Remake `kg/web/static/vendor` from npm packages: `python scripts/vendor_assets.py`, with `--check` only compare.

For contributors who raise a version; needs npm. What is made from which package at which version stands in
`scripts/vendor/package.json`, the whole tree of packages with the digests of their archives in its lock. The result is
committed, so that neither users nor the checks need npm. `lock.json` tells, for each file, its SHA-256, the packages in
it with their licences, and the digests under which npm knows them; `licences/` holds the licence texts.
"""

from __future__ import annotations

import argparse
import base64
import filecmp
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCES = Path(__file__).parent / "vendor"
VENDOR = Path(__file__).parent.parent / "kg" / "web" / "static" / "vendor"
_ESBUILD = ("--bundle", "--minify", "--format=esm", "--target=es2022", "--legal-comments=none", "--log-level=warning")
_LICENCE_NAMES = ("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "license", "license.txt")


@dataclass(frozen=True, slots=True)
class Copied:
    """A file of a package, taken as it is but for the address of its source map."""

    file: str
    package: str
    path: str


@dataclass(frozen=True, slots=True)
class Bundled:
    """A module made by esbuild from an entry beside `package.json`."""

    file: str
    entry: str


PLAN: tuple[Copied | Bundled, ...] = (
    Copied("htmx.min.js", "htmx.org", "dist/htmx.min.js"),
    Bundled("codemirror.js", "codemirror.js"),
    Bundled("cytoscape.js", "cytoscape.js"),
    Copied("maplibre-gl.mjs", "maplibre-gl", "dist/maplibre-gl.mjs"),
    Copied("maplibre-gl-worker.mjs", "maplibre-gl", "dist/maplibre-gl-worker.mjs"),
    Copied("maplibre-gl.css", "maplibre-gl", "dist/maplibre-gl.css"),
    Copied("world-50m.json", "world-atlas", "countries-50m.json"),
)


def main() -> int:
    """Build into a fresh folder, then replace what is committed or compare with it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--check", action="store_true", help="change nothing; exit 1 when the folder differs")
    check = options.parse_args().check
    with tempfile.TemporaryDirectory() as temporary:
        work, made = Path(temporary) / "npm", Path(temporary) / "vendor"
        shutil.copytree(SOURCES, work, ignore=shutil.ignore_patterns("node_modules"))
        _run("npm", "ci", cwd=work)
        made.mkdir()
        build(work, made)
        if check:
            differing = sorted(_differences(made, VENDOR))
            sys.stdout.write("".join(f"differs: {path}\n" for path in differing) or "the same\n")
            return 1 if differing else 0
        shutil.rmtree(VENDOR, ignore_errors=True)
        shutil.copytree(made, VENDOR)
    return 0


def build(work: Path, made: Path) -> None:
    """Make every file of the plan, the licences and the lock, from a folder in which `npm ci` has run."""
    lock = json.loads((work / "package-lock.json").read_text("utf-8"))["packages"]
    entries, used = [], set()
    for item in PLAN:
        if isinstance(item, Copied):
            packages = [item.package]
            text = (work / "node_modules" / item.package / item.path).read_text("utf-8")
            (made / item.file).write_text(_without_source_map(text), "utf-8")
        else:
            packages = sorted(_bundle(work, made, item))
        used.update(packages)
        data = (made / item.file).read_bytes()
        entries.append(
            {"file": item.file, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data), "packages": packages}
        )
    (made / "licences").mkdir()
    document = {"files": entries, "packages": [_package(work, made, name, lock) for name in sorted(used)]}
    (made / "lock.json").write_text(json.dumps(document, indent=1) + "\n", "utf-8")


def _bundle(work: Path, made: Path, item: Bundled) -> set[str]:
    report = work / "meta.json"
    command = (str(work / "node_modules/.bin/esbuild"), item.entry, *_ESBUILD)
    _run(*command, f"--outfile={made / item.file}", f"--metafile={report}", cwd=work)
    inputs = json.loads(report.read_text("utf-8"))["inputs"]
    return {_owner(path) for path in inputs if path.startswith("node_modules/")}


def _owner(path: str) -> str:
    parts = path.rsplit("node_modules/", maxsplit=1)[-1].split("/")
    return "/".join(parts[:2]) if parts[0].startswith("@") else parts[0]


def _package(work: Path, made: Path, name: str, lock: dict[str, dict[str, str]]) -> dict[str, str]:
    folder = work / "node_modules" / name
    about = json.loads((folder / "package.json").read_text("utf-8"))
    licence = next((folder / n for n in _LICENCE_NAMES if (folder / n).is_file()), None)
    if licence is None:
        raise SystemExit(f"{name} ships no licence text: find it and say so here before shipping its code")
    kept = f"licences/{name.removeprefix('@').replace('/', '-')}.txt"
    (made / kept).write_text(licence.read_text("utf-8").replace("\r\n", "\n"), "utf-8")
    kind, _, digest = lock[f"node_modules/{name}"]["integrity"].partition("-")
    return {
        "name": name,
        "version": about["version"],
        "licence": about["license"],
        "licence_text": kept,
        "source": f"npm:{name}@{about['version']}",
        "archive_" + kind: base64.b64decode(digest).hex(),
    }


def _without_source_map(text: str) -> str:
    kept = [
        line for line in text.split("\n") if not line.startswith(("//# sourceMappingURL=", "/*# sourceMappingURL="))
    ]
    return "\n".join(kept).rstrip("\n") + "\n"


def _differences(made: Path, there: Path) -> Iterator[str]:
    for path in _files(made) | _files(there):
        if (
            not (made / path).is_file()
            or not (there / path).is_file()
            or not filecmp.cmp(made / path, there / path, shallow=False)
        ):
            yield path


def _files(folder: Path) -> set[str]:
    found: Iterable[Path] = folder.rglob("*")
    return {path.relative_to(folder).as_posix() for path in found if path.is_file()}


def _run(*command: str, cwd: Path) -> None:
    done = subprocess.run(command, cwd=cwd, check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    sys.exit(main())
