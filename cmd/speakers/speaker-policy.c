#include "client/tools.h"
#include "speakers/crm.h"
#include "speakers/messages.h"

int main(int argc, char **argv)
{
	return client_policy(&speakers, "speaker-policy", &adopt_speaker_policy_message,
		&speaker_policy_adopted_message, argc, argv);
}
