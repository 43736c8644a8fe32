"""The virus scanner: what it finds is refused, and what it did not look at is not kept."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.attachments import scanning
from portal.attachments.checking import Checked, check
from portal.attachments.rules import Refusal, Refused
from tests.attachments.clamd import VIRUS, Scanner, listening
from tests.factories import files


@pytest.fixture
def scanner() -> Scanner:
    return Scanner()


@pytest.fixture
def clamav(scanner: Scanner) -> Iterator[str]:
    with listening(scanner) as address:
        yield address


def reason(data: bytes, clamav: str) -> Refusal:
    with pytest.raises(Refused) as refused:
        check(data, "a.jpg", clamav=clamav)
    return refused.value.reason


def test_what_the_scanner_lets_pass_is_accepted(clamav: str, scanner: Scanner) -> None:
    data = files.pdf(1)
    assert isinstance(check(data, "a.pdf", clamav=clamav), Checked)
    assert scanner.scanned == [data]


def test_a_file_of_many_chunks_arrives_whole(clamav: str, scanner: Scanner) -> None:
    data = files.jpeg() + bytes(range(256)) * 1000
    check(data, "a.jpg", clamav=clamav)
    assert scanner.scanned == [data]


def test_it_listens_on_a_unix_socket_too(scanner: Scanner, tmp_path: Path) -> None:
    with listening(scanner, tmp_path / "clamd") as address:
        assert check(files.jpeg(), "a.jpg", clamav=address)
        assert reason(files.jpeg() + VIRUS, address) == Refusal.INFECTED


def test_an_infected_file_is_refused(clamav: str) -> None:
    assert reason(files.jpeg() + VIRUS, clamav) == Refusal.INFECTED


@pytest.mark.parametrize(
    "answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK but\0", b"\xff" * 5000]
)
def test_without_a_verdict_nothing_is_accepted(clamav: str, scanner: Scanner, answer: bytes) -> None:
    scanner.answer = answer
    assert reason(files.jpeg(), clamav) == Refusal.NOT_SCANNED


def test_a_scanner_that_is_down_lets_nothing_pass(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    for address in (f"127.0.0.1:{port}", f"[::1]:{port}", str(tmp_path / "none")):
        assert reason(files.jpeg(), address) == Refusal.NOT_SCANNED


def test_a_scanner_that_hangs_lets_nothing_pass(
    clamav: str, scanner: Scanner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "SECONDS", 0.1)
    scanner.is_slow.set()
    assert reason(files.jpeg(), clamav) == Refusal.NOT_SCANNED


def test_what_is_refused_anyway_is_not_scanned(clamav: str, scanner: Scanner) -> None:
    assert reason(files.gif(), clamav) == Refusal.NOT_WHAT_IT_SAYS
    assert scanner.scanned == []
