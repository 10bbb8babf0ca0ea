package org.parcours.command.journey.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.journey.decision.JourneyFixture.JUST_NOW;
import static org.parcours.command.journey.decision.JourneyFixture.anomalies;
import static org.parcours.command.journey.decision.JourneyFixture.ipp;
import static org.parcours.command.journey.decision.JourneyFixture.message;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.AppointmentEvent.AppointmentBooked;
import org.parcours.events.AppointmentEvent.AppointmentCancelled;
import org.parcours.events.AppointmentEvent.AppointmentRescheduled;
import org.parcours.events.Demographics;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.PartialDateTime;
import org.parcours.events.SurgeryEvent.SurgeryCancelled;
import org.parcours.events.SurgeryEvent.SurgeryScheduled;

/** Whether an SIU is about an appointment or an operation is decided by its number, where the SIU does not say it. */
class BookingRulesTest {

    private static final Identifier NUMBER = Identifier.of("RDV", "1");
    private static final SurgeryScheduled OPERATION = new SurgeryScheduled(
            NUMBER, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    private static final SurgeryCancelled OPERATION_CANCELLED = new SurgeryCancelled(NUMBER, Optional.empty());
    private static final AppointmentBooked BOOKED = new AppointmentBooked(
            NUMBER, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    private static final AppointmentRescheduled RESCHEDULED = new AppointmentRescheduled(
            NUMBER, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    private static final AppointmentCancelled CANCELLED = new AppointmentCancelled(NUMBER, Optional.empty());

    private final JourneyFixture journey = new JourneyFixture();
    private int messageCount;

    @Test
    void an_appointment_that_ends_before_it_starts_is_flagged() {
        PartialDateTime start = PartialDateTime.parse("2026-03-02T09:00+01:00");
        for (String end : List.of("2026-03-02T08:30+01:00", "2026-03-01+01:00")) {
            assertThat(anomalies(new JourneyFixture()
                            .record(booked(start, PartialDateTime.parse(end)), ipp("100"))
                            .getLast()))
                    .containsExactly(Code.END_BEFORE_START);
        }
        for (String end : List.of("2026-03-02T09:30+01:00", "2026-03-02+01:00", "2026-03-02T09:00+01:00")) {
            assertThat(anomalies(new JourneyFixture()
                            .record(booked(start, PartialDateTime.parse(end)), ipp("100"))
                            .getLast()))
                    .isEmpty();
        }
    }

    private static AppointmentBooked booked(PartialDateTime start, PartialDateTime end) {
        return new AppointmentBooked(
                Identifier.of("AGENDA", "1"),
                Optional.of(start),
                Optional.of(end),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void a_fact_without_a_place_under_the_number_of_an_operation_is_recorded_as_an_operation() {
        Envelope operation = record("100", OPERATION, BOOKED);

        Envelope rescheduled = record("100", RESCHEDULED, OPERATION);
        Envelope cancelled = record("100", CANCELLED, OPERATION_CANCELLED);

        assertThat(rescheduled.event()).isInstanceOf(SurgeryScheduled.class);
        assertThat(rescheduled.corrects()).contains(operation.id());
        assertThat(cancelled.event()).isInstanceOf(SurgeryCancelled.class);
        assertThat(cancelled.corrects()).contains(rescheduled.id());
        assertThat(List.of(rescheduled, cancelled)).allSatisfy(e -> {
            assertThat(e.step()).isEqualTo(operation.step());
            assertThat(anomalies(e)).isEmpty();
        });
    }

    @Test
    void a_fact_in_an_operating_room_under_the_number_of_an_appointment_is_recorded_as_an_appointment() {
        Envelope booked = record("100", BOOKED, OPERATION);

        assertThat(record("100", OPERATION, RESCHEDULED).corrects()).contains(booked.id());
    }

    @Test
    void a_fact_under_an_unknown_number_is_recorded_as_reported() {
        Envelope cancelled = record("100", CANCELLED, OPERATION_CANCELLED);

        assertThat(cancelled.event()).isInstanceOf(AppointmentCancelled.class);
        assertThat(anomalies(cancelled)).containsExactly(Code.CANCELS_NOTHING_KNOWN);
    }

    @Test
    void the_operation_of_another_patient_under_the_same_number_is_ignored() {
        record("200", OPERATION, BOOKED);

        assertThat(record("100", CANCELLED, OPERATION_CANCELLED).event()).isInstanceOf(AppointmentCancelled.class);
    }

    private Envelope record(String ipp, Event event, Event alternative) {
        String messageId = "siu" + ++messageCount;
        Fact fact = new Fact(
                new PatientEvidence(List.of(ipp(ipp)), Demographics.UNKNOWN),
                Optional.empty(),
                JUST_NOW,
                Optional.empty(),
                event,
                Optional.of(alternative));
        return journey.record(message("RDV", messageId, messageId, fact)).getLast();
    }
}
