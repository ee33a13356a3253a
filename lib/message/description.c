#include "message/description.h"

ENUM_DEFINE(described_type, DESCRIBED_TYPE);
_Static_assert((int)DESCRIBED_STRINGS == (int)FIELD_STRINGS + 1,
	"the described types are those of fields, after the absent one");

STRUCT_DEFINE(described_field, DESCRIBED_FIELD);
STRUCT_DEFINE(described_verb, DESCRIBED_VERB);

/* clang-format off */
MESSAGE_DEFINE(description, DESCRIPTION, MESSAGE_RECORD,
	"lanyard.map.description.v1", "What a tool says of itself: --describe.");
