"""Vietnamese text as people type it: normalise, fold tone marks, repair keystrokes, write out shorthand, segment.

Pure functions. Importing this package loads nothing heavy: underthesea comes in on the first call of `words`.
"""

from assistant.text.fold import fold, has_tone_marks, tone_share
from assistant.text.keystrokes import encode_telex, encode_vni, repair
from assistant.text.lexicon import Lexicon
from assistant.text.near import near_pairs
from assistant.text.noise import NoiseKind, noisy
from assistant.text.normalise import normalise
from assistant.text.segment import tokens, words
from assistant.text.syllable import is_syllable
from assistant.text.understand import Views, views

__all__ = [
    "Lexicon",
    "NoiseKind",
    "Views",
    "encode_telex",
    "encode_vni",
    "fold",
    "has_tone_marks",
    "is_syllable",
    "near_pairs",
    "noisy",
    "normalise",
    "repair",
    "tokens",
    "tone_share",
    "views",
    "words",
]
