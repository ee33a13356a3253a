/*
 * Writes the JSON Schema of every message of every context to
 * DIRECTORY/<context>/<name>.v<N>.json, and checks the templates that describe the events. It is
 * run by "make schemas", and is no tool.
 */
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <sysexits.h>
#include <sys/stat.h>

#include "admin/admin.h"
#include "map/map.h"
#include "message/schema.h"
#include "message/template.h"
#include "store/context.h"
#include "store/outcome.h"

static void make_directory(const char *path)
{
	if (mkdir(path, 0777) != 0 && errno != EEXIST)
		err(EX_CANTCREAT, "%s", path);
}

/* Writes DIRECTORY/<context>/<name>.v<N>.json of lanyard.<context>.<name>.v<N>. */
static void write_schema(const char *directory, const struct message *message)
{
	const char *context = strchr(message->type, '.') + 1;
	const char *name = strchr(context, '.') + 1;
	struct buffer text = {0}, path = {0};
	FILE *file;

	buffer_add_format(&path, "%s/%.*s", directory, (int)(name - context - 1), context);
	make_directory(buffer_text(&path));
	buffer_add_format(&path, "/%s.json", name);
	json_schema_write(message, &text);
	file = fopen(buffer_text(&path), "w");
	if (file == NULL)
		err(EX_CANTCREAT, "%s", buffer_text(&path));
	if (fwrite(text.text, 1, text.length, file) != text.length || fclose(file) != 0)
		err(EX_IOERR, "%s", buffer_text(&path));
	buffer_release(&text);
	buffer_release(&path);
}

/* Exits if MESSAGE is an event without a description, or with one that is wrong. */
static void check_template(const struct message *message)
{
	const char *wrong;

	if (message->template == NULL && message->class != MESSAGE_EVENT)
		return;
	if (message->template == NULL)
		errx(EX_DATAERR, "%s: has no template that describes it", message->type);
	wrong = template_wrong(message->template, message->layout);
	if (wrong != NULL)
		errx(EX_DATAERR, "%s: its template is wrong at \"%s\"", message->type, wrong);
}

static void write_schemas(const char *directory, const struct message *const *messages)
{
	for (; *messages != NULL; messages++) {
		check_template(*messages);
		write_schema(directory, *messages);
	}
}

int main(int argc, char **argv)
{
	const struct context *const *context;

	if (argc != 2)
		errx(EX_USAGE, "usage: generate-schemas DIRECTORY");
	make_directory(argv[1]);
	write_schemas(argv[1], store_messages);
	write_schemas(argv[1], map_messages);
	write_schemas(argv[1], admin_messages);
	for (context = installed_contexts; *context != NULL; context++) {
		const struct message **messages = context_messages(*context);

		write_schemas(argv[1], messages);
		free(messages);
	}
	return EX_OK;
}
