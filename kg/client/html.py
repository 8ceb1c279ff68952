"""Tables and explanations as HTML for notebooks: no script, no style sheet, nothing fetched. Private."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from pyoxigraph import NamedNode

from kg.client.frames import LABEL, LIST_SEPARATOR
from kg.querying.accounts import Account
from kg.querying.explain import Explanation
from kg.querying.names import shortened
from kg.querying.passages import Passage
from kg.querying.results import Table, Term, lexical

_CELL = "text-align:left;vertical-align:top;max-width:32em;overflow-wrap:anywhere"
_NUMBER = "text-align:right;vertical-align:top"
DIM = "opacity:.7;font-size:90%"
# A notebook may have a dark or a light theme: both colours are set, so that marked words can be read in either.
MARK = "background:#ffe08a;color:#222;padding:0 .15em"


def table_html(table: Table, lists: frozenset[str], *, total: int, note: str = "") -> str:
    """A table; an IRI with a label beside it is shown as that label, the IRI in the tool tip."""
    if not table.rows:
        asked = f" for {', '.join(f'{n} {lexical(t)}' for n, t in table.asked.items())}" if table.asked else ""
        return f"<p>No rows{escape(asked)}.</p>"
    shown = [index for index, name in enumerate(table.columns) if f"{name}{LABEL}" not in table.columns]
    shown = [index for index in shown if any(row[index] is not None for row in table.rows)]
    heads = "".join(f"<th style='{_CELL}'>{escape(_head(table.columns[i], table.columns))}</th>" for i in shown)
    rows = "".join(f"<tr>{''.join(_cell(table, row, i, lists) for i in shown)}</tr>" for row in table.rows)
    count = note or f"{total:,} row{'' if total == 1 else 's'}."
    caption = f"<caption style='text-align:left;{DIM}'>{escape(table.title)}</caption>" if table.title else ""
    return f"<table>{caption}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table><p style='{DIM}'>{escape(count)}</p>"


def explanation_html(explanation: Explanation) -> str:
    """What is said of a thing and by whom, the accounts side by side, and the sentences with the words marked."""
    parts = [
        f"<h4>{escape(explanation.label)} <span style='{DIM}'>{escape(explanation.kind)}</span></h4>",
        f"<p style='{DIM}'>{escape(explanation.short)}</p>",
    ]
    if explanation.facts:
        rows = [(fact.says, fact.value, ", ".join(fact.by)) for fact in explanation.facts]
        parts.append(plain_table(("what", "value", "according to"), rows))
    if explanation.accounts:
        parts += ["<h5>Accounts</h5>", accounts_html(explanation.accounts)]
    if explanation.passages:
        parts += ["<h5>In the articles' words</h5>", *map(_passage, explanation.passages)]
    if explanation.left_out:
        parts.append(
            f"<p style='{DIM}'>… and {explanation.left_out:,} more sentences: explain(…, most=…) shows more.</p>"
        )
    return "".join(parts)


def accounts_html(accounts: Sequence[Account]) -> str:
    """The accounts of one event, a row for each article."""
    heads = ("article", "puts it", "when", "who", "whom or what", "where", "victims", "who says so", "words")
    return plain_table(heads, [_account(account) for account in accounts])


def plain_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Texts in a table; a line break in a cell stays one."""
    head = "".join(f"<th style='{_CELL}'>{escape(name)}</th>" for name in heads)
    body = "".join(
        "<tr>" + "".join(f"<td dir='auto' style='{_CELL}'>{_lines(cell)}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _account(account: Account) -> tuple[str, ...]:
    source = [account.outlet, account.published, account.headline]
    return (
        "\n".join(part for part in source if part) + (f"\ncopy of {account.copy_of}" if account.copy_of else ""),
        f"{account.kind}\n{account.status}",
        account.when,
        "\n".join((*account.agents, *(f"with {means}" for means in account.means))),
        "\n".join((*account.targets, *account.target_texts)),
        "\n".join(account.places),
        "\n".join(map(str, account.figures)),
        "\n".join(f"{said.claimant} {said.stance}: {said.content}" for said in account.said),
        "\n".join(account.quotes),
    )


def _passage(passage: Passage) -> str:
    origin = ", ".join(part for part in (passage.outlet, passage.published, passage.headline) if part)
    shows = "; ".join(dict.fromkeys(f"{' '.join(m.quote.split())} — {m.shows}" for m in passage.marks))
    return (
        f"<p dir='auto'>{_marked(passage)}<br><span style='{DIM}'>{escape(origin)} "
        f"({escape(passage.article)}, characters {passage.start}–{passage.end})<br>{escape(shows)}</span></p>"
    )


def _marked(passage: Passage) -> str:
    """The sentence with the marked words; marks may overlap, so the text is cut where any begins or ends."""
    spans = {(m.start - passage.start, m.end - passage.start) for m in passage.marks}
    edges = sorted({0, len(passage.text), *(edge for span in spans for edge in span)})
    parts = []
    for first, last in pairwise(edges):
        words = escape(passage.text[first:last]).replace("\n", " ")
        inside = any(start <= first and last <= end for start, end in spans)
        parts.append(f"<mark style='{MARK}'>{words}</mark>" if inside else words)
    return "".join(parts).replace(f"</mark><mark style='{MARK}'>", "")


def _head(name: str, names: Sequence[str]) -> str:
    bare = name.removesuffix(LABEL)
    return bare if name.endswith(LABEL) and bare in names else name


def _cell(table: Table, row: Sequence[Term | None], index: int, lists: frozenset[str]) -> str:
    term, name = row[index], table.columns[index]
    if name in lists:
        return f"<td dir='auto' style='{_CELL}'>{_lines(lexical(term).replace(LIST_SEPARATOR, chr(10)))}</td>"
    tip = ""
    if isinstance(term, NamedNode):
        text, tip = shortened(term.value, table.prefixes), term.value
    else:
        text = lexical(term)
        bare = name.removesuffix(LABEL)
        beside = row[table.columns.index(bare)] if name != bare and bare in table.columns else None
        tip = beside.value if isinstance(beside, NamedNode) else ""
        text = text or (shortened(tip, table.prefixes) if tip else "")
    style = _NUMBER if text.lstrip("-").replace(".", "", 1).isdigit() else _CELL
    title = f" title='{escape(tip)}'" if tip else ""
    return f"<td dir='auto' style='{style}'{title}>{_lines(text)}</td>"


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
