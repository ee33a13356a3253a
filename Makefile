# Lanyard. "make help" lists the targets; CONTRIBUTING.md says how to add to it.

VERSION = 0.1.0
PREFIX  = /usr/local
DESTDIR =
KEEP    =
BUILD   = build

CC      ?= cc
CFLAGS  ?= -O2 -g
WARN    := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla \
           -Wwrite-strings -Wformat=2
# A flag, if the compiler has it for this architecture.
supported = $(shell $(CC) -Werror $(1) -S -x c -o - /dev/null >/dev/null 2>&1 && echo '$(1)')
# With sanitizers, gcc's check of formats warns of their tests for null.
SANITIZED := $(findstring -fsanitize=,$(CFLAGS))
# Instruments run programs, trace the process or write files of their own: nothing is confined.
INSTRUMENTED := $(or $(SANITIZED),$(findstring -fprofile,$(CFLAGS)),$(findstring -coverage,$(CFLAGS)))
WARN += $(if $(SANITIZED),$(call supported,-Wno-format-truncation))
# glibc warns of _FORTIFY_SOURCE without optimization; clang before 16 zeroes locals on request only.
HARDEN := -fPIE $(if $(SANITIZED),,-fstack-protector-strong \
           $(if $(filter-out -O0,$(lastword $(filter -O%,$(CFLAGS)))),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3) \
           $(call supported,-fstack-clash-protection) $(call supported,-fcf-protection) \
           $(call supported,-mbranch-protection=standard) $(or $(call supported,-ftrivial-auto-var-init=zero), \
           $(call supported,-ftrivial-auto-var-init=zero -enable-trivial-auto-var-init-zero-knowing-it-will-be-removed-from-clang)))
LIBRARY  = jansson sqlite3 libbsd libmd libutf8proc
CPPFLAGS_ALL = -std=c11 -D_GNU_SOURCE -DLANYARD_VERSION='"$(VERSION)"' \
           $(if $(INSTRUMENTED),-DUNCONFINED='"it was built with $(INSTRUMENTED)"') \
           -include lib/base/banned.h $(shell pkg-config --cflags $(LIBRARY))
# A message's members are reached through their table, by pointers of its types.
CFLAGS_ALL = $(WARN) $(HARDEN) -pthread -fno-strict-aliasing $(CFLAGS)
LDFLAGS_ALL = -pie -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed $(LDFLAGS)
# V=1 prints whole commands.
say = $(if $(V),,@echo "  $(1)"; )
PROVE    = prove -j $(shell nproc)
LIBS     = $(shell pkg-config --libs $(LIBRARY)) -pthread
LIBS_bus = $(shell pkg-config --libs libnats)
# libcsv has no file for pkg-config.
LIBS_import = -lcsv
LIBS_events = $(LIBS_import)

# The contexts that are built, which have a component and a directory of tools each.
# A subset of them is built into a directory of its own: see install-% below.
CONTEXTS = ticketing sponsorship speakers guests
$(foreach c,$(CONTEXTS),$(if $(wildcard lib/$(c)),,$(error there is no context "$(c)")))

# Dependencies. A component sees the headers of those that it names only, and is linked with
# their archives only: any other dependency fails to build.
uses_base        =
uses_message     = base
uses_store       = base message
uses_tool        = base message store log
uses_log         = base
uses_import      = base message store log tool
uses_map         = base message
uses_published   = base message
uses_bank        = base message
uses_booking     = base message store published
uses_bus         = base message store
uses_ticketing   = base message store published bank
uses_client      = base message store log published booking tool
uses_sponsorship = base message store published booking bank
uses_speakers    = base message store published booking
uses_guests      = base message store published booking
uses_admin       = base message store log tool

# The tools of the bus are built where libnats is.
BUS := $(if $(shell pkg-config --exists libnats && echo yes),bus)

COMPONENTS       = $(sort base message store tool admin log import map $(BUS) $(CONTEXTS) $(foreach c,$(CONTEXTS),$(uses_$(c))) \
	$(if $(filter booking,$(foreach c,$(CONTEXTS),$(uses_$(c)))),client))

# The components that have messages.
SPEAK = store map admin $(filter booking bank,$(COMPONENTS)) $(CONTEXTS)

# The tools: cmd/<directory>/<name>.c, and the dependencies of a directory's tools. Those of
# events are linked with all contexts by contexts.c, and see the headers of none.
DIRECTORIES = $(CONTEXTS) events lanyard $(BUS)
$(foreach c,$(CONTEXTS),$(eval tools_use_$(c) = log tool $(c) $(uses_$(c)) $(if $(filter booking,$(uses_$(c))),client)))
tools_use_events  = base message store tool log import map
tools_link_events = contexts $(filter-out bus,$(COMPONENTS))
tools_use_generate = $(tools_use_events) admin
tools_use_lanyard = base message store log tool admin
tools_use_bus     = base message store log tool bus
tools_link_bus    = contexts $(COMPONENTS)

# Archives in the order in which the linker needs them, users first.
ORDER = contexts $(CONTEXTS) client booking import map admin tool log bus store published bank message base
archives = $(foreach c,$(ORDER),$(if $(filter $(c),$(1)),$(BUILD)/lib$(c).a))

SOURCES  = $(sort $(wildcard $(addsuffix /*.c,$(addprefix lib/,$(COMPONENTS))) $(addsuffix /*.c,$(addprefix cmd/,$(DIRECTORIES)))))
HEADERS  = $(wildcard lib/*/*.h)
TOOLS    = $(foreach f,$(DIRECTORIES),$(patsubst cmd/$(f)/%.c,$(BUILD)/bin/%,$(sort $(wildcard cmd/$(f)/*.c))))
PAGES    = $(TOOLS:$(BUILD)/bin/%=$(BUILD)/man/%.1) $(sort $(wildcard share/man/*.7))
SCHEMAS  = $(sort $(wildcard $(patsubst %,share/schemas/%/*.json,$(SPEAK))))
# The schemas of the published language, which clients need even if they are installed without
# the context that publishes it.
PUBLISHED := $(wildcard $(shell sed -n 's|.*"lanyard\.\([a-z]*\)\.\([a-z0-9.-]*\)".*|share/schemas/\1/\2.json|p' lib/published/*.c))
INSTALLED_SCHEMAS = $(SCHEMAS) $(filter-out $(SCHEMAS),$(if $(filter published,$(COMPONENTS)),$(PUBLISHED)))
UNITS    = $(patsubst t/unit/%.c,$(BUILD)/t/%,$(wildcard t/unit/*.c))

.PHONY: coverage print-tests simulate mutants many tools all api completion map help demo check check-threads lint bench bench-plot install uninstall files dist deb check-deb site clean format schemas layers programs
.DELETE_ON_ERROR:
.SECONDARY:
.SECONDEXPANSION:

all: $(TOOLS) $(PAGES) layers completion ## build the tools into build/bin, their manual pages into build/man
	@$(if $(BUS),,echo "libnats is not here: bus-publish and bus-consume are not built")

help: ## this list
	@awk -F ':.*## ' '/^[a-z%-]+:.*## / { printf "%-11s %s\n", $$1, $$2 }' $(filter-out %.d,$(MAKEFILE_LIST))

# Headers are included as "name/header.h" through links to the directories of the component
# and its dependencies.
$(BUILD)/see/lib-%/.made: Makefile
	@rm -rf $(@D) && mkdir -p $(@D)
	@for c in $* $(uses_$*); do ln -sr lib/$$c $(@D)/$$c; done
	@touch $@
$(BUILD)/see/cmd-%/.made: Makefile
	@rm -rf $(@D) && mkdir -p $(@D)
	@for c in $(tools_use_$*); do ln -sr lib/$$c $(@D)/$$c; done
	@touch $@

compile = $(call say,CC $<)$(CC) $(CPPFLAGS_ALL) -I$(BUILD)/see/$(1) $(CPPFLAGS) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# Embeds the migrations, at build time. Every store has the tables of the component "store", so
# migrations of the others may refer to them.
STORE_SCHEMA = $(sort $(wildcard lib/store/schema/*.sql))
$(BUILD)/embed.o: lib/store/schema/embed.c $(BUILD)/see/lib-store/.made Makefile
	$(call compile,lib-store)
$(BUILD)/embed: $(BUILD)/embed.o
	$(call say,LD $@)$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS)

define component
objects_$(1) = $$(patsubst lib/$(1)/%.c,$(BUILD)/lib/$(1)/%.o,$$(sort $$(wildcard lib/$(1)/*.c))) \
	$$(if $$(wildcard lib/$(1)/schema/*.sql),$(BUILD)/lib/$(1)/schema.embedded.o)
$(BUILD)/lib/$(1)/%.o: lib/$(1)/%.c $(BUILD)/see/lib-$(1)/.made Makefile
	@mkdir -p $$(@D)
	$$(call compile,lib-$(1))
$(BUILD)/lib/$(1)/schema.embedded.c: $$(wildcard lib/$(1)/schema/*.sql) $(STORE_SCHEMA) $(BUILD)/embed
	@mkdir -p $$(@D)
	@$(BUILD)/embed $(1) $$(filter-out lib/$(1)/%,$(STORE_SCHEMA)) -- $$(sort $$(wildcard lib/$(1)/schema/*.sql)) > $$@
$(BUILD)/lib/$(1)/schema.embedded.o: $(BUILD)/lib/$(1)/schema.embedded.c $(BUILD)/see/lib-$(1)/.made
	$$(call compile,lib-$(1))
$(BUILD)/lib$(1).a: $$$$(objects_$(1))
	@rm -f $$@
	@$(AR) rcs $$@ $$^
# The archive links with its dependencies only.
$(BUILD)/layers/$(1): $(BUILD)/lib$(1).a $$(call archives,$$(uses_$(1)))
	@mkdir -p $$(@D)
	@$(CC) $(CFLAGS) -pie -Wl,--defsym=main=_start -o $$@ -Wl,--whole-archive $$< -Wl,--no-whole-archive \
		$$(filter-out $$<,$$^) $(LIBS) $$(LIBS_$(1))
endef
$(foreach c,$(COMPONENTS),$(eval $(call component,$(c))))

define directory
$(BUILD)/cmd/$(1)/%.o: cmd/$(1)/%.c $(BUILD)/see/cmd-$(1)/.made Makefile
	@mkdir -p $$(@D)
	$$(call compile,cmd-$(1))
# The examples of its --help are those of its page.
$(BUILD)/cmd/$(1)/%.examples.c: cmd/$(1)/%.1 share/man/examples.awk
	@mkdir -p $$(@D)
	@awk -v tool=$$* -f share/man/examples.awk $$< >$$@
$(BUILD)/cmd/$(1)/%.examples.o: $(BUILD)/cmd/$(1)/%.examples.c $(BUILD)/see/cmd-$(1)/.made
	$$(call compile,cmd-$(1))
$$(patsubst cmd/$(1)/%.c,$(BUILD)/bin/%,$$(wildcard cmd/$(1)/*.c)): $(BUILD)/bin/%: $(BUILD)/cmd/$(1)/%.o $(BUILD)/cmd/$(1)/%.examples.o $$(call archives,$$(tools_use_$(1)) $$(tools_link_$(1)))
	@mkdir -p $$(@D)
	$$(call say,LD $$@)$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $$@ $$^ $(LIBS) $$(LIBS_$(1))
$$(patsubst cmd/$(1)/%.c,$(BUILD)/man/%.1,$$(wildcard cmd/$(1)/*.c)): $(BUILD)/man/%.1: cmd/$(1)/%.1 share/man/page.awk $(BUILD)/bin/%
	@mkdir -p $$(@D)
	@$(BUILD)/bin/$$* --help >$$(@:.1=.help)
	@awk -f share/man/page.awk $$(@:.1=.help) $$< >$$@
endef
$(foreach f,$(DIRECTORIES),$(eval $(call directory,$(f))))

# Completion: a table for each tool, of its --describe, and for each shell a file by which it finds it.
COMPLETE_bash = share/bash-completion/completions
COMPLETE_zsh  = share/zsh/site-functions
COMPLETE_fish = share/fish/vendor_completions.d
COMPLETE      = share/lanyard/completion
NAMES         = $(TOOLS:$(BUILD)/bin/%=%)
COMPLETION    = $(COMPLETE)/complete $(NAMES:%=$(COMPLETE)/%.table) $(NAMES:%=$(COMPLETE_bash)/%) \
	$(NAMES:%=$(COMPLETE_zsh)/_%) $(NAMES:%=$(COMPLETE_fish)/%.fish)
completion: $(COMPLETION:%=$(BUILD)/completion/%) ## generate what shells complete the tools' command lines with
$(BUILD)/completion/$(COMPLETE)/complete: share/completion/complete
	@mkdir -p $(@D) && cp $< $@
$(BUILD)/completion/$(COMPLETE)/%.table: $(BUILD)/bin/% share/completion/table.jq
	@mkdir -p $(@D)
	@$< --describe | jq -r -f share/completion/table.jq >$@
$(BUILD)/completion/$(COMPLETE_bash)/%: share/completion/bash
	@mkdir -p $(@D) && cp $< $@
$(BUILD)/completion/$(COMPLETE_zsh)/_%: share/completion/zsh
	@mkdir -p $(@D) && sed 's/@tool@/$*/' $< >$@
$(BUILD)/completion/$(COMPLETE_fish)/%.fish: share/completion/fish
	@mkdir -p $(@D) && cp $< $@

# The list of the contexts that are built, for the tools that serve all of them.
$(BUILD)/contexts.c: Makefile
	@mkdir -p $(@D)
	@{ printf '#include "store/context.h"\n'; \
	printf 'extern const struct context %s;\n' $(CONTEXTS); \
	printf 'const struct context *const installed_contexts[] = {'; \
	printf '&%s, ' $(CONTEXTS); printf 'NULL};\n'; } > $@
$(BUILD)/contexts.o: $(BUILD)/contexts.c $(BUILD)/see/cmd-events/.made
	$(call compile,cmd-events)
$(BUILD)/libcontexts.a: $(BUILD)/contexts.o
	@rm -f $@
	@$(AR) rcs $@ $^

layers: $(addprefix $(BUILD)/layers/,$(COMPONENTS))

# The generator of the schemas is not a tool, and not installed.
$(BUILD)/generate.o: share/schemas/generate.c $(BUILD)/see/cmd-generate/.made Makefile
	$(call compile,cmd-generate)
$(BUILD)/generate-schemas: $(BUILD)/generate.o $(call archives,contexts $(COMPONENTS))
	$(call say,LD $@)$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS)

schemas: $(BUILD)/generate-schemas ## generate share/schemas from the messages' tables
	$(BUILD)/generate-schemas $(BUILD)/schemas.new
	@rm -f $(SCHEMAS)
	cp -R $(BUILD)/schemas.new/. share/schemas
	@rm -rf $(BUILD)/schemas.new

# A unit test, t/unit/<component>-<name>.c, has the dependencies of its component.
define unit
$(BUILD)/t/$(1)-%.o: t/unit/$(1)-%.c $(BUILD)/see/lib-$(1)/.made Makefile
	@mkdir -p $$(@D)
	$$(call compile,lib-$(1))
$(patsubst t/unit/%.c,$(BUILD)/t/%,$(wildcard t/unit/$(1)-*.c)): $(BUILD)/t/%: $(BUILD)/t/%.o $$(call archives,$(1) $$(uses_$(1)))
	$$(call say,LD $$@)$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $$@ $$^ $(LIBS) $$(LIBS_$(1))
endef
$(foreach c,$(COMPONENTS),$(if $(wildcard t/unit/$(c)-*.c),$(eval $(call unit,$(c)))))

# The independent model of a conference, which sees nothing of lib/, and links nothing of it.
MODEL = $(patsubst t/simulate/model/%.c,$(BUILD)/t/model/%.o,$(filter-out %/check.c,$(wildcard t/simulate/model/*.c)))
$(BUILD)/t/model/%.o: t/simulate/model/%.c Makefile
	@mkdir -p $(@D)
	$(call say,CC $<)$(CC) $(CPPFLAGS_ALL) -DSCHEMAS='"$(CURDIR)/share/schemas"' $(CPPFLAGS) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<
$(BUILD)/t/model-check: $(BUILD)/t/model/check.o $(MODEL)
	$(call say,LD $@)$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(shell pkg-config --libs jansson libbsd)

# Tools to be linked with others, each with a main of its own name.
$(NAMES:%=$(BUILD)/renamed/%.o): $(BUILD)/renamed/%.o: $(BUILD)/$$(basename $$(wildcard cmd/*/$$*.c)).o
	@mkdir -p $(@D)
	@objcopy --redefine-sym main=main_$(subst -,_,$*) $< $@

# The simulator has the tools' own objects. It shows its system calls to the libraries, in place of
# the C library's.
SIMULATED = $(filter-out bus-% lanyard context-map csv-import,$(NAMES))
SIMULATE  = $(patsubst t/simulate/%.c,$(BUILD)/simulate/%.o,$(wildcard t/simulate/*.c)) $(MODEL)
$(BUILD)/simulate/tools.h: Makefile
	@mkdir -p $(@D)
	@for t in $(SIMULATED); do echo "TOOL(\"$$t\", main_$$(echo $$t | tr - _))"; done >$@
$(BUILD)/simulate/%.o: t/simulate/%.c $(BUILD)/simulate/tools.h $(BUILD)/see/lib-base/.made Makefile
	@mkdir -p $(@D)
	$(call say,CC $<)$(CC) $(CPPFLAGS_ALL) -I$(BUILD)/see/lib-base -I$(BUILD)/simulate $(CPPFLAGS) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<
SIMULATE_PARTS = $(SIMULATE) $(SIMULATED:%=$(BUILD)/renamed/%.o) $(call archives,contexts $(COMPONENTS))
$(BUILD)/t/simulate: $(SIMULATE_PARTS)
	$(call say,LD $@)$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS) $(LIBS_import)

# The same tools as one program, which is linked once where they are linked one by one otherwise: for
# t/mutants/run. Its --help has no examples, so it is not where "make install" takes the tools from.
MANY = $(SIMULATED:%=$(BUILD)/renamed/%.o) $(call archives,contexts $(COMPONENTS))
$(BUILD)/many.c: $(BUILD)/simulate/tools.h
	@{ printf '%s\n' '#include <errno.h>' '#include <string.h>' '#define TOOL(name, run) int run(int, char **);' '#include "simulate/tools.h"' \
	'#undef TOOL' '#define TOOL(name, run) if (strcmp(program_invocation_short_name, name) == 0) return run(count, arguments);' \
	'int main(int count, char **arguments) {' '#include "simulate/tools.h"' 'return 127; }'; } >$@
$(BUILD)/many/all: $(BUILD)/many.c $(MANY)
	@mkdir -p $(@D)
	$(call say,LD $@)$(CC) $(CPPFLAGS_ALL) -I$(BUILD) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS) $(LIBS_import)
many: $(BUILD)/many/all
	@for t in $(SIMULATED); do ln -f $< $(BUILD)/many/$$t || exit; done
$(BUILD)/many/%: $(BUILD)/bin/%
	@mkdir -p $(@D)
	@ln -f $< $@

# The simulator has to find what is planted in one file: its object comes before the archives.
PLANTED = $(patsubst t/simulate/planted/%,$(BUILD)/t/planted-%,$(wildcard t/simulate/planted/*))
$(BUILD)/t/planted-%: t/simulate/planted/% $(SIMULATE_PARTS)
	@mkdir -p $(BUILD)/simulate/planted
	@file=$$(sed -n 's/^# \([^:]*\):.*/\1/p' $<); component=$$(basename $$(dirname $$file)); \
	sed -f $< $$file >$(BUILD)/simulate/planted/$*.c && ! cmp -s $$file $(BUILD)/simulate/planted/$*.c && \
	$(CC) $(CPPFLAGS_ALL) -I$(BUILD)/see/lib-$$component $(CPPFLAGS) $(CFLAGS_ALL) -w -c -o $(BUILD)/simulate/planted/$*.o \
		$(BUILD)/simulate/planted/$*.c
	$(call say,LD $@)$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $(SIMULATE) $(BUILD)/simulate/planted/$*.o \
		$(filter-out $< $(SIMULATE),$^) $(LIBS) $(LIBS_import)

# Sanitizers have functions of their own in the C library's places.
programs: all $(UNITS) $(BUILD)/generate-schemas $(BUILD)/t/model-check $(if $(SANITIZED),,$(BUILD)/t/simulate $(PLANTED))

simulate: $(BUILD)/t/simulate ## run seasons of faults from a random seed on, until it is interrupted
	$(BUILD)/t/simulate
tools: $(TOOLS)

map: all ## draw share/map/*.svg from the tools' descriptions
	$(BUILD)/bin/context-map --svg $(TOOLS) >$(BUILD)/contexts.svg
	$(BUILD)/bin/context-map --story share/map/tickets.json $(TOOLS) >$(BUILD)/tickets.svg
	cp $(BUILD)/contexts.svg $(BUILD)/tickets.svg share/map

# The document of the open host, ticketing.
API = $(if $(filter ticketing,$(CONTEXTS)),share/asyncapi/lanyard.json)
api: all ## generate share/asyncapi from the tools' descriptions and the schemas
	for t in $(TOOLS); do $$t --describe || exit; done >$(BUILD)/described.json
	jq -n -f share/asyncapi/generate.jq $(BUILD)/described.json $(SCHEMAS) >$(BUILD)/api.json
	cp $(BUILD)/api.json share/asyncapi/lanyard.json

# The tests in t/servers need servers. Those in t/data skip without data from outside the tree.
TESTS = $(filter-out t/servers/%,$(wildcard t/*/*.t t/*.t)) # t/faults, which takes longest, first
check: programs ## build all and run every test that needs no server
	@LANYARD_BIN=$(BUILD)/bin $(PROVE) $(TESTS) $(UNITS) </dev/null

check-%: programs ## run the tests in t/servers, or in t/data
	@LANYARD_BIN=$(BUILD)/bin $(PROVE) t/$* </dev/null

# Those of the tools that have a thread: the loop over lines, replay, and feeds.
THREADED = t/batches.t t/line.t t/signals.t t/dry-run.t t/ticket-create.t t/guest-allocate.t \
	t/guest-book.t t/event-replay.t t/sponsor-restore.t t/ticket-feed.t t/feed-client.t
check-threads: ## run the tests of threads under ThreadSanitizer, in a build of their own
	$(MAKE) BUILD=$(BUILD)/tsan CFLAGS='-O1 -g -fsanitize=thread' programs
	@TSAN_OPTIONS='halt_on_error=1 exitcode=66' LANYARD_BIN=$(BUILD)/tsan/bin \
		$(PROVE) $(THREADED) $(BUILD)/tsan/t/base-background </dev/null

coverage: ## build for coverage, run the tests, and print what they reach by component
	sh contrib/coverage/run

# For contrib/coverage/run.
print-tests:
	@echo $(TESTS) $(UNITS)

mutants: ## change the code in one place at a time: each time a test must fail
	t/mutants/run

lint: ## run compilers, clang-tidy, shellcheck, mandoc, clang-format and the check for words
	sh contrib/lint/run

format: ## format the C files by .clang-format
	clang-format -i $(SOURCES) $(HEADERS) lib/store/schema/embed.c share/schemas/generate.c $(wildcard t/unit/*.[ch] t/simulate/*.[ch] t/simulate/model/*.[ch] contrib/*/*.c)

include $(wildcard t/fuzz/fuzz.mk)

demo: all ## run the demo
	@sh contrib/demo/run

bench: all ## measure
	sh contrib/bench/run

bench-plot: all ## draw what a command costs while its store grows
	sh contrib/bench/plot

# The files to install, by their paths below PREFIX.
FILES = $(TOOLS:$(BUILD)/%=%) $(COMPLETION) $(patsubst share/%,share/lanyard/%,$(INSTALLED_SCHEMAS) $(API)) \
	$(foreach p,$(PAGES),share/man/man$(subst .,,$(suffix $(p)))/$(notdir $(p)))
# The contexts that have tools installed already.
INSTALLED = $(foreach c,$(CONTEXTS),$(if $(filter $(notdir $(basename $(wildcard cmd/$(c)/*.c))),$(shell ls "$(DESTDIR)$(PREFIX)/bin" 2>/dev/null)),$(c)))
install uninstall: export DESTDIR := $(DESTDIR)
install uninstall: export PREFIX := $(PREFIX)

install: all ## install the tools, the schemas, the manual and the completion
	for d in $(sort $(dir $(FILES))); do install -d "$$DESTDIR$$PREFIX/$$d" || exit; done
	install $(TOOLS) "$$DESTDIR$$PREFIX/bin"
	for f in $(INSTALLED_SCHEMAS) $(API); do install -m 644 $$f "$$DESTDIR$$PREFIX/share/lanyard/$${f#share/}" || exit; done
	for f in $(COMPLETION); do install -m 644 $(BUILD)/completion/$$f "$$DESTDIR$$PREFIX/$$f" || exit; done
	for f in $(PAGES); do install -m 644 $$f "$$DESTDIR$$PREFIX/share/man/man$${f##*.}" || exit; done

# The tools of events serve all installed contexts, so they are rebuilt for them.
install-%: ## install what one context needs: its tools, those of events, published schemas
	$(MAKE) install CONTEXTS="$(sort $* $(INSTALLED))" \
		BUILD=$(BUILD)$(if $(filter-out $* $(INSTALLED),$(CONTEXTS)),/$(subst $() ,+,$(sort $* $(INSTALLED))))

# Removes empty directories, too, except those that every system has.
uninstall: ## remove what "make install" has installed
	@cd "$$DESTDIR$$PREFIX" 2>/dev/null || exit 0; \
	rm -f $(filter-out $(KEEP),$(FILES)) || exit; \
	{ find share/lanyard share/man/man[17] share/bash-completion share/zsh share/fish -type d -empty -delete; \
	case "$$DESTDIR$$PREFIX" in / | /usr | /usr/local) exit 0 ;; esac; \
	rmdir bin share/man share; \
	if [ -n "$$DESTDIR" ]; then cd "$$DESTDIR" && rmdir -p "$${PREFIX#/}"; else rmdir "$$PREFIX"; fi; } 2>/dev/null || :

uninstall-%: ## remove what "make install-..." has installed, except what another context needs
	@$(MAKE) uninstall CONTEXTS=$* \
		KEEP="$(if $(filter-out $*,$(INSTALLED)),$(shell $(MAKE) -s --no-print-directory files CONTEXTS="$(filter-out $*,$(INSTALLED))"))"

files: ## list what "make install" installs, by its path below PREFIX
	@printf '%s\n' $(FILES)

dist: ## make a source archive, the same for the same commit, with a list of what is in it
	sh contrib/dist $(VERSION) $(BUILD)/dist

deb: ## make Debian packages, in build/deb
	sh contrib/debian/build $(VERSION) $(BUILD)/deb

check-deb: deb ## check the packages with Debian's tools, as root: lintian, piuparts and others
	sh contrib/debian/check $(BUILD)/deb

site: all ## make a site of the documents, the manual and the messages, in build/site
	@rm -rf $(BUILD)/site
	contrib/site/build $(BUILD) $(BUILD)/site

clean: ## remove the build directory
	rm -rf $(BUILD)

-include $(wildcard $(BUILD)/*.d $(BUILD)/t/*.d $(BUILD)/simulate/*.d $(BUILD)/*/*/*.d)
