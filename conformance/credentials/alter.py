"""Negative controls: what somebody may do to a credential, and who has to notice.

`CASES` maps each case to the programs that accept the result all the same. Where a foreign program
is listed, that is a limit of the program, tried and written down; ours accepts none of them.
"""

import copy
import json

BAZAAR, CORE, VC, OBL = "@digitalbazaar/vc", "verifier-core", "openvc-core", "openbadgeslib"


def a_value_changed(credential):
    """Another level in the first result that has one."""
    results = credential["credentialSubject"]["result"]
    result = next(one for one in results if "value" in one)
    result["value"] = "7" if result["value"] != "7" else "6"
    return credential


def a_date_changed(credential):
    """Valid since a day earlier."""
    year = int(credential["validFrom"][:4])
    credential["validFrom"] = f"{year - 1}{credential['validFrom'][4:]}"
    return credential


def a_proof_changed(credential):
    """One symbol in the middle of each proof."""
    for proof in credential["proof"]:
        value = proof["proofValue"]
        symbol = "2" if value[40] != "2" else "3"
        proof["proofValue"] = value[:40] + symbol + value[41:]
    return credential


def a_member_that_nobody_defines(credential):
    """RDF drops what no context defines: the hash stays the same, the reader sees it."""
    credential["credentialSubject"]["honours"] = "summa cum laude"
    return credential


def an_unused_inline_context(credential):
    """Defines a word that is not used, so RDF stays the same."""
    credential["@context"].append({"honours": "@json"})
    return credential


def an_inline_context_and_its_member(credential):
    """Both together: the member is defined, as JSON-LD that the signature does not know."""
    credential["@context"].append({"honours": "https://example.org/honours"})
    credential["credentialSubject"]["honours"] = "summa cum laude"
    return credential


def the_rdf_proof_taken_away(credential):
    """What is left, eddsa-jcs-2022, is good; Open Badges verifiers know it not."""
    credential["proof"] = [
        proof for proof in credential["proof"] if proof["cryptosuite"] == "eddsa-jcs-2022"
    ]
    return credential


def the_status_taken_away(credential):
    """A revoked credential would like to forget that."""
    del credential["credentialStatus"]
    return credential


CASES = {
    a_value_changed: (),
    a_date_changed: (),
    a_proof_changed: (),
    a_member_that_nobody_defines: (),
    an_unused_inline_context: (BAZAAR, CORE),
    an_inline_context_and_its_member: (),
    the_rdf_proof_taken_away: (VC,),
    the_status_taken_away: (),
}


def write_all(credential, folder):
    """Every case as a file: {file: (label, blind)}."""
    written = {}
    for case, blind in CASES.items():
        file = folder / f"{case.__name__}.json"
        file.write_text(json.dumps(case(copy.deepcopy(credential))), "utf-8")
        written[file] = (case.__name__.replace("_", " "), blind)
    return written
