/*
 * What is promised to whoever runs tools: what was printed is stored, whatever happens then; the
 * feed only grows.
 */
#include "season.h"

#include <string.h>

#include "base/memory.h"

enum { DISTURBED = 3 }; /* times at most that the reading of a feed has a fault */

const char *const feed_tools[STORES] = {
	"ticket-feed", "sponsor-feed", "speaker-feed", "guest-feed"};

static uint64_t hash(const char *bytes, size_t length)
{
	uint64_t hash = 0xcbf29ce484222325U;

	for (; length > 0; length--, bytes++)
		hash = (hash ^ (unsigned char)*bytes) * 0x100000001b3U;
	return hash != 0 ? hash : 1;
}

static bool has_hash(const struct feed *feed, uint64_t hash)
{
	size_t at;

	if (feed->slots == 0)
		return false;
	for (at = hash % feed->slots; feed->hashes[at] != 0; at = (at + 1) % feed->slots)
		if (feed->hashes[at] == hash)
			return true;
	return false;
}

static void add_hash(struct feed *feed, uint64_t hash)
{
	size_t at = hash % feed->slots;

	while (feed->hashes[at] != 0)
		at = (at + 1) % feed->slots;
	feed->hashes[at] = hash;
}

static void widen(struct feed *feed)
{
	struct cause *causes = feed->causes;
	size_t i, at, slots = feed->slots;

	feed->room = feed->room > 0 ? 2 * feed->room : 256;
	feed->begin = memory_resize(feed->begin, feed->room + 1, sizeof(*feed->begin));
	free(feed->hashes);
	feed->slots = 4 * feed->room;
	feed->hashes = memory_zeroed(feed->slots, sizeof(*feed->hashes));
	feed->causes = memory_zeroed(feed->slots, sizeof(*feed->causes));
	for (i = 0; i < slots; i++)
		if (causes[i].last != 0) {
			for (at = causes[i].key % feed->slots; feed->causes[at].last != 0;)
				at = (at + 1) % feed->slots;
			feed->causes[at] = causes[i];
		}
	free(causes);
	for (i = 0; i < feed->count; i++)
		add_hash(feed, hash(feed->text.text + feed->begin[i],
				       feed->begin[i + 1] - feed->begin[i]));
}

static void add_line(struct feed *feed, const char *line, size_t length)
{
	if (feed->count == feed->room)
		widen(feed);
	feed->begin[feed->count] = feed->text.length;
	buffer_add(&feed->text, line, length);
	add_hash(feed, hash(line, length));
	feed->begin[++feed->count] = feed->text.length;
}

void feed_release(struct feed *feed)
{
	buffer_release(&feed->text);
	free(feed->begin);
	free(feed->hashes);
	free(feed->causes);
	*feed = (struct feed){0};
}

static int line_length(const char *line, const char *end)
{
	const char *newline = memchr(line, '\n', (size_t)(end - line));

	return (int)((newline != NULL ? newline + 1 : end) - line);
}

/* The text of a member of a line, from its name on. */
static const char *member(const char *line, size_t length, const char *name, size_t *size)
{
	const char *at = memmem(line, length, name, strlen(name));
	const char *end = at != NULL ? memchr(at + strlen(name), '"',
					       length - (size_t)(at + strlen(name) - line))
				     : NULL;

	*size = end != NULL ? (size_t)(end - at) : 0;
	return end != NULL ? at : "";
}

/* The events of one command follow each other: it was decided once. */
static bool is_decided_once(struct season *season, int store, const char *line, size_t length)
{
	static const char of_command[] = "\"commanddigest\":\"";
	struct feed *feed = &season->feed[store];
	size_t size, client_size, at;
	const char *cause = member(line, length, "\"causationid\":\"", &size);
	const char *client = member(line, length, "\"client\":\"", &client_size);
	uint64_t key = hash(cause, size) * 31 + hash(client, client_size);

	/* Others are caused by an event, which may cause several. */
	if (size == 0 || memmem(line, length, of_command, strlen(of_command)) == NULL)
		return true;
	if (feed->count == feed->room)
		widen(feed);
	for (at = key % feed->slots; feed->causes[at].last != 0; at = (at + 1) % feed->slots)
		if (feed->causes[at].key == key)
			break;
	if (feed->causes[at].last != 0 && feed->causes[at].last != feed->count)
		return season_fail(season, "%s: a command was decided twice: %.*s",
			feed_tools[store], (int)length, line);
	feed->causes[at] = (struct cause){key, feed->count + 1};
	return true;
}

/* Adds the lines behind those that are known; false: one of the known ones is missing or other. */
static bool compare(struct season *season, int store, const struct buffer *output, bool all)
{
	struct feed *feed = &season->feed[store];
	const char *line = output->text, *end = line + output->length;
	size_t known = all ? 0 : feed->count, length;

	for (; line < end; line += length, known++) {
		length = (size_t)line_length(line, end);
		if (known >= feed->count) {
			if (!is_decided_once(season, store, line, length))
				return false;
			add_line(feed, line, length);
		} else if (length != feed->begin[known + 1] - feed->begin[known] ||
			   memcmp(line, feed->text.text + feed->begin[known], length) != 0)
			return season_fail(season, "%s: line %zu has become another: %.*s",
				feed_tools[store], known + 1, (int)length, line);
	}
	return known >= feed->count ||
	       season_fail(season, "%s: lost what was printed, from line %zu of %zu: %.*s",
		       feed_tools[store], known + 1, feed->count,
		       (int)(feed->begin[known + 1] - feed->begin[known]),
		       feed->text.text + feed->begin[known]);
}

/* Whether a line is an event that is stored: a command for another store has no sequence. */
static bool is_event(const char *line, size_t length)
{
	return memmem(line, length, ",\"sequence\":\"", 13) != NULL;
}

/* Whether the feed has an event that requests the command of a line. */
static bool is_requested(const struct feed *feed, const char *line, size_t length)
{
	const char *id = memmem(line, length, "\"id\":\"", 6);
	char wanted[60];

	if (id == NULL)
		return true;
	snprintf(wanted, sizeof(wanted), "\"command\":\"%.36s\"", id + 6);
	return feed->count > 0 &&
	       memmem(feed->text.text, feed->text.length, wanted, strlen(wanted)) != NULL;
}

/* Whether a line is a command that a process sends: it is printed again until it is answered. */
static bool is_command(int store, const char *line, size_t length)
{
	return store != TICKETING && memmem(line, length, "lanyard.ticketing.", 18) != NULL;
}

static bool has_printed(struct season *season, int store)
{
	const struct buffer *printed = &season->printed[store];
	const char *line = printed->text, *end = line + printed->length;
	int length;

	for (; line < end; line += length) {
		length = line_length(line, end);
		if (is_event(line, (size_t)length)
				? !has_hash(&season->feed[store], hash(line, (size_t)length))
				: is_command(store, line, (size_t)length) &&
					  !is_requested(&season->feed[store], line, (size_t)length))
			return season_fail(season, "%s: printed what is not in the feed: %.*s",
				feed_tools[store], length, line);
	}
	buffer_reset(&season->printed[store]);
	return true;
}

/* How often the store's files have changed. */
static uint64_t changes(int store)
{
	static const char *const prefixes[STORES] = {"conference/ticketing.db",
		"conference/sponsorship.db", "conference/speakers.db", "conference/guests.db"};

	return disk_changes(machine->disk, prefixes[store]);
}

bool promises_read(struct season *season, int store)
{
	struct random random = chance_of(season->seed, (uint64_t)season->processes + 2000000);
	int disturbed = (int)chance_below(&random, DISTURBED + 1);
	char after[32];
	bool all;

	do {
		all = season->all[store];
		snprintf(after, sizeof(after), "%zu", all ? 0 : season->feed[store].count);
		if (!season_look(season, store, feed_tools[store], after,
			    disturbed-- > 0 ? &random : NULL))
			return false;
	} while (season->result.fault);
	if (season->result.status != 0)
		return season_fail(season, "%s --after %s: ends with %d: %.*s", feed_tools[store],
			after, season->result.status, (int)season->result.errors.length,
			season->result.errors.text);
	season->changes[store] = changes(store);
	season->all[store] = false;
	return compare(season, store, &season->result.output, all) && has_printed(season, store);
}

void promises_cut(struct season *season)
{
	int store;

	for (store = 0; store < STORES; store++)
		if (changes(store) != season->changes[store])
			season->all[store] = true;
}

void promises_all(struct season *season)
{
	int store;

	for (store = 0; store < STORES; store++) {
		season->all[store] = true;
		season->changes[store] = UINT64_MAX;
	}
}

/* A store that has changed, or STORES: none has. */
static int changed_store(const struct season *season)
{
	int store = 0;

	while (store < STORES &&
		(!season->exists[store] || changes(store) == season->changes[store]))
		store++;
	return store;
}

bool promises_check(struct season *season, int called)
{
	bool read = called == STORES || !season->exists[called];
	char after[32];
	int store;

	while ((store = changed_store(season)) < STORES) {
		if (!promises_read(season, store))
			return false;
		read = read || store == called;
	}
	if (read)
		return true;
	snprintf(after, sizeof(after), "%zu", season->feed[called].count);
	return season_unchanged(season, feed_tools[called], after) && has_printed(season, called);
}

/* The next line of TEXT from *AT on that is a stored event; false: none is whole. */
static bool next_event(const struct buffer *text, size_t *at, const char **line, size_t *length)
{
	const char *end = text->text + text->length;

	while (*at < text->length) {
		*line = text->text + *at;
		*length = (size_t)line_length(*line, end);
		*at += *length;
		if ((*line)[*length - 1] == '\n' && is_event(*line, *length))
			return true;
	}
	return false;
}

bool promises_repeated(const struct buffer *printed, const struct buffer *again, bool denied)
{
	const char *first, *second;
	size_t at = 0, at_again = 0, length, length_again;
	bool same;

	while (next_event(printed, &at, &first, &length)) {
		do
			same = next_event(again, &at_again, &second, &length_again) &&
			       length == length_again && memcmp(first, second, length) == 0;
		while (!same && denied && at_again < again->length);
		if (!same)
			return false;
	}
	return true;
}
