#include "client/tools.h"
#include "speakers/speakers.h"

int main(int argc, char **argv)
{
	return client_record(&speakers, "speaker-invite",
		"Invites speakers, and amends their records.", &invite_speaker_message,
		&amend_speaker_message, &speaker_invited_message, &speaker_amended_message, argc,
		argv);
}
