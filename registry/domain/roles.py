"""Roles and permissions, and the table of the permissions of each role. What the table does not allow is denied."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from registry.domain.errors import Denied, Hidden


class Role(StrEnum):
    VISITOR = "visitor"
    CONTACT = "contact"
    CLERK = "clerk"
    LEAD = "lead"
    ADMIN = "admin"
    AUDITOR = "auditor"


ROLE_WORDS: dict[Role, str] = {
    Role.VISITOR: "访客",
    Role.CONTACT: "制定机关联络员",
    Role.CLERK: "法制机构经办人",
    Role.LEAD: "法制机构负责人",
    Role.ADMIN: "系统管理员",
    Role.AUDITOR: "监督审计",
}


class Permission(StrEnum):
    READ_PUBLIC = "read_public"
    READ_OWN = "read_own"  # the matters of the actor's own authority; the whole register for the office
    READ_ALL = "read_all"
    WRITE_DOCUMENT = "write_document"
    PUBLISH_DOCUMENT = "publish_document"
    RECORD_EVENT = "record_event"
    SETTLE_DOUBT = "settle_doubt"
    SUBMIT_FILING = "submit_filing"
    EXAMINE_FILING = "examine_filing"
    CONCLUDE_FILING = "conclude_filing"
    IMPORT_LEDGER = "import_ledger"
    RUN_CLEANUP = "run_cleanup"
    PROPOSE_OUTCOME = "propose_outcome"
    ACCEPT_FINDING = "accept_finding"
    RELEASE_LIST = "release_list"
    MANAGE_AUTHORITIES = "manage_authorities"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_RULES = "manage_rules"
    KEEP_LAWS = "keep_laws"  # the table of laws and what became of them
    READ_AUDIT = "read_audit"
    RUN_JOB = "run_job"
    HANDLE_PROPOSAL = "handle_proposal"  # citizens' 审查建议, with the person who made it
    SIGN_REPLY = "sign_reply"


_CONTACT = {
    Permission.READ_PUBLIC,
    Permission.READ_OWN,
    Permission.WRITE_DOCUMENT,
    Permission.SUBMIT_FILING,
    Permission.PROPOSE_OUTCOME,
}
_CLERK = _CONTACT | {
    Permission.READ_ALL,
    Permission.PUBLISH_DOCUMENT,
    Permission.RECORD_EVENT,
    Permission.SETTLE_DOUBT,
    Permission.EXAMINE_FILING,
    Permission.IMPORT_LEDGER,
    Permission.RUN_CLEANUP,
    Permission.MANAGE_AUTHORITIES,
    Permission.KEEP_LAWS,
    Permission.HANDLE_PROPOSAL,
}
_LEAD = _CLERK | {
    Permission.CONCLUDE_FILING,
    Permission.ACCEPT_FINDING,
    Permission.RELEASE_LIST,
    Permission.READ_AUDIT,
    Permission.SIGN_REPLY,
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.VISITOR: frozenset({Permission.READ_PUBLIC}),
    Role.CONTACT: frozenset(_CONTACT),
    Role.CLERK: frozenset(_CLERK),
    Role.LEAD: frozenset(_LEAD),
    Role.ADMIN: frozenset(
        {
            Permission.READ_PUBLIC,
            Permission.READ_OWN,
            Permission.READ_ALL,
            Permission.READ_AUDIT,
            Permission.MANAGE_AUTHORITIES,
            Permission.MANAGE_PEOPLE,
            Permission.MANAGE_RULES,
            Permission.KEEP_LAWS,
            Permission.RUN_JOB,
        }
    ),
    Role.AUDITOR: frozenset(
        {Permission.READ_PUBLIC, Permission.READ_OWN, Permission.READ_ALL, Permission.READ_AUDIT}
    ),
}


@dataclass(frozen=True)
class Actor:
    """The person with a role, the clock, or the operator at the command line, who acts."""

    name: str
    role: Role
    user_id: int | None = None
    authority_id: int | None = None
    is_operator: bool = False

    def may(self, permission: Permission) -> bool:
        return self.is_operator or permission in PERMISSIONS[self.role]

    def may_see(self, authority_ids: Collection[int]) -> bool:
        """Whether the actor may see a matter of these authorities: a contact only its own, the office all."""
        if self.may(Permission.READ_ALL):
            return True
        return self.may(Permission.READ_OWN) and self.authority_id in authority_ids


VISITOR = Actor("访客", Role.VISITOR)
OPERATOR = Actor("命令行", Role.ADMIN, is_operator=True)
CLOCK = Actor("定时任务", Role.ADMIN, is_operator=True)


def require(actor: Actor, permission: Permission, authority_ids: Collection[int] | None = None) -> None:
    """Raise Denied when the actor lacks the permission, Hidden when it may not see the matter's authorities."""
    if not actor.may(permission):
        raise Denied(f"您的角色（{ROLE_WORDS[actor.role]}）没有此项权限，请联系法制机构负责人或系统管理员。")
    if authority_ids is not None and not actor.may_see(authority_ids):
        raise Hidden("该事项属于其他制定机关，您只能查看和办理本机关的事项。")
