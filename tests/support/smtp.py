"""A mail server on loopback for tests: `smtp.py FOLDER`, where server.pem and server.key are.

It listens without encryption, with STARTTLS and an account (sceau, password), and with TLS from the
start; prints `ready PLAIN STARTTLS TLS`; and ends when its standard input does. What it takes it
writes to FOLDER/NUMBER.eml, what it refuses to FOLDER/NUMBER.refused. A recipient whose name is
  busy      is refused for now, twice, when the letter was handed over (451)
  unknown   is refused for good (550)
  crowded   is refused for good, after the letter was handed over (554)
"""

import asyncio
import pathlib
import ssl
import sys
from collections import Counter

from aiosmtpd.smtp import SMTP, AuthResult

folder = pathlib.Path(sys.argv[1])


class Handler:
    """Keeps letters; refuses as the recipient's name says."""

    number = 0
    tried = Counter()

    def keep(self, envelope, kind):
        Handler.number += 1
        path = folder / f"{Handler.number:04}.{kind}"
        part = path.with_suffix(".part")
        part.write_bytes(envelope.content)
        part.rename(path)

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if address.startswith("unknown@"):
            return f"550 5.1.1 <{address}>: nobody of this name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        address = envelope.rcpt_tos[0]
        Handler.tried[address] += 1
        if address.startswith("busy@") and Handler.tried[address] <= 2:
            self.keep(envelope, "refused")
            return f"451 4.2.0 <{address}>: later"
        if address.startswith("crowded@"):
            self.keep(envelope, "refused")
            return f"554 5.2.2 <{address}>: no room"
        self.keep(envelope, "eml")
        return "250 OK"


def account(_server, _session, _envelope, _mechanism, data):
    good = data.login == b"sceau" and data.password == b"password of the account"
    return AuthResult(success=good, handled=good)


async def main():
    loop = asyncio.get_running_loop()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    with_account = {
        "tls_context": context,
        "require_starttls": True,
        "authenticator": account,
        "auth_required": True,
    }
    ports = []
    for options, encrypted in [({}, None), (with_account, None), ({}, context)]:
        server = await loop.create_server(
            lambda options=options: SMTP(Handler(), hostname="localhost", loop=loop, **options),
            "127.0.0.1",
            0,
            ssl=encrypted,
        )
        ports.append(server.sockets[0].getsockname()[1])
    print("ready", *ports, flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
