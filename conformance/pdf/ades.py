"""pyHanko's validation by EN 319 102-1 (AdES), without network.

    target/python/bin/python conformance/pdf/ades.py PROCESS TRUST [CRL…] accept FILE… refuse FILE…

PROCESS is one of

    basic      the signature and the signer's certificate, now
    with-time  the same, at the time that a time-stamp of the signature proves
    long-term  with every time-stamp and all the evidence in the file, so also when the certificates
               have ended; run it under `faketime 2035-06-01` to see that

TRUST is a PEM file with the roots of the issuer and of the time-stamp authority. CRLs (DER) are
what a validator would fetch; for files that carry their own evidence leave them out.
"""

import asyncio
import logging
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")

from asn1crypto import crl, pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import ades
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer

# It logs every step of a refusal; its answer says enough.
logging.disable(logging.CRITICAL)


def container(der):
    return CRLContainer(crl.CertificateList.load(der))


def embedded(reader):
    """The revocation lists that the file itself carries."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return []
    return [container(entry.get_object().data) for entry in store.crls]


def specification(roots, crls):
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=roots),
        # No answer about a certificate is no good answer.
        revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO, retroactive_revinfo=True),
    )
    return SignatureValidationSpec(
        cert_validation_policy=policy,
        revinfo_gathering_policy=RevocationInfoGatheringSpec(
            online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY
        ),
        local_knowledge=LocalKnowledge(known_crls=crls),
    )


async def validate(process, file, roots, crls):
    with file.open("rb") as stream:
        reader = PdfFileReader(stream)
        signature = reader.embedded_regular_signatures[0]
        signature.compute_integrity_info()
        spec = specification(roots, crls + embedded(reader))
        if process == "long-term":
            result = await ades.ades_lta_validation(signature, PdfSignatureValidationSpec(spec))
        else:
            judge = ades.ades_basic_validation if process == "basic" else ades.ades_with_time_validation
            digest = signature.compute_digest()
            result = await judge(signature.signed_data, spec, raw_digest=digest)
    return str(result.ades_subindic)


def main(process, trust, *words):
    roots = [
        x509.Certificate.load(der)
        for _, _, der in pem.unarmor(Path(trust).read_bytes(), multiple=True)
    ]
    crls, expected, failed = [], None, False
    for word in words:
        if word in ("accept", "refuse"):
            expected = word
        elif expected is None:
            crls.append(container(Path(word).read_bytes()))
        else:
            try:
                said = asyncio.run(validate(process, Path(word), roots, crls))
            except Exception as error:  # Whatever it can't read, it does not accept.
                said = f"{type(error).__name__}: {error}"
            answer = "accept" if said == "AdESPassed.OK" else "refuse"
            failed = failed or answer != expected
            mark = "ok" if answer == expected else "FAIL"
            print(f"{mark:4}\t{answer}\t{word}\t{' '.join(said.split())[:160]}")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) < 5 or sys.argv[1] not in ("basic", "with-time", "long-term"):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
