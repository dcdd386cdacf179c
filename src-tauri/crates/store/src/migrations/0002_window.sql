-- What the pages of the window ask for, at the size of a large customer: 100,000 learners and 1,000,000 results.

-- What a partial index is about is among its columns as well: else SQLite looks at each row for it.

-- The list of learners in order of names. learners_by_name has the texts to search in as well, and is four times as long.
CREATE INDEX learners_in_order ON learners (family_folded, given_folded, id, gone_at) WHERE gone_at IS NULL;
CREATE INDEX learners_applicants ON learners (id, kind) WHERE kind = 'applicant';
-- What decides on scope, so that who is in scope is counted without looking at the rows.
CREATE INDEX learners_by_scope ON learners (centre, archived, system_status, learning_status, ended_on, gone_at)
    WHERE gone_at IS NULL;

-- Accounts are looked for at one provider.
DROP INDEX users_by_name;
CREATE INDEX users_by_name ON users (connection, family_folded, given_folded, id, search, gone_at) WHERE gone_at IS NULL;
CREATE INDEX users_in_use ON users (connection, active, staff, gone_at) WHERE active AND NOT staff AND gone_at IS NULL;

CREATE INDEX links_in_effect ON links (provider, learner, held) WHERE held IS NULL;
CREATE INDEX links_held ON links (provider, learner, held) WHERE held IS NOT NULL;

CREATE INDEX results_unmapped ON results (provider, level, level_raw) WHERE level IS NULL AND level_raw <> '';

-- Accounts whose results a learner's page shows: those of links in effect, not of those that wait for a person, and those
-- that were linked when they went.
CREATE VIEW shown_accounts AS
    SELECT learner, user FROM links WHERE held IS NULL UNION ALL SELECT learner, user FROM past_links;
CREATE VIEW shown_results AS
    SELECT s.learner, e.provider, e.kind, coalesce(e.finished_at, e.started_at, e.first_seen_at) AS at
    FROM shown_accounts s JOIN results e ON e.user = s.user;

-- When the latest result that is shown of a learner was finished, or else begun, or else first seen.
CREATE TABLE latest_results (
    learner INTEGER PRIMARY KEY REFERENCES learners (id) ON DELETE CASCADE,
    at      INTEGER NOT NULL
) STRICT;

-- Learners of whom an initial assessment of a provider is shown.
CREATE TABLE initially_assessed (
    provider INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    learner  INTEGER NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    PRIMARY KEY (provider, learner)
) STRICT, WITHOUT ROWID;
CREATE INDEX initially_assessed_by_learner ON initially_assessed (learner);

INSERT INTO latest_results (learner, at) SELECT learner, max(at) FROM shown_results GROUP BY learner;
INSERT INTO initially_assessed (provider, learner)
    SELECT DISTINCT provider, learner FROM shown_results WHERE kind = 'initial';

-- Both tables follow from links and results, and triggers keep them so, whatever writes there. Inserting a learner here makes
-- their rows anew. Whoever is being removed gets none: their links and results go one by one.
CREATE VIEW progress AS SELECT id AS learner FROM learners;
CREATE TRIGGER progress_made_anew INSTEAD OF INSERT ON progress
BEGIN
    DELETE FROM latest_results WHERE learner = NEW.learner;
    DELETE FROM initially_assessed WHERE learner = NEW.learner;
    INSERT INTO latest_results (learner, at)
        SELECT learner, max(at) FROM shown_results
        WHERE learner = NEW.learner AND EXISTS (SELECT 1 FROM learners WHERE id = NEW.learner) GROUP BY learner;
    INSERT INTO initially_assessed (provider, learner)
        SELECT DISTINCT provider, learner FROM shown_results
        WHERE learner = NEW.learner AND kind = 'initial' AND EXISTS (SELECT 1 FROM learners WHERE id = NEW.learner)
            AND provider IN (SELECT id FROM connections);
END;

CREATE TRIGGER links_made AFTER INSERT ON links
BEGIN
    INSERT INTO progress (learner) VALUES (NEW.learner);
END;
CREATE TRIGGER links_held_or_let AFTER UPDATE OF held ON links WHEN (OLD.held IS NULL) <> (NEW.held IS NULL)
BEGIN
    INSERT INTO progress (learner) VALUES (NEW.learner);
END;
CREATE TRIGGER links_ended AFTER DELETE ON links
BEGIN
    INSERT INTO progress (learner) VALUES (OLD.learner);
END;
CREATE TRIGGER past_links_made AFTER INSERT ON past_links
BEGIN
    INSERT INTO progress (learner) VALUES (NEW.learner);
END;
CREATE TRIGGER past_links_ended AFTER DELETE ON past_links
BEGIN
    INSERT INTO progress (learner) VALUES (OLD.learner);
END;
-- A result that is added takes nothing away, so that nothing has to be made anew: most of what is ever written is this.
CREATE TRIGGER results_shown AFTER INSERT ON results
BEGIN
    INSERT INTO latest_results (learner, at)
        SELECT learner, coalesce(NEW.finished_at, NEW.started_at, NEW.first_seen_at) FROM shown_accounts
        WHERE user = NEW.user
        ON CONFLICT DO UPDATE SET at = excluded.at WHERE at < excluded.at;
    INSERT OR IGNORE INTO initially_assessed (provider, learner)
        SELECT NEW.provider, learner FROM shown_accounts WHERE user = NEW.user AND NEW.kind = 'initial';
END;
-- Providers merge accounts: a result may move from one to another.
CREATE TRIGGER results_moved AFTER UPDATE OF user, started_at, finished_at ON results
WHEN (OLD.user, coalesce(OLD.finished_at, OLD.started_at, OLD.first_seen_at))
    IS NOT (NEW.user, coalesce(NEW.finished_at, NEW.started_at, NEW.first_seen_at))
BEGIN
    INSERT INTO progress (learner) SELECT learner FROM shown_accounts WHERE user IN (OLD.user, NEW.user);
END;
CREATE TRIGGER results_removed AFTER DELETE ON results
BEGIN
    INSERT INTO progress (learner) SELECT learner FROM shown_accounts WHERE user = OLD.user;
END;

-- How many results of a subject and level were first seen in an hour, and how many were finished in it. Days in the UK begin
-- on the hour, in summer and in winter; a table by day would need the rules for that in here.
CREATE TABLE result_hours (
    -- Since 1970 in UTC.
    hour     INTEGER NOT NULL,
    subject  TEXT NOT NULL,
    -- Empty where nothing maps it.
    level    TEXT NOT NULL,
    seen     INTEGER NOT NULL,
    finished INTEGER NOT NULL,
    PRIMARY KEY (hour, subject, level)
) STRICT, WITHOUT ROWID;

INSERT INTO result_hours (hour, subject, level, seen, finished)
    SELECT first_seen_at / 3600000, subject, coalesce(level, ''), count(*), 0 FROM results GROUP BY 1, 2, 3;
INSERT INTO result_hours (hour, subject, level, seen, finished)
    SELECT finished_at / 3600000, subject, coalesce(level, ''), 0, count(*) FROM results
    WHERE finished_at IS NOT NULL GROUP BY 1, 2, 3
    ON CONFLICT DO UPDATE SET finished = excluded.finished;

CREATE TRIGGER results_counted AFTER INSERT ON results
BEGIN
    INSERT INTO result_hours (hour, subject, level, seen, finished)
        VALUES (NEW.first_seen_at / 3600000, NEW.subject, coalesce(NEW.level, ''), 1, 0)
        ON CONFLICT DO UPDATE SET seen = seen + 1;
    INSERT INTO result_hours (hour, subject, level, seen, finished)
        SELECT NEW.finished_at / 3600000, NEW.subject, coalesce(NEW.level, ''), 0, 1 WHERE NEW.finished_at IS NOT NULL
        ON CONFLICT DO UPDATE SET finished = finished + 1;
END;
CREATE TRIGGER results_uncounted AFTER DELETE ON results
BEGIN
    UPDATE result_hours SET seen = seen - 1
        WHERE hour = OLD.first_seen_at / 3600000 AND subject = OLD.subject AND level = coalesce(OLD.level, '');
    UPDATE result_hours SET finished = finished - 1
        WHERE hour = OLD.finished_at / 3600000 AND subject = OLD.subject AND level = coalesce(OLD.level, '');
END;
CREATE TRIGGER results_recounted AFTER UPDATE OF subject, level, finished_at ON results
WHEN (OLD.subject, OLD.level, OLD.finished_at) IS NOT (NEW.subject, NEW.level, NEW.finished_at)
BEGIN
    UPDATE result_hours SET seen = seen - 1
        WHERE hour = OLD.first_seen_at / 3600000 AND subject = OLD.subject AND level = coalesce(OLD.level, '');
    UPDATE result_hours SET finished = finished - 1
        WHERE hour = OLD.finished_at / 3600000 AND subject = OLD.subject AND level = coalesce(OLD.level, '');
    INSERT INTO result_hours (hour, subject, level, seen, finished)
        VALUES (NEW.first_seen_at / 3600000, NEW.subject, coalesce(NEW.level, ''), 1, 0)
        ON CONFLICT DO UPDATE SET seen = seen + 1;
    INSERT INTO result_hours (hour, subject, level, seen, finished)
        SELECT NEW.finished_at / 3600000, NEW.subject, coalesce(NEW.level, ''), 0, 1 WHERE NEW.finished_at IS NOT NULL
        ON CONFLICT DO UPDATE SET finished = finished + 1;
END;
