# The fuzzers and their harnesses; the Makefile includes it.
.PHONY: format-fuzz

tools_use_fuzz = base message store log published bank booking ticketing client tool import map admin

# The harnesses of the fuzzers, t/fuzz/target/NAME.c, with the main function of ENGINE; without one,
# that of t/fuzz/replay.c. They are linked with all tools, whose main functions have other names.
ENGINE      =
FUZZ        = $(if $(filter ticketing,$(CONTEXTS)),$(patsubst t/fuzz/target/%.c,%,$(wildcard t/fuzz/target/*.c)))
FUZZ_TOOLS  = $(filter-out bus-%,$(NAMES))
FUZZ_SHARED = $(patsubst %,$(BUILD)/harness/%.o,fuzz state captured mains) $(FUZZ_TOOLS:%=$(BUILD)/renamed/%.o)
HARNESSES   = $(FUZZ:%=$(BUILD)/harness/%) $(if $(FUZZ),$(patsubst %,$(BUILD)/harness/%,dictionary $(if $(ENGINE),,planted)))
# What is wrapped is called by its name by the harnesses; see t/fuzz/captured.c and planted.c.
WRAPPED = tool_main pthread_create confine_calls confine_files confine_files_beside
harness_link = $(CC) $(CFLAGS_ALL) $(ENGINE) $(LDFLAGS_ALL) $(WRAPPED:%=-Wl,--wrap=%)
$(BUILD)/harness/%.o: t/fuzz/%.c $(BUILD)/see/cmd-fuzz/.made Makefile t/fuzz/fuzz.mk
	@mkdir -p $(@D)
	$(call compile,cmd-fuzz) -It/fuzz
$(BUILD)/harness/mains.c: Makefile t/fuzz/fuzz.mk
	@mkdir -p $(@D)
	@{ printf '#include "captured.h"\n'; \
	printf 'int main_%s(int argc, char **argv);\n' $(subst -,_,$(FUZZ_TOOLS)); \
	printf 'const struct captured_main captured_mains[] = {'; \
	printf '{"%s", main_%s}, ' $(foreach t,$(FUZZ_TOOLS),$(t) $(subst -,_,$(t))); \
	printf '{NULL, NULL}};\n'; } >$@
$(BUILD)/harness/mains.o: $(BUILD)/harness/mains.c $(BUILD)/see/cmd-fuzz/.made
	$(call compile,cmd-fuzz) -It/fuzz
$(FUZZ:%=$(BUILD)/harness/%): $(BUILD)/harness/%: $(BUILD)/harness/target/%.o $(if $(ENGINE),,$(BUILD)/harness/replay.o)
	$(call say,LD $@)$(harness_link) -o $@ $^ $(LIBS) $(LIBS_import)
$(BUILD)/harness/planted: $(BUILD)/harness/target/command.o $(BUILD)/harness/planted.o $(BUILD)/harness/replay.o
	$(call say,LD $@)$(harness_link) -Wl,--wrap=outcome_insert_key -o $@ $^ $(LIBS) $(LIBS_import)
$(BUILD)/harness/dictionary: $(BUILD)/harness/dictionary.o
	$(call say,LD $@)$(filter-out $(ENGINE),$(harness_link)) -o $@ $^ $(LIBS) $(LIBS_import)
$(HARNESSES): $(FUZZ_SHARED) $(call archives,contexts $(filter-out bus,$(COMPONENTS)))
harnesses: $(HARNESSES)
programs: harnesses

.PHONY: fuzz fuzz-afl check-fuzz fuzz-merge harnesses
# The fuzzers are built by clang, with libFuzzer and sanitizers, in a build of their own.
FUZZ_SECONDS = 3600
FUZZ_FLAGS = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
fuzz: programs ## run the fuzzers, FUZZ="json csv" or all, each for FUZZ_SECONDS (an hour)
	$(MAKE) BUILD=$(BUILD)/fuzz CC=clang CFLAGS='$(FUZZ_FLAGS) -fsanitize=fuzzer-no-link' ENGINE=-fsanitize=fuzzer harnesses
	@LANYARD_BIN=$(BUILD)/bin sh t/fuzz/run libfuzzer $(BUILD)/fuzz $(FUZZ_SECONDS) $(FUZZ)
fuzz-afl: programs ## the same with AFL++ in place of libFuzzer
	AFL_QUIET=1 $(MAKE) BUILD=$(BUILD)/afl CC=afl-clang-fast CFLAGS='$(FUZZ_FLAGS)' ENGINE=-fsanitize=fuzzer harnesses
	@LANYARD_BIN=$(BUILD)/bin sh t/fuzz/run afl $(BUILD)/afl $(FUZZ_SECONDS) $(FUZZ)
check-fuzz: ## run each fuzzer for half a minute, and for some seconds with AFL++
	@$(MAKE) fuzz FUZZ_SECONDS=30
	@$(MAKE) fuzz-afl FUZZ_SECONDS=10
fuzz-merge: ## add the inputs that "make fuzz" found to t/fuzz/corpus, as few as have the same coverage
	@sh t/fuzz/merge $(BUILD)/fuzz $(FUZZ)

format: format-fuzz
format-fuzz:
	clang-format -i $(wildcard t/fuzz/*.[ch] t/fuzz/target/*.c)

-include $(wildcard $(BUILD)/harness/*.d)
