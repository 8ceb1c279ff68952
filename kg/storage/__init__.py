"""The store on disk: one folder, generations that never change, one writer at a time, readers that never wait.

    DIR/kg.json            which generation is current, base IRI, counts, digest of the build; replaced atomically
    DIR/generations/<n>/   a pyoxigraph store, never written after its publication
    DIR/generations/<n>.lock   held (shared) by each reader of that generation
    DIR/cache.sqlite       the pipeline's own
    DIR/lock               held by the writer, with its process id

A writer changes a new generation, which starts as a copy of the current one by hard links, and publishes it by
replacing `kg.json`. Killed at any point it leaves the old generation current; the next writer clears what was left.
POSIX only: the locks are `flock`.
"""

from kg.storage.layout import BuildMeta, StoreMeta, read_meta
from kg.storage.store import Row, Solutions, Store, memory_store, open_earlier, open_store, sorted_nquads
from kg.storage.writing import GenerationWriter, write_generation

__all__ = [
    "BuildMeta",
    "GenerationWriter",
    "Row",
    "Solutions",
    "Store",
    "StoreMeta",
    "memory_store",
    "open_earlier",
    "open_store",
    "read_meta",
    "sorted_nquads",
    "write_generation",
]
