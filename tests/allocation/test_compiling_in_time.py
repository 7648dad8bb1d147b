"""What is compiled for the first time on a machine does not hold up who has a limit of time."""

from __future__ import annotations

from threading import Event, Thread
from typing import Any

import pytest

from workmodel.allocation.kernels import warming
from workmodel.allocation.kernels.compiled import Kernels, compiled, plain
from workmodel.allocation.kernels.warming import compiled_within


@pytest.mark.parametrize("moded", [False, True])
def test_kernels_run_as_they_stand_until_they_are_compiled(
    moded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = Event()
    compiling = Thread(target=done.wait)
    compiling.start()
    monkeypatch.setattr(warming, "_threads", {moded: compiling})
    assert compiled_within(0.01, moded=moded) is plain()
    done.set()
    assert compiled_within(60, moded=moded) is (compiled() or plain())


@pytest.mark.parametrize("moded", [False, True])
def test_whatever_a_search_calls_is_compiled_ahead(moded: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    called = set()

    class Noting(Kernels):
        def __getattr__(self, name: str) -> Any:
            called.add(name)
            return super().__getattr__(name)

    monkeypatch.setattr(warming, "_threads", {})
    monkeypatch.setattr(warming, "compiled", lambda: Noting(plain().by_name, arrays=False))
    compiled_within(60, moded=moded)
    assert called >= {"bred", "serial", "mirrored", "narrowed", "overfull"}
    assert ("begotten" in called) is moded


@pytest.mark.parametrize("moded", [False, True])
def test_without_numba_nothing_is_compiled(moded: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "_threads", {})
    monkeypatch.setattr(warming, "compiled", lambda: None)
    assert compiled_within(60, moded=moded) is plain()
