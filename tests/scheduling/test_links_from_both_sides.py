"""The four links with a summary, somebody's calendar and work under way on each side, worked by hand."""

from __future__ import annotations

import pytest

from workmodel.scheduling import schedule
from workmodel.testing import sketch, timetable

FINISH = {"direction": "backward", "finish": "2026-03-13 17:00"}


class TestASummaryIsWaitedFor:
    """``group`` begins with ``one``, Tue 3 08:00, and ends with ``two``, Fri 6 17:00; ``b`` takes three days.

    The horizon is Fri 13 17:00, so ``b`` may start as late as Wed 11 08:00.
    """

    PICTURE = """
        long 10d
        x 1d
        group task after x
          one 2d
          inner
            two 1d SNET 2026-03-06
        b 3d after group {}
    """

    @pytest.mark.parametrize(
        ("link", "expected"),
        [
            ("FS", "Mon 9 Mar 08:00 → Wed 11 Mar 17:00"),
            ("SS", "Tue 3 Mar 08:00 → Thu 5 Mar 17:00"),
            ("FF", "Wed 4 Mar 08:00 → Fri 6 Mar 17:00"),
            ("SF", "Mon 2 Mar 08:00 → Wed 4 Mar 17:00"),  # it ends after Tue 08:00 anyway
        ],
    )
    def test_its_first_start_and_last_finish_count(self, link: str, expected: str) -> None:
        """FS and FF from Fri 17:00, SS and SF from Tue 08:00."""
        assert timetable(sketch(self.PICTURE.format(link)))["b"] == expected

    def test_start_to_finish_from_its_first_start(self) -> None:
        """A day of work that ends when the group starts, Tue 08:00, a moment after Mon 17:00."""
        found = timetable(sketch(self.PICTURE.format("SF").replace("b 3d", "b 1d")), short=True)
        assert found["b"] == "Mon 08:00 → Tue 08:00"

    @pytest.mark.parametrize("frame", [{}, FINISH], ids=["from a start", "from a finish"])
    @pytest.mark.parametrize(
        ("link", "one", "two"),
        [
            ("FS", "Mon 9 Mar 08:00 → Tue 10 Mar 17:00", "Tue 10 Mar 08:00 → Tue 10 Mar 17:00"),
            ("SS", "Wed 11 Mar 08:00 → Thu 12 Mar 17:00", "Fri 13 Mar 08:00 → Fri 13 Mar 17:00"),
            ("FF", "Thu 12 Mar 08:00 → Fri 13 Mar 17:00", "Fri 13 Mar 08:00 → Fri 13 Mar 17:00"),
            ("SF", "Thu 12 Mar 08:00 → Fri 13 Mar 17:00", "Fri 13 Mar 08:00 → Fri 13 Mar 17:00"),
        ],
    )
    def test_what_waits_for_its_end_bounds_every_leaf_below_and_for_its_start_what_begins_it(
        self, link: str, one: str, two: str, frame: dict[str, str]
    ) -> None:
        """FS: all have to end by Tue 10 17:00. SS: ``one`` begins it: it starts by Wed 11 08:00. FF, SF: by the horizon."""
        found = timetable(sketch(self.PICTURE.format(link), **frame), dates="late")
        assert (found["one"], found["two"]) == (one, two)


class TestASummaryWaits:
    """``p`` stands Wed 4 08:00 – Thu 5 17:00; in ``group``, ``a`` takes a day and ``b`` two."""

    PICTURE = """
        long 10d
        p 2d SNET 2026-03-04
        group task after p {}
          inner
            a 1d
          b 2d
    """

    @pytest.mark.parametrize(
        ("link", "a", "b"),
        [
            ("FS", "Fri 6 Mar 08:00 → Fri 6 Mar 17:00", "Fri 6 Mar 08:00 → Mon 9 Mar 17:00"),
            ("SS", "Wed 4 Mar 08:00 → Wed 4 Mar 17:00", "Wed 4 Mar 08:00 → Thu 5 Mar 17:00"),
            ("FF", "Thu 5 Mar 08:00 → Thu 5 Mar 17:00", "Wed 4 Mar 08:00 → Thu 5 Mar 17:00"),
            ("SF", "Tue 3 Mar 08:00 → Wed 4 Mar 08:00", "Mon 2 Mar 08:00 → Wed 4 Mar 08:00"),
        ],
    )
    def test_its_links_act_on_every_leaf_below(self, link: str, a: str, b: str) -> None:
        """Each leaf waits as if it held the link itself."""
        found = timetable(sketch(self.PICTURE.format(link)))
        assert (found["a"], found["b"]) == (a, b)

    @pytest.mark.parametrize("frame", [{}, FINISH], ids=["from a start", "from a finish"])
    @pytest.mark.parametrize(
        ("link", "expected"),
        [
            ("FS", "Tue 10 Mar 08:00 → Wed 11 Mar 17:00"),  # b may start Thu 12 08:00 at the latest
            ("SS", "Thu 12 Mar 08:00 → Fri 13 Mar 17:00"),
            ("FF", "Thu 12 Mar 08:00 → Fri 13 Mar 17:00"),
            ("SF", "Thu 12 Mar 08:00 → Fri 13 Mar 17:00"),
        ],
    )
    def test_its_tightest_leaf_bounds_what_it_waits_for(
        self, link: str, expected: str, frame: dict[str, str]
    ) -> None:
        """``a`` may start Fri 13 08:00, ``b`` Thu 12 08:00, and both may end Fri 13 17:00."""
        assert timetable(sketch(self.PICTURE.format(link), **frame), dates="late")["p"] == expected

    def test_links_of_all_summaries_around_count(self) -> None:
        """``outer`` waits for Wed 17:00, ``inner`` for Tue 17:00, ``a`` for Mon 17:00: Thu."""
        found = timetable(
            sketch("""
                one 1d
                two 2d
                three 3d
                outer task after three
                  inner task after two
                    a 1d after one
            """),
            short=True,
        )
        assert found["a"] == "Thu 08:00 → Thu 17:00"

    def test_a_group_of_finished_work_bounds_nobody(self) -> None:
        """All in ``group`` is done: ``p`` may end at the horizon, Fri 17:00."""
        found = schedule(
            sketch("""
                long 5d
                p 1d
                group task after p
                  a 1d started 2026-03-02 08:00 done 2026-03-02 17:00
            """)
        )
        assert timetable(found, "p", short=True, dates="late") == {"p": "Fri 08:00 → Fri 17:00"}
        assert found["p"].free_float.minutes == 4 * 480


class TestSomebodysCalendar:
    """Ana works Tuesday to Thursday."""

    WAITED_FOR = """
        few calendar tue-thu 08:00-12:00, 13:00-17:00
        ana resource calendar few
        long 10d
        p 2d @ana SNET 2026-03-04
        b 1d after p {}
    """
    WAITING = """
        few calendar tue-thu 08:00-12:00, 13:00-17:00
        ana resource calendar few
        long 10d
        p 2d SNET 2026-03-05
        b 1d @ana after p {}
    """

    @pytest.mark.parametrize(
        ("link", "expected"),
        [
            ("FS", "Fri 6 Mar 08:00 → Fri 6 Mar 17:00"),
            ("SS", "Wed 4 Mar 08:00 → Wed 4 Mar 17:00"),
            ("FF", "Thu 5 Mar 08:00 → Thu 5 Mar 17:00"),
            ("SF", "Tue 3 Mar 08:00 → Wed 4 Mar 08:00"),
        ],
    )
    def test_on_what_is_waited_for(self, link: str, expected: str) -> None:
        """``p`` stands Wed 4 08:00 – Thu 5 17:00 on her days; what waits keeps office hours."""
        assert timetable(sketch(self.WAITED_FOR.format(link)))["b"] == expected

    @pytest.mark.parametrize(
        ("link", "expected"),
        [
            ("FS", "Tue 10 Mar 08:00 → Tue 10 Mar 17:00"),  # after Fri 6 17:00 her next day is Tue 10
            ("SS", "Thu 5 Mar 08:00 → Thu 5 Mar 17:00"),
            ("FF", "Thu 5 Mar 08:00 → Thu 5 Mar 17:00"),  # Fri 17:00 is none of her hours: the end of Thu
            ("SF", "Wed 4 Mar 08:00 → Thu 5 Mar 08:00"),
        ],
    )
    def test_on_what_waits(self, link: str, expected: str) -> None:
        """``p`` stands Thu 5 08:00 – Fri 6 17:00 in office hours; ``b`` is done on her days."""
        assert timetable(sketch(self.WAITING.format(link)))["b"] == expected

    @pytest.mark.parametrize("frame", [{}, FINISH], ids=["from a start", "from a finish"])
    def test_late_dates_are_read_on_the_calendar_of_who_works(self, frame: dict[str, str]) -> None:
        """``b`` may start Fri 13 08:00; Ana's last work before that ends Thu 12 17:00, so ``p`` Wed 11 and Thu 12.

        When she does ``b``, it may start Thu 12 08:00, and ``p`` has to end Wed 11 17:00.
        """
        waited_for = timetable(sketch(self.WAITED_FOR.format("FS"), **frame), dates="late")
        assert waited_for["p"] == "Wed 11 Mar 08:00 → Thu 12 Mar 17:00"
        waiting = timetable(sketch(self.WAITING.format("FS"), **frame), dates="late")
        assert waiting["b"] == "Thu 12 Mar 08:00 → Thu 12 Mar 17:00"
        assert waiting["p"] == "Tue 10 Mar 08:00 → Wed 11 Mar 17:00"


class TestWorkUnderWay:
    @pytest.mark.parametrize(
        ("link", "expected"),
        [
            ("FS", "Mon 9 Mar 08:00 → Mon 9 Mar 17:00"),
            ("SS", "Wed 4 Mar 08:00 → Wed 4 Mar 17:00"),
            ("FF", "Fri 6 Mar 08:00 → Fri 6 Mar 17:00"),
            ("SF", "Tue 3 Mar 08:00 → Wed 4 Mar 08:00"),
        ],
    )
    def test_what_waits_for_it_waits_for_its_actual_start_and_its_forecast_finish(
        self, link: str, expected: str
    ) -> None:
        """``p`` started Wed 4, worked a day, two remain: it will end Fri 6 17:00, though two days were planned."""
        found = timetable(
            sketch(f"p 2d started 2026-03-04 08:00 worked 1d remaining 2d\nb 1d after p {link}")
        )
        assert found["b"] == expected

    def test_its_late_finish_follows_from_what_waits(self) -> None:
        """``b`` may start Fri 13 08:00: ``p``, which ends Thu 5, may end Thu 12 17:00: five days of float."""
        found = schedule(sketch("long 10d\np 2d started 2026-03-04 08:00 progress 50%\nb 1d after p"))
        assert timetable(found, "p", dates="late") == {"p": "Wed 4 Mar 08:00 → Thu 12 Mar 17:00"}
        assert found["p"].total_float.minutes == 5 * 480

    @pytest.mark.parametrize("link", ["FS", "SS", "FF", "SF"])
    def test_work_that_waits_no_longer_keeps_its_dates(self, link: str) -> None:
        """``b`` started Mon 2, half of its two days done: it ends Tue 3, though ``p`` ends Thu 5."""
        found = schedule(
            sketch(f"p 2d SNET 2026-03-04\nb 2d after p {link}, started 2026-03-02 08:00 progress 50%")
        )
        assert timetable(found, "b", short=True) == {"b": "Mon 08:00 → Tue 17:00"}
        early = link in {"FS", "SS"}
        assert [f.code for f in found.findings if f.subject == "b"] == ["progress.out_of_sequence"] * early

    def test_what_it_should_have_waited_for_is_late_by_where_it_stopped(self) -> None:
        """``b`` stopped Mon 17:00, which as a start of work is Tue 08:00: ``p`` should have ended Mon 17:00.

        It ends Thu 5 17:00, three days later. Its two days would have begun Fri 27 February.
        """
        found = schedule(sketch("p 2d SNET 2026-03-04\nb 2d after p, started 2026-03-02 08:00 progress 50%"))
        assert timetable(found, "p", dates="late") == {"p": "Fri 27 Feb 08:00 → Mon 2 Mar 17:00"}
        assert found["p"].total_float.minutes == -3 * 480

    @pytest.mark.parametrize(
        ("link", "expected"), [("FS", "Mon 08:00 → Fri 17:00"), ("SS", "Mon 08:00 → Wed 17:00")]
    )
    def test_with_retained_logic_what_remains_waits(self, link: str, expected: str) -> None:
        """A day of ``b`` is done, the other waits until Thu 5 17:00 (FS), so Fri 6, or Wed 4 08:00 (SS), so Wed 4."""
        found = schedule(
            sketch(
                f"p 2d SNET 2026-03-04\nb 2d after p {link}, started 2026-03-02 08:00 progress 50%",
                out_of_sequence="retained_logic",
            )
        )
        assert timetable(found, "b", short=True) == {"b": expected}
        assert found["b"].duration.minutes == 960

    def test_with_retained_logic_what_it_waits_for_has_until_the_rest_must_begin(self) -> None:
        """``b`` may end Fri 13 17:00, so its last day may begin Fri 13 08:00, and ``p`` may end Thu 12 17:00."""
        found = schedule(
            sketch(
                "long 10d\np 2d SNET 2026-03-04\nb 2d after p, started 2026-03-02 08:00 progress 50%",
                out_of_sequence="retained_logic",
            )
        )
        assert timetable(found, "p", dates="late") == {"p": "Wed 11 Mar 08:00 → Thu 12 Mar 17:00"}

    def test_retained_logic_does_not_hold_what_waited_in_order(self) -> None:
        """``b`` started when ``a`` had ended: it runs on."""
        found = timetable(
            sketch(
                "a 1d\nb 2d after a, started 2026-03-03 08:00 progress 50%", out_of_sequence="retained_logic"
            ),
            short=True,
        )
        assert found["b"] == "Tue 08:00 → Wed 17:00"
