"""Makes tests/vectors/seal: seals written from docs/seal-format.md alone, right ones and wrong ones.

Ed25519 and deterministic CBOR leave no choice, so Sceau must make the same bytes as this program.
Run it again only to add vectors: those of a released format are kept as they are.
"""
import base64
import json
import pathlib
import sys
from datetime import date, datetime, timezone
from uuid import UUID

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

URL = "HTTPS://SCEAU.EXAMPLE/V"
FOLDER = pathlib.Path(sys.argv[1] if sys.argv[1:] else "tests/vectors/seal")
DIGITS = [0, 3, 5, 8, 10, 13, 15, 17, 20, 22, 25, 27, 29]
GOOD = Ed25519PrivateKey.from_private_bytes(bytes([42] * 32))
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes([9] * 32))


def second(text):
    return int(datetime.fromisoformat(text).replace(tzinfo=timezone.utc).timestamp())


def day(text):
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def jwk(kid, start, **dates):
    public = GOOD.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    x = base64.urlsafe_b64encode(public).decode().rstrip("=")
    key = {"kty": "OKP", "crv": "Ed25519", "kid": kid, "alg": "EdDSA", "use": "sig", "x": x}
    return key | {"nbf": second(start)} | {name: second(at) for name, at in dates.items()}


KEYS = {
    "issuer": "Institut des savoirs numériques",
    "keys": [
        jwk("c1", "2026-01-01"),
        jwk("c-late", "2027-01-01"),
        jwk("c-retired", "2026-01-01", retired_at="2026-06-09T07:59:59"),
        jwk("c-lost", "2026-01-01", compromised_at="2026-06-09T08:00:00"),
    ],
}


def body(**changed):
    names = ("framework", "language", "last", "first", "birth", "score", "degraded", "levels", "exam", "status")
    values = {
        "framework": ["crcn", 1],
        "language": "fr",
        "last": "Kervadec-Oduya",
        "first": "Maëlle",
        "birth": day("1998-03-14"),
        "score": 487,
        "degraded": False,
        "levels": bytes.fromhex("5435463435245332"),
        "exam": day("2026-05-21"),
        "status": [1, 94567],
    } | changed
    return {place: values[name] for place, name in enumerate(names, 1)}


def claims(**changed):
    identifier = UUID("0197a3c2-5f00-7abc-8def-0123456789ab").bytes
    return {6: second("2026-06-09T08:00:00"), 7: identifier, -65537: body(**changed)}


def dumps(item):
    return item if isinstance(item, bytes) else cbor2.dumps(item, canonical=True)


def sign(payload, header=None, unprotected=None, signer=GOOD, tag=18, cut=0):
    protected = dumps({1: -8, 4: b"c1"} if header is None else header)
    payload = dumps(payload)
    signed = cbor2.dumps(["Signature1", protected, b"", payload], canonical=True)
    signature = signer.sign(signed)
    parts = [protected, unprotected or {}, payload, signature[: 64 - cut]]
    return cbor2.dumps(cbor2.CBORTag(tag, parts), canonical=True)


def digits(data):
    groups = [data[at : at + 12] for at in range(0, len(data), 12)]
    return "".join(str(int.from_bytes(group, "big")).zfill(DIGITS[len(group)]) for group in groups)


def text(data):
    return f"{URL}#{digits(data)}"


def flipped(data, place):
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def vectors():
    good = sign(claims())
    payload = dumps(claims())
    yield "valid_certificate", text(good)
    yield "valid_address_in_lower_case", text(good).lower()
    yield "valid_bare_digits", digits(good)
    yield "valid_odd_number_of_levels", text(sign(claims(framework=["atelier", 1], levels=b"\x32\x1f")))
    yield "valid_greek_name_in_english", text(sign(claims(last="Παπαδοπούλου", first="Ελένη", language="en")))
    yield "valid_born_before_1970", text(sign(claims(birth=day("1951-11-30"), degraded=True)))
    yield "fail_empty", ""
    yield "fail_not_an_address", "sceau" + text(good).removeprefix("HTTPS")
    yield "fail_letters_among_digits", text(good) + "A"
    yield "fail_digit_missing", text(good)[:-1]
    yield "fail_group_larger_than_its_bytes", f"{URL}#" + "9" * 29
    yield "fail_seal_cut", text(good[:-1])
    yield "fail_something_follows", text(good + b"\0")
    yield "fail_tag_missing", text(good[1:])
    yield "fail_tag_of_another_message", text(sign(claims(), tag=98))
    yield "fail_unprotected_header", text(sign(claims(), unprotected={4: b"c1"}))
    yield "fail_other_algorithm", text(sign(claims(), header={1: -7, 4: b"c1"}))
    yield "fail_no_algorithm", text(sign(claims(), header={4: b"c1"}))
    yield "fail_further_header", text(sign(claims(), header={1: -8, 3: 61, 4: b"c1"}))
    yield "fail_header_out_of_order", text(sign(claims(), header=b"\xa2\x04\x42c1\x01\x27"))
    yield "fail_signature_cut", text(sign(claims(), cut=1))
    yield "fail_signature_changed", text(flipped(good, len(good) - 40))
    yield "fail_name_changed", text(flipped(good, good.index(b"Kervadec") + 2))
    yield "fail_signed_by_a_stranger", text(sign(claims(), signer=STRANGER))
    yield "fail_unknown_key", text(sign(claims(), header={1: -8, 4: b"c9"}))
    yield "fail_key_without_name", text(sign(claims(), header={1: -8, 4: b""}))
    yield "fail_key_not_yet_valid", text(sign(claims(), header={1: -8, 4: b"c-late"}))
    yield "fail_key_retired", text(sign(claims(), header={1: -8, 4: b"c-retired"}))
    yield "fail_key_compromised", text(sign(claims(), header={1: -8, 4: b"c-lost"}))
    # Rightly signed by the right key, but not in the one form that seals have.
    yield "fail_unknown_claim", text(sign(claims() | {8: 1}))
    yield "fail_claim_missing", text(sign({6: claims()[6], -65537: body()}))
    yield "fail_unknown_entry", text(sign(claims() | {-65537: body() | {11: 0}}))
    yield "fail_claims_out_of_order", text(sign(b"\xa3" + payload[7:25] + payload[1:7] + payload[25:]))
    yield "fail_number_longer_than_needed", text(sign(payload.replace(b"\x06\x1a", b"\x06\x1b\0\0\0\0", 1)))
    yield "fail_indefinite_length", text(sign(b"\xbf" + payload[1:] + b"\xff"))
    yield "fail_claims_and_more", text(sign(payload + b"\0"))
    yield "fail_other_language", text(sign(claims(language="de")))
    yield "fail_level_of_fifteen", text(sign(claims(levels=b"\xf4\x35")))


FOLDER.mkdir(parents=True, exist_ok=True)
(FOLDER / "keys.json").write_text(json.dumps(KEYS, ensure_ascii=False, indent=1) + "\n")
for name, content in vectors():
    (FOLDER / f"{name}.txt").write_text(content + "\n")
