#include "client/tools.h"
#include "speakers/speakers.h"

int main(int argc, char **argv)
{
	return client_contact(&speakers, "speaker-contact", argc, argv);
}
