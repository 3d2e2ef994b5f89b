"""Zalo Official Account: OpenAPI v3 and its signed webhook."""

from connectors.zalo_oa.connector import NEEDED, ZaloOAConnector, build

__all__ = ["NEEDED", "ZaloOAConnector", "build"]
