"""The report in a real browser: its script runs under its own policy, and folds rows as the drawing was made."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from workmodel.allocation import allocate
from workmodel.domain import Plan, Project, Resource, Schedule, Task
from workmodel.views import report

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OPTIONS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=2000",
    "--dump-dom",
)
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
CLICK_ALL = "for (const b of document.querySelectorAll('.w-act')) b.click();"
PATHS = re.compile(r'data-l="([^"]*)" d="([^"]*)"')

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium to look with"),
]


def seen(page: str, folder: Path) -> str:
    """What the browser makes of a page."""
    assert BROWSER is not None
    (folder / "page.html").write_text(page, encoding="utf-8")
    done = subprocess.run(
        [BROWSER, *OPTIONS, f"--user-data-dir={folder / 'profile'}", (folder / "page.html").as_uri()],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def acting(page: str, script: str) -> str:
    """The page with a further script, and without the policy that would forbid it."""
    return POLICY.sub("", page).replace("</body>", f"<script>{script}</script></body>")


def taken_apart(path: str) -> tuple[str, list[float]]:
    """The commands of a path, and its numbers."""
    return re.sub(r"[-.\d ]+", " ", path), [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path)]


def test_the_script_runs_and_no_other_does(launch: Schedule, tmp_path: Path) -> None:
    page = report.html(launch)
    stranger = "<script>document.title = 'taken over'</script></body>"
    dom = seen(page.replace("</body>", stranger), tmp_path)
    assert "Unfold all</button>" in dom
    assert "<title>Website launch</title>" in dom


def test_unfolded_links_are_those_that_were_drawn(crowd: Schedule, tmp_path: Path) -> None:
    page = report.html(crowd)
    drawn, again = PATHS.findall(page), PATHS.findall(seen(acting(page, CLICK_ALL), tmp_path))
    assert len(drawn) == len(again) > 400
    for (facts, before), (same_facts, after) in zip(drawn, again, strict=True):
        assert facts == same_facts
        (commands, numbers), (same_commands, others) = taken_apart(before), taken_apart(after)
        assert commands == same_commands
        assert others == pytest.approx(numbers, abs=0.2)  # the page keeps a tenth of a pixel


def test_folding_leaves_the_groups_and_the_drawing_as_high_as_them(crowd: Schedule, tmp_path: Path) -> None:
    click = "document.querySelector('.w-act').click();"
    dom = seen(acting(report.html(crowd), click), tmp_path)
    hidden = re.findall(r'<tr[^>]*style="display: none;"', dom)
    assert len(hidden) == 450
    assert re.search(r'<svg class="w-body"[^>]* height="1400"', dom)


def test_rows_are_as_high_as_their_bars(crowd: Schedule, launch: Schedule, tmp_path: Path) -> None:
    ask = (
        "document.title = [...document.querySelectorAll('.w-grid tbody tr')].map((r, i) => "
        "Math.abs(r.getBoundingClientRect().top - document.querySelector('svg.w-body').getBoundingClientRect().top "
        "- 28 * i)).reduce((a, b) => Math.max(a, b), 0)"
    )
    for number, made in enumerate((launch, crowd)):
        (tmp_path / str(number)).mkdir()
        title = re.search(
            r"<title>([^<]*)</title>", seen(acting(report.html(made), ask), tmp_path / str(number))
        )
        assert title
        assert float(title[1]) <= 1


def test_rows_of_an_allocation_fold_and_its_hours_stay(tmp_path: Path) -> None:
    groups = [Project(f"g{n}", title=f"Group {n}") for n in range(4)]
    tasks = [
        Task(f"t{n}", title=f"Task {n}", parent=f"g{n % 4}", duration="2d", assignments=["ben"])
        for n in range(12)
    ]
    page = report.html(allocate(Plan(start="2026-03-02").add(Resource("ben", title="Ben"), *groups, *tasks)))
    dom = seen(acting(page, "document.querySelector('.w-act').click();"), tmp_path)
    assert len(re.findall(r'<tr[^>]*style="display: none;"', dom)) == 12
    assert re.search(r'<svg class="w-body"[^>]* height="112"', dom)
    assert len(re.findall(r'<tr class="w-load"[^>]*>', dom)) == 1
    drawn, again = PATHS.findall(page), PATHS.findall(seen(acting(page, CLICK_ALL), tmp_path))
    assert len(drawn) == len(again) == 11
    for (facts, before), (same_facts, after) in zip(drawn, again, strict=True):
        assert facts == same_facts
        assert taken_apart(after)[0] == taken_apart(before)[0]
        assert taken_apart(after)[1] == pytest.approx(taken_apart(before)[1], abs=0.2)


def test_hours_lie_below_the_days_of_the_items(tmp_path: Path) -> None:
    ask = (
        "document.title = [...document.querySelectorAll('.w-load svg')].map(s => Math.abs("
        "s.getBoundingClientRect().left - document.querySelector('svg.w-body').getBoundingClientRect().left))"
        ".reduce((a, b) => Math.max(a, b), 0)"
    )
    plan = Plan(start="2026-03-02").add(
        Resource("ben"), Resource("ana"), *(Task(f"t{n}", assignments=["ben"]) for n in range(5))
    )
    title = re.search(r"<title>([^<]*)</title>", seen(acting(report.html(allocate(plan)), ask), tmp_path))
    assert title
    assert float(title[1]) <= 1
