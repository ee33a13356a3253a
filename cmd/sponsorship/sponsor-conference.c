#include "client/tools.h"
#include "sponsorship/sponsorship.h"

int main(int argc, char **argv)
{
	return client_conference(&sponsorship, "sponsor-conference", argc, argv);
}
