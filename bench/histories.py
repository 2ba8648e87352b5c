"""How many random lives the domain and a walk through their days tell otherwise: `python bench/histories.py [N]`."""

import random
import sys
import time

from registry.domain.validity import STATUS_WORDS, spans, status_on
from tests.building.histories import daily_words, random_history


def main() -> None:
    n_lives = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    began, n_days, n_events, differing = time.perf_counter(), 0, 0, []
    for seed in range(n_lives):
        history = random_history(random.Random(seed))
        timeline = spans(history.life, history.events)
        n_events += len(history.events)
        for day, word in daily_words(history):
            n_days += 1
            told = STATUS_WORDS[status_on(timeline, day).status]
            if told != word:
                differing.append(f"life {seed}, {day}: the domain says {told}, the walk {word}")
                break
    print(f"{n_lives} lives, {n_events} events, {n_days} days, {time.perf_counter() - began:.1f} s")  # noqa: T201
    print(f"{len(differing)} differ", *differing[:20], sep="\n")  # noqa: T201
    sys.exit(bool(differing))


if __name__ == "__main__":
    main()
