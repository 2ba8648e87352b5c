"""Who reads the clock, who commits, who opens a write."""

from tests.architecture.tree import imported, mentioned, modules

WALL_CLOCK = {
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.gmtime",
    "time.ctime",
    "time.localtime",
    "time.strftime",
    "func.now",
    "func.current_timestamp",
}


def test_only_the_clock_reads_the_wall_clock() -> None:
    readers = [
        f"{path} has {name}"
        for path, tree in modules().items()
        if path != "registry/clock.py"
        for name in (mentioned(tree) | imported(tree)) & WALL_CLOCK
    ]
    assert not readers


def test_only_the_engine_commits() -> None:
    # The index has a writer of its own, whose commit is not the database's.
    mine = ("registry/storage/engine.py", "registry/search/")
    committers = [
        f"{path} has {name}"
        for path, tree in modules().items()
        if not path.startswith(mine)
        for name in mentioned(tree)
        if name.endswith(".commit")
    ]
    assert not committers


def test_only_actions_and_jobs_open_a_write() -> None:
    writers = (
        "registry/actions/",
        "registry/jobs/",
        "registry/storage/engine.py",
        "registry/storage/migrate.py",
    )
    openers = [
        path
        for path, tree in modules().items()
        if not path.startswith(writers)
        if any(name.endswith((".transaction", ".begin")) for name in mentioned(tree) | imported(tree))
    ]
    assert not openers


def test_whoever_writes_has_loaded_every_table() -> None:
    # A flush resolves foreign keys: a table that was not imported would be missed.
    for folder in ("actions", "jobs"):
        assert "registry.storage.tables" in imported(modules()[f"registry/{folder}/__init__.py"])
