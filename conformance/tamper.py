"""Negative controls: what somebody may do to a certificate, and who has to notice.

`CASES` maps each case to the programs that accept the result all the same. Where a foreign program
is listed, that is a limit of the program, tried and written down, and the reason why our own
verifier is the authority: it accepts none of them.
"""

import io
import re
import subprocess

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


def a_content_byte_flipped(pdf, _path):
    """One bit of a compressed stream."""
    changed = bytearray(pdf)
    # `\nstream` and not `endstream`; the middle of the file is well inside the signed bytes.
    at = pdf.index(b"\nstream", len(pdf) // 2) + 40
    changed[at] ^= 1
    return bytes(changed)


def permissions_loosened(pdf, _path):
    """The certification would allow filling in forms: DocMDP P 1 → 3."""
    found = re.search(rb"/TransformParams\s*<<[^>]*?/P 1", pdf)
    changed = bytearray(pdf)
    changed[found.end() - 1] = ord("3")
    return bytes(changed)


def signing_time_changed(pdf, _path):
    """Another year in the signature's /M."""
    # `(D:2026…` or the same in hexadecimal, up to the last digit of the year.
    found = re.search(rb"/M\s*(\(D:\d{3}|<443[aA](3\d){3}3)", pdf)
    changed = bytearray(pdf)
    changed[found.end()] = ord("1") if changed[found.end()] != ord("1") else ord("2")
    return bytes(changed)


def a_comment_appended(pdf, _path):
    """Bytes that mean nothing, after the end."""
    return pdf + b"% hello\n"


def a_revision_appended(pdf, _path):
    """The attack that matters: an incremental update draws over page 1, the signature stays."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    pages = writer.root["/Pages"]
    while pages["/Type"] == "/Pages":
        pages = pages["/Kids"][0]
    red = writer.add_object(generic.StreamObject(stream_data=b"q 1 0 0 rg 100 100 200 200 re f Q"))
    before = pages.raw_get("/Contents")
    contents = list(before) if isinstance(before, generic.ArrayObject) else [before]
    pages["/Contents"] = generic.ArrayObject([*contents, red])
    writer.update_container(pages)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def padding_filled(pdf, _path):
    """The unsigned room behind the CMS message holds something."""
    found = re.search(rb"/Contents\s*<[0-9a-fA-F]+>", pdf)
    changed = bytearray(pdf)
    changed[found.end() - 3 : found.end() - 1] = b"ff"
    return bytes(changed)


def a_signature_digit_changed(pdf, _path):
    """One hexadecimal digit inside the CMS message, in the signer's certificate."""
    found = re.search(rb"/Contents\s*<([0-9a-fA-F]+)>", pdf)
    changed = bytearray(pdf)
    at = found.start(1) + 2 * 700
    changed[at] = ord("0") if changed[at] != ord("0") else ord("1")
    return bytes(changed)


def rewritten_by_qpdf(_pdf, path):
    """The same pages, written anew by a well-meaning program."""
    done = subprocess.run(["qpdf", path, "-"], capture_output=True, check=True)
    return done.stdout


CASES = {
    a_content_byte_flipped: (),
    permissions_loosened: (),
    signing_time_changed: (),
    a_comment_appended: ("openssl",),
    a_revision_appended: ("openssl",),
    padding_filled: ("pyHanko", "openssl"),
    a_signature_digit_changed: (),
    rewritten_by_qpdf: (),
}


def claims_another_standard(pdf):
    """The XMP claims PDF/A-2 for a file that has an attachment: veraPDF has to notice."""
    changed = pdf.replace(b"<pdfaid:part>3</pdfaid:part>", b"<pdfaid:part>2</pdfaid:part>")
    if changed == pdf:
        raise RuntimeError("the XMP does not say PDF/A-3 as expected")
    return changed
