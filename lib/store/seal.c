#include "store/seal.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hex.h"
#include "message/decode.h"
#include "message/json.h"
#include "store/feed.h"
#include "store/internal.h"
#include "store/position.h"
#include "store/query.h"

/* clang-format off */
MESSAGE_DEFINE(feed_sealed, FEED_SEALED, MESSAGE_EVENT,
	"lanyard.store.feed-sealed.v1",
	"The feed was sealed: a digest of its lines since the seal before. No state changes.",
	"sealed: {digest}");
/* clang-format on */

struct seal_digest seal_digest(const char *line, size_t length)
{
	struct seal_digest digest;
	SHA2_CTX context;

	SHA512Init(&context);
	SHA512Update(&context, (const unsigned char *)line, length);
	SHA512Final(digest.bytes, &context);
	return digest;
}

/* The digest of CHAIN's lines, in hex. CHAIN stays as it is. */
static const char *digest_of(const struct seal_chain *chain, struct buffer *hex)
{
	SHA2_CTX context = chain->digests;
	struct seal_digest digest;

	SHA512Final(digest.bytes, &context);
	buffer_reset(hex);
	buffer_add_hex(hex, digest.bytes, sizeof(digest.bytes));
	return buffer_text(hex);
}

/* Whether the seal at POSITION is of CHAIN's lines. */
static bool check(const struct seal_chain *chain, int64_t position, const struct feed_sealed *seal,
	struct fault *fault)
{
	const char *error;
	int64_t first = strtonum(seal->first, 1, INT64_MAX, &error);
	bool whole = chain->first == 1 || chain->seal > 0;
	struct buffer hex = {0};
	bool same;

	if (error == NULL && !whole && first < chain->first)
		return true;
	if (error != NULL || first != chain->first)
		return fault_set(fault, EX_DATAERR,
			"is a seal of the events from %s on, and not from %lld on", seal->first,
			(long long)chain->first);
	same = strcmp(digest_of(chain, &hex), seal->digest) == 0;
	buffer_release(&hex);
	return same ||
	       fault_set(fault, EX_DATAERR,
		       "is a seal of the events %lld to %lld, one of which was altered since",
		       (long long)first, (long long)position - 1);
}

bool seal_add(struct seal_chain *chain, int64_t position, const struct seal_digest *digest,
	const struct feed_sealed *seal, struct fault *fault)
{
	bool good = seal == NULL || chain->first == 0 || check(chain, position, seal, fault);

	if (seal != NULL || chain->first == 0) {
		SHA512Init(&chain->digests);
		chain->first = position;
	}
	if (seal != NULL)
		chain->seal = position;
	SHA512Update(&chain->digests, digest->bytes, sizeof(digest->bytes));
	chain->last = position;
	return good;
}

/*
 * Reads what LINE has, if it is a seal; NULL otherwise, or with FAULT set. Most lines are not
 * parsed: the type of a seal is nowhere in them.
 */
static const struct feed_sealed *read_seal(
	const char *line, size_t length, struct arena *scratch, struct fault *fault)
{
	const char *type = feed_sealed_message.type;
	struct envelope envelope;
	const json_t *json, *data;

	if (memmem(line, length, type, strlen(type)) == NULL)
		return NULL;
	arena_reset(scratch);
	json = message_json_parse(line, length, scratch, fault);
	if (json == NULL || !envelope_read(json, scratch, &envelope, &data, fault) ||
		strcmp(envelope.type, type) != 0)
		return NULL;
	return decode(feed_sealed_message.layout, data, TOLERANT, "/data", scratch, fault);
}

bool seal_pass(struct seal_chain *chain, int64_t position, const char *line, size_t length,
	struct arena *scratch, struct fault *fault)
{
	struct seal_digest digest = seal_digest(line, length);
	const struct feed_sealed *seal = read_seal(line, length, scratch, fault);

	return fault->status == 0 && seal_add(chain, position, &digest, seal, fault);
}

/* Passes the events of STORE's feed that come after CHAIN's last one. */
static bool catch_up(struct store *store, struct seal_chain *chain)
{
	struct query *query = QUERY(
		store, "SELECT seq, line FROM events WHERE seq > :after ORDER BY seq", chain->last);
	struct arena scratch = {0};
	struct fault bad = {0};

	while (bad.status == 0 && query_row(query)) {
		int64_t position = query_position_at(query, 0);
		size_t length;
		const char *line = query_text_at(query, 1, &length);

		if (store_fault(store)->status == 0)
			seal_pass(chain, position, line, length, &scratch, &bad);
		if (bad.status != 0)
			query_end(query);
	}
	arena_release(&scratch);
	if (bad.status != 0)
		fault_set(store_fault(store), EX_SOFTWARE, "%s: position %lld: %s", store->path,
			(long long)chain->last, bad.reason);
	return store_fault(store)->status == 0;
}

/*
 * The position of the last seal up to POSITION, by the one that is known and those that each names;
 * 0: none.
 */
static int64_t last_seal(struct store *store, int64_t position)
{
	int64_t seal = position_of_reader(store, SEAL_READER), before = INT64_MAX;
	const struct feed_sealed *sealed = NULL;
	struct arena arena = {0};
	struct envelope envelope;

	do {
		const char *type = feed_type(store, seal, &arena);

		sealed = NULL;
		if (seal < before && type != NULL && strcmp(type, feed_sealed_message.type) == 0)
			sealed = feed_event(
				store, seal, feed_sealed_message.layout, &envelope, &arena);
		before = seal;
		if (sealed != NULL && seal > position)
			seal = strtonum(sealed->first, 1, INT64_MAX, NULL);
	} while (sealed != NULL && before > position);
	arena_release(&arena);
	return sealed != NULL ? seal : 0;
}

bool seal_check(struct store *store, struct seal_chain *chain, int64_t position)
{
	int64_t seal;

	/* The first seal ever is of lines that CHAIN has passed over. */
	if (chain->seal == 0 && chain->first != 1 && position_of_reader(store, SEAL_READER) > 0)
		*chain = (struct seal_chain){.last = 0};
	if (chain->last == 0) {
		seal = last_seal(store, position);
		if (seal > 0)
			chain->last = seal - 1;
		else if (position_of_reader(store, SEAL_READER) == 0)
			chain->last = position; /* no seal is known at all */
	}
	return catch_up(store, chain);
}

/* Appends the seal of CHAIN's lines, within a transaction. */
static void append(struct store *store, struct seal_chain *chain, int64_t now, struct buffer *out)
{
	struct buffer hex = {0};
	char first[SEQUENCE_TEXT], time[CLOCK_TEXT];
	struct feed_sealed sealed = {.first = first, .digest = digest_of(chain, &hex)};
	struct envelope envelope = {.time = time, .subject = "feed", .id = uuid_new(now)};

	snprintf(first, sizeof(first), "%019lld", (long long)chain->first);
	clock_format(now, time);
	feed_append(store, &envelope, &feed_sealed_message, &sealed, out);
	position_move(
		store, SEAL_READER, position_of_reader(store, SEAL_READER), envelope.sequence);
	buffer_release(&hex);
}

/* Whether all events are sealed: the last one is a seal, or there is none. */
static bool is_sealed(const struct seal_chain *chain)
{
	return chain->last == chain->seal;
}

/* Seals what CHAIN has, and what was appended meanwhile. */
static bool seal_rest(
	struct store *store, struct seal_chain *chain, int64_t now, struct buffer *out)
{
	if (!store_begin(store))
		return false;
	if (catch_up(store, chain) && !is_sealed(chain)) {
		append(store, chain, now, out);
		return store_commit(store);
	}
	store_rollback(store);
	return store_fault(store)->status == 0;
}

bool seal_store(struct store *store, int64_t now, struct buffer *out)
{
	struct seal_chain chain = {.last = 0};
	bool good = store_begin_reading(store);
	int64_t seal = good ? last_seal(store, INT64_MAX) : 0;

	/* Without the lock: writers go on meanwhile. */
	if (seal > 0)
		chain.last = seal - 1;
	good = good && catch_up(store, &chain);
	store_end_reading(store);
	if (!good || (!is_sealed(&chain) && !seal_rest(store, &chain, now, out)))
		return false;
	if (is_sealed(&chain) && chain.seal > 0)
		feed_copy(store, chain.seal, 1, out);
	return store_fault(store)->status == 0;
}
