"""The logic of a plan: `DependencyGraph` for questions, `Network` for engines."""

from workmodel.graph.dependency_graph import DependencyGraph
from workmodel.graph.network import Network
from workmodel.graph.parts import independent_parts
from workmodel.graph.relations import Relation

__all__ = ["DependencyGraph", "Network", "Relation", "independent_parts"]
