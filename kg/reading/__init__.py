"""From files, folders and standard input to articles as they were read."""

from kg.reading.limits import ReadingLimits
from kg.reading.read import read_articles

__all__ = ["ReadingLimits", "read_articles"]
