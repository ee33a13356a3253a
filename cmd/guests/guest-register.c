#include "client/tools.h"
#include "guests/guests.h"

int main(int argc, char **argv)
{
	return client_record(&guests, "guest-register",
		"Puts guests on the list, and amends their records.", &register_guest_message,
		&amend_guest_message, &guest_registered_message, &guest_amended_message, argc,
		argv);
}
