#include "client/tools.h"
#include "guests/guests.h"

int main(int argc, char **argv)
{
	return client_conference(&guests, "guest-conference", argc, argv);
}
