"""The templates of papers in the settings: checked, previewed, saved with a reason, compared, restored."""

import io
from collections.abc import Callable

from docx import Document as Docx
from flask.testing import FlaskClient

from registry.domain.papers.kinds import PaperKind
from registry.domain.papers.rules import RULES
from registry.storage.engine import Store, transaction
from registry.storage.papers import PaperTemplate
from tests.building.filings import register_filing, submitted_filing
from tests.cast import NOW

SignIn = Callable[[str], FlaskClient]
PAGE = "/desk/settings/paper-templates/registration_notice"
TEXT = (
    "标题：登记通知\n主送：{{制定机关}}\n\n{{文件}}已经登记，登记号为{{备案登记号}}，登记日期为{{登记日期}}。"
)
TYPED = {"text": TEXT, "reason": "改得短些", "version": "0"}


def test_every_kind_has_a_page(sign_in: SignIn) -> None:
    admin = sign_in("admin")
    page = admin.get("/desk/settings/paper-templates").text
    for kind in RULES:
        assert kind.word in page
        assert admin.get(f"/desk/settings/paper-templates/{kind}").status_code == 200, kind
    assert admin.get("/desk/settings/paper-templates/odd").status_code == 404
    assert admin.get(f"{PAGE}/1").status_code == 404
    assert admin.get(f"{PAGE}/restore").status_code == 404
    assert sign_in("lead").get("/desk/settings/paper-templates").status_code == 403


def test_every_kind_is_previewed_even_in_an_empty_register(sign_in: SignIn) -> None:
    admin = sign_in("admin")
    for kind in RULES:
        path = f"/desk/settings/paper-templates/{kind}"
        text = admin.get(path).text.split("<textarea", 1)[1].split(">", 1)[1].split("</textarea>")[0]
        answer = admin.post(path, data={"text": text.replace("&#34;", '"'), "look": "1"})
        assert answer.status_code == 200, kind
        assert 'id="preview"' in answer.text, kind


def test_a_template_is_previewed_saved_read_compared_and_restored(sign_in: SignIn, store: Store) -> None:
    filing_id = submitted_filing(store)
    number = register_filing(store, filing_id)
    admin = sign_in("admin")
    look = admin.post(PAGE, data={**TYPED, "look": "1"}).text
    assert f"登记号为{number}" in look
    assert "改得短些" in look, "what was typed stays"
    sample = admin.post(PAGE, data={**TYPED, "subject": str(filing_id), "docx": "1"})
    words = "".join(line.text for line in Docx(io.BytesIO(sample.data)).paragraphs)
    assert "样张" in words
    assert number in words
    assert "没有这件备案" in admin.post(PAGE, data={**TYPED, "subject": "99", "look": "1"}).text
    assert admin.post(PAGE, data=TYPED).status_code == 303
    assert "本单位的第1版" in admin.get("/desk/settings/paper-templates").text
    late = admin.post(PAGE, data={**TYPED, "text": TEXT + "此复。"})
    assert late.status_code == 422
    assert "刚被他人改过" in late.text
    assert "此复。" in late.text, "the text typed by the second admin stays"
    assert "与前一版对照" in admin.get(f"{PAGE}/1").text
    assert "登记通知" in admin.get(f"{PAGE}/1").text
    assert admin.get(f"{PAGE}/restore").status_code == 200
    assert admin.post(f"{PAGE}/restore", data={"reason": "照旧", "version": "1"}).status_code == 303
    assert "随程序提供的" in admin.get(f"{PAGE}/2").text
    audit = admin.get("/desk/audit/").text
    assert "修改文书模板" in audit
    assert "文书模板备案登记通知" in audit


def test_a_fault_is_named_with_its_line(sign_in: SignIn) -> None:
    answer = sign_in("admin").post(PAGE, data={**TYPED, "text": TEXT.replace("{{文件}}", "{{密件}}")})
    assert answer.status_code == 422
    assert "第4行：没有“密件”这个字段" in answer.text


def test_a_template_that_no_longer_checks_warns_the_admin(sign_in: SignIn, store: Store) -> None:
    with transaction(store) as session:
        session.add(PaperTemplate(kind=PaperKind.REGISTRATION_NOTICE, version=1, text="{{旧}}", saved_at=NOW))
    admin = sign_in("admin")
    for path in ("/desk/", "/desk/settings/", "/desk/settings/paper-templates", PAGE):
        assert "按随程序提供的模板出具" in admin.get(path).text, path
    assert "模板" not in sign_in("clerk").get("/desk/").text
