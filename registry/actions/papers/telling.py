"""How a notice names the paper of the step that it tells of."""

from registry.storage.papers import Paper


def paper_told(paper: Paper) -> dict[str, str]:
    """The facts of a notice about its paper: the name with the number, and its page."""
    number = f"（{paper.number}）" if paper.number else ""
    return {"paper": f"{paper.kind.word}{number}", "paper_path": f"/desk/papers/{paper.id}"}
