#include "client/tools.h"
#include "speakers/crm.h"
#include "speakers/messages.h"

int main(int argc, char **argv)
{
	return client_command(&speakers, "speaker-accept", "Records that speakers have accepted.",
		&accept_invitation_message, &invitation_accepted_message, argc, argv);
}
