"""Answers on the subject greet, and goes on when the token changes."""

import asyncio
import os
import pathlib
import sys

import nats


def secret(key):
    """Reads a key of the Secret orders-nats-token, which is mounted as files."""
    folder = os.environ.get("NATS_SECRET_DIR", "/etc/nats-token")
    return pathlib.Path(folder, key).read_text().strip()


async def main():
    closed = asyncio.Event()

    async def on_closed():
        closed.set()

    async def answer(message):
        await message.respond(b"Hello from Python")

    connection = await nats.connect(
        servers=secret("servers").split(","),
        token=lambda: secret("token"),  # asked at every connect
        max_reconnect_attempts=-1,
        name="greeter",
        closed_cb=on_closed,
    )
    await connection.subscribe("greet", cb=answer)
    await closed.wait()
    sys.exit("closed; Kubernetes starts me anew")


asyncio.run(main())
