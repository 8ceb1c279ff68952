"""What is shipped of others' code is what the lock says, with its licence, and nothing else."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
VENDOR = ROOT / "kg" / "web" / "static" / "vendor"
LOCK = json.loads((VENDOR / "lock.json").read_text("utf-8"))
FREE = {"MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "BSD-0-Clause", "Apache-2.0"}


def test_files_have_the_digests_of_the_lock_and_none_stands_beside_it() -> None:
    locked = {entry["file"]: entry["sha256"] for entry in LOCK["files"]}
    there = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.is_file() and path.name != "lock.json"
    }
    assert there == locked


def test_every_package_in_a_file_has_a_free_licence_and_its_text() -> None:
    packages = {package["name"]: package for package in LOCK["packages"]}
    assert {name for entry in LOCK["files"] for name in entry["packages"]} == set(packages)
    for package in packages.values():
        assert package["licence"] in FREE, package
        assert len((VENDOR / package["licence_text"]).read_text("utf-8")) > 500


def test_lock_has_the_versions_and_digests_that_the_rebuild_would_take() -> None:
    npm = json.loads((ROOT / "scripts" / "vendor" / "package-lock.json").read_text("utf-8"))["packages"]
    asked = json.loads((ROOT / "scripts" / "vendor" / "package.json").read_text("utf-8"))["dependencies"]
    for package in LOCK["packages"]:
        assert npm[f"node_modules/{package['name']}"]["version"] == package["version"]
    assert {name: npm[f"node_modules/{name}"]["version"] for name in asked} == asked
    assert all(version[0].isdigit() for version in asked.values())  # exact, no ranges


def test_no_file_names_a_source_map_that_is_not_shipped() -> None:
    for entry in LOCK["files"]:
        assert b"sourceMappingURL=" not in (VENDOR / entry["file"]).read_bytes()[-300:]
