"""Pages of a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Pages:
    """Which page of a list this is; the addresses of its neighbours, empty at either end."""

    number: int
    last: int
    previous: str
    next: str


def pages_of(total: int, per_page: int, number: int, address: Callable[[int], str]) -> Pages:
    """The pages of a list with so many entries; an empty list has one page.

    Raises:
        NotFoundError: the list has no such page.
    """
    last = max(1, -(-total // per_page))
    if not 1 <= number <= last:
        raise NotFoundError(f"This list has {last} pages; there is no page {number}.")
    return Pages(number, last, address(number - 1) if number > 1 else "", address(number + 1) if number < last else "")
