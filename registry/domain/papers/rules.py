"""The rule of every kind of paper."""

from registry.domain.papers import cleanups, figures, filer, filing, proposals, register
from registry.domain.papers.kinds import KindRule, PaperKind

RULES: dict[PaperKind, KindRule] = {
    **filing.RULES,
    **filer.RULES,
    **figures.RULES,
    **register.RULES,
    **proposals.RULES,
    **cleanups.RULES,
}
