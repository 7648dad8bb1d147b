"""Costs against what Microsoft Project stored beside the assignments of its own files."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from workmodel.capacity import costs, ledger
from workmodel.interchange import msproject

FILES = (
    "aspose-cloud-NewProductDev.xml",
    "aspose-dotnet-OzBuild_16_Orig.xml",
    "aspose-dotnet-Software_Development.xml",
    "mpxj-mpp12resource-from14.xml",
    "mpxj-mspdiresource.xml",
)


def stored(path: Path) -> dict[str, Decimal]:
    """What each resource costs by the file, in which amounts are hundredths."""
    root = ET.parse(path).getroot()
    name = root.tag.removesuffix("Project")
    found: dict[str, Decimal] = {}
    for one in root.iter(f"{name}Assignment"):
        resource, cost = one.findtext(f"{name}ResourceUID"), one.findtext(f"{name}Cost", "0")
        if resource is not None and int(resource) > 0 and Decimal(cost):
            key = f"r{resource}"
            found[key] = found.get(key, Decimal(0)) + Decimal(cost) / 100
    return found


@pytest.mark.parametrize("file", FILES)
def test_whoever_is_granted_all_hours_costs_what_microsoft_project_says(file: str, benchmarks: Path) -> None:
    """It counts all work; what finds no room in the ledger costs nothing here, so such people cost less."""
    path = benchmarks / "msproject" / file
    imported = msproject.load(path)
    schedule = imported.schedule
    assert schedule is not None
    assert schedule.start is not None
    assert schedule.finish is not None
    end = schedule.finish.date() + timedelta(days=1)
    found = ledger(imported.plan, schedule.start.date(), end, schedule)
    spent, expected = costs(found), stored(path)
    compared = 0
    for name, amount in expected.items():
        (money,) = spent.of(name)
        lacking = name in found.resources and found.total(name).over
        assert money.amount < amount if lacking else money.amount == amount, name
        compared += not lacking
    assert compared
