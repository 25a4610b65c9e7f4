"""低保, 单人户施保 and 特困基本生活 of 播州 (seed 004 篇5, lines 247 to 259) as an OpenFisca country package.

Money is whole fen: `float` of OpenFisca is a float32, which misses a line by some fen.
"""

from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERSON = build_entity("person", "persons", "", is_person=True)
HOME = build_entity("home", "homes", "", roles=[{"key": "member", "plural": "members"}])

# Kinds of spending that are deducted, by their code in the dictionary.
KINDS = ("1", "2", "3", "4", "5", "6", "8")


def variable(name, entity, value_type, formula=None):
    members = {
        "value_type": value_type,
        "entity": entity,
        "definition_period": DateUnit.MONTH,
        "label": name,
    }
    if formula is not None:
        members["formula"] = formula
    return type(name, (Variable,), members)


def counted(home, period):
    total = home.sum(home.members("income", period))
    for kind in KINDS:
        claimed = home("claimed_" + kind, period)
        proved = home("proved_" + kind, period)
        total = total - (claimed * (claimed <= proved) + proved * (proved < claimed))
    return total * (total > 0)


def dibao(home, period):
    return home("counted", period) < home("standard", period) * home.nb_persons()


def dibao_amount(home, period):
    gap = home("standard", period) * home.nb_persons() - home("counted", period)
    return home("dibao", period) * gap


def single(person, period):
    home = person.home
    people = home.nb_persons()
    low = home("counted", period) * 2 <= home("standard", period) * 3 * people
    weak = person("severe", period) + person("ill", period)
    return (
        (1 - home("dibao", period))
        * (home("watched", period) + low)
        * person("supported", period)
        * person("cannot_split", period)
        * weak
        > 0
    )


def tekun_amount(person, period):
    # 1.3 times a standard in whole yuan is a whole number of fen.
    return person("tekun", period) * (person.home("std_urban", period) * 13 // 10)


VARIABLES = [
    variable("income", PERSON, int),
    variable("severe", PERSON, bool),
    variable("ill", PERSON, bool),
    variable("supported", PERSON, bool),
    variable("cannot_split", PERSON, bool),
    variable("tekun", PERSON, bool),
    variable("standard", HOME, int),
    variable("std_urban", HOME, int),
    variable("watched", HOME, bool),
    *[variable(word + kind, HOME, int) for kind in KINDS for word in ("claimed_", "proved_")],
    variable("counted", HOME, int, counted),
    variable("dibao", HOME, bool, dibao),
    variable("dibao_amount", HOME, int, dibao_amount),
    variable("single", PERSON, bool, single),
    variable("tekun_amount", PERSON, int, tekun_amount),
]

OUTPUTS = ("dibao", "dibao_amount", "single", "tekun_amount")


def system():
    out = TaxBenefitSystem([PERSON, HOME])
    for one in VARIABLES:
        out.add_variable(one)
    return out
