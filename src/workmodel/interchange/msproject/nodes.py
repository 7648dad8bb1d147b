"""XML text to a light tree, safely: no entities, limits on size, depth and number, any charset.

Elements with nothing inside are values of the element around them, by name; the others are nodes. Names lose their
namespace.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from workmodel.errors import MissingExtra, MsProjectError

__all__ = [
    "MOST_BYTES",
    "MOST_DEPTH",
    "MOST_ELEMENTS",
    "MOST_ENTITIES",
    "MOST_NAMES",
    "MOST_NODES",
    "Node",
    "parsed",
]

MOST_BYTES: Final = 64 * 2**20
MOST_DEPTH: Final = 64
MOST_ELEMENTS: Final = 3_000_000
MOST_NAMES: Final = 10_000  # the schema has some five hundred
MOST_NODES: Final = 500_000  # kept elements with elements inside
MOST_ENTITIES: Final = 200_000  # with what is made of them some two kilobytes each
_CHUNK: Final = 2**20  # the parser copies what it is fed
_MOST_TEXTS: Final = 100_000  # short texts kept once; beyond that they are hardly the same
_COUNTED: Final = frozenset(
    {"TimephasedData"}
)  # the bulk of large files, of which only the number matters here
_ENTITIES: Final = frozenset({"Task", "Resource", "Calendar"})
_WORK: Final = ("1", "2")
_DECLARED: Final = re.compile(
    r"""^<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z][\w.\-]{0,40})["']""", re.ASCII
)
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_ASCII: Final = b'<a b="\\x41+AGE-">'  # escapes that charsets leave alone
_SMALLER: Final = "Save it without timephased data, split it into several projects, or pass a larger limit= if you trust it."
_CURE: Final = "Save it again from Microsoft Project as XML, and pass the file as it is."


class Node:
    """An element with elements inside.

    Attributes
    ----------
    name
        Its name without the namespace.
    values
        Texts of the simple elements in it, by name; of several with one name, the first.
    nodes
        The elements in it that have elements inside, in order.
    repeated
        Names of simple elements that occur more than once, with the number of those not in *values*.
    counts
        How many timephased values were passed over.
    gaps
        How many of them say that nothing was or is done for a while.
    """

    __slots__ = ("counts", "gaps", "name", "nodes", "repeated", "values")

    def __init__(self, name: str) -> None:
        self.name = name
        self.values: dict[str, str] = {}
        self.nodes: Sequence[Node] = ()  # most have none
        self.repeated: dict[str, int] | None = None
        self.counts = 0
        self.gaps = 0

    def all(self, name: str) -> Iterator[Node]:
        """The nodes of a name."""
        return (node for node in self.nodes if node.name == name)

    def first(self, name: str) -> Node | None:
        """The first node of a name."""
        return next(self.all(name), None)

    def inside(self, group: str, name: str) -> Iterator[Node]:
        """The nodes of a name in all groups of a name, such as each Task in Tasks."""
        for node in self.all(group):
            yield from node.all(name)


def parsed(data: bytes | str, limit: int = MOST_BYTES) -> tuple[Node, str, str]:
    """The root of an XML text, its namespace, and what was odd about its encoding (nothing: nothing).

    Parameters
    ----------
    data
        The file, or its text.
    limit
        Largest size; beyond the usual one, the numbers of elements that are read grow with it. [bytes]

    Raises
    ------
    MsProjectError
        It is no XML, too large or too deep, or defines entities.
    MissingExtra
        defusedxml is not installed.
    """
    text, oddity = _text(data, limit)
    try:
        from defusedxml import DefusedXmlException
        from defusedxml.ElementTree import XMLParser
    except ImportError:
        raise MissingExtra("msproject", "reading Microsoft Project's XML") from None
    builder = _Builder(limit)
    parser = XMLParser(target=builder, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    try:
        for start in range(0, len(text), _CHUNK):
            parser.feed(text[start : start + _CHUNK])
        parser.close()
    except MsProjectError:  # a limit was met
        raise
    except DefusedXmlException:
        raise MsProjectError(
            "", "it defines entities, which a project file has no use for and an attacker has", _CURE
        ) from None
    except ParseError as problem:
        line, column = getattr(problem, "position", (0, 0))
        reason = str(problem).partition(":")[0]
        raise MsProjectError(
            f"line {line}, column {column}", f"it is not well-formed XML ({reason})", _CURE
        ) from None
    except UnicodeEncodeError:
        raise MsProjectError("", "the text holds halves of surrogate pairs", _CURE) from None
    except (ValueError, LookupError) as problem:  # what expat says of encodings it cannot have
        raise MsProjectError("", f"it cannot be read as XML ({problem})", _CURE) from None
    assert builder.root is not None
    return builder.root, builder.namespace, oddity


def _text(data: bytes | str, limit: int) -> tuple[str, str]:
    """The decoded text without a byte order mark, and what was odd about it."""
    if len(data) > limit:
        raise MsProjectError("", f"it has more than {limit / 2**20:g} MB", _SMALLER)
    oddity = ""
    if isinstance(data, str):
        text = data
    else:
        mark = next((m for m, _ in _MARKS if data.startswith(m)), b"")
        charset = dict(_MARKS).get(mark) or _charset(data)
        text, oddity = _decoded(data[len(mark) :], charset)
    text = text.lstrip("\ufeff \t\r\n")
    if not text:
        raise MsProjectError("", "it is empty", _CURE)
    return text, oddity


def _decoded(data: bytes, charset: str) -> tuple[str, str]:
    """The text, with what is not in the charset replaced, and what was odd."""
    try:
        return str(data, charset), ""
    except UnicodeDecodeError as problem:
        return str(
            data, charset, "replace"
        ), f"byte {problem.start} is not {charset}; such bytes were replaced"


def _charset(data: bytes) -> str:
    """The charset of bytes without a mark: by their zeros, or as declared, or UTF-8."""
    head = data[:200]
    if head[1::2].count(0) > len(head) // 4:
        return "utf-16-le"
    if head[::2].count(0) > len(head) // 4:
        return "utf-16-be"
    found = _DECLARED.match(head.decode("latin-1").lstrip())
    name = found[1] if found else "utf-8"
    try:
        plain = _ASCII.decode(name) == _ASCII.decode() and b"\xff".decode(name, "replace")
        found_name = codecs.lookup(name).name
    except (LookupError, ValueError):  # no such charset, or a codec of another kind
        return "utf-8"
    # what declares UTF-16 in letters of one byte, or reads plain letters otherwise, is not what it declares
    return "utf-8" if not plain or found_name.startswith(("utf-16", "utf-32")) else found_name


def _is_gap(timephased: Node) -> bool:
    """Whether a timephased value of an assignment, remaining work (1) or actual (2), is nothing."""
    values = timephased.values
    return values.get("Type", "").strip() in _WORK and not values.get("Value", "").strip("PT0.HMS \n")


class _Builder:
    """What the parser calls: builds the tree and minds the limits."""

    def __init__(self, limit: int) -> None:
        times = max(limit, MOST_BYTES)
        self.most_elements = MOST_ELEMENTS * times // MOST_BYTES
        self.most_nodes = MOST_NODES * times // MOST_BYTES
        self.most_entities = MOST_ENTITIES * times // MOST_BYTES
        self.root: Node | None = None
        self.namespace = ""
        self.stack: list[Node] = []
        self.pieces: list[str] = []
        self.elements = 0
        self.nodes = 0
        self.entities = 0
        self.names: dict[str, str] = {}
        self.texts: dict[str, str] = {}

    def start(self, tag: str, attributes: Any) -> None:  # noqa: ARG002 - the format has no attributes
        space, _, name = tag.rpartition("}")
        self.elements += 1
        if self.elements > self.most_elements:
            raise MsProjectError("", f"it has more than {self.most_elements:,} elements", _SMALLER)
        name = self.names.setdefault(name, name)
        if len(self.names) > MOST_NAMES:
            raise MsProjectError("", f"it has more than {MOST_NAMES:,} kinds of elements", _CURE)
        if len(self.stack) >= MOST_DEPTH:
            path = "/".join(node.name for node in self.stack[:6])
            raise MsProjectError(f"{path}/…", f"elements are nested more than {MOST_DEPTH} deep", _CURE)
        if not self.stack:
            self.namespace = space[1:]
        self.stack.append(Node(name))
        self.pieces.clear()

    def data(self, text: str) -> None:
        self.pieces.append(text)

    def end(self, tag: str) -> None:  # noqa: ARG002 - the stack knows
        node = self.stack.pop()
        if not self.stack:
            self.root = node
        else:
            parent = self.stack[-1]
            if node.name in _COUNTED:
                parent.counts += 1
                parent.gaps += _is_gap(node)
            elif node.nodes or node.values or node.counts:
                self._keep(node, parent)
            elif node.name in parent.values:
                parent.repeated = parent.repeated or {}
                parent.repeated[node.name] = parent.repeated.get(node.name, 0) + 1
            else:
                parent.values[node.name] = self._kept("".join(self.pieces))
        self.pieces.clear()

    def _keep(self, node: Node, parent: Node) -> None:
        self.nodes += 1
        self.entities += node.name in _ENTITIES
        if self.entities > self.most_entities or self.nodes > self.most_nodes:
            what = (
                f"{self.most_nodes:,} links, assignments and other groups of values"
                if self.nodes > self.most_nodes
                else f"{self.most_entities:,} tasks, resources and calendars"
            )
            raise MsProjectError("", f"it has more than {what}", _SMALLER)
        if isinstance(parent.nodes, list):
            parent.nodes.append(node)
        else:
            parent.nodes = [node]

    def _kept(self, text: str) -> str:
        if len(text) > 40 or len(self.texts) > _MOST_TEXTS:
            return text
        return self.texts.setdefault(text, text)

    def close(self) -> None:
        """Nothing is left to do."""
