#include "client/tools.h"
#include "guests/guests.h"

static void add(struct run *run, struct store *store, const char *beneficiary,
	const struct booking_status *bookings)
{
	struct guest_status_row row;
	struct guest_state guest;

	if (!guest_find(store, beneficiary, &run->arena, &guest))
		return;
	row = (struct guest_status_row){
		.guest = guest.record.guest,
		.name = guest.record.name,
		.email = guest.record.email,
		.group = guest.record.group,
		.state = guest.withdrawn > 0 ? "withdrawn" : "registered",
		.entitled = bookings->entitled,
		.booked = bookings->booked,
		.because = bookings->because,
		.awaits = bookings->awaits,
	};
	run_row(run, &row);
}

int main(int argc, char **argv)
{
	static const struct client_report report = {.row = &guest_status_row_message, .add = add};

	return client_status(&guests, "guest-status", &report, argc, argv);
}
