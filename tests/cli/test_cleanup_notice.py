"""The command line opens a round by its criteria, for an authority of its own, and says who is told."""

from registry.storage.engine import Store
from tests.building.documents import register_old, register_secret
from tests.cli.test_cleanups import answer, run


def test_a_round_by_criteria_names_what_it_leaves_out_and_whom_it_tells(store: Store) -> None:
    register_old(store, "关于秸秆禁烧的通知")
    register_old(store, "关于秸秆还田的通知", authority_id=3)
    register_old(store, "关于乙的通知")
    opened = answer(
        store, "cleanup", "open", "秸秆专项清理", "--cut-off", "2025-12-31", "--kind", "special",
        "--query", "秸秆", "--answers-due", "2026-04-03",
    )  # fmt: skip
    assert (opened["n_documents"], opened["n_secret"], opened["excluded"]) == (2, 0, [])
    told = answer(store, "cleanup", "notice", "1")
    assert [(row["name"], row["n_documents"], row["people"]) for row in told["waiting"]] == [
        ("示范区农业农村局", 1, ["周起草"]),
        ("示范区青石镇人民政府", 1, ["吴旁观"]),
    ]
    assert [(row["kind"], row["to"], row["due_on"]) for row in told["notices"]] == [
        ("cleanup_opened", "周起草", "2026-04-03"),
        ("cleanup_opened", "吴旁观", "2026-04-03"),
    ]
    assert answer(store, "cleanup", "notice", "1", "--send")["n_sent"] == 0
    assert "还有2个机关没有报齐，期限2026年4月3日" in run(store, "cleanup", "notice", "1").output
    register_old(store, "关于秸秆离田的通知")
    assert answer(store, "cleanup", "extend", "1") == {"n_added": 0, "n_removed": 0}


def test_an_authority_opens_its_own_round_and_a_secret_one_counts(store: Store) -> None:
    register_old(store, "关于甲的通知")
    register_secret(store)
    register_old(store, "关于丙的通知", authority_id=3)
    opened = answer(store, "cleanup", "open", "本局清理", "--cut-off", "2025-12-31", "--owner", "agri")
    assert (opened["n_documents"], opened["n_secret"]) == (2, 1)


def test_criteria_are_for_special_rounds(store: Store) -> None:
    register_old(store, "关于秸秆禁烧的通知")
    refused = run(store, "cleanup", "open", "集中清理", "--cut-off", "2025-12-31", "--query", "秸秆")
    assert refused.exit_code == 1
    assert "请把清理类型改为专项清理" in refused.output


def test_the_first_own_round_is_prepared_on_a_day_that_the_office_sets(store: Store) -> None:
    assert (
        "已准备第1轮清理的草稿" in run(store, "cleanup", "prepare", "agri", "--due-on", "2026-06-30").output
    )
    assert "还没有完成" in run(store, "cleanup", "prepare", "agri", "--due-on", "2026-06-30").output
