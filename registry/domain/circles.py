"""Circles in what follows what."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence


def circles_of(following: Mapping[Hashable, Collection[Hashable]]) -> dict[Hashable, Sequence[Hashable]]:
    """Each one that is on a circle, or leads from a circle to another, → a circle that it leads to.

    It takes as long as there are steps from one to the next.
    """
    preceding: dict[Hashable, list[Hashable]] = defaultdict(list)
    for before, others in following.items():
        for after in others:
            preceding[after].append(before)
    left = _without_ends(_without_ends({*following, *preceding}, preceding, following), following, preceding)
    circles: dict[Hashable, Sequence[Hashable]] = {}
    for start in filter(left.__contains__, following):
        path: dict[Hashable, int] = {}
        step = start
        while step not in path and step not in circles:
            path[step] = len(path)
            step = next(after for after in following[step] if after in left)
        circle = circles[step] if step in circles else list(path)[path[step] :]
        circles |= dict.fromkeys(path, circle)
    return circles


def _without_ends(
    all_: Collection[Hashable],
    preceding: Mapping[Hashable, Collection[Hashable]],
    following: Mapping[Hashable, Collection[Hashable]],
) -> set[Hashable]:
    """Those that remain when whatever is followed by nothing is taken away, again and again."""
    left = set(all_)
    n_after = {step: sum(after in left for after in following.get(step, ())) for step in left}
    ends = [step for step in left if n_after[step] == 0]
    while ends:
        end = ends.pop()
        left.discard(end)
        for before in preceding.get(end, ()):
            if before in left:
                n_after[before] -= 1
                if n_after[before] == 0:
                    ends.append(before)
    return left
