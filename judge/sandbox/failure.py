"""How a run fails, and how much is told of it: a worker cuts it, and the parent again what a worker says."""

from __future__ import annotations

LONGEST, LONGEST_LINE = 8_000, 400  # characters: an error message may hold all of a candidate's data


class Failure(Exception):
    """A verdict other than a result: `status` is its word, `detail` is shown as it is below the message."""

    def __init__(self, status: str, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.status, self.said, self.detail = status, message, detail

    def message(self) -> dict[str, object]:
        return {
            "failure": self.status,
            "message": cut(self.said, LONGEST_LINE),
            "detail": cut(self.detail, LONGEST),
        }


def cut(text: str, longest: int) -> str:
    hidden = len(text) - longest
    return f"{text[:longest]}… ({hidden} more characters)" if hidden > 0 else text
