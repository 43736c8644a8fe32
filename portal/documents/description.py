"""What a document says, once, whatever it becomes. Figures are typed and words lazy: no language is in it yet.

A text that is a `str` stands as it is in every language: a name, somebody's own words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from portal.documents.rules import Kind
from portal.money import Money


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount in a column that names its currency."""

    money: Money


@dataclass(frozen=True, slots=True)
class ShortDay:
    """A date as short as can be, for tables."""

    day: date


@dataclass(frozen=True, slots=True)
class Percent:
    """A fraction with the decimals to show: Decimal("0.0540") is 5.40%."""

    fraction: Decimal


@dataclass(frozen=True, slots=True)
class AccountTail:
    """The last digits of an account or card, all that is ever shown of its number."""

    digits: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference, code or phone number: left to right in every language."""

    text: str


@dataclass(frozen=True, slots=True)
class Names:
    """A name that is written down for several languages, such as a branch's; "en" is always there."""

    by_locale: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Lazy words with %(name)s in them, and the typed values that belong there."""

    words: Any
    values: Mapping[str, Any]


Value = Any
"""str, lazy words, Phrase, Money, Figure, date, ShortDay, datetime, Percent, AccountTail, Reference or Names."""


class Part:
    """A piece of a document; it holds values, and other pieces."""


@dataclass(frozen=True)
class Heading(Part):
    text: Value


@dataclass(frozen=True)
class Paragraph(Part):
    text: Value


@dataclass(frozen=True)
class Items(Part):
    """A list, an item a line."""

    texts: tuple[Value, ...]


@dataclass(frozen=True)
class Facts(Part):
    """Labels with their values."""

    rows: tuple[tuple[Value, Value], ...]


@dataclass(frozen=True)
class Column(Part):
    header: Value
    is_number: bool = False
    """Figures and dates: they stand at the end of their cell and never break."""


@dataclass(frozen=True)
class Table(Part):
    caption: Value
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Signature(Part):
    """Who stands for it: name, office, when."""

    lines: tuple[Value, ...]


@dataclass(frozen=True)
class Seal(Part):
    """The code by which anyone can ask the bank if it gave this out; `picture` is a QR of the address, as SVG."""

    title: Value
    words: Value
    code: Reference
    picture: str
    picture_words: Value


@dataclass(frozen=True)
class Document(Part):
    """`recipient` is whom a letter is for; `head` what stands beside the bank's name, such as date and reference."""

    kind: Kind
    title: Value
    body: tuple[Part, ...]
    recipient: Value = ""
    head: tuple[tuple[Value, Value], ...] = ()
    seal: Seal | None = None

    @property
    def table(self) -> Table | None:
        """The first table, which is also given out as a file for spreadsheets."""
        return next((part for part in self.body if isinstance(part, Table)), None)

    @property
    def rows(self) -> int:
        """How many rows its tables have."""
        return sum(len(part.rows) for part in self.body if isinstance(part, Table))


@dataclass(frozen=True)
class Said:
    """A description in one language: `parts` is plain JSON, with every value a text.

    `page_words` and `pair_words` have {page}, {pages}, {label} and {value} where those belong.
    """

    locale: str
    tag: str
    direction: str
    bank: str
    phone: str
    page_words: str
    pair_words: str
    parts: dict[str, Any] = field(repr=False)
