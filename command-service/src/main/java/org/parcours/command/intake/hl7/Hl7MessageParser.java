package org.parcours.command.intake.hl7;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.intake.hl7.mapping.CustomHl7MappingRule;
import org.parcours.command.intake.hl7.mapping.CustomHl7MappingRuleProvider;
import org.parcours.command.intake.hl7.mapping.FieldAccount;
import org.parcours.command.intake.hl7.mapping.Hl7MappingContext;
import org.parcours.command.intake.hl7.mapping.PatientGroup;
import org.parcours.command.intake.hl7.mapping.PatientNotes;
import org.parcours.command.intake.hl7.mapping.StandardHl7MappingRegistry;
import org.parcours.command.intake.hl7.message.DecodedHl7Text;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7Properties;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.DataEntryMetadata;
import org.parcours.command.message.Fact;
import org.parcours.command.message.MessageParser;
import org.parcours.command.message.ParseResult;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.RejectionException;
import org.parcours.command.message.Sender;
import org.parcours.events.Anomaly;
import org.parcours.events.DataEntryMode;
import org.parcours.events.DerivedIds;

/** Parses HL7 v2 messages, whichever feed delivers them. */
public final class Hl7MessageParser implements MessageParser {

    public static final String FEED = "hl7v2";
    public static final String CONTENT_TYPE = "application/hl7-v2";

    /** MSH-11.2 of old records, HL7 table 0207: archive, restore from archive, initial load. */
    private static final Set<String> OLD_RECORD_MODES = Set.of("A", "R", "I");

    /** Message types that had a single trigger up to v2.2, and did not name it. */
    private static final Map<String, String> IMPLIED_TRIGGERS = Map.of("ORU", "R01", "ORM", "O01");

    private final Hl7Properties properties;
    private final DocumentStore documents;
    private final Clock clock;
    private final CustomHl7MappingRuleProvider ruleSource;

    public Hl7MessageParser(Hl7Properties properties, DocumentStore documents, Clock clock) {
        this(properties, documents, clock, CustomHl7MappingRuleProvider.NONE);
    }

    /** @param ruleSource the hospital's own mappings of its applications' messages */
    public Hl7MessageParser(
            Hl7Properties properties, DocumentStore documents, Clock clock, CustomHl7MappingRuleProvider ruleSource) {
        this.ruleSource = ruleSource;
        this.properties = properties;
        this.documents = documents;
        this.clock = clock;
    }

    @Override
    public ReceivedHl7Message receive(byte[] bytes) {
        return new ReceivedHl7Message(this, bytes, Optional.empty());
    }

    /** A message that is rejected before it is parsed, because its frame is truncated, missing or too long. */
    public ReceivedHl7Message receiveRejected(byte[] bytes, Rejection rejection) {
        return new ReceivedHl7Message(this, bytes, Optional.of(rejection));
    }

    DecodedHl7Text decode(byte[] bytes, Sender sender) {
        return DecodedHl7Text.decode(
                bytes, Optional.ofNullable(properties.charsets().get(sender.application())));
    }

    /** @throws RejectionException if the text is not an HL7 v2 message */
    Hl7Message parseSegments(DecodedHl7Text text) {
        return Hl7Message.parse(text.text(), text.charset(), properties.maxSegments());
    }

    String storeRaw(byte[] bytes) {
        return documents.put(CONTENT_TYPE, bytes).sha256();
    }

    /** The trigger event, such as {@code A01}; empty if the message names none. MSH-9.2 takes precedence over EVN-1. */
    public static String trigger(Hl7Message message) {
        Hl7FieldRepetition type = message.header().field(9);
        return type.value(2)
                .or(() -> message.segment("EVN").value(1))
                .orElseGet(() -> IMPLIED_TRIGGERS.getOrDefault(type.text(), ""));
    }

    /**
     * @param guess of the character set, if one was necessary: each fact is marked
     * @throws RejectionException naming the invalid or missing field
     */
    ParseResult parse(Hl7Message message, Optional<String> guess) {
        Hl7Segment msh = message.header();
        HeaderValues.requireValid(msh);
        String messageId = msh.value(10).orElseThrow(() -> Hl7RejectionCode.MESSAGE_ID_MISSING.exceptionAt("MSH-10"));
        String messageCode = msh.value(9).orElseThrow(() -> Hl7RejectionCode.MESSAGE_TYPE_MISSING.exceptionAt("MSH-9"));
        String trigger = trigger(message);
        Sender sender = HeaderValues.sender(Optional.of(msh));
        Optional<String> processingId = msh.value(11)
                .filter(id -> properties.acceptedProcessingIds().stream().noneMatch(id::equalsIgnoreCase));
        if (processingId.isPresent()) {
            return Hl7RejectionCode.NOT_PRODUCTION.unsupported("MSH-11", toPrintable(processingId.get()));
        }
        Instant receivedAt = clock.instant();
        List<Fact> facts = mapFacts(message, messageCode, trigger, messageId, sender, receivedAt);
        if (facts.isEmpty()) {
            return Hl7RejectionCode.UNSUPPORTED_TRIGGER.unsupported(
                    "MSH-9", toPrintable(trigger.isEmpty() ? messageCode : messageCode + "^" + trigger));
        }
        List<Anomaly> guesses = guess.map(detail -> Anomaly.of(Anomaly.Code.CHARACTER_SET_GUESSED, detail)).stream()
                .toList();
        return new ParsedMessage(
                sender,
                messageId,
                DerivedIds.hash(message.normalised()),
                receivedAt,
                new DataEntryMetadata(declaredMode(message), author(message), Optional.empty()),
                facts.stream().map(fact -> fact.withAnomalies(guesses)).toList(),
                List.of());
    }

    private List<Fact> mapFacts(
            Hl7Message message,
            String messageCode,
            String trigger,
            String messageId,
            Sender sender,
            Instant receivedAt) {
        List<CustomHl7MappingRule> rules = ruleSource.rulesOf(sender.application());
        // A type that maps to nothing is unsupported, however many patients it names.
        if (rules.isEmpty() && !StandardHl7MappingRegistry.contains(messageCode + "^" + trigger)) {
            return List.of();
        }
        FieldAccount account = new FieldAccount(messageCode);
        List<Fact> facts = new ArrayList<>();
        List<Hl7Message> patients = PatientGroup.split(message, messageCode, trigger);
        for (int i = 0; i < patients.size(); i++) {
            Hl7Message part = patients.get(i);
            Hl7MappingContext context = new Hl7MappingContext(
                    part,
                    i + 1,
                    trigger,
                    sender,
                    messageId,
                    receivedAt.atZone(properties.zone()).toOffsetDateTime(),
                    properties,
                    documents,
                    account);
            List<Fact> patientFacts =
                    StandardHl7MappingRegistry.map(messageCode, context, rules).orElse(List.of());
            facts.addAll(account.withRemainingUnread(PatientNotes.addTo(patientFacts, part), part));
        }
        return PatientGroup.checkSwap(trigger, facts);
    }

    /** MSH-11.2; absent or T is current processing. */
    private static Optional<DataEntryMode> declaredMode(Hl7Message message) {
        return message.header()
                .field(11)
                .value(2)
                .filter(OLD_RECORD_MODES::contains)
                .map(mode -> DataEntryMode.MIGRATION);
    }

    /** EVN-5, the operator: the number, the name, or both. */
    private static Optional<String> author(Hl7Message message) {
        Hl7FieldRepetition operator = message.segment("EVN").field(5);
        Optional<String> name =
                Optional.of((operator.text(2) + " " + operator.text(3)).strip()).filter(text -> !text.isEmpty());
        return operator.value()
                .map(number -> name.map(text -> text + " (" + number + ")").orElse(number))
                .or(() -> name);
    }

    private static String toPrintable(String type) {
        String clean = type.replaceAll("[^A-Za-z0-9^_]", "?");
        return clean.length() <= 20 ? clean : clean.substring(0, 20);
    }
}
