"""The rule of every kind of paper."""

from registry.domain.papers import figures, filer, filing, proposals, register
from registry.domain.papers.kinds import KindRule, PaperKind

RULES: dict[PaperKind, KindRule] = {
    **filing.RULES,
    **filer.RULES,
    **figures.RULES,
    **register.RULES,
    **proposals.RULES,
}
