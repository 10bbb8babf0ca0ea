package org.parcours.command.journey.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.parcours.command.journey.decision.JourneyFixture.JUST_NOW;
import static org.parcours.command.journey.decision.JourneyFixture.anomalies;
import static org.parcours.command.journey.decision.JourneyFixture.fact;
import static org.parcours.command.journey.decision.JourneyFixture.ipp;
import static org.parcours.command.journey.decision.JourneyFixture.message;
import static org.parcours.command.journey.decision.JourneyFixture.movement;
import static org.parcours.command.journey.decision.JourneyFixture.visit;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.Coding;
import org.parcours.events.DataEntryMode;
import org.parcours.events.Demographics;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderCancelled;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrdered;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.MedicationEvent.MedicationStopped;
import org.parcours.events.MovementKind;
import org.parcours.events.OrderNumbers;
import org.parcours.events.ResultStatus;
import org.parcours.events.StayEvent.MovementCorrected;
import org.parcours.events.StayEvent.PatientTransferred;
import org.parcours.events.StayEvent.TransferCancelled;
import org.parcours.events.codec.EventType;

/** Rules 2 and 4: late facts are marked as late; a message is recorded once. */
class MessageRulesTest {

    private final JourneyFixture journey = new JourneyFixture();

    @Test
    void the_same_message_sent_twice_gives_one_event() {
        var message =
                message("LAB", "42", "content", fact(order(Optional.of("A1"), Optional.empty()), JUST_NOW, ipp("100")));
        List<Envelope> first = journey.record(message);

        assertThat(journey.decide(message))
                .isInstanceOfSatisfying(Decision.DuplicateMessage.class, duplicate -> assertThat(duplicate.events())
                        .extracting(Decision.RecordedEvent::id)
                        .containsExactlyElementsOf(
                                first.stream().map(Envelope::id).toList()));
    }

    @Test
    void the_same_message_id_from_another_application_is_another_message() {
        var order = fact(order(Optional.of("A1"), Optional.empty()), JUST_NOW, ipp("100"));
        journey.record(message("LAB", "42", "content", order));

        assertThat(journey.decide(message("RIS", "42", "content", order))).isInstanceOf(Decision.AppendEvents.class);
    }

    @Test
    void a_message_id_used_again_for_other_content_is_a_new_fact_and_flagged() {
        journey.record(
                message("LAB", "42", "one", fact(order(Optional.of("A1"), Optional.empty()), JUST_NOW, ipp("100"))));

        Envelope second = journey.record(message(
                        "LAB", "42", "two", fact(order(Optional.of("A2"), Optional.empty()), JUST_NOW, ipp("100"))))
                .getLast();

        assertThat(anomalies(second)).containsExactly(Code.MESSAGE_ID_REUSED);
    }

    @Test
    void a_fact_reported_over_an_hour_after_it_happened_is_late() {
        assertThat(mode(journey.record(
                        order(Optional.of("A1"), Optional.empty()), JUST_NOW.minusMinutes(50), ipp("100"))))
                .isEqualTo(DataEntryMode.LIVE);
        assertThat(mode(journey.record(
                        order(Optional.of("A2"), Optional.empty()), JUST_NOW.minusMinutes(70), ipp("100"))))
                .isEqualTo(DataEntryMode.LATE);
    }

    @Test
    void a_cancellation_or_correction_of_a_movement_is_late_by_its_time_of_report() {
        OffsetDateTime threeHoursAgo = JUST_NOW.minusHours(3);
        journey.record(transfer(), threeHoursAgo, ipp("100"));

        assertThat(mode(record(new TransferCancelled(visit("7"), movement("m1")), threeHoursAgo, JUST_NOW)))
                .isEqualTo(DataEntryMode.LIVE);
        assertThat(mode(record(correction(), threeHoursAgo, JUST_NOW))).isEqualTo(DataEntryMode.LIVE);
        assertThat(mode(record(correction(), threeHoursAgo, JUST_NOW.minusHours(2))))
                .isEqualTo(DataEntryMode.LATE);
        assertThat(mode(record(transfer(), threeHoursAgo, JUST_NOW)))
                .as("a movement is late by its own date")
                .isEqualTo(DataEntryMode.LATE);
    }

    @Test
    void a_fact_is_decided_with_the_events_of_the_facts_before_it_in_the_same_message() {
        List<Envelope> recorded = journey.record(message(
                "LAB",
                "1",
                "one",
                fact(result(Optional.of("A1"), Optional.of("F1")), JUST_NOW, ipp("100")),
                fact(result(Optional.empty(), Optional.of("F1")), JUST_NOW, ipp("100"))));

        assertThat(recorded).filteredOn(e -> e.event() instanceof IdentityEvent).hasSize(1);
        assertThat(recorded.get(1).step()).isPresent().isEqualTo(recorded.get(2).step());
    }

    @Test
    void a_result_finds_its_order_by_either_number() {
        Envelope order = journey.record(order(Optional.of("A1"), Optional.empty()), ipp("100"))
                .getLast();
        Envelope both = journey.record(result(Optional.of("A1"), Optional.of("F1")), ipp("100"))
                .getLast();
        Envelope filler = journey.record(result(Optional.empty(), Optional.of("F1")), ipp("100"))
                .getLast();

        assertThat(order.step()).isPresent();
        assertThat(both.step()).isEqualTo(order.step());
        assertThat(filler.step()).isEqualTo(order.step());
    }

    @Test
    void a_corrected_result_points_at_the_one_it_corrects() {
        Envelope result = journey.record(result(Optional.of("A1"), Optional.empty()), ipp("100"))
                .getLast();

        Envelope corrected = journey.record(corrected(Optional.of("A1"), Optional.empty()), ipp("100"))
                .getLast();

        assertThat(corrected.corrects()).contains(result.id());
    }

    @Test
    void a_number_that_a_laboratory_reuses_corrects_nothing_of_the_other_patient() {
        journey.record(result(Optional.empty(), Optional.of("F1")), ipp("100"));

        Envelope corrected = journey.record(corrected(Optional.empty(), Optional.of("F1")), ipp("200"))
                .getLast();

        assertThat(corrected.corrects()).isEmpty();
        assertThat(anomalies(corrected)).containsExactly(Code.STEP_OF_ANOTHER_PATIENT, Code.CORRECTS_NOTHING_KNOWN);
        assertThat(anomalies(journey.record(result(Optional.empty(), Optional.of("F1")), ipp("200"))
                        .getLast()))
                .as("the number is now also this patient's")
                .isEmpty();
    }

    @Test
    void an_order_of_a_record_merged_since_belongs_to_the_same_person() {
        Envelope order = journey.record(order(Optional.of("A1"), Optional.of("F1")), ipp("100"))
                .getLast();
        journey.record(registration(), ipp("200"));
        journey.record(new PatientsMerged(List.of(ipp("100")), Optional.empty()), ipp("200"));

        Envelope result = journey.record(result(Optional.empty(), Optional.of("F1")), ipp("200"))
                .getLast();

        assertThat(result.step()).isEqualTo(order.step());
        assertThat(anomalies(result)).isEmpty();
    }

    @Test
    void the_cancellation_of_an_unknown_order_is_recorded_and_flagged() {
        assertThat(anomalies(journey.record(
                                new ExamOrderCancelled(
                                        numbers(Optional.of("A9"), Optional.empty()),
                                        Optional.empty(),
                                        Optional.empty()),
                                ipp("100"))
                        .getLast()))
                .containsExactly(Code.CANCELS_NOTHING_KNOWN);
    }

    @Test
    void a_stopped_medicine_points_at_its_prescription() {
        Identifier number = Identifier.of("PRESC", "M1");
        Envelope prescribed = journey.record(
                        new MedicationPrescribed(
                                number, Coding.of("PARA", "Paracétamol"), Optional.empty(), Optional.empty()),
                        ipp("100"))
                .getLast();

        assertThat(journey.record(new MedicationStopped(number, Optional.empty()), ipp("100"))
                        .getLast()
                        .corrects())
                .contains(prescribed.id());
    }

    @Test
    void every_event_type_has_a_decider() {
        assertThat(EventType.all().filter(type -> !IdentityEvent.class.isAssignableFrom(type)))
                .allSatisfy(type -> assertThatCode(() -> CorrectionDeciderRegistry.deciderFor(example(type)))
                        .doesNotThrowAnyException());
    }

    private static Event example(Class<? extends Event> type) {
        return org.parcours.events.EventExampleFactory.ofEveryEvent()
                .filter(type::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private List<Envelope> record(Event event, OffsetDateTime occurredAt, OffsetDateTime reportedAt) {
        String message = event + " reported at " + reportedAt;
        return journey.record(message(
                "GAM",
                message,
                message,
                new Fact(
                        new PatientEvidence(List.of(ipp("100")), Demographics.UNKNOWN),
                        Optional.empty(),
                        occurredAt,
                        Optional.of(reportedAt),
                        event,
                        Optional.empty())));
    }

    private static PatientTransferred transfer() {
        return new PatientTransferred(visit("7"), movement("m1"), Optional.empty(), Optional.empty());
    }

    private static MovementCorrected correction() {
        return new MovementCorrected(
                visit("7"), movement("m1"), Optional.of(MovementKind.TRANSFER), Optional.empty(), Optional.empty());
    }

    private static DataEntryMode mode(List<Envelope> recorded) {
        return recorded.getLast().reporter().entryMode();
    }

    private static OrderNumbers numbers(Optional<String> placer, Optional<String> filler) {
        return new OrderNumbers(
                placer.map(value -> Identifier.of("PRESC", value)), filler.map(value -> Identifier.of("LAB", value)));
    }

    private static ExamOrdered order(Optional<String> placer, Optional<String> filler) {
        return new ExamOrdered(
                numbers(placer, filler),
                Coding.of("NFS", "Numération"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static ResultCorrected corrected(Optional<String> placer, Optional<String> filler) {
        return new ResultCorrected(
                numbers(placer, filler), Coding.of("NFS", "Numération"), List.of(), Optional.empty());
    }

    private static PatientRegistered registration() {
        return new PatientRegistered(List.of(), Demographics.UNKNOWN);
    }

    private static ResultIssued result(Optional<String> placer, Optional<String> filler) {
        return new ResultIssued(
                numbers(placer, filler),
                Coding.of("NFS", "Numération"),
                ResultStatus.FINAL,
                List.of(),
                Optional.empty());
    }
}
