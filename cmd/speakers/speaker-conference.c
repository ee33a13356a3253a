#include "client/tools.h"
#include "speakers/speakers.h"

int main(int argc, char **argv)
{
	return client_conference(&speakers, "speaker-conference", argc, argv);
}
