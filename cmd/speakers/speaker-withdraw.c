#include "client/tools.h"
#include "speakers/speakers.h"

int main(int argc, char **argv)
{
	return client_command(&speakers, "speaker-withdraw",
		"Records that speakers are not coming after all.", &withdraw_speaker_message,
		&speaker_withdrawn_message, argc, argv);
}
