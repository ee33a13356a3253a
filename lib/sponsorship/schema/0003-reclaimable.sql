-- Bookings with tickets that nobody holds, as far as we know, of sponsors that have too
-- much, once it was decided what they shall have: they were answered after less was
-- decided, or somebody gave one up, or another booking had nothing to give. What was
-- asked back since in vain has nothing more to give, until somebody gives one up.
-- cause: the event that asks back: it was booked, or its last ticket was given up.
CREATE VIEW reclaimable AS
SELECT b.beneficiary AS sponsor, b.type, max(b.answered, b.freed) AS cause
FROM (
	SELECT *, coalesce((SELECT max(freed) FROM holders h WHERE h.booking = k.command), 0) AS freed
	FROM bookings k WHERE state = 'booked' AND purchase IS NOT NULL
) b JOIN sponsors p ON p.sponsor = b.beneficiary
WHERE p.decided >= p.due
AND b.good > (SELECT count(*) FROM holders h WHERE h.booking = b.command AND h.email IS NOT NULL)
AND NOT EXISTS (SELECT 1 FROM reclaims r WHERE r.booking = b.command
	AND (r.state = 'requested' OR (r.requested > p.decided AND r.requested > b.freed)))
AND (SELECT sum(good) FROM bookings a WHERE a.beneficiary = b.beneficiary
	AND a.type = b.type AND a.state <> 'refused')
	> coalesce((SELECT quantity FROM targets t WHERE t.sponsor = b.beneficiary AND t.type = b.type), 0);
