"""What people decide about the graph: kept in a file, found again by words and names, replayed on every build.

Requires: the decisions of a store (`read_decisions`), articles with their extractions. Gives: `Replay`, which linking asks,
and with it what became of each decision; `draft` and `review` make decisions from a store and a person's words.
"""

from kg.curation.file import append_decisions, decisions_path, new_decision, read_decisions
from kg.curation.replay import Replay, settle

__all__ = ["Replay", "append_decisions", "decisions_path", "new_decision", "read_decisions", "settle"]
