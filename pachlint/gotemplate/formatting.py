"""How Go prints values: ``%v`` and ``print``."""

from __future__ import annotations

from pachlint.gotemplate.errors import UnknownError
from pachlint.gotemplate.spelling import float_text
from pachlint.gotemplate.values import NOTHING, Opaque, Struct, doubt


def show(value: object) -> str:
    """Return a value as ``%v`` prints it.

    Raises:
        UnknownError: if it is not known.
    """
    if value is None or value is NOTHING:
        return "<nil>"
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return float_text(value)
    if isinstance(value, dict):
        return "map[" + " ".join(f"{key}:{show(value[key])}" for key in ordered(value)) + "]"
    if isinstance(value, list):
        return "[" + " ".join(map(show, value)) + "]"
    if isinstance(value, complex | Struct | Opaque):
        return _show_rare(value)
    return str(int(value))  # type: ignore[call-overload]


def _show_rare(value: complex | Struct | Opaque) -> str:
    if isinstance(value, complex):
        real, imaginary = float_text(value.real), float_text(value.imag)
        return f"({real}{'' if imaginary[0] in '+-' else '+'}{imaginary}i)"
    if isinstance(value, Opaque):
        raise doubt(value)
    if value.text is None:
        raise UnknownError("prints a structure of Helm's own")
    return value.text


def ordered(value: dict[str, object]) -> list[str]:
    """The keys of a map in the order in which Go goes through them: by their bytes."""
    return sorted(value, key=lambda key: key.encode("utf-8", "surrogateescape"))


def byte_length(text: str) -> int:
    """The length of text in bytes."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))


def cut_bytes(text: str, start: int, end: int) -> str:
    """The bytes of text from one offset up to another."""
    if text.isascii():
        return text[start:end]
    return text.encode("utf-8", "surrogateescape")[start:end].decode("utf-8", "surrogateescape")
