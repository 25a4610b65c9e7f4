"""Reads homes, reckons them one by one and all at once, prints results and times as JSON.

usage: compare.py HOMES.json RESULTS.json

HOMES.json holds columns: `sizes` (people of each home), `people` and `homes` (a column a variable),
and `singles`, how many of the first homes are reckoned one by one.
"""

import json
import sys
import time

import numpy
from openfisca_core.simulations import SimulationBuilder

import rules

MONTH = "2021-03"


def one_by_one(system, given, count):
    """Build and reckon each of the first homes alone; the times in microseconds."""
    both, only = [], []
    first = 0
    for at, size in enumerate(given["sizes"][:count]):
        people = {
            str(one): {name: {MONTH: column[one]} for name, column in given["people"].items()}
            for one in range(first, first + size)
        }
        first += size
        group = {name: {MONTH: column[at]} for name, column in given["homes"].items()}
        group["members"] = list(people)
        start = time.perf_counter()
        simulation = SimulationBuilder().build_from_entities(
            system, {"persons": people, "homes": {"home": group}}
        )
        built = time.perf_counter()
        for name in rules.OUTPUTS:
            simulation.calculate(name, MONTH)
        done = time.perf_counter()
        both.append((done - start) * 1e6)
        only.append((done - built) * 1e6)
    return both, only


def all_at_once(system, given):
    """Build one simulation of all homes and reckon it with arrays; results and seconds."""
    sizes = numpy.array(given["sizes"])
    count = int(sizes.sum())
    owners = numpy.repeat(numpy.arange(len(sizes)), sizes)
    columns = [
        (name, numpy.array(column))
        for part in ("people", "homes")
        for name, column in given[part].items()
    ]
    start = time.perf_counter()
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("person", numpy.arange(count))
    group = builder.declare_entity("home", numpy.arange(len(sizes)))
    builder.join_with_persons(group, owners, numpy.array(["member"] * count))
    simulation = builder.build(system)
    for name, column in columns:
        simulation.set_input(name, MONTH, column)
    built = time.perf_counter()
    results = {name: simulation.calculate(name, MONTH) for name in rules.OUTPUTS}
    done = time.perf_counter()
    return results, done - start, done - built


def middle(values):
    return sorted(values)[len(values) // 2]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        given = json.load(file)
    system = rules.system()
    one_by_one(system, given, 20)
    both, only = one_by_one(system, given, given["singles"])
    results, total, reckoned = all_at_once(system, given)
    out = {name: numpy.asarray(column).astype(int).tolist() for name, column in results.items()}
    out["single_us"] = middle(both)
    out["single_calculate_us"] = middle(only)
    out["batch_s"] = total
    out["batch_calculate_s"] = reckoned
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump(out, file)


if __name__ == "__main__":
    main()
