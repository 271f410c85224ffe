"""openvc-core: each proof of a credential by itself, its issuer's key by did:web, and its status.

    target/python/bin/python conformance/credentials/openvc_core.py SITE accept FILE… refuse FILE…

It takes one proof object and no array; so each proof is handed to it alone, and all have to
convince it. It knows no Open Badges context; it gets the one that openbadgeslib brings.
"""

import json

import cases
from openbadgeslib.ob3.contexts import document_loader
from openvc.did.base import DidResolverRegistry
from openvc.did.did_key import DidKeyResolver
from openvc.did.did_web import DidWebResolver
from openvc.verify import VerificationPolicy, verify_credential

OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CONTEXTS = {OPEN_BADGES: document_loader()(OPEN_BADGES, {})["document"]}
# A list by somebody else than the credential's issuer says nothing about the credential.
POLICY = VerificationPolicy(require_status_issuer_binding=True)
OF_A_LIST = VerificationPolicy(require_status=False)


def one_by_one(credential):
    """The credential once for each of its proofs."""
    proofs = credential["proof"]
    for proof in proofs if isinstance(proofs, list) else [proofs]:
        yield {**credential, "proof": proof}


def judge(presented, site):
    web = DidWebResolver(lambda address: json.loads(site.read(address)))
    resolver = DidResolverRegistry([DidKeyResolver(), web])

    def verify(credential, policy, status_list=None):
        return verify_credential(
            credential,
            policy=policy,
            resolver=resolver,
            resolve_status_list=status_list,
            extra_contexts=CONTEXTS,
        )

    def status_list(address):
        document = json.loads(site.read(address))
        for alone in one_by_one(document):
            verify(alone, OF_A_LIST)
        return document

    alone = one_by_one(json.loads(presented))
    formats = [verify(one, POLICY, status_list).format for one in alone]
    return ", ".join(formats) + " and status"


cases.run(judge)
