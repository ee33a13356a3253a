#include "client/tools.h"
#include "speakers/crm.h"
#include "speakers/messages.h"
#include "store/outcome.h"

int main(int argc, char **argv)
{
	static const struct message *const events[] = {
		&speaker_withdrawn_message,
		&command_answered_message,
		NULL,
	};

	return client_command(&speakers, "speaker-withdraw",
		"Records that speakers are not coming after all.", &withdraw_speaker_message, NULL,
		events, argc, argv);
}
