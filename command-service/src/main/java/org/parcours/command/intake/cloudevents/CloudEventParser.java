package org.parcours.command.intake.cloudevents;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.message.Fact;
import org.parcours.command.message.MessageParser;
import org.parcours.command.message.ParseResult;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.PatientEvidence;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.RejectionException;
import org.parcours.command.message.Sender;
import org.parcours.command.message.SenderDeclaration;
import org.parcours.events.AppointmentEvent.PatientArrived;
import org.parcours.events.Demographics;
import org.parcours.events.DerivedIds;
import org.parcours.events.EntryMode;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StayEvent;
import org.parcours.events.SupportedYears;
import org.parcours.events.Visit;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.codec.EventCodec;
import org.parcours.events.codec.MalformedEventException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Parses CloudEvents, whichever feed delivers them. {@code data} contains {@code patient}, {@code occurredAt}, {@code
 * author}, {@code entryMode}, {@code outage} and the event's own fields.
 */
public final class CloudEventParser implements MessageParser {

    /** The media type of one CloudEvent in structured mode. */
    public static final String CONTENT_TYPE = "application/cloudevents+json";

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|`[^`]*`|Text '.*?' could");
    private static final Pattern MISSING = Pattern.compile("property '([A-Za-z]+)'");

    private final EventCodec codec;
    private final StepCatalogue catalogue;
    private final CloudEventJsonCodec json;
    private final Clock clock;
    private final String feed;
    private final CloudEventRuleProvider rules;
    private final DocumentStore documents;

    /** @param feed the channel, {@code rest} */
    public CloudEventParser(
            EventCodec codec,
            StepCatalogue catalogue,
            CloudEventProperties limits,
            Clock clock,
            String feed,
            DocumentStore documents) {
        this(codec, catalogue, limits, clock, feed, documents, CloudEventRuleProvider.NONE);
    }

    /**
     * @param documents where the bytes of messages are stored
     * @param rules the hospital's mappings of its applications' own events
     */
    public CloudEventParser(
            EventCodec codec,
            StepCatalogue catalogue,
            CloudEventProperties limits,
            Clock clock,
            String feed,
            DocumentStore documents,
            CloudEventRuleProvider rules) {
        this(codec, catalogue, new CloudEventJsonCodec(limits), clock, feed, documents, rules);
    }

    private CloudEventParser(
            EventCodec codec,
            StepCatalogue catalogue,
            CloudEventJsonCodec json,
            Clock clock,
            String feed,
            DocumentStore documents,
            CloudEventRuleProvider rules) {
        this.codec = codec;
        this.catalogue = catalogue;
        this.json = json;
        this.clock = clock;
        this.feed = feed;
        this.documents = documents;
        this.rules = rules;
    }

    /** The same parser for messages of another feed. */
    public CloudEventParser forFeed(String otherFeed) {
        return new CloudEventParser(codec, catalogue, json, clock, otherFeed, documents, rules);
    }

    /** One CloudEvent in structured mode. */
    @Override
    public ReceivedCloudEvent receive(byte[] cloudEvent) {
        try {
            JsonNode tree = json.parse(cloudEvent);
            return receive(tree, () -> cloudEvent, () -> store(CONTENT_TYPE, cloudEvent));
        } catch (RejectionException e) {
            return receiveUnreadable(CONTENT_TYPE, cloudEvent, e.rejection());
        }
    }

    /**
     * One of the CloudEvents of a request.
     *
     * @param raw stores the request, once for all of its events
     */
    public ReceivedCloudEvent receive(JsonNode cloudEvent, Supplier<String> raw) {
        return receive(cloudEvent, () -> json.write(cloudEvent), raw);
    }

    private ReceivedCloudEvent receive(JsonNode cloudEvent, Supplier<byte[]> bytes, Supplier<String> raw) {
        return new ReceivedCloudEvent(
                sender(cloudEvent),
                text(cloudEvent, "id"),
                CONTENT_TYPE,
                bytes,
                () -> parse(cloudEvent),
                raw,
                () -> ignoredFields(cloudEvent));
    }

    /** A message that is not JSON or not a CloudEvent, to be quarantined as it was received. */
    public ReceivedCloudEvent receiveUnreadable(String contentType, byte[] bytes, Rejection rejection) {
        return new ReceivedCloudEvent(
                new Sender("unknown", Optional.empty(), feed),
                Optional.empty(),
                contentType,
                () -> bytes,
                () -> rejection,
                () -> store(contentType, bytes),
                List::of);
    }

    /** JSON within the limits of this parser. */
    public CloudEventJsonCodec json() {
        return json;
    }

    /** @return the SHA-256 under which the document store has the bytes */
    public String store(String mediaType, byte[] bytes) {
        return documents.put(mediaType, bytes).sha256();
    }

    private ParseResult parse(JsonNode tree) {
        try {
            return parsed(json.requireEvent(tree));
        } catch (RejectionException e) {
            return e.rejection();
        }
    }

    private Sender sender(JsonNode event) {
        return new Sender(text(event, "source").orElse("unknown"), Optional.empty(), feed);
    }

    private ParsedMessage parsed(ObjectNode cloudEvent) {
        JsonNode data = cloudEvent.path("data");
        String type = text(cloudEvent, "type").orElse("");
        return rules.rulesFor(sender(cloudEvent).application()).stream()
                .filter(rule -> rule.matches(type, data))
                .findFirst()
                // The digest is that of the event as sent: it stays the same when the rule changes.
                .map(rule -> parsed(
                        rule.rewrite(cloudEvent, data), Optional.of(DerivedIds.hash(type, json.canonicalText(data)))))
                .orElseGet(() -> parsed(cloudEvent, Optional.empty()));
    }

    private ParsedMessage parsed(ObjectNode cloudEvent, Optional<String> digest) {
        text(cloudEvent, "specversion")
                .filter(version -> !version.equals("1.0"))
                .ifPresent(version -> {
                    throw new RejectionException(CloudEventRejectionCode.UNSUPPORTED_SPECVERSION.at("specversion"));
                });
        String id = requiredAttribute(cloudEvent, "id");
        requiredAttribute(cloudEvent, "source");
        String type = requiredAttribute(cloudEvent, "type");
        if (!(cloudEvent.get("data") instanceof ObjectNode data)) {
            throw new RejectionException(CloudEventRejectionCode.ATTRIBUTE_MISSING.at("data"));
        }
        PatientEvidence patient = patientEvidence(data);
        OffsetDateTime occurredAt = occurredAt(cloudEvent, data);
        Event event = event(type, data, patient);
        return new ParsedMessage(
                sender(cloudEvent),
                id,
                // Without `time`, unless it is the fact's: a client may set a new one when it sends the event again.
                digest.orElseGet(() -> DerivedIds.hash(type, occurredAt.toString(), json.canonicalText(data))),
                clock.instant(),
                new SenderDeclaration(entryMode(data), optionalText(data, "author"), optionalText(data, "outage")),
                List.of(new Fact(patient, visit(data, event), occurredAt, event)),
                List.of());
    }

    private record PatientIdentifiers(List<Identifier> identifiers) {}

    private PatientEvidence patientEvidence(ObjectNode data) {
        if (!(data.get("patient") instanceof ObjectNode patient)) {
            throw new RejectionException(CloudEventRejectionCode.PATIENT_MISSING.at("data.patient"));
        }
        if (!(patient.get("identifiers") instanceof JsonNode value) || !value.isArray() || value.isEmpty()) {
            throw new RejectionException(CloudEventRejectionCode.PATIENT_MISSING.at("data.patient.identifiers"));
        }
        List<Identifier> identifiers =
                bind(patient, PatientIdentifiers.class, "data.patient").identifiers();
        boolean validated = isValidated(patient);
        List<Identifier> evidence =
                identifiers.stream().filter(id -> validated || !id.isIns()).toList();
        if (evidence.isEmpty()) {
            throw new RejectionException(CloudEventRejectionCode.INS_NOT_VALIDATED.at("data.patient.identityStatus"));
        }
        return new PatientEvidence(evidence, bind(patient, Demographics.class, "data.patient"));
    }

    /** Rule 5: like PID-32 in HL7, the identity provider states that the identity is validated. */
    private static boolean isValidated(ObjectNode patient) {
        return text(patient, "identityStatus").filter("VALI"::equals).isPresent();
    }

    /** The paths of the fields that are not used although the event is recorded: an INS that is not validated. */
    private List<String> ignoredFields(JsonNode event) {
        if (!(event.path("data").path("patient") instanceof ObjectNode patient) || isValidated(patient)) {
            return List.of();
        }
        List<Identifier> identifiers =
                bind(patient, PatientIdentifiers.class, "data.patient").identifiers();
        return IntStream.range(0, identifiers.size())
                .filter(i -> identifiers.get(i).isIns())
                .mapToObj(i -> "data.patient.identifiers[" + i + "]")
                .toList();
    }

    private static OffsetDateTime occurredAt(ObjectNode cloudEvent, ObjectNode data) {
        boolean inData = text(data, "occurredAt").isPresent();
        String value = text(data, "occurredAt")
                .or(() -> text(cloudEvent, "time"))
                .orElseThrow(() -> new RejectionException(CloudEventRejectionCode.TIME_MISSING.at("data.occurredAt")));
        String field = inData ? "data.occurredAt" : "time";
        try {
            OffsetDateTime time = OffsetDateTime.parse(value);
            if (!SupportedYears.include(time)) {
                throw new RejectionException(
                        CloudEventRejectionCode.TIME_MALFORMED.at(field, "the year must be from 1 to 9999"));
            }
            return time;
        } catch (DateTimeException e) {
            throw new RejectionException(CloudEventRejectionCode.TIME_MALFORMED.at(field));
        }
    }

    private Event event(String type, ObjectNode data, PatientEvidence patient) {
        Event event;
        try {
            event = codec.event(type, withPatientFields(data, patient));
        } catch (MalformedEventException e) {
            throw new RejectionException(
                    e.field().equals("type")
                            ? CloudEventRejectionCode.UNKNOWN_TYPE.at("type")
                            : CloudEventRejectionCode.MALFORMED.at(
                                    fieldPath(e.field(), e.getMessage()), withoutQuotedText(e.getMessage())));
        }
        if (event instanceof StepRecorded step && catalogue.kind(step.kind()).isEmpty()) {
            throw new RejectionException(CloudEventRejectionCode.UNKNOWN_KIND.at("data.kind"));
        }
        return event;
    }

    /** The data of an identity event repeats its patient; missing fields are taken from {@code patient}. */
    private ObjectNode withPatientFields(ObjectNode data, PatientEvidence patient) {
        ObjectNode eventFields = data.deepCopy();
        if (!eventFields.has("identifiers")) {
            eventFields.set("identifiers", codec.mapper().valueToTree(patient.identifiers()));
        }
        if (!eventFields.has("demographics")) {
            eventFields.set("demographics", codec.mapper().valueToTree(patient.demographics()));
        }
        return eventFields;
    }

    /** Some events have a visit of their own; for the others it is the field {@code data.visit}. */
    private Optional<Visit> visit(ObjectNode data, Event event) {
        if (event instanceof StayEvent stay) {
            return Optional.of(stay.visit());
        }
        if (event instanceof PatientArrived arrived) {
            return arrived.visit();
        }
        if (event instanceof StayReassigned reassigned) {
            return Optional.of(reassigned.visit());
        }
        return data.get("visit") instanceof ObjectNode visit
                ? Optional.of(bind(visit, Visit.class, "data.visit"))
                : Optional.empty();
    }

    private static Optional<EntryMode> entryMode(ObjectNode data) {
        Optional<EntryMode> declared = optionalText(data, "entryMode")
                .map(value -> {
                    try {
                        return EntryMode.valueOf(value);
                    } catch (IllegalArgumentException e) {
                        throw new RejectionException(CloudEventRejectionCode.UNKNOWN_ENTRY_MODE.at("data.entryMode"));
                    }
                })
                .filter(mode -> mode == EntryMode.BACK_ENTRY || mode == EntryMode.MIGRATION);
        if (declared.equals(Optional.of(EntryMode.BACK_ENTRY))) {
            for (String required : List.of("outage", "author")) {
                optionalText(data, required)
                        .orElseThrow(() -> new RejectionException(
                                CloudEventRejectionCode.BACK_ENTRY_INCOMPLETE.at("data." + required)));
            }
        }
        return declared;
    }

    private <T> T bind(JsonNode tree, Class<T> record, String at) {
        try {
            return codec.factMapper().treeToValue(tree, record);
        } catch (JacksonException e) {
            StringBuilder path = new StringBuilder(at);
            for (JacksonException.Reference step : e.getPath()) {
                path.append(
                        step.getPropertyName() == null ? "[" + step.getIndex() + "]" : "." + step.getPropertyName());
            }
            String reason = e.getOriginalMessage();
            throw new RejectionException(CloudEventRejectionCode.MALFORMED.at(
                    fieldPath(path.toString(), reason), withoutQuotedText(reason)));
        }
    }

    /** Jackson names a missing property in its message only; its path ends at the object without it. */
    private static String fieldPath(String path, String reason) {
        Matcher missing = MISSING.matcher(reason);
        boolean named = missing.find() && !path.endsWith("." + missing.group(1));
        return named ? path + "." + missing.group(1) : path;
    }

    /** The reason without text quoted from the document, which may be a person's name. */
    private static String withoutQuotedText(String reason) {
        String clean = QUOTED.matcher(reason.lines().findFirst().orElse("")).replaceAll("…");
        return clean.length() <= 160 ? clean : clean.substring(0, 160) + "…";
    }

    private static String requiredAttribute(ObjectNode cloudEvent, String name) {
        return text(cloudEvent, name)
                .orElseThrow(() -> new RejectionException(CloudEventRejectionCode.ATTRIBUTE_MISSING.at(name)));
    }

    private static Optional<String> optionalText(ObjectNode data, String name) {
        JsonNode value = data.get(name);
        if (value != null && !value.isNull() && !value.isString()) {
            throw new RejectionException(CloudEventRejectionCode.MALFORMED.at("data." + name, "text expected"));
        }
        return text(data, name);
    }

    private static Optional<String> text(JsonNode object, String name) {
        JsonNode value = object.get(name);
        return value != null && value.isString() && !value.asString().isBlank()
                ? Optional.of(value.asString())
                : Optional.empty();
    }
}
