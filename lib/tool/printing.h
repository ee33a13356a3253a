/*
 * The answers of a stream: printed after the commit; those of a dry run after its rollback, when
 * the lock is released. On a terminal they are words.
 */
#ifndef TOOL_PRINTING_H
#define TOOL_PRINTING_H

#include "base/buffer.h"
#include "tool/spool.h"
#include "tool/tool.h"

struct printing {
	struct run *run;
	struct buffer lines; /* what the handler has added and was not printed yet */
	struct buffer scratch;
	struct spool *deferred; /* a dry run's, until its rollback; NULL: it is none */
};

/* Begins PRINTING of RUN; false: the reason was printed. */
bool printing_open(struct printing *printing, struct run *run);

/* Prints the lines; false on failure, which was reported. */
bool printing_flush(struct printing *printing);

/*
 * Prints the answer that begins at the byte FROM of the lines on standard error, in words, behind
 * PLACE: a refusal, unless standard output has the words.
 */
void printing_explain(struct printing *printing, size_t from, const char *place);

/* Prints what a dry run has deferred, after its rollback. */
void printing_finish(struct printing *printing);

/* Frees what PRINTING owns. */
void printing_release(struct printing *printing);

#endif
