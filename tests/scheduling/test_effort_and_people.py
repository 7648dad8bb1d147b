"""How long work takes where that follows from who does it, worked by hand."""

from __future__ import annotations

import pytest

from workmodel.errors import NoWorkingTime
from workmodel.scheduling import schedule
from workmodel.testing import sketch, timetable

MORNINGS = """
    mornings calendar mon-fri 08:00-12:00
    ana resource calendar mornings
    ben resource
"""


class TestOneCalendar:
    @pytest.mark.parametrize(
        ("picture", "expected"),
        [
            # ten days by somebody at 0.8 take twelve and a half: Fri 13 is the tenth, Wed 18 12:00 the end
            ("ben resource capacity 0.8\na effort 10d @ben", "Mon 2 Mar 08:00 → Wed 18 Mar 12:00"),
            ("ben resource\na effort 2d @ben 50%", "Mon 2 Mar 08:00 → Thu 5 Mar 17:00"),
            # units that are given win over capacity
            ("ben resource capacity 0.5\na effort 2d @ben 100%", "Mon 2 Mar 08:00 → Tue 3 Mar 17:00"),
            ("ana resource\nben resource\na effort 10d @ana @ben", "Mon 2 Mar 08:00 → Fri 6 Mar 17:00"),
            ("ana resource\nben resource\na effort 6d @ana @ben 50%", "Mon 2 Mar 08:00 → Thu 5 Mar 17:00"),
            ("drill resource capacity 3 type equipment\na effort 6d @drill", "Mon 2 Mar 08:00 → Tue 3 Mar 17:00"),
            # each spends two days; the one at half time takes four
            ("ana resource\nben resource\na effort 2d each @ana @ben 50%", "Mon 2 Mar 08:00 → Thu 5 Mar 17:00"),
            # nobody, or nobody who has hours: one full-time person
            ("a effort 3d", "Mon 2 Mar 08:00 → Wed 4 Mar 17:00"),
            ("sand resource type material\na effort 3d @sand", "Mon 2 Mar 08:00 → Wed 4 Mar 17:00"),
            ("ben resource\na effort 3d @ben 0%", "Mon 2 Mar 08:00 → Wed 4 Mar 17:00"),
            # a third of a person needs a day over 0.3333, which is 1440.1 minutes, rounded up
            ("ben resource capacity 0.3333\na effort 1d @ben", "Mon 2 Mar 08:00 → Thu 5 Mar 08:01"),
            # a duration that is given wins
            ("ben resource\na 1d effort 10d @ben", "Mon 2 Mar 08:00 → Mon 2 Mar 17:00"),
            ("a effort 0d", "Mon 2 Mar 08:00"),
        ],
    )  # fmt: skip
    def test_effort_over_units(self, picture: str, expected: str) -> None:
        """Effort by the sum of units, or by the least where each spends it."""
        found = schedule(sketch(picture))
        assert timetable(found) == {"a": expected}
        assert found.findings == ()


class TestDifferentCalendars:
    def test_shared_effort_ends_when_their_hours_add_up(self) -> None:
        """Twelve hours: until 12:00 both, eight hours; then Ben alone four more, until 17:00. It lasts eight hours."""
        found = schedule(sketch(MORNINGS + "a effort 12h @ana @ben"))
        assert timetable(found, short=True) == {"a": "Mon 08:00 → Mon 17:00"}
        assert found["a"].duration.minutes == 480

    def test_it_depends_on_when_it_starts(self) -> None:
        """From Mon 13:00: Ben 4 h; Tue until 12:00 both, 8 h: twelve hours are done at Tue 12:00, in eight of work."""
        found = schedule(sketch(MORNINGS + "x 4h\na effort 12h @ana @ben after x"))
        assert timetable(found, short=True)["a"] == "Mon 13:00 → Tue 12:00"

    def test_effort_each_ends_with_the_last(self) -> None:
        """Eight hours each: Ben until Mon 17:00, Ana until Tue 12:00."""
        found = timetable(sketch(MORNINGS + "a effort 8h each @ana @ben"), short=True)
        assert found == {"a": "Mon 08:00 → Tue 12:00"}

    def test_units_count_in_their_own_hours(self) -> None:
        """Ana at half: 2 h each morning; Ben at half: 4 h a day. Nine hours: Mon 6 h, then Tue at 3 hours of both: 11:00."""
        found = timetable(sketch(MORNINGS + "a effort 9h @ana 50% @ben 50%"), short=True)
        assert found == {"a": "Mon 08:00 → Tue 11:00"}

    @pytest.mark.parametrize("way", ["a effort 12h @ana @ben", "a effort 12h @ben @ana"])
    def test_back_from_a_finish(self, way: str) -> None:
        """Back from Tue 17:00: Ben 4 h until 13:00, both 8 h until 08:00."""
        found = timetable(sketch(MORNINGS + way, direction="backward", finish="2026-03-03 17:00"), short=True)
        assert found == {"a": "Tue 08:00 → Tue 17:00"}

    def test_back_from_a_finish_before_which_the_order_of_hours_counts(self) -> None:
        """Back from Tue 12:00: both, 8 h, until 08:00; Ben's last 4 h before are Mon 13:00–17:00."""
        found = timetable(
            sketch(MORNINGS + "a effort 12h @ana @ben", direction="backward", finish="2026-03-03 12:00"),
            short=True,
        )
        assert found == {"a": "Mon 13:00 → Tue 12:00"}

    def test_each_back_from_a_finish(self) -> None:
        """Eight hours each by Tue 17:00: Ben from Tue 08:00, Ana's two mornings from Mon 08:00."""
        found = timetable(
            sketch(MORNINGS + "a effort 8h each @ana @ben", direction="backward", finish="2026-03-03 17:00"),
            short=True,
        )
        assert found == {"a": "Mon 08:00 → Tue 17:00"}

    def test_a_finish_bound(self) -> None:
        """``a`` may not end before ``x``, Wed 12:00: its twelve hours end then. Both from 08:00, 8 h, Ben Tue 13–17."""
        found = timetable(sketch(MORNINGS + "x 20h\na effort 12h @ana @ben after x FF"), short=True)
        assert found["a"] == "Tue 13:00 → Wed 12:00"

    def test_a_start_that_is_bounded_from_above(self) -> None:
        """``b`` must start by Tue 13:00 and ``a`` with it: then Ben has 4 h until 17:00 and both 8 h until Wed 12:00."""
        found = timetable(
            sketch(MORNINGS + "long 5d\na effort 12h @ana @ben\nb 1d after a SS, SNLT 2026-03-03 13:00"),
            "a", short=True, dates="late",
        )  # fmt: skip
        assert found == {"a": "Tue 13:00 → Wed 12:00"}

    def test_effort_that_takes_years(self) -> None:
        """Ana 0.4 h a day and Ben 0.8: 4000 h take 3333 days and 0.4 h, at 0.2 an hour until 10:00 of the next.

        3333 days are 666 weeks and three days: from Mon 2 March 2026 to Wed 8 December 2038, so Thu 9.
        Back from then at 10:00 it begins on Mon 2 March 2026.
        """
        picture = MORNINGS + "a effort 4000h @ana 10% @ben 10%"
        found = schedule(sketch(picture))["a"]
        assert f"{found.finish:%a %Y-%m-%d %H:%M}" == "Thu 2038-12-09 10:00"
        late = schedule(sketch(picture, direction="backward", finish="2038-12-09 10:00"))["a"]
        assert f"{late.start:%a %Y-%m-%d %H:%M}" == "Mon 2026-03-02 08:00"
        for held in ("MSO 2026-03-02", "MFO 2038-12-09 10:00"):
            item = schedule(sketch(f"{picture} {held}"))["a"]
            assert (
                f"{item.start:%Y-%m-%d %H:%M} {item.finish:%Y-%m-%d %H:%M}"
                == "2026-03-02 08:00 2038-12-09 10:00"
            )

    def test_within_the_tasks_own_calendar(self) -> None:
        """The room is open Tuesday: Ana's 4 h and Ben's 8 h there, twelve in all, end Tue 17:00."""
        found = timetable(
            sketch(
                MORNINGS + "room calendar tue 08:00-12:00, 13:00-17:00\na effort 12h @ana @ben calendar room"
            ),
            short=True,
        )
        assert found == {"a": "Tue 08:00 → Tue 17:00"}

    def test_ignoring_them_all_work_in_the_tasks_hours(self) -> None:
        """The room is open Tuesday, Ana comes all day: twelve hours by two people are six: Tue 15:00."""
        found = timetable(
            sketch(
                MORNINGS + "room calendar tue 08:00-12:00, 13:00-17:00\n"
                "a effort 12h @ana @ben calendar room ignore_resource_calendars"
            ),
            short=True,
        )
        assert found == {"a": "Tue 08:00 → Tue 15:00"}

    def test_a_percent_lag_counts_the_working_time_it_took(self) -> None:
        """It took Mon 08:00–17:00, eight hours; half of that after Mon 17:00 is Tue 12:00."""
        found = timetable(sketch(MORNINGS + "a effort 12h @ana @ben\nm 0d after a FS+50%"), short=True)
        assert found["m"] == "Tue 12:00"

    def test_by_hand_it_takes_the_hours_that_people_have(self) -> None:
        """Of sixteen hours Tue has twelve, eight of them in the morning; four more are Wed 08:00 to 10:00, or Mon afternoon."""
        for said, expected in (
            ("manual 2026-03-03 08:00", "Tue 08:00 → Wed 10:00"),
            ("manual .. 2026-03-03 17:00", "Mon 13:00 → Tue 17:00"),
        ):
            assert timetable(sketch(f"{MORNINGS}a effort 16h @ana @ben {said}"), short=True) == {
                "a": expected
            }

    def test_under_way_and_complete_it_is_a_number(self) -> None:
        """Sixteen hours at two people's pace are eight: half done at Mon 12:00, on their hours together."""
        for said, expected in (
            ("started 2026-03-02 08:00 progress 50%", "Mon 08:00 → Mon 17:00"),
            ("done 2026-03-03 17:00", "Tue 08:00 → Tue 17:00"),
        ):
            assert timetable(sketch(f"{MORNINGS}a effort 16h @ana @ben {said}"), short=True) == {
                "a": expected
            }, said

    def test_somebody_who_never_works_is_named(self) -> None:
        """Each has to spend a day, and Kim has none."""
        with pytest.raises(NoWorkingTime) as caught:
            schedule(
                sketch(
                    "never calendar mon off\nkim resource calendar never\nben resource\na effort 1d each @ben @kim"
                )
            )
        assert (caught.value.subject, caught.value.calendars) == ("a", ("standard", "never"))


class TestWhatIsMissing:
    def test_nothing_given_is_a_day_and_is_told(self) -> None:
        """A day of the plan's conventions: seven and a half hours here, until 16:30."""
        found = schedule(sketch("plan day 450\na"))
        assert timetable(found, short=True) == {"a": "Mon 08:00 → Mon 16:30"}
        (told,) = found.findings
        assert (told.code, told.subject, told.severity) == ("duration.missing", "a", "info")

    def test_people_without_effort_are_a_day_too(self) -> None:
        """Who is to do it is known, how much there is to do is not."""
        found = schedule(sketch("ana resource\na @ana"))
        assert timetable(found, short=True) == {"a": "Mon 08:00 → Mon 17:00"}
        assert [f.code for f in found.findings] == ["duration.missing"]

    def test_an_estimate_of_duration_stands_in_with_its_mean(self) -> None:
        """(2 + 4 × 5 + 14) / 6 = 6 days: Mon 9 17:00. Nothing is missing."""
        found = schedule(sketch("a estimate 2d / 5d / 14d"))
        assert timetable(found) == {"a": "Mon 2 Mar 08:00 → Mon 9 Mar 17:00"}
        assert found.findings == ()

    def test_an_estimate_of_effort_stands_in_for_the_effort(self) -> None:
        """Six days by two people are three: Wed 17:00."""
        from workmodel.domain import Estimate

        plan = sketch("ana resource\nben resource\na @ana @ben").evolve(
            "a", estimate=Estimate("2d", "5d", "14d", of="effort")
        )
        found = schedule(plan)
        assert timetable(found, short=True) == {"a": "Mon 08:00 → Wed 17:00"}
        assert found.findings == ()

    def test_a_mean_is_rounded_half_up(self) -> None:
        """(0 + 4 × 0 + 3) / 6 minutes are half a minute: one."""
        assert timetable(sketch("a estimate 0d / 0d / 3min"), short=True) == {"a": "Mon 08:00 → Mon 08:01"}


class TestEfficiency:
    """Effort done per hour worked."""

    @pytest.mark.parametrize(
        ("picture", "expected"),
        [
            # a day's effort takes somebody at 0.5 two days, somebody at 1.25 six hours and 24 minutes
            ("ben resource efficiency 0.5\na effort 8h @ben", "Mon 2 Mar 08:00 → Tue 3 Mar 17:00"),
            ("ben resource efficiency 1.25\na effort 8h @ben", "Mon 2 Mar 08:00 → Mon 2 Mar 15:24"),
            # 0.5 × 0.5 of an hour's effort in an hour
            ("ben resource efficiency 0.5\na effort 8h @ben 50%", "Mon 2 Mar 08:00 → Thu 5 Mar 17:00"),
            ("ben resource efficiency 0.5, capacity 0.5\na effort 8h @ben", "Mon 2 Mar 08:00 → Thu 5 Mar 17:00"),
            # 1.5 an hour between them: 12 h in a day of eight
            ("ana resource\nben resource efficiency 0.5\na effort 12h @ana @ben", "Mon 2 Mar 08:00 → Mon 2 Mar 17:00"),
            # 60 ÷ 0.9 is 66.67 minutes, rounded up once
            ("ben resource efficiency 0.9\na effort 1h @ben", "Mon 2 Mar 08:00 → Mon 2 Mar 09:07"),
            # a duration that is given wins
            ("ben resource efficiency 0.5\na 1d effort 8h @ben", "Mon 2 Mar 08:00 → Mon 2 Mar 17:00"),
            ("ben resource efficiency 0.5\na 1d @ben", "Mon 2 Mar 08:00 → Mon 2 Mar 17:00"),
            # what each spends is time
            ("ben resource efficiency 0.5\na effort 8h each @ben", "Mon 2 Mar 08:00 → Mon 2 Mar 17:00"),
        ],
    )  # fmt: skip
    def test_effort_over_units_and_efficiency(self, picture: str, expected: str) -> None:
        found = schedule(sketch(picture))
        assert timetable(found) == {"a": expected}

    def test_each_counts_in_their_own_hours(self) -> None:
        """Ana 2 an hour until 12:00, Ben 0.5 all day: 10 h are done by Mon 12:00, the last 2 h by 17:00."""
        picture = """
            mornings calendar mon-fri 08:00-12:00
            ana resource calendar mornings, efficiency 2
            ben resource efficiency 0.5
            a effort 12h @ana @ben
        """
        assert timetable(sketch(picture), short=True) == {"a": "Mon 08:00 → Mon 17:00"}
        back = sketch(picture, direction="backward", finish="2026-03-03 17:00")
        assert timetable(back, short=True) == {"a": "Tue 08:00 → Tue 17:00"}

    def test_rates_that_have_little_in_common_fit_however_many_people_there_are(self) -> None:
        """30000.3333 × 0.9999 + 1 = 29998.3333 hours done in an hour: 119993 take 239.9993 minutes."""
        picture = """
            mornings calendar mon-fri 08:00-12:00
            crowd resource type team, calendar mornings, capacity 30000.3333, efficiency 0.9999
            ben resource
            a effort 119993h @crowd @ben
        """
        assert timetable(sketch(picture), short=True) == {"a": "Mon 08:00 → Mon 12:00"}


class TestNoWorkingTime:
    def test_it_names_the_item_and_both_calendars(self) -> None:
        """Nights and office hours never meet."""
        plan = sketch("night calendar mon-fri 22:00-06:00\nana resource\nbuild 3d @ana calendar night")
        with pytest.raises(NoWorkingTime) as caught:
            schedule(plan)
        assert (caught.value.subject, caught.value.calendars) == ("build", ("standard", "night"))
        assert '"standard" and "night": no working time in common' in str(caught.value)

    @pytest.mark.parametrize(
        "picture",
        [
            "a 1d calendar shut",
            "a 1d calendar shut MSO 2026-03-04",
            "a 1d calendar shut manual .. 2026-03-04",
            "a 1d calendar shut done 2026-03-04",
            "kim resource calendar shut\na 1d @kim",
            "kim resource calendar shut\na effort 1d @kim",
            "p project calendar shut\n  a 1d",
            "p project calendar shut\n  q project\n    g\n      a 1d",
            "plan calendar shut\na 1d",
            "x 1d\ngroup task calendar shut, after x FS+1d\n  a 1d",
        ],
    )
    @pytest.mark.parametrize("direction", ["forward", "backward"])
    def test_wherever_the_hours_come_from(self, picture: str, direction: str) -> None:
        """A calendar without a shift, of the task, a person, a project, the plan, or a lag."""
        plan = sketch("shut calendar mon off\n" + picture, direction=direction, finish="2026-03-13 17:00")
        with pytest.raises(NoWorkingTime) as caught:
            schedule(plan)
        assert caught.value.calendars == ("shut",)
        assert caught.value.subject in {"a", "group", "x"}

    def test_a_calendar_that_opens_once_years_ahead(self) -> None:
        """Sat 7 March 2040 08:00–12:00 is enough for four hours, and not for five."""
        picture = "once calendar open 2040-03-07 08:00-12:00\na {} calendar once"
        assert timetable(sketch(picture.format("4h"))) == {"a": "Wed 7 Mar 08:00 → Wed 7 Mar 12:00"}
        with pytest.raises(NoWorkingTime):
            schedule(sketch(picture.format("5h")))
