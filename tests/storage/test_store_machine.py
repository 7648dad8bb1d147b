"""Any sequence of edits, saves, branches and merges leaves every store as it leaves the one in memory.

An ordinary run takes 200 machines of 50 steps for each store; the one before a release 2,000 of 50.
"""

from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from workmodel.storage import FileStore, MemoryStore
from workmodel.testing.store_machine import plan_store_machine


class Forgetful(MemoryStore):
    """A store that saves whatever it is given over whatever there is."""

    def save(self, name, plan, expected, *, author="", message=""):
        return super().save(name, plan, self.load(name).revision, author=author, message=message)


def test_files_hold_what_memory_holds(machine_settings):
    machine = plan_store_machine(
        lambda place, **options: FileStore(place.name, **options),
        place=TemporaryDirectory,
        drop=TemporaryDirectory.cleanup,
        kept=True,
    )
    run_state_machine_as_test(machine, settings=machine_settings)


def test_the_machine_notices_a_store_that_overwrites(machine_settings):
    machine = plan_store_machine(lambda place, **options: Forgetful(**options))
    once = settings(machine_settings, phases=[Phase.generate], database=None)  # that it fails is enough
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine, settings=once)
