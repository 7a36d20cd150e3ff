PRAGMA user_version = 3;
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
    , session TEXT NOT NULL DEFAULT '', late INTEGER NOT NULL DEFAULT 0);
INSERT INTO "attempts" VALUES('00000000000000000000000000000001','2026-03-01T09:30:00.250000+00:00','ann','top_n','5f1c0ffee0123456','medium',15,'["ranking", "ties"]','sql','duckdb','SELECT ''it''
FROM t -- é
','0011223344556677','wrong_answer',2,3,41.5,'ties','["E101"]','2 rows are missing',NULL,'',0);
INSERT INTO "attempts" VALUES('00000000000000000000000000000002','2026-03-02T09:30:00.250000+00:00','bob','top_n','5f1c0ffee0123456','medium',15,'["ranking", "ties"]','pandas','duckdb','SELECT ''it''
FROM t -- é
','0011223344556677','accepted',2,3,41.5,'ties','["E101"]','2 rows are missing',754.5,'00000000000000000000000000000009',1);
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
    , explain TEXT NOT NULL DEFAULT 'full');
INSERT INTO "sessions" VALUES('00000000000000000000000000000009','bob','loop','2026-03-02T09:00:00.000000+00:00',45,'any','duckdb','/home/bob/round','["/home/bob/pack"]',1800.5,1,NULL,'2026-03-02T09:40:00.000000+00:00','data');
INSERT INTO "sessions" VALUES('00000000000000000000000000000008','bob','loop','2026-03-02T09:00:00.000000+00:00',45,'any','duckdb','/home/bob/round','["/home/bob/pack"]',1800.5,1,'2026-03-02T09:45:00.000000+00:00','2026-03-02T09:40:00.000000+00:00','none');
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
        points INTEGER NOT NULL, expected INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (session, place)
    );
INSERT INTO "tasks" VALUES('00000000000000000000000000000009',0,'top_n','5f1c0ffee0123456','Top n','medium',15,'["ranking"]','accepted',754.5,1,2,150,0);
INSERT INTO "tasks" VALUES('00000000000000000000000000000009',1,'tally','5f1c0ffee0123456','Tally','medium',15,'["ranking"]','working',1046.0,1,2,0,1);
CREATE INDEX attempts_at ON attempts (at, id);
CREATE INDEX attempts_player ON attempts (player, at, id);
CREATE INDEX attempts_problem ON attempts (problem, at, id);
CREATE INDEX attempts_session ON attempts (session, at, id);
CREATE INDEX sessions_player ON sessions (player, started_at, id);
COMMIT;
