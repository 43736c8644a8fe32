"""The press: a child that stays, is limited, and never takes the portal with it."""

import json
import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from time import process_time

import psutil
import pytest
from flask import Flask

from portal.documents import printing
from portal.documents.making import Wanted, made
from portal.documents.printing import LONG, SHORT, Press, PressError, order
from portal.documents.rules import Form, Refusal, Unprintable
from portal.documents.statements import statement
from portal.documents.wording import say
from tests.documents.papers import said, statement_of
from tests.documents.pdf_text import opened

MIB = 1024 * 1024


@pytest.fixture
def press() -> Iterator[Press]:
    opened_press = Press(SHORT)
    yield opened_press
    opened_press.close()


def asked(rows: int = 3, locale: str = "en", form: Form = Form.PDF, words: str = "words") -> bytes:
    return order(form, [said(locale, "T", words, rows)], 1_795_000_000, cells=40, lines=25)


def child_of(press: Press) -> psutil.Process:
    assert press.child is not None
    return psutil.Process(press.child.pid)


def test_one_child_makes_many_documents(press: Press) -> None:
    first = press.make(asked())
    child = child_of(press)
    assert press.make(asked()) == first
    assert press.make(asked(form=Form.BRF)).decode("ascii")
    assert child_of(press) == child


def test_after_many_documents_there_is_a_fresh_child(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "MOST_PAPERS", 2)
    children = []
    for _ in range(4):
        press.make(asked(form=Form.BRF))
        children.append(child_of(press).pid)
    assert children[0] == children[1] != children[2] == children[3]


def test_it_goes_when_nobody_prints(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "IDLE", 0.05)
    press.make(asked(form=Form.BRF))
    child, rest = child_of(press), press.rest
    assert rest is not None
    rest.join(10)
    assert press.child is None
    assert not child.is_running()
    assert press.make(asked(form=Form.BRF))


def test_a_child_that_was_killed_is_replaced(press: Press) -> None:
    press.make(asked(form=Form.BRF))
    child = child_of(press)
    child.send_signal(signal.SIGKILL)
    child.wait(10)
    assert press.make(asked(form=Form.BRF))


def test_what_takes_too_long_is_ended_and_the_next_one_is_made() -> None:
    press = Press(replace(SHORT, wall=0.05))
    with pytest.raises(PressError):
        press.make(asked(rows=2_000))
    assert press.child is None
    press.limits = SHORT
    assert press.make(asked(form=Form.BRF))
    press.close()


def test_what_takes_too_much_memory_ends_the_child_alone() -> None:
    press = Press(replace(LONG, memory=320 * MIB))
    with pytest.raises((PressError, Unprintable)):
        press.make(asked(rows=30_000))
    press.close()


def test_a_refusal_is_no_failure(press: Press) -> None:
    with pytest.raises(Unprintable) as refused:
        press.make(asked(form=Form.BRF, words="ไทย"))
    assert (refused.value.reason, refused.value.what) == (Refusal.NOT_IN_BRAILLE, "ไทย")
    child = child_of(press)
    press.make(asked(form=Form.BRF))
    assert child_of(press) == child


def test_an_order_that_makes_no_sense_is_a_failure_of_ours(press: Press) -> None:
    with pytest.raises(PressError):
        press.make(b'{"form": "pdf"}')
    assert press.make(asked(form=Form.BRF))


def test_threads_wait_for_each_other(press: Press) -> None:
    alone = {
        words: press.make(asked(form=Form.BRF, words=words)) for words in ("one", "two", "three", "four")
    }
    found: dict[str, bytes] = {}

    def make(words: str) -> None:
        found[words] = press.make(asked(form=Form.BRF, words=words))

    threads = [threading.Thread(target=make, args=(words,)) for words in alone]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == alone


def test_the_child_knows_no_secret_and_writes_no_core(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_SECRET_KEY", "secret")
    press.make(asked(form=Form.BRF))
    child = child_of(press)
    assert set(child.environ()) <= {"PATH", "LOUIS_TABLEPATH", "LC_CTYPE"}
    assert child.rlimit(psutil.RLIMIT_CORE) == (0, 0)
    assert child.rlimit(psutil.RLIMIT_AS) == (SHORT.memory, SHORT.memory)


def test_the_web_server_does_not_grow_with_what_it_prints(app: Flask) -> None:
    """Fonts, typst and pages are the child's; a hundred statements cost the server nothing that stays."""
    here, wanted = psutil.Process(), Wanted(Form.PDF, "zh_Hans")
    with app.app_context():
        for number in range(3):
            printing.make(order(Form.PDF, [say(statement(statement_of(60)), "zh_Hans")], number))
        before = here.memory_info().rss
        for number in range(12):
            printing.make(order(Form.PDF, [say(statement(statement_of(60)), wanted.locale)], number))
    assert here.memory_info().rss - before < 8 * MIB


@pytest.mark.parametrize("locale", ["zh_Hans", "ar", "th"])
def test_a_statement_costs_little(app: Flask, locale: str) -> None:
    """CPU of this process and of the child's; on a quiet machine the time is about the same."""
    with app.app_context():
        papers = (
            [say(statement(statement_of(60)), locale)]
            if locale != "th"
            else [said("th", "บัญชี", "ยอดเงิน", 60)]
        )
    press = Press(SHORT)
    press.make(order(Form.PDF, papers, 0))
    child = child_of(press)
    before, here = child.cpu_times(), process_time()
    for number in range(5):
        press.make(order(Form.PDF, papers, number))
    after = child.cpu_times()
    spent = after.user + after.system - before.user - before.system + process_time() - here
    press.close()
    assert spent / 5 < 0.25


def test_a_year_of_five_thousand_movements_is_made_in_a_child_of_its_own(app: Flask) -> None:
    with app.app_context():
        described = statement(statement_of(5_000))
        paper = say(described, "zh_Hans")
    before = os.times()
    pdf = printing.make_apart(order(Form.PDF, [paper], 0))
    after = os.times()
    assert len(opened(pdf).pages) > 100
    assert after.children_user - before.children_user < 10
    assert len(pdf) < printing.MAX_BYTES


def test_long_documents_never_go_through_the_child_that_stays(app: Flask, clock: object) -> None:
    from portal import clock as now

    with app.app_context():
        made(statement(statement_of(501)), Wanted(Form.BRF, "en"), "7K3M92QF5XTA41", now.now())
        stayed = printing._press.child
        papers = printing._press.papers
        made(statement(statement_of(501)), Wanted(Form.BRF, "en"), "7K3M92QF5XTA41", now.now())
    assert (printing._press.child, printing._press.papers) == (stayed, papers)


def test_an_order_is_plain_json() -> None:
    told = json.loads(asked())
    assert told["papers"][0]["parts"]["title"] == "T"
