"""What hypothesis draws for text tests: any characters, and characters that Vietnamese typing is made of."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

__all__ = ["QUICK", "any_text"]

QUICK = settings(max_examples=60, deadline=None, database=None)

_TYPICAL = (
    "aăâeêioôơuưyđbcdghklmnpqrstvxwfjz áàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
    "AĂÂEÊIOÔƠUƯYĐSFRXJW0123456789.,@:/-'\u0301\u0302\u0306\u0323\u200d\ufe0f👍👨 \n"
)

any_text = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=_TYPICAL, max_size=60),
    st.text(alphabet="aeiouwdsfrxjnghtcm ", max_size=60),
    st.text(alphabet="aeioudnghtcm123456789 ", max_size=60),
)
