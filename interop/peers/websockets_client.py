"""A client made with Python's websockets: holds the conversation that every peer holds, and prints what it saw."""
import asyncio
import json
import ssl
import sys

import websockets

SIZES = json.loads(sys.argv[2])


async def main(url, ca):
    context = ssl.create_default_context(cafile=ca) if ca else None
    seen = {"echoes": []}
    async with websockets.connect(url, subprotocols=["x", "chat"], ssl=context, max_size=None) as socket:
        seen["subprotocol"] = socket.subprotocol
        for size in SIZES:
            text = "é" * (size // 2) + "a" * (size % 2)
            await socket.send(text)
            seen["echoes"].append((await socket.recv()) == text)
            data = bytes(i * 31 & 255 for i in range(256)) * (size // 256) + b"\x01" * (size % 256)
            await socket.send(data)
            seen["echoes"].append((await socket.recv()) == data)
        await socket.send(["frag", "", "mented"])
        seen["fragmented"] = await socket.recv()
        await socket.send("fragments 3")
        seen["receivedFragmented"] = await socket.recv()
        await asyncio.wait_for(await socket.ping(b"ping"), 10)
        await socket.close(4000, "再见")
        seen["closed"] = [socket.close_code, socket.close_reason]
    async with websockets.connect(url, ssl=context) as socket:
        await socket.send("close 4001 祝好")
        await socket.wait_closed()
        seen["closedByServer"] = [socket.close_code, socket.close_reason]
    print(json.dumps(seen))


asyncio.run(main(sys.argv[1], sys.argv[3] if len(sys.argv) > 3 else None))
