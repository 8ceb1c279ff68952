"""What the address of a simple list asks for: words, an order, a page, and the keys that the list knows."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from kg.web.filters import LAST_PAGE, MOST_CHARACTERS, FilterError


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Values by key, empty where not given; `sort` is one of the list's orders, "" for its usual one."""

    values: dict[str, str]
    sort: str
    page: int

    @property
    def text(self) -> str:
        """Words that are sought."""
        return self.values.get("text", "")

    @property
    def outlet(self) -> str:
        """The outlet's slug."""
        return self.values.get("outlet", "")

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Keys and values as they stand in an address, without the page."""
        return [(k, v) for k, v in [*self.values.items(), ("sort", self.sort)] if v]

    def get(self, key: str) -> str:
        """A value, "" where it is not given."""
        return self.values.get(key, "")

    def address(self, path: str) -> Callable[[int], str]:
        """Addresses of the list's other pages."""
        return lambda number: f"{path}?{urlencode([*self.pairs, ('page', str(number))])}"


def asked_of(request: Request, *, keys: Collection[str], sorts: Collection[str]) -> Asked:
    """Read the address of a list.

    Raises:
        FilterError: a key is unknown, or a value is none that it takes.
    """
    given = {key: value.strip() for key, value in request.query_params.items()}
    for key, value in given.items():
        if key not in {*keys, "sort", "page"}:
            raise FilterError(key, f"this list has no such filter; it has {', '.join(sorted(keys))}, sort and page.")
        if len(value) > MOST_CHARACTERS or not (value.isprintable()):
            raise FilterError(key, f"the value must be printable and at most {MOST_CHARACTERS} characters long.")
    sort, number = given.get("sort", ""), given.get("page") or "1"
    if sort not in sorts:
        raise FilterError("sort", f"{sort!r} is not one of {', '.join(s for s in sorts if s)}.")
    if not number.isascii() or not number.isdigit() or not 1 <= int(number) <= LAST_PAGE:
        raise FilterError("page", f"{number!r} is no number from 1 to {LAST_PAGE:,}.")
    return Asked(values={key: given.get(key, "") for key in sorted(keys)}, sort=sort, page=int(number))
