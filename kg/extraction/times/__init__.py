"""When things happened: time expressions, their days, and which of them dates what."""

from kg.extraction.times.binding import bind_time, date_event, said_on
from kg.extraction.times.finding import find_times
from kg.extraction.times.values import Bound, TimeExpression, TimeKind

__all__ = ["Bound", "TimeExpression", "TimeKind", "bind_time", "date_event", "find_times", "said_on"]
