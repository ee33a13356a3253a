#include "client/tools.h"
#include "sponsorship/sponsorship.h"
#include "sponsorship/messages.h"

int main(int argc, char **argv)
{
	return client_record(&sponsorship, "sponsor-register",
		"Registers sponsors, and amends their records.", &register_sponsor_message,
		&amend_sponsor_message, &sponsor_registered_message, &sponsor_amended_message, argc,
		argv);
}
