"""What is handed in by mistake is told as such."""

from __future__ import annotations

import pytest

from workmodel import Plan, Task, schedule, verify
from workmodel.errors import UnknownId, WrongType


@pytest.mark.parametrize("mistake", [None, [Task("a")], "plan"])
def test_what_is_no_plan_is_refused_by_name(mistake: object) -> None:
    with pytest.raises(WrongType, match="is not a plan"):
        schedule(mistake)  # type: ignore[arg-type]


def test_a_message_repeats_no_endless_id_and_can_be_printed() -> None:
    with pytest.raises(UnknownId) as caught:
        Plan().remove("x" * 100_000)
    assert len(str(caught.value)) < 400
    with pytest.raises(UnknownId) as caught:
        Plan().remove("\ud800")
    assert str(caught.value).encode()


class Broken:
    """A value that cannot even be shown."""

    def __repr__(self) -> str:
        raise RuntimeError


def test_a_value_that_cannot_be_shown_breaks_no_error() -> None:
    with pytest.raises(WrongType) as caught:
        Task("a", duration=Broken())  # type: ignore[arg-type]
    assert "<Broken>" in str(caught.value)


def test_outlines_deeper_than_the_stack_are_verified() -> None:
    plan = Plan(start="2026-03-02").add(
        [Task(f"t{i}", parent=f"t{i - 1}" if i else None) for i in range(1_500)]
    )
    assert not verify(plan, schedule(plan))
