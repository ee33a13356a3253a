#include "bank/transfer.h"

/* clang-format off */
MESSAGE_DEFINE(transfer, TRANSFER, MESSAGE_RECORD,
	"lanyard.bank.transfer.v1", "A transfer, as a bank lists it.");
/* clang-format on */

enum { DIGEST_BYTES = 10 }; /* of the digest, in a made id */

struct transfer_identity transfer_identify(
	const struct transfer *transfer, struct arena *arena, struct buffer *scratch)
{
	struct transfer_identity identity = {
		.id = transfer->transfer,
		.digest = envelope_digest(&transfer_message, transfer, scratch),
	};

	if (identity.id == NULL) {
		buffer_reset(scratch);
		buffer_add_hex(scratch, identity.digest.bytes, DIGEST_BYTES);
		identity.id =
			arena_printf(arena, "%s-%s", transfer->received_on, buffer_text(scratch));
	}
	return identity;
}
