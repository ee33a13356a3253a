#include "admin/admin.h"

ENUM_DEFINE(finding_state, FINDING_STATE);

/* clang-format off */
MESSAGE_DEFINE(guide_row, GUIDE_ROW, MESSAGE_RECORD,
	"lanyard.admin.guide-row.v1", "A tool, and what it is for; or what to do next.");
MESSAGE_DEFINE(finding, FINDING, MESSAGE_RECORD,
	"lanyard.admin.finding.v1", "What lanyard doctor or lanyard selftest has found.");
/* clang-format on */

const struct message *const admin_messages[] = {
	&guide_row_message,
	&finding_message,
	NULL,
};
