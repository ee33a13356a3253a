#include "calls.h"

#include <string.h>

static const char *const set_up[][24] = {
	{"ticket-type", "add", "full", "--name", "Full", "--price", "35000", "--currency", "EUR",
		"--capacity", "120"},
	{"ticket-type", "add", "day", "--name", "Day", "--price", "9000", "--currency", "EUR",
		"--capacity", "40"},
	{"ticket-type", "add", "crew", "--name", "Crew", "--price", "0", "--currency", "EUR",
		"--capacity", "30", "--private"},
	{"ticket-type", "add", "yen", "--name", "Yen", "--price", "500", "--currency", "JPY",
		"--capacity", "25"},
	{"ticket-room", "add", "hall", "--capacity", "150"},
	{"ticket-type", "amend", "full", "--rooms", "hall"},
	{"ticket-type", "amend", "day", "--rooms", "hall"},
	{"ticket-pool", "add", "team", "--type", "full", "--places", "12"},
	{"ticket-pool", "add", "spare", "--type", "full", "--places", "5"},
	{"ticket-discount", "add", "HALF", "--percent", "50", "--uses", "15"},
	{"ticket-client", "add", "shop", "--commands",
		"create-ticket-purchase,pay-ticket-purchase,refund-ticket-purchase,"
		"extend-ticket-purchase,reopen-ticket-purchase,cancel-tickets,amend-purchaser,"
		"assign-ticket,unassign-ticket",
		"--types", "*,crew", "--waive", "--pools", "team", "--scope", "all", "--budget",
		"150"},
	{"ticket-client", "add", "press", "--commands",
		"create-ticket-purchase,pay-ticket-purchase,refund-ticket-purchase,cancel-tickets,"
		"assign-ticket",
		"--types", "full,day", "--waive", "--budget", "60"},
};

bool call_set_up(int number, struct call *call)
{
	const char *const *word;

	if (number > (int)(sizeof(set_up) / sizeof(*set_up)))
		return false;
	word = set_up[number - 1];
	call_begin(call, TICKETING, *word);
	while (*++word != NULL)
		call_word(call, "%s", *word);
	return true;
}

void call_choose(const struct season *season, struct random *random, struct call *call)
{
	const struct choice *choice;
	uint64_t all = 0, at;

	for (choice = office_choices; choice->make != NULL; choice++)
		all += choice->weight;
	at = random_below(random, all);
	for (choice = office_choices; at >= choice->weight; choice++)
		at -= choice->weight;
	choice->make(season, random, call);
}

bool season_settle(struct season *season)
{
	return !season->exists[TICKETING] ||
	       season_clean(season, "ticket-expire", NULL, NULL, NULL);
}
