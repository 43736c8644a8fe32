"""Fields for papers: validating them checks and decodes every file, before any transaction opens."""

from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_wtf.file import FileField, MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import Field, ValidationError

from portal.attachments.checking import Checked, Refused, check
from portal.attachments.labels import ONE_FILE, REFUSALS, SEVERAL_FILES
from portal.attachments.queries import bytes_left
from portal.attachments.rules import MAX_FILES, Refusal, shown_name


class PaperField(FileField):
    """A photo or PDF; validating it checks and decodes it, before any transaction opens."""

    checked: Checked | None = None
    customer_id: int | None = None

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, **{"description": ONE_FILE, **options})

    def expect(self, customer_id: int) -> None:
        """Say whose paper it will be, so that her quota holds."""
        self.customer_id = customer_id

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        try:
            self.checked = _checked(self.data)
            if self.customer_id is not None and _size(self.checked) > bytes_left(self.customer_id):
                self.checked = None
                raise Refused(Refusal.QUOTA)
        except Refused as refused:
            raise ValidationError(str(REFUSALS[refused.reason])) from refused


class PapersField(MultipleFileField):
    """Several files for one paper, in the order they were chosen.

    `checked` holds the good ones even when others were refused, so that the caller may keep them; every
    refusal begins with the name of its file.
    """

    shows_all_errors = True
    room: tuple[int, int] | None = None

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, **{"description": SEVERAL_FILES, **options})
        self.checked: list[Checked] = []

    def expect(self, customer_id: int, held: int = 0) -> None:
        """Say whose papers they will be, and how many files the paper has already. Needed to validate."""
        self.room = max(0, MAX_FILES - held), bytes_left(customer_id)

    def pre_validate(self, form: Any) -> None:
        if self.room is None:
            raise RuntimeError(f"nobody said whose papers {self.name!r} takes")
        for file in self.data or ():
            try:
                self._take(file)
            except Refused as refused:
                self.errors.append(_named_refusal(file, refused.reason))

    def _take(self, file: FileStorage) -> None:
        """Check the file and keep its clean copy, if there is room for it."""
        assert self.room
        files, left = self.room
        if len(self.checked) >= files:
            raise Refused(Refusal.TOO_MANY_FILES)
        checked = _checked(file)
        if _size(checked) > left:
            raise Refused(Refusal.QUOTA)
        self.checked.append(checked)
        self.room = files, left - _size(checked)


def required_paper(message: Any) -> Any:
    def validate(_form: Any, field: Field) -> None:
        if not field.data:
            raise ValidationError(str(message))

    return validate


def _checked(file: FileStorage) -> Checked:
    return check(file.read(), file.filename or "", clamav=current_app.config["CLAMAV"])


def _size(checked: Checked) -> int:
    return len(checked.data) + len(checked.thumbnail)


def _named_refusal(file: FileStorage, reason: Refusal) -> str:
    """The refusal behind the file's name, which keeps its own direction."""
    name = f"\N{FIRST STRONG ISOLATE}{shown_name(file.filename or '')}\N{POP DIRECTIONAL ISOLATE}"
    return _("%(file)s: %(refusal)s", file=name, refusal=REFUSALS[reason])
