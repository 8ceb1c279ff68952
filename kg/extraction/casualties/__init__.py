"""Casualty figures: who was killed, wounded, captured, displaced or is missing, how many, and in which event."""

from kg.extraction.casualties.attaching import attach
from kg.extraction.casualties.finding import find_casualties
from kg.extraction.casualties.values import CasualtyMention

__all__ = ["CasualtyMention", "attach", "find_casualties"]
