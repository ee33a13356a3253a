#include "client/tools.h"
#include "speakers/crm.h"

int main(int argc, char **argv)
{
	return client_allocate(&speakers, "speaker-allocate", argc, argv);
}
