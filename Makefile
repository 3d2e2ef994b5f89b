# Every target sets up what it needs and says what it is doing.
PYTHON ?= python3.10
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
TEST_STAMP := $(VENV)/.installed-test
UV_VERSION := 0.13.9
# A CPU-only torch, where one can be had, saves gigabytes: install it into $(VENV) first, or give its requirement
# here, e.g. make chat TORCH='torch @ https://…/torch-2.12.1+cpu…whl'.
TORCH ?=

.PHONY: chat test lint types check train serve bench lock clean

chat: train ## sets everything up, then opens the officer's shell
	@$(BIN)/assistant chat

train: $(STAMP)
	@echo "== Huấn luyện những gì đã đổi (lần đầu khoảng 3 phút)"
	@$(BIN)/assistant train

serve: train ## runs the server with the channels of credentials.yml
	@$(BIN)/assistant serve

test: $(TEST_STAMP) train ## sets everything up, then runs all tests
	@echo "== Kiểm thử"
	@$(BIN)/python -m pytest

lint: $(TEST_STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(TEST_STAMP)
	@$(BIN)/mypy

check: $(STAMP)
	@$(BIN)/assistant check

$(VENV)/bin/uv:
	@command -v $(PYTHON) >/dev/null || { echo "Cần Python 3.10 (Rasa 3.6 không chạy với bản mới hơn). Cài rồi chạy lại, hoặc: make $(MAKECMDGOALS) PYTHON=/đường/dẫn/python3.10" >&2; exit 2; }
	@echo "== Tạo môi trường Python trong $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(STAMP): requirements.txt requirements-cpu.txt pyproject.toml | $(VENV)/bin/uv
	@echo "== Cài thư viện (lần đầu vài phút)"
	@if [ -n "$(TORCH)" ]; then VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet "$(TORCH)"; fi
	@if $(BIN)/python -c "import torch, sys; sys.exit(torch.version.cuda is not None)" 2>/dev/null; then \
		echo "   torch bản CPU có sẵn: bỏ qua các thư viện GPU"; \
		VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps --require-hashes -r requirements-cpu.txt; \
	else \
		VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --require-hashes -r requirements.txt; \
	fi
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST_STAMP): requirements-test.txt $(STAMP)
	@echo "== Cài công cụ kiểm thử"
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --require-hashes -r requirements-test.txt
	@touch $@

lock: | $(VENV)/bin/uv ## compiles the pinned requirements after a change of requirements*.in
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.10 requirements.in -o requirements.txt
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.10 requirements.in -o requirements-cpu.txt $(addprefix --no-emit-package ,torch triton $(shell sed -n 's/^\(nvidia-[a-z0-9-]*\|cuda-[a-z]*\)==.*/\1/p' requirements.txt))
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.10 -c requirements.txt requirements-test.in -o requirements-test.txt

clean: ## removes what was built (not the environment)
	@rm -rf models var .rasa .mypy_cache .ruff_cache
