package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.parcours.command.intake.Fact;
import org.parcours.command.intake.RecordingDocuments;
import org.parcours.command.intake.RecordingIntake;
import org.parcours.command.intake.RecordingRefused;
import org.parcours.command.intake.Refusal;
import org.parcours.command.intake.Report;
import org.parcours.command.intake.Samples;
import org.parcours.command.intake.Unmapped;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.MovementCorrected;

/** Messages that nobody here wrote, where they are at hand. */
class RealMessagesTest {

    private final Hl7Understanding understanding =
            new Hl7Understanding(Settings.hl7(), new RecordingDocuments(), Clock.systemUTC());

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
                .map(understanding::understand)
                .flatMap(understood -> ((Report) understood).facts().stream())
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

    @Test
    void all_sorts_of_messages_are_understood_or_unmapped() {
        folder("hl7v2/various");
        Map<String, Integer> told = told(Samples.messages("hl7v2/various").map(Samples::bytes));
        assertThat(told)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("AdmissionCancelled", 1),
                        Map.entry("AppointmentBooked", 1),
                        Map.entry("AppointmentCancelled", 2),
                        Map.entry("AppointmentMissed", 1),
                        Map.entry("AppointmentRescheduled", 2),
                        Map.entry("DischargeCancelled", 1),
                        Map.entry("DischargePlanCancelled", 1),
                        Map.entry("DischargePlanned", 1),
                        Map.entry("ExamOrderCancelled", 1),
                        Map.entry("ExamOrdered", 7),
                        Map.entry("ImagingOrdered", 4),
                        Map.entry("MedicationDispensed", 2),
                        Map.entry("MedicationPrescribed", 4),
                        Map.entry("PARC-0208 unmapped", 21),
                        Map.entry("PatientAdmitted", 5),
                        Map.entry("PatientArrived", 1),
                        Map.entry("PatientClassChanged", 2),
                        Map.entry("PatientDischarged", 1),
                        Map.entry("PatientIdentityUpdated", 4),
                        Map.entry("PatientRegistered", 1),
                        Map.entry("PatientTransferred", 1),
                        Map.entry("PatientsMerged", 2),
                        Map.entry("PreAdmissionCancelled", 1),
                        Map.entry("PreAdmissionPlanned", 2),
                        Map.entry("ResultIssued", 7),
                        Map.entry("SpecimenCollected", 6),
                        Map.entry("StepRecorded", 8)));
    }

    @Test
    void every_real_message_is_answered_AA() {
        folder("hl7v2");
        RecordingRefused refused = new RecordingRefused();
        Hl7Exchange exchange =
                new Hl7Exchange(understanding, new RecordingIntake(), refused, Settings.hl7(), Clock.systemUTC());
        Stream.of("hl7v2/pam-fr", "hl7v2/various").flatMap(Samples::messages).forEach(file -> {
            String ack = new String(exchange.answer(Samples.bytes(file)), StandardCharsets.ISO_8859_1);
            assertThat(ack).as(file.toString()).contains("\rMSA|AA|");
        });
    }

    private Map<String, Integer> told(Stream<byte[]> messages) {
        Map<String, Integer> told = new TreeMap<>();
        messages.map(understanding::understand)
                .flatMap(understood -> switch (understood) {
                    case Report report ->
                        report.facts().stream()
                                .map(fact -> fact.event().getClass().getSimpleName());
                    case Refusal refusal -> Stream.of(refusal.code() + " refused");
                    case Unmapped unmapped -> Stream.of(unmapped.code() + " unmapped");
                })
                .forEach(kind -> told.merge(kind, 1, Integer::sum));
        return told;
    }

    private static Path folder(String name) {
        assumeTrue(Samples.folder(name).isPresent(), "no samples here");
        return Samples.folder(name).orElseThrow();
    }
}
