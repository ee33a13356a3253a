#include "client/tools.h"
#include "speakers/crm.h"
#include "speakers/messages.h"
#include "store/outcome.h"

int main(int argc, char **argv)
{
	static const struct message *const events[] = {
		&invitation_accepted_message,
		&command_answered_message,
		NULL,
	};

	return client_command(&speakers, "speaker-accept", "Records that speakers have accepted.",
		&accept_invitation_message, NULL, events, argc, argv);
}
