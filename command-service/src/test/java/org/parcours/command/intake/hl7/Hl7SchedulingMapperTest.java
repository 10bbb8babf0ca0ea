package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.intake.hl7.Hl7TestParser.PID;
import static org.parcours.command.intake.hl7.Hl7TestParser.PV1;
import static org.parcours.command.intake.hl7.Hl7TestParser.at;
import static org.parcours.command.intake.hl7.Hl7TestParser.message;
import static org.parcours.command.intake.hl7.Hl7TestParser.msh;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.command.message.Fact;
import org.parcours.events.AppointmentEvent.AppointmentBooked;
import org.parcours.events.AppointmentEvent.AppointmentCancelled;
import org.parcours.events.AppointmentEvent.AppointmentMissed;
import org.parcours.events.AppointmentEvent.AppointmentRescheduled;
import org.parcours.events.AppointmentEvent.PatientArrived;
import org.parcours.events.Event;
import org.parcours.events.PartialDateTime;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.parcours.events.SurgeryEvent.SurgeryCancelled;
import org.parcours.events.SurgeryEvent.SurgeryScheduled;

class Hl7SchedulingMapperTest {

    private static final String SCH = "SCH|P1^EHR|F1^RDV|||||CONS^Consultation||||^^^20260401080000^20260401083000";
    private static final String AIL = "AIL|1||CONSULT3^2";
    private static final String AIP = "AIP|1||99^MARTIN^EVE";

    private final Hl7TestParser messages = new Hl7TestParser();

    @Test
    void S12_books_an_appointment() {
        AppointmentBooked booked = messages.event(message("SIU^S12", SCH, AIL, AIP), AppointmentBooked.class);
        assertThat(booked.appointment().system()).isEqualTo("RDV");
        assertThat(booked.appointment().value()).isEqualTo("F1");
        assertThat(booked.plannedStart()).contains(PartialDateTime.of(at("2026-04-01T08:00:00+02:00")));
        assertThat(booked.plannedEnd()).contains(PartialDateTime.of(at("2026-04-01T08:30:00+02:00")));
        assertThat(booked.reason().orElseThrow().label()).isEqualTo("Consultation");
        assertThat(booked.location().orElseThrow().unit()).isEqualTo("CONSULT3");
        assertThat(booked.practitioner().orElseThrow().name().orElseThrow()).hasToString("MARTIN EVE");
    }

    @Test
    void the_service_may_contain_the_start_and_the_duration() {
        AppointmentBooked booked = messages.event(
                message("SIU^S12", "SCH||F1", "AIS|1||ECG^Electrocardiogram|20260401080000|||20|min"),
                AppointmentBooked.class);
        assertThat(booked.plannedStart()).contains(PartialDateTime.of(at("2026-04-01T08:00:00+02:00")));
        assertThat(booked.plannedEnd()).contains(PartialDateTime.of(at("2026-04-01T08:20:00+02:00")));
        assertThat(booked.reason().orElseThrow().label()).isEqualTo("Electrocardiogram");
    }

    @Test
    void a_duration_that_ends_after_the_supported_years_is_rejected() {
        assertThat(messages.rejection(message("SIU^S12", "SCH||F1|||||||99999|h|^^^99991231"))
                        .field())
                .isEqualTo("SCH-9");
    }

    @Test
    void the_other_triggers_reschedule_cancel_or_report_a_missed_appointment() {
        messages.event(message("SIU^S13", SCH), AppointmentRescheduled.class);
        messages.event(message("SIU^S14", SCH), AppointmentRescheduled.class);
        messages.event(message("SIU^S15", SCH), AppointmentCancelled.class);
        messages.event(message("SIU^S17", SCH), AppointmentCancelled.class);
        messages.event(message("SIU^S26", SCH), AppointmentMissed.class);
        messages.event(message("ADT^A10"), PatientArrived.class);
    }

    @Test
    void an_outpatient_arrives_and_is_admitted_if_the_visit_has_a_number() {
        String outpatient = PV1.replace("|I|", "|O|");
        List<Event> events = messages.events(msh("ADT^A04") + PID + outpatient);
        assertThat(events)
                .extracting(event -> (Object) event.getClass())
                .containsExactly(PatientAdmitted.class, PatientArrived.class);
        PatientArrived arrived = (PatientArrived) events.getLast();
        assertThat(arrived.visit().orElseThrow().number().orElseThrow().value()).isEqualTo("V1");
        assertThat(arrived.location().orElseThrow().unit()).isEqualTo("CARDIO");
        messages.event(msh("ADT^A04") + PID + "PV1||O|CONSULT\r", PatientArrived.class);
    }

    @Test
    void PV1_44_is_the_time_of_an_outpatients_arrival() {
        assertThat(messages.fact(msh("ADT^A04") + PID + "PV1||O|CONSULT" + "|".repeat(41) + "20260301093000\r")
                        .occurredAt())
                .isEqualTo(Hl7TestParser.at("2026-03-01T09:30:00+01:00"));
    }

    /** PAM France: emergencies are sent as O first, and as E in a later Z99. */
    @Test
    void an_A04_with_a_movement_is_an_admission_of_any_patient_class() {
        messages.event(
                msh("ADT^A04") + PID + PV1.replace("|I|", "|O|") + "ZBE|1|20260301080000||INSERT|N\r",
                PatientAdmitted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BLOC", "BLOC-2", "OR3", "or 1", "THEATRE_A"})
    void an_appointment_in_an_operating_room_is_a_surgery(String room) {
        messages.event(message("SIU^S12", SCH, "AIL|1||" + room), SurgeryScheduled.class);
        messages.event(message("SIU^S14", SCH, "AIL|1||" + room), SurgeryScheduled.class);
        messages.event(message("SIU^S15", SCH, "AIL|1||" + room), SurgeryCancelled.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ORTHO", "ORL1", "BLOCKADE", "CARDIO OR"})
    void a_longer_word_with_the_prefix_is_not_an_operating_room(String room) {
        messages.event(message("SIU^S12", SCH, "AIL|1||" + room), AppointmentBooked.class);
    }

    @Test
    void an_appointment_and_a_surgery_are_alternatives_of_each_other() {
        Fact cancelled = messages.fact(message("SIU^S15", SCH));
        assertThat(cancelled.event()).isInstanceOf(AppointmentCancelled.class);
        assertThat(cancelled.alternative()).containsInstanceOf(SurgeryCancelled.class);

        Fact moved = messages.fact(message("SIU^S14", SCH, "AIL|1||BLOC"));
        assertThat(moved.event()).isInstanceOf(SurgeryScheduled.class);
        assertThat(moved.alternative()).containsInstanceOf(AppointmentRescheduled.class);
    }

    @Test
    void an_appointment_without_a_number_is_rejected() {
        assertThat(messages.rejection(message("SIU^S12", "SCH|")).field()).isEqualTo("SCH-2");
    }

    @Test
    void an_invalid_start_is_rejected_naming_its_component() {
        assertThat(messages.rejection(message("SIU^S12", "SCH||F1|||||||||^^^20260231"))
                        .field())
                .isEqualTo("SCH-11.4");
    }
}
