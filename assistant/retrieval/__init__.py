"""Finding what a question is about: passages, legs, calibrated fusion, decision."""
