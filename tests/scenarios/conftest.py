"""A plan of a website with people who cost something."""

from __future__ import annotations

import pytest

from workmodel.domain import Milestone, Plan, Project, Resource, Task


@pytest.fixture
def website() -> Plan:
    return Plan(title="Website", start="2026-03-02").add(
        Resource("ana", title="Ana", cost_rate="80 EUR"),
        Resource("ben", title="Ben", cost_rate="60 EUR", capacity=0.5),
        Project("site", title="Site"),
        Task("design", title="Design", parent="site", effort="5d", assignments=["ana"]),
        Task("build", title="Build", parent="site", effort="5d", assignments=["ben"], after=["design"]),
        Task("copy", title="Copy", parent="site", duration="2d"),
        Milestone("live", title="Live", parent="site", after=["build", "copy"]),
    )
