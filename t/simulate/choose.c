#include "calls.h"

#include <string.h>

/* A policy's word is the name of its file in the directory of policies. */
static const struct {
	int store;
	const char *words[24];
} set_up[] = {
	{TICKETING, {"ticket-type", "add", "full", "--name", "Full", "--price", "35000",
			    "--currency", "EUR", "--capacity", "120"}},
	{TICKETING, {"ticket-type", "add", "day", "--name", "Day", "--price", "9000", "--currency",
			    "EUR", "--capacity", "40"}},
	{TICKETING, {"ticket-type", "add", "crew", "--name", "Crew", "--price", "0", "--currency",
			    "EUR", "--capacity", "30", "--private"}},
	{TICKETING, {"ticket-type", "add", "yen", "--name", "Yen", "--price", "500", "--currency",
			    "JPY", "--capacity", "25"}},
	{TICKETING, {"ticket-room", "add", "hall", "--capacity", "150"}},
	{TICKETING, {"ticket-type", "amend", "full", "--rooms", "hall"}},
	{TICKETING, {"ticket-type", "amend", "day", "--rooms", "hall"}},
	{TICKETING, {"ticket-pool", "add", "team", "--type", "full", "--places", "12"}},
	{TICKETING, {"ticket-pool", "add", "spare", "--type", "full", "--places", "5"}},
	{TICKETING, {"ticket-discount", "add", "HALF", "--percent", "50", "--uses", "15"}},
	{TICKETING,
		{"ticket-client", "add", "shop", "--commands",
			("create-ticket-purchase,pay-ticket-purchase,refund-ticket-purchase,"
			 "extend-ticket-purchase,reopen-ticket-purchase,cancel-tickets,amend-purchaser,"
			 "assign-ticket,unassign-ticket"),
			"--types", "*,crew", "--waive", "--pools", "team", "--budget", "150"}},
	{TICKETING, {"ticket-client", "add", "press", "--commands",
			    ("create-ticket-purchase,pay-ticket-purchase,refund-ticket-purchase,"
			     "reopen-ticket-purchase,cancel-tickets,assign-ticket"),
			    "--types", "full,day", "--waive", "--budget", "60"}},
	{TICKETING, {"ticket-client", "add", "sponsorship", "--commands",
			    "create-ticket-purchase,cancel-tickets,amend-purchaser", "--types",
			    "full,day", "--waive", "--pools", "team", "--budget", "70"}},
	{TICKETING, {"ticket-client", "add", "speakers", "--commands",
			    "create-ticket-purchase,cancel-tickets,amend-purchaser", "--types",
			    "full,day", "--waive", "--budget", "40"}},
	{TICKETING, {"ticket-client", "add", "guests", "--commands",
			    "create-ticket-purchase,cancel-tickets,amend-purchaser", "--types",
			    "full,day", "--waive", "--budget", "30"}},
	{SPONSORSHIP, {"sponsor-policy", "adopt", "@sponsorship-0.json"}},
	{SPEAKERS, {"speaker-policy", "adopt", "@speakers-0.json"}},
	{GUESTS, {"guest-policy", "adopt", "@guests-0.json"}},
};

bool call_set_up(int number, struct call *call)
{
	const char *const *word;

	if (number > (int)(sizeof(set_up) / sizeof(*set_up)))
		return false;
	word = set_up[number - 1].words;
	call_begin(call, set_up[number - 1].store, *word);
	while (*++word != NULL)
		if (**word == '@')
			call_word(call, "%s/%s", getenv("LANYARD_POLICIES"), *word + 1);
		else
			call_word(call, "%s", *word);
	return true;
}

void call_choose(const struct season *season, struct random *random, struct call *call)
{
	const struct choice *choices = chance_once(random, 2) ? office_choices : client_choices;
	const struct choice *choice;
	uint64_t all = 0, at;

	if (season->model == NULL && chance_once(random, 3))
		choices = rare_choices;
	for (choice = choices; choice->make != NULL; choice++)
		all += choice->weight;
	at = chance_below(random, all);
	for (choice = choices; at >= choice->weight; choice++)
		at -= choice->weight;
	choice->make(season, random, call);
}

/* The organiser makes room for all. */
static const char *const larger[][6] = {
	{"ticket-room", "amend", "hall", "--capacity", "5000"},
	{"ticket-type", "amend", "full", "--capacity", "5000"},
	{"ticket-type", "amend", "day", "--capacity", "5000"},
	{"ticket-client", "amend", "sponsorship", "--budget", "5000"},
	{"ticket-client", "amend", "speakers", "--budget", "5000"},
	{"ticket-client", "amend", "guests", "--budget", "5000"},
	{"ticket-expire"},
};

/* What the model compares with its tables. */
static const char *const reports[][3] = {
	{"ticket-report", "purchases"},
	{"ticket-type", "list"},
	{"ticket-room", "list"},
	{"ticket-pool", "list"},
	{"ticket-client", "list"},
	{"ticket-discount", "list"},
};

bool season_settle(struct season *season)
{
	size_t i;
	int store;

	if (!season->exists[TICKETING])
		return true;
	for (i = 0; i < sizeof(larger) / sizeof(*larger); i++)
		if (!season_run_words(season, larger[i]))
			return false;
	for (store = SPONSORSHIP; store < STORES; store++)
		if (season->exists[store] && !clients_settle(season, store))
			return false;
	if (!promises_check(season, TICKETING))
		return false;
	for (i = 0; i < sizeof(reports) / sizeof(*reports); i++)
		if (!season_run_words(season, reports[i]))
			return false;
	return true;
}
