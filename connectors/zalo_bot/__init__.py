"""Zalo Bot Platform: webhook or polling, no buttons."""

from connectors.zalo_bot.connector import NEEDED, ZaloBotConnector, build

__all__ = ["NEEDED", "ZaloBotConnector", "build"]
