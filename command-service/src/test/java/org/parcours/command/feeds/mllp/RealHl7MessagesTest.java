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
import org.parcours.command.intake.SampleFiles;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.intake.hl7.Hl7TestProperties;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.UnsupportedMessage;
import org.parcours.command.processing.FakeMessageRecorder;
import org.parcours.command.processing.FakeQuarantine;
import org.parcours.command.processing.TestPipeline;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.MovementCorrected;

/** Messages of other organisations; skipped without the sample files. */
class RealHl7MessagesTest {

    /** Simhospital and half of the examples are messages of training. */
    private final Hl7MessageParser parser = new Hl7MessageParser(
            Hl7TestProperties.hl7(Map.of("parcours.hl7.accepted-processing-ids", "P,T,D")),
            new FakeDocumentStore(),
            Clock.systemUTC());

    /** The steps are two documents and 162 allergies. */
    @Test
    void a_day_of_an_english_hospital_is_mapped() {
        Path folder = folder("hl7v2/simhospital");
        assertThat(countEvents(SampleFiles.feed(folder.resolve("messages.out"))))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "PatientAdmitted", 400,
                        "ResultIssued", 545,
                        "ImagingReported", 65,
                        "StepRecorded", 164,
                        "PatientsMerged", 1));
    }

    @Test
    void no_message_of_nine_french_dossiers_is_rejected() {
        folder("hl7v2/pam-fr");
        Map<String, Integer> counts =
                countEvents(SampleFiles.messages("hl7v2/pam-fr").map(SampleFiles::bytes));
        assertThat(counts.keySet()).noneMatch(kind -> kind.startsWith("PARC-"));
        assertThat(counts)
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
        List<StayEvent> movements = SampleFiles.messages("hl7v2/pam-fr")
                .map(SampleFiles::bytes)
                .map(bytes -> parser.receive(bytes).parse())
                .flatMap(parseResult -> ((ParsedMessage) parseResult).facts().stream())
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

    /** The table in hl7v2-samples.txt, one line a file: the events recorded, or the code of its rejection. */
    @Test
    void each_file_has_the_outcome_in_the_table() throws IOException {
        Path samples = folder("hl7v2");
        List<String> outcomes = Stream.of("hl7v2/pam-fr", "hl7v2/various")
                .flatMap(SampleFiles::messages)
                .map(file -> samples.relativize(file).toString().replace('\\', '/') + ": " + outcome(file))
                .toList();
        assertThat(outcomes).containsExactlyInAnyOrderElementsOf(expectedOutcomes());
    }

    private String outcome(Path file) {
        return switch (parser.receive(SampleFiles.bytes(file)).parse()) {
            case ParsedMessage parsed ->
                parsed.facts().stream()
                        .map(fact -> fact.event().getClass().getSimpleName())
                        .collect(Collectors.joining(", "));
            case Rejection rejection -> "rejected " + rejection.code() + " " + rejection.field();
            case UnsupportedMessage unsupported -> "unsupported " + unsupported.code();
        };
    }

    /** The text after a # is a comment. */
    private static List<String> expectedOutcomes() throws IOException {
        try (InputStream file = RealHl7MessagesTest.class.getResourceAsStream("/hl7v2-samples.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("\\s*#.*", ""))
                    .filter(line -> !line.isBlank())
                    .toList();
        }
    }

    @Test
    void every_real_message_gets_the_positive_acknowledgement_that_it_requests() {
        folder("hl7v2");
        FakeQuarantine quarantine = new FakeQuarantine();
        Hl7MessageHandler handler = new Hl7MessageHandler(
                parser,
                TestPipeline.processor(new FakeMessageRecorder(), quarantine),
                Hl7TestProperties.hl7().zone(),
                Clock.systemUTC());
        Stream.of("hl7v2/pam-fr", "hl7v2/various")
                .flatMap(SampleFiles::messages)
                .forEach(file -> {
                    String ack = new String(handler.handle(SampleFiles.bytes(file)), StandardCharsets.ISO_8859_1);
                    assertThat(ack)
                            .as(file.toString())
                            .matches(
                                    requestsNoAcknowledgement(SampleFiles.bytes(file))
                                            ? ""
                                            : "(?s).*\rMSA\\|[AC]A\\|.*");
                });
    }

    private static boolean requestsNoAcknowledgement(byte[] message) {
        return new String(message, StandardCharsets.ISO_8859_1)
                .lines()
                .findFirst()
                .orElseThrow()
                .contains("|NE|NE");
    }

    private Map<String, Integer> countEvents(Stream<byte[]> messages) {
        Map<String, Integer> counts = new TreeMap<>();
        messages.map(bytes -> parser.receive(bytes).parse())
                .flatMap(parseResult -> switch (parseResult) {
                    case ParsedMessage parsed ->
                        parsed.facts().stream()
                                .map(fact -> fact.event().getClass().getSimpleName());
                    case Rejection rejection -> Stream.of(rejection.code() + " rejected");
                    case UnsupportedMessage unsupported -> Stream.of(unsupported.code() + " unsupported");
                })
                .forEach(kind -> counts.merge(kind, 1, Integer::sum));
        return counts;
    }

    private static Path folder(String name) {
        assumeTrue(SampleFiles.folder(name).isPresent(), "no sample files");
        return SampleFiles.folder(name).orElseThrow();
    }
}
