"""How the documentation is built: Sphinx, MyST, warnings as errors.

A name that a room makes public and that no reference page describes is a warning, and so ends the build.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import re
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

DOCS = Path(__file__).resolve().parent
PAGES = sorted(path.stem for path in (DOCS / "reference").glob("*.md") if path.stem != "index")
ROOMS = [page for page in PAGES if importlib.util.find_spec(f"workmodel.{page}")]

project = "workmodel"
author = "The workmodel authors"
copyright = "2026, The workmodel authors"  # noqa: A001 - Sphinx wants this name
release = tomllib.loads((DOCS.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
version = ".".join(release.split(".")[:2])

extensions = ["sphinx.ext.autodoc", "sphinx.ext.napoleon", "myst_nb"]
exclude_patterns = ["_build"]

# Single backticks in docstrings name objects; those that name nothing, such as parameters, stay code.
default_role = "py:obj"
# A class is found under its room and under the module that holds it; either is right.
suppress_warnings = ["ref.python"]

napoleon_google_docstring = False
napoleon_use_ivar = True
napoleon_use_rtype = False
autodoc_member_order = "groupwise"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
# Members of a base class of ours are described with the class; those of Python's own are not.
autodoc_default_options = {
    "members": True,
    "inherited-members": "object,BaseException,Mapping,Sequence,Enum,int,str,tuple,dict,Protocol",
}

myst_enable_extensions = ["deflist", "colon_fence"]
myst_heading_anchors = 3
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120

html_theme = "furo"
html_title = f"workmodel {release}"
html_copy_source = False
html_show_sphinx = False


def public_names() -> dict[str, tuple[str, ...]]:
    """What each room makes public; autodoc warns of a room that cannot be imported."""
    found = {}
    for room in ROOMS:
        with suppress(ImportError):
            found[room] = tuple(getattr(importlib.import_module(f"workmodel.{room}"), "__all__", ()))
    return found


def beyond_autodoc(room: str) -> tuple[list[str], list[str]]:
    """The public modules and the public constants of a room, both of which autodoc passes over."""
    module = importlib.import_module(f"workmodel.{room}")
    values = {name: getattr(module, name) for name in public_names()[room]}
    modules = [name for name, value in values.items() if inspect.ismodule(value)]
    described = [name for name, value in values.items() if inspect.isclass(value) or inspect.isroutine(value)]
    return modules, [name for name in values if name not in modules and name not in described]


def said_of(room: str, name: str) -> list[str]:
    """The string below a constant, in whichever module of the room defines it."""
    from sphinx.pycode import ModuleAnalyzer

    for path in sorted((DOCS.parent / "src" / "workmodel").glob(f"{room}/*.py")):
        module = f"workmodel.{room}" if path.stem == "__init__" else f"workmodel.{room}.{path.stem}"
        found = ModuleAnalyzer.for_module(module).find_attr_docs().get(("", name))
        if found:
            return list(found)
    return []


def complete_page(_app: Sphinx, page: str, source: list[str]) -> None:
    """Put the public modules and constants of a room at the end of its page of reference."""
    room = page.removeprefix("reference/")
    if room not in public_names():
        return
    modules, constants = beyond_autodoc(room)
    lines = []
    for name in modules:
        directive = f".. automodule:: workmodel.{room}.{name}"
        lines += ["", f"## {room}.{name}", "", "```{eval-rst}", directive, "   :members:", "```"]
    if constants:
        lines += [
            "",
            "## Constants and aliases",
            "",
            "```{eval-rst}",
            f".. py:currentmodule:: workmodel.{room}",
        ]
        for name in constants:
            lines += ["", f".. py:data:: {name}", "", *(f"   {line}" for line in said_of(room, name))]
        lines += ["```"]
    source[0] += "\n".join([*lines, ""])


def check_reference(_app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of every public name that no reference page describes."""
    from sphinx.util import logging

    described = set(env.domaindata["py"]["objects"])
    for room, names in public_names().items():
        for name in names:
            if f"workmodel.{room}.{name}" not in described:
                logging.getLogger(__name__).warning("no reference page describes workmodel.%s.%s", room, name)


def plain_sources(
    _app: Sphinx, _what: str, _name: str, _object: Any, _options: Any, lines: list[str]
) -> None:
    """Numbered sources as plain text: a page shows many docstrings, and each has a source number 1."""
    lines[:] = [
        re.sub(r"^(\s*)\.\. (\[\d+\])", r"\1\2", re.sub(r"(\[\d+\])_", r"\1", line)) for line in lines
    ]


def setup(app: Sphinx) -> None:
    """Have Sphinx call the above."""
    app.connect("autodoc-process-docstring", plain_sources)
    app.connect("source-read", complete_page)
    app.connect("env-check-consistency", check_reference)
