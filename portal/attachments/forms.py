from typing import Any

from flask_wtf.file import FileField
from wtforms import Field, ValidationError

from portal.attachments.checking import Checked, Refused, check
from portal.attachments.labels import REFUSALS


class PaperField(FileField):
    """A photo or PDF; validating it checks and decodes it, before any transaction opens."""

    checked: Checked | None = None

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        try:
            self.checked = check(self.data.read(), self.data.filename or "")
        except Refused as refused:
            raise ValidationError(str(REFUSALS[refused.reason])) from refused


def required_paper(message: Any) -> Any:
    def validate(_form: Any, field: Field) -> None:
        if not field.data:
            raise ValidationError(str(message))

    return validate
