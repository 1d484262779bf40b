"""The connections to Google: made when first needed, in the loop that uses them, a new one for every ninety streams."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from ivr.speech.google.limits import STREAMS_A_CHANNEL
from ivr.speech.google.places import host

Client = Any
"""A google.cloud.speech_v2.SpeechAsyncClient."""
CREDENTIALS_WITHIN = 10.0
"""Seconds to find out who we are: outside of Google's own machines a server is asked that may not be there."""
OPTIONS = (
    ("grpc.use_local_subchannel_pool", 1),  # or two channels would share one connection
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 2000),  # gRPC's own two minutes would outlast the call
    ("grpc.keepalive_time_ms", 30000),
    ("grpc.keepalive_timeout_ms", 5000),
    ("grpc.max_receive_message_length", 16 * 1024 * 1024),
)


@dataclass
class _Channel:
    client: Client
    channel: Any
    busy: int = 0


class Line:
    """location: whose server. endpoint: another one, host:port, without TLS and credentials, for tests."""

    def __init__(self, location: str, endpoint: str = "") -> None:
        self.location, self.endpoint = location, endpoint
        self._channels: list[_Channel] = []
        self._making = asyncio.Lock()

    @asynccontextmanager
    async def client(self) -> AsyncIterator[Client]:
        """A client that has room for one more call. google.auth's errors: nobody here has credentials."""
        one = await self._free()
        one.busy += 1
        try:
            yield one.client
        finally:
            one.busy -= 1

    async def close(self) -> None:
        channels, self._channels = self._channels, []
        for one in channels:
            await one.channel.close()

    async def _free(self) -> _Channel:
        async with self._making:
            for one in self._channels:
                if one.busy < STREAMS_A_CHANNEL:
                    return one
            self._channels.append(made := await self._made())
            return made

    async def _made(self) -> _Channel:
        from google.cloud.speech_v2 import SpeechAsyncClient
        from google.cloud.speech_v2.services.speech.transports import SpeechGrpcAsyncIOTransport

        if self.endpoint:
            from grpc import aio

            channel = aio.insecure_channel(self.endpoint, options=OPTIONS)
        else:
            channel = SpeechGrpcAsyncIOTransport.create_channel(
                f"{host(self.location)}:443", credentials=await _credentials(), options=OPTIONS
            )
        return _Channel(SpeechAsyncClient(transport=SpeechGrpcAsyncIOTransport(channel=channel)), channel)


async def _credentials() -> Any:
    """Application Default Credentials: GOOGLE_APPLICATION_CREDENTIALS, gcloud's, or the machine's own account."""
    import google.auth

    scopes = ["https://www.googleapis.com/auth/cloud-platform"]
    found = await asyncio.wait_for(asyncio.to_thread(google.auth.default, scopes=scopes), CREDENTIALS_WITHIN)
    return found[0]
