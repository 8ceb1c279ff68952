"""From an article as read to one whose furniture, title, outlet, language and day are known."""

from kg.cleaning.clean import article_id, clean

__all__ = ["article_id", "clean"]
