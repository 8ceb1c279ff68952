"""Read conflict news into a knowledge graph of actors, incidents and attributed claims."""

__version__ = "0.1.0"
