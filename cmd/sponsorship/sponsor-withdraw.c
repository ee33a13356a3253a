#include "client/tools.h"
#include "sponsorship/crm.h"
#include "sponsorship/messages.h"
#include "store/outcome.h"

int main(int argc, char **argv)
{
	static const struct message *const events[] = {
		&sponsor_withdrawn_message,
		&command_answered_message,
		NULL,
	};

	return client_command(&sponsorship, "sponsor-withdraw",
		"Records that sponsors have withdrawn.", &withdraw_sponsor_message, NULL, events,
		argc, argv);
}
