# Every target is `python3 dev.py <target>`; dev.py says what each does.
PYTHON ?= python3
TARGETS := setup demo test thorough bench docs lint format types imports unit examples accept clean

.PHONY: help $(TARGETS)
.DEFAULT_GOAL := help

help:
	@$(PYTHON) dev.py --help

$(TARGETS):
	@$(PYTHON) dev.py $@ $(ARGS)
