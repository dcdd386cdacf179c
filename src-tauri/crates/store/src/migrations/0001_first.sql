-- The first schema.
--
-- Instants are milliseconds since 1970 in UTC, days are YYYY-MM-DD, codes are those of the domain crate.
-- Every key that matching compares is a stored column, computed once on the way in: a join on an expression visits each
-- pair of rows. Such indexes are partial, because a row without the key is never looked up by it.
-- Ids that a person types on the command line or that the audit names are AUTOINCREMENT, so that none is ever used twice.

CREATE TABLE connections (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Two names that differ by case alone would share the names of their secrets.
    name            TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (name <> ''),
    kind            TEXT NOT NULL CHECK (kind <> ''),
    role            TEXT NOT NULL CHECK (role IN ('records', 'assessments')),
    enabled         INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    settings        TEXT NOT NULL,
    -- Whether the provider lists its users. Until a listing has been tried, nothing speaks against it.
    users_available INTEGER NOT NULL DEFAULT 1 CHECK (users_available IN (0, 1)),
    created_at      INTEGER NOT NULL
) STRICT;

CREATE TABLE centres (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    connection  INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    -- Empty for the one centre of a system that knows none.
    external_id TEXT NOT NULL,
    name        TEXT NOT NULL,
    -- Whether the administrator wants this centre synchronised.
    chosen      INTEGER NOT NULL DEFAULT 1 CHECK (chosen IN (0, 1)),
    UNIQUE (connection, external_id)
) STRICT;

CREATE TABLE learners (
    id                    INTEGER PRIMARY KEY AUTOINCREMENT,
    connection            INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    external_id           TEXT NOT NULL CHECK (external_id <> ''),
    centre                INTEGER NOT NULL REFERENCES centres (id) ON DELETE CASCADE,
    kind                  TEXT NOT NULL CHECK (kind IN ('learner', 'applicant')),
    given_name            TEXT NOT NULL,
    family_name           TEXT NOT NULL,
    given_folded          TEXT NOT NULL,
    family_folded         TEXT NOT NULL,
    email                 TEXT,
    email_key             TEXT,
    -- Null where the record system does not say: then the connection's setting decides.
    email_verified        INTEGER CHECK (email_verified IN (0, 1)),
    -- The last three characters, which is all that anybody but matching sees; the number is in learner_ninos.
    nino_ending           TEXT,
    uln                   TEXT,
    uln_key               TEXT,
    reference             TEXT,
    date_of_birth         TEXT,
    provider_username     TEXT,
    provider_username_key TEXT,
    start_on              TEXT,
    planned_end_on        TEXT,
    ended_on              TEXT,
    system_status         TEXT,
    learning_status       TEXT,
    archived              INTEGER NOT NULL CHECK (archived IN (0, 1)),
    -- Names, address, reference and id, folded: what the search box looks in.
    search                TEXT NOT NULL,
    -- An edit in the app is kept apart from what the record system says, so that no sync overwrites it. An edit to
    -- nothing is an edit too.
    username_edited       INTEGER NOT NULL DEFAULT 0 CHECK (username_edited IN (0, 1)),
    edited_username       TEXT,
    edited_username_key   TEXT,
    username_key          TEXT GENERATED ALWAYS AS
                              (CASE WHEN username_edited THEN edited_username_key ELSE provider_username_key END) STORED,
    -- How many whole listings in a row lack the row, where a listing does not state its total.
    absent_listings       INTEGER NOT NULL DEFAULT 0,
    -- The last try to read the details failed: they are fetched again, whatever a cursor says of changes.
    outdated              INTEGER NOT NULL DEFAULT 0 CHECK (outdated IN (0, 1)),
    gone_at               INTEGER,
    -- The run that last wrote the row. No foreign key: only its order matters, and runs may be tidied away.
    stored_run            INTEGER NOT NULL,
    stored_at             INTEGER NOT NULL,
    first_seen_at         INTEGER NOT NULL,
    UNIQUE (connection, external_id)
) STRICT;
CREATE INDEX learners_by_centre ON learners (centre);
-- A page of the list is read along this index, and a search reads nothing else of the rows that it does not find. Without
-- gone_at among its columns SQLite would look at each row for it, though the index has only rows where it is null.
CREATE INDEX learners_by_name ON learners (family_folded, given_folded, id, search, gone_at) WHERE gone_at IS NULL;
CREATE INDEX learners_by_email ON learners (email_key) WHERE email_key IS NOT NULL;
CREATE INDEX learners_by_username ON learners (username_key) WHERE username_key IS NOT NULL;
CREATE INDEX learners_by_uln ON learners (uln_key) WHERE uln_key IS NOT NULL;
CREATE INDEX learners_by_reference ON learners (reference) WHERE reference IS NOT NULL;

-- National Insurance numbers lie apart: only matching, finding and subject access read them.
CREATE TABLE learner_ninos (
    learner INTEGER PRIMARY KEY REFERENCES learners (id) ON DELETE CASCADE,
    -- Upper case, no blanks; also what is no valid number, so that a correction shows as a change.
    number  TEXT NOT NULL CHECK (number <> ''),
    valid   INTEGER NOT NULL CHECK (valid IN (0, 1))
) STRICT;
CREATE INDEX learner_ninos_by_number ON learner_ninos (number) WHERE valid;

CREATE TABLE learner_tags (
    learner  INTEGER NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    tag      TEXT NOT NULL CHECK (tag <> ''),
    since    INTEGER NOT NULL,
    PRIMARY KEY (learner, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    connection      INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    external_id     TEXT NOT NULL CHECK (external_id <> ''),
    username        TEXT,
    username_key    TEXT,
    given_name      TEXT NOT NULL,
    family_name     TEXT NOT NULL,
    given_folded    TEXT NOT NULL,
    family_folded   TEXT NOT NULL,
    email           TEXT,
    email_key       TEXT,
    nino_ending     TEXT,
    uln             TEXT,
    uln_key         TEXT,
    reference       TEXT,
    date_of_birth   TEXT,
    active          INTEGER NOT NULL CHECK (active IN (0, 1)),
    staff           INTEGER NOT NULL CHECK (staff IN (0, 1)),
    search          TEXT NOT NULL,
    absent_listings INTEGER NOT NULL DEFAULT 0,
    gone_at         INTEGER,
    stored_run      INTEGER NOT NULL,
    stored_at       INTEGER NOT NULL,
    first_seen_at   INTEGER NOT NULL,
    UNIQUE (connection, external_id)
) STRICT;
CREATE INDEX users_by_name ON users (family_folded, given_folded, id, search, gone_at) WHERE gone_at IS NULL;
CREATE INDEX users_by_email ON users (email_key) WHERE email_key IS NOT NULL;
CREATE INDEX users_by_username ON users (username_key) WHERE username_key IS NOT NULL;
CREATE INDEX users_by_uln ON users (uln_key) WHERE uln_key IS NOT NULL;
CREATE INDEX users_by_reference ON users (reference) WHERE reference IS NOT NULL;

CREATE TABLE user_ninos (
    user   INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    number TEXT NOT NULL CHECK (number <> ''),
    valid  INTEGER NOT NULL CHECK (valid IN (0, 1))
) STRICT;
CREATE INDEX user_ninos_by_number ON user_ninos (number) WHERE valid;

CREATE TABLE links (
    provider INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    learner  INTEGER NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    user     INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    rule     TEXT NOT NULL CHECK (rule IN ('manual', 'username', 'nino', 'email')),
    -- Why the link waits for a person; null while it is in effect.
    held     TEXT CHECK (held <> ''),
    since    INTEGER NOT NULL,
    PRIMARY KEY (learner, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_by_user ON links (user);
CREATE INDEX links_by_provider ON links (provider, learner, user);

-- Links that were in effect when their account went. They hold nobody back; their results stay on the learner's record
-- until the account is linked again or a person parts the two.
CREATE TABLE past_links (
    provider INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    learner  INTEGER NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    user     INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    rule     TEXT NOT NULL CHECK (rule IN ('manual', 'username', 'nino', 'email')),
    since    INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    PRIMARY KEY (learner, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX past_links_by_user ON past_links (user);

CREATE TABLE decisions (
    id         INTEGER PRIMARY KEY,
    provider   INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    learner    INTEGER NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    -- Null where the decision is about the learner with anybody.
    user       INTEGER REFERENCES users (id) ON DELETE CASCADE,
    verdict    TEXT NOT NULL CHECK (verdict IN ('link', 'never', 'accept')),
    actor      TEXT NOT NULL,
    decided_at INTEGER NOT NULL,
    -- Only *never* can be about a whole learner.
    CHECK (user IS NOT NULL OR verdict = 'never')
) STRICT;
-- One decision stands for each pair, and one for each whole learner: two nulls count as different in one index.
CREATE UNIQUE INDEX decisions_by_pair ON decisions (provider, learner, user) WHERE user IS NOT NULL;
CREATE UNIQUE INDEX decisions_by_learner ON decisions (provider, learner) WHERE user IS NULL;
CREATE INDEX decisions_by_user ON decisions (user) WHERE user IS NOT NULL;
CREATE INDEX decisions_of_learner ON decisions (learner);

CREATE TABLE unmatched_learners (
    provider INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    learner  INTEGER NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    reason   TEXT NOT NULL CHECK (reason <> ''),
    PRIMARY KEY (provider, learner)
) STRICT, WITHOUT ROWID;
CREATE INDEX unmatched_learners_of ON unmatched_learners (learner);

CREATE TABLE unmatched_users (
    provider INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    user     INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    reason   TEXT NOT NULL CHECK (reason <> ''),
    PRIMARY KEY (provider, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX unmatched_users_of ON unmatched_users (user);

-- Who may be right for an unmatched learner, best first; `why` is a list of evidence codes.
CREATE TABLE learner_candidates (
    provider INTEGER NOT NULL,
    learner  INTEGER NOT NULL,
    position INTEGER NOT NULL,
    user     INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind     TEXT NOT NULL CHECK (kind IN ('ambiguous', 'held', 'suggestion')),
    why      TEXT NOT NULL,
    PRIMARY KEY (provider, learner, position),
    FOREIGN KEY (provider, learner) REFERENCES unmatched_learners (provider, learner) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX learner_candidates_by_user ON learner_candidates (user);

CREATE TABLE user_candidates (
    provider INTEGER NOT NULL,
    user     INTEGER NOT NULL,
    position INTEGER NOT NULL,
    learner  INTEGER NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    kind     TEXT NOT NULL CHECK (kind IN ('ambiguous', 'held', 'suggestion')),
    why      TEXT NOT NULL,
    PRIMARY KEY (provider, user, position),
    FOREIGN KEY (provider, user) REFERENCES unmatched_users (provider, user) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX user_candidates_by_learner ON user_candidates (learner);

CREATE TABLE results (
    id            INTEGER PRIMARY KEY,
    provider      INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    kind          TEXT NOT NULL CHECK (kind IN ('initial', 'diagnostic', 'other')),
    external_id   TEXT NOT NULL CHECK (external_id <> ''),
    user          INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    subject       TEXT NOT NULL CHECK (subject IN ('english', 'maths', 'ict', 'digital', 'other')),
    title         TEXT,
    level         TEXT CHECK (level <> ''),
    level_raw     TEXT,
    score         REAL,
    possible      REAL,
    percent       REAL,
    started_at    INTEGER,
    finished_at   INTEGER,
    subject_raw   TEXT,
    kind_raw      TEXT,
    started_raw   TEXT,
    finished_raw  TEXT,
    -- Whether the components were asked for: an assessment may have none.
    detailed      INTEGER NOT NULL DEFAULT 0 CHECK (detailed IN (0, 1)),
    revision      INTEGER NOT NULL DEFAULT 1 CHECK (revision > 0),
    first_seen_at INTEGER NOT NULL,
    revised_at    INTEGER NOT NULL,
    -- An initial and a diagnostic assessment may share a number.
    UNIQUE (provider, kind, external_id)
) STRICT;
CREATE INDEX results_by_user ON results (user);

CREATE TABLE result_components (
    result      INTEGER NOT NULL REFERENCES results (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    name        TEXT NOT NULL,
    value       TEXT NOT NULL,
    measured_by TEXT,
    measured_at INTEGER,
    PRIMARY KEY (result, position)
) STRICT, WITHOUT ROWID;

-- Every former version of a result, as it was from one instant until another.
CREATE TABLE result_revisions (
    result      INTEGER NOT NULL REFERENCES results (id) ON DELETE CASCADE,
    revision    INTEGER NOT NULL,
    seen_from   INTEGER NOT NULL,
    seen_until  INTEGER NOT NULL,
    subject     TEXT NOT NULL,
    title       TEXT,
    level       TEXT,
    level_raw   TEXT,
    score       REAL,
    possible    REAL,
    percent     REAL,
    started_at  INTEGER,
    finished_at INTEGER,
    -- A JSON list, or null where they were not asked for: nothing ever looks inside.
    components  TEXT,
    PRIMARY KEY (result, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE listings (
    connection    INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    -- The system's id of a centre, or another word for what is listed.
    scope         TEXT NOT NULL,
    -- Every change before this instant is stored.
    cursor        INTEGER,
    -- When the last whole listing was completed.
    whole_at      INTEGER,
    -- A listing that was begun and not completed: since when, and the run that began it.
    pending_since INTEGER,
    pending_run   INTEGER,
    PRIMARY KEY (connection, scope),
    CHECK ((pending_since IS NULL) = (pending_run IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    connection    INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    task          TEXT NOT NULL CHECK (task IN ('learners', 'users', 'match', 'results')),
    reason        TEXT NOT NULL CHECK (reason <> ''),
    state         TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'done_with_skips', 'failed', 'cancelled',
                                                 'held', 'interrupted')),
    queued_at     INTEGER NOT NULL,
    started_at    INTEGER,
    finished_at   INTEGER,
    read          INTEGER NOT NULL DEFAULT 0,
    added         INTEGER NOT NULL DEFAULT 0,
    changed       INTEGER NOT NULL DEFAULT 0,
    unchanged     INTEGER NOT NULL DEFAULT 0,
    skipped       INTEGER NOT NULL DEFAULT 0,
    calls         INTEGER NOT NULL DEFAULT 0,
    fault_code    TEXT,
    fault_message TEXT,
    -- What is to happen next, and not before when, where the system named a time.
    fault_next    TEXT CHECK (fault_next IN ('retry_later', 'skip_record', 'stop_connection', 'stop_run')),
    retry_at      INTEGER,
    -- Over exactly when it has an end.
    CHECK ((state IN ('queued', 'running')) = (finished_at IS NULL)),
    CHECK ((fault_code IS NULL) = (fault_message IS NULL) AND (fault_code IS NULL) = (fault_next IS NULL))
) STRICT;
CREATE INDEX runs_by_task ON runs (connection, task, id);
CREATE INDEX runs_open ON runs (id) WHERE finished_at IS NULL;

CREATE TABLE run_skips (
    id          INTEGER PRIMARY KEY,
    run         INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    external_id TEXT,
    reason      TEXT NOT NULL CHECK (reason <> ''),
    field       TEXT
) STRICT;
CREATE INDEX run_skips_by_run ON run_skips (run);

-- Rows that a held run found missing, until a person confirms it. A row that is seen again leaves.
CREATE TABLE held_learners (
    learner INTEGER NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    run     INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    PRIMARY KEY (learner, run)
) STRICT, WITHOUT ROWID;
CREATE INDEX held_learners_by_run ON held_learners (run);

CREATE TABLE held_users (
    user INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    run  INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    PRIMARY KEY (user, run)
) STRICT, WITHOUT ROWID;
CREATE INDEX held_users_by_run ON held_users (run);

CREATE TABLE kv (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The audit outlives what it is about: it names ids and a connection's name, and refers to no row.
CREATE TABLE audit (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    at         INTEGER NOT NULL,
    actor      TEXT NOT NULL CHECK (actor <> ''),
    action     TEXT NOT NULL CHECK (action <> ''),
    connection TEXT,
    learner    INTEGER,
    user       INTEGER,
    run        INTEGER,
    detail     TEXT
) STRICT;
CREATE INDEX audit_by_learner ON audit (learner) WHERE learner IS NOT NULL;

-- Hashes of the ids of erased people, under a random key that is kept in kv.
CREATE TABLE tombstones (
    hash      BLOB PRIMARY KEY,
    side      TEXT NOT NULL CHECK (side IN ('learner', 'user')),
    erased_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
