package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.intake.hl7.Hl7TestParser.msh;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.command.message.Fact;
import org.parcours.command.message.Rejection;
import org.parcours.events.AppointmentEvent.AppointmentBooked;
import org.parcours.events.Event;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.MedicationEvent;
import org.parcours.events.Observation;
import org.parcours.events.StayEvent.PatientTransferred;

/** A message may hold several patients: each has the segments after its own PID, or the message is rejected whole. */
class PatientGroupTest {

    private static final String PV1 = "PV1||I|U^1^%s||||||||||||||||V%s^^^H&1.2.3.2&ISO^VN\r";

    private final Hl7TestParser messages = new Hl7TestParser();

    @Test
    void each_patient_of_an_ORU_has_the_results_after_its_own_PID() {
        List<Fact> facts = messages.parsed(msh("ORU^R01")
                        + pid("A")
                        + obr("1")
                        + obx("NA", "131")
                        + pid("B")
                        + obr("2")
                        + obx("NA", "142")
                        + obr("3")
                        + obx("K", "4.4")
                        + pid("C")
                        + obr("4")
                        + obx("NA", "150"))
                .facts();

        assertThat(facts.stream().map(fact -> patient(fact) + ": " + values(fact.event())))
                .containsExactly("A: NA 131", "B: NA 142", "B: K 4.4", "C: NA 150");
    }

    @Test
    void results_without_an_order_number_are_different_ones_for_different_patients() {
        String withoutNumber = "OBR|1|||NA^Sodium\r";
        List<Fact> facts = messages.parsed(msh("ORU^R01")
                        + pid("A")
                        + withoutNumber
                        + obx("NA", "131")
                        + pid("B")
                        + withoutNumber
                        + obx("NA", "142"))
                .facts();

        assertThat(facts).extracting(fact -> fact.event().stepKeys()).doesNotHaveDuplicates();
    }

    @Test
    void each_patient_keeps_its_own_visit() {
        List<Fact> facts = messages.parsed(msh("ORU^R01")
                        + pid("A")
                        + PV1.formatted("1", "1")
                        + obr("1")
                        + obx("NA", "131")
                        + pid("B")
                        + obr("2")
                        + obx("NA", "142"))
                .facts();

        assertThat(facts.getFirst().visit()).isPresent();
        assertThat(facts.getLast().visit())
                .as("the visit of A is not that of B")
                .isEmpty();
    }

    @Test
    void values_without_an_order_are_recorded_too() {
        List<Fact> facts = messages.parsed(msh("ORU^R01")
                        + pid("A")
                        + obx("TA", "12")
                        + obx("FC", "80")
                        + pid("B")
                        + obx("TA", "14")
                        + obr("2")
                        + obx("NA", "142"))
                .facts();

        assertThat(facts.stream().map(fact -> patient(fact) + ": " + values(fact.event())))
                .containsExactly("A: TA 12, FC 80", "B: TA 14", "B: NA 142");
        assertThat(facts).extracting(fact -> fact.event().stepKeys()).doesNotHaveDuplicates();
    }

    @Test
    void an_A17_moves_both_patients() {
        List<Fact> facts = messages.parsed(msh("ADT^A17") + "EVN||20260311090500||||20260311090000\r" + pid("A")
                        + PV1.formatted("2", "1") + pid("B") + PV1.formatted("1", "2"))
                .facts();

        assertThat(facts.stream()
                        .map(fact -> patient(fact) + " "
                                + ((PatientTransferred) fact.event())
                                        .location()
                                        .orElseThrow()
                                        .bed()
                                        .orElseThrow()))
                .containsExactly("A 2", "B 1");
    }

    @Test
    void every_patient_of_a_group_appointment_has_the_appointment_and_its_resources() {
        for (String group : List.of("RGS|1\r", "")) {
            List<Fact> facts = messages.parsed(msh("SIU^S12") + "SCH|R1^RDV|||||||||||^^30^20260320090000\r" + pid("A")
                            + pid("B") + group + "AIL|1||CS-1^^^H\r")
                    .facts();

            assertThat(facts).extracting(PatientGroupTest::patient).containsExactly("A", "B");
            assertThat(facts).allSatisfy(fact -> assertThat(((AppointmentBooked) fact.event()).location())
                    .hasValueSatisfying(place -> assertThat(place.unit()).isEqualTo("CS-1")));
        }
    }

    @Test
    void prescriptions_of_several_patients_are_separate() {
        List<Fact> facts = messages.parsed(msh("RDE^O11") + pid("A") + "ORC|NW|P1^DPI\rRXE||PARA^Paracétamol|1||g\r"
                        + pid("B") + "ORC|NW|P2^DPI\rRXE||AMOX^Amoxicilline|1||g\r")
                .facts();

        assertThat(facts.stream()
                        .map(fact -> patient(fact) + " "
                                + ((MedicationEvent.MedicationPrescribed) fact.event())
                                        .product()
                                        .label()))
                .containsExactly("A Paracétamol", "B Amoxicilline");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ADT^A01", "ADT^A02", "ADT^A03", "ADT^A08", "ADT^A28", "ADT^A31", "MDM^T02"})
    void a_second_patient_where_the_type_has_one_is_rejected_by_name(String type) {
        Rejection rejection = messages.rejection(msh(type) + pid("A") + PV1.formatted("1", "1")
                + "TXA|1|CR||||||||||D1\r" + pid("B") + PV1.formatted("2", "2"));

        assertThat(rejection.field()).isEqualTo("PID[2]");
        assertThat(rejection.code()).isEqualTo("PARC-0316");
    }

    private static String pid(String number) {
        return "PID|||" + number + "^^^H&1.2.3.1&ISO^PI||NOM" + number + "^P\r";
    }

    private static String obr(String number) {
        return "OBR|1|P" + number + "^DPI|F" + number + "^LABO|BIO^Biologie|||20260310093000\r";
    }

    private static String obx(String code, String value) {
        return "OBX|1|NM|" + code + "^" + code + "||" + value + "||||||F\r";
    }

    private static String patient(Fact fact) {
        return fact.patient().identifiers().getFirst().value();
    }

    private static String values(Event event) {
        return ((ResultIssued) event)
                .observations().stream()
                        .map((Observation value) -> value.code().key() + " " + value.value())
                        .collect(Collectors.joining(", "));
    }
}
