#include "client/tools.h"
#include "speakers/speakers.h"

int main(int argc, char **argv)
{
	return client_override(&speakers, "speaker-override", argc, argv);
}
