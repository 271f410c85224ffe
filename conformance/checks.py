"""Hands a finished run of `sceau issue` to programs written by others, and expects them to agree.

    conformance/run DIR

DIR is what `conformance/issue DIR` makes: `certificates/*.pdf`, `certificates/issued.csv`,
`jwks.json`, `ca.pem`, and `sceau.toml` with the register. Every check is one line of the count at
the end; the exit code is 1 if anything was not as expected.
"""

import csv
import json
import os
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import foreign
import tamper

HERE = Path(__file__).parent
SCEAU = os.environ.get("SCEAU_PROGRAM", "target/debug/sceau")


class Table:
    """What was expected and what was seen, printed by kind of check, with every surprise."""

    def __init__(self):
        self.rows = defaultdict(list)

    def expect(self, check, subject, good, said):
        self.rows[check].append((subject, bool(good), said))

    def print(self):
        passed = failed = 0
        width = max(map(len, self.rows))
        for check, rows in self.rows.items():
            good = [row for row in rows if row[1]]
            bad = [row for row in rows if not row[1]]
            passed, failed = passed + len(good), failed + len(bad)
            said = good[0][2] if good else ""
            print(f"{'ok ' if not bad else 'BAD'}  {check:<{width}}  {len(good):>3}/{len(rows):<3}  {said}")
            for subject, _, why in bad:
                print(f"     ✗ {subject}: {why}")
        print(f"\n{passed} passed, {failed} failed", flush=True)
        return failed == 0


class Sceau:
    """Our own program, by the register and offline by the published keys alone."""

    def __init__(self, folder):
        self.register = ["--config", folder / "sceau.toml"]
        self.offline = ["--offline", "--keys", folder / "jwks.json"]

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
    return foreign.Seen(done.returncode == 0, foreign.last_line(done.stdout + done.stderr)[:70])


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
        seen = seal(keys, text)
        table.expect("seal verifier", file.name, seen.accepts, seen.said)
        answer = sceau.verdict(text, offline=True)
        table.expect(
            "sceau, QR offline", file.name, answer["verdict"] == "authentic_status_unknown", why(answer)
        )
        # The register finds by the QR the certificate that issued.csv names for this file.
        by_qr = sceau.verdict(text).get("certificate") or {}
        by_code = sceau.verdict(codes[file.name]).get("certificate") or {}
        same = by_qr and by_qr.get("certificate_id") == by_code.get("certificate_id")
        table.expect("QR and code agree", file.name, same, str(by_qr.get("certificate_id")))


def own_verdicts(table, files, sceau):
    for file in files:
        answer = sceau.verdict(file)
        table.expect("sceau, PDF", file.name, answer["verdict"] == "authentic", why(answer))
    answer = sceau.verdict(files[0], offline=True)
    expected = answer["verdict"] == "authentic_status_unknown"
    table.expect("sceau, PDF offline", files[0].name, expected, why(answer))


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
                refused = answer["verdict"] in ("not_authentic", "unreadable")
                nothing_shown = not answer.get("certificate")
                name = "sceau offline" if offline else "sceau"
                table.expect(f"{label}: {name}", "", refused and nothing_shown, why(answer))
        changed.write_bytes(tamper.claims_another_standard(pdf))
        seen = foreign.verapdf([changed])[changed, "3a"]
        table.expect("claims another standard: veraPDF", "", not seen.accepts, seen.said)

    text = foreign.zbar(file)
    for place in (40, len(text) // 2, len(text) - 1):
        digit = "1" if text[place] != "1" else "2"
        wrong = text[:place] + digit + text[place + 1 :]
        seen = seal(keys, wrong)
        table.expect("a seal digit changed: seal verifier", place, not seen.accepts, seen.said)
        answer = sceau.verdict(wrong)
        refused = answer["verdict"] in ("not_authentic", "unknown_key", "unreadable")
        table.expect(
            "a seal digit changed: sceau", place, refused and not answer.get("certificate"), why(answer)
        )


def main(folder):
    files = sorted((folder / "certificates").glob("*.pdf"))
    if not files:
        sys.exit(f"no PDF in {folder}/certificates")
    with (folder / "certificates" / "issued.csv").open(encoding="utf-8-sig") as lines:
        codes = {row["document"]: row["code"] for row in csv.DictReader(lines, delimiter=";")}
    keys, root = folder / "jwks.json", folder / "ca.pem"
    sceau = Sceau(folder)
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
        negative_controls(table, files[0], validators, keys, sceau)
    return table.print()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(0 if main(Path(sys.argv[1]).resolve()) else 1)
