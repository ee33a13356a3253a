#include "admin/admin.h"

/* A verb of its own is a line here, and a file in lib/admin. */
static const struct verb verbs[] = {
	{
		.name = "init",
		.doc = "asks six questions, prints a conference as a script, and runs it",
		.run = init_run,
		.options = init_options,
	},
	{
		.name = "doctor",
		.doc = "checks the machine and the stores, and says how to fix what it finds",
		.run = doctor_run,
		.takes = TAKES_TEXT | TAKES_JSON,
		.options = doctor_options,
	},
	{
		.name = "selftest",
		.doc = "kills ticket-create on this machine's disk, and checks that nothing is lost",
		.run = selftest_run,
		.takes = TAKES_TEXT | TAKES_JSON,
		.options = selftest_options,
	},
	{
		.name = "page",
		.doc = "prints the conference as a page for a browser",
		.run = page_run,
		.options = page_options,
	},
	{
		.name = "tools",
		.doc = "lists the installed tools by task, and what each does",
		.run = guide_tools_run,
		.takes = TAKES_TEXT | TAKES_JSON,
	},
	{.run = guide_run, .takes = TAKES_TEXT | TAKES_JSON},
	{.run = NULL},
};

static const struct tool lanyard = {
	.name = "lanyard",
	.doc = "Sees to a conference: sets it up, says what to do next, checks its machine.",
	.verbs = verbs,
	.needs = NEEDS_PROGRAMS,
};

int main(int argc, char **argv)
{
	return tool_main(&lanyard, argc, argv);
}
