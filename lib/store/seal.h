/*
 * Seals: events of a feed that have a digest of the lines before them, so that a line that was
 * altered, removed or added is found where the feed is read, in a store, a stream or a copy.
 *
 * A seal covers the lines from the seal before it (or from the first one) to the one before itself.
 * So it covers that seal's digest, too, and the newest covers the whole feed. Its digest is one of the
 * lines' digests: a line that is removed one day can leave its digest.
 *
 * Whoever can write to the feed can seal it again: only a seal that was kept elsewhere shows that.
 */
#ifndef STORE_SEAL_H
#define STORE_SEAL_H

#include <sha2.h>

#include "message/envelope.h"
#include "message/message.h"
#include "store/store.h"

/*
 * The name under which the position of a store's last seal is kept (see position.h): no consumer's,
 * which has a byte or more.
 */
#define SEAL_READER ""

#define FEED_SEALED(X, S)                                                                          \
	FIXED_STRING(X, S, first, REQUIRED, SEQUENCE_TEXT - 1,                                     \
		"the sequence of the first event that it covers: of the seal before it, or 1")     \
	FIXED_STRING(X, S, digest, REQUIRED, 2 * SHA512_DIGEST_LENGTH,                             \
		"SHA-512, in hex, of the SHA-512 digests of the lines from that event to the one " \
		"before this, each without its newline")
MESSAGE_DECLARE(feed_sealed, FEED_SEALED);

/* Of a line, without its newline. SHA-512 takes two thirds of the instructions of SHA-256. */
struct seal_digest {
	unsigned char bytes[SHA512_DIGEST_LENGTH];
};

/* The lines since the last seal. Zero it to begin with any line. */
struct seal_chain {
	SHA2_CTX digests;
	int64_t first; /* position of the first of these lines; 0: none yet */
	int64_t last;  /* of the last */
	int64_t seal;  /* of the last seal; 0: none yet */
};

struct seal_digest seal_digest(const char *line, size_t length);

/*
 * Adds the next line, at POSITION, with the DIGEST. SEAL: what it has, if it is a seal; else NULL.
 * False with FAULT set (EX_DATAERR): it is a seal, and not of the lines before it. The next seal is
 * checked all the same. A seal of lines that came before the first one can't be checked.
 */
bool seal_add(struct seal_chain *chain, int64_t position, const struct seal_digest *digest,
	const struct feed_sealed *seal, struct fault *fault);

/* seal_add() of a LINE. SCRATCH is overwritten. EX_DATAERR, too, if it is a seal and invalid. */
bool seal_pass(struct seal_chain *chain, int64_t position, const char *line, size_t length,
	struct arena *scratch, struct fault *fault);

/*
 * Checks the seals that come after POSITION in STORE's feed, within a transaction, as far as the seal
 * before is known. CHAIN is zero, or has the lines that an earlier call has checked. False with the
 * store's fault set (EX_SOFTWARE).
 */
bool seal_check(struct store *store, struct seal_chain *chain, int64_t position);

/*
 * Seals the feed of STORE, if it has events that are not sealed, after checking the seals since the
 * last one that is known; NOW is the time. Adds the newest seal's line to OUT; none if the feed is
 * empty. False with the store's fault set: EX_SOFTWARE if a seal is not of the lines before it.
 */
bool seal_store(struct store *store, int64_t now, struct buffer *out);

#endif
