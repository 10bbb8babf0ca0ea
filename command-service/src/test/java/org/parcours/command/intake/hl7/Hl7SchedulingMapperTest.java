package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.intake.hl7.Hl7TestParser.PID;
import static org.parcours.command.intake.hl7.Hl7TestParser.PV1;
import static org.parcours.command.intake.hl7.Hl7TestParser.at;
import static org.parcours.command.intake.hl7.Hl7TestParser.message;
import static org.parcours.command.intake.hl7.Hl7TestParser.msh;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.command.message.Fact;
import org.parcours.events.AppointmentEvent.AppointmentBooked;
import org.parcours.events.AppointmentEvent.AppointmentCancelled;
import org.parcours.events.AppointmentEvent.AppointmentMissed;
import org.parcours.events.AppointmentEvent.AppointmentRescheduled;
import org.parcours.events.AppointmentEvent.PatientArrived;
import org.parcours.events.DetailKey;
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
        assertThat(messages.rejection(message("SIU^S12", "SCH||F1|||||||99999|h|^^^999912312300"))
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
    void resources_may_come_in_any_order_and_number() {
        Fact fact = messages.fact(message(
                "SIU^S12",
                "SCH|R1^RDV||||||||||^^30^20260320080000^20260320083000||||||||||||||BOOKED",
                "RGS|1",
                "AIP|1||032^Pompe^Patrick|CARDIO",
                "AIL|1||^CS-NORD",
                "RGS|2",
                "AIG|1||ECHO1^Ultrasound",
                "AIL|2||CS-SUD^^^HOP|||20260320083000"));
        AppointmentBooked booked = (AppointmentBooked) fact.event();
        assertThat(booked.location().orElseThrow().unit()).isEqualTo("CS-NORD");
        assertThat(booked.practitioner().orElseThrow().name().orElseThrow()).hasToString("Pompe Patrick");
        assertThat(fact.annotations().details())
                .containsEntry(
                        DetailKey.RESOURCES,
                        "Pompe Patrick (CARDIO); CS-NORD; Ultrasound; CS-SUD 2026-03-20 08:30:00+01:00")
                .containsEntry(DetailKey.APPOINTMENT_STATUS, "BOOKED");
        assertThat(fact.anomalies()).isEmpty();
    }

    @Test
    void the_resource_that_is_first_by_time_is_that_of_the_appointment() {
        AppointmentBooked booked = messages.event(
                message("SIU^S12", "SCH||F1", "AIL|1||LATER|||20260401090000", "AIL|2||FIRST|||20260401080000"),
                AppointmentBooked.class);
        assertThat(booked.location().orElseThrow().unit()).isEqualTo("FIRST");
        assertThat(booked.plannedStart()).contains(PartialDateTime.of(at("2026-04-01T08:00:00+02:00")));
    }

    @Test
    void a_start_that_is_taken_back_is_that_of_a_resource_or_else_to_be_set() {
        String takenBack = "SCH|T10R^RDV|||||CONS^Consultation|||||^^20^\"\"^\"\"||||||||||||||BOOKED";
        AppointmentBooked booked = messages.event(
                message("SIU^S12", takenBack, "RGS|1", "AIL|1||CS|||20260320090000"), AppointmentBooked.class);
        assertThat(booked.plannedStart()).contains(PartialDateTime.of(at("2026-03-20T09:00:00+01:00")));
        assertThat(booked.plannedEnd()).isEmpty();
        assertThat(booked.reason().orElseThrow().label()).isEqualTo("Consultation");
        Fact unknown = messages.fact(message("SIU^S14", takenBack));
        assertThat(((AppointmentRescheduled) unknown.event()).plannedStart()).isEmpty();
        assertThat(unknown.annotations().details()).containsEntry(DetailKey.START, DetailKey.TO_BE_SET);
        assertThat(messages.fact(message("SIU^S14", "SCH||F1")).annotations().details())
                .doesNotContainKey(DetailKey.START);
    }

    @ParameterizedTest
    @CsvSource({
        "20,min,08:20",
        "20,'',08:20",
        "20,min^Minutes^UCUM,08:20",
        "2,h,10:00",
        "1.5,H^Hour,09:30",
        "90,s,08:01:30",
        "30,MIN^minute^ISO+,08:30",
        "20,X^minutes,08:20",
        "20,X,''",
        "a,min,''"
    })
    void a_duration_has_a_unit(String amount, String unit, String end) {
        AppointmentBooked booked = messages.event(
                message("SIU^S12", "SCH||F1|||||||" + amount + "|" + unit + "|^^^20260401080000"),
                AppointmentBooked.class);
        assertThat(booked.plannedEnd().map(PartialDateTime::toInstant))
                .isEqualTo(Optional.of(end).filter(text -> !text.isEmpty()).map(text -> at("2026-04-01T" + text
                                + (text.length() == 5 ? ":00" : "") + "+02:00")
                        .toInstant()));
    }

    @ParameterizedTest
    @CsvSource({
        "S12,BOOKED,AppointmentBooked,false",
        "S12,PENDING,AppointmentBooked,false",
        "S12,WAITLIST,AppointmentBooked,false",
        "S12,OVERBOOK,AppointmentBooked,false",
        "S12,Cancelled,AppointmentCancelled,false",
        "S14,CANCELED^Canceled,AppointmentCancelled,false",
        "S14,Deleted,AppointmentCancelled,false",
        "S14,No Show,AppointmentMissed,false",
        "S14,NOSHOW,AppointmentMissed,false",
        "S14,ARRIVED,AppointmentRescheduled PatientArrived,false",
        "S14,STARTED,AppointmentRescheduled PatientArrived,false",
        "S14,COMPLETE,AppointmentRescheduled PatientArrived,false",
        "S15,CANCELLED,AppointmentCancelled,false",
        "S15,BOOKED,AppointmentCancelled,true",
        "S16,DC,AppointmentCancelled,false",
        "S17,DELETED,AppointmentCancelled,false",
        "S18,BOOKED,AppointmentRescheduled,false",
        "S19,BOOKED,AppointmentRescheduled,false",
        "S20,BOOKED,AppointmentRescheduled,false",
        "S21,BOOKED,AppointmentRescheduled,false",
        "S22,BOOKED,AppointmentRescheduled,false",
        "S26,NOSHOW,AppointmentMissed,false",
        "S26,COMPLETE,AppointmentMissed,true",
        "S13,WHATEVER,AppointmentRescheduled,true"
    })
    void every_trigger_and_status_has_its_effect(String trigger, String status, String events, boolean marked) {
        List<Fact> facts = messages.parsed(message("SIU^" + trigger, "SCH||F1" + "|".repeat(23) + status))
                .facts();
        assertThat(facts.stream().map(fact -> fact.event().getClass().getSimpleName()))
                .containsExactly(events.split(" "));
        assertThat(facts)
                .allSatisfy(fact -> assertThat(fact.anomalies().isEmpty()).isEqualTo(!marked));
    }

    @ParameterizedTest
    @ValueSource(strings = {"S23", "S24"})
    void blocked_time_is_about_no_patient(String trigger) {
        messages.unsupported(message("SIU^" + trigger, SCH));
    }

    @Test
    void action_codes_remove_and_replace_resources() {
        Fact moved = messages.fact(message("SIU^S14", SCH, "RGS|1", "AIL|1|D|OLD", "AIL|2|A|NEW", "AIP|1|D|9^GONE^A"));
        AppointmentRescheduled event = (AppointmentRescheduled) moved.event();
        assertThat(event.location().orElseThrow().unit()).isEqualTo("NEW");
        assertThat(event.practitioner()).isEmpty();
        assertThat(moved.annotations().details())
                .containsEntry(DetailKey.RESOURCES, "OLD (retiré); NEW; GONE A (retiré)")
                .containsEntry(DetailKey.FORMER_PRACTITIONER, "GONE A (retiré)")
                .doesNotContainKey(DetailKey.FORMER_LOCATION);
        assertThat(messages.fact(message("SIU^S20", SCH, "RGS|1", "AIL|1||OLD"))
                        .annotations()
                        .details())
                .containsEntry(DetailKey.FORMER_LOCATION, "OLD");
        assertThat(messages.fact(message("SIU^S19", SCH, "RGS|1|D", "AIL|1||OLD"))
                        .annotations()
                        .details())
                .containsEntry(DetailKey.FORMER_LOCATION, "OLD");
    }

    @Test
    void the_comments_of_an_appointment_and_its_resources_are_notes() {
        assertThat(messages.fact(msh("SIU^S12") + SCH + "\rNTE|1||bring glasses\r" + PID + PV1 + "RGS|1\r" + AIL
                                + "\rNTE|1||second floor\r")
                        .annotations()
                        .notes())
                .containsExactly("bring glasses", "second floor");
    }

    @Test
    void the_second_occurrence_of_a_repeated_appointment_is_another_appointment() {
        assertThat(messages.event(message("SIU^S12", "SCH||F1^RDV|1"), AppointmentBooked.class)
                        .appointment()
                        .value())
                .isEqualTo("F1");
        assertThat(messages.event(message("SIU^S12", "SCH||F1^RDV|2"), AppointmentBooked.class)
                        .appointment()
                        .value())
                .isEqualTo("F1#2");
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
