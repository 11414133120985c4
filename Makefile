# breakeven: decision guides whose figures cannot contradict each other.
#
#   make deps        install what the build needs (Debian, as root)
#   make             build build/breakeven
#   make site        build and render public/
#   make deps-test   install what the tests need (Debian, as root)
#   make check       all tests; ends with "N passed, N failed"
#   make check-all   the same under sanitizers, with both compilers
#   make bench       speed, as ratios measured in one run
#   make shots       the pictures of this README, tests/browser/shots/
#   make format      clang-format over src and tests
#   make install     to $(DESTDIR)$(PREFIX); also: make uninstall
#   make clean       remove build/
#
# CC, CFLAGS, LDFLAGS, PREFIX, DESTDIR as usual.  VARIANT=asan builds with
# sanitizers below build/asan; WERROR=1 makes warnings errors.

CC       ?= cc
CFLAGS   ?= -O3 -g
PREFIX   ?= /usr/local
DESTDIR  ?=
VARIANT  ?= release
WERROR   ?=
NPM      ?= npm

build_release := build
build_asan    := build/asan
build_clang   := build/clang
B := $(build_$(VARIANT))

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wold-style-definition -Wpointer-arith -Wcast-qual \
	-Wwrite-strings -Wvla -Wformat=2 -Wundef -Wswitch-enum -Wconversion \
	-Wsign-conversion -Wdouble-promotion -Wnull-dereference \
	-Wimplicit-fallthrough $(if $(WERROR),-Werror)

variant_asan := -O1 -fno-omit-frame-pointer -fsanitize=address,undefined \
	-fno-sanitize-recover=all

override CFLAGS += -std=c11 $(WARN) -fstack-protector-strong -fno-common \
	$(variant_$(VARIANT))
override CPPFLAGS += -Isrc -D_GNU_SOURCE
override LDFLAGS += $(variant_$(VARIANT))
LIBS := -lm -lcmark-gfm -lcmark-gfm-extensions -lyaml -lgmp -lpthread

SRC  := $(wildcard src/*/*.c)
OBJ  := $(SRC:%.c=$(B)/obj/%.o)
LIB  := $(B)/libbreakeven.a
PROG := $(B)/breakeven
TEST := $(patsubst tests/%.c,$(B)/tests/%,$(wildcard tests/unit/*.c \
	tests/mustache/*.c tests/markdown/*.c tests/prop/*.c))
SHIM := $(B)/tests/fault/shim.so $(B)/tests/fault/memory.so
BENCH := $(patsubst tests/%.c,$(B)/tests/%,$(wildcard tests/bench/*.c))

PKG_BUILD := gcc libc6-dev libcmark-gfm-dev libcmark-gfm-extensions-dev \
	libyaml-dev libgmp-dev libxxhash-dev
PKG_TEST := clang clang-format libclang-rt-14-dev mandoc python3 diffutils patch git strace \
	chromium fonts-dejavu-core
# Debian's npm conflicts with other builds of Node.js; any one will do.
PKG_NODE := nodejs npm

.PHONY: all site deps deps-test check check-all bench format format-check \
	install uninstall clean help shots layers

all: $(PROG)

help:
	@sed -n '1,/^$$/s/^# \{0,1\}//p' Makefile

$(PROG): $(B)/obj/src/main.o $(LIB)
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

$(LIB): $(OBJ)
	rm -f $@
	ar rcs $@ $^

$(B)/obj/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/tests/%: tests/%.c $(LIB) Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -MF $@.d -o $@ $< $(LIB) $(LDFLAGS) $(LIBS)

# Never with sanitizers: what is preloaded comes before them.
$(B)/tests/fault/%.so: tests/fault/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -std=c11 -O2 -g $(WARN) -fPIC -shared -o $@ $<

-include $(OBJ:.o=.d) $(B)/obj/src/main.d $(TEST:=.d) $(BENCH:=.d)

site: $(PROG)
	$(PROG) build

deps:
	apt-get update
	DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $(PKG_BUILD)

deps-test:
	apt-get update
	DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $(PKG_TEST)
	command -v $(NPM) >/dev/null || \
	DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $(PKG_NODE)
	cd tests && $(NPM) ci --no-audit --no-fund

check: $(PROG) $(TEST) $(SHIM)
	tests/run $(B)

ALL_ASAN := $(TEST:$(B)/%=build/asan/%) $(SHIM:$(B)/%=build/asan/%) \
	build/asan/breakeven

check-all: check
	BREAKEVEN_EVERY=1 tests/site/run $(PROG) broken
	BREAKEVEN_LONG=1 tests/site/run $(PROG) again more odd
	BREAKEVEN_LONG=1 $(B)/tests/prop/cache
	BREAKEVEN_EVERY=1 tests/fault/run $(PROG)
	$(MAKE) VARIANT=asan CC=gcc $(ALL_ASAN)
	tests/run build/asan
	rm -rf build/asan
	$(MAKE) VARIANT=asan CC=clang $(ALL_ASAN)
	tests/run build/asan

bench: $(PROG) $(BENCH)
	tests/bench/run $(B)

layers:
	tests/layers

FORMAT := $(wildcard src/*.c src/*/*.[ch] tests/*/*.[ch])

format:
	clang-format -i $(FORMAT)

format-check:
	clang-format --dry-run -Werror $(FORMAT)

shots: site
	node tests/browser/shots.mjs public

install: all
	install -D -m 755 $(PROG) $(DESTDIR)$(PREFIX)/bin/breakeven
	for m in man/*.[1-8]; do \
		install -D -m 644 $$m $(DESTDIR)$(PREFIX)/share/man/man$${m##*.}/$${m##*/}; \
	done

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/breakeven
	for m in man/*.[1-8]; do \
		rm -f $(DESTDIR)$(PREFIX)/share/man/man$${m##*.}/$${m##*/}; \
	done

clean:
	rm -rf build
