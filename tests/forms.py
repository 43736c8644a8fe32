"""A form as a browser without JavaScript fills and sends it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin

from bs4 import Tag

if TYPE_CHECKING:
    from tests.page import Page

CHOSEN = {"radio", "checkbox"}
NEVER_SENT = {"submit", "button", "reset", "image"}


class Form:
    """`values` has what stands in each field: a list where one chooses, (bytes, name) for a file."""

    def __init__(self, page: "Page", tag: Tag) -> None:
        self.page, self.tag = page, tag
        self.action = urljoin(page.url, str(tag.get("action") or page.url))
        self.is_multipart = tag.get("enctype") == "multipart/form-data"
        self.values: dict[str, Any] = {}
        for control in self._controls():
            self._read(control)

    def fill(self, typed: dict[str, Any] | None = None, /, **named: Any) -> "Form":
        """Type and choose. True or False for one box, a list for several; a dict for names with a dash."""
        for name, value in {**(typed or {}), **named}.items():
            controls = [control for control in self._controls() if control["name"] == name]
            assert controls, f"{self.page.url}: the form has no field {name!r}, only {sorted(self.values)}"
            self.values[name] = self._chosen(controls, value)
        return self

    def choices(self, name: str) -> list[str]:
        """The values that are offered."""
        controls = [control for control in self._controls() if control["name"] == name]
        options = [option for control in controls for option in control("option")]
        return [str(each.get("value", "")) for each in options or controls if each.name != "select"]

    def submit(
        self, button: str | None = None, *, name: str = "", value: str = "", status: int = 200, **headers: str
    ) -> "Page":
        """Press a button, by its words or by its name and value, else the first; redirects are followed."""
        fields = [(key, typed) for key, typed in self.values.items() if typed != []]
        pressed = self._pressed(button, name, value)
        if pressed is not None and pressed.get("name"):
            fields.append((str(pressed["name"]), str(pressed.get("value", ""))))
        own = pressed.get("formaction") if pressed else None
        action = urljoin(self.page.url, str(own)) if own else self.action
        if self.tag.get("method", "get").lower() == "get":
            return self.page.client.get(_with_query(action, fields), status)
        return self.page.client.send(action, fields, status, self.is_multipart)

    @property
    def buttons(self) -> list[Tag]:
        inside = self.tag.select("button:not([type=button]):not([type=reset]), input[type=submit]")
        outside = self.page.soup.select(f'button[form="{self.tag.get("id", "")}"]')
        return [each for each in [*inside, *outside] if each.get("form") in (None, self.tag.get("id"))]

    def _pressed(self, words: str | None, name: str, value: str) -> Tag | None:
        if words is None and not name:
            return self.buttons[0] if self.buttons else None
        for button in self.buttons:
            said = " ".join(button.get_text(" ").split())
            if said == words or (name and (button.get("name"), button.get("value", "")) == (name, value)):
                return button
        raise AssertionError(f"{self.page.url}: no button {words or (name, value)!r} among {self.buttons}")

    def _controls(self) -> Iterator[Tag]:
        for control, around in self.page.controls:
            inside = around is self.tag and not control.get("form")
            outside = control.get("form") is not None and control.get("form") == self.tag.get("id")
            if (
                (inside or outside)
                and control.get("type") not in NEVER_SENT
                and not control.has_attr("disabled")
            ):
                yield control

    def _read(self, control: Tag) -> None:
        name, kind = str(control["name"]), control.get("type")
        if kind in CHOSEN:
            held = self.values.setdefault(name, [])
            if control.has_attr("checked"):
                held.append(str(control.get("value", "on")))
        elif control.name == "select":
            marked = control.select("option[selected]") or (
                [] if control.has_attr("multiple") else control("option", limit=1)
            )
            self.values.setdefault(name, []).extend(str(option.get("value", "")) for option in marked)
        elif kind == "file":
            self.values[name] = (b"", "")
        elif control.name == "textarea":
            self.values[name] = control.get_text().removeprefix("\n")
        else:
            self.values[name] = str(control.get("value", ""))

    def _chosen(self, controls: list[Tag], value: Any) -> Any:
        first, name = controls[0], str(controls[0]["name"])
        if first.get("type") not in CHOSEN and first.name != "select":
            assert isinstance(value, tuple) == (first.get("type") == "file"), f"{name!r} takes no {value!r}"
            return value if isinstance(value, tuple) else str(value)
        if isinstance(value, bool):
            return [str(first.get("value", "on"))] if value else []
        wanted = [str(each) for each in (value if isinstance(value, list) else [value])]
        unknown = set(wanted) - set(self.choices(name))
        assert not unknown, f"{self.page.url}: {name!r} offers {self.choices(name)}, not {unknown}"
        return wanted


def _with_query(action: str, fields: list[tuple[str, Any]]) -> str:
    """As a browser asks for it: without the place on the page, which no server sees."""
    return f"{action.partition('#')[0].partition('?')[0]}?{urlencode(fields, doseq=True)}"
