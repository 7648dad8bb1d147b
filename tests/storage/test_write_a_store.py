"""The store of the page "Write a store", with the tests that the page gives it: run as they stand there."""

import re
from pathlib import Path

from hypothesis import settings

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "write-a-store.md"
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
SHOWN = {"__name__": __name__}
exec(compile("\n".join(BLOCKS), str(PAGE), "exec"), SHOWN)

TestKeyValueStore = SHOWN["TestKeyValueStore"]
TestAnythingAtAll = SHOWN["TestAnythingAtAll"]
# here every plan is replayed from its log, which files mostly need not do
RUNS = 2000 if settings().max_examples >= 1000 else 200
TestAnythingAtAll.settings = settings(max_examples=RUNS, stateful_step_count=50, deadline=None)


def test_the_store_takes_thirty_lines_at_most():
    assert len(BLOCKS[0].splitlines()) <= 30
