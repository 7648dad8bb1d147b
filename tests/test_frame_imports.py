"""`import workmodel` is light, and so is every room that does not need more at once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROBE = """
import sys
before = set(sys.modules)
import {module}
import json
print(json.dumps(sorted({{name.partition(".")[0] for name in set(sys.modules) - before}})))
"""
LIGHT = {"workmodel", "attr", "attrs"}


def loaded_by(module: str) -> set[str]:
    """Top-level names of all that `import module` loads in a fresh interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(module=module)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


def test_importing_workmodel_loads_attrs_and_the_standard_library_only() -> None:
    strangers = loaded_by("workmodel") - LIGHT - sys.stdlib_module_names
    assert not strangers, (
        f"import workmodel loads {', '.join(sorted(strangers))}; import them where they are used"
    )


@pytest.mark.parametrize(
    "room", ["calendars", "domain", "errors", "findings", "interchange", "quantities", "storage", "views"]
)
def test_a_room_loads_its_heavy_libraries_on_first_use_only(room: str, root: Path) -> None:
    if not list(root.glob(f"src/workmodel/{room}*")):
        pytest.skip(f"the room {room} is not open yet")
    heavy = loaded_by(f"workmodel.{room}") & {
        "alembic", "cattrs", "dateutil", "holidays", "networkx", "numba", "numpy", "ortools", "pandas", "psycopg",
        "sqlalchemy",
    }  # fmt: skip
    assert not heavy, f"import workmodel.{room} loads {', '.join(sorted(heavy))}"


def test_the_probe_sees_what_an_import_loads() -> None:
    assert "numpy" in loaded_by("numpy")
