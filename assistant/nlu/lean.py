"""What Rasa does for each message without any need, left out. Every answer stays exactly the same."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME

from assistant.nlu.actions import ActionReply

__all__ = ["make_lean"]


def make_lean(processor: Any) -> None:
    """Change Rasa's message processor of one agent.

    There is one action, and after it the assistant listens: the policy need not be asked a second time. And the
    classifier's weights are kept in the order in which they are multiplied, rather than copied into it every time.
    """
    last = {ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME, ActionReply().name()}
    processor.should_predict_another_action = lambda name: name not in last
    for node in processor.graph_runner._instantiated_nodes.values():
        if isinstance(node._component, LogisticRegressionClassifier):
            node._component.clf.coef_ = np.asfortranarray(node._component.clf.coef_)
