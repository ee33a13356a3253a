#include "tool/document.h"

#include <errno.h>
#include <jansson.h>
#include <sysexits.h>

#include "base/memory.h"
#include "message/decode.h"
#include "message/json.h"

bool document_read(struct run *run)
{
	const char *path = run->operands[0] != NULL ? run->operands[0] : "-";
	struct fault fault = {0};
	json_error_t error;
	json_t *json;

	json = strcmp(path, "-") == 0 ? json_loadf(stdin, JSON_REJECT_DUPLICATES, &error)
				      : json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	if (json == NULL && json_error_code(&error) == json_error_cannot_open_file) {
		fault_set(&fault, EX_NOINPUT, "%s: %s", path, strerror(errno));
		run_note(run, run_fail(run, &fault));
		return false;
	}
	if (json == NULL) {
		json_cut_quote(error.text);
		fault_set(&fault, EX_CONFIG, "%s:%d:%d: %s",
			strcmp(path, "-") == 0 ? "stdin" : path, error.line, error.column,
			error.text);
		run_note(run, run_fail(run, &fault));
		return false;
	}
	run->record_text = json_dumps(json, JSON_COMPACT);
	run->record_name = strcmp(path, "-") == 0 ? "stdin" : path;
	json_decref(json);
	if (run->record_text == NULL)
		memory_exhausted();
	return true;
}

const void *document_decode(struct run *run, struct arena *arena)
{
	struct fault fault = {0};
	const void *data = NULL;
	json_t *json;

	if (!document_read(run))
		return NULL;
	json = json_door(run->record_text, strlen(run->record_text), &fault);
	if (json != NULL)
		data = decode(run->verb->command->shape, json, STRICT, "", arena, &fault);
	json_decref(json);
	if (data == NULL) {
		fault.status = EX_CONFIG;
		run_note(run, run_fail(run, &fault));
	}
	return data;
}
