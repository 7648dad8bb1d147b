"""What can be asked on the command line."""

from __future__ import annotations

import argparse
import sys
from typing import Final

__all__ = ["parser"]

_ABOUT: Final = """\
Schedule a plan and show it: when it will be done, what is critical, what asks for attention, and why.

PLAN is a file of any format that workmodel reads, told by its content: a workmodel JSON document, a
Microsoft Project XML file, a CSV table of tasks, or an instance (.sm, .mm, .rcmp, .msrcp). Nothing is changed in it."""
_EXAMPLES: Final = """\
examples:
  workmodel launch.json                        summary, findings, timetable, chart, critical path
  workmodel launch.json --explain live         why the item "live" is when it is
  workmodel launch.json --workload             how full everybody is, week by week
  workmodel launch.json --allocate             dates within everybody's hours, and what held each item back
  workmodel launch.json --since march.json     what moved since an earlier version of the plan
  workmodel launch.json --html launch.html     a report for any browser, offline
  workmodel tasks.csv --start 2026-03-02       a table, planned from that day
  workmodel project.xml --stored               the dates that Microsoft Project saved, as they are
  workmodel project.xml --json plan.json       from one format to another
  workmodel - < plan.json                      from standard input

exit status: 0 when the plan was scheduled, 2 when that could not be done (the reason is on standard error)"""


def parser() -> argparse.ArgumentParser:
    """The parser of the command line."""
    made = argparse.ArgumentParser(
        prog="workmodel",
        description=_ABOUT,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    made.add_argument("plan", metavar="PLAN", help='the file to read; "-" is standard input')
    made.add_argument("--version", action="version", version=f"workmodel {_version()}")
    asked = made.add_argument_group("what to show")
    asked.add_argument(
        "--explain",
        metavar="ID",
        action="append",
        default=[],
        help="only why this item is when it is, by its id or by a title of its own; may be repeated",
    )
    asked.add_argument(
        "--workload",
        metavar="PERIOD",
        nargs="?",
        const="week",
        type=_period,
        help="only how full everybody is by day, week (as by default) or month, and what finds no room",
    )
    asked.add_argument(
        "--allocate",
        action="store_true",
        help="dates within everybody's hours instead of those of logic alone, for all that is shown and written",
    )
    asked.add_argument(
        "--since",
        metavar="EARLIER",
        help="only what moved since an earlier version of the plan, a file: item by item, and what drives it now",
    )
    asked.add_argument("--brief", action="store_true", help="only the summary and the findings")
    asked.add_argument(
        "--as-of",
        metavar="DATE",
        help="where the line of today stands, in charts and workload (else the plan's status date)",
    )
    asked.add_argument(
        "--stored", action="store_true", help="the dates stored in the file instead of computed ones"
    )
    asked.add_argument("--start", metavar="DATE", help="plan from this day on, whatever the file says")
    asked.add_argument(
        "--zone", metavar="NAME", help="the zone of a table's times, which it cannot name: Europe/Berlin"
    )
    written = made.add_argument_group("what to write", "Files appear whole or not at all.")
    written.add_argument("--html", metavar="OUT", help="a report in one self-contained HTML file")
    written.add_argument("--json", metavar="OUT", help="the plan as a workmodel JSON document")
    written.add_argument("--csv", metavar="OUT", help="the items with their dates as a table")
    written.add_argument("--xml", metavar="OUT", help="plan and dates as a Microsoft Project XML file")
    looks = made.add_argument_group("how it looks")
    looks.add_argument(
        "--width", metavar="COLUMNS", type=_columns, help="width of the output (else the terminal's)"
    )
    looks.add_argument("--ascii", action="store_true", help="plain ASCII only (else as the terminal can)")
    return made


def _version() -> str:
    """The version of the package that this module is part of; no room imports the façade itself."""
    return str(sys.modules["workmodel"].__version__)


def _period(text: str) -> str:
    if text not in ("day", "week", "month"):
        raise argparse.ArgumentTypeError(
            f"{text!r:.40} is not day, week or month; PLAN comes before --workload"
        )
    return text


def _columns(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 40 <= int(text[:6]) <= 1000:
        raise argparse.ArgumentTypeError(f"{text!r:.40} is not a width from 40 to 1000 columns")
    return int(text)
