/*
 * What is seldom run, and not known to the model: it is for seasons without one.
 */
#include <string.h>

#include "calls.h"

/* A tool with its verb, and the command that it reads; an "@" is a small number, another each time. */
static const struct {
	int store;
	const char *words[3], *command, *data;
} rare[] = {
	{TICKETING, {"ticket-type", "add"}, "ticketing.add-ticket-type",
		"{\"type\":\"typo-@\",\"name\":\"T\",\"price\":1,\"currency\":\"EUR\",\"capacity\":5}"},
	{TICKETING, {"ticket-type", "remove"}, "ticketing.remove-ticket-type",
		"{\"type\":\"typo-@\"}"},
	{TICKETING, {"ticket-room", "add"}, "ticketing.add-ticket-room",
		"{\"room\":\"room-@\",\"capacity\":5}"},
	{TICKETING, {"ticket-room", "amend"}, "ticketing.amend-ticket-room",
		"{\"room\":\"hall\",\"capacity\":20@}"},
	{TICKETING, {"ticket-room", "remove"}, "ticketing.remove-ticket-room",
		"{\"room\":\"room-@\"}"},
	{TICKETING, {"ticket-pool", "add"}, "ticketing.add-ticket-pool",
		"{\"pool\":\"pool-@\",\"type\":\"full\",\"places\":1}"},
	{TICKETING, {"ticket-pool", "amend"}, "ticketing.amend-ticket-pool",
		"{\"pool\":\"team\",\"places\":1@}"},
	{TICKETING, {"ticket-pool", "remove"}, "ticketing.remove-ticket-pool",
		"{\"pool\":\"pool-@\"}"},
	{TICKETING, {"ticket-discount", "add"}, "ticketing.add-ticket-discount",
		"{\"code\":\"CODE-@\",\"percent\":5}"},
	{TICKETING, {"ticket-discount", "amend"}, "ticketing.amend-ticket-discount",
		"{\"code\":\"HALF\",\"uses\":2@}"},
	{TICKETING, {"ticket-client", "add"}, "ticketing.add-client",
		"{\"client\":\"client-@\",\"types\":[\"full\"]}"},
	{TICKETING, {"ticket-client", "revoke"}, "ticketing.revoke-client",
		"{\"client\":\"client-@\"}"},
	{TICKETING, {"ticket-conference", "set"}, "ticketing.set-conference",
		"{\"payment_within\":1@}"},
	{TICKETING, {"ticket-conference", "set"}, "ticketing.set-conference",
		"{\"zone\":\"Etc/GMT+@\"}"},
	{SPONSORSHIP, {"sponsor-conference", "set"}, "booking.set-zone",
		"{\"zone\":\"Etc/GMT+@\"}"},
	{SPEAKERS, {"speaker-conference", "set"}, "booking.set-zone", "{\"zone\":\"Etc/GMT+@\"}"},
	{GUESTS, {"guest-conference", "set"}, "booking.set-zone", "{\"zone\":\"Etc/GMT+@\"}"},
	{SPONSORSHIP, {"sponsor-settle"}, "sponsorship.settle-invoice",
		"{\"invoice\":\"I-@-0\",\"payment\":\"P-@\",\"settled_on\":\"2025-02-20\",\"amount\":1000,\"currency\":\"EUR\",\"overpaid\":true}"},
	{SPONSORSHIP, {"sponsor-settle", "--reverse"}, "sponsorship.reverse-payment",
		"{\"invoice\":\"I-@-0\",\"payment\":\"P-@\"}"},
	{SPONSORSHIP, {"sponsor-settle", "--return"}, "sponsorship.return-surplus",
		"{\"invoice\":\"I-@-0\",\"payment\":\"P-@\",\"returned_on\":\"2025-03-01\"}"},
};

static void seldom(const struct season *season, struct random *random, struct call *call)
{
	size_t what = chance_below(random, sizeof(rare) / sizeof(*rare));
	int word, lines = 1 + (int)chance_below(random, 3);
	const char *at;

	(void)season;
	call_begin(call, rare[what].store, rare[what].words[0]);
	for (word = 1; rare[what].words[word] != NULL; word++)
		call_word(call, "%s", rare[what].words[word]);
	call->repeats = true;
	for (; lines > 0; lines--) {
		id_add(&call->input, random, call->store, rare[what].command);
		for (at = rare[what].data; *at != '\0'; at++)
			if (*at == '@')
				buffer_add_format(
					&call->input, "%u", (unsigned)chance_below(random, 4));
			else
				buffer_add(&call->input, at, 1);
		buffer_add_text(&call->input, "}\n");
	}
}

/* A list of names, for the tickets of a purchaser. */
static void names(const struct season *season, struct random *random, struct call *call)
{
	int lines = 1 + (int)chance_below(random, 6);

	(void)season;
	call_begin(call, TICKETING, "ticket-assign");
	call_word(call, "names");
	call_word(call, "-c");
	call_word(call, "shop");
	call_word(call, "--purchaser");
	call_word(call, "a%u@b.example", (unsigned)chance_below(random, 5));
	while (lines-- > 0)
		buffer_add_format(&call->input, "{\"name\":\"Eve\",\"email\":\"e%u@d.example\"}\n",
			(unsigned)chance_below(random, 30));
}

const struct choice rare_choices[] = {{seldom, 9}, {names, 1}, {NULL, 0}};
