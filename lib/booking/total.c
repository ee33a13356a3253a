#include "booking/ledger.h"

/* No struct of its own: a total is a target that may be greater. */
static const struct field total_fields[] = {TOTAL(FIELD_ROW, target)};
const struct shape total_shape = {total_fields, COUNT_OF(total_fields), sizeof(struct target)};
