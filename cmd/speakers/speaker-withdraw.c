#include "client/tools.h"
#include "speakers/speakers.h"

int main(int argc, char **argv)
{
	return client_command(&speakers, "speaker-withdraw",
		"Records that speakers have withdrawn.", &withdraw_speaker_message,
		&speaker_withdrawn_message, argc, argv);
}
