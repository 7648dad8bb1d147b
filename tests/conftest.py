"""What all tests share: Hypothesis profiles, the thorough run, reference data, a PostgreSQL server."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
THOROUGH = os.environ.get("WORKMODEL_THOROUGH") == "1"
CASES = 100

# On a build machine the same cases every time: a red build must be red again when someone looks. A deadline
# per case would make the machine's speed a property of the code; the benchmarks look after speed.
settings.register_profile(
    "default", deadline=None, max_examples=CASES, derandomize="CI" in os.environ, print_blob=True
)
settings.register_profile(
    "thorough",
    deadline=None,
    max_examples=10 * CASES,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("thorough" if THOROUGH else "default")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave tests marked ``thorough`` out of an ordinary run."""
    if THOROUGH:
        return
    later = [item for item in items if item.get_closest_marker("thorough")]
    config.hook.pytest_deselected(items=later)
    items[:] = [item for item in items if item not in later]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Run tests marked ``untraced`` without coverage, which thousands of cases tell nothing new, in twice the time."""
    tracer = sys.gettrace()
    if tracer is None or item.get_closest_marker("untraced") is None:
        return (yield)
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(tracer)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def thorough() -> bool:
    """Whether this is the run before a release: ten times the cases."""
    return THOROUGH


@pytest.fixture(scope="session")
def benchmarks() -> Path:
    """The folder of published reference data; the test is skipped where it is not at hand."""
    named = os.environ.get("WORKMODEL_BENCHMARKS")
    folder = Path(named) if named else ROOT.parent / "shared" / "benchmarks"
    if not folder.is_dir():
        pytest.skip(f"no reference data in {folder}; name its folder in WORKMODEL_BENCHMARKS")
    return folder


# -- a PostgreSQL server: started when the first test asks for it, shared by all workers, gone afterwards ---------------

_FOLDER = "WORKMODEL_TEST_SERVER"


class Server:
    """A cluster of its own in a folder, reached by a socket in it and by nothing else."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs = programs
        self.folder = folder

    def run(self, program: str, *words: str) -> None:
        """One of the server's programs, which refuse to run as root."""
        command = [str(self.programs / program), *words]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(
            command, check=True, cwd=self.folder, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL
        )

    def create(self) -> None:
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        words = ["-U", "test", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]
        self.run("initdb", "-D", str(self.folder / "data"), *words)

    def start(self, *settings: str) -> None:
        own = [f"unix_socket_directories={self.folder}", "listen_addresses=", "max_connections=60", *settings]
        options = " ".join(f"-c {setting}" for setting in own)
        data, log = str(self.folder / "data"), str(self.folder / "log")
        self.run("pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        """At once, as when the power fails."""
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")

    def url(self, database: str = "postgres", user: str = "test") -> str:
        return f"postgresql+psycopg://{user}@/{database}?host={self.folder}"


def programs() -> Path:
    """Where the server's programs are; the test is skipped where there are none, except on a build machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    named = shutil.which("initdb")
    if found or named:
        return found[-1].parent if found else Path(named or "").parent
    if os.environ.get("CI") == "true":
        pytest.fail("PostgreSQL is not installed; .ci/run installs it")
    pytest.skip("PostgreSQL is not installed (Debian, Ubuntu: apt install postgresql)")


def pytest_configure(config: pytest.Config) -> None:
    """The workers find the folder of the server in their environment."""
    if not hasattr(config, "workerinput"):
        os.environ[_FOLDER] = (
            f"{tempfile.gettempdir()}/workmodel-{os.getpid()}"  # made by the first that needs it
        )


def pytest_unconfigure(config: pytest.Config) -> None:
    folder = Path(os.environ.get(_FOLDER, ""))
    if not hasattr(config, "workerinput") and (folder / "log").exists():
        Server(programs(), folder).stop()
        shutil.rmtree(folder)
        Path(f"{folder}.lock").unlink()


@pytest.fixture(scope="session")
def server() -> Server:
    """The server that all tests share; it may forget everything when the machine goes down."""
    found = Server(programs(), Path(os.environ[_FOLDER]))
    with Path(f"{found.folder}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not found.folder.exists():
            found.folder.mkdir(mode=0o755)
            found.create()
            found.start("fsync=off")
    return found


@pytest.fixture
def durable_server(tmp_path: Path) -> Iterator[Server]:
    """A server of one test's own, which keeps what it has acknowledged."""
    found = Server(programs(), Path(tempfile.mkdtemp(prefix="workmodel-")))
    found.create()
    found.start()
    yield found
    found.stop()
    shutil.rmtree(found.folder)


@pytest.fixture(scope="session")
def fresh_database(server: Server) -> Callable[[], str]:
    """Makes an empty place on the server each time, and gives its address: a schema, which is quicker than a database."""
    psycopg = pytest.importorskip("psycopg")
    numbers = count(1)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")

    def make() -> str:
        name = f"{worker}_{next(numbers)}"
        with psycopg.connect(
            f"host={server.folder} user=test dbname=postgres", autocommit=True
        ) as connection:
            connection.execute(f'CREATE SCHEMA "{name}"')
        return f"{server.url()}&options=-csearch_path%3D{name}"

    return make
