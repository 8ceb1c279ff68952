"""What the steps of one run share."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.config import Settings
from kg.domain.knowledge import Knowledge
from kg.pipeline.cache import Cache
from kg.pipeline.guard import Guard
from kg.pipeline.report import BuildReport, Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One build or removal: its cache, its reference knowledge, its settings, what it tells, and who watches."""

    cache: Cache
    knowledge: Knowledge
    settings: Settings
    progress: Progress
    report: BuildReport = field(default_factory=BuildReport)

    def guard(self) -> Guard:
        """A guard for one step, with the limits of the settings."""
        return Guard(self.report.issues, self.settings.failing_share, self.settings.failing_least)
