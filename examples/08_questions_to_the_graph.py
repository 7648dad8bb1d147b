"""Questions to the logic of a plan: what waits for what, through which summaries, in which order, and what is open."""

import workmodel as wm
from workmodel.errors import DependencyCycle
from workmodel.graph import Network, Relation
from workmodel.graph.network import network

plan = wm.Plan(title="Two-storey house", start="2026-05-04").add(
    wm.Task("permit", duration="10d"),
    wm.Project("shell", title="Shell", after=["permit"]),
    wm.Task("dig", parent="shell", duration="5d"),
    wm.Task("walls", parent="shell", duration="15d", after=["dig"]),
    wm.Task("roof", parent="shell", duration="8d", after=["walls", "dig"]),
    wm.Project("inside", title="Inside"),
    wm.Task("pipes", parent="inside", duration="6d", after=["shell"]),
    wm.Task("floors", parent="inside", duration="4d", after=["pipes FS+3ed"]),
    wm.Task("garden", duration="5d", after=["dig SS+5d"]),
    wm.Milestone("keys", title="Keys handed over", after=["inside"]),
)
graph = wm.DependencyGraph(plan)
print(graph)

relation: Relation = graph.predecessors("floors")[0]
print(f"{relation}: {relation.link.value}, lag {relation.lag}")
print("walls waits for       ", [str(one) for one in graph.predecessors("walls", through_summaries=True)])
print("what waits for shell  ", [one.successor for one in graph.successors("shell")])
print("before pipes, declared", graph.ancestors("pipes"))
print("before pipes, in full ", graph.ancestors("pipes", through_summaries=True))
print("after dig, in full    ", graph.descendants("dig", through_summaries=True))
print("moves if walls slips  ", graph.affected_by("walls"))

print()
for path in graph.paths("permit", "keys", through_summaries=True, limit=2):
    print(" > ".join(path))
print("an order:   ", [item.id for item in graph.in_order()])
print("generations:", graph.generations())
print("redundant:  ", [str(one) for one in graph.redundant_links()])
print("open starts:", graph.open_starts(), " open finishes:", graph.open_finishes())
print("may begin now:            ", graph.ready())
print("when permit and dig are done:", graph.ready(done=["permit", "dig"]))

# -- hierarchy -----------------------------------------------------------------------------------------------

print()
print(
    "top:", graph.roots(), " in shell:", graph.children("shell"), " leaves of inside:", graph.leaves("inside")
)
print("roof is in", graph.parent("roof"), "at depth", graph.depth("roof"))

# -- a draft may hold a ring; it is named, and no engine accepts it ------------------------------------------

ring = plan.evolve("dig", after=["garden"]).evolve("permit", after=["walls"])
print()
print("ring:", wm.DependencyGraph(ring).cycle())
for finding in ring.check():
    print(finding)
try:
    wm.schedule(ring)
except DependencyCycle as error:
    print("schedule refuses:", error.path, error.through_summaries)

# -- two layers below: the whole graph for networkx, and the integer arrays that engines read ----------------

print()
print(graph.networkx.number_of_nodes(), "nodes,", graph.networkx.number_of_edges(), "edges for networkx")
arrays: Network = network(plan)
print(
    len(arrays),
    "nodes for engines: a summary has two, its gate and its close;",
    len(arrays.predecessor),
    "links",
)
