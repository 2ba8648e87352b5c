# The project's verbs: `make run` shows the system, `make sure` says whether it is sound.

PYTHON ?= python3
BIN := .venv/bin
FAST := not browser and not postgres and not slow
# `make test TESTS=tests/domain` runs the fast tests of a folder.
TESTS ?=
# A module stays with one worker, which builds its registers once; the order is that of tests/conftest.py.
PARALLEL := -n auto --dist loadscope --no-loadscope-reorder

# Each process that a test starts would compile the program anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup run test test-all sure check format lock

help:
	@echo 'make run       起动系统（首次运行时建立示范区），打印网址与示范账号'
	@echo 'make setup     the environment for developing, in .venv'
	@echo 'make test      the fast tests; make test-all adds browser, postgres and slow'
	@echo 'make sure      format, lint, types, imports and the fast tests'
	@echo 'make format    lay out the code and mend what the linter can mend'
	@echo 'make lock      resolve the dependencies anew into the two lock files'

setup: .venv/.dev

run: .venv/.runtime
	@test -e instance/registry.sqlite || $(BIN)/registry init --demo
	@exec $(BIN)/registry serve

test: .venv/.dev
	@$(BIN)/pytest $(PARALLEL) -m '$(FAST)' $(TESTS)
	@echo 'Left out: the tests marked browser, postgres or slow; `make test-all` runs them.'

test-all: .venv/.dev
	@$(BIN)/pytest $(PARALLEL)

check: .venv/.dev
	@$(BIN)/ruff format --check --quiet --output-format concise . || { echo 'Laid out otherwise than ruff would: run `make format`.' >&2; exit 1; }
	@$(BIN)/ruff check --quiet --output-format concise .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

sure: check test

format: .venv/.dev
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

# Written without an index address; the resolver's own file would record one.
lock: .venv/.dev
	@$(BIN)/uv export -q --no-header --no-emit-project --group build --no-dev -o requirements.lock
	@$(BIN)/uv export -q --no-header --no-emit-project --group build -o requirements-dev.lock
	@rm -f uv.lock

# The environment. Each stamp is touched last, so an interrupted step is simply done again.

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo '需要 Python 3.11 或更新版本。装好后可指定：make PYTHON=python3.12 $(MAKECMDGOALS)' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo 'Python 缺少 venv 模块，请先安装系统软件包 python3-venv：apt-get install python3-venv' >&2; exit 1; }
	@rm -rf .venv
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }
	@touch $@

# `make run` needs the runtime lock only, but never takes away what `make setup` brought.
.venv/.runtime: requirements.lock pyproject.toml | .venv/.made
	$(call install,$(if $(wildcard .venv/.dev),requirements-dev.lock,requirements.lock))
	@touch $@

.venv/.dev: requirements-dev.lock pyproject.toml | .venv/.made
	$(call install,requirements-dev.lock)
	@touch .venv/.runtime $@

# uv is quick; where it cannot be had or fails, pip does the same more slowly.
define install
@echo '正在按 $(1) 准备运行环境 .venv ……'
@sed -n '/^uv==/,/[^\\]$$/p' requirements-dev.lock > .venv/uv.lock
@{ $(BIN)/python -m pip install -q --require-hashes -r .venv/uv.lock && $(BIN)/uv pip sync -q --python $(BIN)/python $(1); } \
	|| $(BIN)/python -m pip install -q --require-hashes -r $(1)
@$(BIN)/python -m pip install -q --no-index --no-deps --no-build-isolation --editable .
endef
