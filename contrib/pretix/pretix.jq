# Mappings between ticketing's messages and pretix's REST API. Pure functions, no input or output.

def command_type: "lanyard.ticketing.create-ticket-purchase.v1";

# An event's line is at most 64 KiB, of which envelope and texts take at most 4 KiB.
def tickets_bytes: 60 * 1024;

# Ids and times

def hex($width):
  if $width == 0 then ""
  else (. / 16 | floor | hex($width - 1)) + ("0123456789abcdef"[. % 16:. % 16 + 1])
  end;
def nibble: . as $digit | "0123456789abcdef" | index($digit);

# A deterministic UUIDv8 (RFC 9562, 5.8): milliseconds, and 19 hexadecimal digits of a hash.
def uuid8($milliseconds; $hash):
  ($milliseconds | hex(12)) as $time
  | "\($time[0:8])-\($time[8:12])-8\($hash[0:3])-"
    + "89ab"[($hash[3:4] | nibble) % 4:($hash[3:4] | nibble) % 4 + 1]
    + "\($hash[4:7])-\($hash[7:19])";

# As in Lanyard's ticketing: a purchase's id ends in two zero bytes, its tickets' ids in their number.
def member($ordinal): .[0:32] + ($ordinal | hex(4));

# The alphabet of pretix's order codes, which has no 2, 4, 5 and 6: pretix reads them as Z, A, S and G.
def order_code:
  . as $hash
  | [range(0; 32; 2)
     | (($hash[.:. + 1] | nibble) * 16 + ($hash[. + 1:. + 2] | nibble)) % 28
     | "ABCDEFGHJKLMNPQRSTUVWXYZ3789"[.:. + 1]]
  | add;

# Milliseconds of an RFC 3339 time; null if it is not valid.
def milliseconds:
  (capture("^(?<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ](?<time>[0-9]{2}:[0-9]{2}:[0-9]{2})(\\.(?<part>[0-9]+))?(?<zone>[Zz]|[+-][0-9]{2}:[0-9]{2})$")
   | (try ("\(.day)T\(.time)Z" | fromdateiso8601) catch null) as $seconds
   | if $seconds == null then null
     else
       (if (.zone | length) == 1 then 0
        else ((.zone[1:3] | tonumber) * 60 + (.zone[4:6] | tonumber))
             * (if .zone[0:1] == "-" then -60 else 60 end)
        end) as $offset
       | ($seconds - $offset) * 1000 + (((.part // "") + "000")[0:3] | tonumber)
     end) // null;
def timestamp: (. / 1000 | floor | todate)[0:19] + "." + ((. % 1000 + 1000 | tostring)[1:4]) + "Z";
def this_moment: ((env.LANYARD_NOW // "") | milliseconds) // (now * 1000 | floor);

# Texts

def is_text($most):
  type == "string" and . != "" and utf8bytelength <= $most
  and (test("[\\x00-\\x1f\\x7f-\\x9f]") | not);
def is_uuid:
  type == "string" and test("^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$");
def is_whole($least; $most): type == "number" and . == floor and . >= $least and . <= $most;
def plain($most):
  gsub("[\\x00-\\x1f\\x7f-\\x9f]+"; " ") | .[0:$most]
  | until(utf8bytelength <= $most; .[:-1])
  | if . == "" then "pretix gave no reason" else . end;
def texts: [.. | strings] | join(" ");
def unknown_fields($known): if type == "object" then keys - $known else [] end;

# The first error in the configuration, or null.
def mistake:
  def slug: type == "string" and test("^[A-Za-z0-9_.-]+$");
  if type != "object" then "it is not an object"
  elif unknown_fields(["url", "organizer", "event", "client", "currency", "locale", "sales_channel",
      "send_email", "testmode", "types"]) != []
  then "/" + unknown_fields(["url", "organizer", "event", "client", "currency", "locale",
      "sales_channel", "send_email", "testmode", "types"])[0] + ": is not known"
  elif (.url | type != "string" or (test("^https?://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9._~/-]*)?$") | not))
  then "/url: is not the address of a pretix"
  elif (.url | test("^http:") and (test("^http://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:|/|$)") | not))
  then "/url: the token would be sent in clear: https is needed"
  elif (.organizer | slug | not) then "/organizer: is not a slug"
  elif (.event | slug | not) then "/event: is not a slug"
  elif (.client | is_text(64) | not) then "/client: is missing, or not a text of up to 64 bytes"
  elif (.currency | type != "string" or (test("^[A-Z]{3}$") | not))
  then "/currency: is not three capital letters"
  elif ([.locale, .sales_channel] | any(. != null and (is_text(64) | not)))
  then "/locale, /sales_channel: are no texts"
  elif ([.send_email, .testmode] | any(. != null and type != "boolean"))
  then "/send_email, /testmode: are true or false"
  elif (.types | type) != "object" then "/types: is missing"
  else
    first((.types | to_entries[]
      | if (.value | type) != "object" then "/types/\(.key): is not an object"
        elif (.value | unknown_fields(["item", "variation", "voucher"])) != []
        then "/types/\(.key)/" + (.value | unknown_fields(["item", "variation", "voucher"])[0])
             + ": is not known"
        elif (.value.item | is_whole(1; 9007199254740991) | not)
        then "/types/\(.key)/item: is not the id of an item"
        elif (.value.variation | . != null and (is_whole(1; 9007199254740991) | not))
        then "/types/\(.key)/variation: is not the id of a variation"
        elif (.value.voucher | . != null and (is_text(255) | not))
        then "/types/\(.key)/voucher: is not a code"
        else empty end), null)
  end;

# A command line

# The same text for equal data, regardless of the order of fields.
def canonical:
  walk(if type == "object" then to_entries | sort_by(.key) | from_entries else . end) | tojson;

# The prefix of the tools of the command's client. A client's source is its store:
# /CONFERENCE/speakers. For any other source: "sponsor".
def tool_prefix:
  (.source | if type == "string" then split("/")[-1] else "" end)
  | if . == "speakers" then "speaker" elif . == "guests" then "guest" else "sponsor" end;

# The manual steps for a cancellation: the purchase's id does not identify pretix's order.
def manually:
  tool_prefix as $prefix
  | (.data | if type == "object" then . else {} end) as $data
  | ($data.keep | if is_whole(0; 500) then . else "N" end) as $keep
  | ($data.purchase | if is_uuid then . else "ID" end) as $purchase
  | "/type: tickets are cancelled in pretix manually: leave \($keep) of the order, then record it by "
    + "\"\($prefix)-book --manual REFERENCE --left \($keep) --by YOU\"; the reference is in the order's "
    + "comment, and in \"\($prefix)-feed | grep \($purchase)\"";

# Why the line is not a valid command, or null.
def unreadable:
  if type != "object" then "is not an object"
  elif has("dryrun") then "/dryrun: the line was printed by a dry run (-n)"
  elif .specversion != "1.0" then "/specversion: is not \"1.0\": the command has to have an envelope"
  elif (.id | is_uuid | not) then "/id: is not a UUID in canonical lower case"
  elif .type == "lanyard.ticketing.cancel-tickets.v1" then manually
  elif .type != command_type then "/type: is not \"\(command_type)\""
  elif (.correlationid != null and (.correlationid | is_text(512) | not))
  then "/correlationid: is not a plain text"
  elif has("data") | not then "/data: is missing"
  else null end;

# The first error in a command's data: {pointer, message}, or null. The same rules as ticket-create.
def malformed:
  def wrong($pointer; $message): {pointer: $pointer, $message};
  def field($known): unknown_fields($known) | .[0] // empty;
  def person($at; $known):
    if type != "object" then wrong($at; "is not an object")
    elif unknown_fields($known) != [] then wrong("\($at)/\(field($known))"; "is not known")
    elif (.name | is_text(200) | not) then wrong("\($at)/name"; "is missing, or not a text")
    elif (.email | is_text(254) and test("^[^@ ]+@[^@ ]+$") | not)
    then wrong("\($at)/email"; "is not an e-mail address")
    else empty end;
  def wanted($at):
    if type != "object" then wrong($at; "is not an object")
    elif unknown_fields(["type", "quantity", "delegates"]) != []
    then wrong("\($at)/\(field(["type", "quantity", "delegates"]))"; "is not known")
    elif (.type | is_text(64) | not) then wrong("\($at)/type"; "is missing, or not a text")
    elif (.quantity | is_whole(1; 500) | not) then wrong("\($at)/quantity"; "is not 1 to 500")
    elif .delegates == null then empty
    elif (.delegates | type != "array") then wrong("\($at)/delegates"; "is not a list")
    elif (.delegates | length) > .quantity
    then wrong("\($at)/delegates"; "are more than the tickets")
    else (.delegates | to_entries[] | .key as $i | .value
          | person("\($at)/delegates/\($i)"; ["name", "email", "requirements", "answers"]))
    end;
  def known: ["reference", "purchaser", "tickets", "payment", "reason", "deadline", "discount", "pool"];
  first(
    if type != "object" then wrong("/data"; "is not an object")
    elif unknown_fields(known) != [] then wrong("/data/\(field(known))"; "is not known")
    elif (.reference | is_text(200) | not)
    then wrong("/data/reference"; "is missing, or not a text of up to 200 bytes")
    elif (.tickets | type != "array" or length < 1 or length > 50)
    then wrong("/data/tickets"; "is not a list of 1 to 50")
    elif (.payment | . != "waived" and . != "due")
    then wrong("/data/payment"; "is not \"waived\" or \"due\"")
    elif (.reason | . != null and (is_text(200) | not)) then wrong("/data/reason"; "is not a text")
    elif .payment == "waived" and .discount != null
    then wrong("/data/discount"; "is not allowed: payment is waived")
    elif .payment == "waived" and .deadline != null
    then wrong("/data/deadline"; "is not allowed: payment is waived")
    else
      (.purchaser | person("/data/purchaser"; ["name", "email"])),
      (.tickets | to_entries[] | .key as $i | .value | wanted("/data/tickets/\($i)"))
    end, null);

# Results: {action, status, message, line}. The action is "answer", "request" (with the body of a
# POST), "fetch" (the existing order), "retry" (the outcome is unknown) or "skip".

def envelope($command; $config; $id; $time; $type; $subject):
  {specversion: "1.0", $id, source: "/pretix/\($config.organizer)/\($config.event)",
   type: "lanyard.ticketing.\($type).v1", time: ($time | timestamp)}
  + (if $subject == null then {} else {$subject} end)
  + {correlationid: ($command.correlationid // $command.id), causationid: $command.id,
     client: $config.client};

# Ids of answers that are not recorded are derived from the command and the kind of answer.
def salted($hash; $salt): ($hash[$salt:$salt + 20]);

def rejected($command; $config; $hash; $code; $retryable; $type; $message):
  this_moment as $now
  | {action: "answer", status: 0, message: "",
     line: (envelope($command; $config; uuid8($now; salted($hash; 64)); $now;
                     "ticket-purchase-rejected"; $command.data.reference)
       + {data: ({reference: $command.data.reference, client: $config.client, $code,
                  message: ($message | plain(500)), $retryable}
                 + (if $type == null then {} else {$type} end))})};

def refused($command; $config; $hash; $code; $retryable; $pointer; $message; $status):
  this_moment as $now
  | {action: "answer", $status, message: "refused: \($code): \($message | plain(300))",
     line: (envelope($command; $config; uuid8($now; salted($hash; 84)); $now; "command-refused"; null)
       + {data: ({command: $command.type, client: $config.client, $code,
                  message: ($message | plain(1000))}
                 + (if $pointer == null then {} else {pointer: ($pointer | plain(256))} end)
                 + {$retryable})})};

# The purchase as requested: later changes of the order in pretix do not change the answer.
def created($command; $config; $hash; $order; $moment):
  ($command.data) as $data
  | (uuid8($moment; $hash[32:]) | member(0)) as $purchase
  | [$data.tickets[] | .type as $type | range(.quantity) | $type] as $types
  | {action: "answer", status: 0, message: "",
     line: (envelope($command; $config; uuid8($moment; salted($hash; 52)); $moment;
                     "ticket-purchase-created"; $order)
       + {data: ({$purchase, reference: $data.reference, client: $config.client,
                  purchaser: $data.purchaser,
                  tickets: [$types | to_entries[]
                            | .key as $i | {id: ($purchase | member($i + 1)), type: .value}],
                  payment: "waived", amount: 0, currency: $config.currency}
                 + (if $data.reason == null then {} else {reason: $data.reason} end))})};

def later($message): {action: "retry", status: 75, $message, line: null};
def misconfigured($message): {action: "skip", status: 78, $message, line: null};

# The body of POST /api/v1/organizers/ORGANIZER/events/EVENT/orders/
def request($command; $config; $hash; $digest; $simulate):
  $command.data as $data
  | {code: ($hash | order_code), email: $data.purchaser.email, payment_provider: "free",
     send_email: ($config.send_email // false),
     comment: "\($data.reference) (Lanyard \($command.id))",
     api_meta: {lanyard: {command: $command.id, reference: $data.reference, $digest}},
     invoice_address: {is_business: true, company: $data.purchaser.name},
     positions: [
       $data.tickets[] as $wanted | range($wanted.quantity) as $i
       | $config.types[$wanted.type] as $type
       | {item: $type.item, price: "0.00"}
         + (if $type.variation == null then {} else {variation: $type.variation} end)
         + (if $type.voucher == null then {} else {voucher: $type.voucher} end)
         + (($wanted.delegates // [])[$i] as $delegate
            | if $delegate == null then {}
              else {attendee_name: $delegate.name, attendee_email: $delegate.email} end)]}
  + (if $config.locale == null then {} else {locale: $config.locale} end)
  + (if $config.sales_channel == null then {} else {sales_channel: $config.sales_channel} end)
  + (if $config.testmode == true then {testmode: true} else {} end)
  + (if $simulate then {simulate: true} else {} end)
  | .positions |= (to_entries | map({positionid: (.key + 1)} + .value));

# The decision before any request: an answer, or the request's body.
def prepare($command; $config; $hash; $digest; $simulate):
  $command.data as $data
  | ($data | malformed) as $wrong
  | if $wrong != null
    then refused($command; $config; $hash; "malformed"; false; $wrong.pointer; $wrong.message; 65)
    elif $data.payment != "waived"
    then refused($command; $config; $hash; "forbidden"; false; "/data/payment";
      "only purchases with waived payment are booked in pretix"; 77)
    elif $data.pool != null
    then rejected($command; $config; $hash; "unknown_pool"; false; null;
      "there is no pool \"\($data.pool)\" in pretix")
    else
      [$data.tickets[] | .type | select($config.types[.] == null)][0] as $unknown
      | [$data.tickets[] | select(any(.delegates[]?; .requirements != null or .answers != null))
         | .type][0] as $detailed
      | ([$data.tickets[].quantity] | add) as $count
      | ([$data.tickets[] | .quantity * ((.type | tojson | utf8bytelength) + 56)] | add) as $bytes
      | if $unknown != null
        then rejected($command; $config; $hash; "unknown_type"; false; $unknown;
          "pretix has no item for \"\($unknown)\"")
        elif $detailed != null
        then rejected($command; $config; $hash; "unknown_question"; false; $detailed;
          "delegates' requirements and answers are not supported in pretix")
        elif $count > 500 or $bytes > tickets_bytes
        then rejected($command; $config; $hash; "too_many"; false; null;
          "\($count) tickets are more than one purchase may have")
        else
          {action: "request", status: 0, message: "", line: null,
           body: request($command; $config; $hash; $digest; $simulate)}
        end
    end;

# Responses of pretix

# The first position with errors: its type, and the errors.
def complaint($command):
  [$command.data.tickets[] | .type as $type | range(.quantity) | $type] as $types
  | first(to_entries[] | select(.value | type == "object" and . != {})
          | {type: $types[.key], errors: .value});

# Status 400: this request has booked nothing.
def invalid($command; $config; $hash; $reply):
  ("pretix: " + ($reply | texts | plain(300))) as $text
  | if ($reply | type == "object" and has("code"))
       or ($reply | type == "array" and (texts | test("Integrity error")))
    then {action: "fetch", status: 0, message: "", line: null}
    elif ($reply | type) != "object" then misconfigured($text)
    elif $reply.email != null
    then refused($command; $config; $hash; "malformed"; false; "/data/purchaser/email"; $text; 65)
    elif ($reply.positions | type) == "array" and ($reply.positions | all(type == "string"))
         and ($reply.positions | texts | test("more than [0-9]+ positions"))
    then rejected($command; $config; $hash; "too_many"; false; null; $text)
    elif ($reply.positions | type) == "array"
    then
      ((try ($reply.positions | complaint($command)) catch null) // {errors: {}}) as {$type, $errors}
      | ($errors.item | texts) as $item
      | ($errors.voucher | texts) as $voucher
      | if $errors.attendee_email != null
        then refused($command; $config; $hash; "malformed"; false; "/data/tickets"; $text; 65)
        elif $errors.variation != null or $errors.seat != null or $errors.subevent != null
        then misconfigured($text)
        elif $errors.item != null and ($item | test("does not exist|does not belong"))
        then rejected($command; $config; $hash; "unknown_type"; false; $type; $text)
        elif $errors.item != null and ($item | test("not enough quota|no longer available|sold out"))
        then rejected($command; $config; $hash; "sold_out"; true; $type; $text)
        elif $errors.item != null
        then rejected($command; $config; $hash; "not_on_sale"; true; $type; $text)
        elif $errors.voucher != null and ($voucher | test("maximum number of times"))
        then rejected($command; $config; $hash; "sold_out"; true; $type; $text)
        elif $errors.voucher != null and ($voucher | test("does not exist") | not)
        then rejected($command; $config; $hash; "not_on_sale"; true; $type; $text)
        else misconfigured($text)
        end
    else misconfigured($text)
    end;

# An order in pretix's response: new, or found by its code.
def ordered($command; $config; $hash; $digest; $reply; $simulated):
  ($hash | order_code) as $code
  | ($reply.datetime | if type == "string" then milliseconds else null end) as $moment
  | ($reply.api_meta | if type == "object" then .lanyard else null end) as $meta
  | if $simulated
    then created($command; $config; $hash; $code; $moment // this_moment)
         | .line |= {dryrun: true} + .
    elif $reply.code != $code or $moment == null
    then later("the response of pretix is not the order \($code)")
    elif ($meta | type) == "object" and ($meta.command != $command.id or $meta.digest != $digest)
    then refused($command; $config; $hash; "conflict"; false; null;
      "the order \($code) was made by another command of this id"; 65)
    else created($command; $config; $hash; $code; $moment)
    end;

# The outcome of pretix's response with STATUS to METHOD. A dry run creates nothing, but may find
# an existing order.
def answer($command; $config; $hash; $digest; $method; $status; $raw; $simulate):
  (try ($raw | fromjson) catch null) as $reply
  | ("pretix: \($status) " + (if $reply == null then "" else ($reply | texts | plain(300)) end)) as $text
  | if $method == "POST" and $status == 201 and ($reply | type) == "object"
    then ordered($command; $config; $hash; $digest; $reply; $simulate)
    elif $method == "GET" and $status == 200 and ($reply | type) == "object"
    then ordered($command; $config; $hash; $digest; $reply; false)
         | if $simulate and .line != null then .line |= {dryrun: true} + . else . end
    elif $method == "POST" and $status == 400 and $reply != null
    then invalid($command; $config; $hash; $reply)
    elif ($status == 401 or $status == 403) and ($reply | type) == "object"
    then refused($command; $config; $hash; "forbidden"; true; null; $text; 77)
    elif $method == "GET" and $status == 404
    then misconfigured("the order \($hash | order_code) is in another event of this organizer")
    elif $status == 408 or $status == 409 or $status == 425 or $status >= 500 or $status < 300
    then later("\($text | plain(300)): the outcome is unknown")
    else misconfigured($text)
    end;
