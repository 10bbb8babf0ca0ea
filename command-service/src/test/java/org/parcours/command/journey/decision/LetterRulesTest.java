package org.parcours.command.journey.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.journey.decision.JourneyFixture.anomalies;
import static org.parcours.command.journey.decision.JourneyFixture.ipp;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.DischargeLetterEvent.DischargeLetterDrafted;
import org.parcours.events.DischargeLetterEvent.DischargeLetterIssued;
import org.parcours.events.DischargeLetterEvent.DischargeLetterReplaced;
import org.parcours.events.DischargeLetterEvent.DischargeLetterWithdrawn;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.Identifier;

/** The versions of a letter are one step; each points at the version that it replaces. */
class LetterRulesTest {

    private final JourneyFixture journey = new JourneyFixture();

    @Test
    void a_chain_of_versions_is_one_step() {
        Envelope first = record(issued("L1"));
        Envelope second = record(replaced("L2", "L1"));
        Envelope third = record(replaced("L3", "L2"));

        assertThat(second.corrects()).contains(first.id());
        assertThat(third.corrects()).contains(second.id());
        assertThat(List.of(second, third)).allSatisfy(version -> {
            assertThat(version.step()).isEqualTo(first.step());
            assertThat(anomalies(version)).isEmpty();
        });
    }

    @Test
    void a_version_is_withdrawn_by_its_own_number() {
        Envelope first = record(issued("L1"));
        Envelope second = record(replaced("L2", "L1"));

        assertThat(record(withdrawn("L2")))
                .satisfies(withdrawal -> assertThat(withdrawal.corrects()).contains(second.id()))
                .satisfies(withdrawal -> assertThat(withdrawal.step()).isEqualTo(first.step()));
        assertThat(record(withdrawn("L1")).corrects()).contains(first.id());
    }

    @Test
    void a_chain_of_versions_reported_in_reverse_order_is_one_step() {
        Envelope third = record(replaced("L3", "L2"));
        Envelope second = record(replaced("L2", "L1"));
        Envelope first = record(issued("L1"));

        assertThat(anomalies(third)).containsExactly(Code.CORRECTS_NOTHING_KNOWN);
        assertThat(List.of(first, second)).extracting(Envelope::step).containsOnly(third.step());
    }

    @Test
    void a_letter_belongs_to_the_step_of_its_draft_and_a_draft_can_be_withdrawn() {
        Envelope draft = record(drafted("L1"));

        assertThat(record(issued("L1")).step()).isEqualTo(draft.step());

        Envelope other = record(drafted("L7"));
        assertThat(record(withdrawn("L7")).corrects()).contains(other.id());
    }

    private Envelope record(Event event) {
        return journey.record(event, ipp("100")).getLast();
    }

    private static Identifier number(String value) {
        return Identifier.of("GED", value);
    }

    private static DischargeLetterDrafted drafted(String letter) {
        return new DischargeLetterDrafted(
                number(letter), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static DischargeLetterIssued issued(String letter) {
        return new DischargeLetterIssued(number(letter), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static DischargeLetterReplaced replaced(String letter, String parent) {
        return new DischargeLetterReplaced(
                number(letter), Optional.of(number(parent)), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static DischargeLetterWithdrawn withdrawn(String letter) {
        return new DischargeLetterWithdrawn(number(letter), Optional.empty());
    }
}
