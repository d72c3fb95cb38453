"""``NamedTuple``, quick to define: a check defines a hundred of them, and typing's own take a tenth of its time.

The same in all that is used here: a tuple whose items have names, with ``_replace``. Type checkers see typing's own.
"""

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or sys.version_info >= (3, 14):
    # since 3.14 annotations are no longer there when a class is made
    from typing import NamedTuple
else:
    from _collections import _tuplegetter
    from functools import cache
    from types import CodeType, FunctionType

    _new = tuple.__new__

    @cache
    def _constructor(count: int) -> CodeType:
        """The code of a constructor of so many items; only its names differ from class to class."""
        names = "".join(f"_{number}, " for number in range(count))
        code: CodeType = eval(f"lambda _cls, {names}: _new(_cls, ({names}))").__code__  # noqa: S307 -- no text of anyone's
        return code

    class _Definition(type):
        def __new__(mcs, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            if bases == (tuple,):
                return super().__new__(mcs, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            defaults = tuple(body.pop(field) for field in fields if field in body)
            code = _constructor(len(fields)).replace(co_varnames=("_cls", *fields), co_name="__new__")
            constructor = FunctionType(code, {"_new": _new}, "__new__", defaults or None)
            body |= {field: _tuplegetter(number, None) for number, field in enumerate(fields)}
            return super().__new__(
                mcs,
                name,
                bases,
                {
                    "__slots__": (),
                    "__match_args__": fields,
                    "_fields": fields,
                    "__new__": constructor,
                    **body,
                },
            )

    class NamedTuple(tuple, metaclass=_Definition):
        """A tuple whose items have names; ``class Box(NamedTuple, Generic[T])`` is one too."""

        __slots__ = ()
        _fields: tuple[str, ...] = ()

        def __class_getitem__(cls, _: Any) -> type:
            """The class for any types of its items, which are of no interest when a program runs."""
            return cls

        def _replace(self, /, **changes: Any) -> Any:
            """The same with other items at some names."""
            replaced = _new(type(self), map(changes.pop, self._fields, self))
            if changes:
                raise ValueError(f"{type(self).__name__} has no {', '.join(changes)}")
            return replaced

        def _asdict(self) -> dict[str, Any]:
            """The items by name."""
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            items = ", ".join(f"{name}={item!r}" for name, item in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({items})"

        def __getnewargs__(self) -> tuple[Any, ...]:
            """What a copy is made of."""
            return tuple(self)


__all__ = ["NamedTuple"]
