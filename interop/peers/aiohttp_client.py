"""A client made with Python's aiohttp: holds the conversation that every peer holds, and prints what it saw."""
import asyncio
import json
import ssl
import sys

import aiohttp

SIZES = json.loads(sys.argv[2])


async def main(url, ca):
    context = ssl.create_default_context(cafile=ca) if ca else None
    seen = {"echoes": []}
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url, protocols=("x", "chat"), ssl=context, max_msg_size=0) as socket:
            seen["subprotocol"] = socket.protocol
            for size in SIZES:
                text = "é" * (size // 2) + "a" * (size % 2)
                await socket.send_str(text)
                seen["echoes"].append((await socket.receive_str()) == text)
                data = bytes(i * 31 & 255 for i in range(256)) * (size // 256) + b"\x01" * (size % 256)
                await socket.send_bytes(data)
                seen["echoes"].append((await socket.receive_bytes()) == data)
            await socket.send_str("fragments 3")
            seen["receivedFragmented"] = await socket.receive_str()
            await socket.close(code=4000, message="再见".encode())
            seen["closed"] = [socket.close_code, ""]
        async with session.ws_connect(url, ssl=context) as socket:
            await socket.send_str("close 4001 祝好")
            message = await socket.receive()
            seen["closedByServer"] = [message.data, message.extra]
    print(json.dumps(seen))


asyncio.run(main(sys.argv[1], sys.argv[3] if len(sys.argv) > 3 else None))
