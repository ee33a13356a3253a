/*
 * What the fuzzing harnesses share.
 *
 * A harness, t/fuzz/target/NAME.c, is one function, LLVMFuzzerTestOneInput(), which runs product
 * code on the input and checks properties of the result. libFuzzer and AFL++ call it, or replay.c
 * with files. No input may end the process: what does is a finding.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/fault.h"
#include "message/decode.h"

/* Runs one input; 0, or -1 if it is not to be kept in a corpus. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Ends the process with a message, unless HOLDS. What is checked is a promise of the product. */
#define CHECK(holds, ...)                                                                          \
	do {                                                                                       \
		if (!(holds))                                                                      \
			fuzz_fail(#holds, __VA_ARGS__);                                            \
	} while (0)
_Noreturn void fuzz_fail(const char *property, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* For the first input: prepares jansson, with the same hashes each time. */
void fuzz_begin(void);

/* Restarts the random numbers, so that an input has the same ids each time. */
void fuzz_seed(void);

/*
 * Whether to check what takes long: for one input of 16, the same ones each time; for all, if the
 * environment has FUZZ_WHOLE.
 */
bool fuzz_is_whole(const uint8_t *bytes, size_t size);

/* Checks that the LENGTH bytes of TEXT can be printed: UTF-8 without control characters. */
void fuzz_check_printable(const char *text, size_t length, const char *what);

/* The same for FAULT, which must be set, with a reason. */
void fuzz_check_fault(const struct fault *fault);

/* Takes the next line from *TEXT, up to END, without its newline. False at the end. */
bool fuzz_line(const char **text, const char *end, const char **line, size_t *length);

/* Borrows: the installed message whose type, or name in its type, is TEXT; NULL: there is none. */
const struct message *fuzz_message(const char *text, size_t length);

/* Checks what holds for each struct that was decoded with STRICTNESS: see fuzz.c. */
void fuzz_check_decoded(const struct message *message, const void *data, enum strictness strictness,
	struct arena *arena);

#endif
