"""A comparison for eyes and for other programs: a table on a terminal, JSON, CSV, Markdown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from kg.comparing.model import Aspect, Comparison, Field, Pair, Source, Value

if TYPE_CHECKING:
    from rich.console import RenderableType

_DIFFERS = "≠"
_MOST_PAIRS = 12  # of sources at odds in one field that are named; JSON has all
_HEADINGS = {Field.HAPPENED: "happened?"}


def comparison_json(comparison: Comparison) -> str:
    """Everything, with the words of each value; `differs` and `disputed` are added to what the values hold."""
    document = asdict(comparison)
    document["disputed"] = [f.value for f in comparison.disputed]
    for shown, aspect in zip(document["aspects"], comparison.aspects, strict=True):
        shown["differs"] = aspect.differs
    for shown, source in zip(document["sources"], comparison.sources, strict=True):
        shown["name"], shown["voice"] = source.name, source.voice
        shown["values"] = {
            name.value: [{**asdict(v), "mark": comparison.mark(name, v)} for v in values]
            for name, values in source.values.items()
        }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def comparison_csv(comparison: Comparison) -> str:
    """One row a value: source, field, value, whether the field is disputed, and where the words stand."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ("event", "source", "outlet", "speaker", "published", "field", "mark", "value", "iri", "minimum", "maximum",
         "victims", "part", "disputed", "statement", "article", "start", "end", "quote", "reprints")
    )  # fmt: skip
    disputed = set(comparison.disputed)
    for source in comparison.sources:
        reprints = " | ".join(r.article for r in source.reprints)
        for name, values in source.values.items():
            for v in values:
                where = v.words[0] if v.words else None
                writer.writerow(
                    (comparison.short, source.number, source.outlet, source.speaker, source.published, name.value,
                     comparison.mark(name, v), v.text, v.iri, _plain(v.low), _plain(v.high), v.victims,
                     str(v.part).lower(), str(name in disputed).lower(), v.statement, source.article,
                     where.start if where else "", where.end if where else "", where.quote if where else "", reprints)
                )  # fmt: skip
    return out.getvalue()


def comparison_markdown(comparison: Comparison) -> str:
    """A heading, the table of sources against fields, what differs and what agrees, and the words."""
    fields = [a.field for a in comparison.aspects]
    lines = [f"## {_cell(comparison.label)}", "", f"`{comparison.short}`", ""]
    heads = ["source", *(_heading(comparison, f) for f in fields)]
    lines += [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    for source in comparison.sources:
        cells = ["<br>".join(_cell(line) for line in _name_lines(source))]
        cells += ["<br>".join(_cell(v) for v in _shown(comparison, source, f)) for f in fields]
        lines.append(f"| {' | '.join(cells)} |")
    for title, rows in _findings(comparison):
        lines += ["", f"**{title}**", "", *(f"- {_cell(row)}" for row in rows)]
    lines += ["", "**In their words**", "", *(f"- {_cell(line)}" for line in _words(comparison))]
    return "\n".join(lines) + "\n"


def comparison_text(comparison: Comparison, width: int = 120, *, words: bool = True) -> str:
    """As plain text at most `width` characters wide; `words` adds where every value stands."""
    from rich.console import Console

    text = io.StringIO()
    console = Console(file=text, width=width, color_system=None, highlight=False, force_jupyter=False)
    console.print(comparison_view(comparison, words=words))
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines()) + "\n"


def comparison_view(comparison: Comparison, *, words: bool = True) -> RenderableType:
    """For a rich console."""
    from rich import box
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    fields = [a.field for a in comparison.aspects]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_lines=True)
    table.add_column("source", overflow="fold", ratio=3)
    for name in fields:
        table.add_column(_heading(comparison, name), overflow="fold", ratio=2)
    for source in comparison.sources:
        cells = ["\n".join(_shown(comparison, source, f)) for f in fields]
        table.add_row(*(Text(c) for c in ("\n".join(_name_lines(source)), *cells)))
    parts: list[RenderableType] = [
        Text(f"{comparison.label} ({comparison.kind})", style="bold"),
        Text(comparison.short, style="dim"),
        table,
    ]
    for title, rows in _findings(comparison):
        parts += [Text(title, style="bold"), *(Padding(Text(row), (0, 0, 0, 2)) for row in rows), Text("")]
    if words:
        parts.append(Text("In their words", style="bold"))
        parts += [Padding(Text(line), (0, 0, 0, 2)) for line in _words(comparison)]
    return Group(*parts)


def _heading(comparison: Comparison, name: Field) -> str:
    aspect = comparison.aspect(name)
    return (
        f"{_HEADINGS.get(name, name.value)} {_DIFFERS}"
        if aspect and aspect.differs
        else _HEADINGS.get(name, name.value)
    )


def _name_lines(source: Source) -> list[str]:
    lines = [f"{source.number}  {source.name}", source.published]
    for reprint in source.reprints:
        what = "earlier version" if reprint.is_version else "also printed by"
        lines.append(f"{what}: {reprint.outlet or reprint.article} {reprint.published}".rstrip())
    return [line for line in lines if line]


def _shown(comparison: Comparison, source: Source, name: Field) -> list[str]:
    return [f"{mark} {v.text}" if (mark := comparison.mark(name, v)) else v.text for v in source.values.get(name, ())]


def _findings(comparison: Comparison) -> Iterator[tuple[str, list[str]]]:
    differing = [_split(a) for a in comparison.aspects if a.differs]
    if differing:
        yield "Accounts exclude each other", differing
    shared = [_shared(a) for a in comparison.aspects if any(x.voices > 1 for x in a.answers)]
    if shared:
        yield "Independent voices agree", shared
    if comparison.contradictions:
        yield "Contradictions", [_pair_line(p) for p in comparison.contradictions]
    if comparison.corroborations:
        yield "Corroborations", [_pair_line(p) for p in comparison.corroborations]


def _split(aspect: Aspect) -> str:
    answers = "; ".join(f"{a.mark} {a.text} ({_numbers(a.sources)})" for a in aspect.answers)
    pairs = ", ".join(f"{a} and {b}" for a, b in aspect.rivals[:_MOST_PAIRS])
    more = f" and {len(aspect.rivals) - _MOST_PAIRS} pairs more" if len(aspect.rivals) > _MOST_PAIRS else ""
    return f"{aspect.field.value}: {answers}. At odds: {pairs}{more}"


def _shared(aspect: Aspect) -> str:
    answers = (f"{a.text}: {a.voices} voices ({_numbers(a.sources)})" for a in aspect.answers if a.voices > 1)
    return f"{aspect.field.value}: {'; '.join(answers)}"


def _pair_line(pair: Pair) -> str:
    sides = " / ".join(f"{s.article}: “{_short(s.content)}”" for s in (pair.first, pair.second))
    return f"{pair.matter}: {pair.reason}. {sides}"


def _words(comparison: Comparison) -> Iterator[str]:
    """One line a value: who, field, value, the words, where they stand."""
    for source in comparison.sources:
        for name, values in source.values.items():
            for v in values:
                yield f"{source.number} {name.value}: {v.text}{_where(v)}"


def _where(value: Value) -> str:
    if not value.words:
        return " — worked out from the text as a whole"
    return " — " + "; ".join(f"“{_short(w.quote)}” {w.article} {w.start}-{w.end}" for w in value.words)


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(str(n) for n in numbers)


def _short(text: str, most: int = 160) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _plain(number: int | None) -> str:
    return "" if number is None else str(number)
