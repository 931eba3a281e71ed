"""A server made with Python's websockets: echoes, and does what the conversation asks for."""
import asyncio
import ssl
import sys

import websockets


async def handler(socket):
    async for message in socket:
        if isinstance(message, str) and message.startswith("close "):
            _, code, reason = message.split(" ", 2)
            await socket.close(int(code), reason)
        elif isinstance(message, str) and message.startswith("fragments "):
            await socket.send(["part"] * int(message.split(" ")[1]))
        else:
            await socket.send(message)


async def main(cert, key):
    context = None
    if cert:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
    async with websockets.serve(
        handler, "127.0.0.1", 0, ssl=context, subprotocols=["chat"], max_size=None
    ) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.Future()


asyncio.run(main(*(sys.argv[1:3] if len(sys.argv) > 2 else (None, None))))
