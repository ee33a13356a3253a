#include "client/tools.h"
#include "speakers/speakers.h"

int main(int argc, char **argv)
{
	return client_command(&speakers, "speaker-decline", "Records that speakers have declined.",
		&decline_invitation_message, &invitation_declined_message, argc, argv);
}
