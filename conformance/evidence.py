"""The signed PDFs of a run, at each level of PAdES, before validators that ask for evidence.

`LEVELS` says what each validator answers for each level, `CLOCKS` how long that lasts. Every
validator also gets the wrong root, a flipped bit and an appended revision.
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import foreign
import tamper

HERE = Path(__file__).parent
JARS = [f"/usr/share/java/{name}.jar" for name in ("bcprov", "bcpkix", "bcutil")]


@dataclass
class Evidence:
    """Whom to trust, and what a validator would fetch: revocation lists, in DER."""

    trust: Path
    crls: list


@dataclass
class Script:
    """A validator that answers a line a file."""

    name: str
    command: list

    def __call__(self, files, evidence, clock=None):
        command = ["faketime", clock, *self.command] if clock else self.command
        given = [evidence.trust, *evidence.crls, "accept", *files]
        return foreign.answers(foreign.run(*command, *given), files)


def fi_verify(files, evidence, clock=None):
    """fi-verify takes one file at a time, and the clock as an option."""
    profile = Path(sys.prefix).glob("lib/*/site-packages/fiverify/profiles/observe.toml")
    options = ["--profile", next(profile), "--anchor", evidence.trust]
    options += [part for crl in evidence.crls for part in ("--crl", crl)]
    options += ["--at", clock] if clock else []
    seen = {}
    for file in files:
        done = foreign.run(Path(sys.prefix, "bin", "fi-verify"), *options, file)
        failed = [line.strip() for line in done.stdout.splitlines() if "[FAIL]" in line]
        accepts = done.returncode == 0 and "result: PASSED" in done.stdout
        said = "; ".join(failed) or foreign.last_line(done.stdout + done.stderr)
        seen[file] = foreign.Seen(accepts, " ".join(said.split()))
    return seen


fi_verify.name = "fi-verify"


def ades(process):
    return Script(f"pyHanko AdES {process}", [sys.executable, HERE / "pdf" / "ades.py", process])


BASIC, WITH_TIME, LONG_TERM = ades("basic"), ades("with-time"), ades("long-term")
BOUNCY_CASTLE = Script(
    "Bouncy Castle",
    ["java", "-XX:TieredStopAtLevel=1", "-cp", ":".join(JARS), HERE / "pdf" / "BouncyCastle.java"],
)
VALIDATORS = [BASIC, WITH_TIME, LONG_TERM, BOUNCY_CASTLE, fi_verify]

# What a validator has: what it could fetch, or what the file carries and nothing else.
FETCHED, EMBEDDED = "lists fetched", "lists in the file"
# What could be fetched once the issuer has withdrawn the signer's certificate, after the signature.
WITHDRAWN = "signer withdrawn since"

# In the first the certificates still hold; in the second the signer's and the revocation lists of
# the time-stamp authority have ended.
SOON, LATE = "2035-06-01", "2040-06-01"

# Level, lists, day; and who accepts that. Everybody else must not.
LEVELS = [
    ("B-B", FETCHED, None, [BASIC, BOUNCY_CASTLE, fi_verify]),
    # Nobody knows whether the signer's certificate has been withdrawn.
    ("B-B", EMBEDDED, None, []),
    # Nothing proves that the signature is older than the end of its certificate.
    ("B-B", FETCHED, LATE, []),
    # Nothing proves that the signature is older than that.
    ("B-B", WITHDRAWN, None, []),
    ("B-T", FETCHED, None, [BASIC, WITH_TIME, BOUNCY_CASTLE, fi_verify]),
    ("B-T", EMBEDDED, None, []),
    # These two ask the time-stamp when the signature was made, and not whether the time-stamp
    # itself can still be believed.
    ("B-T", FETCHED, LATE, [BOUNCY_CASTLE, fi_verify]),
    # A time-stamp proves it, to who asks it; this is what a time-stamp is good for.
    ("B-T", WITHDRAWN, None, [WITH_TIME, fi_verify]),
    ("B-LT", WITHDRAWN, None, [WITH_TIME, fi_verify]),
    ("B-LTA", WITHDRAWN, None, [WITH_TIME, LONG_TERM]),
    ("B-LT", FETCHED, None, [BASIC, WITH_TIME, BOUNCY_CASTLE, fi_verify]),
    # Bouncy Castle and fi-verify don't look for lists in the file.
    ("B-LT", EMBEDDED, None, [BASIC, WITH_TIME]),
    ("B-LT", EMBEDDED, SOON, [BASIC, WITH_TIME]),
    ("B-LT", EMBEDDED, LATE, []),
    # A second time-stamp over all the evidence; fi-verify wants a file of one revision.
    ("B-LTA", FETCHED, None, [BASIC, WITH_TIME, LONG_TERM, BOUNCY_CASTLE]),
    ("B-LTA", EMBEDDED, None, [BASIC, WITH_TIME, LONG_TERM]),
    ("B-LTA", EMBEDDED, SOON, [BASIC, WITH_TIME, LONG_TERM]),
    # It should have been renewed before.
    ("B-LTA", EMBEDDED, LATE, []),
]

# What somebody may do to a signed PDF, and who accepts it all the same at the levels it knows.
ALTERED = {
    tamper.a_content_byte_flipped: [],
    # They look at the message and the bytes it signs, not at what stands behind them.
    tamper.a_revision_appended: [BASIC, WITH_TIME, LONG_TERM, BOUNCY_CASTLE],
}


def levels(table, documents, evidence):
    """`documents` is a file for each level, `evidence` is for FETCHED, EMBEDDED and WITHDRAWN."""
    for level, lists, day, who in LEVELS:
        file = documents[level]
        for validator in VALIDATORS:
            seen = validator([file], evidence[lists], day)[file]
            label = f"{level}, {lists}{f', {day[:4]}' if day else ''}: {validator.name}"
            table.expect(label, file.name, seen.accepts == (validator in who), seen.said)


def accepting(level):
    """Who accepts the untouched document with everything that could be fetched, today."""
    [row] = [row for row in LEVELS if row[:3] == (level, FETCHED, None)]
    return row[3]


def negative_controls(table, level, file, evidence, stranger):
    """One file altered, and before the root of somebody else."""
    with tempfile.TemporaryDirectory() as folder:
        for case, blind in ALTERED.items():
            changed = Path(folder, f"{case.__name__}.pdf")
            changed.write_bytes(case(file.read_bytes(), file))
            label = f"{level}, {case.__name__.replace('_', ' ')}"
            for validator in VALIDATORS:
                seen = validator([changed], evidence)[changed]
                deceived = validator in blind and validator in accepting(level)
                expected = seen.accepts == deceived
                table.expect(f"{label}: {validator.name}", "", expected, seen.said)
    for validator in VALIDATORS:
        seen = validator([file], stranger)[file]
        label = f"{level}, the root of somebody else: {validator.name}"
        table.expect(label, "", not seen.accepts, seen.said)
