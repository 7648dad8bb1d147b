"""Thousands of activities cost no more than they have to."""

from __future__ import annotations

import time

from workmodel.allocation.kernels.instance import instance
from workmodel.allocation.kernels.passes import generated


def test_one_persons_work_of_years_is_placed_without_looking_at_all_of_it_again_and_again() -> None:
    # 20,000 activities one after the other: 200 million moments to look at, if each looked for room from the start
    count = 20_000
    made = instance([1 + i % 7 for i in range(count)], capacities=[1], requirements=[{0: 1}] * count)
    begin = time.process_time()
    starts = generated(made, "shortest")
    assert time.process_time() - begin < 5
    assert max(starts) + 7 == sum(made.durations.tolist())
