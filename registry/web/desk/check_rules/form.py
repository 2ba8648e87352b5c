"""The form of a rule of the book, and back to the rule."""

from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from registry.domain.checks.findings import CHECK_WORDS, CheckKind
from registry.domain.checks.written import (
    MAX_NAME,
    MAX_SAYS,
    MAX_SOURCE,
    WRITABLE_KINDS,
    WrittenRule,
)
from registry.domain.levels import LEVEL_WORDS, Level
from registry.domain.normal import lines_of
from registry.web.forms import Form, choices

_KINDS = {kind: CHECK_WORDS[kind] for kind in WRITABLE_KINDS if kind is not CheckKind.BODY}
_WORDS = ("words", "here_words", "anywhere_words")
_PATTERNS = ("pattern", "here", "anywhere")
_MOST = 50_000  # characters of a field that are looked at; the rule's own limits are lower


def _long(label: str) -> TextAreaField:
    return TextAreaField(label, [Length(max=_MOST, message="太长，请分成几条规则。")])


class _AnyRuleForm(Form):
    name = StringField("名称", [InputRequired("请填写名称。"), Length(max=MAX_NAME)])
    source = StringField("依据", [InputRequired("请填写依据。"), Length(max=MAX_SOURCE)])
    words = _long("要找的词语")
    pattern = _long("要找的正则表达式")
    reason = TextAreaField("理由", [Length(max=500, message="最多500个字。")])
    version = HiddenField(default="0")
    sample = TextAreaField("试用的句子", [Length(max=20_000, message="最多20,000个字。")])
    document = StringField("或者试用一件已登记的文件", [Length(max=500, message="过长，请核对。")])


class RuleForm(_AnyRuleForm):
    kind = SelectField("种类", choices=choices(_KINDS))
    level = SelectField("程度", choices=choices(LEVEL_WORDS))
    says = TextAreaField("提示语", [InputRequired("请填写提示语。"), Length(max=MAX_SAYS)])
    here_words = _long("同一分句里的例外词语")
    here = _long("同一分句里的例外（正则表达式）")
    anywhere_words = _long("同一句里的例外词语")
    anywhere = _long("同一句里的例外（正则表达式）")

    def written(self) -> WrittenRule:
        """The rule that was typed."""
        return WrittenRule(
            name=self.name.data or "",
            kind=CheckKind(self.kind.data),
            level=Level(self.level.data),
            says=self.says.data or "",
            source=self.source.data or "",
            words=_lines(self.words.data),
            pattern=self.pattern.data or "",
            here_words=_lines(self.here_words.data),
            here=self.here.data or "",
            anywhere_words=_lines(self.anywhere_words.data),
            anywhere=self.anywhere.data or "",
        )


class BodyForm(_AnyRuleForm):
    successor = StringField("现在的机关", [InputRequired("请填写现在的机关。"), Length(max=MAX_NAME)])
    since = DateField("从哪一天起公布的文件不应再写这个名称", [Optional()])

    def written(self) -> WrittenRule:
        """The rule about a body that was typed."""
        return WrittenRule(
            name=self.name.data or "",
            kind=CheckKind.BODY,
            level=Level.ADVICE,
            says="",
            source=self.source.data or "",
            words=_lines(self.words.data),
            pattern=self.pattern.data or "",
            successor=self.successor.data or "",
            since=self.since.data,
        )


def form_of(written: WrittenRule | None, version: int, *, is_body: bool) -> RuleForm | BodyForm:
    """The form, filled from a rule; for the code of a new rule empty."""
    kind = BodyForm if is_body else RuleForm
    if written is None:
        return kind(version=str(version))
    plain = {
        name: getattr(written, name) for name in ("name", "source", "says", "successor", "since", *_PATTERNS)
    }
    lines = {name: "\n".join(getattr(written, name)) for name in _WORDS}
    return kind(version=str(version), kind=written.kind.value, level=written.level.value, **plain, **lines)


def _lines(text: str | None) -> tuple[str, ...]:
    """The lines that are not blank, each once."""
    return tuple(dict.fromkeys(lines_of(text or "")))
