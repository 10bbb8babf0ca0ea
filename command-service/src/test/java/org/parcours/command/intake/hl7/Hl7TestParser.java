package org.parcours.command.intake.hl7;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParseResult;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.UnsupportedMessage;
import org.parcours.events.Event;

/** Composes test messages, and parses them with the default properties. */
public final class Hl7TestParser {

    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    public static final String PID = "PID|||123^^^CHU&1.2.250.1.99&ISO^PI||DURAND^ANNE^^^^^D\r";
    public static final String PV1 = "PV1||I|CARDIO^12^A^CHU||||||||||||||||V1^^^CHU&1.2.250.1.98&ISO^VN\r";

    final FakeDocumentStore documents = new FakeDocumentStore();
    private final Hl7MessageParser parser;

    public Hl7TestParser() {
        this(Map.of());
    }

    /** @param properties {@code parcours.hl7.*} */
    public Hl7TestParser(Map<String, String> properties) {
        parser = new Hl7MessageParser(Hl7TestProperties.hl7(properties), documents, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    public static String msh(String type) {
        return "MSH|^~\\&|APP|CHU|PARCOURS|DPI|20260301101500||" + type + "|M1|P|2.5\r";
    }

    /** A message about the patient of {@link #PID} in the stay of {@link #PV1}. */
    public static String message(String type, String... segments) {
        return msh(type) + PID + PV1 + String.join("\r", segments) + "\r";
    }

    public ParseResult parse(String message) {
        return parse(message.getBytes(StandardCharsets.UTF_8));
    }

    public ParseResult parse(byte[] message) {
        return parser.receive(message).parse();
    }

    /** The segments after the mapping; empty if the message was not mapped. */
    Optional<List<Hl7Segment>> parsedSegments(String message) {
        ReceivedHl7Message received = parser.receive(message.getBytes(StandardCharsets.UTF_8));
        return received.parse() instanceof ParsedMessage
                ? received.message().map(Hl7Message::segments)
                : Optional.empty();
    }

    ReceivedHl7Message received(String message) {
        return parser.receive(message.getBytes(StandardCharsets.UTF_8));
    }

    public ParsedMessage parsed(String message) {
        return cast(ParsedMessage.class, parse(message));
    }

    public Rejection rejection(String message) {
        return cast(Rejection.class, parse(message));
    }

    public UnsupportedMessage unsupported(String message) {
        return cast(UnsupportedMessage.class, parse(message));
    }

    public Fact fact(String message) {
        List<Fact> facts = parsed(message).facts();
        if (facts.size() != 1) {
            throw new AssertionError("Expected one fact, not " + facts);
        }
        return facts.getFirst();
    }

    <E extends Event> E event(String message, Class<E> type) {
        return cast(type, fact(message).event());
    }

    List<Event> events(String message) {
        return parsed(message).facts().stream().map(Fact::event).toList();
    }

    public static OffsetDateTime at(String time) {
        return OffsetDateTime.parse(time);
    }

    private static <T> T cast(Class<T> type, Object value) {
        if (!type.isInstance(value)) {
            throw new AssertionError("Expected " + type.getSimpleName() + ", not " + value);
        }
        return type.cast(value);
    }
}
