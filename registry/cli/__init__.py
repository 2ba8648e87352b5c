"""The command line: `registry …`. Exit 0 done, 1 something was refused or found, 2 wrong usage."""

import click

from registry.cli.commands import Commands

# Name of the command: the module that defines it, and its help as it stands there.
PLACES = {
    "authority": ("authorities", "制定机关：列出、核对、新增。"),
    "backup": ("backups", "备份数据库和附件到一个文件，附校验清单。"),
    "check": (
        "checking",
        "按规则检查文件：可能违法设定许可、处罚、收费，妨碍公平竞争等，逐处给出依据；不写入。",
    ),
    "check-rules": (
        "check_rules",
        "检查规则：列出、查看、试一个正则表达式。修改在网页“设置—检查规则”里办理。",
    ),
    "cleanup": ("cleanups", "清理：开展、确定意见、校核、发布。"),
    "doc-no": ("doc_numbers", "解析发文字号：写法、比对键、机关代字、年份、序号。"),
    "doubts": ("doubts", "待核疑点：各种的数目；指明一种的，逐件列出。"),
    "due": ("deadlines", "列出某日应报送而尚未报送的备案，含已逾期的。"),
    "figures": (
        "figures",
        "统计：一个期间的报备率、及时率、规范率、公布率、纠错率、审查办结率，写作“分子/分母（百分比）”。",
    ),
    "filing": ("filings", "备案：列出、查看、办理、催报。"),
    "holidays": ("holidays", "放假安排：查看、录入、调整。"),
    "import": (
        "intakes",
        "把台账（.xlsx、.xls、.et、.csv）、文件、.zip 或整个文件夹导入登记簿；可以一次写几个，文件自动配给台账中的行。",
    ),
    "init": ("building", "在空的实例目录中建立登记系统。"),
    "inspect": ("inspections", "读文件，给出标题、文号、机关、日期等及其原文依据；不写入。"),
    "issue-register": ("issue_registers", "导入发文登记簿（.xlsx、.xls、.csv）。"),
    "jobs": ("jobs", "各定时任务上次运行的情况。"),
    "law": ("laws", "法规表：导入、列出、依据已经废止的文件。"),
    "legality": ("legality", "合法性审核：列出、查看、办理。"),
    "list": ("lists", "把某日某种时效性的文件目录写成 .docx、.xlsx 或 .csv。"),
    "paper": ("papers", "文书：列出、出具、取出文件、替代有误的。"),
    "proposal": ("proposals", "审查建议：列出、查看、办理、登记来信；不显示提出人。"),
    "reindex": ("indexes", "重建全文索引。"),
    "restore": ("backups", "把备份恢复到一个空的实例目录。"),
    "run-job": ("jobs", "立即运行一个定时任务，与调度程序运行的是同一个函数。"),
    "search": ("searching", "全文检索：词、引号中的短语、-排除词、任何括号写法的发文字号。"),
    "serve": ("serving", "启动网站和定时任务。"),
    "show": ("documents", "显示一件文件及其在某日的效力和理由。"),
    "user": ("people", "用户。"),
    "verify": ("verification", "重新计算一切派生数据并比对；一天前留下、无记录引用的文件只作提示。"),
}


@click.group(cls=Commands, places=PLACES, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--instance", type=click.Path(), help="实例目录（默认取 REGISTRY_INSTANCE，再默认 ./instance）。"
)
@click.pass_context
def main(context: click.Context, instance: str | None) -> None:
    """行政规范性文件备案与清理登记系统"""
    context.obj = {"instance": instance} if instance else {}
