"""How a run fails inside a worker."""

from __future__ import annotations

_LONGEST = 8_000  # characters: an error message may hold all of a candidate's data


class Failure(Exception):
    """A verdict other than a result: `status` is its word, `detail` is shown as it is below the message."""

    def __init__(self, status: str, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.status, self.said, self.detail = status, message, detail

    def message(self) -> dict[str, object]:
        return {"failure": self.status, "message": _cut(self.said), "detail": _cut(self.detail)}


def _cut(text: str) -> str:
    hidden = len(text) - _LONGEST
    return f"{text[:_LONGEST]}… ({hidden} more characters)" if hidden > 0 else text
