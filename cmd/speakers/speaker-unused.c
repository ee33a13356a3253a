#include "client/tools.h"
#include "speakers/crm.h"

int main(int argc, char **argv)
{
	return client_unused(&speakers, "speaker-unused", argc, argv);
}
