"""A plan's links as a graph of networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

    from workmodel.domain import Plan

__all__ = ["multigraph"]

_NODES = ("task", "milestone", "project", "routine")


def multigraph(plan: Plan) -> nx.MultiDiGraph[str]:
    """A frozen `networkx.MultiDiGraph` of the declared links, from predecessor to successor. O(items + links).

    Nodes have the attributes ``kind`` and ``parent``, edges ``link`` and ``lag``. Parallel links are parallel
    edges.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    items = [entity for entity in plan if entity.kind in _NODES]
    graph.add_nodes_from((e.id, {"kind": e.kind, "parent": e.parent}) for e in items)  # type: ignore[attr-defined]
    graph.add_edges_from(
        (d.predecessor, e.id, {"link": d.link, "lag": d.lag})
        for e in items
        for d in e.after  # type: ignore[attr-defined]
    )
    nx.freeze(graph)
    return graph
