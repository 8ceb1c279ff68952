import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.domain.articles import RawArticle
from kg.domain.issues import Issues, Reason, Severity
from kg.errors import InputError
from kg.reading import ReadingLimits, read_articles

BODY = "Six people were killed in Aleppo on Wednesday, state television said.\r\nIt gave no details.\r\n"


def read(*sources: Path | str, limits: ReadingLimits | None = None) -> tuple[list[RawArticle], Issues]:
    issues = Issues()
    return list(read_articles([str(s) for s in sources], issues, limits)), issues


def reasons(issues: Issues) -> list[Reason]:
    return [i.reason for i in issues.items]


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_read_articles_when_a_text_file_is_given_keeps_its_text_as_it_is(tmp_path: Path) -> None:
    [article], issues = read(write(tmp_path / "news-17.txt", BODY))
    assert article.text == BODY
    assert article.source_id == "news-17"
    assert issues.items == []


def test_read_articles_when_a_folder_is_given_reads_it_to_the_bottom_in_order_without_hidden_files(
    tmp_path: Path,
) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/c.md", ".hidden.txt", ".git/d.txt"):
        write(tmp_path / name, f"{BODY} {name}")
    articles, issues = read(tmp_path)
    assert [Path(a.where).relative_to(tmp_path).as_posix() for a in articles] == ["b.txt", "a/z.txt", "a/b/c.md"]
    assert issues.items == []


def test_read_articles_when_sources_are_missing_names_them_all_before_anything_is_read(tmp_path: Path) -> None:
    issues = Issues()
    there = write(tmp_path / "a.txt", BODY)
    with pytest.raises(InputError, match=r"nowhere\.txt.*gone\.jsonl"):
        read_articles([str(tmp_path / "nowhere.txt"), str(there), str(tmp_path / "gone.jsonl")], issues)
    assert issues.items == []


def test_read_articles_when_no_source_is_given_says_so() -> None:
    with pytest.raises(InputError, match="no source"):
        read_articles([], Issues())


@pytest.mark.parametrize("name", ["e.txt", "e.md", "e.html", "e.jsonl", "e.json"])
@pytest.mark.parametrize("content", ["", " \n\n\t\n"])
def test_read_articles_when_a_file_is_empty_skips_it(tmp_path: Path, name: str, content: str) -> None:
    articles, issues = read(write(tmp_path / name, content))
    assert articles == []
    assert reasons(issues) == [Reason.EMPTY]


@pytest.mark.parametrize("name", ["b.txt", "b.html", "b.jsonl", "b.json"])
@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 x", b"PK\x03\x04rest", b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"ab\x00\x01cd"]
)
def test_read_articles_when_a_file_is_binary_skips_it(tmp_path: Path, name: str, content: bytes) -> None:
    articles, issues = read(write(tmp_path / name, content))
    assert articles == []
    assert reasons(issues) == [Reason.BINARY]


def test_read_articles_when_a_folder_holds_no_articles_says_so(tmp_path: Path) -> None:
    write(tmp_path / "picture.png", b"\x89PNG")
    articles, issues = read(tmp_path)
    assert articles == []
    assert reasons(issues) == [Reason.UNSUPPORTED_FORMAT, Reason.EMPTY]


def test_read_articles_when_a_link_leads_nowhere_skips_it_and_reads_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone")
    write(tmp_path / "b.txt", BODY)
    articles, issues = read(tmp_path)
    assert [a.source_id for a in articles] == ["b"]
    assert reasons(issues) == [Reason.UNREADABLE]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_read_articles_when_a_file_may_not_be_read_skips_it(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", BODY).chmod(0)
    articles, issues = read(tmp_path)
    assert articles == []
    assert reasons(issues) == [Reason.UNREADABLE]


def test_read_articles_when_a_pipe_lies_in_a_folder_does_not_wait_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    articles, issues = read(tmp_path)
    assert articles == []
    assert reasons(issues) == [Reason.UNREADABLE]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("“Six” people".encode("utf-8-sig"), "“Six” people"),
        ("“Six” people".encode("utf-16"), "“Six” people"),
        ("\ufeffSix".encode("utf-32-be"), "Six"),
    ],
)
def test_read_articles_when_a_byte_order_mark_is_there_follows_it_silently(
    tmp_path: Path, data: bytes, text: str
) -> None:
    [article], issues = read(write(tmp_path / "a.txt", data))
    assert article.text == text
    assert issues.items == []


def test_read_articles_when_text_is_windows_1252_reads_its_quotes_with_a_warning(tmp_path: Path) -> None:
    text = "The “strike” hit a café, he said. " * 5
    [article], issues = read(write(tmp_path / "a.txt", text.encode("cp1252")))
    assert article.text == text
    assert [(i.severity, i.reason) for i in issues.items] == [(Severity.WARNING, Reason.BAD_ENCODING)]


def test_read_articles_when_text_is_windows_1251_guesses_it_with_a_warning(tmp_path: Path) -> None:
    text = "Министерство обороны России сообщило о новых ударах по позициям боевиков в провинции Идлиб. " * 4
    [article], issues = read(write(tmp_path / "a.txt", text.encode("cp1251")))
    assert article.text == text
    assert reasons(issues) == [Reason.BAD_ENCODING]


def test_read_articles_when_utf8_is_broken_replaces_the_faults_with_a_warning(tmp_path: Path) -> None:
    data = "Сказал “да” в Алеппо".encode()[:-1] + b" and then"
    [article], issues = read(write(tmp_path / "a.txt", data))
    assert article.text == "Сказал “да” в Алепп\ufffd and then"
    assert reasons(issues) == [Reason.BAD_ENCODING]


def test_read_articles_when_a_file_is_too_large_skips_it(tmp_path: Path) -> None:
    articles, issues = read(write(tmp_path / "a.txt", "x" * 101), limits=ReadingLimits(article_bytes=100))
    assert articles == []
    assert reasons(issues) == [Reason.TOO_LARGE]


def lines(*records: object) -> str:
    return "\n".join(r if isinstance(r, str) else json.dumps(r) for r in records)


def test_read_articles_when_json_lines_are_given_takes_their_fields_and_ignores_others(tmp_path: Path) -> None:
    record = {
        "id": 7,
        "title": "T",
        "text": BODY,
        "published": "2017-05-03",
        "publisher": "P",
        "url": "https://x.org/a",
        "odd": [1],
    }
    [article], issues = read(write(tmp_path / "a.jsonl", lines(record)))
    assert (article.source_id, article.title, article.text) == ("7", "T", BODY)
    assert (article.published, article.publisher, article.url) == ("2017-05-03", "P", "https://x.org/a")
    assert article.where.endswith("a.jsonl:1")
    assert issues.items == []


def test_read_articles_when_a_line_is_cut_off_skips_that_line_and_goes_on(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", lines({"text": "one"}, '{"text": "tw', "", {"text": "three"}, '{"id": "x", "te'))
    articles, issues = read(path)
    assert [a.text for a in articles] == ["one", "three"]
    assert [(i.reason, i.where) for i in issues.items] == [
        (Reason.BAD_JSON, f"{path}:2"),
        (Reason.BAD_JSON, f"{path}:5"),
    ]


@pytest.mark.parametrize("record", [{"id": "x"}, {"text": None}, {"text": "  "}, {"text": float("nan")}])
def test_read_articles_when_a_record_has_no_text_skips_it(tmp_path: Path, record: object) -> None:
    articles, issues = read(write(tmp_path / "a.jsonl", lines(record)))
    assert articles == []
    assert reasons(issues) == [Reason.NO_TEXT]


@pytest.mark.parametrize("record", [["text"], "[" * 100_000, {"text": ["a"]}, {"text": "a", "title": {}}, "7"])
def test_read_articles_when_a_line_is_no_record_skips_it(tmp_path: Path, record: object) -> None:
    articles, issues = read(write(tmp_path / "a.jsonl", lines(record)))
    assert articles == []
    assert reasons(issues) == [Reason.BAD_JSON]


def test_read_articles_when_a_line_is_too_long_skips_it_and_goes_on(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", lines({"text": "one"}, {"text": "x" * 5000}, {"text": "three"}))
    articles, issues = read(path, limits=ReadingLimits(article_bytes=1000))
    assert [a.text for a in articles] == ["one", "three"]
    assert [(i.reason, i.where) for i in issues.items] == [(Reason.TOO_LARGE, f"{path}:2")]


def test_read_articles_when_a_line_has_fifty_megabytes_stays_small_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"text": "')
        for _ in range(50):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n{"text": "after it"}\n')
    code = (
        "import resource, sys; from kg.reading import read_articles; from kg.domain.issues import Issues\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "i = Issues(); texts = [a.text for a in read_articles([sys.argv[1]], i)]\n"
        "grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before\n"
        "print(texts, [x.reason.value for x in i.items], grown < 60_000)"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['after it'] ['too large'] True"


def test_read_articles_when_json_lines_are_long_gives_the_first_before_the_rest_is_read(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl", "".join(json.dumps({"id": n, "text": f"text {n}"}) + "\n" for n in range(10_000))
    )
    articles: Iterator[RawArticle] = read_articles([str(path)], Issues())
    assert next(articles).source_id == "0"
    with path.open("a") as file:
        file.write(json.dumps({"id": "late", "text": "late"}) + "\n")
    assert sum(1 for _ in articles) == 10_000


def test_read_articles_when_json_lines_grow_while_read_warns_and_keeps_what_was_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", lines({"text": "one"}, {"text": "two"}))
    issues = Issues()
    articles = read_articles([str(path)], issues)
    first = next(articles)
    path.write_text(lines({"text": "one"}, {"text": "two"}, {"text": "three"}))
    assert [first.text, *(a.text for a in articles)][:2] == ["one", "two"]
    assert (Severity.WARNING, Reason.CHANGED_WHILE_READ) in [(i.severity, i.reason) for i in issues.items]


def test_read_articles_when_a_json_file_holds_a_list_reads_each_item(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", json.dumps([{"text": "one"}, 5, {"text": "two"}], indent=1))
    articles, issues = read(path)
    assert [a.text for a in articles] == ["one", "two"]
    assert [(i.reason, i.where) for i in issues.items] == [(Reason.BAD_JSON, f"{path}[2]")]


def test_read_articles_when_a_json_file_holds_lines_reads_them_as_lines(tmp_path: Path) -> None:
    articles, _ = read(write(tmp_path / "a.json", lines({"text": "one"}, {"text": "two"})))
    assert [a.text for a in articles] == ["one", "two"]


def test_read_articles_when_json_lines_are_utf16_reads_them(tmp_path: Path) -> None:
    articles, issues = read(write(tmp_path / "a.jsonl", lines({"text": "“one”"}, {"text": "two"}).encode("utf-16")))
    assert [a.text for a in articles] == ["“one”", "two"]
    assert issues.items == []


def test_read_articles_when_a_record_has_half_a_surrogate_pair_replaces_it_in_place(tmp_path: Path) -> None:
    [article], issues = read(write(tmp_path / "a.jsonl", r'{"text": "a\ud800b\u0000c"}'))
    assert article.text == "a\ufffdb\ufffdc"
    assert reasons(issues) == [Reason.BAD_ENCODING]


def test_read_articles_when_a_record_has_no_id_names_it_the_same_wherever_it_stands(tmp_path: Path) -> None:
    first, _ = read(write(tmp_path / "a.jsonl", lines({"text": "one"}, {"text": "two"})))
    second, _ = read(write(tmp_path / "b.jsonl", lines({"text": "two"}, {"text": "one"})))
    assert {a.source_id for a in first} == {a.source_id for a in second}


def test_read_articles_when_a_record_is_given_twice_keeps_the_first(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl", lines({"id": 1, "text": "one"}, {"id": 1, "text": "one"}, {"id": 1, "text": "else"})
    )
    articles, issues = read(path)
    assert [a.text for a in articles] == ["one", "else"]
    assert [(i.reason, i.where) for i in issues.items] == [(Reason.GIVEN_TWICE, f"{path}:2")]


def test_read_articles_when_a_file_is_named_twice_reads_it_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", BODY)
    articles, issues = read(path, tmp_path)
    assert len(articles) == 1
    assert reasons(issues) == [Reason.GIVEN_TWICE]


def test_read_articles_when_markdown_has_front_matter_takes_its_fields_and_keeps_the_text(tmp_path: Path) -> None:
    text = f'---\ntitle: "A strike"\ndate: 2017-05-03\nsource: Sham News\n---\n{BODY}'
    [article], _ = read(write(tmp_path / "a.md", text))
    assert (article.title, article.published, article.publisher) == ("A strike", "2017-05-03", "Sham News")
    assert article.text == text


def from_standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes) -> tuple[list[RawArticle], Issues]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    return read("-")


def test_read_articles_when_standard_input_begins_with_a_brace_reads_json_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    articles, _ = from_standard_input(monkeypatch, b'\n  {"text": "one"}\n{"text": "two"}\n')
    assert [a.text for a in articles] == ["one", "two"]


def test_read_articles_when_standard_input_is_text_reads_one_article(monkeypatch: pytest.MonkeyPatch) -> None:
    [article], issues = from_standard_input(monkeypatch, BODY.encode())
    assert article.text == BODY
    assert issues.items == []


def test_read_articles_when_standard_input_is_empty_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    articles, issues = from_standard_input(monkeypatch, b"")
    assert articles == []
    assert reasons(issues) == [Reason.EMPTY]


@given(data=st.binary(max_size=400), suffix=st.sampled_from([".txt", ".md", ".html", ".jsonl", ".json"]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_read_articles_on_any_bytes_gives_articles_or_reasons(tmp_path: Path, data: bytes, suffix: str) -> None:
    articles, issues = read(write(tmp_path / f"a{suffix}", data))
    assert articles or issues.items
    for article in articles:
        article.text.encode()  # no half surrogate pairs
        assert article.text.strip()
