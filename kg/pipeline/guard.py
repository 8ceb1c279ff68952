"""One article's unexpected error becomes an issue and the others go on. No other `except Exception` below the CLI."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kg.domain.articles import Article
from kg.domain.issues import Issues, Reason
from kg.errors import KgError, TooManyFailuresError

log = logging.getLogger(__name__)

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


@dataclass(slots=True)
class Guard:
    """Counts the articles tried and failed, and stops the run when too many fail.

    A single article fails for its own reasons. Beyond `share` of all that were tried, and no fewer than `least`,
    something else is broken, and going on would leave a hollow graph.
    """

    issues: Issues
    share: float
    least: int
    tried: int = 0
    failed: int = 0

    def one(self, stage: str, item: _Item, where: str, work: Callable[[_Item], _Result]) -> _Result | None:
        """What `work` makes of the item; None when it failed, with an issue here and the traceback in the log.

        Raises:
            TooManyFailuresError: this failure was one too many.
        """
        self.tried += 1
        try:
            return work(item)
        except KgError:
            raise
        except Exception as error:
            log.exception("%s failed in %s", where, stage)
            self._failed(stage, where, error)
            return None

    def each(
        self, stage: str, batch: Sequence[Article], work: Callable[[Sequence[Article]], Iterable[_Result]]
    ) -> Iterator[_Result]:
        """What `work` makes of a batch, one result an article, in order.

        When it fails, the article whose result was due is tried alone, and `work` is called again with those after it.
        """
        done = 0
        while done < len(batch):
            try:
                for result in work(batch[done:]):
                    self.tried += 1
                    done += 1
                    yield result
                return
            except KgError:
                raise
            except Exception:
                log.debug("a batch failed: %s is tried alone", batch[done].where)
            article = batch[done]
            done += 1
            yield from self.one(stage, article, article.where, lambda alone: list(work([alone]))) or ()

    def _failed(self, stage: str, where: str, error: Exception) -> None:
        self.failed += 1
        self.issues.skip(stage, where, Reason.UNEXPECTED_ERROR, f"{type(error).__name__}: {error}")
        if self.failed >= self.least and self.failed > self.share * self.tried:
            raise TooManyFailuresError(
                f"{self.failed} of {self.tried} articles failed, the last in {stage} ({where}) with "
                f"{type(error).__name__}: {error}. What was done until now is kept; --debug shows the tracebacks."
            ) from error
