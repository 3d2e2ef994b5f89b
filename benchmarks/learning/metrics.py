"""AUC, RMSE, log loss and calibration error of predicted probabilities."""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata


def auc(p: np.ndarray, y: np.ndarray) -> float:
    """Area under the ROC curve; ties count half."""
    ranks = rankdata(p)
    right = int(y.sum())
    wrong = len(y) - right
    return float((ranks[y == 1].sum() - right * (right + 1) / 2) / (right * wrong))


def rmse(p: np.ndarray, y: np.ndarray) -> float:
    return float(np.sqrt(np.mean((p - y) ** 2)))


def log_loss(p: np.ndarray, y: np.ndarray) -> float:
    return float(-np.log(np.clip(np.where(y == 1, p, 1 - p), 1e-9, 1)).mean())


def ece(p: np.ndarray, y: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error over equally wide bins: mean distance of predicted and observed share."""
    place = np.minimum((p * bins).astype(int), bins - 1)
    total = 0.0
    for number in range(bins):
        here = place == number
        if here.any():
            total += here.sum() * abs(p[here].mean() - y[here].mean())
    return float(total / len(p))
