/*
 * simulate [-fnv] [-s STEPS] [-k STEPS] [-c STEPS] [-w FAULT] [SEED [COUNT]]: runs the season of a
 * seed, or COUNT of them; without a seed, seasons of seeds from a random one on, without end.
 *
 * -f: ends with the first season that fails. -n: does not look for a shorter season that fails, nor
 * does -f. -v: prints each process. -s: of so many steps. -k: keeps these steps only. -c: without the
 * faults of these steps. -w: without faults of this kind, the number of its line in the table at the
 * end. SIGINT and SIGTERM end it after a step, with the table.
 */
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shrink.h"

enum { STEPS = 80 };

static char scratch[64] = "/dev/shm/lanyard-simulate-XXXXXX";

struct totals {
	int64_t seasons, failed, processes, at_once, commands, reruns;
	uint64_t predicted, unknown, reports; /* commands and reports, by the model */
	int64_t injected[FAULT_COUNT];
	uint64_t digest;
};

/* The policies of the clients, two each. */
static const struct {
	const char *name, *text;
} policies[] = {
	{"sponsorship-0",
		"{\"rules\":[{\"level\":\"Gold\",\"signed_up_before\":\"2025-01-01\",\"grants\":["
		"{\"type\":\"full\",\"quantity\":7}]},{\"level\":\"Gold\",\"grants\":[{\"type\":\"full\","
		"\"quantity\":5}]},{\"grants\":[{\"type\":\"full\",\"quantity\":2}]}]}"},
	{"sponsorship-1",
		"{\"rules\":[{\"level\":\"Gold\",\"grants\":[{\"type\":\"full\",\"quantity\":4}]},"
		"{\"level\":\"Silver\",\"grants\":[{\"type\":\"day\",\"quantity\":3}]},"
		"{\"level\":\"Bronze\",\"grants\":[{\"type\":\"day\",\"quantity\":1}]}]}"},
	{"speakers-0",
		"{\"rules\":[{\"role\":\"keynote\",\"grants\":[{\"type\":\"full\",\"quantity\":3}]},"
		"{\"grants\":[{\"type\":\"full\",\"quantity\":1}]}]}"},
	{"speakers-1",
		"{\"rules\":[{\"talks_at_least\":2,\"grants\":[{\"type\":\"full\",\"quantity\":2}]},"
		"{\"grants\":[{\"type\":\"day\",\"quantity\":1}]}]}"},
	{"guests-0",
		"{\"rules\":[{\"group\":\"crew\",\"grants\":[{\"type\":\"full\",\"quantity\":3}]},"
		"{\"grants\":[{\"type\":\"full\",\"quantity\":1}]}]}"},
	{"guests-1",
		"{\"rules\":[{\"group\":\"crew\",\"grants\":[{\"type\":\"day\",\"quantity\":2}]},"
		"{\"grants\":[{\"type\":\"full\",\"quantity\":2}]}]}"},
};

enum { POLICIES = sizeof(policies) / sizeof(*policies) };

static void write_policies(void)
{
	char path[100];
	FILE *file;
	size_t i;

	for (i = 0; i < POLICIES; i++) {
		snprintf(path, sizeof(path), "%s/%s.json", scratch, policies[i].name);
		file = fopen(path, "w");
		if (file == NULL || fprintf(file, "%s\n", policies[i].text) < 0 ||
			fclose(file) != 0)
			err(1, "%s", path);
	}
}

static void clean_up(void)
{
	char path[100];
	size_t i;

	for (i = 0; i < POLICIES; i++) {
		snprintf(path, sizeof(path), "%s/%s.json", scratch, policies[i].name);
		unlink(path);
	}
	snprintf(path, sizeof(path), "%s/home", scratch);
	disk_empty(path);
	rmdir(path);
	rmdir(scratch);
}

/* The stores are in memory, where there is a file system for that. */
static void make_scratch(void)
{
	char home[100];

	if (access("/dev/shm", W_OK) != 0)
		strlcpy(scratch, "/tmp/lanyard-simulate-XXXXXX", sizeof(scratch));
	if (mkdtemp(scratch) == NULL)
		err(1, "%s", scratch);
	atexit(clean_up);
	write_policies();
	snprintf(home, sizeof(home), "%s/home", scratch);
	if (mkdir(home, 0700) != 0 || setenv("LANYARD_HOME", home, 1) != 0 ||
		setenv("LANYARD_POLICIES", scratch, 1) != 0 ||
		setenv("LANYARD_CONFERENCE", "conference", 1) != 0 ||
		setenv("LC_ALL", "C.UTF-8", 1) != 0 || setenv("TZ", "UTC", 1) != 0)
		err(1, "setenv");
	unsetenv("TICKETING_CLIENT");
	unsetenv("LANYARD_NOW");
	unsetenv("LANYARD_TRACE");
	unsetenv("LANYARD_WAIT");
	umask(077);
}

static void add(struct totals *totals, const struct season *season)
{
	int i;

	totals->seasons++;
	totals->failed += season->failure[0] != '\0';
	totals->processes += season->processes;
	totals->at_once += season->at_once;
	totals->commands += season->commands;
	totals->reruns += season->reruns;
	totals->predicted += season->judged.predicted;
	totals->unknown += season->judged.unknown;
	totals->reports += season->judged.reports;
	totals->digest = totals->digest * 31 + season->digest;
	for (i = 0; i < FAULT_COUNT; i++)
		totals->injected[i] += season->injected[i];
}

static void print(const struct totals *totals)
{
	int64_t all = 0;
	int i;

	for (i = 1; i < FAULT_COUNT; i++) {
		printf("# %9" PRId64 "  %s\n", totals->injected[i], fault_words((enum fault)i));
		all += totals->injected[i];
	}
	printf("# %9" PRIu64 "  answers to commands of ticketing predicted; model_unknown %" PRIu64
	       "\n# %9" PRIu64 "  reports predicted\n",
		totals->predicted, totals->unknown, totals->reports);
	printf("# %9" PRId64 "  faults in %" PRId64 " processes, %" PRId64
	       " of them once more and %" PRId64 " two at once; %" PRId64
	       " commands\n"
	       "# %9" PRId64 "  seasons, of which %" PRId64 " failed; digest %016" PRIx64 "\n",
		all, totals->processes, totals->reruns, totals->at_once, totals->commands,
		totals->seasons, totals->failed, totals->digest);
	fflush(stdout);
}

static void report(
	uint64_t seed, unsigned without, struct season *season, const struct choice_of_steps *given)
{
	struct choice_of_steps steps = *given;
	struct buffer options = {0};
	int runs;

	printf("# seed %" PRIu64 ": %s\n", seed, season->failure);
	fflush(stdout);
	if (season->step < steps.steps)
		steps.steps = season->step;
	runs = shrink(seed, without, &steps, season->failure);
	shrink_describe(&steps, without, &options);
	printf("# after %d shorter seasons: %s\n# repeat it with: simulate%s %" PRIu64 "\n", runs,
		season->failure, buffer_text(&options), seed);
	fflush(stdout);
	buffer_release(&options);
}

static uint64_t random_seed(void)
{
	uint64_t seed;

	if (getentropy(&seed, sizeof(seed)) != 0)
		err(1, "getentropy");
	return seed % 1000000000000;
}

static void keep(const char *list, struct choice_of_steps *steps)
{
	bool kept[STEPS_LIMIT + 1] = {false};
	int i;

	if (!shrink_read(list, kept))
		errx(64, "%s: is no list of steps", list);
	for (i = 1; i <= STEPS_LIMIT; i++)
		steps->left_out[i] = !kept[i];
}

struct settings {
	struct choice_of_steps steps;
	unsigned without;
	bool talks, first, whole;
};

static long long number_of(const char *text, int most)
{
	const char *error;
	long long number = strtonum(text, 1, most, &error);

	if (error != NULL)
		errx(64, "%s: is %s", text, error);
	return number;
}

static bool read_option(int option, struct settings *to)
{
	switch (option) {
	case 'v':
		to->talks = true;
		return true;
	case 'f':
		to->first = true;
		return true;
	case 'n':
		to->whole = true;
		return true;
	case 's':
		to->steps.steps = (int)number_of(optarg, STEPS_LIMIT);
		return true;
	case 'k':
		keep(optarg, &to->steps);
		return true;
	case 'c':
		if (!shrink_read(optarg, to->steps.calm))
			errx(64, "%s: is no list of steps", optarg);
		return true;
	case 'w':
		to->without |= 1U << number_of(optarg, FAULT_COUNT - 1);
		return true;
	default:
		return false;
	}
}

static bool run(uint64_t seed, const struct settings *settings, struct totals *totals)
{
	struct season season = {.seed = seed,
		.steps = settings->steps.steps,
		.left_out = settings->steps.left_out,
		.calm = settings->steps.calm,
		.without = settings->without,
		.talks = settings->talks};
	bool well = season_run(&season);

	add(totals, &season);
	if (!well && (settings->talks || settings->first || settings->whole))
		printf("# seed %" PRIu64 ": %s\n", seed, season.failure);
	else if (!well)
		report(seed, settings->without, &season, &settings->steps);
	season_release(&season);
	return well;
}

/* COUNT seasons, or fewer: of a first failure, or of a signal, only the table follows. */
static void run_seasons(
	const struct settings *settings, uint64_t seed, uint64_t count, struct totals *totals)
{
	bool well = true;
	uint64_t i;

	for (i = 0; i < count && (well || !settings->first) && !process_interrupted(); i++) {
		well = run(seed + i, settings, totals);
		if (count == UINT64_MAX && i % 100 == 99)
			print(totals);
	}
	print(totals);
}

int main(int argc, char **argv)
{
	struct settings settings = {.steps.steps = STEPS};
	struct totals totals = {0};
	uint64_t seed, count;
	int option;

	while ((option = getopt(argc, argv, "fnvs:k:c:w:")) != -1)
		if (!read_option(option, &settings))
			return 64;
	argc -= optind;
	argv += optind;
	optind = 1; /* for the tools */
	seed = argc > 0 ? strtoull(argv[0], NULL, 10) : random_seed();
	count = argc > 1 ? strtoull(argv[1], NULL, 10) : argc > 0 ? 1 : UINT64_MAX;
	process_hold_signals();
	make_scratch();
	run_seasons(&settings, seed, count, &totals);
	return totals.failed > 0 ? 1 : process_interrupted() ? 130 : 0;
}
