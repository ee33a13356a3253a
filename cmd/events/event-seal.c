/*
 * Seals feeds; or checks the seals of a feed on standard input.
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/lines.h"
#include "base/memory.h"
#include "message/json.h"
#include "store/seal.h"
#include "tool/confine.h"
#include "tool/diagnostic.h"
#include "tool/tool.h"
#include "tool/words.h"

/* Options. */
static bool verify;
static const char *kept; /* a file of seals that the feed must have; NULL: none */

/* Sealing */

static void seal(void *of, const struct context *context)
{
	struct run *run = of;
	struct store *store = run_open_store_of(run, context, STORE_WRITE);
	struct buffer line = {0};

	if (store == NULL)
		return;
	if (seal_store(store, clock_now(&run->settings.clock), &line))
		words_print(run, arena_printf(&run->arena, "%s: ", context->name), line.text,
			line.length);
	else
		run_fail(run, store_fault(store));
	buffer_release(&line);
}

/* Checking */

/* A line of the file of kept seals. */
struct kept_seal {
	const char *line;
	size_t length;
	const char *source; /* the feed it is of; NULL: the line is no event */
	bool found;
};

struct verifier {
	struct run *run;
	struct seal_chain chain;
	struct arena scratch;
	struct arena arena; /* has the kept seals, and the source */
	struct list kept;   /* of struct kept_seal */
	const char *source; /* of the feed; NULL: no event of it was read */
	int64_t first;      /* the position of its first event that was read */
	struct buffer newest;
};

/* Reports what is wrong with the line NUMBER of NAME. */
static void refuse(struct verifier *verifier, const char *name, int64_t number, const char *pointer,
	const char *reason)
{
	diagnostic("%s:%lld: %s%s%s", name, (long long)number, pointer,
		*pointer != '\0' ? ": " : "", reason);
	run_raise_status(verifier->run, EX_DATAERR);
}

/* Reads the envelope of the LINE of LENGTH bytes into verifier->scratch. */
static bool read_envelope(struct verifier *verifier, const char *line, size_t length,
	struct envelope *envelope, struct fault *fault)
{
	const json_t *json, *data;

	arena_reset(&verifier->scratch);
	json = message_json_parse(line, length, &verifier->scratch, fault);
	return json != NULL && envelope_read(json, &verifier->scratch, envelope, &data, fault);
}

static void add_kept(struct verifier *verifier, const char *line, size_t length)
{
	struct kept_seal *seal = list_grow(&verifier->kept, sizeof(*seal), &verifier->arena);
	struct envelope envelope;
	struct fault none = {0};

	*seal = (struct kept_seal){
		.line = arena_text(&verifier->arena, line, length), .length = length};
	if (read_envelope(verifier, line, length, &envelope, &none))
		seal->source =
			arena_text(&verifier->arena, envelope.source, strlen(envelope.source));
}

static bool read_kept(struct verifier *verifier)
{
	FILE *file = fopen(kept, "re");
	struct fault fault = {0};
	char *line = NULL;
	size_t size = 0;
	ssize_t length;

	if (file == NULL) {
		fault_set_errno(&fault, EX_NOINPUT, "%s", kept);
		run_fail(verifier->run, &fault);
		return false;
	}
	while ((length = getline(&line, &size, file)) > 0) {
		if (line[length - 1] == '\n')
			length--;
		add_kept(verifier, line, (size_t)length);
	}
	if (ferror(file)) {
		fault_set_errno(&fault, EX_IOERR, "%s", kept);
		run_fail(verifier->run, &fault);
	}
	free(line);
	fclose(file);
	return fault.status == 0;
}

/* Notes the newest seal, and whether it was kept. */
static void note_seal(struct verifier *verifier, const struct line *line)
{
	struct kept_seal *seals = verifier->kept.items;
	size_t i;

	buffer_reset(&verifier->newest);
	buffer_add(&verifier->newest, line->text, line->length);
	buffer_add(&verifier->newest, "\n", 1);
	for (i = 0; i < verifier->kept.count; i++)
		if (seals[i].length == line->length &&
			memcmp(seals[i].line, line->text, line->length) == 0)
			seals[i].found = true;
}

/* The position of LINE; 0 with FAULT set. */
static int64_t position_of(struct verifier *verifier, const struct line *line, struct fault *fault)
{
	struct envelope envelope = {.sequence = 0};

	if (line->state == LINE_TOO_LONG)
		fault_set(fault, EX_DATAERR, "is longer than %d bytes", LINE_LIMIT);
	else if (line->state != LINE_COMPLETE)
		fault_set(fault, EX_DATAERR, "has no newline: it is truncated");
	if (fault->status != 0)
		return 0;
	if (!read_envelope(verifier, line->text, line->length, &envelope, fault))
		return 0;
	if (verifier->source == NULL)
		verifier->source =
			arena_text(&verifier->arena, envelope.source, strlen(envelope.source));
	if (envelope.sequence == 0)
		fault_set(fault, EX_DATAERR, "has no sequence: it is of no feed");
	return envelope.sequence;
}

/* Checks LINE. False if no further one can be. */
static bool check_line(struct verifier *verifier, const struct line *line)
{
	struct seal_chain *chain = &verifier->chain;
	struct fault fault = {0};
	int64_t before = chain->last, sealed = chain->seal;
	int64_t position = position_of(verifier, line, &fault);

	if (position > 0 && before > 0 && position != before + 1)
		fault_set(&fault, EX_DATAERR, "is event %lld, where %lld comes next",
			(long long)position, (long long)before + 1);
	if (verifier->first == 0)
		verifier->first = position;
	if (fault.status == 0)
		seal_pass(chain, position, line->text, line->length, &verifier->scratch, &fault);
	if (fault.status != 0)
		refuse(verifier, "stdin", line->number, fault.pointer, fault.reason);
	if (chain->seal != sealed)
		note_seal(verifier, line);
	return chain->last == position;
}

/* Reports the kept seals that were not found. Those of other feeds are passed over. */
static void check_kept(struct verifier *verifier)
{
	const struct kept_seal *seals = verifier->kept.items;
	size_t i, others = 0;

	for (i = 0; i < verifier->kept.count; i++)
		if (verifier->source != NULL && seals[i].source != NULL &&
			strcmp(seals[i].source, verifier->source) != 0)
			others++;
		else if (!seals[i].found)
			refuse(verifier, kept, (int64_t)i + 1, "", "is no seal of this feed");
	if (others == verifier->kept.count) {
		diagnostic("%s: has no seal of this feed", kept);
		run_raise_status(verifier->run, EX_DATAERR);
	} else if (others > 0 && verifier->run->settings.verbose) {
		diagnostic("%s: %zu of %zu seals are of other feeds", kept, others,
			verifier->kept.count);
	}
}

/* Reports what was not found, and prints the newest seal if nothing is wrong. */
static void conclude(struct verifier *verifier)
{
	struct run *run = verifier->run;

	if (run->status == 0 && kept != NULL)
		check_kept(verifier);
	if (run->status != 0)
		return;
	if (verifier->chain.seal == 0)
		diagnostic("warning: the feed has no seal: nothing was checked");
	else if (verifier->first > 1)
		diagnostic(
			"warning: the feed begins with event %lld: its first seal was not "
			"checked",
			(long long)verifier->first);
	if (verifier->chain.seal > 0 && run->settings.verbose)
		diagnostic("sealed up to event %lld, of %lld", (long long)verifier->chain.seal,
			(long long)verifier->chain.last);
	words_print(run, "the newest: ", verifier->newest.text, verifier->newest.length);
}

static void check_lines(struct verifier *verifier)
{
	struct line *lines = memory_zeroed(BATCH_LINES, sizeof(*lines));
	struct line_reader *reader = line_reader_new(STDIN_FILENO, NULL, NULL);
	struct fault fault = {0};
	bool going = true;
	int count, i;

	run_wait_for(verifier->run, "a feed");
	while (going && (count = line_reader_take(reader, lines, BATCH_LINES)) != 0) {
		for (i = 0; i < count && going; i++)
			going = check_line(verifier, &lines[i]);
		if (count < 0 && errno != EINTR) {
			fault_set_errno(&fault, EX_IOERR, "stdin");
			run_fail(verifier->run, &fault);
			going = false;
		}
	}
	free(lines);
	line_reader_free(reader);
	conclude(verifier);
}

static void check_feed(struct run *run)
{
	struct verifier verifier = {.run = run};
	struct fault fault = {0};

	if ((kept == NULL || read_kept(&verifier)) && confine_files(run, NULL, &fault))
		check_lines(&verifier);
	if (fault.status != 0)
		run_fail(run, &fault);
	arena_release(&verifier.scratch);
	arena_release(&verifier.arena);
	buffer_release(&verifier.newest);
}

static int run_seal(struct run *run)
{
	const char *name = run->operands[0];
	const struct context *context = NULL;

	if (kept != NULL && !verify)
		return diagnostic_slip("--kept is only for --verify");
	if (verify && (name != NULL || run->settings.store != NULL))
		return diagnostic_slip(
			"--verify reads a feed, and no store: ticket-feed | "
			"event-seal --verify");
	if (name != NULL)
		context = context_find(installed_contexts, name);
	if (name != NULL && context == NULL)
		return diagnostic_slip("%s: unknown context", name);
	if (verify)
		check_feed(run);
	else
		run_stores(run, context, seal, run);
	return run->status;
}

static const struct tool_option options[] = {
	{0, "kept", "file",
		"the feed must have these seals, one a line as they were printed to a file",
		OPTION_TEXT, 0, &kept},
	{0, "verify", NULL, "check the seals of the feed on standard input", OPTION_FLAG, 0,
		&verify},
	{.doc = NULL},
};

static const struct verb verbs[] = {
	{
		.run = run_seal,
		.takes = TAKES_JSON | TAKES_STORE | TAKES_VERBOSITY,
		.options = options,
		.writes = true,
		.operands = "[context]",
	},
	{.run = NULL},
};

static const struct tool event_seal = {
	.name = "event-seal",
	.doc = "Seals feeds, so that a line that was altered is found; or checks the seals of one.",
	.serves = installed_contexts,
	.verbs = verbs,
};

int main(int argc, char **argv)
{
	return tool_main(&event_seal, argc, argv);
}
