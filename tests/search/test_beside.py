"""What stands beside a document: found through the index, verified in the register, for one audience."""

import time
from collections.abc import Callable

import pytest

from registry.domain.beside import Nearness
from registry.domain.beside_hints import Hint
from registry.domain.documents import Disclosure
from registry.domain.validity import Status
from registry.search.beside import CUT, NO_INDEX, NO_TEXT, SECRET, Neighbour, find_beside
from registry.search.index import discard, follow
from registry.search.selection import OFFICE, Audience
from registry.storage.engine import Store
from tests.search.hits import TODAY, Save

WORDS = "农机购置补贴资金分批拨付到合作社账户，烘干机按吨位折算，经销企业虚开发票的列入黑名单，乡镇每季度抽查一成机具"
TEXT = "。".join(f"第{n}条　{part}" for n, part in enumerate(WORDS.split("，"), 1)) * 2
NOISE = [
    "停车收费标准由价格部门核定",
    "犬只应当按期接种疫苗",
    "校车驾驶人每年参加安全培训",
    "河道采砂实行总量控制",
]


@pytest.fixture
def beside(store: Store) -> Callable[..., tuple[Neighbour, ...]]:
    """beside(id): what the office finds beside the document once the index has followed."""

    def _beside(document_id: int, audience: Audience = OFFICE) -> tuple[Neighbour, ...]:
        follow(store)
        return find_beside(store, document_id, audience=audience, on=TODAY).neighbours

    return _beside


Beside = Callable[..., tuple[Neighbour, ...]]


def fill(save: Save, n: int = 30) -> None:
    for one in range(n):
        save(f"关于第{one}类事项的通知", f"{NOISE[one % 4]}。第{one}号窗口负责登记造册。" * 3)


def test_the_same_text_comes_first_then_the_copied_one_then_the_same_subject(
    save: Save, beside: Beside
) -> None:
    fill(save)
    one = save("示范区农机购置补贴办法", TEXT)
    same = save("关于补贴的通知", TEXT, lead_authority_id=2)
    part = save("关于机具抽查的通知", TEXT[: len(TEXT) // 2] + "犬只登记由社区负责造册公示。" * 9)
    subject = save("农机购置补贴实施细则")
    found = beside(one)
    assert [neighbour.id for neighbour in found] == [same, part, subject]
    assert found[0].nearness is Nearness.SAME_TEXT
    assert found[2].nearness is Nearness.SAME_SUBJECT


def test_what_every_document_has_brings_nothing_together(save: Save, beside: Beside) -> None:
    head, tail = (
        "各乡镇人民政府：现将办法印发给你们，请认真贯彻执行。",
        "本办法自公布之日起施行，有效期五年。",
    )
    ids = [save(f"关于{words[:4]}的通知", f"{head}{words}。{tail}") for words in NOISE]
    assert all(beside(one) == () for one in ids)


def test_an_older_document_still_in_force_is_pointed_out(save: Save, beside: Beside) -> None:
    old = save("示范区犬类管理规定", "犬只登记", published_on=TODAY.replace(year=2019))
    new = save("示范区犬类管理办法", "犬只收容", doc_no="示政规〔2025〕1号")
    ended = save("示范区犬类管理办法（试行）", published_on=TODAY.replace(year=2017), status=Status.LAPSED)
    hints = {neighbour.id: neighbour.hints for neighbour in beside(new)}
    assert hints == {old: (Hint.UNREPEALED,), ended: (Hint.EARLIER_VERSION,)}


def test_only_what_the_audience_may_know_is_beside(save: Save, beside: Beside) -> None:
    own = save("犬类管理办法", TEXT, lead_authority_id=2, is_published=False)
    public = save("犬类管理办法甲", TEXT)
    for disclosure in (Disclosure.WITHHELD, Disclosure.ON_REQUEST):
        save(f"犬类管理办法{disclosure}", TEXT, disclosure=disclosure)
    save("犬类管理办法乙", TEXT, is_published=False)
    secret = save("", "", disclosure=Disclosure.SECRET)
    assert [one.id for one in beside(own, Audience("authority", 2))] == [public]
    office = [one.id for one in beside(own)]
    assert len(office) == 4
    assert secret not in office


def test_what_the_index_does_not_know_yet_is_beside_too(store: Store, save: Save) -> None:
    fill(save)
    one = save("农机补贴办法", TEXT)
    follow(store)
    late = save("毫不相干的通知", TEXT)
    new = save("关于另一件事的通知", TEXT)
    for asked, others in ((one, {late, new}), (new, {one, late})):
        found = find_beside(store, asked, audience=OFFICE, on=TODAY)
        assert {neighbour.id for neighbour in found.neighbours} == others
        assert found.notes == ()


def test_without_an_index_titles_are_compared_and_a_sentence_says_so(store: Store, save: Save) -> None:
    one, other = save("犬类管理办法", TEXT), save("犬类管理实施细则", TEXT)
    save("停车管理办法", TEXT)
    follow(store)
    (store.index / "current").write_text("generation-2-gone")
    discard(store)
    found = find_beside(store, one, audience=OFFICE, on=TODAY)
    assert found.notes == (NO_INDEX,)
    assert [neighbour.id for neighbour in found.neighbours] == [other]


def test_what_cannot_be_compared_is_said(store: Store, save: Save) -> None:
    fill(save)
    empty, secret = save("犬类管理办法"), save("", "", disclosure=Disclosure.SECRET)
    common = save("关于通知的通知", "的了和是" * 5)
    long = save("很长的办法", TEXT + "甲乙丙丁戊己庚辛壬癸子丑寅卯" * 7_000)
    save("很长的细则", TEXT + "子午卯酉" * 20_000)
    follow(store)
    assert find_beside(store, empty, audience=OFFICE, on=TODAY).notes == (NO_TEXT,)
    assert find_beside(store, secret, audience=OFFICE, on=TODAY).notes == (SECRET,)
    assert find_beside(store, common, audience=OFFICE, on=TODAY).neighbours == ()
    began = time.process_time()
    assert CUT in find_beside(store, long, audience=OFFICE, on=TODAY).notes
    assert time.process_time() - began < 3


def test_a_new_state_of_the_register_is_seen_at_once(store: Store, save: Save, beside: Beside) -> None:
    one, other = save("犬类管理办法", TEXT), save("犬类管理细则", TEXT)
    assert [neighbour.title for neighbour in beside(one)] == ["犬类管理细则"]
    save("犬类管理规定", TEXT, id=other)
    found = find_beside(store, one, audience=OFFICE, on=TODAY)
    assert [neighbour.title for neighbour in found.neighbours] == ["犬类管理规定"]
