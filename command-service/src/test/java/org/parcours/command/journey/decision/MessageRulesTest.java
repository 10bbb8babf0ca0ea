package org.parcours.command.journey.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.parcours.command.journey.decision.Ward.JUST_NOW;
import static org.parcours.command.journey.decision.Ward.anomalies;
import static org.parcours.command.journey.decision.Ward.fact;
import static org.parcours.command.journey.decision.Ward.ipp;
import static org.parcours.command.journey.decision.Ward.movement;
import static org.parcours.command.journey.decision.Ward.report;
import static org.parcours.command.journey.decision.Ward.visit;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.Coding;
import org.parcours.events.Demographics;
import org.parcours.events.EntryMode;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.ExamEvent.ExamOrderCancelled;
import org.parcours.events.ExamEvent.ExamOrdered;
import org.parcours.events.ExamEvent.ResultCorrected;
import org.parcours.events.ExamEvent.ResultIssued;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.MedicationEvent.MedicationStopped;
import org.parcours.events.MovementKind;
import org.parcours.events.OrderNumbers;
import org.parcours.events.ResultStatus;
import org.parcours.events.StayEvent.MovementCorrected;
import org.parcours.events.StayEvent.PatientTransferred;
import org.parcours.events.StayEvent.TransferCancelled;
import org.parcours.events.codec.EventType;

/** Rules 2 and 4: late is told, once is once. */
class MessageRulesTest {

    private final Ward ward = new Ward();

    @Test
    void the_same_message_sent_twice_gives_one_event() {
        var message =
                report("LAB", "42", "content", fact(order(Optional.of("A1"), Optional.empty()), JUST_NOW, ipp("100")));
        List<Envelope> first = ward.tell(message);

        assertThat(ward.decide(message)).isInstanceOfSatisfying(Decision.Duplicate.class, known -> assertThat(
                        known.places())
                .extracting(Decision.Place::id)
                .containsExactlyElementsOf(first.stream().map(Envelope::id).toList()));
    }

    @Test
    void the_same_message_id_from_another_application_is_another_message() {
        var order = fact(order(Optional.of("A1"), Optional.empty()), JUST_NOW, ipp("100"));
        ward.tell(report("LAB", "42", "content", order));

        assertThat(ward.decide(report("RIS", "42", "content", order))).isInstanceOf(Decision.Append.class);
    }

    @Test
    void a_message_id_used_again_for_other_content_is_a_new_fact_and_flagged() {
        ward.tell(report("LAB", "42", "one", fact(order(Optional.of("A1"), Optional.empty()), JUST_NOW, ipp("100"))));

        Envelope second = ward.tell(report(
                        "LAB", "42", "two", fact(order(Optional.of("A2"), Optional.empty()), JUST_NOW, ipp("100"))))
                .getLast();

        assertThat(anomalies(second)).containsExactly(Code.MESSAGE_ID_REUSED);
    }

    @Test
    void a_fact_told_over_an_hour_after_it_happened_is_late() {
        assertThat(mode(ward.tell(order(Optional.of("A1"), Optional.empty()), JUST_NOW.minusMinutes(50), ipp("100"))))
                .isEqualTo(EntryMode.LIVE);
        assertThat(mode(ward.tell(order(Optional.of("A2"), Optional.empty()), JUST_NOW.minusMinutes(70), ipp("100"))))
                .isEqualTo(EntryMode.LATE);
    }

    @Test
    void the_cancellation_or_correction_of_a_movement_is_late_by_when_it_was_told() {
        OffsetDateTime threeHoursAgo = JUST_NOW.minusHours(3);
        ward.tell(transfer(), threeHoursAgo, ipp("100"));

        assertThat(mode(told(new TransferCancelled(visit("7"), movement("m1")), threeHoursAgo, JUST_NOW)))
                .isEqualTo(EntryMode.LIVE);
        assertThat(mode(told(correction(), threeHoursAgo, JUST_NOW))).isEqualTo(EntryMode.LIVE);
        assertThat(mode(told(correction(), threeHoursAgo, JUST_NOW.minusHours(2))))
                .isEqualTo(EntryMode.LATE);
        assertThat(mode(told(transfer(), threeHoursAgo, JUST_NOW)))
                .as("a movement is late by its own date")
                .isEqualTo(EntryMode.LATE);
    }

    @Test
    void the_facts_of_one_message_know_each_other() {
        List<Envelope> recorded = ward.tell(report(
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
        Envelope order = ward.tell(order(Optional.of("A1"), Optional.empty()), ipp("100"))
                .getLast();
        Envelope both = ward.tell(result(Optional.of("A1"), Optional.of("F1")), ipp("100"))
                .getLast();
        Envelope filler = ward.tell(result(Optional.empty(), Optional.of("F1")), ipp("100"))
                .getLast();

        assertThat(order.step()).isPresent();
        assertThat(both.step()).isEqualTo(order.step());
        assertThat(filler.step()).isEqualTo(order.step());
    }

    @Test
    void a_corrected_result_points_at_the_one_it_corrects() {
        Envelope result = ward.tell(result(Optional.of("A1"), Optional.empty()), ipp("100"))
                .getLast();

        Envelope corrected = ward.tell(corrected(Optional.of("A1"), Optional.empty()), ipp("100"))
                .getLast();

        assertThat(corrected.corrects()).contains(result.id());
    }

    @Test
    void a_number_that_a_laboratory_uses_again_corrects_nothing_of_the_other_patient() {
        ward.tell(result(Optional.empty(), Optional.of("F1")), ipp("100"));

        Envelope corrected = ward.tell(corrected(Optional.empty(), Optional.of("F1")), ipp("200"))
                .getLast();

        assertThat(corrected.corrects()).isEmpty();
        assertThat(anomalies(corrected)).containsExactly(Code.STEP_OF_ANOTHER_PATIENT, Code.CORRECTS_NOTHING_KNOWN);
        assertThat(anomalies(ward.tell(result(Optional.empty(), Optional.of("F1")), ipp("200"))
                        .getLast()))
                .as("by now it is this patient's number too")
                .isEmpty();
    }

    @Test
    void what_was_told_under_a_record_that_was_merged_since_is_the_same_persons() {
        Envelope order = ward.tell(order(Optional.of("A1"), Optional.of("F1")), ipp("100"))
                .getLast();
        ward.tell(registration(), ipp("200"));
        ward.tell(new PatientsMerged(List.of(ipp("100")), Optional.empty()), ipp("200"));

        Envelope result = ward.tell(result(Optional.empty(), Optional.of("F1")), ipp("200"))
                .getLast();

        assertThat(result.step()).isEqualTo(order.step());
        assertThat(anomalies(result)).isEmpty();
    }

    @Test
    void the_cancellation_of_an_order_that_nobody_knows_is_recorded_and_flagged() {
        assertThat(anomalies(ward.tell(
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
        Envelope prescribed = ward.tell(
                        new MedicationPrescribed(
                                number, Coding.of("PARA", "Paracétamol"), Optional.empty(), Optional.empty()),
                        ipp("100"))
                .getLast();

        assertThat(ward.tell(new MedicationStopped(number, Optional.empty()), ipp("100"))
                        .getLast()
                        .corrects())
                .contains(prescribed.id());
    }

    @Test
    void every_event_has_its_use_case() {
        assertThat(EventType.all().filter(type -> !IdentityEvent.class.isAssignableFrom(type)))
                .allSatisfy(type -> assertThatCode(() -> DeciderRegistry.decisionAbout(example(type)))
                        .doesNotThrowAnyException());
    }

    private static Event example(Class<? extends Event> type) {
        return org.parcours.events.Examples.ofEveryEvent()
                .filter(type::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private List<Envelope> told(Event event, OffsetDateTime occurredAt, OffsetDateTime toldAt) {
        String message = event + "told at " + toldAt;
        return ward.tell(report(
                "GAM",
                message,
                message,
                new Fact(
                        new PatientEvidence(List.of(ipp("100")), Demographics.UNKNOWN),
                        Optional.empty(),
                        occurredAt,
                        Optional.of(toldAt),
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

    private static EntryMode mode(List<Envelope> recorded) {
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
