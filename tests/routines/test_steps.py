"""Steps of routines: fanned out over people and their managers, each named person spending the effort."""

from __future__ import annotations

from collections import Counter

import pytest

from workmodel.domain import Completion, Plan, Resource, Routine, RoutineStep
from workmodel.errors import InvalidValue, OutOfRange, PlanFaults, StillReferred
from workmodel.routines import next_occurrence, occurrences

REVIEW = [
    RoutineStep("self", effort="1h", who="each"),
    RoutineStep("review", effort="1.5h", who="manager", after="self"),
    RoutineStep("talk", effort="0.5h", who=["each", "manager"], after="review"),
    RoutineStep("calibrate", effort="2h", who=["hr", "managers"], after="review"),
]


def company(managers=3, reports=8):
    bosses = [Resource(f"m{n}") for n in range(managers)]
    staff = [Resource(f"e{m}{n}", manager=f"m{m}") for m in range(managers) for n in range(reports)]
    team = Resource("staff", type="team", members=[one.id for one in staff])
    return [*bosses, *staff, team, Resource("hr")]


def review_plan(**said):
    routine = Routine(
        "review",
        recurrence="FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=2",
        steps=REVIEW,
        fan_out="staff",
        owner="hr",
        **said,
    )
    return Plan(start="2026-03-02").add(*company(), routine)


def hours(one):
    spent = Counter()
    for step in one.steps:
        for person in step.who:
            spent[person] += step.each
    return {person: minutes / 60 for person, minutes in spent.items()}


def test_the_annual_review_costs_a_manager_18_hours_and_the_company_92():
    one = next_occurrence(review_plan(), "review", "2026-03-02")
    spent = hours(one)
    assert one.effort / 60 == 92
    assert {spent[f"m{n}"] for n in range(3)} == {18}
    assert {spent[f"e{m}{n}"] for m in range(3) for n in range(8)} == {1.5}
    assert spent["hr"] == 2
    assert sum(spent.values()) == 92


def test_next_years_cycle_is_there_before_this_years_is_finished():
    found = list(occurrences(review_plan(), "review", "2026-01-01", "2027-12-31"))
    assert [(one.id, one.effort, one.done) for one in found] == [
        ("review@2026-11-02", 5520, None),
        ("review@2027-11-02", 5520, None),
    ]


def test_steps_have_the_ids_of_their_occurrence_and_person_and_wait_for_those_of_the_same_person():
    one = next_occurrence(review_plan(), "review", "2026-03-02")
    steps = {step.id: step for step in one.steps}
    assert len(steps) == 3 * 24 + 1
    talk = steps["review@2026-11-02/talk/e07"]
    assert (talk.step, talk.person, talk.who, talk.each, talk.effort) == (
        "talk",
        "e07",
        ("e07", "m0"),
        30,
        60,
    )
    assert talk.after == ("review@2026-11-02/review/e07",)
    meeting = steps["review@2026-11-02/calibrate"]
    assert (meeting.person, meeting.who, meeting.effort) == (None, ("hr", "m0", "m1", "m2"), 480)
    assert len(meeting.after) == 24


def test_a_step_that_names_nobody_is_done_by_those_assigned():
    steps = [
        RoutineStep("draw_up", effort="1h"),
        RoutineStep("check", effort="30min", who="ben", duration="2h"),
    ]
    plan = Plan(start="2026-03-02").add(
        Resource("ana"),
        Resource("ben"),
        Routine("close", recurrence="FREQ=MONTHLY", steps=steps, assignments="ana"),
    )
    first, second = next_occurrence(plan, "close", "2026-03-01").steps
    assert (first.id, first.who, first.effort) == ("close@2026-03-02/draw_up", ("ana",), 60)
    assert (second.who, second.effort, second.duration) == (("ben",), 30, 120)


def test_each_person_counts_once_however_often_a_team_names_them():
    plan = Plan(start="2026-03-02").add(
        Resource("ana"), Resource("ben"), Resource("a", type="team", members=["ana", "b"]),
        Resource("b", type="team", members=["ben", "ana"]),
        Routine("r", recurrence="FREQ=DAILY", fan_out=["a", "b", "ana"], steps=RoutineStep("x", who=["each", "b"])),
    )  # fmt: skip
    found = next_occurrence(plan, "r", "2026-03-01").steps
    assert [(step.person, step.who) for step in found] == [("ana", ("ana", "ben")), ("ben", ("ben", "ana"))]


def test_what_was_reported_of_a_step_stands_with_it():
    done = Completion(
        routine="review", occurrence="2026-11-02", step="self", person="e00", done="2026-11-03", effort="2h"
    )
    one = next_occurrence(review_plan().add(done), "review", "2026-03-02")
    assert {step.id for step in one.steps if step.completion is not None} == {"review@2026-11-02/self/e00"}


def test_whoever_has_no_manager_is_told_and_the_step_keeps_its_effort():
    plan = review_plan().evolve("e00", manager=None)
    found = [finding for finding in plan.check() if finding.code.startswith("routine")]
    assert [(finding.code, finding.subject, dict(finding.facts)["person"]) for finding in found] == [
        ("routine.no_manager", "review", "e00")
    ]
    steps = {step.id: step for step in next_occurrence(plan, "review", "2026-03-02").steps}
    review = steps["review@2026-11-02/review/e00"]
    assert (review.who, review.effort) == ((), 90)


def test_steps_for_nobody_and_reports_of_no_step_are_told():
    plan = review_plan().evolve("review", fan_out=()).add(
        Completion(routine="review", occurrence="2026-11-02", step="dance"),
        Completion("again", routine="review", occurrence="2026-11-02", step="dance"),
    )  # fmt: skip
    told = [(finding.code, finding.subject) for finding in plan.check() if finding.code != "routine.no_owner"]
    assert told == [
        ("routine.no_fan_out", "review"),
        ("completion.unknown_step", "review.2026-11-02.dance"),
        ("completion.repeated", "again"),
        ("completion.unknown_step", "again"),
    ]


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ([RoutineStep("a"), RoutineStep("a")], "one step"),
        ([RoutineStep("a", after="b")], "a step of the routine"),
        (
            [RoutineStep("a", after="b"), RoutineStep("b", after="c"), RoutineStep("c", after="a")],
            "no step waits",
        ),
        ([RoutineStep("a", after="a")], "no step waits"),
    ],
)
def test_steps_that_do_not_fit_together_are_refused(steps, reason):
    with pytest.raises(OutOfRange) as caught:
        Routine("r", steps=steps)
    assert reason in caught.value.expected


def test_a_ring_of_steps_is_shown_around():
    ring = [RoutineStep("a", after="b"), RoutineStep("b", after="c"), RoutineStep("c", after="a")]
    with pytest.raises(OutOfRange) as caught:
        Routine("r", steps=[RoutineStep("free", after="a"), *ring])
    assert caught.value.value in ("a → c → b → a", "b → a → c → b", "c → b → a → c")


@pytest.mark.parametrize(
    "wrong",
    [
        {"effort": "-1h"},
        {"effort": "1eh"},
        {"duration": "-1h"},
        {"who": 5},
        {"after": 5},
        {"title": 5},
        {"who": "a b"},
    ],
)
def test_what_a_step_has_is_checked(wrong):
    with pytest.raises(InvalidValue):
        RoutineStep("a", **wrong)


def test_effort_is_said_by_the_steps_or_by_the_routine():
    for said in ({"effort": "1h"}, {"overrides": ["2026-11-02 effort 2h"]}):
        with pytest.raises(OutOfRange):
            Routine("r", recurrence="FREQ=DAILY", steps=[RoutineStep("a")], **said)


def test_people_named_in_steps_are_references():
    plan = review_plan()
    assert plan.rename("hr", "personnel")["review"].steps[3].who == ("personnel", "managers")
    with pytest.raises(StillReferred):
        plan.remove("hr")
    without = plan.evolve("review", owner=None).remove("hr", cascade=True)
    assert without["review"].steps[3].who == ("managers",)
    with pytest.raises(PlanFaults) as caught:
        plan.evolve("review", fan_out=["nobody"])
    assert "nobody" in caught.value.faults[0]


def test_the_words_in_steps_are_words_even_where_a_resource_has_that_id():
    plan = review_plan().add(Resource("manager"))
    assert plan.rename("manager", "boss")["review"].steps == tuple(REVIEW)
    assert plan.remove("manager")["review"].steps == tuple(REVIEW)


def test_what_was_done_of_a_routine_goes_with_it():
    plan = review_plan().add(Completion(routine="review", occurrence="2026-11-02"))
    assert plan.rename("review", "appraisal").completions["review.2026-11-02"].routine == "appraisal"
    with pytest.raises(StillReferred):
        plan.remove("review")
    assert not plan.remove("review", cascade=True).completions


def test_nobody_manages_themselves():
    with pytest.raises(PlanFaults) as caught:
        Plan().add(Resource("ana", manager="ana"))
    assert "is managed by itself" in caught.value.faults[0]


def test_the_id_of_a_completion_is_made_of_what_it_names():
    assert Completion(routine="close", occurrence="2026-06-30").id == "close.2026-06-30"
    assert Completion("x", routine="close", occurrence="2026-06-30").id == "x"
    for wrong in (
        {"occurrence": "soon"}, {"occurrence": "2026-06-30", "outcome": "lost"}, {"occurrence": "2026-06-30", "person": "ana"},
        {"occurrence": "2026-06-30", "effort": "1eh"}, {"occurrence": "2026-06-30", "effort": "-1h"},
    ):  # fmt: skip
        with pytest.raises(InvalidValue):
            Completion(routine="close", **wrong)


class TestTeamsWhosePeopleComeAndGo:
    """Ana leaves on Tuesday 3 March, Cem joins on Monday the 9th; the review comes every Monday."""

    plan = Plan(start="2026-03-02").add(
        Resource("ana", manager="eva"),
        Resource("ben", manager="eva"),
        Resource("cem", manager="ben"),
        Resource("eva"),
        Resource("dev", type="team", members=["ana to 2026-03-03", "ben", "cem from 2026-03-09"]),
        Resource("all", type="team", members=["dev", "eva to 2026-03-13"]),
    )

    def plan_with(self, **said):
        return self.plan.add(Routine("r", recurrence="FREQ=WEEKLY;BYDAY=MO", **said))

    def test_who_left_is_not_fanned_out_for_any_more(self):
        plan = self.plan_with(fan_out="dev", steps=[RoutineStep("t", effort="1h", who=["each", "manager"])])
        first, second = occurrences(plan, "r", "2026-03-02", "2026-03-09")
        assert [step.person for step in first.steps] == ["ana", "ben"]
        assert [step.person for step in second.steps] == ["ben", "cem"]
        assert second.steps[1].who == ("cem", "ben")
        assert (first.effort, second.effort) == (240, 240)

    def test_a_step_of_a_team_is_done_by_who_is_in_it_then(self):
        plan = self.plan_with(steps=[RoutineStep("t", effort="1h", who=["all"])])
        found = occurrences(plan, "r", "2026-03-02", "2026-03-16")
        assert [one.steps[0].who for one in found] == [
            ("ana", "ben", "eva"),
            ("ben", "cem", "eva"),
            ("ben", "cem"),
        ]

    def test_an_effort_that_each_spends_is_spent_by_who_is_in_the_team_then(self):
        plan = self.plan_with(effort="1h", split="each", assignments=["all"])
        found = occurrences(plan, "r", "2026-03-02", "2026-03-16")
        assert [one.effort for one in found] == [180, 180, 120]

    def test_moving_an_occurrence_does_not_change_whom_it_is_for(self):
        """The day of the original start counts, as it does for the id."""
        plan = self.plan_with(
            fan_out="dev", steps=[RoutineStep("t", who="each")], overrides=["2026-03-02 to 2026-03-05"]
        )
        one = next_occurrence(plan, "r", "2026-03-03")
        assert [step.id for step in one.steps] == ["r@2026-03-02/t/ana", "r@2026-03-02/t/ben"]

    def test_it_is_done_when_the_steps_of_those_who_are_there_are_done(self):
        plan = self.plan_with(fan_out="dev", steps=[RoutineStep("t", who="each")]).add(
            *(
                Completion(routine="r", occurrence="2026-03-09", step="t", person=name, done="2026-03-10")
                for name in ("ben", "cem")
            )
        )
        assert [one.done is not None for one in occurrences(plan, "r", "2026-03-02", "2026-03-16")] == [
            False, True, False,
        ]  # fmt: skip
