"""Devices, apps, services, banks, amounts, document numbers and links are found, with and without tone marks."""

from __future__ import annotations

import pytest

from assistant.nlu.entities import entity_pipeline


def found(text: str) -> set[tuple[str, str]]:
    return {(span.label_, span.id_ or span.text) for span in entity_pipeline()(text).ents}


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("cài vneid trên máy Samsung, mãi không được", ("device", "android")),
        ("ai phôn của con tôi", ("device", "iphone")),
        ("chuyển 5 triệu, qua momo.", ("amount", "5 triệu")),
        ("chuyen 500k? 500 nghin", ("amount", "500 nghin")),
        ("chuyển khoản Vietcombank bị lỗi", ("bank", "vietcombank")),
        ("nop ho so tren cong dich vu cong", ("service", "cong-dvc")),
        ("họ gửi link http://dichvucong-vn.top/x, tôi bấm rồi", ("link", "http://dichvucong-vn.top/x")),
        ("số trên thẻ là 001085012345.", ("document_number", "001085012345")),
    ],
)
def test_entities(text, entity):
    assert entity in found(text)


@pytest.mark.parametrize("text", ["", "hôm nay trời đẹp", "5 bước", "👍"])
def test_nothing_is_invented(text):
    assert found(text) == set()
