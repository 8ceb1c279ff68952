"""What is worked out once for each generation of the graph and forgotten with it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar
from weakref import WeakKeyDictionary

from kg.storage import Store

T = TypeVar("T")

MOST_ENTRIES = 256
"""Things kept for each store; the one unused for longest goes first."""

_kept: WeakKeyDictionary[Store, OrderedDict[Hashable, object]] = WeakKeyDictionary()
_lock = threading.Lock()


def once(store: Store, key: Hashable, make: Callable[[], T]) -> T:
    """What `make` gives, made on first use. Two requests may both make it; the answer is the same."""
    with _lock:
        entries = _kept.setdefault(store, OrderedDict())
        if key in entries:
            entries.move_to_end(key)
            return entries[key]  # type: ignore[return-value]
    made = make()
    with _lock:
        entries[key] = made
        while len(entries) > MOST_ENTRIES:
            entries.popitem(last=False)
    return made
