"""Many cases in one statement a table, as a bank has them after three years."""

from contextlib import closing
from pathlib import Path

import pysqlite3.dbapi2 as sqlite

CASES_EACH = 25
"""How many cases every customer has, the reader among them: hers are spread evenly over the years."""

NUMBERS = "WITH RECURSIVE numbers(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i + 1 < :count)"

PEOPLE = f"""{NUMBERS}
INSERT INTO people (id, kind, sign_in_name, password_hash, role)
SELECT :first_customer + i, 'customer', 'customer-' || i, '', 'customer' FROM numbers"""

CUSTOMERS = f"""{NUMBERS}
INSERT INTO customers (id, number, has_borrowed_before)
SELECT :first_customer + i, 'N' || i, 0 FROM numbers"""

# What is open is of the last month. 2654435761 scatters i over 32 bits without hitting a place twice.
CASES = f"""{NUMBERS},
scattered AS (SELECT i, (i * 2654435761) % 4294967296 AS place FROM numbers),
dated AS (
  SELECT i, printf('%08X', place) AS body, place / 65536 AS chance, i >= :count * 0.975 AS is_recent,
    datetime('now', '-5 minutes', printf('-%d seconds', (:count - i) * 94608000 / :count)) || '.000000' AS at
  FROM scattered
),
staged AS (
  SELECT *, CASE
    WHEN is_recent THEN CASE chance % 4
      WHEN 0 THEN 'draft' WHEN 1 THEN 'submitted' WHEN 2 THEN 'at_branch' ELSE 'in_review' END
    WHEN chance % 10 < 7 THEN 'approved' WHEN chance % 10 < 9 THEN 'refused' ELSE 'withdrawn'
  END AS status FROM dated
)
INSERT INTO cases (id, kind, reference, status, customer_id, branch_id, owner_id, created_at, touched_at,
  submitted_at, decided_at, decided_by_id, closed_at, version)
SELECT :first_case + i, 'loan', 'L-' || substr(body, 1, 4) || '-' || substr(body, 5) || '-0', status,
  iif(i % :stride = :stride - 1, :reader, :first_customer + i / :each),
  iif(status = 'draft', NULL, :branch), iif(status = 'draft', NULL, :owner), at, at,
  iif(status = 'draft', NULL, at),
  iif(status IN ('approved', 'refused'), at, NULL), iif(status IN ('approved', 'refused'), :decider, NULL),
  iif(is_recent, NULL, at), 1
FROM staged"""

LOANS = """
INSERT INTO loan_applications (id, product_code, warnings_given)
SELECT id, 'inclusive', 0 FROM cases WHERE id >= :first_case"""


def fill(file: Path, count: int, reader: str) -> None:
    """Put `count` cases into a loaded demo bank that nobody has open; 25 are those of the person `reader`."""
    with closing(sqlite.connect(file, isolation_level=None)) as connection:
        known = _places(connection, reader)
        each = {"each": CASES_EACH, "stride": count // CASES_EACH}
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        for statement in (PEOPLE, CUSTOMERS):
            connection.execute(statement, known | {"count": count // CASES_EACH})
        for statement in (CASES, LOANS):
            connection.execute(statement, known | each | {"count": count})
        connection.execute("COMMIT")
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        assert broken is None, f"a row that leads nowhere: {broken}"


def _places(connection: sqlite.Connection, reader: str) -> dict[str, int]:
    """The ids that the new rows go behind and refer to."""
    questions = {
        "first_customer": "SELECT max(id) + 1 FROM people",
        "first_case": "SELECT coalesce(max(id), 0) + 1 FROM cases",
        "reader": f"SELECT id FROM people WHERE sign_in_name = '{reader}'",
        "owner": "SELECT id FROM people WHERE sign_in_name = 'officer'",
        "decider": "SELECT id FROM people WHERE sign_in_name = 'reviewer'",
        "branch": "SELECT id FROM branches WHERE code = 'east'",
    }
    return {name: connection.execute(question).fetchone()[0] for name, question in questions.items()}
