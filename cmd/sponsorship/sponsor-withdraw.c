#include "client/tools.h"
#include "sponsorship/sponsorship.h"
#include "sponsorship/messages.h"

int main(int argc, char **argv)
{
	return client_command(&sponsorship, "sponsor-withdraw",
		"Records that sponsors have withdrawn.", &withdraw_sponsor_message,
		&sponsor_withdrawn_message, argc, argv);
}
