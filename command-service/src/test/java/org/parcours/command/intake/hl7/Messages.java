package org.parcours.command.intake.hl7;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.parcours.command.intake.Fact;
import org.parcours.command.intake.RecordingDocuments;
import org.parcours.command.intake.Refusal;
import org.parcours.command.intake.Report;
import org.parcours.command.intake.Understanding;
import org.parcours.command.intake.Unmapped;
import org.parcours.events.Event;

/** Messages as tests write them, and what is understood of them with the settings that ship. */
final class Messages {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final String PID = "PID|||123^^^CHU&1.2.250.1.99&ISO^PI||DURAND^ANNE^^^^^D\r";
    static final String PV1 = "PV1||I|CARDIO^12^A^CHU||||||||||||||||V1^^^CHU&1.2.250.1.98&ISO^VN\r";

    final RecordingDocuments documents = new RecordingDocuments();
    private final Hl7Understanding understanding =
            new Hl7Understanding(Settings.hl7(), documents, Clock.fixed(NOW, ZoneOffset.UTC));

    static String msh(String type) {
        return "MSH|^~\\&|APP|CHU|PARCOURS|DPI|20260301101500||" + type + "|M1|P|2.5\r";
    }

    /** A message about the patient of {@link #PID} in the stay of {@link #PV1}. */
    static String message(String type, String... segments) {
        return msh(type) + PID + PV1 + String.join("\r", segments) + "\r";
    }

    Understanding understand(String message) {
        return understanding.understand(message.getBytes(StandardCharsets.UTF_8));
    }

    Understanding understand(byte[] message) {
        return understanding.understand(message);
    }

    Report report(String message) {
        return as(Report.class, understand(message));
    }

    Refusal refusal(String message) {
        return as(Refusal.class, understand(message));
    }

    Unmapped unmapped(String message) {
        return as(Unmapped.class, understand(message));
    }

    Fact fact(String message) {
        List<Fact> facts = report(message).facts();
        if (facts.size() != 1) {
            throw new AssertionError("Expected one fact, not " + facts);
        }
        return facts.getFirst();
    }

    <E extends Event> E event(String message, Class<E> type) {
        return as(type, fact(message).event());
    }

    List<Event> events(String message) {
        return report(message).facts().stream().map(Fact::event).toList();
    }

    static OffsetDateTime at(String time) {
        return OffsetDateTime.parse(time);
    }

    private static <T> T as(Class<T> type, Object thing) {
        if (!type.isInstance(thing)) {
            throw new AssertionError("Expected " + type.getSimpleName() + ", not " + thing);
        }
        return type.cast(thing);
    }
}
