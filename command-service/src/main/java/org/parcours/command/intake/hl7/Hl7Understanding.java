package org.parcours.command.intake.hl7;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.intake.Documents;
import org.parcours.command.intake.Fact;
import org.parcours.command.intake.Format;
import org.parcours.command.intake.Refusal;
import org.parcours.command.intake.Report;
import org.parcours.command.intake.Sender;
import org.parcours.command.intake.Understanding;
import org.parcours.command.intake.hl7.mapping.Hl7Rules;
import org.parcours.command.intake.hl7.mapping.Mappings;
import org.parcours.command.intake.hl7.mapping.Told;
import org.parcours.command.intake.hl7.message.Hl7Batch;
import org.parcours.command.intake.hl7.message.Hl7Field;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7Properties;
import org.parcours.command.intake.hl7.message.Hl7Refusals;
import org.parcours.command.intake.hl7.message.Hl7Text;
import org.parcours.command.intake.hl7.message.NotUnderstood;
import org.parcours.events.DerivedIds;
import org.parcours.events.EntryMode;

/** From the bytes of a message to what it reports, once; also for bytes that come back from quarantine. */
public final class Hl7Understanding implements Format {

    public static final String FEED = "hl7v2";

    private static final Set<String> OLD_RECORD = Set.of("A", "R", "I");

    /** Who told us, where not even that could be read. */
    public static final Sender UNKNOWN_SENDER = new Sender("unknown", Optional.empty(), FEED);

    /** Up to v2.2 these types had one trigger each, and did not name it. */
    private static final Map<String, String> ONLY_TRIGGER = Map.of("ORU", "R01", "ORM", "O01");

    private final Hl7Properties settings;
    private final Documents documents;
    private final Clock clock;
    private final Hl7Rules rules;

    public Hl7Understanding(Hl7Properties settings, Documents documents, Clock clock) {
        this(settings, documents, clock, Hl7Rules.NONE);
    }

    /** @param rules what the hospital says of its own applications' messages */
    public Hl7Understanding(Hl7Properties settings, Documents documents, Clock clock, Hl7Rules rules) {
        this.rules = rules;
        this.settings = settings;
        this.documents = documents;
        this.clock = clock;
    }

    @Override
    public String contentType(byte[] message) {
        return Hl7Exchange.CONTENT_TYPE;
    }

    @Override
    public Refusal failed() {
        return Hl7Refusals.INTERNAL.at("MSH");
    }

    @Override
    public Sender sender(byte[] raw) {
        try {
            return sender(parse(Hl7Text.of(raw)));
        } catch (RuntimeException unreadable) {
            return UNKNOWN_SENDER;
        }
    }

    @Override
    public Understanding understand(byte[] raw) {
        if (Hl7Batch.of(raw).isPresent()) {
            return Hl7Refusals.SEVERAL_MESSAGES.at("MSH");
        }
        try {
            return understand(parse(Hl7Text.of(raw)));
        } catch (NotUnderstood e) {
            return e.refusal();
        }
    }

    /** @throws NotUnderstood where there is no message in the text */
    Hl7Message parse(Hl7Text text) {
        return Hl7Message.parse(text.text(), settings.maxSegments());
    }

    Understanding understand(Hl7Message message) {
        try {
            return reported(message);
        } catch (NotUnderstood e) {
            return e.refusal();
        }
    }

    /** Keeps the bytes of a message, Z segments and all that nobody maps included, and lets its report name them. */
    @Override
    public Report kept(Report report, byte[] raw) {
        return report.kept(
                documents.keep(Hl7Exchange.CONTENT_TYPE, raw, Optional.empty()).sha256());
    }

    static Sender sender(Hl7Message message) {
        Optional<String> facility = named(message.header().field(4));
        String application = named(message.header().field(3)).or(() -> facility).orElse(UNKNOWN_SENDER.application());
        return new Sender(application, facility, FEED);
    }

    /** {@code A01}; empty where the message tells none. MSH-9.2 wins over an EVN-1 that contradicts it. */
    static String trigger(Hl7Message message) {
        return message.header()
                .field(9)
                .told(2)
                .or(() -> message.segment("EVN").told(1))
                .or(() -> Optional.ofNullable(ONLY_TRIGGER.get(message.header().text(9))))
                .orElse("");
    }

    private Understanding reported(Hl7Message message) {
        String messageId = message.header()
                .told(10)
                .orElseThrow(() -> new NotUnderstood(Hl7Refusals.MESSAGE_ID_MISSING.at("MSH-10")));
        String family = message.header()
                .told(9)
                .orElseThrow(() -> new NotUnderstood(Hl7Refusals.MESSAGE_TYPE_MISSING.at("MSH-9")));
        String trigger = trigger(message);
        Sender sender = sender(message);
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
            return Hl7Refusals.UNKNOWN_TRIGGER.unmapped(
                    "MSH-9", printable(trigger.isEmpty() ? family : family + "^" + trigger));
        }
        return new Report(
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

    private static Optional<String> named(Hl7Field hd) {
        return hd.told(1).or(() -> hd.told(2)).or(() -> hd.told(3));
    }

    private static String printable(String type) {
        String clean = type.replaceAll("[^A-Za-z0-9^_]", "?");
        return clean.length() <= 20 ? clean : clean.substring(0, 20);
    }
}
