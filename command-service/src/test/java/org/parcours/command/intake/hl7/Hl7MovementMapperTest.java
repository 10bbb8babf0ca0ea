package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.intake.hl7.Hl7TestParser.PID;
import static org.parcours.command.intake.hl7.Hl7TestParser.PV1;
import static org.parcours.command.intake.hl7.Hl7TestParser.at;
import static org.parcours.command.intake.hl7.Hl7TestParser.message;
import static org.parcours.command.intake.hl7.Hl7TestParser.msh;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.command.message.Fact;
import org.parcours.events.DetailKey;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.Location;
import org.parcours.events.MovementKind;
import org.parcours.events.MovementReference;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.AdmissionCancelled;
import org.parcours.events.StayEvent.LocationReported;
import org.parcours.events.StayEvent.MovementCorrected;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.parcours.events.StayEvent.PatientClassChangeCancelled;
import org.parcours.events.StayEvent.PatientTransferred;
import org.parcours.events.StayEvent.PreAdmissionPlanned;
import org.parcours.events.StayEvent.TransferCancelled;

class Hl7MovementMapperTest {

    private final Hl7TestParser messages = new Hl7TestParser();

    @ParameterizedTest
    @CsvSource({
        "A01, PatientAdmitted",
        "A04, PatientAdmitted",
        "A02, PatientTransferred",
        "A03, PatientDischarged",
        "A05, PreAdmissionPlanned",
        "A14, PreAdmissionPlanned",
        "A06, PatientClassChanged",
        "A07, PatientClassChanged",
        "A11, AdmissionCancelled",
        "A12, TransferCancelled",
        "A13, DischargeCancelled",
        "A38, PreAdmissionCancelled",
        "A27, PreAdmissionCancelled",
        "A16, DischargePlanned",
        "A25, DischargePlanCancelled",
        "A21, LeaveStarted",
        "A52, LeaveStartCancelled",
        "A22, LeaveEnded",
        "A53, LeaveEndCancelled",
        "A54, ResponsibleDoctorChanged",
        "A55, ResponsibleDoctorChangeCancelled",
        "Z99, MovementCorrected"
    })
    void each_trigger_maps_to_its_event(String trigger, String event) {
        StayEvent stayEvent = messages.event(message("ADT^" + trigger), StayEvent.class);
        assertThat(stayEvent.getClass().getSimpleName()).isEqualTo(event);
        assertThat(stayEvent.visit().number().orElseThrow().value()).isEqualTo("V1");
        assertThat(stayEvent.visit().patientClass()).contains("I");
    }

    @Test
    void a_transfer_contains_the_location_and_the_movement() {
        PatientTransferred stayEvent = messages.event(
                message("ADT^A02", "ZBE|77^CPAGE^1.2.3^ISO|20260228080000||INSERT|Y||||HMS"), PatientTransferred.class);
        assertThat(stayEvent.location())
                .contains(new Location("CARDIO", Optional.of("12"), Optional.of("A"), Optional.of("CHU")));
        MovementReference movement = stayEvent.movement().orElseThrow();
        assertThat(movement.id().system()).isEqualTo("urn:oid:1.2.3");
        assertThat(movement.nature()).contains("HMS");
        assertThat(movement.historic()).isTrue();
    }

    @Test
    void an_A08_without_a_movement_tells_where_the_patient_is() {
        LocationReported reported =
                (LocationReported) messages.events(message("ADT^A08")).getLast();

        assertThat(reported.location())
                .contains(new Location("CARDIO", Optional.of("12"), Optional.of("A"), Optional.of("CHU")));
        assertThat(reported.visit().number().orElseThrow().value()).isEqualTo("V1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PV1||I|||||||||||||||||V1\r",
                "PV1||I|CARDIO^12^A^CHU\r",
                "PV1||P|CARDIO^12^A^CHU||||||||||||||||V1\r",
                "PV1||I|CARDIO^12^A^CHU||||||||||||||||V1||||||||||||||||||||||||||20260228\r",
                "PV1||N\r"
            })
    void an_A08_that_does_not_say_where_the_patient_is_only_updates_the_identity(String pv1) {
        messages.event(msh("ADT^A08") + PID + pv1, PatientIdentityUpdated.class);
    }

    @Test
    void a_transfer_contains_the_former_location_and_an_admission_its_reason() {
        Fact transfer = messages.parsed(msh("ADT^A02") + PID + "PV1||I|REA^1^1|||CARDIO^12^A\r")
                .facts()
                .getFirst();
        Fact admission = messages.parsed(msh("ADT^A01") + PID + "PV1||I|REA^1^1\rPV2|||X^Douleur thoracique\r")
                .facts()
                .getFirst();

        assertThat(transfer.annotations().details()).containsEntry(DetailKey.FORMER_LOCATION, "CARDIO · 12 · A");
        assertThat(admission.annotations().details()).containsEntry(DetailKey.REASON, "Douleur thoracique");
    }

    @Test
    void the_responsible_unit_replaces_an_absent_location() {
        PatientAdmitted stayEvent = messages.event(
                msh("ADT^A01") + PID + "PV1||I\rZBE|1|20260228080000||INSERT|N||^^^^^1^UF^^^1120||HMS\r",
                PatientAdmitted.class);
        assertThat(stayEvent.location()).contains(Location.of("1120"));
    }

    @Test
    void ZBE_4_CANCEL_cancels_the_movement_of_any_trigger() {
        messages.event(zbe("A02", "CANCEL", ""), TransferCancelled.class);
        messages.event(zbe("A06", "CANCEL", ""), PatientClassChangeCancelled.class);
        messages.event(zbe("A01", "CANCEL", ""), AdmissionCancelled.class);
        messages.event(zbe("Z99", "CANCEL", "A04"), AdmissionCancelled.class);
        assertThat(messages.rejection(zbe("Z99", "CANCEL", "")).field()).isEqualTo("ZBE-6");
    }

    @Test
    void ZBE_4_UPDATE_corrects_the_movement_that_ZBE_6_or_the_trigger_names() {
        assertThat(messages.event(zbe("Z99", "UPDATE", "A04"), MovementCorrected.class)
                        .kind())
                .contains(MovementKind.ADMISSION);
        assertThat(messages.event(zbe("Z99", "UPDATE", ""), MovementCorrected.class)
                        .kind())
                .isEmpty();
        assertThat(messages.event(zbe("A03", "UPDATE", ""), MovementCorrected.class)
                        .kind())
                .contains(MovementKind.DISCHARGE);
        assertThat(((MovementCorrected)
                                messages.events(zbe("A08", "UPDATE", "A02")).getLast())
                        .kind())
                .contains(MovementKind.TRANSFER);
    }

    @Test
    void a_movement_is_reported_at_EVN_2_or_else_at_MSH_7() {
        String zbe = "ZBE|1^CPAGE|20260228080000||CANCEL|N|A02";
        assertThat(messages.fact(message("ADT^A12", "EVN||20260301090000", zbe)).reportedAt())
                .contains(Hl7TestParser.at("2026-03-01T09:00:00+01:00"));
        assertThat(messages.fact(message("ADT^A12", "EVN||never", zbe)).reportedAt())
                .as("an invalid EVN-2 is ignored")
                .contains(Hl7TestParser.at("2026-03-01T10:15:00+01:00"));
    }

    @Test
    void PV1_44_is_the_time_of_an_admission_and_PV1_45_that_of_a_discharge() {
        assertThat(messages.fact(visit("A01", "20260228080000", "")).occurredAt())
                .isEqualTo(at("2026-02-28T08:00+01:00"));
        assertThat(messages.fact(visit("A03", "20260227080000", "20260228170000"))
                        .occurredAt())
                .isEqualTo(at("2026-02-28T17:00+01:00"));
    }

    @Test
    void a_discharge_without_a_time_occurred_when_it_was_reported_not_at_the_admission() {
        assertThat(messages.fact(visit("A03", "20260227080000", "") + "EVN||20260301090000\r")
                        .occurredAt())
                .isEqualTo(at("2026-03-01T09:00+01:00"));
        assertThat(messages.fact(visit("A03", "20260227080000", "")).occurredAt())
                .as("MSH-7")
                .isEqualTo(at("2026-03-01T10:15+01:00"));
    }

    @Test
    void a_doctor_with_an_RPPS_number_is_identified_by_it() {
        String two = "1^DUPONT^EVE^^^^^^PS&1.2.250.1.71&ISO^L^^^ADELI~2^DUPONT^EVE^^^^^^PS&1.2.250.1.71&ISO^L^^^RPPS";
        PatientAdmitted stayEvent =
                messages.event(msh("ADT^A01") + PID + "PV1||I|CARDIO||||" + two + "\r", PatientAdmitted.class);
        assertThat(stayEvent.doctor().orElseThrow().identifier().orElseThrow().value())
                .isEqualTo("2");
    }

    @Test
    void a_planned_movement_occurs_at_its_expected_time() {
        String expected = message("ADT^A05", "EVN||20260301101500|20260401080000");
        assertThat(messages.event(expected, PreAdmissionPlanned.class)).isNotNull();
        assertThat(messages.fact(expected).occurredAt()).isEqualTo(at("2026-04-01T08:00:00+02:00"));
    }

    @Test
    void a_stay_without_a_number_is_mapped() {
        assertThat(messages.event(msh("ADT^A01") + PID + "PV1||E\r", PatientAdmitted.class)
                        .visit()
                        .number())
                .isEmpty();
        assertThat(messages.event(msh("ADT^A01") + PID.replace("\r", "|||||||||||||A9^^^CHU\r"), PatientAdmitted.class)
                        .visit()
                        .number()
                        .orElseThrow()
                        .value())
                .isEqualTo("A9");
    }

    private static String visit(String trigger, String admitted, String discharged) {
        return msh("ADT^" + trigger) + PID + PV1.strip() + "|".repeat(25) + admitted + "|" + discharged + "\r";
    }

    private static String zbe(String trigger, String action, String original) {
        return message("ADT^" + trigger, "ZBE|1^CPAGE|20260228080000||" + action + "|N|" + original + "|||HMS");
    }
}
