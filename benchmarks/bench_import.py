"""How long a program waits for `import workmodel`."""

from __future__ import annotations

import statistics
import subprocess
import sys

RUNS = 7
PROBE = "import time; t = time.process_time(); import workmodel; print(time.process_time() - t)"


def test_importing_workmodel_takes_less_than_a_tenth_of_a_second() -> None:
    seconds = [
        float(
            subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True).stdout
        )
        for _ in range(RUNS)
    ]
    median = statistics.median(seconds)
    print(f"import workmodel: {1000 * median:.0f} ms CPU (median of {RUNS})")
    assert median < 0.1
