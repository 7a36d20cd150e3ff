"""The schema of the history, step by step: `PRAGMA user_version` counts the steps that a database has been through.

A step that was released is never changed, a new one is added at the end; `tests/cases/history/` keeps a database of
each schema. `topics`, `codes` and `packs` are JSON lists. Times are UTC, all of the same width, so that they sort.
"""

from __future__ import annotations

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE attempts (
        id TEXT PRIMARY KEY NOT NULL,
        at TEXT NOT NULL,
        player TEXT NOT NULL,
        problem TEXT NOT NULL,
        version TEXT NOT NULL,
        difficulty TEXT NOT NULL,
        minutes INTEGER NOT NULL,
        topics TEXT NOT NULL,
        language TEXT NOT NULL,
        dialect TEXT NOT NULL,
        source TEXT NOT NULL,
        source_hash TEXT NOT NULL,
        verdict TEXT NOT NULL,
        passed INTEGER NOT NULL,
        fixtures INTEGER NOT NULL,
        elapsed_ms REAL NOT NULL,
        "case" TEXT NOT NULL,
        codes TEXT NOT NULL,
        reason TEXT NOT NULL,
        seconds REAL
    );
    """,
    """
    ALTER TABLE attempts ADD COLUMN session TEXT NOT NULL DEFAULT '';
    ALTER TABLE attempts ADD COLUMN late INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE sessions (
        id TEXT PRIMARY KEY NOT NULL,
        player TEXT NOT NULL,
        track TEXT NOT NULL,
        started_at TEXT NOT NULL,
        minutes INTEGER NOT NULL,
        language TEXT NOT NULL,
        dialect TEXT NOT NULL,
        folder TEXT NOT NULL,
        packs TEXT NOT NULL,
        seconds REAL NOT NULL,
        current INTEGER NOT NULL,
        finished_at TEXT,
        touched TEXT NOT NULL
    );
    CREATE TABLE tasks (
        session TEXT NOT NULL,
        place INTEGER NOT NULL,
        problem TEXT NOT NULL,
        version TEXT NOT NULL,
        title TEXT NOT NULL,
        difficulty TEXT NOT NULL,
        minutes INTEGER NOT NULL,
        topics TEXT NOT NULL,
        state TEXT NOT NULL,
        seconds REAL NOT NULL,
        hints INTEGER NOT NULL,
        wrong INTEGER NOT NULL,
        points INTEGER NOT NULL,
        PRIMARY KEY (session, place)
    );
    CREATE INDEX attempts_at ON attempts (at, id);
    CREATE INDEX attempts_player ON attempts (player, at, id);
    CREATE INDEX attempts_problem ON attempts (problem, at, id);
    CREATE INDEX attempts_session ON attempts (session, at, id);
    CREATE INDEX sessions_player ON sessions (player, started_at, id);
    """,
    # Sessions from before showed what was expected at no cost, and go on so where they are resumed.
    """
    ALTER TABLE sessions ADD COLUMN explain TEXT NOT NULL DEFAULT 'full';
    ALTER TABLE tasks ADD COLUMN expected INTEGER NOT NULL DEFAULT 0;
    """,
)
