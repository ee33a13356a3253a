#include "message/description.h"

/* clang-format off */
MESSAGE_DEFINE(description, DESCRIPTION, MESSAGE_RECORD,
	"lanyard.map.description.v1", "What a tool says of itself: --describe.");
