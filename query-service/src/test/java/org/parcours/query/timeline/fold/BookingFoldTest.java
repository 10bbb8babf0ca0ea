package org.parcours.query.timeline.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.parcours.events.Anomaly;
import org.parcours.events.AppointmentEvent.AppointmentBooked;
import org.parcours.events.AppointmentEvent.AppointmentCancelled;
import org.parcours.events.AppointmentEvent.AppointmentRescheduled;
import org.parcours.events.AppointmentEvent.PatientArrived;
import org.parcours.events.DetailKey;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventAnnotations;
import org.parcours.events.Identifier;
import org.parcours.events.Location;
import org.parcours.events.PartialDateTime;
import org.parcours.events.PatientId;
import org.parcours.events.StepStatus;
import org.parcours.events.SurgeryEvent.SurgeryCancelled;
import org.parcours.events.SurgeryEvent.SurgeryCompleted;
import org.parcours.events.SurgeryEvent.SurgeryScheduled;
import org.parcours.query.EventLogBuilder;

class BookingFoldTest {

    private static final PatientId SOPHIE = EventLogBuilder.patient(1);
    private static final Identifier NUMBER = Identifier.of("RDV", "1");
    private static final Optional<PartialDateTime> PLANNED =
            Optional.of(PartialDateTime.of(EventLogBuilder.at("2026-03-20T08:00")));

    private final EventLogBuilder log = new EventLogBuilder();
    private final List<Envelope> annotated = new ArrayList<>();

    private TimelineEntry entry() {
        List<Envelope> events = log.events().stream()
                .map(envelope -> annotated.stream()
                        .filter(other -> other.id().equals(envelope.id()))
                        .findFirst()
                        .orElse(envelope))
                .toList();
        return Timeline.replay(SOPHIE, events, Optional.empty(), ValidTimeCutoff.NONE)
                .entries()
                .getFirst();
    }

    private void addWithDetail(String time, Event event, String key, String value) {
        log.add(SOPHIE, time, event);
        Envelope e = log.events().getLast();
        annotated.add(new Envelope(
                e.id(),
                e.subject(),
                e.recordedAt(),
                e.position(),
                e.occurredAt(),
                e.reporter(),
                e.stay(),
                e.step(),
                e.corrects(),
                e.anomalies(),
                e.event(),
                EventAnnotations.NONE.withDetail(key, Optional.of(value)),
                e.unknown()));
    }

    private static AppointmentBooked booked() {
        return new AppointmentBooked(
                NUMBER, PLANNED, PLANNED, Optional.empty(), Optional.of(Location.of("CS")), Optional.empty());
    }

    private static AppointmentRescheduled unplanned() {
        return new AppointmentRescheduled(
                NUMBER, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    void a_start_that_is_taken_back_is_no_longer_shown() {
        log.add(SOPHIE, "2026-03-05T08:00", booked());
        addWithDetail("2026-03-06T08:00", unplanned(), DetailKey.START, DetailKey.TO_BE_SET);

        assertThat(entry().start())
                .isEqualTo(EventLogBuilder.at("2026-03-06T08:00").toInstant());
        assertThat(entry().details()).extracting(EntryDetail::key).doesNotContain("plannedStart", "plannedEnd");
    }

    @Test
    void an_absent_start_leaves_the_earlier_one() {
        log.add(SOPHIE, "2026-03-05T08:00", booked());
        log.add(SOPHIE, "2026-03-06T08:00", unplanned());

        assertThat(entry().start()).isEqualTo(PLANNED.orElseThrow().toInstant());
        assertThat(entry().detail("place")).contains("CS");
    }

    @Test
    void a_place_that_is_removed_is_no_longer_shown() {
        log.add(SOPHIE, "2026-03-05T08:00", booked());
        addWithDetail("2026-03-06T08:00", unplanned(), DetailKey.FORMER_LOCATION, "CS");

        assertThat(entry().detail("place")).isEmpty();
    }

    @Test
    void a_cancellation_after_the_patient_came_is_marked_and_undoes_nothing() {
        log.add(SOPHIE, "2026-03-05T08:00", booked());
        log.add(
                SOPHIE,
                "2026-03-20T08:05",
                new PatientArrived(Optional.of(NUMBER), Optional.empty(), Optional.empty()));
        log.add(SOPHIE, "2026-03-20T09:00", new AppointmentCancelled(NUMBER, Optional.empty()));

        assertThat(entry().status()).isEqualTo(StepStatus.DONE);
        assertThat(entry().anomalies())
                .extracting(Anomaly::code)
                .containsExactly(Anomaly.Code.CANCELLED_AFTER_PERFORMED);
    }

    @Test
    void a_cancellation_after_the_operation_is_marked_and_undoes_nothing() {
        log.add(
                SOPHIE,
                "2026-03-05T08:00",
                new SurgeryScheduled(
                        NUMBER, Optional.empty(), PLANNED, Optional.empty(), Optional.empty(), Optional.empty()));
        log.add(SOPHIE, "2026-03-20T10:00", new SurgeryCompleted(NUMBER, Optional.empty()));
        log.add(SOPHIE, "2026-03-20T11:00", new SurgeryCancelled(NUMBER, Optional.empty()));

        assertThat(entry().status()).isEqualTo(StepStatus.DONE);
        assertThat(entry().anomalies())
                .extracting(Anomaly::code)
                .containsExactly(Anomaly.Code.CANCELLED_AFTER_PERFORMED);
    }

    @Test
    void the_time_of_an_operation_can_be_taken_back() {
        SurgeryScheduled scheduled = new SurgeryScheduled(
                NUMBER, Optional.empty(), PLANNED, Optional.empty(), Optional.empty(), Optional.empty());
        log.add(SOPHIE, "2026-03-05T08:00", scheduled);
        addWithDetail(
                "2026-03-06T08:00",
                new SurgeryScheduled(
                        NUMBER,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                DetailKey.START,
                DetailKey.TO_BE_SET);

        assertThat(entry().details()).extracting(EntryDetail::key).doesNotContain("plannedStart");
    }

    @Test
    void what_is_only_requested_is_not_shown_as_booked() {
        addWithDetail(
                "2026-03-01T08:00",
                new AppointmentBooked(
                        NUMBER, PLANNED, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                DetailKey.APPOINTMENT_STATUS,
                "proposed");

        assertThat(entry().stage()).isEqualTo("requested");
    }
}
