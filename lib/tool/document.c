#include "tool/document.h"

#include <jansson.h>
#include <sysexits.h>

#include "base/memory.h"
#include "message/decode.h"
#include "message/json.h"

/* The limit includes white space; the document as one line must not exceed LINE_LIMIT. */
enum { DOCUMENT_LIMIT = 1024 * 1024 };

/* Reads the document in FILE, whose name is NAME; NULL with FAULT set. */
static json_t *load(FILE *file, const char *name, struct fault *fault)
{
	char *text = memory_zeroed(1, DOCUMENT_LIMIT + 1);
	size_t length = fread(text, 1, DOCUMENT_LIMIT + 1, file);
	json_error_t error;
	json_t *json = NULL;

	if (ferror(file))
		fault_set_errno(fault, EX_IOERR, "%s", name);
	else if (length > DOCUMENT_LIMIT)
		fault_set(fault, EX_CONFIG, "%s: is longer than %d bytes", name, DOCUMENT_LIMIT);
	else
		json = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
	free(text);
	if (json == NULL && fault->status == 0) {
		message_json_strip_excerpt(error.text);
		fault_set(fault, EX_CONFIG, "%s:%d:%d: %s", name, error.line, error.column,
			error.text);
	}
	return json;
}

bool document_read(struct run *run)
{
	const char *path = run->operands[0];
	bool standard = path == NULL || strcmp(path, "-") == 0;
	const char *name = standard ? "stdin" : path;
	FILE *file = standard ? stdin : fopen(path, "re");
	struct fault fault = {0};
	json_t *json = NULL;

	if (standard)
		run_wait_for(run, "a document");
	if (file == NULL)
		fault_set_errno(&fault, EX_NOINPUT, "%s", name);
	else
		json = load(file, name, &fault);
	if (file != NULL && file != stdin)
		fclose(file);
	if (json == NULL) {
		run_fail(run, &fault);
		return false;
	}
	run->record_text = json_dumps(json, JSON_COMPACT);
	run->record_name = name;
	json_decref(json);
	if (run->record_text == NULL)
		memory_exhausted();
	return true;
}

const void *document_decode(struct run *run, const struct layout *layout, struct arena *arena)
{
	struct fault fault = {0};
	const void *data = NULL;
	const json_t *json;

	if (!document_read(run))
		return NULL;
	json = message_json_parse(run->record_text, strlen(run->record_text), arena, &fault);
	if (json != NULL)
		data = decode(layout, json, STRICT, "", arena, &fault);
	if (data == NULL) {
		fault.status = EX_CONFIG;
		run_fail(run, &fault);
	}
	return data;
}
