/*
 * A planted defect, for the test that replaying the corpus finds one: natural keys are not saved, so
 * that a repeated record is a new one.
 */
#include "captured.h"
#include "store/outcome.h"

/* NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp): ld's --wrap names it */
void __wrap_outcome_insert_key(struct store *store, const char *client, const char *type,
	const char *key, int64_t position);
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

void __wrap_outcome_insert_key(struct store *store, const char *client, const char *type,
	const char *key, int64_t position)
{
	(void)store;
	(void)client;
	(void)type;
	(void)key;
	(void)position;
}
