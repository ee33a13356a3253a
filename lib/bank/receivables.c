#include "bank/receivables.h"

#include <bsd/stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"

enum {
	CHARACTERS_LIMIT = 256, /* of a reference: more than any context allows */
	SHORT_REFERENCE = 6,    /* with fewer characters, it has no gaps but its own */
	SHORT_NUMBER = 5,       /* with fewer digits and no letters, it is the whole text */
	NAMINGS_LIMIT = 200,    /* of a text */
};

struct entry {
	uint64_t hash; /* of the reference's characters */
	const char *key;
	struct share *shares; /* the newest first */
};

struct receivables {
	const struct receivables_source *source;
	struct store *store;
	int64_t now;
	struct arena arena;
	struct entry *entries;
	size_t count, capacity;
	uint32_t
		*slots; /* a hash table of indexes of entries, plus one; its size is a power of 2 */
	size_t slot_count;
	uint64_t powers[CHARACTERS_LIMIT + 1]; /* of the random base of the hashes */
	bool has_length[CHARACTERS_LIMIT + 1];
	size_t lengths[CHARACTERS_LIMIT]; /* those that references have, ascending */
	size_t length_count;
};

/* A polynomial in the base, modulo 2^64; what it finds is compared. */
static uint64_t hash_of(const struct receivables *receivables, const struct phrase *phrase)
{
	uint64_t hash = 0;
	size_t i;

	for (i = 0; i < phrase->count; i++)
		hash = hash * receivables->powers[1] + phrase->characters[i] + 1;
	return hash;
}

void receivables_add(struct receivables *receivables, const char *reference, const char *key)
{
	struct arena scratch = {0};
	struct phrase phrase = phrase_of(reference, &scratch);

	if (phrase.count > 0 && phrase.count <= CHARACTERS_LIMIT) {
		if (receivables->count == receivables->capacity) {
			receivables->capacity =
				receivables->capacity > 0 ? 2 * receivables->capacity : 64;
			receivables->entries = memory_resize(receivables->entries,
				receivables->capacity, sizeof(*receivables->entries));
		}
		receivables->entries[receivables->count++] = (struct entry){
			.hash = hash_of(receivables, &phrase),
			.key = arena_text(&receivables->arena, key, strlen(key)),
		};
		receivables->has_length[phrase.count] = true;
	}
	arena_release(&scratch);
}

static size_t slot_of(const struct receivables *receivables, uint64_t hash)
{
	return (size_t)((hash * UINT64_C(0x9e3779b97f4a7c15)) >> 20) &
	       (receivables->slot_count - 1);
}

/* Builds the table, at most half full. */
static void build_table(struct receivables *receivables)
{
	size_t i, slot;

	receivables->slot_count = 64;
	while (receivables->slot_count < 2 * receivables->count)
		receivables->slot_count *= 2;
	receivables->slots = memory_zeroed(receivables->slot_count, sizeof(*receivables->slots));
	for (i = 0; i < receivables->count; i++) {
		slot = slot_of(receivables, receivables->entries[i].hash);
		while (receivables->slots[slot] != 0)
			slot = (slot + 1) & (receivables->slot_count - 1);
		receivables->slots[slot] = (uint32_t)i + 1;
	}
	for (i = 1; i <= CHARACTERS_LIMIT; i++)
		if (receivables->has_length[i])
			receivables->lengths[receivables->length_count++] = i;
}

struct receivables *receivables_new(
	const struct receivables_source *source, struct store *store, int64_t now)
{
	struct receivables *receivables = memory_zeroed(1, sizeof(*receivables));
	uint64_t base;
	size_t i;

	receivables->source = source;
	receivables->store = store;
	receivables->now = now;
	random_fill(&base, sizeof(base));
	receivables->powers[0] = 1;
	for (i = 1; i <= CHARACTERS_LIMIT; i++)
		receivables->powers[i] = receivables->powers[i - 1] * (base | 1);
	source->each(store, receivables);
	build_table(receivables);
	return receivables;
}

void receivables_free(struct receivables *receivables)
{
	if (receivables == NULL)
		return;
	free(receivables->entries);
	free(receivables->slots);
	arena_release(&receivables->arena);
	free(receivables);
}

/* Finding */

/* What a text is searched with. */
struct search {
	struct receivables *receivables;
	const struct phrase *text;
	const char *transfer;
	struct arena *arena;
	const uint64_t *hashes; /* of the text's first characters, none to all */
	struct list found;
};

/* Whether REFERENCE is a number that a text may have for any reason: 2 tickets, the year 2025. */
static bool is_short_number(const struct phrase *reference)
{
	size_t i = 0;

	while (i < reference->count && phrase_is_digit(reference->characters[i]))
		i++;
	return i == reference->count && i < SHORT_NUMBER;
}

/* Whether the characters from FROM are REFERENCE. *COMPACT: with no gaps but its own. */
static bool is_named(
	const struct phrase *text, size_t from, const struct phrase *reference, bool *compact)
{
	size_t i;

	*compact = true;
	if (is_short_number(reference) && text->count != reference->count)
		return false;
	for (i = 0; i < reference->count; i++) {
		enum phrase_gap gap = text->before[from + i];

		if (text->characters[from + i] != reference->characters[i])
			return false;
		if (i == 0 || gap == PHRASE_ADJACENT || reference->before[i] != PHRASE_ADJACENT)
			continue;
		*compact = false;
		if (reference->count < SHORT_REFERENCE ||
			(gap == PHRASE_APART && phrase_is_digit(reference->characters[i - 1]) &&
				phrase_is_digit(reference->characters[i])))
			return false;
	}
	return true;
}

/*
 * Whether a reference may begin at FROM: a word or a number that continues there is another one,
 * but "RE2025-017" is the number 2025-017. *JOINED: by punctuation, a number before it is joined.
 */
static bool may_begin(const struct phrase *text, size_t from, bool *joined)
{
	enum phrase_gap gap = from > 0 ? text->before[from] : PHRASE_APART;
	bool after, before;

	*joined = false;
	if (gap > PHRASE_JOINED)
		return true;
	before = phrase_is_digit(text->characters[from - 1]);
	after = phrase_is_digit(text->characters[from]);
	*joined = before && after;
	return gap == PHRASE_JOINED || (after && !before);
}

/* Whether the character at AT is a single letter, which may be the suffix of a number. */
static bool is_suffix(const struct phrase *text, size_t at)
{
	return phrase_is_suffix(text->characters[at]) &&
	       (at + 1 == text->count || text->before[at + 1] != PHRASE_ADJACENT ||
		       phrase_is_digit(text->characters[at + 1]));
}

/* The same of its end, before TO: "2025-017vom" has the number, "2025-017b" another one. */
static bool may_end(const struct phrase *text, size_t to, bool *joined)
{
	enum phrase_gap gap = to < text->count ? text->before[to] : PHRASE_APART;
	bool after, before;

	*joined = false;
	if (gap > PHRASE_JOINED)
		return true;
	before = phrase_is_digit(text->characters[to - 1]);
	after = phrase_is_digit(text->characters[to]);
	*joined = after || (before && is_suffix(text, to));
	return gap == PHRASE_JOINED || (before && !*joined);
}

/* The receivable of ENTRY, if an earlier place of the text names it; else it is read. */
static const struct receivable *read_entry(struct search *search, struct entry *entry)
{
	struct receivables *receivables = search->receivables;
	const struct naming *namings = search->found.items;
	struct receivable *receivable;
	size_t i;

	for (i = 0; i < search->found.count; i++)
		if (namings[i].shares == &entry->shares)
			return namings[i].receivable;
	receivable = arena_take(search->arena, sizeof(*receivable));
	if (!receivables->source->read(receivables->store, receivables->now, entry->key,
		    search->transfer, search->arena, receivable))
		return NULL;
	return receivable;
}

/* Adds the naming of ENTRY, if the text at PLACE is its reference and not only its hash. */
static void add_naming(struct search *search, struct entry *entry, struct naming place)
{
	const struct receivable *receivable = read_entry(search, entry);
	struct phrase reference;

	if (receivable == NULL)
		return;
	reference = phrase_of(receivable->reference, search->arena);
	if (reference.count != place.to - place.from ||
		!is_named(search->text, place.from, &reference, &place.compact))
		return;
	place.receivable = receivable;
	place.shares = &entry->shares;
	*(struct naming *)list_grow(&search->found, sizeof(place), search->arena) = place;
}

/* Finds all receivables whose reference is the text at PLACE. */
static void find_at(struct search *search, struct naming place)
{
	struct receivables *receivables = search->receivables;
	uint64_t hash = search->hashes[place.to] -
			search->hashes[place.from] * receivables->powers[place.to - place.from];
	size_t slot = slot_of(receivables, hash);

	for (; receivables->slots[slot] != 0 && search->found.count < NAMINGS_LIMIT;
		slot = (slot + 1) & (receivables->slot_count - 1)) {
		struct entry *entry = &receivables->entries[receivables->slots[slot] - 1];

		if (entry->hash == hash)
			add_naming(search, entry, place);
	}
}

static const uint64_t *hash_prefixes(
	const struct receivables *receivables, const struct phrase *text, struct arena *arena)
{
	uint64_t *hashes = arena_raw(arena, (text->count + 1) * sizeof(*hashes));
	size_t i;

	hashes[0] = 0;
	for (i = 0; i < text->count; i++)
		hashes[i + 1] = hashes[i] * receivables->powers[1] + text->characters[i] + 1;
	return hashes;
}

struct list receivables_named(struct receivables *receivables, const struct phrase *text,
	const char *transfer, struct arena *arena)
{
	struct search search = {receivables, text, transfer, arena,
		hash_prefixes(receivables, text, arena), {0, NULL}};
	struct naming place = {0};
	size_t i;

	for (place.from = 0; place.from < text->count; place.from++) {
		if (!may_begin(text, place.from, &place.joined_before))
			continue;
		for (i = 0; i < receivables->length_count; i++) {
			place.to = place.from + receivables->lengths[i];
			if (place.to > text->count)
				break;
			if (may_end(text, place.to, &place.joined_after))
				find_at(&search, place);
		}
	}
	return search.found;
}

void receivables_add_share(
	struct receivables *receivables, struct share **shares, const struct share *share)
{
	struct share *added = arena_take(&receivables->arena, sizeof(*added));

	*added = *share;
	added->transfer = arena_text(&receivables->arena, share->transfer, strlen(share->transfer));
	added->next = *shares;
	*shares = added;
}
