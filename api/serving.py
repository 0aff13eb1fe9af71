"""The server around the application: whoever stops it ends the streams that would hold it. Times are seconds."""

from types import FrameType

import uvicorn
from fastapi import FastAPI

from api.settings import Settings

PATIENCE_S = 5


class Server(uvicorn.Server):
    """A server that tells the application at once that it will stop."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop; open streams are ended, for they would go on for minutes."""
        super().handle_exit(sig, frame)
        application = self.config.app
        hub = getattr(getattr(application, "state", None), "events", None)
        if hub is not None:
            hub.close()


def serve(application: FastAPI, settings: Settings) -> None:
    """Answer until a signal says to stop."""
    config = uvicorn.Config(
        application, host=settings.host, port=settings.port, log_config=None, timeout_graceful_shutdown=PATIENCE_S
    )
    Server(config).run()
