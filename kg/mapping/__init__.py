"""Values to quads, as `docs/data-model.md` spells them. Pure: no store, no files, no clock.

Requires: articles, extractions and links as values. Gives: `map_article`, `map_entities`, `map_events`, `map_build`;
`changed_parts` tells which links have to be mapped again.
"""

from kg.mapping.articles import map_article
from kg.mapping.builds import BuildRecord, map_build
from kg.mapping.changes import changed_parts
from kg.mapping.curation import map_decisions, overridden
from kg.mapping.entities import map_entities
from kg.mapping.equipment import EquipmentLookup
from kg.mapping.events import map_events
from kg.mapping.views import ArticleLinks, links_by_article

__all__ = [
    "ArticleLinks",
    "BuildRecord",
    "EquipmentLookup",
    "changed_parts",
    "links_by_article",
    "map_article",
    "map_build",
    "map_decisions",
    "map_entities",
    "map_events",
    "overridden",
]
