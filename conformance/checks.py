"""Hands a finished run of `sceau issue` to programs written by others, and expects them to agree.

    conformance/run DIR

DIR is what `conformance/issue DIR` makes: `certificates/*.pdf`, `certificates/issued.csv`,
`jwks.json`, `ca.pem`, `sceau.toml` with the register, and what twins.py says. Every check is one
line of the count at the end; the exit code is 1 if anything was not as expected.
"""

import csv
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

import badges
import documented
import evidence
import foreign
import host
import papers
import tamper
import webhooks
from table import Table

HERE = Path(__file__).parent
SCEAU = os.environ.get("SCEAU_PROGRAM", "target/debug/sceau")


class Sceau:
    """Our own program, by the register and offline by the published keys alone."""

    def __init__(self, folder, keys):
        self.register = ["--config", folder / "sceau.toml"]
        self.offline = ["--offline", "--keys", keys]

    def verdict(self, presented, offline=False):
        """The answer of `sceau verify --json`."""
        how = self.offline if offline else []
        done = foreign.run(SCEAU, "--json", *self.register, "verify", *how, presented)
        try:
            return json.loads(done.stdout)
        except json.JSONDecodeError:
            return {"verdict": f"no answer: {foreign.last_line(done.stderr)}", "checks": []}


def why(answer):
    """The verdict and the first check that failed."""
    failed = [check for check in answer["checks"] if check.get("outcome") == "failed"]
    reason = f" ({failed[0]['reason']['id']})" if failed else ""
    return answer["verdict"] + reason


def seal(keys, text):
    """The short verifier in conformance/seal/, written from docs/seal-format.md alone."""
    done = foreign.run(sys.executable, HERE / "seal" / "verify_seal.py", keys, text)
    claims = json.loads(done.stdout) if done.returncode == 0 else None
    return claims, foreign.last_line(done.stdout + done.stderr)[:70]


def same_statement(claims, answer):
    """Whether the seal verifier and `sceau verify` read the same from a seal."""
    said = answer.get("certificate")
    names = ["last_name", "first_name", "birth_date", "score", "degraded", "exam_date"]
    return (
        claims
        and said
        and claims["id"] == said["certificate_id"]
        and claims["levels"] == [level for _, level in said["levels"]]
        and all(claims[name] == said[name] for name in names)
    )


def documents(table, files, validators):
    for (file, flavour), seen in foreign.verapdf(files).items():
        table.expect(f"veraPDF {flavour}", file.name, seen.accepts, seen.said)
    for file in files:
        for name, validate in {**validators, "qpdf": foreign.qpdf}.items():
            seen = validate(file)
            table.expect(name, file.name, seen.accepts, seen.said)


def seals(table, files, codes, keys, sceau):
    """The QR of the printed page, through zbar, the foreign verifier and ours."""
    for file in files:
        text = foreign.zbar(file)
        table.expect("zbar, 150 dpi", file.name, text.startswith("HTTP"), f"{text[:40]}…")
        claims, said = seal(keys, text)
        table.expect("seal verifier", file.name, claims, said)
        offline = sceau.verdict(text, offline=True)
        authentic = offline["verdict"] == "authentic_status_unknown"
        table.expect("sceau, QR offline", file.name, authentic, why(offline))
        agree = same_statement(claims, offline)
        table.expect("both read the same seal", file.name, agree, "names, birth, score, levels, exam")
        # The register finds by the QR the certificate that issued.csv names for this file.
        ids = [
            (sceau.verdict(presented).get("certificate") or {}).get("certificate_id")
            for presented in (text, codes[file.name])
        ]
        table.expect("QR and code agree", file.name, ids[0] and ids[0] == ids[1], str(ids[0]))


def vectors(table):
    """The seals in tests/vectors, good and bad, which bind our reader and the foreign one alike."""
    done = foreign.run("sh", HERE / "seal" / "run", sys.executable)
    said = foreign.last_line(done.stdout + done.stderr)
    table.expect("seal vectors", "", done.returncode == 0, said if done.returncode else "as named")


def own_verdicts(table, files, sceau):
    for file in files:
        answer = sceau.verdict(file)
        table.expect("sceau, PDF", file.name, answer["verdict"] == "authentic", why(answer))
    answer = sceau.verdict(files[0], offline=True)
    expected = answer["verdict"] == "authentic_status_unknown"
    table.expect("sceau, PDF offline", files[0].name, expected, why(answer))


def acts(table, folder):
    """Ours, by the register in which the second was revoked and the third suspended."""
    sceau = Sceau(folder / "after", folder / "jwks.json")
    for part, expected in (("in-force", "authentic"), ("revoked", "revoked"), ("suspended", "suspended")):
        files = [folder / "documents" / f"{part}.pdf"]
        files += [folder / "credentials" / f"{part}.{form}" for form in ("json", "jwt", "png", "svg")]
        for file in files:
            answer = sceau.verdict(file)
            table.expect("sceau, after the acts", file.name, answer["verdict"] == expected, why(answer))


def negative_controls(table, file, validators, keys, sceau):
    pdf = file.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        changed = Path(folder, "changed.pdf")
        for case, blind in tamper.CASES.items():
            changed.write_bytes(case(pdf, file))
            label = case.__name__.replace("_", " ")
            for name, validate in validators.items():
                seen = validate(changed)
                # Exactly the written-down limits: a program that got better is a surprise too.
                table.expect(f"{label}: {name}", "", seen.accepts == (name in blind), seen.said)
            for offline in (False, True):
                answer = sceau.verdict(changed, offline)
                refused = answer["verdict"] in foreign.REFUSED
                nothing_shown = "certificate" not in answer
                name = "sceau offline" if offline else "sceau"
                table.expect(f"{label}: {name}", "", refused and nothing_shown, why(answer))
        changed.write_bytes(tamper.claims_another_standard(pdf))
        seen = foreign.verapdf([changed])[changed, "3a"]
        table.expect("claims another standard: veraPDF", "", not seen.accepts, seen.said)

    text = foreign.zbar(file)
    for place in (40, len(text) // 2, len(text) - 1):
        digit = "1" if text[place] != "1" else "2"
        wrong = text[:place] + digit + text[place + 1 :]
        claims, said = seal(keys, wrong)
        table.expect("a seal digit changed: seal verifier", place, claims is None, said)
        answer = sceau.verdict(wrong)
        nothing_shown = "certificate" not in answer
        refused = answer["verdict"] in foreign.REFUSED
        table.expect("a seal digit changed: sceau", place, refused and nothing_shown, why(answer))


def documents_in_time(table, folder):
    """Every level of PAdES, what it is worth later, and what somebody may do to it."""
    made = folder / "stamped"
    trust, stranger = made / "trust.pem", folder / "stranger.pem"
    crls = sorted(made.glob("*.crl"))
    given = {
        evidence.FETCHED: evidence.Evidence(trust, crls),
        evidence.EMBEDDED: evidence.Evidence(trust, []),
        evidence.WITHDRAWN: evidence.Evidence(
            trust, [folder / "withdrawn" / "issuer.crl", *made.glob("tsa-*.crl")]
        ),
    }
    levels = {file.stem.upper(): file for file in sorted(made.glob("*.pdf"))}
    for (file, flavour), seen in foreign.verapdf(list(levels.values())).items():
        table.expect(f"veraPDF {flavour}, each level", file.name, seen.accepts, seen.said)
    # Ours, with nothing but the keys that are published, those of time-stamp authorities included.
    sceau = Sceau(folder, made / "jwks.json")
    for file in levels.values():
        answer = sceau.verdict(file, offline=True)
        good = answer["verdict"] == "authentic_status_unknown"
        table.expect("sceau, each level", file.name, good, why(answer))
        with tempfile.TemporaryDirectory() as name:
            for case in evidence.ALTERED:
                changed = Path(name, "changed.pdf")
                changed.write_bytes(case(file.read_bytes(), file))
                answer = sceau.verdict(changed, offline=True)
                refused = answer["verdict"] in foreign.REFUSED
                label = f"{case.__name__.replace('_', ' ')}, each level: sceau"
                table.expect(label, file.name, refused, why(answer))
    evidence.levels(table, levels, given)
    for level, file in levels.items():
        others = evidence.Evidence(stranger, crls)
        evidence.negative_controls(table, level, file, given[evidence.FETCHED], others)


def documentation(table, folder):
    """The commands of docs/verify-without-us.md, with the service under its public name."""
    with tempfile.TemporaryDirectory() as name:
        desk = Path(name)
        shutil.copy(folder / "documents" / "in-force.pdf", desk / "certificate.pdf")
        shutil.copy(HERE / "seal" / "verify_seal.py", desk)
        (desk / "node_modules").symlink_to(Path(sys.prefix).parent / "node" / "node_modules")
        document = (HERE.parent / "docs" / "verify-without-us.md").read_text("utf-8")
        with host.Host(SCEAU, folder / "sceau.toml", desk) as environment:
            # `python3` and `pyhanko` are the installed ones.
            path = f"{Path(sys.prefix, 'bin')}:{os.environ['PATH']}"
            for step in documented.steps(document, desk):
                wrong = documented.run(step, desk, {**environment, "PATH": path})
                title = step.script.splitlines()[0]
                table.expect("docs/verify-without-us.md", title, wrong is None, wrong or "as shown")


def main(folder):
    files = sorted((folder / "certificates").glob("*.pdf"))
    if not files:
        sys.exit(f"no PDF in {folder}/certificates")
    with (folder / "certificates" / "issued.csv").open(encoding="utf-8-sig") as lines:
        codes = {row["document"]: row["code"] for row in csv.DictReader(lines, delimiter=";")}
    keys, root = folder / "jwks.json", folder / "ca.pem"
    sceau = Sceau(folder, keys)
    table = Table()
    with tempfile.TemporaryDirectory() as database:
        validators = {
            "pyHanko": foreign.PyHanko(root),
            "pdfsig": foreign.PdfSig(root, database),
            "openssl": foreign.OpenSsl(root),
        }
        documents(table, files, validators)
        own_verdicts(table, files, sceau)
        seals(table, files, codes, keys, sceau)
        vectors(table)
        negative_controls(table, files[0], validators, keys, sceau)
        papers.check(table, folder, validators)
    badges.check(table, folder, sceau)
    acts(table, folder)
    documents_in_time(table, folder)
    documentation(table, folder)
    with tempfile.TemporaryDirectory() as place:
        webhooks.check(table, SCEAU, Path(place) / "partner")
    return table.print()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(0 if main(Path(sys.argv[1]).resolve()) else 1)
