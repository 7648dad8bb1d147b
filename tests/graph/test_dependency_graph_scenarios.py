import networkx as nx
import pytest

from workmodel.domain import Calendar, Link, Milestone, Plan, Project, Resource, Routine, Task
from workmodel.errors import DependencyCycle, UnknownId, WrongType
from workmodel.graph import DependencyGraph


def graph(*items, **settings):
    return DependencyGraph(Plan(start="2026-03-02", **settings).add(*items))


@pytest.fixture
def launch():
    """A project with two phases, one link between the phases and a milestone at the end."""
    return graph(
        Project("site"),
        Task("plan", parent="site"),
        Task("draft", parent="plan"),
        Task("review", parent="plan", after=["draft"]),
        Task("make", parent="site", after=["plan"]),
        Task("design", parent="make"),
        Task("build", parent="make", after=["design SS+2d", "design FF+1d"]),
        Milestone("live", after=["site"]),
        Resource("ana"),
    )


# -- neighbours ---------------------------------------------------------------------------------------


def test_two_links_between_the_same_items_are_two_relations(launch):
    assert [str(r) for r in launch.predecessors("build")] == [
        "build after design SS+2d",
        "build after design FF+1d",
    ]
    assert [r.link for r in launch.successors("design")] == [Link.SS, Link.FF]


def test_links_of_the_summaries_above_are_given_on_request(launch):
    assert launch.predecessors("design") == ()
    inherited = launch.predecessors("design", through_summaries=True)
    assert [(r.predecessor, r.successor) for r in inherited] == [("plan", "make")]
    waiting = launch.successors("review", through_summaries=True)
    assert [(r.predecessor, r.successor) for r in waiting] == [("plan", "make"), ("site", "live")]


def test_a_routine_is_waited_for_by_one_of_its_occurrences():
    support = graph(Routine("close"), Task("report", after=["close same_period"]))
    (relation,) = support.predecessors("report")
    assert (relation.binding, relation.link, str(relation.lag)) == ("same_period", Link.FS, "0d")
    assert support.descendants("close") == ("report",)
    assert support.ready() == ("report",)


# -- reach --------------------------------------------------------------------------------------------


def test_declared_links_alone_know_nothing_of_hierarchy(launch):
    assert launch.ancestors("build") == ("design",)
    assert launch.descendants("review") == ()


def test_through_summaries_a_link_holds_for_everything_below(launch):
    assert launch.ancestors("build", through_summaries=True) == ("plan", "draft", "review", "design")
    assert launch.descendants("review", through_summaries=True) == ("make", "design", "build", "live")
    assert launch.descendants("make", through_summaries=True) == ("live",)


def test_a_slip_moves_what_waits_what_is_in_it_and_the_summaries_above(launch):
    assert launch.affected_by("review") == ("site", "plan", "make", "design", "build", "live")
    assert launch.affected_by("build") == ("site", "make", "live")
    assert launch.affected_by("plan") == ("site", "draft", "review", "make", "design", "build", "live")
    assert launch.affected_by("live") == ()


def test_paths_are_found_one_by_one_and_bounded():
    stages = 40  # 2^40 paths: all of them would take for ever
    ladder = [Milestone("n0")]
    for i in range(1, stages + 1):
        ladder += [Task(f"a{i}", after=[f"n{i - 1}"]), Task(f"b{i}", after=[f"n{i - 1}"])]
        ladder.append(Milestone(f"n{i}", after=[f"a{i}", f"b{i}"]))
    wide = graph(*ladder)
    found = list(wide.paths("n0", f"n{stages}"))
    assert len(found) == len(set(found)) == 100
    assert len(next(wide.paths("n0", f"n{stages}", limit=None))) == 2 * stages + 1
    assert list(wide.paths("n2", "n1")) == []
    assert list(wide.paths("n1", "n1")) == []


def test_paths_may_run_through_summaries(launch):
    assert list(launch.paths("draft", "build")) == []
    assert list(launch.paths("draft", "build", through_summaries=True)) == [
        ("draft", "plan", "make", "design", "build"),
        ("draft", "plan", "make", "build"),
        ("draft", "review", "plan", "make", "design", "build"),
        ("draft", "review", "plan", "make", "build"),
    ]


# -- rings --------------------------------------------------------------------------------------------


def test_a_ring_is_named_from_its_first_item_on():
    ring = graph(
        Task("c", after=["b"]), Task("a", after=["c"]), Task("b", after=["a"]), Task("d", after=["b"])
    )
    assert ring.cycle() == ("c", "a", "b")
    with pytest.raises(DependencyCycle) as caught:
        ring.in_order()
    assert caught.value.path == ("c", "a", "b")
    assert caught.value.through_summaries == ()
    assert "c → a → b → c" in str(caught.value)


def test_a_ring_through_a_summary_names_the_summary():
    ring = graph(
        Project("phase", after=["report"]), Task("work", parent="phase"), Task("report", after=["work"])
    )
    with pytest.raises(DependencyCycle) as caught:
        ring.generations()
    assert caught.value.path == ("phase", "work", "report")
    assert caught.value.through_summaries == ("phase",)


@pytest.mark.parametrize(
    "items",
    [
        [Task("phase"), Task("work", parent="phase", after=["phase"])],
        [Task("phase", after=["work"]), Task("work", parent="phase")],
    ],
)
def test_a_part_and_its_whole_cannot_wait_for_each_other(items):
    assert graph(*items).cycle() == ("phase", "work")


def test_links_of_any_kind_close_a_ring():
    assert graph(Task("a", after=["b FF"]), Task("b", after=["a SS"])).cycle() == ("a", "b")


def test_a_plan_with_a_ring_may_still_be_looked_at():
    ring = graph(Task("a", after=["b"]), Task("b", after=["a"]), Task("c", after=["b"]))
    assert ring.ancestors("c") == ("a", "b")
    assert ring.ancestors("a") == ("b",)
    assert ring.affected_by("a") == ("b", "c")
    assert list(ring.paths("a", "c")) == [("a", "b", "c")]
    assert ring.ready() == ()


# -- order --------------------------------------------------------------------------------------------


def test_a_summary_comes_after_its_content_and_before_what_waits_for_it(launch):
    order = [item.id for item in launch.in_order()]
    assert order == ["draft", "review", "plan", "design", "build", "make", "site", "live"]
    assert launch.generations() == (
        ("draft",), ("review",), ("plan",), ("design",), ("build",), ("make",), ("site",), ("live",),
    )  # fmt: skip


def test_items_come_as_entities_ready_to_be_worked_with(launch):
    assert [d.predecessor for item in launch.in_order() for d in item.after] == [
        "draft", "design", "design", "plan", "site",
    ]  # fmt: skip


# -- redundant links ----------------------------------------------------------------------------------


def redundant(*items, **options):
    return [str(r) for r in graph(*items).redundant_links(**options)]


def test_a_link_beside_a_longer_chain_is_redundant():
    assert redundant(Task("a"), Task("b", after=["a"]), Task("c", after=["b", "a"])) == ["c after a"]


def test_a_lag_in_the_chain_only_makes_it_later():
    assert redundant(Task("a"), Task("b", after=["a FS+3d"]), Task("c", after=["b", "a"])) == ["c after a"]


@pytest.mark.parametrize("chain", ["a FS-1d", "a SS", "a FF", "a SF", "a FS-10%"])
def test_a_chain_with_a_lead_or_another_link_implies_nothing(chain):
    assert redundant(Task("a"), Task("b", after=[chain]), Task("c", after=["b", "a"])) == []


@pytest.mark.parametrize("link", ["a FS+1d", "a FS-1d", "a SS", "a FF", "a SF", "a FS+10%"])
def test_only_a_plain_finish_to_start_link_is_ever_redundant(link):
    assert redundant(Task("a"), Task("b", after=["a"]), Task("c", after=["b", link])) == []


def test_parallel_links_do_not_make_each_other_redundant():
    assert redundant(Task("a"), Task("b", after=["a", "a", "a FS+1d", "a SS"])) == []


@pytest.mark.parametrize("facts", [{"manual": "2026-03-02"}, {"progress": "10%"}, {"progress": "100%"}])
def test_no_chain_runs_through_an_item_whose_dates_are_facts(facts):
    assert redundant(Task("a"), Task("b", after=["a"], **facts), Task("c", after=["b", "a"])) == []
    assert redundant(Task("a"), Task("b", after=["a"], progress="0%"), Task("c", after=["b", "a"])) == [
        "c after a"
    ]


def test_a_link_that_the_summary_has_as_well_is_redundant_through_summaries():
    items = [Task("a"), Project("p", after=["a"]), Task("b", parent="p", after=["a"])]
    assert redundant(*items) == []
    assert redundant(*items, through_summaries=True) == ["b after a"]


def test_a_chain_may_run_through_a_summary_unless_all_in_it_is_fixed():
    chain = [Task("a"), Project("p", after=["a"]), Task("w", parent="p"), Task("z", after=["p", "a"])]
    assert redundant(*chain) == ["z after a"]
    fixed = [*chain[:2], Task("w", parent="p", manual="2026-03-02"), chain[3]]
    assert redundant(*fixed) == []


def test_waiting_for_a_routine_is_never_redundant():
    items = [Routine("r"), Task("a", after=["r latest_before"]), Task("b", after=["a", "r latest_before"])]
    assert redundant(*items) == []


# -- what comes next ----------------------------------------------------------------------------------


def test_ready_is_what_nothing_holds_back(launch):
    assert launch.ready() == ("draft",)
    assert launch.ready(done=["draft"]) == ("review",)
    assert launch.ready(done=["plan"]) == ("design",)
    assert launch.ready(done=["plan"], started=["design"]) == ("build",)
    assert launch.ready(done=["site"]) == ("live",)
    assert launch.ready(done=list(launch)) == ()


def test_an_empty_project_holds_nobody():
    assert graph(Project("p"), Task("a", after=["p"])).ready() == ("a",)
    assert graph(Project("p"), Task("a", after=["p SS"])).ready() == ()


def test_finish_links_do_not_hold_a_start():
    assert graph(Task("a"), Task("b", after=["a FF"]), Task("c", after=["a SF"])).ready() == ("a", "b", "c")


def test_what_was_reported_for_later_does_not_count_yet():
    done = {"actual_start": "2026-03-02", "actual_finish": "2026-03-04 12:00"}
    plan = graph(Task("a", progress=done), Task("b", after=["a"]), Task("c", after=["a SS"]))
    assert plan.ready() == ("b", "c")
    assert plan.ready(as_of="2026-03-01") == ("a",)
    assert plan.ready(as_of="2026-03-02") == ("c",)
    assert plan.ready(as_of="2026-03-04 11:00") == ("c",)
    assert plan.ready(as_of="2026-03-04 12:00") == ("b", "c")
    only_finish = graph(Task("a", progress={"actual_finish": "2026-03-04"}), Task("b", after=["a"]))
    assert only_finish.ready(as_of="2026-03-03") == ("a",)
    assert only_finish.ready(as_of="2026-03-04") == ("b",)


def test_a_lag_has_to_have_passed():
    done = {"actual_start": "2026-03-02 08:00", "actual_finish": "2026-03-06 17:00"}  # a Friday
    plan = graph(
        Task("a", duration="5d", progress=done),
        Task("elapsed", after=["a FS+2ed"]),
        Task("working", after=["a FS+1d"]),
        Task("nightly", calendar="24_hours", after=["a FS+1d"]),
        Task("share", after=["a SS+100%"]),
        Task("lead", after=["a FS-1d"]),
    )
    assert plan.ready() == ("elapsed", "working", "nightly", "share", "lead")
    assert plan.ready(as_of="2026-03-06 16:59") == ("a",) or "lead" not in plan.ready(
        as_of="2026-03-06 16:59"
    )
    assert plan.ready(as_of="2026-03-06 17:00") == ("share", "lead")
    assert plan.ready(as_of="2026-03-07 01:00") == ("nightly", "share", "lead")
    assert plan.ready(as_of="2026-03-08 17:00") == ("elapsed", "nightly", "share", "lead")
    assert plan.ready(as_of="2026-03-09 17:00") == ("elapsed", "working", "nightly", "share", "lead")


def test_a_lag_counts_on_the_calendar_of_the_nearest_summary():
    week = Calendar("weekend", week="sat-sun 08:00-16:00")
    done = {"actual_start": "2026-03-02", "actual_finish": "2026-03-06 17:00"}
    plan = graph(
        week,
        Task("a", progress=done),
        Project("p", calendar="weekend"),
        Task("b", parent="p", after=["a FS+1d"]),
    )
    assert plan.ready(as_of="2026-03-07 15:59") == ()
    assert plan.ready(as_of="2026-03-07 16:00") == ("b",)


def test_without_dates_or_durations_a_lag_holds_nothing():
    plan = graph(Task("a", progress="100%"), Task("b", after=["a FS+5d"]))
    assert plan.ready(as_of="2026-03-02") == ("b",)
    done = {"actual_start": "2026-03-02", "actual_finish": "2026-03-06 17:00"}
    plan = graph(Task("a", progress=done), Task("b", after=["a FS+50e%"]))
    assert plan.ready(as_of="2026-03-06 17:00") == ("b",)


def test_work_that_dangles_is_found():
    plan = graph(
        Task("a"),
        Task("b", after=["a SS"]),
        Task("c", after=["b FF"]),
        Project("p", after=["a"]),
        Task("d", parent="p"),
    )
    assert plan.open_starts() == ("a", "c")
    assert plan.open_finishes() == ("c", "d")


# -- hierarchy ----------------------------------------------------------------------------------------


def test_hierarchy_is_told_apart_from_logic(launch):
    assert launch.roots() == ("site", "live")
    assert launch.parent("draft") == "plan"
    assert launch.parent("site") is None
    assert launch.children("make") == ("design", "build")
    assert launch.leaves("plan") == ("draft", "review")
    assert launch.leaves() == ("draft", "review", "design", "build", "live")
    assert (launch.depth("site"), launch.depth("draft")) == (0, 2)


# -- the graph itself ---------------------------------------------------------------------------------


def test_networkx_gets_every_link_and_may_not_change_the_graph(launch):
    found = launch.networkx
    assert isinstance(found, nx.MultiDiGraph)
    assert found.nodes["site"] == {"kind": "project", "parent": None}
    links = {str(data["link"]): str(data["lag"]) for data in found.get_edge_data("design", "build").values()}
    assert links == {"SS": "2d", "FF": "1d"}
    assert "ana" not in found
    assert launch.networkx is found
    with pytest.raises(nx.NetworkXError):
        found.add_edge("live", "site")
    assert nx.dag_longest_path_length(nx.MultiDiGraph(found)) == 1


def test_an_empty_plan_has_an_empty_graph():
    empty = DependencyGraph(Plan())
    assert (len(empty), list(empty), empty.cycle(), empty.in_order(), empty.generations()) == (
        0,
        [],
        None,
        (),
        (),
    )
    assert (empty.redundant_links(), empty.ready(), empty.roots(), empty.leaves()) == ((), (), (), ())
    assert (empty.open_starts(), empty.open_finishes()) == ((), ())
    assert len(empty.networkx) == 0
    assert repr(empty) == "<DependencyGraph: 0 items, 0 links>"


def test_a_graph_knows_its_items(launch):
    assert len(launch) == 8
    assert "build" in launch
    assert "ana" not in launch
    assert 5 not in launch
    assert repr(launch) == "<DependencyGraph: 8 items, 5 links>"


@pytest.mark.parametrize("question", [
    "predecessors", "successors", "ancestors", "descendants", "affected_by", "parent", "children", "leaves", "depth",
])  # fmt: skip
def test_an_unknown_id_is_an_error_with_near_names(launch, question):
    with pytest.raises(UnknownId) as caught:
        getattr(launch, question)("desing")
    assert caught.value.id == "desing"
    assert '"design"' in caught.value.hint


def test_what_is_no_work_waits_for_nothing(launch):
    with pytest.raises(UnknownId) as caught:
        launch.predecessors("ana")
    assert "is a resource" in str(caught.value)
    for do in (lambda: launch.paths("ana", "live"), lambda: launch.ready(done=["ana"]), lambda: launch.children("ana"),
               lambda: launch.leaves("ana"), lambda: launch.depth(["live"])):  # fmt: skip
        with pytest.raises(UnknownId):
            do()


@pytest.mark.parametrize("value", [None, [], "plan", nx.DiGraph()])
def test_a_graph_is_made_from_a_plan(value):
    with pytest.raises(WrongType):
        DependencyGraph(value)


def test_removed_items_leave_no_trace():
    plan = Plan(start="2026-03-02").add(Task("a"), Task("b"), Task("c", after=["a"])).remove("b")
    assert [item.id for item in DependencyGraph(plan).in_order()] == ["a", "c"]
    assert DependencyGraph(plan).generations() == (("a",), ("c",))
    assert DependencyGraph(plan).roots() == ("a", "c")
    assert DependencyGraph(plan).ready() == ("a",)
