"""Telegram, with python-telegram-bot: long polling or webhook."""

import os

from connectors.telegram.connector import NEEDED, TelegramConnector, build

__all__ = ["NEEDED", "TelegramConnector", "build"]

# python-telegram-bot is changing the type of waiting times; this asks for the new one, without its warning.
os.environ.setdefault("PTB_TIMEDELTA", "1")
