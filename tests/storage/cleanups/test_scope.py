"""What a round leaves out, by its reason."""

from registry.storage.cleanups.scope import grouped


def test_what_is_left_out_is_counted_whole_and_named_in_part() -> None:
    rows = [{"document_id": n, "label": f"第{n}件", "why": "已终止"} for n in range(60)]
    ended, outside = grouped([*rows, {"document_id": 99, "label": "省文件", "why": "非本级"}])
    assert (ended.why, ended.n_documents, len(ended.first)) == ("已终止", 60, 50)
    assert (outside.n_documents, outside.first[0].label) == (1, "省文件")
