"""Every error that stops a run. What concerns one article is an `Issue` and does not stop it (see `kg.domain.issues`).

KgError
├─ ConfigError            bad or unknown setting
├─ ResourceError          ontology, query or weights file missing or broken
├─ InputError             an input named by the user cannot be read at all
├─ MappingError           a value cannot be put in RDF, or points at nothing
├─ StoreError             ├─ StoreBusyError  ├─ StoreFormatError  ├─ StoreMissingError  ├─ EndpointError
├─ QueryError             ├─ QuerySyntaxError  ├─ UnknownQueryError  ├─ QueryParameterError
├─ TooManyFailuresError   so many articles failed that something else must be broken
├─ NotFoundError          an IRI or an article that the graph does not hold
├─ ValidationFailedError  the graph breaks its shapes
├─ DecisionError          a decision cannot be made, or its file is damaged
└─ ExportError            a target cannot be written
"""

from __future__ import annotations


class KgError(Exception):
    """Base of all our errors. The message says what is wrong, where, and what to do next."""


class ConfigError(KgError):
    """A setting is unknown or has a bad value."""


class ResourceError(KgError):
    """A file that belongs to the installation (ontology, query, weights) is missing or broken."""


class InputError(KgError):
    """An input named by the user cannot be read at all."""


class MappingError(KgError):
    """A value cannot be put in RDF, or points at nothing; the message names the value."""


class StoreError(KgError):
    """The store on disk cannot be used."""


class StoreBusyError(StoreError):
    """Another process is writing to the store."""


class StoreFormatError(StoreError):
    """The folder is not a store, or one of another version."""


class StoreMissingError(StoreError):
    """There is no store in the folder."""


class EndpointError(StoreError):
    """A SPARQL endpoint is down, too slow, or answers with something else than results."""


class QueryError(KgError):
    """A query cannot be answered."""


class QuerySyntaxError(QueryError):
    """A query is not valid SPARQL; `line` and `column` count from one where they are known."""

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class UnknownQueryError(QueryError):
    """No canned query has this name."""


class QueryParameterError(QueryError):
    """A parameter is missing, unknown or of the wrong type."""


class TooManyFailuresError(KgError):
    """So many articles failed unexpectedly that something other than the articles must be broken."""


class NotFoundError(KgError):
    """The graph holds nothing under this IRI or id."""


class ValidationFailedError(KgError):
    """The graph breaks its shapes."""


class ExportError(KgError):
    """An export cannot be written to its target."""


class DecisionError(KgError):
    """A decision cannot be made as asked, or a line of the file of decisions is none."""
