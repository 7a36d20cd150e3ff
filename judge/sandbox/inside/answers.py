"""The worker's end of the answer pipe."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

from judge.sandbox import rows, wire


class Answers:
    """The worker's end: messages and results, up to `cap` bytes in all; `full` once that is passed."""

    def __init__(self, stream: BinaryIO, cap: int) -> None:
        self._stream, self._cap = stream, cap
        self.renew()

    def renew(self) -> None:
        """Let what was sent so far count no more."""
        self._left, self.full = self._cap, False

    def message(self, content: dict[str, Any]) -> None:
        wire.write(self._stream, json.dumps(content).encode())
        self._stream.flush()

    def begin(self, columns: list[str], types: list[str], index: list[str] | None = None) -> None:
        wire.write(self._stream, json.dumps({"columns": columns, "types": types, "index": index or []}).encode())
        self._rows = 0

    def rows(self, batch: list[Any]) -> bool:
        """Send some rows as JSON; False where the answer has become too large and is to be given up."""
        return self._send(wire.JSON + rows.encode_rows(batch), len(batch))

    def stream(self, content: bytes, count: int) -> bool:
        """Send `count` rows as an Arrow stream; False likewise."""
        return self._send(wire.ARROW + content, count)

    def _send(self, payload: bytes, count: int) -> bool:
        self._left -= len(payload)
        self.full = self._left < 0
        if count and not self.full:
            wire.write(self._stream, payload)
            self._rows += count
        return not self.full

    def end(self) -> None:
        wire.write(self._stream, b"")
        self.message({"rows": self._rows})

    def abandon(self, failure: dict[str, object]) -> None:
        """End a result that was begun with a failure in its place."""
        wire.write(self._stream, b"")
        self.message(failure)
