"""The words in which news tells of victims: what became of them, and who they are."""

from __future__ import annotations

from kg.domain.extraction import CasualtyKind


def words(text: str) -> frozenset[str]:
    """The words of a line, as a set."""
    return frozenset(text.split())


_KILLED, _WOUNDED = CasualtyKind.KILLED, CasualtyKind.WOUNDED
_CAPTURED, _MISSING, _DISPLACED = CasualtyKind.CAPTURED, CasualtyKind.MISSING, CasualtyKind.DISPLACED

# Verbs by lemma. Their victims are the object, or the subject where they are passive.
TRANSITIVE: dict[str, CasualtyKind] = {
    **dict.fromkeys(
        words(
            "kill slay murder execute massacre assassinate eliminate martyr behead slaughter neutralize neutralise "
            "liquidate butcher decapitate crucify hang gun"
        ),
        _KILLED,
    ),
    **dict.fromkeys(words("wound injure hurt maim burn"), _WOUNDED),
    **dict.fromkeys(words("kidnap abduct detain arrest capture imprison jail apprehend"), _CAPTURED),
    **dict.fromkeys(words("displace evacuate uproot"), _DISPLACED),
}
# Verbs that take people as object only sometimes: they count only with a word for people.
DOUBTFUL: dict[str, CasualtyKind] = {
    **dict.fromkeys(words("destroy lose claim"), _KILLED),
    **dict.fromkeys(words("hold seize"), _CAPTURED),
    "relocate": _DISPLACED,
}
# Verbs whose victims are the subject.
INTRANSITIVE: dict[str, CasualtyKind] = {
    **dict.fromkeys(words("die perish succumb starve"), _KILLED),
    "surrender": _CAPTURED,
    "flee": _DISPLACED,
    **dict.fromkeys(words("disappear vanish"), _MISSING),
}
# Words for the state that somebody is left in, after the number: "left 22 dead", "20 wounded".
STATES: dict[str, CasualtyKind] = {
    "dead": _KILLED, "martyred": _KILLED, "killed": _KILLED, "wounded": _WOUNDED, "injured": _WOUNDED, "hurt": _WOUNDED,
    "missing": _MISSING, "unaccounted": _MISSING, "displaced": _DISPLACED, "homeless": _DISPLACED,
}  # fmt: skip
# Nouns with the number after "of": "the deaths of 12", "the lives of 12", "the injury of 40".
NOUNS_OF: dict[str, CasualtyKind] = {
    "death": _KILLED, "life": _KILLED, "killing": _KILLED, "murder": _KILLED, "execution": _KILLED, "body": _KILLED,
    "martyrdom": _KILLED, "massacre": _KILLED, "corpse": _KILLED, "loss": _KILLED,
    "injury": _WOUNDED, "wounding": _WOUNDED,
    "kidnapping": _CAPTURED, "abduction": _CAPTURED, "arrest": _CAPTURED, "capture": _CAPTURED,
    "displacement": _DISPLACED,
}  # fmt: skip
# Nouns that the number counts: "12 deaths", "50 martyrs", "another 10 bodies".
COUNTED: dict[str, CasualtyKind] = {
    "death": _KILLED, "fatality": _KILLED, "martyr": _KILLED, "body": _KILLED, "corpse": _KILLED, "injury": _WOUNDED,
    "wounded": _WOUNDED, "injured": _WOUNDED, "dead": _KILLED, "hostage": _CAPTURED, "prisoner": _CAPTURED,
    "captive": _CAPTURED,
}  # fmt: skip
# "Among the dead", "of those killed", "15 of the wounded", "among Friday's victims".
PARTITIVES: dict[str, CasualtyKind] = {
    "dead": _KILLED, "killed": _KILLED, "victim": _KILLED, "casualty": _KILLED, "martyr": _KILLED, "death": _KILLED,
    "fatality": _KILLED, "wounded": _WOUNDED, "injured": _WOUNDED, "missing": _MISSING, "displaced": _DISPLACED,
    "slain": _KILLED, "deceased": _KILLED,
}  # fmt: skip
TOLL = "toll"
TOLL_MOVES = words("rise climb reach increase jump stand put update raise pass exceed hit be go")
INCLUDING = words("including included include includes among amongst")
AUXILIARIES = words("be have get")

PEOPLE = words(
    "people person civilian child woman man boy girl baby infant toddler teenager minor adult elder mother "
    "father son daughter brother sister sibling grandfather grandmother parent wife husband relative cousin "
    "visitor soldier troop fighter militant terrorist rebel insurgent jihadist jihadi gunman combatant "
    "militiaman militia member personnel officer policeman guard commander leader general colonel captain "
    "lieutenant emissary bomber attacker assailant sniper operative agent mercenary recruit conscript "
    "serviceman official minister mayor governor worker staff volunteer rescuer medic doctor nurse paramedic "
    "journalist reporter photographer cameraman activist teacher student schoolchild pupil schoolboy "
    "schoolgirl driver farmer shepherd shopper worshipper patient passenger pilot resident citizen local "
    "villager inhabitant refugee evacuee pilgrim bystander prisoner detainee hostage other victim casualty "
    "martyr body native principal associate follower supporter loyalist extremist islamist peacekeeper "
    "observer tribesman peshmerga entourage athlete coach player imam cleric sheikh judge lawyer engineer "
    "marine sailor airman crewman crewmember commando ranger gendarme paratrooper reservist priest monk nun clergyman tourist "
    "holidaymaker reveller reveler grader migrant motorist cyclist vendor businessman politician lawmaker "
    "employee contractor adviser advisor diplomat ambassador spy informant defector deserter suspect youth "
    "youngster orphan newborn elderly couple kid demonstrator protester mourner guest fisherman trader "
    "merchant family household miner herder cadet deminer staffer schoolchildren"
)
# Nouns that a number counts but that are no people: the number is not one of victims.
MEASURES = words(
    "percent cent hour minute second day week month year kilometer kilometre km mile meter metre ton tonne time "
    "pm am gmt aged age dollar"
)
