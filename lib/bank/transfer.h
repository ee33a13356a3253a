/*
 * A transfer, as a bank lists it: money that came in, or went out.
 */
#ifndef BANK_TRANSFER_H
#define BANK_TRANSFER_H

#include "message/envelope.h"

enum { TRANSFER_LIMIT = 100, TRANSFER_TEXT_LIMIT = 2000 };

#define TRANSFER_AMOUNT_LIMIT ((INT64_C(1) << 53) - 1)

#define TRANSFER(X, S)                                                                             \
	STRING(X, S, transfer, OPTIONAL | KEY, TRANSFER_LIMIT,                                     \
		"transfer's id, as the bank gives it; absent: made of the other fields")           \
	DATE(X, S, received_on, REQUIRED, "booking date")                                          \
	AMOUNT_WITHIN(X, S, amount, REQUIRED, -TRANSFER_AMOUNT_LIMIT, TRANSFER_AMOUNT_LIMIT,       \
		"amount; negative: it went out")                                                   \
	CURRENCY(X, S, currency, REQUIRED, "currency of the amount")                               \
	STRING(X, S, text, OPTIONAL | PERSONAL, TRANSFER_TEXT_LIMIT,                               \
		"reference, as the payer wrote it")                                                \
	STRING(X, S, payer, OPTIONAL | PERSONAL, 200, "payer's name")
MESSAGE_DECLARE(transfer, TRANSFER);

struct transfer_identity {
	const char *id;       /* its own, or made of its date and digest */
	struct digest digest; /* of all of its fields */
};

/* The identity of TRANSFER, whose text lives in ARENA. SCRATCH is overwritten. */
struct transfer_identity transfer_identify(
	const struct transfer *transfer, struct arena *arena, struct buffer *scratch);

#endif
