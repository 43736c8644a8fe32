"""Real threads that meet where the race is decided."""

import contextlib
import importlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError
from typing import Any, TypeVar

import pytest
from flask import Flask

PATIENCE = 0.5  # seconds; where writers queue, the second one never comes to the barrier

T = TypeVar("T")
R = TypeVar("R")


def at_once(app: Flask, act: Callable[[T], R], inputs: Iterable[T]) -> list[R]:
    """What `act` gave for each input, all begun together, each in a thread and context of its own."""
    each = list(inputs)
    barrier = Barrier(len(each))

    def run(one: T) -> R:
        with app.app_context():
            barrier.wait()
            return act(one)

    with ThreadPoolExecutor(len(each)) as pool:
        return list(pool.map(run, each))


def gathered(monkeypatch: pytest.MonkeyPatch, module: str, name: str, parties: int = 2) -> None:
    """Have callers wait for each other where this function of the module begins, if they all come that far."""
    owner, barrier = importlib.import_module(module), Barrier(parties)
    real = getattr(owner, name)

    def waiting(*args: Any, **kwargs: Any) -> Any:
        with contextlib.suppress(BrokenBarrierError):
            barrier.wait(PATIENCE)
        return real(*args, **kwargs)

    monkeypatch.setattr(owner, name, waiting)
