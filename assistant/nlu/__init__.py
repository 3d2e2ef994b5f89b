"""The seam to Rasa: pipeline components, the action, the in-process action endpoint, the bounded tracker."""
