#include "client/tools.h"
#include "guests/guests.h"

int main(int argc, char **argv)
{
	return client_record(&guests, "guest-register",
		"Registers guests, and amends their records.", &register_guest_message,
		&amend_guest_message, &guest_registered_message, &guest_amended_message, argc,
		argv);
}
