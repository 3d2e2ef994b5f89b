"""Fits BKT to logs of open-loop learners: by pyBKT where it is installed, else by expectation–maximisation here."""

from __future__ import annotations

import numpy as np

RESTARTS = 5


def _em(answers: np.ndarray, rng: np.random.Generator, rounds: int = 60) -> tuple[float, np.ndarray]:
    """Log likelihood and (P0, T, G, S) of one start. `answers`: people × answers, 0 or 1, in order."""
    people, length = answers.shape
    p0, move, guess, slip = rng.uniform([0.1, 0.05, 0.05, 0.05], [0.6, 0.4, 0.4, 0.4])
    likelihood = -np.inf
    for _ in range(rounds):
        right = np.array([guess, 1 - slip])
        emit = np.where(answers[:, :, None] == 1, right, 1 - right)
        step = np.array([[1 - move, move], [0.0, 1.0]])
        forward, scale = np.empty((people, length, 2)), np.empty((people, length))
        state = np.tile([1 - p0, p0], (people, 1))
        for place in range(length):
            state = state * emit[:, place]
            scale[:, place] = state.sum(axis=1)
            forward[:, place] = state = state / scale[:, place, None]
            state = state @ step
        backward = np.ones((people, 2))
        moved = stayed = 0.0
        shares = np.empty((people, length, 2))
        shares[:, -1] = forward[:, -1]
        for place in range(length - 2, -1, -1):
            ahead = emit[:, place + 1] * backward / scale[:, place + 1, None]
            pair = forward[:, place, :, None] * step * ahead[:, None, :]
            moved += pair[:, 0, 1].sum()
            stayed += pair[:, 0].sum()
            backward = ahead @ step.T
            shares[:, place] = forward[:, place] * backward
        known = shares[:, :, 1]
        p0 = known[:, 0].mean()
        move = moved / max(stayed, 1e-9)
        guess = ((1 - known) * answers).sum() / max((1 - known).sum(), 1e-9)
        slip = (known * (1 - answers)).sum() / max(known.sum(), 1e-9)
        p0, move, guess, slip = np.clip([p0, move, guess, slip], 1e-3, 1 - 1e-3)
        likelihood = float(np.log(scale).sum())
    return likelihood, np.array([p0, move, guess, slip])


def fit_em(logs: list[np.ndarray], seed: int) -> np.ndarray:
    """One row (P0, T, G, S) a skill, the best of several starts."""
    rng = np.random.default_rng(seed)
    return np.stack(
        [max((_em(answers, rng) for _ in range(RESTARTS)), key=lambda pair: pair[0])[1] for answers in logs]
    )


def fit(logs: list[np.ndarray], seed: int) -> tuple[str, np.ndarray]:
    """The name of the fitter and one row (P0, T, G, S) a skill."""
    try:
        import pandas as pd
        from pyBKT.models import Model
    except ImportError:
        return "EM", fit_em(logs, seed)
    frames = []
    for skill, answers in enumerate(logs):
        people, length = answers.shape
        frames.append(
            pd.DataFrame(
                {
                    "user_id": np.repeat(np.arange(people), length),
                    "skill_name": f"s{skill}",
                    "correct": answers.ravel(),
                    "order_id": np.arange(people * length) + skill * people * length,
                }
            )
        )
    model = Model(seed=seed, num_fits=RESTARTS, parallel=False)
    model.fit(data=pd.concat(frames))
    values = model.params()["value"]
    rows = []
    for skill in range(len(logs)):
        name = f"s{skill}"
        rows.append(
            [
                float(values[name, "prior", "default"]),
                float(values[name, "learns", "default"]),
                float(values[name, "guesses", "default"]),
                float(values[name, "slips", "default"]),
            ]
        )
    return "pyBKT", np.clip(np.array(rows), 1e-3, 1 - 1e-3)
