#include "client/tools.h"
#include "speakers/speakers.h"

int main(int argc, char **argv)
{
	return client_command(&speakers, "speaker-accept", "Records that speakers have accepted.",
		&accept_invitation_message, &invitation_accepted_message, argc, argv);
}
