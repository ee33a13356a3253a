/* What was guessed of a file, in words. */
#ifndef IMPORT_EXPLAIN_H
#define IMPORT_EXPLAIN_H

#include "import/guess.h"

struct explained {
	const struct guess *guess;
	const struct mappings *defaults;
	const char *encoding;
	/* What was not guessed. */
	bool encoding_given, delimiter_given, mark_given, order_given;
};

/* Calls LINE with each sentence. */
void explain_guess(const struct explained *explained,
	void (*line)(void *context, const char *words), void *context);

#endif
