#include "client/tools.h"
#include "sponsorship/crm.h"
#include "sponsorship/messages.h"
#include "store/outcome.h"

int main(int argc, char **argv)
{
	static const struct message *const events[] = {
		&sponsor_registered_message,
		&sponsor_amended_message,
		&command_answered_message,
		NULL,
	};

	return client_command(&sponsorship, "sponsor-register",
		"Registers sponsors, and amends their records.", &register_sponsor_message,
		&amend_sponsor_message, events, argc, argv);
}
