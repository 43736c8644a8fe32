"""Timings in turns, and what they come to."""

import json
from collections.abc import Sequence
from statistics import median, quantiles

from tests.bench.calls import Answer, Route, ask, queries_and_bytes

TURN = 5
"""How often a route is asked before the next one's turn; asked once only, the bare route finds cold caches."""

MILLION, BILLION = 1_000_000, 1_000_000_000


def say(**figures: object) -> None:
    """One JSON line."""
    print(json.dumps(figures), flush=True)


def measure(routes: Sequence[Route], rounds: int) -> None:
    """Give every route a turn a round, so that all see the same weather; the first one is the measure."""
    facts = [queries_and_bytes(route) for route in routes]
    answers = _answers(routes, rounds)
    for route, (queries, size), given in zip(routes, facts, answers, strict=True):
        taken = [answer.taken for answer in given]
        say(
            what=route.what,
            requests_per_s=round(len(taken) * BILLION / sum(taken), 1),
            p50_ms=round(percentile(taken, 50), 3),
            p99_ms=round(percentile(taken, 99), 3),
            ratio=round(sum(answer.taken for answer in answers[0]) / sum(taken), 4),
            cpu_ms=round(_cpu(given), 3),
            cpu_ratio=round(_cpu(answers[0]) / _cpu(given), 4),
            queries=queries,
            bytes=size,
        )


def percentile(taken: Sequence[int], percent: int) -> float:
    """Milliseconds, of at least two values in nanoseconds."""
    return quantiles(taken, n=100, method="inclusive")[percent - 1] / MILLION


def asked(rounds: int) -> int:
    """How often `measure` asks each route."""
    return (rounds + 1) * TURN + 2


def _cpu(given: Sequence[Answer]) -> float:
    """Milliseconds of CPU that half of the answers stayed below."""
    return median(answer.worked for answer in given) / MILLION


def _answers(routes: Sequence[Route], rounds: int) -> list[list[Answer]]:
    for route in routes:
        _turn(route)
    answers: list[list[Answer]] = [[] for _ in routes]
    for _ in range(rounds):
        for given, route in zip(answers, routes, strict=True):
            given.extend(_turn(route))
    return answers


def _turn(route: Route) -> list[Answer]:
    return [ask(route) for _ in range(TURN)]
