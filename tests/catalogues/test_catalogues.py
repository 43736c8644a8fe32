"""The catalogues of the languages that are whole: complete, sure, and up to date with code and templates.

English is the source: its msgids are the text, and an empty msgstr stands for them.
"""

import re
import shlex
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from portal.languages import LOCALES

ROOT = Path(__file__).parents[2]
WHOLE = [code for code, language in LOCALES.items() if language.whole]
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[a-z]|%%|\{n\}")
TAG = re.compile(r"</?[a-z][^>]*>")


@cache
def catalogue(locale: str) -> Catalog:
    path = ROOT / "translations" / locale / "LC_MESSAGES" / "messages.po"
    assert path.exists(), f"{path.relative_to(ROOT)} is not there. Type: make catalogues"
    with path.open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


@cache
def extracted() -> Catalog:
    """What code and templates ask for now, by the words of `make catalogues`."""
    command = re.search(r"pybabel --quiet (extract .*?)--output=", _recipe("catalogues"), re.DOTALL)
    assert command, "the Makefile's target `catalogues` no longer extracts"
    arguments = shlex.split(command[1].replace("\\\n", " "))
    with NamedTemporaryFile() as pot:
        babel = [sys.executable, "-m", "babel.messages.frontend", "--quiet"]
        subprocess.run([*babel, *arguments, f"--output={pot.name}", "."], cwd=ROOT, check=True)
        return read_po(pot)


def texts(locale: str) -> list[Message]:
    return [message for message in catalogue(locale) if message.id]


@pytest.mark.parametrize("locale", WHOLE)
def test_it_has_the_texts_that_are_asked_for_and_no_other(locale: str) -> None:
    asked, there = _keys(extracted()), _keys(catalogue(locale))
    assert asked - there == set(), f"{len(asked - there)} texts are new. Type: make catalogues"
    assert there - asked == set(), f"{len(there - asked)} texts are gone. Type: make catalogues"


@pytest.mark.parametrize("locale", [code for code in WHOLE if code != "en"])
def test_every_text_is_translated(locale: str) -> None:
    missing = [str(message.id) for message in texts(locale) if not all(_forms(message))]
    assert not missing, f"{len(missing)} of {len(texts(locale))}: {missing[:10]}"


@pytest.mark.parametrize("locale", WHOLE)
def test_no_translation_is_a_guess(locale: str) -> None:
    assert [str(message.id) for message in texts(locale) if message.fuzzy] == []


@pytest.mark.parametrize("locale", WHOLE)
def test_placeholders_and_tags_are_those_of_the_source(locale: str) -> None:
    wrong = [
        f"{source!r} → {said!r}"
        for message in texts(locale)
        for source, said in _pairs(message)
        if said and not _same_marks(source, said)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("locale", WHOLE)
def test_every_plural_form_is_filled(locale: str) -> None:
    number = get_plural(locale).num_plurals
    assert catalogue(locale).num_plurals == number
    wrong = [
        message.id
        for message in texts(locale)
        if message.pluralizable
        and (len(_forms(message)) != number or (locale != "en" and not all(_forms(message))))
    ]
    assert not wrong, wrong


@pytest.mark.parametrize("locale", WHOLE)
def test_no_translation_begins_or_ends_with_a_stray_space(locale: str) -> None:
    edges = re.compile(r"^\s*|\s*$")
    wrong = [
        said
        for message in texts(locale)
        for source, said in _pairs(message)
        if said
        and [bool(each) for each in edges.findall(source)] != [bool(each) for each in edges.findall(said)]
    ]
    assert not wrong, wrong


def _recipe(target: str) -> str:
    return (ROOT / "Makefile").read_text().partition(f"\n{target}:")[2].partition("\n\n")[0]


def _keys(found: Catalog) -> set[tuple[str | None, tuple[str, ...]]]:
    return {(message.context, _ids(message)) for message in found if message.id}


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def _pairs(message: Message) -> list[tuple[str, str]]:
    """Each form with the source it may be compared with: the plural, unless both sides have one form only."""
    ids, forms = _ids(message), _forms(message)
    return [
        (ids[0] if len(ids) == len(forms) and index == 0 else ids[-1], said)
        for index, said in enumerate(forms)
    ]


def _same_marks(source: str, said: str) -> bool:
    """Tags are equal; so are placeholders, but a plural form may say its number in a word of its own."""
    wanted, there = Counter(PLACEHOLDER.findall(source)), Counter(PLACEHOLDER.findall(said))
    missing, extra = wanted - there, there - wanted
    return (
        not extra
        and set(missing) <= {"%(num)s"}
        and Counter(TAG.findall(source)) == Counter(TAG.findall(said))
    )
