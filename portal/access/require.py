from collections.abc import Callable
from functools import wraps

from flask import Flask, abort, current_app
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.permissions import Permission, Role
from portal.access.policy import allows

View = Callable[..., ResponseReturnValue]


def init_app(app: Flask) -> None:
    app.jinja_env.globals["may"] = may


def current_role() -> Role:
    return current_user.role if current_user.is_authenticated else Role.ANYONE


def may(permission: Permission | str) -> bool:
    """Whether the person at the other end holds `permission`; templates name it."""
    return allows(
        current_role(), permission if isinstance(permission, Permission) else Permission[permission]
    )


def require(permission: Permission) -> Callable[[View], View]:
    """Open a view to those who hold `permission`: others sign in (401 or 303) or are refused (403)."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: object, **kwargs: object) -> ResponseReturnValue:
            if may(permission):
                return view(*args, **kwargs)
            if not current_user.is_authenticated:
                return current_app.login_manager.unauthorized()  # type: ignore[attr-defined, no-any-return]
            abort(403)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard
