"""The same job as `learner-sync-cli sync`, as a plain script would do it: what the benchmark compares with.

Reads everything from Onefile and bksb into SQLite: one requests.Session a system, one transaction a page, executemany. It has no
schedule, no retries, no limits and no encryption. Settings come as one JSON object on standard input, counts go to standard output.
"""

import json
import sqlite3
import sys

import requests

ONEFILE_PAGE = 50
BKSB_PAGE = 100
RESULTS_PAGE = 20
LEARNER = 1
UNFINISHED = "0001-01-01T00:00:00"

SCHEMA = """
create table learners (id integer primary key, centre integer, given_name text, family_name text, email text,
    username text, nino text, uln text, born text, started text, ends text, changed text);
create table users (id integer primary key, username text, given_name text, family_name text, email text,
    born text, active integer);
create table results (user integer, kind text, id text, subject text, title text, result text, percent real,
    started text, finished text, primary key (kind, id)) without rowid;
create table components (session text, name text, ability real, measured text);
create table links (learner integer, user integer);
"""


def onefile(settings):
    """The signed-in session and its base address."""
    session = requests.Session()
    base = settings["base_url"]
    answer = session.post(f"{base}/Authentication", headers={"X-CustomerToken": settings["customer_token"]})
    answer.raise_for_status()
    session.headers["X-TokenID"] = answer.text.strip('"')
    return session, base


def learner_pages(session, base):
    """Pages of learners of every centre, each with their details."""
    customer = fetch(session, f"{base}/Customer")
    centres = session.post(f"{base}/Organisation/Search", json={"CustomerID": customer["ID"]})
    centres.raise_for_status()
    for centre in centres.json():
        page = 1
        while True:
            wanted = {"OrganisationID": centre["ID"], "Role": LEARNER}
            answer = session.post(f"{base}/User/Search/{page}/{ONEFILE_PAGE}", json=wanted)
            answer.raise_for_status()
            rows = answer.json() if answer.status_code != 204 else []
            yield [fetch(session, f"{base}/User/{row['ID']}") for row in rows]
            if len(rows) < ONEFILE_PAGE:
                break
            page += 1


def bksb(settings):
    """The session with its keys, and its base address."""
    session = requests.Session()
    session.auth = (settings["access_key"], settings["secret_key"])
    session.headers["Accept"] = "application/json"
    return session, settings["base_url"]


def user_pages(session, base):
    """Pages of accounts."""
    page = 1
    while True:
        answer = fetch(session, f"{base}/users/search", page=page, recordsPerPage=BKSB_PAGE)
        yield answer["Users"]
        if page * BKSB_PAGE >= answer["Pagination"]["TotalRecords"]:
            break
        page += 1


def numbered(session, base, user, kind, key):
    """The initial or diagnostic results of one account, as rows."""
    rows = []
    page = 1
    while True:
        url = f"{base}/results/{kind}Assessment/{user}/all"
        answer = fetch(session, url, page=page, recordsPerPage=RESULTS_PAGE)
        for row in answer.get(key, []):
            rows.append((
                user, kind, str(row["SessionId"]), row["CourseSubject"], row["AssessmentName"], row["Result"],
                row.get("PercentScore"), None, row["ResultDate"],
            ))
        if page * RESULTS_PAGE >= answer["Pagination"]["TotalRecords"]:
            return rows
        page += 1


def sessions(session, base, user):
    """The finished V5 sessions of one account as rows, and their components."""
    rows, components = [], []
    for course in ("ENG_NEW", "MATHS_NEW"):
        url = f"{base}/assessmentSessions/getAssessmentSessionsForCourseV5"
        for row in fetch(session, url, courseSubject=course, userId=user):
            if row["DateCompleted"] == UNFINISHED:
                continue
            identity = row["SessionId"]
            kind = "v5 initial" if row["AssessmentType"] == 1 else "v5 diagnostic"
            rows.append((user, kind, identity, course, None, None, None, row["DateStarted"], row["DateCompleted"]))
            url_of_details = f"{base}/assessmentSessions/GetEOAReportDataForAssessmentSessionV5"
            details = fetch(session, url_of_details, sessionId=identity, userId=user)
            components += [
                (identity, one["CourseComponentName"], one["AbilityMeasurement"], one["MeasuredAt"])
                for one in details["AssessmentEOAData"]
            ]
    return rows, components


def fetch(session, url, **params):
    answer = session.get(url, params=params)
    answer.raise_for_status()
    return answer.json()


def store_learners(database, pages):
    fields = ("ID", "OrganisationID", "FirstName", "LastName", "Email", "Username", "NINO", "ULN", "DOB", "StartOn",
              "PlannedEndDate", "LastModified")
    for page in pages:
        with database:
            rows = [tuple(row.get(field) for field in fields) for row in page]
            database.executemany("insert or replace into learners values (?,?,?,?,?,?,?,?,?,?,?,?)", rows)


def store_users(database, pages):
    fields = ("UserId", "Username", "Firstname", "Lastname", "Email", "DateOfBirth", "Active")
    for page in pages:
        with database:
            rows = [tuple(row.get(field) for field in fields) for row in page]
            database.executemany("insert or replace into users values (?,?,?,?,?,?,?)", rows)


def link(database):
    """Joins learners and accounts whose e-mail address is the same and nobody else's."""
    users = by_email(database, "users")
    learners = by_email(database, "learners")
    pairs = [
        (ids[0], users[email][0])
        for email, ids in learners.items()
        if len(ids) == 1 and len(users.get(email, ())) == 1
    ]
    with database:
        database.executemany("insert into links values (?,?)", pairs)
    return [user for _, user in pairs]


def by_email(database, table):
    found = {}
    for identity, email in database.execute(f"select id, email from {table} where email is not null"):
        found.setdefault(email.strip().lower(), []).append(identity)
    return found


def store_results(database, session, base, users):
    for start in range(0, len(users), BKSB_PAGE):
        rows, components = [], []
        for user in users[start:start + BKSB_PAGE]:
            rows += numbered(session, base, user, "initial", "InitialAssessmentResults")
            rows += numbered(session, base, user, "diagnostic", "DiagnosticAssessmentResults")
            more, parts = sessions(session, base, user)
            rows += more
            components += parts
        with database:
            database.executemany("insert or replace into results values (?,?,?,?,?,?,?,?,?)", rows)
            database.executemany("insert into components values (?,?,?,?)", components)


def main():
    settings = json.load(sys.stdin)
    database = sqlite3.connect(settings["database"])
    database.execute("pragma journal_mode = wal")
    database.executescript(SCHEMA)
    store_learners(database, learner_pages(*onefile(settings["onefile"])))
    provider = bksb(settings["bksb"])
    store_users(database, user_pages(*provider))
    store_results(database, *provider, link(database))
    tables = ("learners", "users", "links", "results")
    counts = {table: database.execute(f"select count(*) from {table}").fetchone()[0] for table in tables}
    database.close()
    json.dump(counts, sys.stdout)


if __name__ == "__main__":
    main()
