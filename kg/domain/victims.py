"""Kinds of victims: the words for people within which figures can be compared."""

from __future__ import annotations

# A word that is not here stands for itself; so do "others" and "more", which come on top of another figure.
_KINDS = {
    **dict.fromkeys(("", "people", "person", "persons", "dead", "deaths", "victims", "lives", "bodies"), ""),
    **dict.fromkeys(("fatalities", "injured", "wounded", "residents"), ""),
    **dict.fromkeys(("civilian", "civilians", "noncombatants"), "civilians"),
    **dict.fromkeys(("children", "child", "kids", "minors"), "children"),
    **dict.fromkeys(("women", "woman"), "women"),
    **dict.fromkeys(("soldiers", "soldier", "troops", "servicemen", "serviceman", "personnel"), "soldiers"),
    **dict.fromkeys(("militants", "terrorists", "fighters", "rebels", "jihadists", "insurgents"), "fighters"),
}  # fmt: skip


def victims_kind(victims: str) -> str:
    """The kind of victims that words in lower case name.

    >>> victims_kind("syrian civilians"), victims_kind("people"), victims_kind("medics")
    ('civilians', '', 'medics')
    """
    return _KINDS.get(victims.rsplit(" ", 1)[-1], victims)
