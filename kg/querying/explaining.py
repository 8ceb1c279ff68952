"""An explanation for a person's eyes: facts, a table of accounts, and the sentences with the words marked."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from kg.querying.accounts import Account
from kg.querying.explain import Explanation
from kg.querying.passages import Passage
from kg.querying.tracing import Step

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text


def explanation_text(explanation: Explanation, width: int = 100) -> str:
    """The explanation as plain text at most `width` characters wide, marked words between « and »."""
    from rich.console import Console

    text = io.StringIO()
    console = Console(file=text, width=width, color_system=None, highlight=False, force_jupyter=False)
    console.print(explanation_view(explanation, signs=True))
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines()) + "\n"


def explanation_view(explanation: Explanation, *, signs: bool = False) -> RenderableType:
    """The explanation for a rich console; marked words are bold, or between « and » where `signs` is set."""
    from rich.console import Group
    from rich.text import Text

    parts: list[RenderableType] = [
        Text(f"{explanation.label} ({explanation.kind})", style="bold"),
        Text(explanation.short, style="dim"),
        Text(""),
        _facts(explanation),
    ]
    if explanation.accounts:
        parts += [
            Text(""),
            Text(f"Accounts: {len(explanation.accounts)}", style="bold"),
            _accounts(explanation.accounts),
        ]
    if any(account.joined_because for account in explanation.accounts):
        parts += [Text(""), Text("Why these are one", style="bold"), _joints(explanation.accounts)]
    if explanation.decisions:
        parts += [Text(""), Text("Decided by people", style="bold"), _decisions(explanation)]
    if explanation.steps:
        parts += [Text(""), Text(f"Steps: {len(explanation.steps)}", style="bold"), _steps(explanation.steps)]
    if explanation.passages:
        parts += [Text(""), Text("In the articles' words", style="bold")]
        for passage in explanation.passages:
            parts += _passage(passage, signs)
    if explanation.left_out:
        parts.append(Text(f"… and {explanation.left_out} more sentences: see `kg query evidence/mentions`."))
    return Group(*parts)


def _steps(steps: tuple[Step, ...]) -> RenderableType:
    """One row a step; the score is left empty where a rule gives none."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("says", "value", "rule or head", "score", "made by", "words"):
        table.add_column(name, overflow="fold")
    for step in steps:
        read = ", ".join(f"“{quote}”" for quote in step.words)
        table.add_row(
            Text(step.says),
            Text(step.value),
            Text(step.how),
            Text("" if step.score is None else f"{step.score:.2f}"),
            Text(step.producer),
            Text(" in ".join(part for part in (read, step.article) if part)),
        )
    return table


def _facts(explanation: Explanation) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for fact in explanation.facts:
        value = Text(fact.value)
        if fact.iri and fact.iri != fact.value:
            value.append(f"  {fact.iri}", style="dim")
        if fact.by:
            value.append(f"  — {', '.join(fact.by)}", style="italic")
        grid.add_row(Text(fact.says), value)
    return grid


def _accounts(accounts: tuple[Account, ...]) -> RenderableType:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_lines=True)
    for name in ("article", "puts it", "who", "whom or what", "where", "victims", "says"):
        table.add_column(name, overflow="fold")
    for account in accounts:
        source = [account.outlet, account.published, account.headline, account.article]
        table.add_row(
            Text(
                "\n".join(part for part in source if part) + (f"\ncopy of {account.copy_of}" if account.copy_of else "")
            ),
            Text("\n".join(part for part in (account.status, account.kind, account.when) if part)),
            Text("\n".join((*account.agents, *(f"with {means}" for means in account.means)))),
            Text("\n".join((*account.targets, *account.target_texts))),
            Text("\n".join(account.places)),
            Text("\n".join(str(figure) for figure in account.figures)),
            Text("\n".join(f"{said.claimant} {said.stance}: {said.content}" for said in account.said)),
        )
    return table


def _joints(accounts: tuple[Account, ...]) -> RenderableType:
    """For each account but one: the one that it was found to go with, and why."""
    from rich.table import Table
    from rich.text import Text

    named = {a.report: ", ".join(part for part in (a.outlet or a.article, a.published) if part) for a in accounts}
    grid = Table.grid(padding=(0, 2))
    for _ in range(2):
        grid.add_column(overflow="fold")
    for account in accounts:
        if account.joined_because:
            pair = Text(f"{named[account.report]} with {named.get(account.joined_to, account.joined_to)}")
            pair.append(f"\n{account.report} {account.joined_to}", style="dim")
            grid.add_row(pair, Text(account.joined_because))
    return grid


def _decisions(explanation: Explanation) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    for _ in range(3):
        grid.add_column(overflow="fold")
    for decided in explanation.decisions:
        what = f"{decided.what}{f' [about {decided.on}]' if decided.on else ''}: {decided.reason}"
        became = f"{decided.standing}{f', {decided.because}' if decided.because else ''}"
        grid.add_row(Text(decided.decision, style="dim"), Text(what), Text(became, style="italic"))
    return grid


def _passage(passage: Passage, signs: bool) -> list[RenderableType]:
    from rich.padding import Padding
    from rich.text import Text

    origin = ", ".join(part for part in (passage.outlet, passage.published, passage.headline) if part)
    shown = "; ".join(dict.fromkeys(f"{' '.join(mark.quote.split())} — {mark.shows}" for mark in passage.marks))
    return [
        Text(""),
        Text(f"{origin}  {passage.article} {passage.start}-{passage.end}", style="dim"),
        Padding(Text(passage.marked()) if signs else _bold(passage), (0, 0, 0, 2)),
        Padding(Text(shown, style="italic"), (0, 0, 0, 4)),
    ]


def _bold(passage: Passage) -> Text:
    from rich.text import Text

    # A line break becomes one space, so that offsets hold.
    text = Text(passage.text.replace("\n", " "))
    for mark in passage.marks:
        text.stylize("bold", mark.start - passage.start, mark.end - passage.start)
    return text
