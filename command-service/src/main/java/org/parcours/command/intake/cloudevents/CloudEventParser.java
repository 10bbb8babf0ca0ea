package org.parcours.command.intake.cloudevents;

import java.time.Clock;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.intake.cloudevents.CloudEventMapper.Rewritten;
import org.parcours.command.message.MessageParser;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.RejectionException;
import org.parcours.command.message.Sender;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.codec.EventCodec;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Parses CloudEvents, whichever feed delivers them. {@code data} contains {@code patient}, {@code occurredAt}, {@code
 * author}, {@code entryMode}, {@code outage} and the event's own fields.
 */
public final class CloudEventParser implements MessageParser {

    /** The media type of one CloudEvent in structured mode. */
    public static final String CONTENT_TYPE = "application/cloudevents+json";

    /** Writes half characters too, which UTF-8 does not have. */
    private static final JsonMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final EventCodec codec;
    private final StepCatalogue catalogue;
    private final CloudEventLimitProperties limits;
    private final LimitedCloudEventReader reader;
    private final EventContent content;
    private final CloudEventAttributes attributes;
    private final CloudEventMapper mapper;
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
        this.content = new EventContent(reader);
        this.attributes = new CloudEventAttributes(new TextLengthCheck(limits));
        FactBinder binder = new FactBinder(codec);
        this.mapper = new CloudEventMapper(
                binder, new LongObservationStorer(documents, binder, limits.maxText()), catalogue, limits, clock);
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
        return receive(cloudEvent, bytes(cloudEvent), raw);
    }

    /**
     * A CloudEvent in binary mode, kept in structured mode. Where it cannot be read, the places in its data are named, and its
     * sender is known all the same.
     */
    public ReceivedCloudEvent receive(BinaryModeAttributes headers, byte[] data) {
        Optional<Rejection> rejection = headers.problem();
        byte[] utf8 = data;
        try {
            utf8 = reader.toUtf8(data);
            if (data.length > 0) {
                reader.parse(utf8);
            }
        } catch (RejectionException e) {
            rejection = rejection.or(() -> Optional.of(e.rejection()));
        }
        byte[] structured = StructuredModeWriter.write(headers.values(), utf8);
        JsonNode known = JsonMapper.shared().valueToTree(headers.values());
        return rejection
                .map(reason -> unreadable(known, CONTENT_TYPE, structured, reason))
                .orElseGet(() -> receive(structured));
    }

    private ReceivedCloudEvent receive(JsonNode cloudEvent, byte[] bytes, Supplier<String> raw) {
        return new ReceivedCloudEvent(
                sender(cloudEvent),
                FactBinder.textIfAny(cloudEvent, "id"),
                CONTENT_TYPE,
                bytes,
                () -> map(cloudEvent),
                raw);
    }

    /** A message that is not JSON or not a CloudEvent, to be quarantined as it was received. */
    public ReceivedCloudEvent receiveUnreadable(String contentType, byte[] bytes, Rejection rejection) {
        return unreadable(JsonMapper.shared().createObjectNode(), contentType, bytes, rejection);
    }

    private ReceivedCloudEvent unreadable(JsonNode known, String contentType, byte[] bytes, Rejection rejection) {
        return new ReceivedCloudEvent(
                sender(known),
                FactBinder.textIfAny(known, "id"),
                contentType,
                bytes,
                () -> new MappedCloudEvent(rejection, List.of()),
                () -> store(contentType, bytes));
    }

    /** Whether data of this media type is JSON. */
    public static boolean isJson(String mediaType) {
        return EventContent.isJson(mediaType);
    }

    /** Reads JSON within the limits of this parser. */
    public LimitedCloudEventReader json() {
        return reader;
    }

    /** Returns the SHA-256 under which the document store has the bytes. */
    public String store(String mediaType, byte[] bytes) {
        return documents.put(mediaType, bytes).sha256();
    }

    private MappedCloudEvent map(JsonNode tree) {
        try {
            ObjectNode sent = reader.requireEvent(tree);
            UnstorableValueCheck.check(sent);
            attributes.check(sent);
            ObjectNode event = content.withData(sent);
            if (event != sent) {
                UnstorableValueCheck.check(reader.requireEvent(event));
            }
            MappedCloudEvent mapped =
                    mapByRule(event).orElseGet(() -> mapper.map(event, sender(event), Optional.empty()));
            List<String> ignored = new ArrayList<>(mapped.ignored());
            ignored.addAll(CloudEventAttributes.ignored(event));
            if (!hasReadableTime(event)) {
                ignored.add("time");
            }
            return new MappedCloudEvent(mapped.result(), ignored);
        } catch (RejectionException e) {
            return new MappedCloudEvent(e.rejection(), List.of());
        }
    }

    private Optional<MappedCloudEvent> mapByRule(ObjectNode event) {
        List<CustomCloudEventMappingRule> ofSender =
                rules.rulesFor(sender(event).application());
        if (ofSender.isEmpty()) {
            return Optional.empty();
        }
        JsonNode sent = event.get("data");
        JsonNode data = SentValues.toRecord(sent);
        String type = event.get("type").asString();
        return ofSender.stream()
                .filter(rule -> rule.matches(type, data))
                .findFirst()
                // The digest is that of the event as sent: it stays the same when the rule changes.
                .map(rule -> mapper.map(
                        rule.rewrite(event, data),
                        sender(event),
                        Optional.of(new Rewritten(CloudEventMapper.digest(type, sent), rule.unreadFields(data)))));
    }

    /** A time that is not the fact's may be anything: the fact does not depend on it. */
    private boolean hasReadableTime(ObjectNode event) {
        try {
            FactBinder.text(event, "time", "time").ifPresent(time -> OccurrenceTime.parse(time, limits.zone()));
            return true;
        } catch (DateTimeException | RejectionException e) {
            return false;
        }
    }

    private Sender sender(JsonNode event) {
        return new Sender(attributes.application(event), Optional.empty(), feed);
    }

    private static byte[] bytes(JsonNode cloudEvent) {
        try {
            return JsonMapper.shared().writeValueAsBytes(cloudEvent);
        } catch (JacksonException e) {
            return ASCII.writeValueAsBytes(cloudEvent);
        }
    }
}
