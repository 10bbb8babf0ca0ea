package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.intake.hl7.Hl7TestParser.at;
import static org.parcours.command.intake.hl7.Hl7TestParser.message;

import org.junit.jupiter.api.Test;
import org.parcours.events.MedicationEvent.MedicationAdministered;
import org.parcours.events.MedicationEvent.MedicationDispensed;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.MedicationEvent.MedicationStopped;

class Hl7MedicationMapperTest {

    private final Hl7TestParser messages = new Hl7TestParser();

    @Test
    void RDE_OMP_and_an_ORM_with_RXO_report_a_prescription() {
        MedicationPrescribed event = messages.event(
                message("RDE^O11", "ORC|NW|P1^EHR", "RXE||N02BE01^Paracetamol|500||mg^mg||^3 times a day"),
                MedicationPrescribed.class);
        assertThat(event.prescription().value()).isEqualTo("P1");
        assertThat(event.product().label()).isEqualTo("Paracetamol");
        assertThat(event.dosage()).contains("500 mg 3 times a day");
        messages.event(message("OMP^O09", "ORC|NW|P1", "RXO|N02BE01^Paracetamol|500||mg"), MedicationPrescribed.class);
        messages.event(message("ORM^O01", "ORC|NW|P1", "RXO|N02BE01^Paracetamol|500||mg"), MedicationPrescribed.class);
    }

    @Test
    void an_order_control_stops_a_prescription() {
        MedicationStopped event = messages.event(
                message("RDE^O11", "ORC|DC|P1^EHR||||||||||||||A^Allergie", "RXE||N02BE01^Paracetamol"),
                MedicationStopped.class);
        assertThat(event.prescription().value()).isEqualTo("P1");
        assertThat(event.reason().orElseThrow().label()).isEqualTo("Allergie");
        messages.event(message("OMP^O09", "ORC|CA|P1"), MedicationStopped.class);
        messages.event(message("ORM^O01", "ORC|DC|P1", "RXO|N02BE01^Paracetamol"), MedicationStopped.class);
    }

    @Test
    void a_medicine_is_dispensed_and_administered() {
        assertThat(messages.event(
                                message("RDS^O13", "ORC|RE|P1", "RXD|1|N02BE01^Paracetamol|20260301|8|tablet"),
                                MedicationDispensed.class)
                        .quantity())
                .contains("8 tablet");
        String administration = message("RAS^O17", "ORC|RE|P1", "RXA|0|1|20260301140000||N02BE01^Paracetamol|500|mg");
        assertThat(messages.event(administration, MedicationAdministered.class).dose())
                .contains("500 mg");
        assertThat(messages.fact(administration).occurredAt()).isEqualTo(at("2026-03-01T14:00:00+01:00"));
    }

    @Test
    void a_medicine_that_the_patient_refused_is_not_administered() {
        messages.unsupported(
                message("RAS^O17", "ORC|RE|P1", "RXA|0|1|20260301140000||N02BE01^Paracetamol|500|mg|||||||||||||RE"));
    }

    @Test
    void a_prescription_without_a_medicine_is_rejected() {
        assertThat(messages.rejection(message("RDE^O11", "ORC|NW|P1", "RXE||")).field())
                .isEqualTo("RXE-2");
    }
}
