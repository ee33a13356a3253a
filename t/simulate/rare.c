/*
 * What is seldom run, and not known to the model: it is for seasons without one.
 */
#include <string.h>

#include "calls.h"

/* An "@" is a small number, another one each time. */
static const struct {
	int store;
	const char *words[14];
} rare[] = {
	{TICKETING, {"ticket-type", "add", "typo-@", "--name", "T", "--price", "1", "--currency",
			    "EUR", "--capacity", "5"}},
	{TICKETING, {"ticket-type", "remove", "typo-@"}},
	{TICKETING, {"ticket-room", "add", "room-@", "--capacity", "5"}},
	{TICKETING, {"ticket-room", "amend", "hall", "--capacity", "20@"}},
	{TICKETING, {"ticket-room", "remove", "room-@"}},
	{TICKETING, {"ticket-pool", "add", "pool-@", "--type", "full", "--places", "1"}},
	{TICKETING, {"ticket-pool", "amend", "team", "--places", "1@"}},
	{TICKETING, {"ticket-pool", "remove", "pool-@"}},
	{TICKETING, {"ticket-discount", "amend", "HALF", "--uses", "2@"}},
	{TICKETING, {"ticket-client", "add", "client-@", "--types", "full"}},
	{TICKETING, {"ticket-client", "revoke", "client-@"}},
	{TICKETING, {"ticket-conference", "set", "--payment-within", "1@d"}},
	{TICKETING, {"ticket-conference", "set", "--zone", "Etc/GMT+@"}},
	{SPONSORSHIP, {"sponsor-conference", "set", "--zone", "Etc/GMT+@"}},
	{SPEAKERS, {"speaker-conference", "set", "--zone", "Etc/GMT+@"}},
	{GUESTS, {"guest-conference", "set", "--zone", "Etc/GMT+@"}},
	{SPONSORSHIP, {"sponsor-settle", "--overpaid", "--settled-on", "2025-02-20", "--amount",
			      "10.00", "--currency", "EUR", "I-@-0", "P-@"}},
	{SPONSORSHIP, {"sponsor-settle", "--reverse", "I-@-0", "P-@"}},
	{SPONSORSHIP,
		{"sponsor-settle", "--return", "--returned-on", "2025-03-01", "I-@-0", "P-@"}},
};

static void seldom(const struct season *season, struct random *random, struct call *call)
{
	size_t what = chance_below(random, sizeof(rare) / sizeof(*rare));
	const char *const *word = rare[what].words;
	const char *at;

	(void)season;
	call_begin(call, rare[what].store, *word);
	while (*++word != NULL) {
		at = *word + strcspn(*word, "@");
		if (*at == '\0')
			call_word(call, "%s", *word);
		else
			call_word(call, "%.*s%u%s", (int)(at - *word), *word,
				(unsigned)chance_below(random, 4), at + 1);
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

const struct choice rare_choices[] = {{seldom, 8}, {names, 1}, {NULL, 0}};
