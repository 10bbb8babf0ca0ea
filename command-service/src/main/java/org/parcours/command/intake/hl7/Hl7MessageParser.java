package org.parcours.command.intake.hl7;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.intake.hl7.mapping.Hl7Rules;
import org.parcours.command.intake.hl7.mapping.Mappings;
import org.parcours.command.intake.hl7.mapping.Told;
import org.parcours.command.intake.hl7.message.Hl7Field;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7Properties;
import org.parcours.command.intake.hl7.message.Hl7Rejections;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.intake.hl7.message.Hl7Text;
import org.parcours.command.message.Fact;
import org.parcours.command.message.MessageParser;
import org.parcours.command.message.ParseResult;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.RejectionException;
import org.parcours.command.message.Sender;
import org.parcours.events.DerivedIds;
import org.parcours.events.EntryMode;

/** Parses HL7 v2 messages, of whatever feed. */
public final class Hl7MessageParser implements MessageParser {

    public static final String FEED = "hl7v2";
    public static final String CONTENT_TYPE = "application/hl7-v2";

    /** The sender of a message whose header cannot be read. */
    private static final Sender UNKNOWN_SENDER = new Sender("unknown", Optional.empty(), FEED);

    /** MSH-11.2 of an old record: archive, restore from archive, initial load (HL7 table 0207). */
    private static final Set<String> OLD_RECORD = Set.of("A", "R", "I");

    /** Up to v2.2 these types had one trigger each, and did not name it. */
    private static final Map<String, String> ONLY_TRIGGER = Map.of("ORU", "R01", "ORM", "O01");

    private final Hl7Properties settings;
    private final DocumentStore documents;
    private final Clock clock;
    private final Hl7Rules rules;

    public Hl7MessageParser(Hl7Properties settings, DocumentStore documents, Clock clock) {
        this(settings, documents, clock, Hl7Rules.NONE);
    }

    /** @param rules the hospital's own mappings of its applications' messages */
    public Hl7MessageParser(Hl7Properties settings, DocumentStore documents, Clock clock, Hl7Rules rules) {
        this.rules = rules;
        this.settings = settings;
        this.documents = documents;
        this.clock = clock;
    }

    @Override
    public ReceivedHl7Message receive(byte[] bytes) {
        return new ReceivedHl7Message(this, bytes, Optional.empty());
    }

    /** A message that is rejected before it is parsed: its frame is truncated, missing or too long. */
    public ReceivedHl7Message rejected(byte[] bytes, Rejection rejection) {
        return new ReceivedHl7Message(this, bytes, Optional.of(rejection));
    }

    /** @throws RejectionException where the text is not a message */
    Hl7Message segments(Hl7Text text) {
        return Hl7Message.parse(text.text(), settings.maxSegments());
    }

    ParseResult parse(Hl7Message message) {
        try {
            return mapped(message);
        } catch (RejectionException e) {
            return e.rejection();
        }
    }

    String storeRaw(byte[] bytes) {
        return documents.put(CONTENT_TYPE, bytes).sha256();
    }

    /** MSH-3, or else MSH-4. */
    static Sender sender(Optional<Hl7Segment> header) {
        Optional<String> facility = header.flatMap(msh -> name(msh.field(4)));
        String application =
                header.flatMap(msh -> name(msh.field(3))).or(() -> facility).orElse(UNKNOWN_SENDER.application());
        return new Sender(application, facility, FEED);
    }

    /** {@code A01}; empty where the message tells none. MSH-9.2 wins over an EVN-1 that contradicts it. */
    public static String trigger(Hl7Message message) {
        return message.header()
                .field(9)
                .told(2)
                .or(() -> message.segment("EVN").told(1))
                .or(() -> Optional.ofNullable(ONLY_TRIGGER.get(message.header().text(9))))
                .orElse("");
    }

    private ParseResult mapped(Hl7Message message) {
        String messageId = message.header()
                .told(10)
                .orElseThrow(() -> new RejectionException(Hl7Rejections.MESSAGE_ID_MISSING.at("MSH-10")));
        String family = message.header()
                .told(9)
                .orElseThrow(() -> new RejectionException(Hl7Rejections.MESSAGE_TYPE_MISSING.at("MSH-9")));
        String trigger = trigger(message);
        Sender sender = sender(Optional.of(message.header()));
        Instant receivedAt = clock.instant();
        Told told = new Told(
                message,
                trigger,
                sender,
                messageId,
                receivedAt.atZone(settings.zone()).toOffsetDateTime(),
                settings,
                documents);
        List<Fact> facts = Mappings.STANDARD
                .facts(family, told, rules.of(sender.application()))
                .orElse(List.of());
        if (facts.isEmpty()) {
            return Hl7Rejections.UNKNOWN_TRIGGER.unmapped(
                    "MSH-9", printable(trigger.isEmpty() ? family : family + "^" + trigger));
        }
        return new ParsedMessage(
                sender,
                messageId,
                DerivedIds.hash(message.normalised()),
                receivedAt,
                declaredMode(message),
                author(message),
                Optional.empty(),
                facts);
    }

    /** MSH-11.2, HL7 table 0207: A archive, R restore from archive, I initial load; absent or T is current processing. */
    private static Optional<EntryMode> declaredMode(Hl7Message message) {
        return message.header().field(11).told(2).filter(OLD_RECORD::contains).map(mode -> EntryMode.MIGRATION);
    }

    /** EVN-5, the operator: whatever of number and name is told. */
    private static Optional<String> author(Hl7Message message) {
        Hl7Field operator = message.segment("EVN").field(5);
        String name = (operator.text(2) + " " + operator.text(3)).strip();
        return operator.told(1)
                .map(number -> name.isEmpty() ? number : name + " (" + number + ")")
                .or(() -> Optional.of(name).filter(text -> !text.isEmpty()));
    }

    private static Optional<String> name(Hl7Field hd) {
        return hd.told(1).or(() -> hd.told(2)).or(() -> hd.told(3));
    }

    private static String printable(String type) {
        String clean = type.replaceAll("[^A-Za-z0-9^_]", "?");
        return clean.length() <= 20 ? clean : clean.substring(0, 20);
    }
}
