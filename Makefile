# make serve   open the assistant at http://127.0.0.1:7860 (installs into .venv the first time)
# make test    everything that is checked before a change is taken
# make help    these lines and the others

VENV := .venv
RUN := $(VENV)/bin

.PHONY: help serve test bench bench-index soak survive eval screenshots format clean

help:
	@sed -n 's/^# make //p' Makefile

serve:
	@scripts/environment
	@$(RUN)/minamata serve $(ARGS)

test:
	@scripts/environment test
	@scripts/browser
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/pytest $(ARGS)

# make bench        how fast this machine answers, also beside a LangChain chain and LlamaIndex (RIVALS="--repeat 5")
bench:
	@scripts/environment
	@$(RUN)/minamata bench $(ARGS)
	@$(RUN)/python scripts/rivals.py $(RIVALS) || test $$? -eq 3

# make soak         50 people asking at once for a minute: waits, errors, memory (ARGS="steps sockets model hour" for others)
soak:
	@scripts/environment
	@$(RUN)/python scripts/soak.py $(ARGS)

# make bench-index  the index with 10,000 passages (DATA=DIR: real documents first; LONG=1: 100,000, kept in build/)
DATA ?=
LONG ?=
bench-index:
	@scripts/environment
	@$(RUN)/python scripts/bench_index.py $(if $(DATA),--data $(DATA)) \
	    $(if $(LONG),--passages 100000 --keep build/bench-index) $(ARGS)

# make survive      the index under 50 kills, 100 swaps and every kind of damaged file (KILLS=... SWAPS=...)
KILLS ?= 50
SWAPS ?= 100
survive:
	@scripts/environment test
	KILLS=$(KILLS) SWAPS=$(SWAPS) $(RUN)/pytest tests/test_index_survival.py tests/test_index_faults.py $(ARGS)

# make eval         score the answers to the question cases in eval/cases (CASES=... OUT=... for others)
CASES ?= eval/cases/letter_dev.jsonl
OUT ?= build/eval
eval:
	@scripts/environment
	@$(RUN)/minamata eval run $(CASES) --out $(OUT) $(ARGS)

# make screenshots  take the pictures in docs/screenshots again
screenshots:
	@scripts/environment test
	@scripts/browser
	@$(RUN)/python scripts/screenshots.py docs/screenshots

# make format       put all code into the one format, and mend what can be mended
format:
	@scripts/environment test
	$(RUN)/ruff check --fix .
	$(RUN)/ruff format .

# make clean        remove .venv and all that was built; added documents stay
clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find assistant corpus index eval tests -name __pycache__ -type d -prune -exec rm -rf {} +
