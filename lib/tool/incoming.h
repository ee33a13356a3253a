/*
 * A batch of lines: what is read, parsed and decoded of them before anything is decided.
 *
 * Parsing one needs no store, no lock and nothing of another batch, so a batch can be parsed
 * in another thread while the one before is committed.
 */
#ifndef TOOL_INCOMING_H
#define TOOL_INCOMING_H

#include "base/buffer.h"
#include "base/lines.h"
#include "tool/tool.h"

/* A line being processed. */
struct incoming {
	struct line line;
	bool skipped;        /* an event of a type that the process ignores */
	struct fault fault;  /* why it was rejected */
	bool has_envelope;   /* a denial can be answered */
	bool assumed_utc;    /* a date was read as UTC, as the conference has no zone */
	const char *warning; /* about a date that may not be meant; NULL: none */
	struct command command;
	struct arrival arrival;
	struct decision decision;
	size_t answer; /* where its answer begins among those that are to be printed */
};

struct incoming_batch {
	const struct run *run; /* only its declarations and settings are read here */
	int count;
	struct line lines[BATCH_LINES]; /* as read */
	struct incoming incoming[BATCH_LINES];
	struct arena arena;    /* of what was decoded */
	struct arena json;     /* of one line */
	struct buffer scratch; /* the canonical form of one command */
};

/*
 * Borrows from ARENA: the object in LINE. NULL with FAULT set (EX_DATAERR) if it is too long, not
 * terminated, or no object.
 */
const struct json_t *incoming_object(
	const struct line *line, struct arena *arena, struct fault *fault);

/* Parses and decodes the lines of ITEM, a struct incoming_batch: sets its incoming ones. */
void incoming_parse(void *item);

/* Frees what BATCH owns, but not BATCH itself. */
void incoming_release(struct incoming_batch *batch);

#endif
