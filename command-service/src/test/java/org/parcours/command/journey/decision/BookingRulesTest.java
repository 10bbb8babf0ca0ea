package org.parcours.command.journey.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.journey.decision.Ward.JUST_NOW;
import static org.parcours.command.journey.decision.Ward.anomalies;
import static org.parcours.command.journey.decision.Ward.ipp;
import static org.parcours.command.journey.decision.Ward.report;

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
import org.parcours.events.SurgeryEvent.SurgeryCancelled;
import org.parcours.events.SurgeryEvent.SurgeryScheduled;

/** What an SIU leaves open, its number decides. */
class BookingRulesTest {

    private static final Identifier NUMBER = Identifier.of("RDV", "1");
    private static final SurgeryScheduled OPERATION = new SurgeryScheduled(
            NUMBER, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    private static final SurgeryCancelled OPERATION_OFF = new SurgeryCancelled(NUMBER, Optional.empty());
    private static final AppointmentBooked BOOKED = new AppointmentBooked(
            NUMBER, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    private static final AppointmentRescheduled MOVED = new AppointmentRescheduled(
            NUMBER, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    private static final AppointmentCancelled OFF = new AppointmentCancelled(NUMBER, Optional.empty());

    private final Ward ward = new Ward();
    private int messages;

    @Test
    void the_number_of_an_operation_makes_an_operation_of_what_does_not_say_where() {
        Envelope operation = told("100", OPERATION, BOOKED);

        Envelope moved = told("100", MOVED, OPERATION);
        Envelope off = told("100", OFF, OPERATION_OFF);

        assertThat(moved.event()).isInstanceOf(SurgeryScheduled.class);
        assertThat(moved.corrects()).contains(operation.id());
        assertThat(off.event()).isInstanceOf(SurgeryCancelled.class);
        assertThat(off.corrects()).contains(moved.id());
        assertThat(List.of(moved, off)).allSatisfy(e -> {
            assertThat(e.step()).isEqualTo(operation.step());
            assertThat(anomalies(e)).isEmpty();
        });
    }

    @Test
    void the_number_of_an_appointment_keeps_it_one_also_in_an_operating_room() {
        Envelope booked = told("100", BOOKED, OPERATION);

        assertThat(told("100", OPERATION, MOVED).corrects()).contains(booked.id());
    }

    @Test
    void a_number_that_nobody_knows_is_what_it_is_told_as() {
        Envelope off = told("100", OFF, OPERATION_OFF);

        assertThat(off.event()).isInstanceOf(AppointmentCancelled.class);
        assertThat(anomalies(off)).containsExactly(Code.CANCELS_NOTHING_KNOWN);
    }

    @Test
    void another_patients_operation_decides_nothing() {
        told("200", OPERATION, BOOKED);

        assertThat(told("100", OFF, OPERATION_OFF).event()).isInstanceOf(AppointmentCancelled.class);
    }

    private Envelope told(String ipp, Event event, Event otherwise) {
        String message = "siu" + ++messages;
        Fact fact = new Fact(
                new PatientEvidence(List.of(ipp(ipp)), Demographics.UNKNOWN),
                Optional.empty(),
                JUST_NOW,
                Optional.empty(),
                event,
                Optional.of(otherwise));
        return ward.tell(report("RDV", message, message, fact)).getLast();
    }
}
