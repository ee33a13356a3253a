#include "client/tools.h"
#include "speakers/crm.h"
#include "speakers/messages.h"
#include "store/outcome.h"

int main(int argc, char **argv)
{
	static const struct message *const events[] = {
		&speaker_invited_message,
		&speaker_amended_message,
		&command_answered_message,
		NULL,
	};

	return client_command(&speakers, "speaker-invite",
		"Invites speakers, and amends their records.", &invite_speaker_message,
		&amend_speaker_message, events, argc, argv);
}
