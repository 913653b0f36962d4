"""Traffic of a nats-py client with default options. See ../README.md."""

import asyncio
import collections
import datetime
import importlib.metadata
import json
import pathlib
import sys

import nats

SUBJECT = "traffic"
CLASSES = {
    "Authorization Violation": "authorization",
    "AuthorizationError": "authorization",
    "TimeoutError": "timeout",
    "NoRespondersError": "no responders",
    "ConnectionClosedError": "closed",
    "NoServersError": "no servers",
}


async def main():
    if len(sys.argv) != 5:
        sys.exit("usage: requests|responder|connect|logins FOLDER servers|url|uri NAME")
    mode, folder, key, name = sys.argv[1:]
    if mode == "logins":
        await logins(pathlib.Path(folder), name)
        return
    refusals = []
    try:
        connection = await connect(pathlib.Path(folder), key, name, refusals)
        await connection.flush()
    except Exception as error:
        print(refusals[-1] if refusals else classify(error))
        sys.exit(1)
    if mode == "connect":
        print("ok")
    elif mode == "responder":
        await respond(connection)
    elif mode == "requests":
        await request(connection)
    await connection.close()


async def connect(folder, key, name, refusals):
    def read(file):
        return (folder / file).read_text().strip()

    async def note(error):
        refusals.append(classify(error))

    async def left():
        tell("disconnected")

    async def back():
        tell("reconnected")

    options = {"token": read("token")} if key == "servers" else {}
    # As it stands: nats-py takes a text for one URL.
    servers = read(key) if key == "uri" else read(key).split(",")
    return await nats.connect(
        servers=servers,
        name=name,
        error_cb=note,
        disconnected_cb=left,
        reconnected_cb=back,
        **options,
    )


async def logins(folder, name):
    while line := await asyncio.to_thread(sys.stdin.readline):
        server, key = line.split()
        refusals = []

        async def note(error):
            refusals.append(classify(error))

        try:
            connection = await nats.connect(
                servers=[server],
                name=name,
                token=(folder / key).read_text().strip(),
                allow_reconnect=False,
                connect_timeout=5,
                error_cb=note,
            )
            await connection.close()
            print("ok", flush=True)
        except Exception as error:
            print(refusals[-1] if refusals else classify(error), flush=True)


def tell(what):
    """Writes what happens to the connection, with the time, so that what clients tell can be put in order."""
    now = datetime.datetime.now(datetime.timezone.utc)
    print(now.strftime("%H:%M:%S.%f")[:-3], what, file=sys.stderr, flush=True)


async def respond(connection):
    async def answer(message):
        await message.respond(message.data)

    await connection.subscribe(SUBJECT, queue="responders", cb=answer)
    await connection.flush()
    print("connected", flush=True)
    await end()


async def request(connection):
    answered, why = 0, collections.Counter()

    async def one():
        nonlocal answered
        try:
            await connection.request(SUBJECT, b"hi", timeout=2)
            answered += 1
        except Exception as error:
            tell(f"lost a request: {classify(error)}")
            why[classify(error)] += 1

    print("connected", flush=True)
    loop = asyncio.get_running_loop()
    stop, open_requests, sent, due = asyncio.create_task(end()), set(), 0, loop.time()
    while not stop.done():
        due += 0.05
        await asyncio.sleep(due - loop.time())
        sent += 1
        task = asyncio.create_task(one())
        open_requests.add(task)
        task.add_done_callback(open_requests.discard)
    await asyncio.gather(*open_requests)
    result = {
        "library": "nats-py " + importlib.metadata.version("nats-py"),
        "sent": sent,
        "answered": answered,
        "lost": sent - answered,
        "why": why,
        "reconnects": connection.stats["reconnects"],
        "closed": connection.is_closed,
    }
    print(json.dumps(result))


async def end():
    await asyncio.to_thread(sys.stdin.read)


def classify(error):
    """Names an error without its text, which could hold a URL with a token."""
    for text, name in CLASSES.items():
        if text in str(error) or text == type(error).__name__:
            return name
    return type(error).__name__


asyncio.run(main())
