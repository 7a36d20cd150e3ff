PRAGMA user_version = 1;
BEGIN TRANSACTION;
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
INSERT INTO "attempts" VALUES('00000000000000000000000000000001','2026-03-01T09:30:00.250000+00:00','ann','top_n','5f1c0ffee0123456','medium',15,'["ranking", "ties"]','sql','duckdb','SELECT ''it''
FROM t -- é
','0011223344556677','wrong_answer',2,3,41.5,'ties','["E101"]','2 rows are missing',NULL);
INSERT INTO "attempts" VALUES('00000000000000000000000000000002','2026-03-02T09:30:00.250000+00:00','bob','top_n','5f1c0ffee0123456','medium',15,'["ranking", "ties"]','pandas','duckdb','SELECT ''it''
FROM t -- é
','0011223344556677','accepted',2,3,41.5,'ties','["E101"]','2 rows are missing',754.5);
COMMIT;
