package org.parcours.command.feeds.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.intake.Samples;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.intake.hl7.Hl7TestSettings;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.UnsupportedMessage;
import org.parcours.command.processing.FakeMessageRecorder;
import org.parcours.command.processing.FakeQuarantine;
import org.parcours.command.processing.TestPipeline;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.MovementCorrected;

/** Messages that nobody here wrote, where they are at hand. */
class RealHl7MessagesTest {

    private final Hl7MessageParser understanding =
            new Hl7MessageParser(Hl7TestSettings.hl7(), new FakeDocumentStore(), Clock.systemUTC());

    @Test
    void a_day_of_an_english_hospital() {
        Path folder = folder("hl7v2/simhospital");
        assertThat(told(Samples.feed(folder.resolve("messages.out"))))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "PatientAdmitted", 400,
                        "ResultIssued", 545,
                        "ImagingReported", 65,
                        "StepRecorded", 2,
                        "PatientsMerged", 1));
    }

    @Test
    void nine_french_dossiers_are_understood_to_the_last_message() {
        folder("hl7v2/pam-fr");
        Map<String, Integer> told = told(Samples.messages("hl7v2/pam-fr").map(Samples::bytes));
        assertThat(told.keySet()).noneMatch(kind -> kind.startsWith("PARC-"));
        assertThat(told)
                .containsKeys(
                        "PatientRegistered",
                        "PatientIdentityUpdated",
                        "PreAdmissionPlanned",
                        "PreAdmissionCancelled",
                        "PatientAdmitted",
                        "PatientTransferred",
                        "TransferCancelled",
                        "LeaveStarted",
                        "LeaveEnded",
                        "MovementCorrected",
                        "PatientDischarged",
                        "DischargeCancelled",
                        "PatientClassChanged");
    }

    @Test
    void a_french_stay_has_a_unit_a_doctor_and_a_movement() {
        folder("hl7v2/pam-fr");
        List<StayEvent> movements = Samples.messages("hl7v2/pam-fr")
                .map(Samples::bytes)
                .map(bytes -> understanding.receive(bytes).parse())
                .flatMap(understood -> ((ParsedMessage) understood).facts().stream())
                .map(Fact::event)
                .filter(StayEvent.class::isInstance)
                .map(StayEvent.class::cast)
                .toList();
        assertThat(movements).allSatisfy(event -> {
            assertThat(event.visit().number().orElseThrow().system()).isEqualTo("urn:oid:1.2.250.1.211.12.1.2");
            assertThat(event.movement()).isPresent();
        });
        assertThat(movements).filteredOn(MovementCorrected.class::isInstance).allSatisfy(event -> assertThat(
                        ((MovementCorrected) event).kind())
                .isPresent());
    }

    /** The table in hl7v2-samples.txt, a line a file: what is recorded of it, or why it is kept aside. */
    @Test
    void what_becomes_of_each_file_is_in_the_table() throws IOException {
        Path samples = folder("hl7v2");
        List<String> becomes = Stream.of("hl7v2/pam-fr", "hl7v2/various")
                .flatMap(Samples::messages)
                .map(file -> samples.relativize(file).toString().replace('\\', '/') + ": " + outcome(file))
                .toList();
        assertThat(becomes).containsExactlyInAnyOrderElementsOf(table());
    }

    private String outcome(Path file) {
        return switch (understanding.receive(Samples.bytes(file)).parse()) {
            case ParsedMessage report ->
                report.facts().stream()
                        .map(fact -> fact.event().getClass().getSimpleName())
                        .collect(Collectors.joining(", "));
            case Rejection refusal -> "quarantine " + refusal.code() + " " + refusal.field();
            case UnsupportedMessage unmapped -> "kept " + unmapped.code();
        };
    }

    /** What follows a # is why. */
    private static List<String> table() throws IOException {
        try (InputStream file = RealHl7MessagesTest.class.getResourceAsStream("/hl7v2-samples.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("\\s*#.*", ""))
                    .filter(line -> !line.isBlank())
                    .toList();
        }
    }

    @Test
    void every_real_message_is_answered_positively_as_it_asks_for() {
        folder("hl7v2");
        FakeQuarantine refused = new FakeQuarantine();
        Hl7MessageHandler handler = new Hl7MessageHandler(
                understanding,
                TestPipeline.processor(new FakeMessageRecorder(), refused),
                Hl7TestSettings.hl7().zone(),
                Clock.systemUTC());
        Stream.of("hl7v2/pam-fr", "hl7v2/various").flatMap(Samples::messages).forEach(file -> {
            String ack = new String(handler.handle(Samples.bytes(file)), StandardCharsets.ISO_8859_1);
            assertThat(ack)
                    .as(file.toString())
                    .matches(wantsNoAnswer(Samples.bytes(file)) ? "" : "(?s).*\rMSA\\|[AC]A\\|.*");
        });
    }

    private static boolean wantsNoAnswer(byte[] message) {
        return new String(message, StandardCharsets.ISO_8859_1)
                .lines()
                .findFirst()
                .orElseThrow()
                .contains("|NE|NE");
    }

    private Map<String, Integer> told(Stream<byte[]> messages) {
        Map<String, Integer> told = new TreeMap<>();
        messages.map(bytes -> understanding.receive(bytes).parse())
                .flatMap(understood -> switch (understood) {
                    case ParsedMessage report ->
                        report.facts().stream()
                                .map(fact -> fact.event().getClass().getSimpleName());
                    case Rejection refusal -> Stream.of(refusal.code() + " refused");
                    case UnsupportedMessage unmapped -> Stream.of(unmapped.code() + " unmapped");
                })
                .forEach(kind -> told.merge(kind, 1, Integer::sum));
        return told;
    }

    private static Path folder(String name) {
        assumeTrue(Samples.folder(name).isPresent(), "no samples here");
        return Samples.folder(name).orElseThrow();
    }
}
