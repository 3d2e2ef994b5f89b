"""The constants that are refitted from people's signals, apart from all that the table says by hand."""

from __future__ import annotations

import msgspec

from assistant.learning.table import Table

__all__ = ["Constants", "constants_of", "with_constants"]


class Constants(msgspec.Struct, frozen=True):
    """What is fitted. Meaning and bounds of each stand in signals.yml under `refit`.

    Attributes:
        mean, general_var, skill_var: of somebody new, in logits (squared).
        lesson_var: variance of the effect that all signals of one lesson share.
        slope: factor on the slopes of the refitted rows, against signals.yml.
        done: probability that "done" is said of a step that was not managed.
        slip: probability of failing what one can do.
        help: how much easier (−) or harder (+) going without help is than the lesson's level says, in logits.
    """

    mean: float
    general_var: float
    skill_var: float
    lesson_var: float
    slope: float
    done: float
    slip: float
    help: float


def constants_of(table: Table) -> Constants:
    """The constants as signals.yml states them."""
    rows, start = table.signals, table.start
    return Constants(
        mean=start.mean,
        general_var=start.general_var,
        skill_var=start.skill_var,
        lesson_var=table.lesson_var,
        slope=1.0,
        done=rows["step"].c,
        slip=rows["quiz"].s,
        help=rows["help"].d,
    )


def with_constants(table: Table, constants: Constants) -> Table:
    """The table (as read from signals.yml) with these constants in force."""
    signals = dict(table.signals)
    for name in table.refit.rows:
        row = signals[name]
        signals[name] = msgspec.structs.replace(
            row,
            a=row.a * constants.slope,
            c=constants.done if name == "step" else row.c,
            s=constants.slip if row.s > 0 else row.s,
            d=constants.help if name == "help" else row.d,
        )
    start = msgspec.structs.replace(
        table.start,
        mean=constants.mean,
        general_var=constants.general_var,
        skill_var=constants.skill_var,
    )
    return msgspec.structs.replace(table, signals=signals, start=start, lesson_var=constants.lesson_var)
