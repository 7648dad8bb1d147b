"""What work asks for before anybody is named: how many, which skill, what share, and from among whom."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.domain import Plan, Requirement, Resource, Routine, Skill, Task, requirement
from workmodel.domain.people import able
from workmodel.errors import InvalidText, InvalidValue, OutOfRange, PlanFaults, StillReferred, WrongType

TEAM = Plan(start="2026-03-02").add(
    Resource("ana", skills=["python 4"]),
    Resource("ben", skills=["python"]),
    Resource("cem"),
    Resource("dev", type="team", members=["ben", "cem"]),
    Resource("ink", type="material", skills=["python"]),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("python", Requirement("python")),
        ("python 4", Requirement("python", 4)),
        ("2 python 4", Requirement("python", 4, 2)),
        ("python 50%", Requirement("python", units="0.5")),
        ("from ana|ben", Requirement(among=["ana", "ben"])),
        ("2 from dev", Requirement(count=2, among=["dev"])),
        ("python 4 50% from dev", Requirement("python", 4, units="50%", among=["dev"])),
        ("3 python 5 12.5% from ana|dev", Requirement("python", 5, 3, "0.125", ["ana", "dev"])),
        ("50% from from", Requirement(units="0.5", among=["from"])),
        ("from 4", Requirement(among=["4"])),
        ("2", Requirement("2")),
        ("2 3", Requirement("3", count=2)),
        ("1 2 3", Requirement("2", 3)),
    ],
)
def test_a_requirement_is_a_count_a_skill_with_its_level_a_share_and_a_pool(text, found):
    assert requirement(text) == found
    assert str(found) == text
    assert requirement(f"  {text.replace(' ', '   ')} ") == found


@pytest.mark.parametrize(
    "text",
    ["", "50%", "2 50%", "python from", "from", "2 from", "2 50% 4", "python 6", "python 4 4", "python 0%",
     "python x%", "from ana|", "from |", "from ana | ben", "from a/b", "python from ana from ben", "0 python", "python 50 %"],
)  # fmt: skip
def test_text_that_is_no_requirement_shows_what_was_expected(text):
    with pytest.raises(InvalidText) as caught:
        requirement(text)
    assert caught.value.what == "a requirement"
    assert "2 python from dev" in caught.value.expected


@given(st.text("ab4%|from ", max_size=20))
def test_whatever_reads_as_a_requirement_prints_as_text_that_reads_the_same(text):
    try:
        found = requirement(text)
    except InvalidValue:
        return
    assert requirement(str(found)) == found


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({}, OutOfRange),
        ({"level": 4, "among": ["ana"]}, OutOfRange),
        ({"skill": "python", "units": 0}, OutOfRange),
        ({"skill": "python", "units": -1}, OutOfRange),
        ({"skill": "python", "units": 10_001}, OutOfRange),
        ({"skill": "python", "units": True}, WrongType),
        ({"skill": "python", "among": {"ana"}}, WrongType),
        ({"skill": "python", "among": [3]}, WrongType),
        ({"skill": "python", "among": ["a b"]}, InvalidText),
        ({"skill": None}, WrongType),
    ],
)
def test_a_requirement_that_asks_for_nothing_sensible_is_refused(fields, error):
    with pytest.raises(error):
        Requirement(**fields)


def test_whom_to_take_from_is_named_once_and_units_are_exact():
    found = Requirement("python", units=0.1, among=["ana", "ben", "ana"])
    assert (found.units, found.among) == (Decimal("0.1"), ("ana", "ben"))


def test_without_a_skill_every_skill_will_do():
    assert requirement("from ana").met_by(Skill("sql", 1))
    assert not requirement("python from ana").met_by(Skill("sql", 5))


def test_whoever_meets_a_requirement_is_in_the_pool_has_the_skill_and_has_hours():
    asked = [
        "python",
        "python 4",
        "python from dev",
        "from dev",
        "from ana|dev",
        "from ink",
        "python 4 from dev",
    ]
    assert {text: able(TEAM, requirement(text)) for text in asked} == {
        "python": ("ana", "ben"),
        "python 4": ("ana",),
        "python from dev": ("ben",),
        "from dev": ("ben", "cem"),
        "from ana|dev": ("ana", "ben", "cem"),
        "from ink": (),
        "python 4 from dev": (),
    }


def test_whom_to_take_from_has_to_be_a_resource_of_the_plan():
    with pytest.raises(PlanFaults) as caught:
        TEAM.add(Task("x", requires=["python from anna"]), Routine("r", requires=["from x"]))
    assert caught.value.faults == (
        'task "x": requires names "anna", which is not in the plan. Did you mean "ana"?',
        'routine "r": requires names "x", which is a task; it has to be a resource',
    )


def test_whom_to_take_from_follows_a_new_name():
    plan = TEAM.add(Task("x", requires=["2 from ana|dev"]), Routine("r", requires=["python from dev"]))
    renamed = plan.rename("dev", "makers")
    assert [str(one) for one in renamed["x"].requires] == ["2 from ana|makers"]
    assert [str(one) for one in renamed["r"].requires] == ["python from makers"]
    assert renamed.referrers("makers") == ("x", "r")
    assert plan.apply(plan.diff(renamed)) == renamed


def test_a_resource_to_take_from_is_removed_in_cascade_only():
    plan = TEAM.add(Task("x", requires=["from ana|ben", "python from ana", "from ana", "2 50% from ana"]))
    with pytest.raises(StillReferred):
        plan.remove("ana")
    assert [str(one) for one in plan.remove("ana", cascade=True)["x"].requires] == ["from ben", "python"]


def facts(finding):
    return dict(finding.facts)


def test_fewer_who_meet_a_requirement_than_it_asks_for_are_pointed_out():
    plan = TEAM.add(Task("x", duration="1d", requires=["3 from dev", "2 from dev", "python 4 from dev"]))
    found = [f for f in plan.check() if f.code == "requirement.unmet"]
    assert [(f["requirement"], f["there"], f["able"]) for f in map(facts, found)] == [
        ("3 from dev", 2, ("ben", "cem")),
        ("python 4 from dev", 0, ()),
    ]
    assert found[0].message == "x needs 3 from dev, and 2 in the plan can, ben, cem"
