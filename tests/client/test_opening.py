from __future__ import annotations

import re
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

import kg
from kg.errors import EndpointError, KgError, StoreError, StoreFormatError, StoreMissingError
from kg.storage import BuildMeta, write_generation
from tests.client.servers import answering, free_port, oxigraph, reply
from tests.conftest import ROOT


def test_open_when_nothing_is_built_there_then_the_error_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError, match="kg build"):
        kg.open(tmp_path / "none")


def test_open_when_the_folder_is_something_else_then_the_error_says_so(tmp_path: Path) -> None:
    (tmp_path / "kg.json").write_text("{}")
    with pytest.raises(StoreFormatError):
        kg.open(tmp_path)


def test_open_when_the_store_is_of_another_version_then_the_error_names_it(seeds_store: Path, tmp_path: Path) -> None:
    meta = (
        (seeds_store / "kg.json")
        .read_text()
        .replace('"version": 1', '"version": 99')
        .replace('"version":1', '"version":99')
    )
    (tmp_path / "kg.json").write_text(meta)
    (tmp_path / "generations").mkdir()
    with pytest.raises(StoreFormatError, match="99"):
        kg.open(tmp_path)


def test_open_when_another_process_writes_then_the_graph_as_it_was_is_read(tmp_path: Path) -> None:
    with write_generation(tmp_path / "store") as writer:
        writer.publish(BuildMeta())
    with write_generation(tmp_path / "store"), kg.open(tmp_path / "store") as graph:
        assert graph.query("SELECT ?s WHERE { ?s a kg:Article }").columns == ("s",)


def test_open_when_the_files_cannot_be_read_then_a_store_error(seeds_store: Path, tmp_path: Path) -> None:
    (tmp_path / "kg.json").mkdir()
    with pytest.raises(StoreError):
        kg.open(tmp_path)


def test_open_when_the_address_is_no_http_then_the_error_says_what_is(tmp_path: Path) -> None:
    with pytest.raises(EndpointError, match="begins with http"):
        kg.open("ftp://example.org/sparql")


@pytest.mark.parametrize(
    "url", ["http://[x/sparql", "http:///sparql", "http://exa mple/sparql", "http://no.invalid/sparql"]
)
def test_open_when_the_address_is_none_then_an_error_shows_it(url: str) -> None:
    with pytest.raises(EndpointError, match=re.escape(url)):
        kg.open(url)


def test_open_when_a_proxy_is_set_then_this_machine_is_asked_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    empty = reply(200, "application/sparql-results+json", '{"head":{"vars":["article"]},"results":{"bindings":[]}}')
    with answering(empty) as url:
        assert kg.open(url).is_remote


def test_open_when_nobody_answers_then_an_error_within_a_second() -> None:
    start = time.monotonic()
    with pytest.raises(EndpointError, match=r"refused.*kg serve"):
        kg.open(f"http://127.0.0.1:{free_port()}/sparql")
    assert time.monotonic() - start < 1


def test_open_when_the_server_is_silent_then_an_error_after_the_time_allowed() -> None:
    with (
        answering(lambda handler: time.sleep(3)) as url,
        pytest.raises(EndpointError, match=r"within 0\.3 seconds.*timeout"),
    ):
        kg.open(url, timeout=0.3)


def test_open_when_the_server_drips_then_an_error_after_the_time_allowed() -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(40):
            handler.wfile.write(b" " * 70_000)
            time.sleep(0.05)

    start = time.monotonic()
    with answering(drip) as url, pytest.raises(EndpointError, match="seconds"):
        kg.open(url, timeout=0.3)
    assert time.monotonic() - start < 1.5


def test_open_when_html_comes_then_the_error_shows_its_words_without_markup() -> None:
    page = "<html><head><script>var x = 1;</script></head><body><h1>Please log in</h1></body></html>"
    with answering(reply(200, "text/html; charset=utf-8", page)) as url, pytest.raises(EndpointError) as caught:
        kg.open(url)
    assert "no SPARQL endpoint" in str(caught.value)
    assert "Please log in" in str(caught.value)
    assert "<h1>" not in str(caught.value)
    assert "var x" not in str(caught.value)


@pytest.mark.parametrize(("status", "hint"), [(401, "headers="), (404, "/sparql"), (500, "500"), (503, "503")])
def test_open_when_the_server_refuses_then_status_words_and_a_hint(status: int, hint: str) -> None:
    with answering(reply(status, "text/plain", "no such thing here")) as url, pytest.raises(EndpointError) as caught:
        kg.open(url)
    assert "no such thing here" in str(caught.value)
    assert str(status) in str(caught.value)
    assert hint in str(caught.value)


def test_open_when_the_answer_is_broken_json_then_the_error_says_it_cannot_be_read() -> None:
    broken = reply(200, "application/sparql-results+json", '{"head": {"vars"')
    with answering(broken) as url, pytest.raises(KgError, match="cannot be read"):
        kg.open(url)


def test_open_when_the_address_holds_a_password_then_no_error_shows_it() -> None:
    with pytest.raises(EndpointError) as caught:
        kg.open(f"http://me:secret@127.0.0.1:{free_port()}/sparql")
    assert "secret" not in str(caught.value)


def test_open_when_headers_are_given_then_they_are_sent() -> None:
    seen = []

    def note(handler: BaseHTTPRequestHandler) -> None:
        seen.append(handler.headers["Authorization"])
        reply(200, "application/sparql-results+json", '{"head":{"vars":["article"]},"results":{"bindings":[]}}')(
            handler
        )

    with answering(note) as url:
        graph = kg.open(url, headers={"Authorization": "Bearer token"})
    assert set(seen) == {"Bearer token"}
    assert "token" not in repr(graph)


def test_open_when_the_default_graph_is_not_the_union_then_the_error_says_how_to_make_it(seeds_store: Path) -> None:
    with oxigraph(seeds_store) as url, pytest.raises(EndpointError, match="union-default-graph"):
        kg.open(url)


def test_import_when_timed_then_it_loads_nothing_of_the_graph_side() -> None:
    code = "import sys, kg; print(sorted(m for m in ('pyoxigraph', 'pandas', 'altair', 'spacy', 'kg.client') if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_module_when_listed_then_its_public_names_are_there_and_no_other() -> None:
    assert dir(kg) == ["Graph", "__version__", "load_ipython_extension", "open"]
    assert all(getattr(kg, name) for name in kg.__all__)
    with pytest.raises(AttributeError, match="no attribute 'opne'"):
        kg.opne  # type: ignore[attr-defined]  # noqa: B018
