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
import org.parcours.command.message.DataEntryMetadata;
import org.parcours.command.message.Fact;
import org.parcours.command.message.MessageParser;
import org.parcours.command.message.ParseResult;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.PatientEvidence;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.RejectionException;
import org.parcours.command.message.Sender;
import org.parcours.events.AppointmentEvent.PatientArrived;
import org.parcours.events.DataEntryMode;
import org.parcours.events.Demographics;
import org.parcours.events.DerivedIds;
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
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Parses CloudEvents, whichever feed delivers them. {@code data} contains {@code patient}, {@code occurredAt}, {@code
 * author}, {@code entryMode}, {@code outage} and the event's own fields.
 */
public final class CloudEventParser implements MessageParser {

    /** The media type of one CloudEvent in structured mode. */
    public static final String CONTENT_TYPE = "application/cloudevents+json";

    /** Writes the same text for the same content, whatever the order and layout of its fields. */
    private static final JsonMapper CANONICAL =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|`[^`]*`|Text '.*?' could");
    private static final Pattern MISSING = Pattern.compile("property '([A-Za-z]+)'");

    private final EventCodec codec;
    private final StepCatalogue catalogue;
    private final CloudEventLimitProperties limits;
    private final LimitedCloudEventReader reader;
    private final Clock clock;
    private final String feed;
    private final DocumentStore documents;
    private final CustomCloudEventMappingRuleProvider rules;

    /** @param feed the channel, {@code rest} */
    public CloudEventParser(
            EventCodec codec,
            StepCatalogue catalogue,
            CloudEventLimitProperties limits,
            Clock clock,
            String feed,
            DocumentStore documents) {
        this(codec, catalogue, limits, clock, feed, documents, CustomCloudEventMappingRuleProvider.NONE);
    }

    /** @param rules the hospital's mappings of its applications' own events */
    public CloudEventParser(
            EventCodec codec,
            StepCatalogue catalogue,
            CloudEventLimitProperties limits,
            Clock clock,
            String feed,
            DocumentStore documents,
            CustomCloudEventMappingRuleProvider rules) {
        this.codec = codec;
        this.catalogue = catalogue;
        this.limits = limits;
        this.reader = new LimitedCloudEventReader(limits);
        this.clock = clock;
        this.feed = feed;
        this.documents = documents;
        this.rules = rules;
    }

    /** The same parser for messages of another feed. */
    public CloudEventParser forFeed(String otherFeed) {
        return new CloudEventParser(codec, catalogue, limits, clock, otherFeed, documents, rules);
    }

    /** One CloudEvent in structured mode. */
    @Override
    public ReceivedCloudEvent receive(byte[] cloudEvent) {
        try {
            return receive(reader.parse(cloudEvent), cloudEvent, () -> store(CONTENT_TYPE, cloudEvent));
        } catch (RejectionException e) {
            return receiveUnreadable(CONTENT_TYPE, cloudEvent, e.rejection());
        }
    }

    /** One of the CloudEvents of a request; {@code raw} stores the request, once for all of them. */
    public ReceivedCloudEvent receive(JsonNode cloudEvent, Supplier<String> raw) {
        return receive(cloudEvent, JsonMapper.shared().writeValueAsBytes(cloudEvent), raw);
    }

    private ReceivedCloudEvent receive(JsonNode cloudEvent, byte[] bytes, Supplier<String> raw) {
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
                bytes,
                () -> rejection,
                () -> store(contentType, bytes),
                List::of);
    }

    /** Reads JSON within the limits of this parser. */
    public LimitedCloudEventReader json() {
        return reader;
    }

    /** Returns the SHA-256 under which the document store has the bytes. */
    public String store(String mediaType, byte[] bytes) {
        return documents.put(mediaType, bytes).sha256();
    }

    private ParseResult parse(JsonNode tree) {
        try {
            return parsed(reader.requireEvent(tree));
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
                        rule.rewrite(cloudEvent, data),
                        Optional.of(DerivedIds.hash(type, CANONICAL.writeValueAsString(data)))))
                .orElseGet(() -> parsed(cloudEvent, Optional.empty()));
    }

    private ParsedMessage parsed(ObjectNode cloudEvent, Optional<String> digest) {
        if (!text(cloudEvent, "specversion").orElse("1.0").equals("1.0")) {
            throw CloudEventRejectionCode.UNSUPPORTED_SPECVERSION.exceptionAt("specversion");
        }
        String id = requiredAttribute(cloudEvent, "id");
        requiredAttribute(cloudEvent, "source");
        String type = requiredAttribute(cloudEvent, "type");
        if (!(cloudEvent.get("data") instanceof ObjectNode data)) {
            throw CloudEventRejectionCode.ATTRIBUTE_MISSING.exceptionAt("data");
        }
        PatientEvidence patient = patientEvidence(data);
        OffsetDateTime occurredAt = occurredAt(cloudEvent, data);
        Event event = event(type, data, patient);
        return new ParsedMessage(
                sender(cloudEvent),
                id,
                // Without `time`, unless it is the fact's: a client may set a new one when it sends the event again.
                digest.orElseGet(
                        () -> DerivedIds.hash(type, occurredAt.toString(), CANONICAL.writeValueAsString(data))),
                clock.instant(),
                new DataEntryMetadata(entryMode(data), optionalText(data, "author"), optionalText(data, "outage")),
                List.of(new Fact(patient, visit(data, event), occurredAt, event)),
                List.of());
    }

    private record PatientIdentifiers(List<Identifier> identifiers) {}

    private PatientEvidence patientEvidence(ObjectNode data) {
        if (!(data.get("patient") instanceof ObjectNode patient)) {
            throw CloudEventRejectionCode.PATIENT_MISSING.exceptionAt("data.patient");
        }
        if (!patient.path("identifiers").isArray()
                || patient.path("identifiers").isEmpty()) {
            throw CloudEventRejectionCode.PATIENT_MISSING.exceptionAt("data.patient.identifiers");
        }
        boolean validated = isValidated(patient);
        List<Identifier> evidence = identifiers(patient).stream()
                .filter(id -> validated || !id.isIns())
                .toList();
        if (evidence.isEmpty()) {
            throw CloudEventRejectionCode.INS_NOT_VALIDATED.exceptionAt("data.patient.identityStatus");
        }
        return new PatientEvidence(evidence, bind(patient, Demographics.class, "data.patient"));
    }

    private List<Identifier> identifiers(ObjectNode patient) {
        return bind(patient, PatientIdentifiers.class, "data.patient").identifiers();
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
        List<Identifier> identifiers = identifiers(patient);
        return IntStream.range(0, identifiers.size())
                .filter(i -> identifiers.get(i).isIns())
                .mapToObj(i -> "data.patient.identifiers[" + i + "]")
                .toList();
    }

    private static OffsetDateTime occurredAt(ObjectNode cloudEvent, ObjectNode data) {
        Optional<String> inData = text(data, "occurredAt");
        String value = inData.or(() -> text(cloudEvent, "time"))
                .orElseThrow(() -> CloudEventRejectionCode.TIME_MISSING.exceptionAt("data.occurredAt"));
        String field = inData.isPresent() ? "data.occurredAt" : "time";
        try {
            OffsetDateTime time = OffsetDateTime.parse(value);
            if (!SupportedYears.include(time)) {
                throw CloudEventRejectionCode.TIME_MALFORMED.exceptionAt(field, "the year must be from 1 to 9999");
            }
            return time;
        } catch (DateTimeException e) {
            throw CloudEventRejectionCode.TIME_MALFORMED.exceptionAt(field);
        }
    }

    private Event event(String type, ObjectNode data, PatientEvidence patient) {
        Event event;
        try {
            event = codec.event(type, withPatientFields(data, patient));
        } catch (MalformedEventException e) {
            throw e.field().equals("type")
                    ? CloudEventRejectionCode.UNKNOWN_TYPE.exceptionAt("type")
                    : malformed(e.field(), e.getMessage());
        }
        if (event instanceof StepRecorded step && catalogue.kind(step.kind()).isEmpty()) {
            throw CloudEventRejectionCode.UNKNOWN_KIND.exceptionAt("data.kind");
        }
        return event;
    }

    /** The data of an identity event repeats its patient; missing fields are taken from {@code patient}. */
    private ObjectNode withPatientFields(ObjectNode data, PatientEvidence patient) {
        ObjectNode eventFields = data.deepCopy();
        eventFields.putIfAbsent("identifiers", codec.mapper().valueToTree(patient.identifiers()));
        eventFields.putIfAbsent("demographics", codec.mapper().valueToTree(patient.demographics()));
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

    private static Optional<DataEntryMode> entryMode(ObjectNode data) {
        Optional<DataEntryMode> declared = optionalText(data, "entryMode")
                .map(CloudEventParser::parseEntryMode)
                .filter(mode -> mode == DataEntryMode.BACK_ENTRY || mode == DataEntryMode.MIGRATION);
        if (declared.equals(Optional.of(DataEntryMode.BACK_ENTRY))) {
            for (String required : List.of("outage", "author")) {
                optionalText(data, required)
                        .orElseThrow(
                                () -> CloudEventRejectionCode.BACK_ENTRY_INCOMPLETE.exceptionAt("data." + required));
            }
        }
        return declared;
    }

    private static DataEntryMode parseEntryMode(String value) {
        try {
            return DataEntryMode.valueOf(value);
        } catch (IllegalArgumentException e) {
            throw CloudEventRejectionCode.UNKNOWN_ENTRY_MODE.exceptionAt("data.entryMode");
        }
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
            throw malformed(path.toString(), e.getOriginalMessage());
        }
    }

    private static RejectionException malformed(String path, String reason) {
        return CloudEventRejectionCode.MALFORMED.exceptionAt(fieldPath(path, reason), withoutQuotedText(reason));
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
        return text(cloudEvent, name).orElseThrow(() -> CloudEventRejectionCode.ATTRIBUTE_MISSING.exceptionAt(name));
    }

    private static Optional<String> optionalText(ObjectNode data, String name) {
        JsonNode value = data.path(name);
        if (!value.isMissingNode() && !value.isNull() && !value.isString()) {
            throw CloudEventRejectionCode.MALFORMED.exceptionAt("data." + name, "text expected");
        }
        return text(data, name);
    }

    private static Optional<String> text(JsonNode object, String name) {
        return object.path(name).stringValueOpt().filter(value -> !value.isBlank());
    }
}
