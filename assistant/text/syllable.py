"""Which strings are well-formed Vietnamese syllables: an onset, a rhyme, and a tone that the rhyme can carry.

Well-formed is not the same as existing: "ngoảy" may be formed whether or not a dictionary has it.
"""

from __future__ import annotations

from functools import lru_cache

from assistant.text.letters import TO_FOLDED, TONED, VOWELS, Tone, split_tone

__all__ = ["compose", "is_syllable"]

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt
oe oem oen oeng oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut uân uâng uât uây uê uêch uên uênh uêt uêu uơ
uy uya uych uyn uynh uyp uyt uyu uyên uyêt uôc uôi uôm uôn uông uôt
ư ưa ưc ưi ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
y yêm yên yêng yêt yêu
"""
# "qu" has taken the u of the rhyme, so what is left may be what follows no other onset ("quơ", "quynh").
_AFTER_QU = """
a ac ach ai an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc ân âng ât ây e ec en eo et ê ên êch ênh êt êu
i inh it ô ôc ơ ơi ơn y yu yn ynh ych yp yt yêt yên
"""
# "gi" has taken the i: "giêng" is gi + êng, "gì" is g + i, and "gìn" is g + in.
_AFTER_GI = """
a ac ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăt âc âm ân âng âp ât âu ây e em en eo ep et ê êc êm ên êng êt êu
o oc oi on ong ot ô ôc ôi ôn ông ôp ôt ơ ơi ơn u ua uc ui um un ung uôc up ư ưa ưc ưt ương ươc
"""
_AFTER_G_AS_GI = frozenset(("i", "in", "im", "ip"))
_Y_ALONE = frozenset("bhklmstv")  # mỹ, kỷ, Vy: a lone y stands after these as well as i does
# Loan words and names with rhymes of their own; as whole words, so that Telex "coong" (công) is no syllable.
_LOANS = "xoong boong soong sooc mooc vooc phooc kan lăk đăk"

_STOPS = ("c", "ch", "p", "t", "k")
_STOP_TONES = (Tone.ACUTE, Tone.DOT)
_FRONT = frozenset("eêiy")


def _fits(onset: str, rhyme: str) -> bool:
    """Whether the spelling lets `rhyme`, one of the common ones, follow `onset`, which is none of qu and gi."""
    front = rhyme[0] in _FRONT
    if onset == "g" and rhyme in _AFTER_G_AS_GI:
        return True
    if onset in ("k", "gh", "ngh"):
        return front and not rhyme.startswith("yê")
    if onset in ("c", "g", "ng"):
        return not front
    if rhyme.startswith("y"):
        return onset == "" or (rhyme == "y" and onset in _Y_ALONE)
    return onset != "" or not rhyme.startswith("iê")


def _all_toneless() -> frozenset[str]:
    common = {
        onset + rhyme
        for onset in ("", *_ONSETS.split())
        if onset not in ("qu", "gi")
        for rhyme in _RHYMES.split()
        if _fits(onset, rhyme)
    }
    after_qu = {f"qu{rhyme}" for rhyme in _AFTER_QU.split()}
    after_gi = {f"gi{rhyme}" for rhyme in _AFTER_GI.split()}
    return frozenset(common | after_qu | after_gi | set(_LOANS.split()))


_TONELESS = _all_toneless()
_FOLDED = frozenset(word.translate(TO_FOLDED) for word in _TONELESS)


def is_syllable(word: str) -> bool:
    """Whether `word` is one well-formed syllable, in any case, as it is written in full or with no mark at all.

    "được" and "duoc" are; "đuoc", with half of its marks, is not, nor is "mât": a syllable that ends in c, ch, p or t
    has the tone sắc or nặng. Where the tone mark sits does not matter ("hoà" or "hòa").
    """
    return _is_syllable(word.lower())


def compose(toneless: str, tone: Tone) -> str | None:
    """The lower-case syllable of these letters in this tone, the mark where it belongs; None if it is not well-formed.

    The mark goes where the older of the two customs puts it: "hòa" and "thúy", not "hoà" and "thuý".
    """
    if toneless in _TONELESS and _carries(toneless, tone):
        return _place(toneless, tone)
    return None


@lru_cache(maxsize=32768)
def _is_syllable(word: str) -> bool:
    if word in _FOLDED:
        return True
    toneless, tones = split_tone(word)
    if len(tones) > 1:
        return False
    tone = tones[0] if tones else Tone.LEVEL
    return toneless in _TONELESS and _carries(toneless, tone)


def _carries(toneless: str, tone: Tone) -> bool:
    return tone in _STOP_TONES or not toneless.endswith(_STOPS)


def _place(toneless: str, tone: Tone) -> str:
    """Put the tone on the vowel that carries it."""
    start = 0
    if toneless.startswith("qu") or (toneless.startswith("gi") and len(toneless) > 2 and toneless[2] in VOWELS):
        start = 2
    seats = [i for i in range(start, len(toneless)) if toneless[i] in VOWELS]
    shaped = [i for i in seats if toneless[i] in "ăâêôơư"]
    if shaped:
        seat = shaped[-1]  # "ươ" carries it on the ơ
    elif len(seats) == 1 or seats[-1] < len(toneless) - 1:
        seat = seats[-1]  # toàn, hoạt, quỳnh
    else:
        seat = seats[len(seats) - 2]  # hòa, mía, ngoài, khuỷu
    return toneless[:seat] + TONED[toneless[seat], tone] + toneless[seat + 1 :]
